#include "schema/rule.h"

#include <algorithm>

namespace tyst {

bool EventPattern::matches(const Body& body) const {
    return type_of(body) == type && std::ranges::all_of(where, [&](const FieldTest& test) {
               return std::ranges::find(test.words, test.read(body)) != test.words.end();
           });
}

bool Rule::satisfied_by_type(EventType type) const {
    return std::ranges::any_of(satisfied_by, [&](const RuleSatisfier& satisfier) {
        return satisfier.event.type == type;
    });
}

std::string_view to_text(RuleKind kind) {
    switch (kind) {
        case RuleKind::statute:
            return "statute";
        case RuleKind::guidance:
            return "guidance";
        case RuleKind::local_policy:
            return "local-policy";
        case RuleKind::unverified:
            return "unverified";
    }
    return "";
}

std::string_view to_text(RuleGrade grade) {
    switch (grade) {
        case RuleGrade::authority:
            return "authority";
        case RuleGrade::duty:
            return "duty";
        case RuleGrade::plan:
            return "plan";
        case RuleGrade::record:
            return "record";
    }
    return "";
}

std::string_view to_text(RuleSeverity severity) {
    switch (severity) {
        case RuleSeverity::serious:
            return "serious";
        case RuleSeverity::ordinary:
            return "ordinary";
        case RuleSeverity::minor:
            return "minor";
    }
    return "";
}

std::string_view to_text(RuleAddressee addressee) {
    switch (addressee) {
        case RuleAddressee::iro:
            return "iro";
        case RuleAddressee::social_worker:
            return "social-worker";
        case RuleAddressee::team_manager:
            return "team-manager";
        case RuleAddressee::legal:
            return "legal";
        case RuleAddressee::data_team:
            return "data-team";
    }
    return "";
}

std::string_view to_text(TriggerMoment moment) {
    switch (moment) {
        case TriggerMoment::satisfied:
            return "satisfied";
        case TriggerMoment::due:
            return "due";
        case TriggerMoment::satisfied_or_due:
            return "satisfied-or-due";
    }
    return "";
}

std::string_view to_text(RuleScope scope) {
    switch (scope) {
        case RuleScope::care:
            return "care";
        case RuleScope::placement:
            return "placement";
        case RuleScope::legal_status:
            return "legal-status";
        case RuleScope::state:
            return "state";
        case RuleScope::event:
            return "event";
    }
    return "";
}

std::string_view to_text(RuleCheck check) {
    switch (check) {
        case RuleCheck::none:
            return "none";
        case RuleCheck::overdue:
            return "overdue";
        case RuleCheck::approaching:
            return "approaching";
        case RuleCheck::in_a_row:
            return "in-a-row";
        case RuleCheck::in_year:
            return "in-year";
        case RuleCheck::secure_hours:
            return "secure-hours";
        case RuleCheck::break_days:
            return "break-days";
        case RuleCheck::category_1:
            return "category-1";
        case RuleCheck::gaps:
            return "gaps";
        case RuleCheck::late_entry:
            return "late-entry";
    }
    return "";
}

std::string_view to_text(RuleGap gap) {
    switch (gap) {
        case RuleGap::no_basis:
            return "no-basis";
        case RuleGap::parents_while_voluntary:
            return "parents-while-voluntary";
        case RuleGap::iro_vacant:
            return "iro-vacant";
        case RuleGap::order_expired:
            return "order-expired";
    }
    return "";
}

std::string_view to_text(TermUnit unit) {
    switch (unit) {
        case TermUnit::hours:
            return "hours";
        case TermUnit::working_days:
            return "working-days";
        case TermUnit::school_days:
            return "school-days";
        case TermUnit::days:
            return "days";
        case TermUnit::weeks:
            return "weeks";
        case TermUnit::calendar_months:
            return "calendar-months";
    }
    return "";
}

}  // namespace tyst
