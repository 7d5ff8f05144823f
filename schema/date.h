#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace tyst {

// Microseconds since 1970-01-01T00:00:00Z; the only form in which an instant is stored.
struct Timestamp {
    std::int64_t microseconds = 0;
    auto operator<=>(const Timestamp&) const = default;
};

// A civil day in the Gregorian calendar, counted from 1970-01-01. Days of the world are days in
// London.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;

    [[nodiscard]] static Date of(int year, unsigned month, unsigned day) {
        return {static_cast<std::int32_t>(std::chrono::sys_days(
                                              std::chrono::year(year) / static_cast<int>(month) /
                                              static_cast<int>(day)
        )
                                              .time_since_epoch()
                                              .count())};
    }
    [[nodiscard]] std::chrono::year_month_day civil() const {
        return std::chrono::sys_days(std::chrono::days(days));
    }
    [[nodiscard]] int year() const { return static_cast<int>(civil().year()); }
    [[nodiscard]] unsigned month() const { return static_cast<unsigned>(civil().month()); }
    [[nodiscard]] unsigned day() const { return static_cast<unsigned>(civil().day()); }
    [[nodiscard]] std::chrono::weekday weekday() const {
        return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days)));
    }
    [[nodiscard]] Date plus_days(int count) const { return {days + count}; }
};

// Facts are accepted from the first day of 1900 to the last of 2100; anything else is refused at
// the door.
inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 2100;

// The same day `count` calendar months later, clamped to the month's end (corresponding-date rule).
[[nodiscard]] Date plus_months(Date date, int count);

// "2019-03-31". Fails with impossible_date (not a day of the calendar, or not this form) or
// year_out_of_range.
[[nodiscard]] Result<Date> parse_date(std::string_view text);
// "31/03/2019", the form of the SSDA903 return; the same failures.
[[nodiscard]] Result<Date> parse_slashed_date(std::string_view text);
[[nodiscard]] std::string to_text(Date date);
[[nodiscard]] std::string to_slashed_text(Date date);

// "2019-03-31T14:05:00Z", with up to six decimals of a second, or a London wall time with its
// offset
// ("2019-03-31T15:05:00+01:00"). Fails with impossible_date or year_out_of_range.
[[nodiscard]] Result<Timestamp> parse_timestamp(std::string_view text);
// Always UTC, six decimals only where they are not zero.
[[nodiscard]] std::string to_text(Timestamp time);

// The day in London on which an instant falls.
[[nodiscard]] Date london_date(Timestamp time);
// First instant of a day in London, and the last microsecond of it.
[[nodiscard]] Timestamp start_of_london_day(Date date);
[[nodiscard]] Timestamp end_of_london_day(Date date);

}  // namespace tyst
