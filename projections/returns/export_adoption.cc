#include <algorithm>
#include <optional>
#include <vector>

#include "projections/returns/export_facts.h"

namespace tyst {
namespace {

constexpr std::string_view kShouldBePlaced = "should-be-placed";
constexpr std::string_view kAdoptedTable = "ad1";

// ---- Adopted children

// Of those up to a day: the one from the same row as `beside`, else the last.
template <class Fact, class Wanted>
const DatedFact* fact_for(
    const ReturnSource& source, const StoredEvent* beside, Date day, const Wanted& wanted
) {
    const DatedFact* last = nullptr;
    const DatedFact* same_row = nullptr;
    for_each_fact<Fact>(source, [&](const DatedFact& fact, const Fact& said) {
        if (!wanted(said)) return;
        if (beside != nullptr && from_same_row(*fact.event, *beside)) same_row = &fact;
        if (fact.day <= day) last = &fact;
    });
    return same_row == nullptr ? last : same_row;
}

const DatedFact* decision_for(const ReturnSource& source, const StoredEvent* beside, Date day) {
    return fact_for<AdoptionDecisionMade>(
        source,
        beside,
        day,
        [](const AdoptionDecisionMade& made) { return made.decision == kShouldBePlaced; }
    );
}

const DatedFact* match_for(const ReturnSource& source, const StoredEvent* beside, Date day) {
    return fact_for<AdoptionMatched>(source, beside, day, [](const AdoptionMatched&) {
        return true;
    });
}

// `adopters` is nullptr where nobody said who adopts.
void add_adopted(
    const ReturnSource& source, const StoredEvent* adopters, Date day, ExportedChild& child
) {
    const DatedFact* const decision = decision_for(source, adopters, day);
    const DatedFact* const match = match_for(source, adopters, day);
    ExportedRowBuilder row(source, kAdoptedTable);
    if (decision != nullptr) row.date("DATE_INT", decision->day).rests_on(decision->event);
    if (match != nullptr) row.date("DATE_MATCH", match->day).rests_on(match->event);
    if (adopters != nullptr) {
        const auto& said = std::get<AdoptersRecorded>(adopters->event.body);
        row.flag("FOSTER_CARE", said.foster_carer)
            .number("NB_ADOPTR", said.number == 0 ? std::nullopt : std::optional(said.number))
            .code("SEX_ADOPTR", "adopters-sexes", said.sexes, adopters)
            .code("LS_ADOPTR", "adopters-relationship", said.relationship, adopters)
            .rests_on(adopters);
    }
    row.add_to(child);
}

// The period of care that ended with adoption in the collection.
const PeriodOfCare* adopted_from(const ReturnSource& source) {
    for (const PeriodOfCare& care : source.history->care) {
        if (care.end == nullptr || !care.to || !source.in_collection(*care.to)) continue;
        const auto* ended = std::get_if<LookedAfterEnded>(&care.end->event.body);
        if (ended != nullptr && ended->reason.starts_with("adopted-")) return &care;
    }
    return nullptr;
}

// ---- Decisions

struct Decision {
    const DatedFact* made = nullptr;
    const DatedFact* reversed = nullptr;
};

// A reversal names no decision: it is that of the same row of a return, else the last before it
// that still stands.
void reverse(std::vector<Decision>& decisions, const DatedFact& reversal) {
    const auto stands = [](const Decision& decision) { return decision.reversed == nullptr; };
    const auto same = std::ranges::find_if(decisions, [&](const Decision& decision) {
        return stands(decision) && from_same_row(*decision.made->event, *reversal.event);
    });
    if (same != decisions.end()) {
        same->reversed = &reversal;
        return;
    }
    for (auto decision = decisions.rbegin(); decision != decisions.rend(); ++decision) {
        if (!stands(*decision) || decision->made->day > reversal.day) continue;
        decision->reversed = &reversal;
        return;
    }
}

std::vector<Decision> decisions_of(const ReturnSource& source) {
    std::vector<Decision> decisions;
    std::vector<const DatedFact*> reversals;
    for_each_fact<AdoptionDecisionMade>(
        source,
        [&](const DatedFact& fact, const AdoptionDecisionMade& made) {
            if (made.decision == kShouldBePlaced) {
                decisions.push_back({&fact, nullptr});
            } else {
                reversals.push_back(&fact);
            }
        }
    );
    for (const DatedFact* reversal : reversals) {
        reverse(decisions, *reversal);
    }
    return decisions;
}

// The other table of the return stated it, and this one did not.
bool only_of_adopted(const StoredEvent& event) {
    return from_return(event) && event.event.source.table == kAdoptedTable;
}

}  // namespace

void export_adopted(const ReturnSource& source, ExportedChild& child) {
    bool stated = false;
    for_each_fact<AdoptersRecorded>(source, [&](const DatedFact& fact, const AdoptersRecorded&) {
        if (!source.in_collection(fact.day)) return;
        add_adopted(source, fact.event, source.last_day, child);
        stated = true;
    });
    if (stated) return;
    if (const PeriodOfCare* const care = adopted_from(source)) {
        const DatedFact* const adopters = fact_for<AdoptersRecorded>(
            source, nullptr, *care->to, [](const AdoptersRecorded&) { return true; }
        );
        add_adopted(source, adopters == nullptr ? nullptr : adopters->event, *care->to, child);
    }
}

void export_placed_for_adoption(const ReturnSource& source, ExportedChild& child) {
    for (const Decision& decision : decisions_of(source)) {
        const Date from = decision.made->day;
        const auto to =
            decision.reversed == nullptr ? std::nullopt : std::optional(decision.reversed->day);
        if (!source.touches(from, to) || only_of_adopted(*decision.made->event) ||
            of_earlier_care(source, from)) {
            continue;
        }
        ExportedRowBuilder row(source, "placed_for_adoption");
        row.date("DATE_PLACED", from).rests_on(decision.made->event);
        if (source.end_told(to)) {
            const StoredEvent* const reversal = decision.reversed->event;
            const auto& said = std::get<AdoptionDecisionMade>(reversal->event.body);
            row.date("DATE_PLACED_CEASED", to)
                .code("REASON_PLACED_CEASED", "adoption-reversal-reason", said.reason, reversal)
                .rests_on(reversal);
        }
        row.add_to(child);
    }
}

// What was said last; a return may say several things of one day.
void export_previous_permanence(const ReturnSource& source, ExportedChild& child) {
    std::optional<Date> last;
    for_each_fact<PreviousPermanenceRecorded>(
        source,
        [&](const DatedFact& fact, const PreviousPermanenceRecorded&) {
            if (!of_earlier_care(source, fact.day))
                last = std::max(last.value_or(fact.day), fact.day);
        }
    );
    for_each_fact<PreviousPermanenceRecorded>(
        source,
        [&](const DatedFact& fact, const PreviousPermanenceRecorded& before) {
            if (fact.day != last) return;
            ExportedRowBuilder row(source, "previous_permanence");
            row.code("PREV_PERM", "previous-permanence", before.order, fact.event)
                .text("LA_PERM", before.authority)
                .text("DATE_PERM", before.ordered)
                .rests_on(fact.event)
                .add_to(child);
        }
    );
}

}  // namespace tyst
