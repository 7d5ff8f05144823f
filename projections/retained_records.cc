#include "projections/retained_records.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace tyst {
namespace {

constexpr std::array kApart = {Compartment::adoption, Compartment::restricted};

struct ApartStream {
    StreamId stream;
    Compartment compartment = Compartment::adoption;
};

// The streams that are kept apart under the references of a record, with an event or without.
Result<std::vector<ApartStream>> apart_of(Ledger& ledger, const RetainedRecord& record) {
    std::vector<ApartStream> apart;
    for (const SubjectReference& known : record.known_as) {
        for (const Compartment compartment : kApart) {
            SubjectReference reference = known;
            reference.compartment = compartment;
            TYST_ASSIGN(const auto stream, ledger.find(reference));
            if (stream) apart.push_back({*stream, compartment});
        }
    }
    return apart;
}

RetainedRecord record_from(const History& history) {
    RetainedRecord record;
    record.person = history.person;
    for (const KnownAs& known : history.references) {
        record.known_as.push_back(
            {SubjectKind::child,
             Compartment::child_case,
             std::string(known.source),
             std::string(known.reference)}
        );
    }
    for (const StreamId& stream : history.streams) {
        record.parts.push_back({stream, Compartment::child_case});
    }
    record.facts = retention_facts(history);
    return record;
}

// Marks a stream as kept apart, which is also how a compartment that stands alone is known.
void set_apart(RetainedRecord& record, const ApartStream& apart) {
    const auto part = std::ranges::find(record.parts, apart.stream, &RecordPart::stream);
    if (part == record.parts.end()) {
        record.parts.push_back({apart.stream, apart.compartment});
    } else {
        part->compartment = apart.compartment;
    }
    std::ranges::sort(record.parts);
}

// Sets of records that are of one person, each known by one of its members.
class Kinships {
  public:
    explicit Kinships(std::size_t records) : next_(records) {
        std::iota(next_.begin(), next_.end(), std::size_t{0});
    }
    [[nodiscard]] std::size_t of(std::size_t record) const {
        while (next_[record] != record)
            record = next_[record];
        return record;
    }
    void join(std::size_t one, std::size_t other) {
        next_[std::max(of(one), of(other))] = std::min(of(one), of(other));
    }

