#include "schema/date.h"

#include <array>

#include <date/tz.h>
#include <fmt/format.h>

namespace tyst {
namespace {

constexpr std::int64_t kMicrosecondsInSecond = 1'000'000;
constexpr std::int64_t kMicrosecondsInDay = 86'400 * kMicrosecondsInSecond;

std::int64_t seconds_of(std::int64_t hours, std::int64_t minutes) {
    return hours * 3600 + minutes * 60;
}

// Reads exactly `count` digits at `place`; nothing where one is missing.
std::optional<int> digits(std::string_view text, std::size_t place, std::size_t count) {
    if (place + count > text.size()) {
        return std::nullopt;
    }
    int value = 0;
    for (const char digit : text.substr(place, count)) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        value = value * 10 + (digit - '0');
    }
    return value;
}

Result<Date> checked_date(int year, int month, int day, std::string_view text) {
    const std::chrono::year_month_day civil{
        std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))
    };
    if (!civil.ok()) {
        return fail(
            ErrorCode::impossible_date, fmt::format("'{}' is no day of the calendar", text)
        );
    }
    if (year < kYearMin || year > kYearMax) {
        return fail(
            ErrorCode::year_out_of_range,
            fmt::format("'{}' lies outside {} to {}", text, kYearMin, kYearMax)
        );
    }
    return Date{static_cast<std::int32_t>(std::chrono::sys_days(civil).time_since_epoch().count())};
}

// The zone database is looked up once; a machine without it cannot tell the day in London.
const date::time_zone& london() {
    static const date::time_zone* const zone = date::locate_zone("Europe/London");
    return *zone;
}

std::int64_t floor_days(std::int64_t microseconds) {
    const std::int64_t days = microseconds / kMicrosecondsInDay;
    return microseconds % kMicrosecondsInDay < 0 ? days - 1 : days;
}

date::sys_seconds whole_seconds(Timestamp time) {
    return date::floor<std::chrono::seconds>(
        date::sys_time<std::chrono::microseconds>(std::chrono::microseconds(time.microseconds))
    );
}

}  // namespace

Date plus_months(Date date, int count) {
    const auto month = date.civil().year() / date.civil().month() + std::chrono::months(count);
    const auto last = (month / std::chrono::last).day();
    const auto day = std::min(date.civil().day(), last);
    return {static_cast<std::int32_t>(std::chrono::sys_days(month / day).time_since_epoch().count())
    };
}

Result<Date> parse_date(std::string_view text) {
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !year || !month || !day) {
        return fail(
            ErrorCode::impossible_date, fmt::format("'{}' is not of the form YYYY-MM-DD", text)
        );
    }
    return checked_date(*year, *month, *day, text);
}

Result<Date> parse_slashed_date(std::string_view text) {
    const auto day = digits(text, 0, 2);
    const auto month = digits(text, 3, 2);
    const auto year = digits(text, 6, 4);
    if (text.size() != 10 || text[2] != '/' || text[5] != '/' || !year || !month || !day) {
        return fail(
            ErrorCode::impossible_date, fmt::format("'{}' is not of the form DD/MM/YYYY", text)
        );
    }
    return checked_date(*year, *month, *day, text);
}

std::string to_text(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

std::string to_slashed_text(Date date) {
    return fmt::format("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
}

Result<Timestamp> parse_timestamp(std::string_view text) {
    const auto malformed = [text] {
        return fail(
            ErrorCode::impossible_date,
            fmt::format(
                "'{}' is not of the form YYYY-MM-DDThh:mm:ss[.ffffff]Z or with an offset", text
            )
        );
    };
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return malformed();
    }
    TYST_ASSIGN(const Date day, parse_date(text.substr(0, 10)));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) {
        return malformed();
    }
    std::size_t place = 19;
    std::int64_t fraction = 0;
    if (text[place] == '.') {
        std::int64_t unit = kMicrosecondsInSecond / 10;
        for (++place; place < text.size() && text[place] >= '0' && text[place] <= '9'; ++place) {
            if (unit == 0) {
                return malformed();
            }
            fraction += (text[place] - '0') * unit;
            unit /= 10;
        }
        if (text[place - 1] == '.') {
            return malformed();
        }
    }
    const std::string_view zone = text.substr(std::min(place, text.size()));
    std::int64_t offset_seconds = 0;
    if (zone != "Z") {
        const auto offset_hours = digits(zone, 1, 2);
        const auto offset_minutes = digits(zone, 4, 2);
        if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' ||
            !offset_hours || !offset_minutes || *offset_hours > 14 || *offset_minutes > 59) {
            return malformed();
        }
        offset_seconds = seconds_of(*offset_hours, *offset_minutes) * (zone[0] == '-' ? -1 : 1);
    }
    const std::int64_t seconds = seconds_of(*hour, *minute) + *second - offset_seconds;
    return Timestamp{day.days * kMicrosecondsInDay + seconds * kMicrosecondsInSecond + fraction};
}

std::string to_text(Timestamp time) {
    const std::int64_t days = floor_days(time.microseconds);
    const std::int64_t in_day = time.microseconds - days * kMicrosecondsInDay;
    const std::int64_t seconds = in_day / kMicrosecondsInSecond;
    const std::int64_t fraction = in_day % kMicrosecondsInSecond;
    std::string text = fmt::format(
        "{}T{:02}:{:02}:{:02}",
        to_text(Date{static_cast<std::int32_t>(days)}),
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if (fraction != 0) {
        text += fmt::format(".{:06}", fraction);
    }
    return text + "Z";
}

Date london_date(Timestamp time) {
    const auto local = london().to_local(whole_seconds(time));
    return {static_cast<std::int32_t>(date::floor<date::days>(local).time_since_epoch().count())};
}

Timestamp start_of_london_day(Date date) {
    // Midnight in London is never skipped nor repeated: the clocks change at one in the morning.
    const auto local = date::local_days(date::days(date.days));
    const auto instant = london().to_sys(local, date::choose::earliest);
    return {
        std::chrono::duration_cast<std::chrono::microseconds>(instant.time_since_epoch()).count()
    };
}

Timestamp end_of_london_day(Date date) {
    return {start_of_london_day(date.plus_days(1)).microseconds - 1};
}

}  // namespace tyst
