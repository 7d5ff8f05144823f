#include "projections/history.h"

#include <algorithm>

namespace tyst {

bool PeriodOfCare::began_earlier() const {
    const auto* started =
        start == nullptr ? nullptr : std::get_if<LookedAfterStarted>(&start->event.body);
    return started != nullptr && started->route == "began-earlier";
}

std::string_view Application::outcome() const {
    return decided == nullptr
               ? std::string_view()
               : std::string_view(std::get<ApplicationDecided>(decided->event.body).outcome);
}

bool Identity::birth_date_known() const {
    return birth_date && (birth_date_certainty.empty() || birth_date_certainty == "known");
}

std::optional<Date> Identity::best_birth_date() const {
    const bool none = birth_date_certainty == "unborn" || birth_date_certainty == "unknown";
    return none ? std::nullopt : birth_date;
}

std::string_view name(FindingKind kind) {
    switch (kind) {
        case FindingKind::relation_target_unknown:
            return "relation-target-unknown";
        case FindingKind::correction_not_applicable:
            return "correction-not-applicable";
        case FindingKind::reversal_without_effect:
            return "reversal-without-effect";
        case FindingKind::dated_after_learned:
            return "dated-after-learned";
        case FindingKind::order_by_index_only:
            return "order-by-index-only";
        case FindingKind::end_without_start:
            return "end-without-start";
        case FindingKind::care_started_twice:
            return "care-started-twice";
        case FindingKind::status_outside_care:
            return "status-outside-care";
        case FindingKind::placement_outside_care:
            return "placement-outside-care";
        case FindingKind::placed_with_parents_unlawful:
            return "placed-with-parents-unlawful";
        case FindingKind::care_ceased_by_age:
            return "care-ceased-by-age";
        case FindingKind::ceased_by_uncertain_birth_date:
            return "ceased-by-uncertain-birth-date";
        case FindingKind::fact_after_end_of_care:
            return "fact-after-end-of-care";
        case FindingKind::unknown_code:
            return "unknown-code";
        case FindingKind::records_joined_one_sided:
            return "records-joined-one-sided";
    }
    return "unknown";
}

const PeriodOfCare* History::current_care() const {
    return !care.empty() && !care.back().to ? &care.back() : nullptr;
}

const LegalStatus* History::current_status() const {
    for (auto status = statuses.rbegin(); status != statuses.rend(); ++status) {
        const bool primary = status->facts == nullptr || status->facts->primary();
        if (!status->to && primary && status->hidden_by == kNone) {
            return &*status;
        }
    }
    return nullptr;
}

const Placement* History::current_placement() const {
    const Placement* base = nullptr;
    for (auto placement = placements.rbegin(); placement != placements.rend(); ++placement) {
        if (placement->to) continue;
        if (placement->what().temporary) return &*placement;
        if (base == nullptr) base = &*placement;
    }
    return base;
}

const Placement* History::counted_placement() const {
    const Placement* current = current_placement();
    if (current == nullptr || !current->what().temporary || current->interrupts == kNone) {
        return current;
    }
    return &placements[current->interrupts];
}

std::vector<const LegalStatus*> History::current_overlays() const {
    std::vector<const LegalStatus*> overlays;
    for (const LegalStatus& status : statuses) {
        if (!status.to && status.facts != nullptr && status.facts->overlay) {
            overlays.push_back(&status);
        }
    }
    std::ranges::sort(overlays, {}, [](const LegalStatus* status) { return status->code; });
    return overlays;
}

const Allocation* History::current_allocation(std::string_view role) const {
    for (auto allocation = allocations.rbegin(); allocation != allocations.rend(); ++allocation) {
        if (!allocation->to && allocation->what().role == role) {
            return &*allocation;
        }
    }
    return nullptr;
}

bool History::looked_after() const {
    if (current_care() == nullptr) return false;
    const LegalStatus* status = current_status();
    return status == nullptr || status->facts == nullptr || !status->facts->short_break;
}

std::optional<int> History::age() const {
    const std::optional<Date> born = identity.best_birth_date();
    if (!born || *born > question.as_at) return std::nullopt;
    return age_on(*born, question.as_at);
}

std::span<const AppliedRelation> History::relations_on(LogIndex target) const {
    const auto range = std::ranges::equal_range(relations, target, {}, &AppliedRelation::target);
    return {range.begin(), range.end()};
}

int age_on(Date birth_date, Date day) {
    const auto born = birth_date.civil();
    const auto now = day.civil();
    const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
    const bool before_birthday =
        now.month() < born.month() || (now.month() == born.month() && now.day() < born.day());
    return years - (before_birthday ? 1 : 0);
}

Date birthday(Date birth_date, int years) {
    const auto born = birth_date.civil();
    const std::chrono::year_month_day same = born + std::chrono::years(years);
    if (same.ok()) {
        return {static_cast<std::int32_t>(std::chrono::sys_days(same).time_since_epoch().count())};
    }
    return Date::of(static_cast<int>(same.year()), 3, 1);
}

std::string_view accommodation_section(std::string_view status, Date day) {
    if (status != "voluntary") return {};
    return day < Date::of(2016, 4, 6) ? "section-20" : "section-76";
}

}  // namespace tyst