  private:
    std::vector<std::size_t> next_;
};

bool has_case(const RetainedRecord& record) {
    return std::ranges::find(record.parts, Compartment::child_case, &RecordPart::compartment) !=
           record.parts.end();
}

void take_in(RetainedRecord& whole, const RetainedRecord& other) {
    merge(whole.facts, other.facts);
    whole.parts.insert(whole.parts.end(), other.parts.begin(), other.parts.end());
    std::ranges::sort(whole.parts);
}

// Joins what is kept apart with the records that it belongs to, of which several may point to each
// other. The case record gives the whole its name; where that is gone, the first.
Result<void> gather_apart(Ledger& ledger, std::vector<RetainedRecord>& records) {
    std::map<StreamId, std::size_t> whose;
    for (std::size_t at = 0; at < records.size(); ++at) {
        for (const RecordPart& part : records[at].parts) {
            whose.emplace(part.stream, at);
        }
    }
    Kinships kinships(records.size());
    for (std::size_t at = 0; at < records.size(); ++at) {
        TYST_ASSIGN(const auto apart, apart_of(ledger, records[at]));
        for (const ApartStream& found : apart) {
            const auto other = whose.find(found.stream);
            if (other == whose.end()) continue;
            set_apart(records[other->second], found);
            kinships.join(at, other->second);
        }
    }
    std::map<std::size_t, std::vector<std::size_t>> people;
    for (std::size_t at = 0; at < records.size(); ++at) {
        people[kinships.of(at)].push_back(at);
    }
    std::vector<RetainedRecord> gathered;
    for (const auto& [first, members] : people) {
        const auto with_case =
            std::ranges::find_if(members, [&](std::size_t at) { return has_case(records[at]); });
        const std::size_t named = with_case == members.end() ? first : *with_case;
        RetainedRecord& whole = gathered.emplace_back(records[named]);
        for (const std::size_t at : members) {
            if (at != named) take_in(whole, records[at]);
        }
    }
    std::ranges::sort(gathered, {}, &RetainedRecord::person);
    records = std::move(gathered);
    return {};
}

const RetainedRecord* record_of(std::span<const RetainedRecord> records, const StreamId& stream) {
    const auto found = std::ranges::find_if(records, [&](const RetainedRecord& record) {
        return record.holds(stream);
    });
    return found == records.end() ? nullptr : &*found;
}

std::unexpected<Error> refused(const std::string& reason) {
    return fail(ErrorCode::erasure_not_allowed, "erasure: " + reason);
}

std::string not_due_text(const CompartmentRetention& kept) {
    const std::string compartment = "the " + std::string(to_text(kept.compartment)) + " record ";
    return kept.first_day
               ? compartment + "is to be kept; it may be destroyed from " + to_text(*kept.first_day)
               : compartment + "is never due: " + std::string(words(*kept.never));
}

// The compartments that these streams of the record lie in.
std::vector<Compartment> compartments_of(
    const RetainedRecord& record, std::span<const StreamId> streams
) {
    std::set<Compartment> compartments;
    for (const RecordPart& part : record.parts) {
        if (std::ranges::find(streams, part.stream) != streams.end()) {
            compartments.insert(part.compartment);
        }
    }
    return {compartments.begin(), compartments.end()};
}

bool wanted(std::span<const Compartment> compartments, Compartment compartment) {
    return compartments.empty() ||
           std::ranges::find(compartments, compartment) != compartments.end();
}

Result<void> check_not_held(Ledger& ledger, const RetainedRecord& record) {
    TYST_ASSIGN(const auto holds, holds_over(ledger, record.streams_of({})));
    for (const LegalHold& hold : holds) {
        if (!hold.lifted) {
            return refused("a legal hold stands over the person, " + hold_text(hold));
        }
    }
    return {};
}

}  // namespace

bool RetainedRecord::holds(const StreamId& stream) const {
    return std::ranges::find(parts, stream, &RecordPart::stream) != parts.end();
}

std::vector<StreamId> RetainedRecord::streams_of(std::span<const Compartment> compartments) const {
    std::vector<StreamId> streams;
    for (const RecordPart& part : parts) {
        if (wanted(compartments, part.compartment)) streams.push_back(part.stream);
    }
    std::ranges::sort(streams);
    return streams;
}

Result<std::vector<RetainedRecord>> retained_records(
    Ledger& ledger, const Question& question, const CodeFacts& codes, unsigned threads
) {
    std::vector<std::vector<RetainedRecord>> shares(std::max(1U, threads));
    TYST_TRY(for_each_child(
        ledger,
        question,
        codes,
        threads,
        [&shares](unsigned thread, const History& history) -> Result<void> {
            shares[thread].push_back(record_from(history));
            return {};
        }
    ));
    std::vector<RetainedRecord> records;
    for (std::vector<RetainedRecord>& share : shares) {
        std::ranges::move(share, std::back_inserter(records));
    }
    std::ranges::sort(records, {}, &RetainedRecord::person);
    TYST_TRY(gather_apart(ledger, records));
    return records;
}

Result<RetainedRecord> retained_record(
    Ledger& ledger, const History& case_record, const CodeFacts& codes
) {
    RetainedRecord record = record_from(case_record);
    TYST_ASSIGN(const auto apart, apart_of(ledger, record));
    for (const ApartStream& found : apart) {
        TYST_ASSIGN(const auto events, ledger.read_stream(found.stream, ReadDepth::event_only));
        if (events.empty()) continue;
        if (!record.holds(found.stream)) {
            merge(record.facts, retention_facts(fold(events, case_record.question, codes)));
        }
        set_apart(record, found);
    }
    return record;
}

