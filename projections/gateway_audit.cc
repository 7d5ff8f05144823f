#include "projections/gateway_audit.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schema/date_arithmetic.h"

namespace tyst {
namespace {

constexpr std::string_view kGatewayFacts = "gateway";
// 26 weeks beginning with the day of issue (Children Act 1989 s.32).
constexpr int kProceedingsDays = 26 * 7 - 1;

// Which decision of a gateway asks for which application.
struct DecisionForAct {
    std::string_view decision;
    std::string_view application;
};
constexpr auto kActs = std::to_array<DecisionForAct>({
    {"issue-proceedings", "care-order"},
    {"issue-proceedings", "interim-care-order"},
    {"issue-proceedings", "supervision-order"},
    {"emergency-protection", "emergency-protection-order"},
    {"discharge", "discharge-of-care-order"},
    {"placement-order", "placement-order"},
    {"secure-order", "secure-accommodation-order"},
});

bool asks_for_gateway(std::string_view application) {
    return std::ranges::find(kActs, application, &DecisionForAct::application) != kActs.end();
}

bool order_of_court(std::string_view status) {
    return asks_for_gateway(status);
}

class GatewayAuditor {
  public:
    GatewayAuditor(const History& history, const Coverage& coverage, Date from, Date to)
        : history_(history), coverage_(coverage), from_(from), to_(to) {}

    GatewayAudit run() {
        for (const Application& application : history_.applications)
            add_application(application);
        for (const LegalStatus& status : history_.statuses)
            add_order(status);
        for (const Placement& placement : history_.placements)
            add_placement_with_parents(placement);
        std::ranges::stable_sort(audit_.acts, {}, &GatewayAct::day);
        for (const DatedFact& fact : history_.facts)
            add_not_acted_on(fact);
        return std::move(audit_);
    }

  private:
    [[nodiscard]] bool inside(Date day) const { return from_ <= day && day <= to_; }

    void add_application(const Application& application) {
        const ApplicationMade& made = application.what();
        if (!inside(application.from) || !asks_for_gateway(made.application)) return;
        GatewayAct act;
        act.kind = GatewayAct::Kind::application;
        act.event = application.made->index;
        act.what = made.application;
        act.day = application.from;
        count_preparation(act);
        count_proceedings(act, application);
        if (!made.applicant.empty() && made.applicant != "authority") {
            act.grade = GatewayGrade::not_needed;
        } else {
            grade_by_gateway(act, application.made);
        }
        audit_.acts.push_back(std::move(act));
    }

    // An order for which no application of its kind is recorded in the half year before it.
    void add_order(const LegalStatus& status) {
        if (!inside(status.from)) return;
        const bool court = order_of_court(status.code);
        const bool no_gateway =
            status.code.starts_with("remand") || status.code == "police-detention";
        if ((!court && !no_gateway) || (court && follows_application(status))) return;
        GatewayAct act;
        act.kind = GatewayAct::Kind::order;
        act.event = status.start->index;
        act.what = status.code;
        act.day = status.from;
        if (no_gateway) {
            act.grade = GatewayGrade::not_needed;
        } else {
            grade_by_gateway(act, status.start);
        }
        audit_.acts.push_back(std::move(act));
    }

    // Interim and final orders of one set of proceedings follow one application.
    [[nodiscard]] bool follows_application(const LegalStatus& status) const {
        const bool proceedings = status.code == "care-order" || status.code == "interim-care-order";
        return std::ranges::any_of(history_.applications, [&](const Application& application) {
            const Code& asked = application.what().application;
            const bool same =
                asked == status.code ||
                (proceedings && (asked == "care-order" || asked == "interim-care-order" ||
                                 asked == "supervision-order"));
            const bool open = application.decided == nullptr ||
                              application.decided->event.occurred.date >= status.from;
            return same && application.from <= status.from && open;
        });
    }

    void add_placement_with_parents(const Placement& placement) {
        if (!inside(placement.from) || placement.what().setting != "with-parents") return;
        GatewayAct act;
        act.kind = GatewayAct::Kind::placement_with_parents;
        act.event = placement.start->index;
        act.what = placement.what().setting;
        act.day = placement.from;
        grade_by_scrutiny(act, placement);
        audit_.acts.push_back(std::move(act));
    }

    // ---- grades ----

    [[nodiscard]] bool held_here(Date day) const {
        return coverage_.covered(history_.references, kGatewayFacts, day);
    }

    void grade_by_gateway(GatewayAct& act, const StoredEvent* acted) const {
        const DatedFact* before = nullptr;
        const DatedFact* after = nullptr;
        for (const DatedFact& fact : history_.facts) {
            if (!fact.counts() || !std::holds_alternative<LegalGatewayHeld>(fact.body())) continue;
            const int days = act.day.days - fact.day.days;
            const bool first = days > 0 || (days == 0 && !after_in_day(fact, *acted));
            if (first && days <= kGatewayDaysBefore) before = &fact;
            if (!first && -days <= kGatewayDaysAfter && after == nullptr) after = &fact;
        }
        const DatedFact* gateway = before != nullptr ? before : after;
        if (gateway == nullptr) {
            act.grade = held_here(act.day) ? GatewayGrade::none_found : GatewayGrade::not_held;
            return;
        }
        const auto& held = std::get<LegalGatewayHeld>(gateway->body());
        act.gateway = gateway->event->index;
        act.days_before = act.day.days - gateway->day.days;
        act.rationale = !held.rationale.empty();
        act.alternatives = !held.alternatives.empty();
        act.threshold = held.threshold;
        act.grade = !act.rationale               ? GatewayGrade::no_reason
                    : before != nullptr          ? GatewayGrade::before
                    : held.timing == "emergency" ? GatewayGrade::emergency_after
                                                 : GatewayGrade::after;
    }

