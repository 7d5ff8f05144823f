#include "projections/panel/quarter.h"

#include <charconv>

#include <fmt/format.h>

namespace tyst::panel {
namespace {

constexpr int kMonthsInQuarter = 3;
constexpr int kQuartersInYear = 4;
constexpr std::size_t kTextLength = 7;  // "2019-Q1"

}  // namespace

Date Quarter::first() const {
    return Date::of(year, static_cast<unsigned>((number - 1) * kMonthsInQuarter + 1), 1);
}

Date Quarter::last() const {
    return plus_months(first(), kMonthsInQuarter).plus_days(-1);
}

Quarter quarter_of(Date day) {
    return {day.year(), static_cast<int>(day.month() - 1) / kMonthsInQuarter + 1};
}

Quarter quarters_before(Quarter quarter, int count) {
    const int since_zero = quarter.year * kQuartersInYear + quarter.number - 1 - count;
    return {since_zero / kQuartersInYear, since_zero % kQuartersInYear + 1};
}

Result<Quarter> parse_quarter(std::string_view text) {
    const auto refuse = [&] {
        return fail(
            ErrorCode::invalid_value,
            fmt::format("quarter: '{}' is not of the form 2019-Q1 (January to March 2019)", text)
        );
    };
    if (text.size() != kTextLength || text.substr(4, 2) != "-Q") return refuse();
    Quarter quarter;
    const auto [end, error] = std::from_chars(text.data(), text.data() + 4, quarter.year);
    if (error != std::errc() || end != text.data() + 4) return refuse();
    quarter.number = text.back() - '0';
    if (quarter.number < 1 || quarter.number > kQuartersInYear) return refuse();
    if (quarter.year < kYearMin || quarter.year > kYearMax) {
        return fail(
            ErrorCode::year_out_of_range,
            fmt::format("quarter: {} is not between {} and {}", quarter.year, kYearMin, kYearMax)
        );
    }
    return quarter;
}

std::string to_text(Quarter quarter) {
    return fmt::format("{:04}-Q{}", quarter.year, quarter.number);
}

}  // namespace tyst::panel
