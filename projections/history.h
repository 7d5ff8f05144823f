#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "projections/code_facts.h"
#include "projections/question.h"
#include "schema/date.h"
#include "schema/event.h"

namespace tyst {

// A place in one of a history's lists; kNone where there is none.
using Place = std::uint32_t;
inline constexpr Place kNone = 0xffffffffU;

// Everything below rests on events: `start`, `end` and `event` point to the stored event as it
// reads after the corrections known, with its own index and recorded time. Text is a view into
// those events. Days are half open: `from` is the first day, `to` the first day on which it no
// longer holds; empty while it goes on at the end of the day asked about.

enum class ClosedBy : std::uint8_t {
    open,
    event,            // an event says so
    reversal,         // undone in the world by a `reverses` relation
    next,             // the next of its kind took its place
    care_ended,       // the period of care ended
    eighteenth_year,  // the day before the 18th birthday was the last one
};

struct PeriodOfCare {
    const StoredEvent* start = nullptr;
    const StoredEvent* end = nullptr;
    Date from;
    std::optional<Date> to;
    ClosedBy closed = ClosedBy::open;
    Place first_status = kNone;  // the legal basis at the end of day one

    // Care that was going on already when a source first spoke of it: `from` is no start.
    [[nodiscard]] bool began_earlier() const;
};

struct LegalStatus {
    std::string_view code;
    const StatusFacts* facts = nullptr;  // nullptr where the code book does not have the code
    const StoredEvent* start = nullptr;
    const StoredEvent* end = nullptr;
    Date from;
    std::optional<Date> to;
    ClosedBy closed = ClosedBy::open;
    std::optional<Date> expires;  // as stated in the order
    Place hidden_by = kNone;      // the placement order that lies over this care order
    std::string_view end_reason;
};

struct Placement {
    const StoredEvent* start = nullptr;
    const StoredEvent* end = nullptr;
    Date from;
    std::optional<Date> to;
    ClosedBy closed = ClosedBy::open;
    Place interrupts = kNone;  // of a temporary one: the placement that goes on under it
    std::string_view end_reason;

    [[nodiscard]] const PlacementStarted& what() const {
        return std::get<PlacementStarted>(start->event.body);
    }
};

// A stretch of a period of care with one legal basis and one placement.
struct Episode {
    Date from;
    std::optional<Date> to;
    Place care = kNone;
    Place status = kNone;     // the primary status, not one that is hidden
    Place placement = kNone;  // the one lived in, a temporary one included
};

struct PermanencePlan {
    const StoredEvent* event = nullptr;
    Date from;
    std::optional<Date> to;  // reversed from that day

    [[nodiscard]] const PermanencePlanRecorded& what() const {
        return std::get<PermanencePlanRecorded>(event->event.body);
    }
};

struct CarePlan {
    const StoredEvent* event = nullptr;
    Date from;
    std::optional<Date> to;

    [[nodiscard]] const CareAndSupportPlanRecorded& what() const {
        return std::get<CareAndSupportPlanRecorded>(event->event.body);
    }
};

struct Review {
    const StoredEvent* event = nullptr;
    Date held;
    // Learned before the day it speaks of: it says what was planned, and satisfies nothing.
    bool dated_after_learned = false;

    [[nodiscard]] const ReviewHeld& what() const { return std::get<ReviewHeld>(event->event.body); }
};

struct Allocation {
    const StoredEvent* start = nullptr;
    const StoredEvent* end = nullptr;
    Date from;
    std::optional<Date> to;
    ClosedBy closed = ClosedBy::open;

    [[nodiscard]] const AllocationStarted& what() const {
        return std::get<AllocationStarted>(start->event.body);
    }
};

struct Application {
    const StoredEvent* made = nullptr;
    const StoredEvent* decided = nullptr;  // nullptr while it is undecided
    Date from;

    [[nodiscard]] const ApplicationMade& what() const {
        return std::get<ApplicationMade>(made->event.body);
    }
    [[nodiscard]] std::string_view outcome() const;  // empty while undecided
};

struct Document {
    const StoredEvent* event = nullptr;
    Date from;
};

// An event that counts by itself, whatever else it opens or closes.
struct DatedFact {
    const StoredEvent* event = nullptr;
    Date day;
    // Learned before the day it speaks of, or undone in the world: it satisfies nothing.
    bool dated_after_learned = false;
    bool undone = false;

    [[nodiscard]] bool counts() const { return !dated_after_learned && !undone; }
    [[nodiscard]] const Body& body() const { return event->event.body; }
};

// Under which reference which source knows the child.
struct KnownAs {
    std::string_view source;
    std::string_view reference;
    const StoredEvent* event = nullptr;
};

// Identity as known, the latest statement of each field; views are empty where nothing was said.
struct Identity {
    std::optional<Date> birth_date;
    std::string_view birth_date_certainty;  // empty counts as known
    std::string_view sex;
    std::string_view ethnicity;
    std::string_view given_name;
    std::string_view family_name;
    std::string_view language_preference;
    std::string_view unique_pupil_number;
    std::optional<bool> unaccompanied_asylum_seeking;
    std::optional<Date> asylum_status_ceased;
    std::optional<bool> mother;
    std::optional<Date> own_child_born;
    std::optional<Date> death_date;
    const StoredEvent* birth_event = nullptr;  // what the birth date rests on

