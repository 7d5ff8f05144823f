#include "schema/rule.h"

namespace tyst {

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
        case TriggerMoment::overdue:
            return "overdue";
    }
    return "";
}

std::string_view to_text(RuleExemption exemption) {
    switch (exemption) {
        case RuleExemption::placed_for_adoption:
            return "placed-for-adoption";
        case RuleExemption::short_breaks:
            return "short-breaks";
    }
    return "";
}

std::string_view to_text(TermUnit unit) {
    switch (unit) {
        case TermUnit::hours:
            return "hours";
        case TermUnit::working_days:
            return "working-days";
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
