#include <memory>
#include <ostream>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/find_child.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "projections/explain.h"

namespace tyst::cli {
namespace {

struct DriftExplainOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string child;
};

Table events_table(const std::vector<CitedEvent>& events) {
    Table table(
        {{"index", "Index", Align::right},
         {"event", "Event"},
         {"occurred", "Occurred"},
         {"learned", "Learned"},
         {"recorded", "Recorded"},
         {"relations", "Changed by"}}
    );
    for (const CitedEvent& event : events) {
        std::string relations;
        for (const LogIndex relation : event.relations) {
            relations += fmt::format("{}{}", relations.empty() ? "" : " ", relation.value);
        }
        table.add_row(
            {std::to_string(event.index.value),
             title_of(event.type),
             to_text(event.occurred),
             to_text(event.learned) + (event.learned_is_claimed ? " (claimed)" : ""),
             to_text(event.recorded),
             relations}
        );
    }
    return table;
}

std::string state_in_words(const AlertExplanation& alert) {
    switch (alert.status) {
        case AlertStatus::open:
            return "open";
        case AlertStatus::not_held:
            return "not held here: nobody supplies the facts";
        case AlertStatus::in_hand:
            return fmt::format(
                "in hand until {} (event {}: {})",
                to_text(*alert.leaves),
                alert.considered->index.value,
                alert.considered_because
            );
        case AlertStatus::noted:
            return fmt::format("noted until {}; nothing clears it", to_text(*alert.leaves));
    }
    return "";
}

void print_alert(std::ostream& out, const AlertExplanation& alert) {
    out << fmt::format(
        "\n{} {}  {}\n  law        {} ({})\n  grade      {}, first for the {}\n  state      {}, "
        "since {}, {} days over\n",
        alert.rule,
        alert.version,
        alert.title_en,
        alert.citation,
        alert.basis,
        alert.grade,
        alert.addressee,
        state_in_words(alert),
        to_text(alert.since),
        alert.days_over
    );
    if (!alert.newer_version.empty()) {
        out << fmt::format(
            "  version    {} was in force when the clock started; {} is in force now\n",
            alert.obligation.version,
            alert.newer_version
        );
    }
    out << "  counting\n";
    for (const std::string& step : alert.steps_en) {
        out << "    " << step << '\n';
    }
    out << (alert.status == AlertStatus::noted ? "  notes      " : "  cleared by ") << alert.clears
        << "\n  events\n";
    events_table(alert.events).print_text(out);
}

bool still_awaited(const ExplainedObligation& obligation) {
    return obligation.status == ObligationStatus::open ||
           (obligation.status == ObligationStatus::overdue && obligation.basis == "unverified");
}

// What is not due yet; and what an unverified rule would have due, which is no alert.
void print_awaited(std::ostream& out, const std::vector<ExplainedObligation>& obligations) {
    Table table(
        {{"rule", "Rule"},
         {"number", "No.", Align::right},
         {"due", "Due"},
         {"basis", "Rests on"},
         {"what", "What"}}
    );
    for (const ExplainedObligation& obligation : obligations) {
        if (!still_awaited(obligation)) continue;
        table.add_row(
            {obligation.rule,
             std::to_string(obligation.number),
             to_text(obligation.due),
             obligation.basis,
             obligation.title.en}
        );
    }
    if (table.row_count() == 0) return;
    out << "\nAwaited\n";
    table.print_text(out);
}

void print_satisfied(std::ostream& out, const std::vector<Obligation>& satisfied) {
    if (satisfied.empty()) {
        return;
    }
    out << "\nDone\n";
    Table table(
        {{"rule", "Rule"},
         {"number", "No.", Align::right},
         {"from", "From"},
         {"due", "Due"},
         {"done", "Done"},
         {"how", ""}}
    );
    for (const Obligation& obligation : satisfied) {
        table.add_row(
            {obligation.rule->id,
             std::to_string(obligation.number),
             to_text(obligation.trigger_day),
             to_text(obligation.due),
             to_text(obligation.satisfied_on),
             obligation.late ? fmt::format("{} days late", obligation.days_over) : "in time"}
        );
    }
    table.print_text(out);
}

void print_text(std::ostream& out, const ChildExplanation& explanation) {
    out << fmt::format(
        "Child {}, as at {}; working days by the calendar {}\n",
        explanation.reference,
        to_text(explanation.question.as_at),
        explanation.calendar
    );
    if (explanation.alerts.empty()) {
        out << "No alerts.\n";
    }
    std::string not_held;
    for (const AlertExplanation& alert : explanation.alerts) {
        if (alert.status == AlertStatus::not_held) {
            not_held += (not_held.empty() ? "" : " ") + alert.rule;
        } else {
            print_alert(out, alert);
        }
    }
    if (!not_held.empty()) {
        out << "\nNot held here (no source supplies the facts): " << not_held << '\n';
    }
    print_awaited(out, explanation.obligations);
    print_satisfied(out, explanation.satisfied);
}

Table alerts_table(const ChildExplanation& explanation) {
    Table table(
        {{"child", ""},
         {"rule", ""},
         {"version", ""},
         {"citation", ""},
         {"grade", ""},
         {"state", ""},
         {"since", ""},
         {"days_over", ""},
         {"counting", ""},
         {"events", ""},
         {"clears", ""}}
    );
    for (const AlertExplanation& alert : explanation.alerts) {
        std::string steps;
        for (const std::string& step : alert.steps_en) {
            steps += (steps.empty() ? "" : "; ") + step;
        }
        std::string events;
        for (const CitedEvent& event : alert.events) {
            events += fmt::format("{}{}", events.empty() ? "" : " ", event.index.value);
        }
        table.add_row(
            {explanation.reference,
             alert.rule,
             alert.version,
             alert.citation,
             alert.grade,
             std::string(name(alert.status)),
             to_text(alert.since),
             std::to_string(alert.days_over),
             steps,
             events,
             alert.clears}
        );
    }
    return table;
}

Result<ExitCode> explain_child(
    const DriftExplainOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(
        const auto child, find_child(reading, options.child, ReadDepth::event_only, surroundings)
    );
    if (!child) {
        return ExitCode::usage;
    }
    const ChildExplanation explanation = explain(child->person.history, child->obligations);
    switch (reading.format) {
        case OutputFormat::json: {
            boost::json::object answer = frame_json(reading);
            const boost::json::value document = boost::json::parse(to_json(explanation));
            for (const auto& [key, value] : document.as_object()) {
                answer.emplace(key, value);
            }
            print_json(surroundings.out, answer);
            break;
        }
        case OutputFormat::csv:
            alerts_table(explanation).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_text(surroundings.out, explanation);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_drift_explain(Command parent, CommandLine& line) {
    auto options = std::make_shared<DriftExplainOptions>();
    Command command = parent.add(
        {"explain",
         "Why a child is on the list: rule, law, counted days, events",
         "tyst drift explain V0001 --ledger demo"}
    );
    command.option("child", options->child, "REFERENCE or SOURCE:REFERENCE")
        .required()
        .shown_as("REF");
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return explain_child(*options, surroundings);
    });
}

}  // namespace tyst::cli
