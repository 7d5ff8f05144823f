#include "projections/authority.h"

#include <algorithm>
#include <utility>

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

namespace {

// Subjects without an event were known by what others' records say of them: nobody counted them.
std::vector<ErasedRecord> erased_in(std::span<const StoredEvent> authority_events) {
    std::vector<ErasedRecord> erased;
    for (const StoredEvent& stored : authority_events) {
        const auto* body = std::get_if<RecordErased>(&stored.event.body);
        if (body == nullptr) continue;
        ErasedRecord record{stored.index, {}, {}};
        for (const ErasedSubject& subject : body->erased) {
            if (subject.events == 0) continue;
            if (record.streams.empty() || subject.first < record.first.value) {
                record.first.value = subject.first;
            }
            record.streams.push_back(subject.stream);
        }
        if (!record.streams.empty()) erased.push_back(std::move(record));
    }
    return erased;
}

// Whether the question reaches the time at which the record began.
Result<bool> began_by(Ledger& ledger, const ErasedRecord& record, Timestamp known_at) {
    TYST_ASSIGN(const auto first, ledger.entries(record.first.value, record.first.value + 1));
    return !first.empty() && first.front().recorded <= known_at;
}

}  // namespace

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
    facts.erased = erased_in(authority_events);
    return facts;
}

Result<AuthorityFacts> read_authority(
    Ledger& ledger, const Question& question, std::uint64_t size
) {
    TYST_ASSIGN(auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only));
    std::vector<ErasedRecord> missing;
    for (ErasedRecord& record : erased_in(events)) {
        if (record.first.value >= size) continue;
        TYST_ASSIGN(const bool began, began_by(ledger, record, question.known_at));
        if (began) missing.push_back(std::move(record));
    }
    std::erase_if(events, [size](const StoredEvent& stored) { return stored.index.value >= size; });
    AuthorityFacts facts = fold_authority(events, question);
    facts.erased = std::move(missing);
    return facts;
}

}  // namespace tyst
