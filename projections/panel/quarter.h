#pragma once

#include <string>
#include <string_view>

#include "schema/date.h"
#include "schema/error.h"

namespace tyst::panel {

// A quarter of the calendar year: 1 is January to March. Written "2019-Q1", and told with its
// months wherever people read it, because authorities also number quarters from April.
struct Quarter {
    int year = 0;
    int number = 1;  // 1 to 4
    auto operator<=>(const Quarter&) const = default;

    [[nodiscard]] Date first() const;
    [[nodiscard]] Date last() const;
};

[[nodiscard]] Quarter quarter_of(Date day);
[[nodiscard]] Quarter quarters_before(Quarter quarter, int count);

// "2019-Q1". Fails with invalid_value for another form, year_out_of_range outside 1900 to 2100.
[[nodiscard]] Result<Quarter> parse_quarter(std::string_view text);
[[nodiscard]] std::string to_text(Quarter quarter);

}  // namespace tyst::panel