Result<std::vector<CompartmentRetention>> retention_of_rest(
    Ledger& ledger,
    const RetainedRecord& record,
    std::span<const StreamId> gone,
    std::span<const RetentionRule> rules,
    const Question& question,
    const CodeFacts& codes,
    Date today
) {
    RetentionFacts facts;
    std::vector<RecordPart> rest;
    for (const RecordPart& part : record.parts) {
        if (std::ranges::find(gone, part.stream) != gone.end()) continue;
        TYST_ASSIGN(const auto events, ledger.read_stream(part.stream, ReadDepth::event_only));
        merge(facts, retention_facts(fold(events, question, codes)));
        rest.push_back(part);
    }
    return retention_of(facts, rest, rules, today);
}

Result<ErasurePlan> plan_erasure(
    const RetainedRecord& record,
    std::span<const Compartment> compartments,
    std::span<const RetentionRule> rules,
    Date today,
    Date clock_day,
    bool before_due
) {
    ErasurePlan plan;
    plan.request.subjects = record.streams_of(compartments);
    if (plan.request.subjects.empty()) {
        return fail(ErrorCode::not_found, "erasure: the record has no such compartment");
    }
    int delay_days = kErasureDelayDays;
    for (CompartmentRetention& kept : retention_of(record.facts, record.parts, rules, today)) {
        if (!wanted(compartments, kept.compartment)) continue;
        if (!before_due && !kept.due_on(today)) return refused(not_due_text(kept));
        if (kept.rule != nullptr) {
            std::string& named = plan.request.rule;
            const std::string rule = kept.rule->id + " " + kept.rule->version;
            if (named.find(rule) == std::string::npos) {
                named += (named.empty() ? "" : ", ") + rule;
            }
            delay_days = std::max(delay_days, kept.rule->delay_days);
        }
        if (kept.first_day) {
            plan.request.due =
                std::max(plan.request.due.value_or(*kept.first_day), *kept.first_day);
        }
        plan.retention.push_back(std::move(kept));
    }
    // An event holds no day beyond the last year that facts may have.
    if (plan.request.due && plan.request.due->year() > kYearMax) plan.request.due.reset();
    plan.request.not_before = clock_day.plus_days(delay_days);
    return plan;
}

Result<void> check_still_whole(
    Ledger& ledger,
    const ErasureCase& erasure,
    std::span<const RetainedRecord> records,
    std::span<const RetentionRule> rules,
    Date today,
    Date clock_day
) {
    const ErasureRequested& request = erasure.asked;
    const RetainedRecord* const record =
        request.subjects.empty() ? nullptr : record_of(records, request.subjects.front());
    if (record == nullptr) {
        return refused("a record that the request names is not here any more");
    }
    const auto compartments = compartments_of(*record, request.subjects);
    if (record->streams_of(compartments) != request.subjects) {
        return refused(
            "records were joined or parted since it was asked for: it no longer names every stream "
            "of one person; refuse it and ask again"
        );
    }
    int delay_days = kErasureDelayDays;
    for (const CompartmentRetention& kept :
         retention_of(record->facts, record->parts, rules, today)) {
        if (!wanted(compartments, kept.compartment)) continue;
        if (request.ground == kRetentionEnded && !kept.due_on(today)) {
            return refused("it is not due any more: " + not_due_text(kept));
        }
        if (kept.rule != nullptr) delay_days = std::max(delay_days, kept.rule->delay_days);
    }
    if (const Date first = erasure.first_day(delay_days); clock_day < first) {
        return refused("not before " + to_text(first));
    }
    return check_not_held(ledger, *record);
}

Result<void> check_whole_record(
    Ledger& ledger, const ErasureCase& erasure, const ErasureTerms& terms
) {
    Question question = terms.question;
    question.known_at = std::max(question.known_at, ledger.last_recorded());
    TYST_ASSIGN(const auto records, retained_records(ledger, question, terms.codes, terms.threads));
    return check_still_whole(ledger, erasure, records, terms.rules, terms.today, terms.clock_day);
}

}  // namespace tyst
