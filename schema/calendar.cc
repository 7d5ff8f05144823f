#include "schema/calendar.h"

#include <algorithm>
#include <utility>

namespace tyst {
namespace {

constexpr std::uint16_t kWorkingDay = 0;
constexpr std::uint16_t kSaturday = 1;
constexpr std::uint16_t kSunday = 2;
constexpr std::uint16_t kFirstHoliday = 3;
constexpr std::size_t kHolidaysMax = 10'000;

std::uint16_t weekend_kind(Date date) {
    const std::chrono::weekday weekday = date.weekday();
    if (weekday == std::chrono::Saturday) {
        return kSaturday;
    }
    return weekday == std::chrono::Sunday ? kSunday : kWorkingDay;
}

}  // namespace

Result<BankHolidays> BankHolidays::make(
    std::string id,
    std::string version,
    Date first_covered_day,
    Date last_covered_day,
    std::vector<BankHoliday> in_order
) {
    if (last_covered_day < first_covered_day) {
        return fail(ErrorCode::invalid_calendar, "the calendar ends before it starts");
    }
    if (in_order.size() > kHolidaysMax) {
        return fail(ErrorCode::invalid_calendar, "the calendar has too many days");
    }
    BankHolidays made;
    for (Date day = first_covered_day; day <= last_covered_day; day = day.plus_days(1)) {
        made.kinds_.push_back(weekend_kind(day));
    }
    for (std::size_t place = 0; place < in_order.size(); ++place) {
        const Date date = in_order[place].date;
        if (date < first_covered_day || last_covered_day < date) {
            return fail(
                ErrorCode::invalid_calendar, to_text(date) + " lies outside the covered days"
            );
        }
        if (place > 0 && date <= in_order[place - 1].date) {
            return fail(
                ErrorCode::invalid_calendar, to_text(date) + " stands twice or out of order"
            );
        }
        made.kinds_[static_cast<std::size_t>(date.days - first_covered_day.days)] =
            static_cast<std::uint16_t>(kFirstHoliday + place);
    }
    made.id_ = std::move(id);
    made.version_ = std::move(version);
    made.first_ = first_covered_day;
    made.last_ = last_covered_day;
    made.holidays_ = std::move(in_order);
    return made;
}

Result<bool> BankHolidays::is_working_day(Date date) const {
    if (!covers(date)) {
        return fail(
            ErrorCode::invalid_calendar, "calendar '" + id_ + "' does not cover " + to_text(date)
        );
    }
    return kinds_[static_cast<std::size_t>(date.days - first_.days)] == kWorkingDay;
}

Result<bool> BankHolidays::is_school_day(Date date) const {
    if (school_terms_.empty() || date < school_terms_.front().first ||
        school_terms_.back().last < date) {
        return fail(ErrorCode::invalid_calendar, "no school terms are known for " + to_text(date));
    }
    const bool in_term = std::ranges::any_of(school_terms_, [&](const SchoolTerm& term) {
        return term.first <= date && date <= term.last;
    });
    TYST_ASSIGN(const bool working, is_working_day(date));
    return working && in_term;
}

Result<void> BankHolidays::set_school_terms(std::vector<SchoolTerm> in_order) {
    for (std::size_t place = 0; place < in_order.size(); ++place) {
        const SchoolTerm& term = in_order[place];
        if (term.last < term.first || (place > 0 && term.first <= in_order[place - 1].last)) {
            return fail(
                ErrorCode::invalid_calendar,
                "the school term from " + to_text(term.first) +
                    " ends before it starts or stands out of order"
            );
        }
    }
    school_terms_ = std::move(in_order);
    return {};
}

const BilingualText* BankHolidays::name_of(Date date) const {
    static const BilingualText saturday{"Saturday", "dydd Sadwrn"};
    static const BilingualText sunday{"Sunday", "dydd Sul"};
    if (!covers(date)) {
        return nullptr;
    }
    const std::uint16_t kind = kinds_[static_cast<std::size_t>(date.days - first_.days)];
    switch (kind) {
        case kWorkingDay:
            return nullptr;
        case kSaturday:
            return &saturday;
        case kSunday:
            return &sunday;
        default:
            return &holidays_[kind - kFirstHoliday].name;
    }
}

}  // namespace tyst
