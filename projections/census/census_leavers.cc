#include <cstdlib>

#include "projections/census/census_record.h"
#include "projections/welsh_care.h"

namespace tyst {
namespace {

constexpr int kLeaverMinimumAge = 16;
constexpr int kContactMonths = 3;  // how far off a contact may lie: our own choice

// The contact nearest to the day; the later of two.
const DatedFact* contact_near(const History& history, Date day) {
    const Date first = plus_months(day, -kContactMonths);
    const Date last = plus_months(day, kContactMonths);
    const DatedFact* found = nullptr;
    for (const DatedFact& fact : history.facts) {
        const bool contact = fact.counts() && first <= fact.day && fact.day <= last &&
                             std::holds_alternative<LeaverContactRecorded>(fact.body());
        if (!contact) continue;
        if (found == nullptr ||
            std::abs(fact.day.days - day.days) <= std::abs(found->day.days - day.days)) {
            found = &fact;
        }
    }
    return found;
}

// Who died, was adopted or went over to another authority is no care leaver.
bool leaves_as_leaver(std::string_view exit) {
    return exit != "died" && exit != "other-authority" && !exit.starts_with("adopted");
}

}  // namespace

CensusRecords census_leavers(const CensusQuestion& question, const History& history) {
    CensusRecords records;
    const auto born = history.identity.best_birth_date();
    if (!born) return records;
    for (std::size_t place = 0; place < history.care.size(); ++place) {
        const auto care = static_cast<Place>(place);
        const PeriodOfCare& period = history.care[place];
        const bool left = period.to && question.year.from <= *period.to &&
                          *period.to <= question.year.to && !care_goes_on(history, care) &&
                          !short_break_care(history, care) &&
                          birthday(*born, kLeaverMinimumAge) <= *period.to;
        if (!left) continue;
        const std::string_view exit = wales_exit(period, *question.codes);
        if (!leaves_as_leaver(exit)) continue;
        CensusRecord record(question, history, *period.to);
        record.date(CensusFact::left_care, period.to);
        record.text(CensusFact::exit_category, exit);
        if (const DatedFact* fact = contact_near(history, *period.to)) {
            const auto& contact = std::get<LeaverContactRecorded>(fact->body());
            record.date(CensusFact::contact_day, fact->day);
            record.text(CensusFact::in_touch, contact.in_touch);
            record.text(CensusFact::activity, contact.activity);
            record.text(CensusFact::living, contact.accommodation);
            record.flag(CensusFact::suitable, contact.suitable_accommodation);
        }
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace tyst
