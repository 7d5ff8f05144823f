#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/obligations.h"

namespace tyst {

// An event as cited in an explanation.
struct CitedEvent {
    LogIndex index;
    EventType type = EventType::none;
    Date occurred;
    Timestamp learned;
    bool learned_is_claimed = false;  // learned is what a source claims, not what was witnessed
    Timestamp recorded;
    std::vector<LogIndex> relations;  // corrections, annulments, reversals that bear on it
};

// Why an alert stands, so that it can be defended.
struct AlertExplanation {
    std::string rule;
    std::string version;
    std::string title_en;
    std::string title_cy;
    std::string citation;
    std::string basis;      // statute, guidance, local policy, unverified
    std::string grade;      // authority, duty, plan, record
    std::string addressee;  // who sees it first
    AlertStatus status = AlertStatus::open;
    Date since;
    int days_over = 0;
    std::vector<std::string> steps_en;  // each step of the date arithmetic, in order
    std::vector<CitedEvent> events;
    std::string clears;
};

struct ChildExplanation {
    StreamId person;
    std::string reference;
    Question question;
    std::vector<AlertExplanation> alerts;
    std::vector<Obligation> satisfied;  // what was done, on time or late
};

[[nodiscard]] ChildExplanation explain(const History& history, const Obligations& obligations);

// One JSON object, keys in a fixed order, dates as YYYY-MM-DD, times in UTC.
[[nodiscard]] std::string to_json(const ChildExplanation& explanation);

}  // namespace tyst
