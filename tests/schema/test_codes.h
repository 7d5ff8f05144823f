#pragma once

#include "schema/code_book.h"

namespace tyst {

// The ids of every set in reference/codes/, as the product ships them.
[[nodiscard]] CodeBook shipped_codes();

}  // namespace tyst
