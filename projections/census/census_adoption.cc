#include "projections/census/census_record.h"
#include "projections/welsh_care.h"

namespace tyst {
namespace {

// The last fact of a kind up to a day.
template <class Kind>
const DatedFact* last_fact(const History& history, Date day) {
    const DatedFact* found = nullptr;
    for (const DatedFact& fact : history.facts) {
        if (fact.counts() && fact.day <= day && std::holds_alternative<Kind>(fact.body())) {
            found = &fact;
        }
    }
    return found;
}

std::optional<Date> day_of(const DatedFact* fact) {
    return fact == nullptr ? std::nullopt : std::optional(fact->day);
}

// The decision that the child should be placed, unless a later one took it back.
std::optional<Date> decided_on(const History& history, Date day) {
    const DatedFact* fact = last_fact<AdoptionDecisionMade>(history, day);
    const bool stands = fact != nullptr &&
                        std::get<AdoptionDecisionMade>(fact->body()).decision == "should-be-placed";
    return stands ? day_of(fact) : std::nullopt;
}

std::optional<Date> placed_on(const History& history, Date day) {
    for (auto placement = history.placements.rbegin(); placement != history.placements.rend();
         ++placement) {
        if (placement->what().setting == "placed-for-adoption" && placement->from <= day) {
            return placement->from;
        }
    }
    return std::nullopt;
}

bool ended_by_adoption(const PeriodOfCare& care, const CodeBook& codes) {
    const auto* ended =
        care.end == nullptr ? nullptr : std::get_if<LookedAfterEnded>(&care.end->event.body);
    return wales_exit(care, codes).starts_with("adopted") ||
           (ended != nullptr && ended->route == "adoption-order");
}

void tell_adopters(const History& history, Date day, CensusRecord& record) {
    const DatedFact* fact = last_fact<AdoptersRecorded>(history, day);
    if (fact == nullptr) return;
    const auto& adopters = std::get<AdoptersRecorded>(fact->body());
    record.flag(CensusFact::adopted_by_foster_carer, adopters.foster_carer);
    record.text(CensusFact::adopters, adopters.number == 0 ? "" : std::to_string(adopters.number));
    record.letter(CensusFact::adopters_sexes, "adopters-sexes", adopters.sexes);
    record.letter(
        CensusFact::adopters_relationship, "adopters-relationship", adopters.relationship
    );
}

}  // namespace

CensusRecords census_adoption(const CensusQuestion& question, const History& history) {
    CensusRecords records;
    for (const PeriodOfCare& care : history.care) {
        const bool in_year =
            care.to && question.year.from <= *care.to && *care.to <= question.year.to;
        if (!in_year || !ended_by_adoption(care, *question.codes)) continue;
        CensusRecord record(question, history, *care.to);
        record.date(CensusFact::adoption_decided, decided_on(history, *care.to));
        record.date(
            CensusFact::adoption_matched, day_of(last_fact<AdoptionMatched>(history, *care.to))
        );
        record.date(CensusFact::placed_for_adoption, placed_on(history, *care.to));
        record.date(CensusFact::adopted, care.to);
        tell_adopters(history, question.year.to, record);
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace tyst
