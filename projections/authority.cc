#include "projections/authority.h"

#include "projections/relations.h"

namespace tyst {

std::optional<Date> AuthorityFacts::pinned_today() const {
    std::optional<Date> today;
    for (const SampleLabel& sample : samples) {
        today = std::max(today.value_or(sample.today), sample.today);
    }
    return today;
}

const AdoptedReferenceSet* AuthorityFacts::reference_set() const {
    return reference_sets.empty() ? nullptr : &reference_sets.back();
}

AuthorityFacts fold_authority(
    std::span<const StoredEvent> authority_events, const Question& question
) {
    AuthorityFacts facts;
    facts.coverage = Coverage::fold(authority_events, question);
    History relations;
    relations.question = question;
    for (const FoldStep& step : resolve_relations(authority_events, relations)) {
        const Body& body = step.event->event.body;
        if (const auto* adopted = std::get_if<ReferenceSetAdopted>(&body)) {
            facts.reference_sets.push_back(
                {adopted->name, adopted->version, adopted->digest, step.event->index}
            );
        } else if (const auto* sample = std::get_if<SampleDeclared>(&body)) {
            facts.samples.push_back({sample->name, sample->seed, sample->today, step.event->index});
        }
    }
    return facts;
}

Result<AuthorityFacts> read_authority(
    Ledger& ledger, const Question& question, std::uint64_t size
) {
    TYST_ASSIGN(
        const auto events,
        read_stream_below(ledger, ledger.authority_stream(), ReadDepth::event_only, size)
    );
    return fold_authority(events, question);
}

}  // namespace tyst
