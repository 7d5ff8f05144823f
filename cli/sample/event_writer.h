#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cli/sample/cohort.h"
#include "cli/sample/random_source.h"
#include "schema/event.h"

namespace tyst::sample {

// An event already written: later events name it, and are never known before it.
struct Written {
    EventId id;
    Timestamp learned;
};

// How soon the source heard of a fact.
enum class Lateness : std::uint8_t {
    ordinary,  // mostly within days, a few in a hundred weeks or months late
    at_once,   // on the day or the next
};

// UUIDv8 (RFC 9562) from what makes the event the one it is; never from chance or time.
[[nodiscard]] EventId sample_event_id(
    const std::string& cohort,
    std::uint64_t seed,
    std::uint64_t child,
    EventType kind,
    std::uint64_t ordinal
);

// Gathers the events of one child: gives each its id, source row and the time it was learned.
class EventWriter {
  public:
    EventWriter(
        const std::string& cohort,
        std::string child_reference,
        std::uint64_t child,
        Date today,
        std::uint64_t seed,
        RandomSource& random
    );

    Written add(Occurrence occurred, Body body, Lateness lateness = Lateness::ordinary);
    Written add(Date day, Body body, Lateness lateness = Lateness::ordinary) {
        return add(Occurrence{.date = day, .instant = {}}, std::move(body), lateness);
    }
    // Known at the earliest when `earlier` was: an end after its start.
    Written add_after(const Written& earlier, Occurrence occurred, Body body);
    Written add_after(const Written& earlier, Date day, Body body) {
        return add_after(earlier, Occurrence{.date = day, .instant = {}}, std::move(body));
    }
    // A relation to an earlier event, learned so many days after it (or by today).
    Written relate(
        const Written& target,
        Relation relation,
        Occurrence occurred,
        Body body,
        int days_later,
        const std::string& reason
    );
    // Says why or on what authority the event written last was recorded, in English or Welsh.
    void explain(const std::string& reason, const std::string& language);
    // A file that goes with the event written last.
    void attach(Attachment file);
    // The source claims to have known of the event written last on `day`, before it happened.
    void learned_in_advance(Date day);

    // The events by what was known when.
    std::vector<Submission> finish();

    [[nodiscard]] const std::string& system() const { return cohort_; }

  private:
    Timestamp learned_of(Date day, Lateness lateness);
    Timestamp on_day(Date day);
    Written append(Occurrence occurred, Body body, Timestamp learned);

    const std::string& cohort_;
    std::string child_reference_;
    std::uint64_t child_;
    Date today_;
    std::uint64_t seed_;
    RandomSource& random_;
    std::vector<Submission> events_;
    std::uint32_t ordinal_ = 0;
};

}  // namespace tyst::sample
