#include <algorithm>
#include <optional>

#include "projections/returns/export_facts.h"

namespace tyst {
namespace {

const DatedFact* return_of(const ReturnSource& source, EventId missing) {
    const DatedFact* found = nullptr;
    for_each_fact<MissingEnded>(source, [&](const DatedFact& fact, const MissingEnded& ended) {
        if (ended.started == missing) found = &fact;
    });
    return found;
}

// A child who is not looked after is missing from home: that is not the return's.
bool missing_from_care(const ReturnSource& source, Date from, std::optional<Date> to) {
    return std::ranges::any_of(source.history->care, [&](const PeriodOfCare& care) {
        return (!care.to || from < *care.to) && (!to || care.from <= *to);
    });
}

}  // namespace

void export_missing(const ReturnSource& source, ExportedChild& child) {
    for_each_fact<MissingStarted>(source, [&](const DatedFact& fact, const MissingStarted& began) {
        const DatedFact* const found = return_of(source, fact.event->event.id);
        const auto to = found == nullptr ? std::nullopt : std::optional(found->day);
        if (!source.touches(fact.day, to)) return;
        if (!from_return(*fact.event) && !missing_from_care(source, fact.day, to)) return;
        const auto ended = source.end_told(to);
        ExportedRowBuilder row(source, "missing");
        row.code("MISSING", "missing-kind", began.kind, fact.event)
            .date("MIS_START", fact.day)
            .date("MIS_END", ended)
            .rests_on(fact.event)
            .rests_on(ended ? found->event : nullptr)
            .add_to(child);
    });
}

}  // namespace tyst
