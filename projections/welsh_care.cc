#include "projections/welsh_care.h"

namespace tyst {
namespace {

constexpr unsigned kWelshYearStartMonth = 4;
constexpr unsigned kWelshYearEndMonth = 3;
constexpr unsigned kWelshYearEndDay = 31;
constexpr std::string_view kNotStated = "not-stated";

std::string_view category_of(const CodeBook& codes, std::string_view set, std::string_view code) {
    if (code.empty() || code == kNotStated) return {};
    const CodeEntry* entry = codes.find(set, code);
    return entry == nullptr ? std::string_view() : std::string_view(entry->wales);
}

}  // namespace

Date welsh_year_start(int label) {
    return Date::of(label - 1, kWelshYearStartMonth, 1);
}

Date welsh_year_end(int label) {
    return Date::of(label, kWelshYearEndMonth, kWelshYearEndDay);
}

bool continues_care(const History& history, Place care) {
    if (care == 0) return false;
    const std::optional<Date> ended = history.care[care - 1].to;
    return ended && history.care[care].from <= ended->plus_days(1);
}

bool care_goes_on(const History& history, Place care) {
    return care + 1 < history.care.size() && continues_care(history, care + 1);
}

Place first_of_care(const History& history, Place care) {
    while (continues_care(history, care)) {
        --care;
    }
    return care;
}

bool short_break_care(const History& history, Place care) {
    const Place status = history.care[care].first_status;
    if (status == kNone) return false;
    const StatusFacts* facts = history.statuses[status].facts;
    return facts != nullptr && facts->short_break;
}

std::string_view wales_exit(const PeriodOfCare& care, const CodeBook& codes) {
    const auto* ended =
        care.end == nullptr ? nullptr : std::get_if<LookedAfterEnded>(&care.end->event.body);
    if (ended == nullptr) return {};
    const std::string_view by_reason = category_of(codes, "reason-ceased", ended->reason);
    return by_reason.empty() ? category_of(codes, "route-out", ended->route) : by_reason;
}

Place care_on(const History& history, Date day) {
    for (std::size_t place = history.care.size(); place-- > 0;) {
        const PeriodOfCare& care = history.care[place];
        if (care.from <= day && (!care.to || day < *care.to)) return static_cast<Place>(place);
    }
    return kNone;
}

}  // namespace tyst
