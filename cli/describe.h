#pragma once

#include <string>
#include <string_view>

#include "schema/code_book.h"
#include "schema/event.h"

namespace tyst::cli {

// The English title of a code with its SSDA903 code, "Care order (C2)"; the code itself where the
// book has no such code; empty for an empty code.
[[nodiscard]] std::string title_of(
    const CodeBook& codes, std::string_view set, std::string_view code
);

// "Legal status started", for any type.
[[nodiscard]] std::string title_of(EventType type);

// What an event says in one English line, without its type, date and relation. Names a cited worker
// where the event was read with people.
[[nodiscard]] std::string describe(const Event& event, const CodeBook& codes);

}  // namespace tyst::cli