    // Clocks may count from the birth date: it is neither estimated, disputed, unborn nor unknown.
    [[nodiscard]] bool birth_date_known() const;
    // The best birth date there is, for ages and for ceasing at 18: also an estimated or disputed
    // one.
    [[nodiscard]] std::optional<Date> best_birth_date() const;
};

enum class FindingKind : std::uint8_t {
    relation_target_unknown,       // it targets an event that is not known at known_at: ignored
    correction_not_applicable,     // its body is of another type than its target: ignored
    reversal_without_effect,       // what it targets cannot be undone from a day: ignored
    dated_after_learned,           // learned before the day it speaks of
    order_by_index_only,           // two of one kind on one day: only the log's order settles it
    end_without_start,             // it ends something that is not open: ignored
    care_started_twice,            // becomes looked after while looked after
    status_outside_care,           // a status that makes looked after, with no period of care open
    placement_outside_care,        // a placement with no period of care open
    placed_with_parents_unlawful,  // with parents while accommodated voluntarily
    care_ceased_by_age,            // no event ends the period; the 18th birthday does
    ceased_by_uncertain_birth_date,
    fact_after_end_of_care,    // a status or placement ends after the period of care did
    unknown_code,              // the adopted code book does not have it
    records_joined_one_sided,  // only one of the two streams says that they are one person
};
inline constexpr std::size_t kFindingKindCount = 15;

// "dated-after-learned": stable, for scripts.
[[nodiscard]] std::string_view name(FindingKind kind);

struct HistoryFinding {
    FindingKind kind = FindingKind::end_without_start;
    const StoredEvent* event = nullptr;
    const StoredEvent* other = nullptr;  // the second of a tie; nullptr elsewhere
    Date day;                            // the day that it speaks of
};

// A relation that was applied, by the index of what it targets.
struct AppliedRelation {
    LogIndex target;
    const StoredEvent* relation = nullptr;
};

// The life of one child as it reads under a question: the fold of the person's events. It points
// into the events given to the fold, which must outlive it and must not move. Not changed after the
// fold: safe to read from several threads.
class History {
  public:
    History() = default;
    History(History&&) noexcept = default;
    History& operator=(History&&) noexcept = default;
    History(const History&) = delete;
    History& operator=(const History&) = delete;

    Question question;
    StreamId person;  // the stream that was registered first, where several are joined
    std::vector<StreamId> streams;  // all of them, sorted
    // The first day after the one asked about on which an event known now will count.
    std::optional<Date> next_event_day;
    std::vector<KnownAs> references;
    Identity identity;
    std::vector<PeriodOfCare> care;
    std::vector<LegalStatus> statuses;
    std::vector<Placement> placements;
    std::vector<Episode> episodes;
    std::vector<PermanencePlan> permanence_plans;
    std::vector<CarePlan> care_plans;
    std::vector<Review> reviews;
    std::vector<Allocation> allocations;
    std::vector<Application> applications;
    std::vector<Document> documents;
    std::vector<DatedFact> facts;  // every event in the order of the fold, reversals left out
    std::vector<HistoryFinding> findings;
    std::vector<AppliedRelation> relations;  // in order of target, then relation
    std::size_t events_known = 0;            // of those given, how many were known
    bool rests_on_claimed_time = false;      // a known event's time of learning is a source's claim

    // ---- at the end of the day asked about ----
    [[nodiscard]] const PeriodOfCare* current_care() const;
    // The legal basis that holds, not one that is hidden; nullptr where there is none.
    [[nodiscard]] const LegalStatus* current_status() const;
    // Lived in now, a temporary one included.
    [[nodiscard]] const Placement* current_placement() const;
    // What the current placement counts as: for a temporary one the placement that it interrupts.
    [[nodiscard]] const Placement* counted_placement() const;
    [[nodiscard]] std::vector<const LegalStatus*> current_overlays() const;
    // Of role "iro", "social-worker" or "team"; nullptr where nobody is allocated.
    [[nodiscard]] const Allocation* current_allocation(std::string_view role) const;
    // In a period of care, and not only for short breaks.
    [[nodiscard]] bool looked_after() const;
    // Whole years at the end of the day; nothing where there is no birth date.
    [[nodiscard]] std::optional<int> age() const;

    // Corrections, annulments and reversals that bear on the event with this index.
    [[nodiscard]] std::span<const AppliedRelation> relations_on(LogIndex target) const;

    // Events as corrected, owned here because the log's own stay as they are.
    std::vector<std::unique_ptr<StoredEvent>> corrected;
};

// Folds one person's events, given in any order (the log's index decides, not the order given).
// The same events and question give the same history, whatever the order. Cannot fail: what does
// not fit is a finding.
[[nodiscard]] History fold(
    std::span<const StoredEvent> person_events, const Question& question, const CodeFacts& codes
);

// Events with the history that points into them, to be kept and handed on together.
struct PersonHistory {
    std::unique_ptr<const std::vector<StoredEvent>> events;
    History history;
};
[[nodiscard]] PersonHistory fold_and_keep(
    std::vector<StoredEvent> person_events, const Question& question, const CodeFacts& codes
);

// Nobody is a child from this birthday on (2014 Act s.3).
inline constexpr int kAdultAge = 18;

// Whole years on a day; somebody born on 29 February has a birthday on 1 March in other years.
[[nodiscard]] int age_on(Date birth_date, Date day);
// The birthday on which somebody becomes `years` old, by the same rule.
[[nodiscard]] Date birthday(Date birth_date, int years);

// A legal status in the words of the law on `day`: accommodation under section 20 of the Children
// Act 1989 is accommodation under section 76 of the 2014 Act from 6 April 2016 on, with no new
// event (WSI 2016/412 Schedule 2 paragraph 3(2)). "section-20" or "section-76" for `voluntary`,
// empty for every other code.
[[nodiscard]] std::string_view accommodation_section(std::string_view status, Date day);

}  // namespace tyst
