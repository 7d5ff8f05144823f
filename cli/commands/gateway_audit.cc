#include "projections/gateway_audit.h"

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <tuple>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "projections/query.h"

namespace tyst::cli {
namespace {

struct GatewayAuditOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string from;
    std::string to;
};

constexpr std::array kKinds = {
    GatewayAct::Kind::application,
    GatewayAct::Kind::order,
    GatewayAct::Kind::placement_with_parents,
};
constexpr std::array kGrades = {
    GatewayGrade::before,
    GatewayGrade::emergency_after,
    GatewayGrade::after,
    GatewayGrade::no_reason,
    GatewayGrade::none_found,
    GatewayGrade::not_needed,
    GatewayGrade::not_held,
};

struct ToldAct {
    std::string child;
    GatewayAct act;
};

struct ToldDecision {
    std::string child;
    DecisionNotActedOn decision;
};

struct AuditAnswer {
    std::vector<ToldAct> acts;
    std::vector<ToldDecision> not_acted_on;
};

std::string_view kind_of(GatewayAct::Kind kind) {
    switch (kind) {
        case GatewayAct::Kind::application:
            return "application";
        case GatewayAct::Kind::order:
            return "order";
        case GatewayAct::Kind::placement_with_parents:
            return "placement-with-parents";
    }
    return "application";
}

void tell(const History& history, const GatewayAudit& audit, AuditAnswer& answer) {
    const std::string child = reference_of(history);
    for (const GatewayAct& act : audit.acts)
        answer.acts.push_back({child, act});
    for (const DecisionNotActedOn& decision : audit.not_acted_on)
        answer.not_acted_on.push_back({child, decision});
}

Result<AuditAnswer> audit(Reading& reading, Date from, Date to) {
    std::vector<AuditAnswer> shares(thread_count());
    TYST_TRY(for_each_child(
        *reading.ledger,
        reading.question,
        reading.codes,
        thread_count(),
        [&](unsigned thread, const History& history) -> Result<void> {
            tell(
                history,
                audit_gateway(history, reading.authority.coverage, from, to),
                shares[thread]
            );
            return {};
        }
    ));
    AuditAnswer all;
    for (AuditAnswer& share : shares) {
        std::ranges::move(share.acts, std::back_inserter(all.acts));
        std::ranges::move(share.not_acted_on, std::back_inserter(all.not_acted_on));
    }
    std::ranges::sort(all.acts, {}, [](const ToldAct& told) {
        return std::tuple(told.act.day, std::string_view(told.child), told.act.event);
    });
    std::ranges::sort(all.not_acted_on, {}, [](const ToldDecision& told) {
        return std::tuple(told.decision.day, std::string_view(told.child), told.decision.gateway);
    });
    return all;
}

std::size_t count_of(const AuditAnswer& answer, GatewayAct::Kind kind, GatewayGrade grade) {
    return static_cast<std::size_t>(std::ranges::count_if(answer.acts, [&](const ToldAct& told) {
        return told.act.kind == kind && told.act.grade == grade;
    }));
}

std::string number_text(const std::optional<int>& number) {
    return number ? std::to_string(*number) : "";
}

std::string proceedings_text(const GatewayAct& act) {
    if (!act.days_of_proceedings) return "";
    return fmt::format(
        "{}{}{}",
        *act.days_of_proceedings,
        act.decided ? "" : " so far",
        act.over_26_weeks ? ", over 26 weeks" : ""
    );
}

Table acts_table(const AuditAnswer& answer) {
    Table table(
        {{"child", "Child"},
         {"kind", "Act"},
         {"what", "For"},
         {"day", "Day"},
         {"grade", "Gateway"},
         {"days_before", "Days before", Align::right},
         {"rationale", "Rationale"},
         {"alternatives", "Alternatives"},
         {"threshold", "Threshold"},
         {"days_of_preparation", "Preparation", Align::right},
         {"proceedings", "Proceedings"},
         {"event", "Event", Align::right},
         {"gateway_event", "By event", Align::right}}
    );
    const auto yes = [](bool said) { return std::string(said ? "yes" : ""); };
    for (const ToldAct& told : answer.acts) {
        const GatewayAct& act = told.act;
        table.add_row(
            {told.child,
             std::string(kind_of(act.kind)),
             act.what,
             to_text(act.day),
             std::string(name(act.grade)),
             number_text(act.days_before),
             yes(act.rationale),
             yes(act.alternatives),
             act.threshold,
             number_text(act.days_of_preparation),
             proceedings_text(act),
             std::to_string(act.event.value),
             act.gateway ? std::to_string(act.gateway->value) : ""}
        );
    }
    return table;
}

Table cohort_table(const AuditAnswer& answer) {
    std::vector<Column> columns{{"kind", "Acts"}};
    for (const GatewayGrade grade : kGrades)
        columns.push_back({std::string(name(grade)), std::string(name(grade)), Align::right});
    Table table(std::move(columns));
    for (const GatewayAct::Kind kind : kKinds) {
        std::vector<std::string> row{std::string(kind_of(kind))};
        for (const GatewayGrade grade : kGrades)
            row.push_back(std::to_string(count_of(answer, kind, grade)));
        table.add_row(std::move(row));
    }
    return table;
}

void print_text(std::ostream& out, const AuditAnswer& answer) {
    acts_table(answer).print_text(out);
    out << '\n';
    cohort_table(answer).print_text(out);
    if (answer.not_acted_on.empty()) return;
    out << "\nDecisions to act that nothing followed\n";
    Table table(
        {{"child", "Child"},
         {"decision", "Decision"},
         {"day", "Day"},
         {"days", "Days waiting", Align::right},
         {"event", "Event", Align::right}}
    );
    for (const ToldDecision& told : answer.not_acted_on) {
        table.add_row(
            {told.child,
             told.decision.decision,
             to_text(told.decision.day),
             std::to_string(told.decision.days_waiting),
             std::to_string(told.decision.gateway.value)}
        );
    }
    table.print_text(out);
}

boost::json::object act_json(const ToldAct& told) {
    const GatewayAct& act = told.act;
    boost::json::object object = {
        {"child", told.child},
        {"act", kind_of(act.kind)},
        {"for", act.what},
        {"day", to_text(act.day)},
        {"grade", name(act.grade)},
        {"rationale", act.rationale},
        {"alternatives", act.alternatives},
        {"decided", act.decided},
        {"over_26_weeks", act.over_26_weeks},
        {"event", act.event.value},
    };
    if (act.gateway) object["gateway_event"] = act.gateway->value;
    if (act.days_before) object["days_before"] = *act.days_before;
    if (!act.threshold.empty()) object["threshold"] = act.threshold;
    if (act.days_of_preparation) object["days_of_preparation"] = *act.days_of_preparation;
    if (act.days_of_proceedings) object["days_of_proceedings"] = *act.days_of_proceedings;
    return object;
}

void print_json_answer(
    std::ostream& out, const Reading& reading, Date from, Date to, const AuditAnswer& answer
) {
    boost::json::object document = frame_json(reading);
    document["from"] = to_text(from);
    document["to"] = to_text(to);
    boost::json::array acts;
    for (const ToldAct& told : answer.acts)
        acts.push_back(act_json(told));
    boost::json::object cohort;
    for (const GatewayAct::Kind kind : kKinds) {
        boost::json::object grades;
        for (const GatewayGrade grade : kGrades)
            grades[name(grade)] = count_of(answer, kind, grade);
        cohort[kind_of(kind)] = std::move(grades);
    }
    boost::json::array waiting;
    for (const ToldDecision& told : answer.not_acted_on) {
        waiting.push_back(boost::json::object{
            {"child", told.child},
            {"decision", told.decision.decision},
            {"day", to_text(told.decision.day)},
            {"days_waiting", told.decision.days_waiting},
            {"event", told.decision.gateway.value},
        });
    }
    document["acts"] = std::move(acts);
    document["cohort"] = std::move(cohort);
    document["not_acted_on"] = std::move(waiting);
    print_json(out, document);
}

Result<ExitCode> run_audit(const GatewayAuditOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const Date as_at = reading.question.as_at;
    const Date to = options.to.empty() ? as_at : *parse_date(options.to);
    const Date from =
        options.from.empty() ? plus_months(to, -12).plus_days(1) : *parse_date(options.from);
    TYST_ASSIGN(const AuditAnswer answer, audit(reading, from, to));
    switch (reading.format) {
        case OutputFormat::json:
            print_json_answer(surroundings.out, reading, from, to, answer);
            break;
        case OutputFormat::csv:
            acts_table(answer).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_text(surroundings.out, answer);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_gateway_audit(Command parent, CommandLine& line) {
    auto options = std::make_shared<GatewayAuditOptions>();
    Command command = parent.add(
        {"audit",
         "Whether the gateway decided before the authority acted, case by case and together",
         "tyst gateway audit --ledger demo --from 2018-04-01 --to 2019-03-31"}
    );
    command
        .option(
            "--from", options->from, "First day of the acts (default: twelve months before --to)"
        )
        .shown_as("DATE")
        .checked(check_date);
    command.option("--to", options->to, "Last day of the acts (default: the day asked about)")
        .shown_as("DATE")
        .checked(check_date);
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return run_audit(*options, surroundings);
    });
}

}  // namespace tyst::cli
