#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"

// Whether the legal gateway was asked before the authority went to court or brought a child home,
// case by case. The rationale of a gateway is legal advice: only whether there is one is told.
namespace tyst {

// How an act stands to the decision that should carry it.
enum class GatewayGrade : std::uint8_t {
    before,           // the gateway decided before the act
    emergency_after,  // in an emergency, and the gateway looked at it soon after
    after,            // the gateway came after the act, with no emergency said
    no_reason,        // there was a gateway, and no rationale is recorded
    none_found,       // none in the time around the act
    not_needed,       // remand, police detention, an application by somebody else
    not_held,         // no source supplies gateways for that day
};
[[nodiscard]] std::string_view name(GatewayGrade grade);

// A gateway counts for an act if it was held at most so many days before it, or after it.
inline constexpr int kGatewayDaysBefore = 182;
inline constexpr int kGatewayDaysAfter = 28;

// One thing the authority did: an application to court, an order without one, a child placed at
// home.
struct GatewayAct {
    enum class Kind : std::uint8_t { application, order, placement_with_parents };
    Kind kind = Kind::application;
    LogIndex event;
    Code what;  // code of the application or the status; "with-parents"
    Date day;
    GatewayGrade grade = GatewayGrade::none_found;
    std::optional<LogIndex> gateway;  // what it was graded by; a panel for placements at home
    std::optional<int> days_before;   // from the gateway to the act; negative: after it
    bool rationale = false;
    bool alternatives = false;
    Code threshold;  // codes/threshold-view, as the gateway saw it
    // From the letter before proceedings to the application; nothing where there was no letter.
    std::optional<int> days_of_preparation;
    // From the application to the decision, or to the end of the day asked about.
    std::optional<int> days_of_proceedings;
    bool decided = false;
    bool over_26_weeks = false;  // and no extension covers the day
};

// A gateway's decision to act that nothing followed.
struct DecisionNotActedOn {
    LogIndex gateway;
    Code decision;  // codes/gateway-decision
    Date day;
    int days_waiting = 0;
};

struct GatewayAudit {
    std::vector<GatewayAct> acts;  // by day
    std::vector<DecisionNotActedOn> not_acted_on;
};

// Acts and decisions in [from, to] as the history knows them. The answer owns what it holds.
[[nodiscard]] GatewayAudit audit_gateway(
    const History& history, const Coverage& coverage, Date from, Date to
);

}  // namespace tyst
