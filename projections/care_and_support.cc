#include "projections/care_and_support.h"

#include <algorithm>
#include <tuple>

namespace tyst {
namespace {

// The open stretch that an end means: the one it names, else the last that is open.
SupportStretch* open_stretch(
    std::vector<SupportStretch>& stretches, SupportKind kind, EventId started
) {
    for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
        if (stretch->kind != kind || stretch->to) continue;
        if (started.is_zero() || stretch->start->event.id == started) return &*stretch;
    }
    return nullptr;
}

void end_stretch(
    std::vector<SupportStretch>& stretches, SupportKind kind, EventId started, Date day
) {
    if (SupportStretch* open = open_stretch(stretches, kind, started)) {
        open->to = std::max(open->from, day);
    }
}

// Of the register and of Part 4, as the facts open and close them.
std::vector<SupportStretch> recorded_stretches(const History& history) {
    std::vector<SupportStretch> stretches;
    for (const DatedFact& fact : history.facts) {
        if (!fact.counts()) continue;
        const Body& body = fact.body();
        if (std::holds_alternative<ProtectionRegistered>(body)) {
            stretches.push_back({SupportKind::registered, fact.event, fact.day, std::nullopt});
        } else if (std::holds_alternative<PartFourPlanOpened>(body)) {
            stretches.push_back({SupportKind::part_four, fact.event, fact.day, std::nullopt});
        } else if (const auto* off = std::get_if<ProtectionDeregistered>(&body)) {
            end_stretch(stretches, SupportKind::registered, off->started, fact.day);
        } else if (const auto* closed = std::get_if<PartFourPlanClosed>(&body)) {
            end_stretch(stretches, SupportKind::part_four, closed->started, fact.day);
        }
    }
    return stretches;
}

void end_at_adulthood(std::vector<SupportStretch>& stretches, const History& history) {
    const auto born = history.identity.best_birth_date();
    if (!born) return;
    const Date adult = birthday(*born, kAdultAge);
    if (history.question.as_at < adult) return;
    for (SupportStretch& stretch : stretches) {
        if (!stretch.to) stretch.to = std::max(stretch.from, adult);
    }
}

}  // namespace

std::vector<SupportStretch> support_stretches(const History& history) {
    std::vector<SupportStretch> stretches = recorded_stretches(history);
    end_at_adulthood(stretches, history);
    for (const PeriodOfCare& care : history.care) {
        stretches.push_back({SupportKind::looked_after, care.start, care.from, care.to});
    }
    std::ranges::stable_sort(stretches, {}, [](const SupportStretch& stretch) {
        return std::tuple(stretch.from, stretch.kind);
    });
    return stretches;
}

bool supported_throughout(const std::vector<SupportStretch>& stretches, Date from, Date to) {
    const auto since = supported_since(stretches, to);
    return since && *since <= from;
}

std::optional<Date> supported_since(const std::vector<SupportStretch>& stretches, Date day) {
    std::optional<Date> since;
    // Each stretch that reaches the time found so far takes it further back.
    for (bool moved = true; moved;) {
        moved = false;
        for (const SupportStretch& stretch : stretches) {
            const bool reaches =
                since ? stretch.from < *since && (!stretch.to || *since <= *stretch.to)
                      : stretch.holds_on(day);
            if (!reaches) continue;
            since = stretch.from;
            moved = true;
        }
    }
    return since;
}

}  // namespace tyst
