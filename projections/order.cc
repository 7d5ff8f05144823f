#include "projections/order.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace tyst {

namespace {

constexpr std::int64_t kMicrosecondsPerDay = 86'400'000'000;
constexpr std::uint8_t kStandsByItself = 40;
constexpr std::int64_t kBareDate = std::numeric_limits<std::int64_t>::min();

std::uint8_t precedence_of_type(const Event& event) {
    switch (type_of(event.body)) {
        case EventType::child_registered:
            return 0;
        case EventType::re_recorded_from_authority:
            return 1;
        case EventType::records_joined:
            return 2;
        case EventType::records_parted:
            return 3;
        case EventType::identity_recorded:
            return 4;
        case EventType::legal_status_ended:
            return 10;
        case EventType::placement_ended:
            return 11;
        case EventType::allocation_ended:
            return 12;
        case EventType::looked_after_ended:
            return 13;
        case EventType::looked_after_started:
            return 20;
        case EventType::legal_status_started:
            // A care order and the placement order over it are often made at one hearing.
            return std::get<LegalStatusStarted>(event.body).status == "placement-order" ? 22 : 21;
        case EventType::placement_started:
            return std::get<PlacementStarted>(event.body).temporary ? 24 : 23;
        case EventType::allocation_started:
            return 25;
        case EventType::application_made:
            return 30;
        case EventType::application_decided:
            return 31;
        case EventType::care_and_support_plan_recorded:
            return 32;
        case EventType::permanence_plan_recorded:
            return 33;
        case EventType::review_held:
            return 34;
        case EventType::document_attached:
            return 35;
        default:
            return kStandsByItself;
    }
}

// Two of one kind that cannot both hold: which comes last matters.
bool compete(const Event& one, const Event& other) {
    if (const auto* status = std::get_if<LegalStatusStarted>(&one.body)) {
        return status->status != std::get<LegalStatusStarted>(other.body).status;
    }
    if (const auto* allocation = std::get_if<AllocationStarted>(&one.body)) {
        return allocation->role == std::get<AllocationStarted>(other.body).role;
    }
    return std::holds_alternative<LookedAfterStarted>(one.body) ||
           std::holds_alternative<LookedAfterEnded>(one.body) ||
           std::holds_alternative<PlacementStarted>(one.body) ||
           std::holds_alternative<IdentityRecorded>(one.body);
}

auto rank(const OrderedStep& step) {
    return std::tuple(step.day, step.instant, step.sequence, step.precedence);
}

bool before(const OrderedStep& one, const OrderedStep& other) {
    const auto left = rank(one);
    const auto right = rank(other);
    return left != right ? left < right : one.step.event->index < other.step.event->index;
}

void find_ties(const std::vector<OrderedStep>& steps, History& history) {
    for (std::size_t place = 1; place < steps.size(); ++place) {
        const OrderedStep& first = steps[place - 1];
        const OrderedStep& second = steps[place];
        const bool plain = first.step.reversed == nullptr && second.step.reversed == nullptr;
        if (plain && rank(first) == rank(second) &&
            first.event().body.index() == second.event().body.index() &&
            compete(first.event(), second.event())) {
            history.findings.push_back(
                {FindingKind::order_by_index_only, first.step.event, second.step.event, first.day}
            );
        }
    }
}

}  // namespace

bool stands_by_itself(const Event& event) {
    return precedence_of_type(event) == kStandsByItself;
}

std::uint8_t precedence_of(const FoldStep& step) {
    if (step.reversed == nullptr) {
        return precedence_of_type(step.event->event);
    }
    // What is undone ends: it goes where the end of its kind goes.
    const Body& undone = step.reversed->event.body;
    if (std::holds_alternative<LegalStatusStarted>(undone)) return 10;
    if (std::holds_alternative<PlacementStarted>(undone)) return 11;
    if (std::holds_alternative<AllocationStarted>(undone)) return 12;
    if (std::holds_alternative<LookedAfterStarted>(undone)) return 13;
    return 21;
}

bool dated_after_learned(const FoldStep& step) {
    const std::int64_t microseconds = step.learned.microseconds;
    // Floor division: instants before 1970 count downwards.
    const std::int64_t utc_day =
        microseconds / kMicrosecondsPerDay - (microseconds % kMicrosecondsPerDay < 0 ? 1 : 0);
    const std::int64_t day = step.event->event.occurred.date.days;
    // London is never behind UTC and never a day ahead: the zone decides in one case only.
    if (day != utc_day + 1) {
        return day > utc_day;
    }
    return step.event->event.occurred.date > london_date(step.learned);
}

std::vector<OrderedStep> order_steps(const std::vector<FoldStep>& steps, History& history) {
    std::vector<OrderedStep> ordered;
    ordered.reserve(steps.size());
    for (const FoldStep& step : steps) {
        const Occurrence& occurred = step.event->event.occurred;
        if (dated_after_learned(step)) {
            history.findings.push_back(
                {FindingKind::dated_after_learned, step.event, nullptr, occurred.date}
            );
        }
        if (occurred.date > history.question.as_at) {
            continue;
        }
        ordered.push_back(
            {step,
             occurred.date,
             occurred.instant ? occurred.instant->microseconds : kBareDate,
             occurred.sequence,
             precedence_of(step)}
        );
    }
    if (!std::ranges::is_sorted(ordered, before)) {
        std::ranges::sort(ordered, before);
    }
    find_ties(ordered, history);
    return ordered;
}

}  // namespace tyst
