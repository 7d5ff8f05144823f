#include "projections/obligations.h"

#include <algorithm>

namespace tyst {

std::string_view name(ObligationStatus status) {
    switch (status) {
        case ObligationStatus::open:
            return "open";
        case ObligationStatus::overdue:
            return "overdue";
        case ObligationStatus::satisfied:
            return "satisfied";
        case ObligationStatus::not_held:
            return "not-held-here";
        case ObligationStatus::unknown:
            return "unknown";
        case ObligationStatus::exempt:
            return "exempt";
        case ObligationStatus::lapsed:
            return "lapsed";
        case ObligationStatus::noted:
            return "noted";
    }
    return "unknown";
}

std::string_view name(AlertStatus status) {
    switch (status) {
        case AlertStatus::open:
            return "open";
        case AlertStatus::not_held:
            return "not-held-here";
        case AlertStatus::in_hand:
            return "in-hand";
        case AlertStatus::noted:
            return "noted";
    }
    return "open";
}

const Obligation* Obligations::next_review() const {
    if (current_care == kNone) return nullptr;
    const Obligation* next = nullptr;
    for (const Obligation& obligation : all) {
        const bool awaited = obligation.status == ObligationStatus::open ||
                             obligation.status == ObligationStatus::overdue;
        const bool review = obligation.rule->scope == RuleScope::care &&
                            obligation.rule->satisfied_by_type(EventType::review_held);
        if (obligation.care == current_care && awaited && review &&
            (next == nullptr || obligation.due < next->due)) {
            next = &obligation;
        }
    }
    return next;
}

std::size_t Obligations::open_alerts() const {
    return static_cast<std::size_t>(std::ranges::count(alerts, AlertStatus::open, &Alert::status));
}

}  // namespace tyst
