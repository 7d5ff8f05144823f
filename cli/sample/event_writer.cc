#include "cli/sample/event_writer.h"

#include <algorithm>

namespace tyst::sample {
namespace {

constexpr std::int64_t kMinute = 60'000'000;

std::uint64_t hash_of(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char letter : text) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    }
    return hash;
}

const char* table_of(EventType type) {
    switch (static_cast<int>(type) / 100) {
        case 0:
            return "changes";
        case 1:
            return "people";
        case 2:
            return "periods";
        case 3:
            return "legal";
        case 4:
            return "placements";
        case 5:
            return "plans";
        case 6:
            return "reviews";
        case 7:
            return "allocations";
        default:
            return "documents";
    }
}

}  // namespace

EventId sample_event_id(
    const std::string& cohort,
    std::uint64_t seed,
    std::uint64_t child,
    EventType kind,
    std::uint64_t ordinal
) {
    const std::uint64_t what = mix(mix(mix(hash_of(cohort) ^ mix(seed)) ^ child) ^
                                   (static_cast<std::uint64_t>(kind) << 32U)) ^
                               ordinal;
    EventId id;
    for (std::size_t half = 0; half < 2; ++half) {
        const std::uint64_t bits = mix(what + half * 0x5851f42d4c957f2dU);
        for (std::size_t i = 0; i < 8; ++i) {
            id.bytes[half * 8 + i] = static_cast<std::uint8_t>(bits >> (8 * i));
        }
    }
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0fU) | 0x80U);  // version 8
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3fU) | 0x80U);  // RFC 9562 variant
    return id;
}

EventWriter::EventWriter(
    const std::string& cohort,
    std::string child_reference,
    std::uint64_t child,
    Date today,
    std::uint64_t seed,
    RandomSource& random
)
    : cohort_(cohort),
      child_reference_(std::move(child_reference)),
      child_(child),
      today_(today),
      seed_(seed),
      random_(random) {}

Written EventWriter::add(Occurrence occurred, Body body, Lateness lateness) {
    Timestamp learned = learned_of(occurred.date, lateness);
    if (occurred.instant) {
        learned = std::max(learned, Timestamp{occurred.instant->microseconds + 30 * kMinute});
    }
    return append(occurred, std::move(body), learned);
}

Written EventWriter::add_after(const Written& earlier, Occurrence occurred, Body body) {
    const Timestamp learned = learned_of(occurred.date, Lateness::ordinary);
    return append(occurred, std::move(body), std::max(earlier.learned, learned));
}

Written EventWriter::relate(
    const Written& target,
    Relation relation,
    Occurrence occurred,
    Body body,
    int days_later,
    const std::string& reason
) {
    const Date day = std::min(today_, london_date(target.learned).plus_days(days_later));
    const Timestamp learned = std::max(target.learned, on_day(std::max(day, occurred.date)));
    relation.target = target.id;
    const Written written = append(occurred, std::move(body), learned);
    events_.back().event.relation = std::move(relation);
    explain(reason, "en");
    return written;
}

void EventWriter::explain(const std::string& reason, const std::string& language) {
    events_.back().event.reason = reason;
    events_.back().event.language = language;
}

void EventWriter::attach(Attachment file) {
    events_.back().event.attachments.push_back(std::move(file));
}

void EventWriter::learned_in_advance(Date day) {
    Event& event = events_.back().event;
    event.learned = std::max(on_day(day), *events_.front().event.learned);
}

std::vector<Submission> EventWriter::finish() {
    std::stable_sort(events_.begin(), events_.end(), [](const Submission& a, const Submission& b) {
        return a.event.learned < b.event.learned;
    });
    return std::move(events_);
}

Timestamp EventWriter::learned_of(Date day, Lateness lateness) {
    int delay = random_.between(0, 2);
    if (lateness == Lateness::ordinary) {
        const int luck = random_.between(1, 100);
        if (luck > 97) {
            delay = random_.between(31, 200);
        } else if (luck > 90) {
            delay = random_.between(5, 30);
        }
    }
    return on_day(std::max(day, std::min(today_, day.plus_days(delay))));
}

// In office hours.
Timestamp EventWriter::on_day(Date day) {
    return {start_of_london_day(day).microseconds + kMinute * random_.between(9 * 60, 17 * 60)};
}

Written EventWriter::append(Occurrence occurred, Body body, Timestamp learned) {
    // Nothing is known of a child before the child is.
    if (!events_.empty()) {
        learned = std::max(learned, *events_.front().event.learned);
    }
    const EventType type = type_of(body);
    Submission submission;
    submission.subject = {SubjectKind::child, Compartment::child_case, cohort_, child_reference_};
    submission.event.id = sample_event_id(cohort_, seed_, child_, type, ordinal_);
    submission.event.occurred = occurred;
    submission.event.learned = learned;
    submission.event.source = {
        cohort_, table_of(type), static_cast<std::uint32_t>(child_ * 1000 + ordinal_)
    };
    submission.event.body = std::move(body);
    ++ordinal_;
    events_.push_back(std::move(submission));
    return {events_.back().event.id, learned};
}

}  // namespace tyst::sample
