#pragma once

#include "schema/code_book.h"
#include "schema/event.h"

namespace tyst {

// Puts the code in the place of every other word for it that the event uses: an event may be named
// by the law of its day, what is stored has one name.
void use_codes(Event& event, const CodeBook& codes);

}  // namespace tyst
