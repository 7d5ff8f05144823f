#include <algorithm>

#include "cli/sample/assignment.h"
#include "cli/sample/cohorts.h"
#include "cli/sample/narrator.h"
#include "cli/sample/plausibility.h"
#include "cli/sample/sample.h"

namespace tyst {
namespace sample {
namespace {

constexpr State kLikelyStates[] = {
    {Status::care_order, Placement::own_foster},
    {Status::care_order, Placement::own_foster},
    {Status::care_order, Placement::agency_foster},
    {Status::care_order, Placement::kinship},
    {Status::care_order, Placement::kinship},
    {Status::care_order, Placement::parents},
    {Status::care_order, Placement::parents},
    {Status::care_order, Placement::residential},
    {Status::care_order, Placement::secure},
    {Status::care_order, Placement::independent},
    {Status::interim_care_order, Placement::own_foster},
    {Status::interim_care_order, Placement::kinship},
    {Status::placement_order, Placement::own_foster},
    {Status::placement_order, Placement::adoption},
    {Status::placement_order, Placement::adoption},
    {Status::voluntary, Placement::own_foster},
    {Status::voluntary, Placement::agency_foster},
    {Status::voluntary, Placement::residential},
    {Status::voluntary, Placement::independent},
    {Status::remand, Placement::other},
};

Cohort random_cohort(const RandomOptions& options) {
    Cohort cohort;
    cohort.name = "sample-random";
    cohort.reference_prefix = "R";
    cohort.today = Date::of(2024, 12, 31);
    const Date first =
        plus_months(cohort.today, -12 * static_cast<int>(options.years)).plus_days(1);
    const int at_once = static_cast<int>(std::min<std::uint32_t>(options.children, 1'000'000)) / 3;
    cohort.children_at_once = std::min(at_once, 6000);
    cohort.reviews_from = first;
    cohort.review_gap_from = first.plus_days(300);
    cohort.review_gap_to = first.plus_days(360);
    cohort.allocations_from = first;
    return cohort;
}

Entry random_entry(RandomSource& random) {
    const int share = random.between(1, 100);
    Entry entry;
    entry.basis = share <= 45   ? Basis::interim_care_order
                  : share <= 82 ? Basis::voluntary
                  : share <= 89 ? Basis::emergency_protection
                  : share <= 94 ? Basis::police_protection
                  : share <= 96 ? Basis::care_order
                                : Basis::remand;
    entry.need = any_need(random);
    return entry;
}

// Where the child stands on `day`, if one of a few tries is lawful and fits the age; else as
// before.
void stand_somewhere(Child& child, Date before, Date day, RandomSource& random) {
    for (int attempt = 0; attempt < 8; ++attempt) {
        const State state = random.pick(kLikelyStates);
        const int cost =
            child.anchors.empty()
                ? cost_of_entry(child.entry, state, day.days - child.entered.days)
                : cost_of_change(child.anchors.back().state, state, day.days - before.days);
        DateRange born = intersect(child.born, births_fitting(state, day));
        if (is_order(state.status)) {
            born = intersect(born, births_open_to_orders(day));
        }
        if (cost < 30 && !born.empty()) {
            child.born = born;
            child.anchors.push_back({day, state});
            return;
        }
    }
}

Child random_child(const Cohort& cohort, std::uint32_t number, RandomSource& random) {
    Child child;
    child.number = number;
    child.person = number;
    child.entry = random_entry(random);
    // Mostly early in the years told, so that there is something to tell.
    const int span = cohort.today.days - cohort.reviews_from.days - 200;
    child.entered =
        cohort.reviews_from.plus_days(random.between(0, span) * random.between(20, 100) / 100);
    child.born = births_fitting(child.entry, child.entered);
    const Date horizon = std::min(
        cohort.today,
        child.entered.plus_days(
            random.chance(18) ? random.between(3, 250) : random.between(400, 2900)
        )
    );
    Date before = child.entered;
    for (Date day = before.plus_days(random.between(130, 260)); day < horizon;
         day = day.plus_days(random.between(200, 420))) {
        stand_somewhere(child, before, day, random);
        before = day;
    }
    const bool protection = child.entry.basis == Basis::emergency_protection ||
                            child.entry.basis == Basis::police_protection;
    if (child.anchors.empty()) {
        // Protection lasts days, remand weeks.
        const int longest = protection ? 2 : child.entry.basis == Basis::remand ? 40 : 400;
        child.left = std::min(horizon, child.entered.plus_days(random.between(1, longest)));
    } else if (horizon < cohort.today) {
        child.left = std::max(horizon, child.anchors.back().date.plus_days(1));
    }
    // Under 18 until the end of care, or still on the last day.
    const Date last = child.left.value_or(cohort.today);
    child.born.first = std::max(child.born.first, plus_months(last, -18 * 12).plus_days(3));
    if (child.born.empty()) {
        child.birth = child.born.last;
        child.turned_18 = true;
        child.left = std::min(last, birthday(child.birth, 18).plus_days(-1));
    } else {
        child.birth = random.between(child.born.first, child.born.last);
    }
    return child;
}

Submission identity_event(
    const Cohort& cohort,
    const RandomOptions& options,
    const std::string& reference,
    std::uint64_t number,
    std::uint64_t ordinal,
    Date day,
    Body body
) {
    Submission submission;
    submission.subject = {SubjectKind::child, Compartment::child_case, cohort.name, reference};
    submission.event.id =
        sample_event_id(cohort.name, options.seed, number, type_of(body), ordinal + 5000);
    submission.event.occurred.date = day;
    submission.event.learned = start_of_london_day(day.plus_days(1));
    submission.event.source = {
        cohort.name, "identities", static_cast<std::uint32_t>(number * 10 + ordinal)
    };
    submission.event.body = std::move(body);
    return submission;
}

CorrelationId pair_of(const EventId& id) {
    CorrelationId correlation;
    correlation.bytes = id.bytes;
    return correlation;
}

// The same child known under a second reference, found out and joined; one in five joinings turns
// out wrong. Both streams say so, under one correlation id.
std::vector<Submission> second_record(
    const Cohort& cohort,
    const RandomOptions& options,
    const std::string& reference,
    const Child& child,
    RandomSource& random
) {
    const std::string second = reference + "D";
    const auto link = [&](const std::string& other) {
        return SubjectLink{{}, {SubjectKind::child, Compartment::child_case, cohort.name, other}};
    };
    const Date joined = child.left.value_or(cohort.today.plus_days(-20)).plus_days(-1);
    std::vector<Submission> events;
    const auto add = [&](const std::string& of, Date day, Body body) {
        events.push_back(
            identity_event(cohort, options, of, child.number, events.size(), day, std::move(body))
        );
    };
    const auto add_pair = [&](Date day, auto body) {
        add(reference, day, [&] {
            body.other = link(second);
            return body;
        }());
        const CorrelationId correlation = pair_of(events.back().event.id);
        events.back().event.correlation = correlation;
        add(second, day, [&] {
            body.other = link(reference);
            return body;
        }());
        events.back().event.correlation = correlation;
    };
    add(second, child.entered, ChildRegistered{cohort.name, second});
    add(second, child.entered, ReRecordedFromAuthority{"W06000015", "X" + reference, ""});
    add_pair(joined, RecordsJoined{{}, "Same name and date of birth"});
    if (random.chance(20)) {
        add_pair(joined.plus_days(9), RecordsParted{{}, "Twins"});
    }
    return events;
}

}  // namespace
}  // namespace sample

Result<void> write_random(const RandomOptions& options, const SubmissionSink& sink) {
    if (options.years == 0 || options.years > 50) {
        return fail(ErrorCode::invalid_value, "sample random: years must be 1 to 50");
    }
    const sample::Cohort cohort = sample::random_cohort(options);
    for (const Submission& event : sample::declarations(cohort, options.seed)) {
        TYST_TRY(sink(event));
    }
    for (std::uint32_t number = 1; number <= options.children; ++number) {
        sample::RandomSource random(options.seed, number);
        const sample::Child child = sample::random_child(cohort, number, random);
        const sample::Life life = sample::tell(child, random);
        std::vector<Submission> events = sample::narrate(cohort, life, options.seed);
        for (const Submission& event : events) {
            TYST_TRY(sink(event));
        }
        if (number % 150 == 0) {
            const std::string reference = events.front().subject.reference;
            for (const Submission& event :
                 sample::second_record(cohort, options, reference, child, random)) {
                TYST_TRY(sink(event));
            }
        }
    }
    return {};
}

}  // namespace tyst
