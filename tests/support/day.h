#pragma once

#include <string_view>

#include "schema/date.h"
#include "schema/error.h"

namespace tyst::test {

// "2019-03-31"; aborts where it is not a day.
[[nodiscard]] inline Date day(std::string_view text) {
    const auto date = parse_date(text);
    TYST_ASSERT(date.has_value());
    return *date;
}

}  // namespace tyst::test
