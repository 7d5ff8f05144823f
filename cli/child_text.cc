#include "cli/child_text.h"

#include <fmt/format.h>

#include "cli/describe.h"

namespace tyst::cli {

std::string references_of(const History& history) {
    std::string text;
    for (const KnownAs& known : history.references) {
        text += fmt::format("{}{}:{}", text.empty() ? "" : ", ", known.source, known.reference);
    }
    return text;
}

std::string reference_of(const History& history) {
    return history.references.empty() ? "" : std::string(history.references.front().reference);
}

std::string status_text(const History& history, const CodeBook& codes) {
    const LegalStatus* status = history.current_status();
    return status == nullptr ? "" : title_of(codes, "legal-status", status->code);
}

std::string overlays_text(const History& history, const CodeBook& codes) {
    std::string text;
    for (const LegalStatus* overlay : history.current_overlays()) {
        text += (text.empty() ? "" : ", ") + title_of(codes, "legal-status", overlay->code);
    }
    return text;
}

std::string placement_text(const History& history, const CodeBook& codes) {
    const Placement* placement = history.current_placement();
    return placement == nullptr ? "" : describe(placement->start->event, codes);
}

std::string allocation_text(const History& history, std::string_view role) {
    const Allocation* allocation = history.current_allocation(role);
    if (allocation == nullptr) {
        return "";
    }
    const AllocationStarted& what = allocation->what();
    if (!what.worker) {
        return what.team;
    }
    if (what.worker->name.empty()) {
        return what.worker->reference.empty() ? "(key not here)" : what.worker->reference;
    }
    return fmt::format("{} ({})", what.worker->name, what.worker->reference);
}

std::string plan_text(const History& history, const CodeBook& codes) {
    if (history.permanence_plans.empty()) {
        return "";
    }
    const PermanencePlan& plan = history.permanence_plans.back();
    return fmt::format("{}: {}", to_text(plan.from), describe(plan.event->event, codes));
}

std::string next_review_text(const Obligations& obligations) {
    const Obligation* next = obligations.next_review();
    if (next == nullptr) {
        return "";
    }
    return to_text(next->due) + (next->status == ObligationStatus::overdue ? ", overdue" : "");
}

std::string to_text_or_empty(const std::optional<Date>& date) {
    return date ? to_text(*date) : "";
}

const char* to_text(ClosedBy closed) {
    switch (closed) {
        case ClosedBy::open:
            return "open";
        case ClosedBy::event:
            return "event";
        case ClosedBy::reversal:
            return "reversal";
        case ClosedBy::next:
            return "next";
        case ClosedBy::care_ended:
            return "care-ended";
        case ClosedBy::eighteenth_year:
            return "eighteenth-birthday";
    }
    return "";
}

}  // namespace tyst::cli