    // On one day, only times of day can tell that the gateway came after the act.
    [[nodiscard]] static bool after_in_day(const DatedFact& gateway, const StoredEvent& act) {
        const auto& held = gateway.event->event.occurred.instant;
        const auto& acted = act.event.occurred.instant;
        return held && acted && *held > *acted;
    }

    // A panel, the nominated officer or a gateway looked at the plan of living at home.
    void grade_by_scrutiny(GatewayAct& act, const Placement& placement) const {
        const DatedFact* found = nullptr;
        for (const DatedFact& fact : history_.facts) {
            if (!fact.counts() || !scrutinises(fact.body(), placement)) continue;
            const int days = act.day.days - fact.day.days;
            const bool near = days <= kGatewayDaysBefore && -days <= kGatewayDaysAfter;
            if (near && (found == nullptr || fact.day <= act.day)) found = &fact;
        }
        if (found == nullptr) {
            act.grade = held_here(act.day) ? GatewayGrade::none_found : GatewayGrade::not_held;
            return;
        }
        act.gateway = found->event->index;
        act.days_before = act.day.days - found->day.days;
        act.grade = found->day <= act.day        ? GatewayGrade::before
                    : placement.what().emergency ? GatewayGrade::emergency_after
                                                 : GatewayGrade::after;
    }

    [[nodiscard]] static bool scrutinises(const Body& body, const Placement& placement) {
        if (const auto* panel = std::get_if<PanelDecided>(&body)) {
            return panel->matter == "placement-with-parents";
        }
        if (const auto* decided = std::get_if<ParentsPlacementDecided>(&body)) {
            return decided->placement.is_zero() || decided->placement == placement.start->event.id;
        }
        return std::holds_alternative<LegalGatewayHeld>(body);
    }

    // ---- clocks ----

    void count_preparation(GatewayAct& act) const {
        for (const DatedFact& fact : history_.facts) {
            const auto* step = std::get_if<CourtStepTaken>(&fact.body());
            if (step == nullptr || !fact.counts() || fact.day > act.day) continue;
            if (step->step == "letter-before-proceedings") {
                act.days_of_preparation = act.day.days - fact.day.days;
            } else if (step->step == "pre-proceedings-ended") {
                act.days_of_preparation.reset();
            }
        }
    }

    void count_proceedings(GatewayAct& act, const Application& application) const {
        act.decided = application.decided != nullptr;
        const Date end =
            act.decided ? application.decided->event.occurred.date : history_.question.as_at;
        act.days_of_proceedings = end.days - application.from.days;
        Date limit = application.from.plus_days(kProceedingsDays);
        for (const DatedFact& fact : history_.facts) {
            const auto* extended = std::get_if<ProceedingsExtended>(&fact.body());
            if (extended != nullptr && fact.counts() &&
                extended->application == application.made->event.id) {
                limit = std::max(limit, extended->until);
            }
        }
        const bool proceedings = act.what == "care-order" || act.what == "supervision-order";
        act.over_26_weeks = proceedings && end > limit;
    }

    // ---- decisions ----

    void add_not_acted_on(const DatedFact& fact) {
        const auto* held = std::get_if<LegalGatewayHeld>(&fact.body());
        if (held == nullptr || !fact.counts() || !inside(fact.day)) return;
        const bool asks =
            std::ranges::find(kActs, held->decision, &DecisionForAct::decision) != kActs.end();
        if (!asks || acted_on(*held, fact) || superseded(fact)) return;
        const int waiting = history_.question.as_at.days - fact.day.days;
        if (waiting <= kGatewayDaysAfter) return;
        audit_.not_acted_on.push_back({fact.event->index, held->decision, fact.day, waiting});
    }

    [[nodiscard]] bool acted_on(const LegalGatewayHeld& held, const DatedFact& gateway) const {
        return std::ranges::any_of(history_.applications, [&](const Application& application) {
            return application.from >= gateway.day &&
                   std::ranges::any_of(kActs, [&](const DecisionForAct& act) {
                       return act.decision == held.decision &&
                              act.application == application.what().application;
                   });
        });
    }

    // A later gateway decided anew.
    [[nodiscard]] bool superseded(const DatedFact& gateway) const {
        return std::ranges::any_of(history_.facts, [&](const DatedFact& later) {
            return &later > &gateway && later.counts() &&
                   std::holds_alternative<LegalGatewayHeld>(later.body());
        });
    }

    const History& history_;
    const Coverage& coverage_;
    Date from_;
    Date to_;
    GatewayAudit audit_;
};

}  // namespace

std::string_view name(GatewayGrade grade) {
    switch (grade) {
        case GatewayGrade::before:
            return "before";
        case GatewayGrade::emergency_after:
            return "emergency-after";
        case GatewayGrade::after:
            return "after";
        case GatewayGrade::no_reason:
            return "no-reason-given";
        case GatewayGrade::none_found:
            return "none-found";
        case GatewayGrade::not_needed:
            return "not-needed";
        case GatewayGrade::not_held:
            return "not-held-here";
    }
    return "none-found";
}

GatewayAudit audit_gateway(const History& history, const Coverage& coverage, Date from, Date to) {
    return GatewayAuditor(history, coverage, from, to).run();
}

}  // namespace tyst
