#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/find_child.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct ChildShowOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string child;
};

struct Line {
    const char* key;
    const char* title;
    std::string value;
};

std::string alerts_text(const Obligations& obligations) {
    std::string text;
    for (const Alert& alert : obligations.alerts) {
        text += (text.empty() ? "" : ", ") + alert.rule->id;
        text += alert.status == AlertStatus::not_held ? " (not held here)" : "";
    }
    return text;
}

std::vector<Line> summary(
    const History& history, const Obligations& obligations, const CodeBook& codes
) {
    const PeriodOfCare* care = history.current_care();
    const auto held =
        std::count_if(history.reviews.begin(), history.reviews.end(), [](const Review& review) {
            return !review.dated_after_learned;
        });
    const auto age = history.age();
    return {
        {"child", "Child", references_of(history)},
        {"born", "Born", to_text_or_empty(history.identity.best_birth_date())},
        {"age", "Age", age ? std::to_string(*age) : ""},
        {"looked_after", "Looked after", history.looked_after() ? "yes" : "no"},
        {"since", "Since", care == nullptr ? "" : to_text(care->from)},
        {"legal_status", "Legal status", status_text(history, codes)},
        {"overlays", "Overlays", overlays_text(history, codes)},
        {"placement", "Placement", placement_text(history, codes)},
        {"iro", "IRO", allocation_text(history, "iro")},
        {"social_worker", "Social worker", allocation_text(history, "social-worker")},
        {"team", "Team", allocation_text(history, "team")},
        {"permanence_plan", "Permanence plan", plan_text(history, codes)},
        {"reviews_held", "Reviews held", std::to_string(held)},
        {"next_review_due", "Next review due", next_review_text(obligations)},
        {"alerts", "Alerts", alerts_text(obligations)},
        {"findings", "Findings", std::to_string(history.findings.size())},
        {"events", "Events known", std::to_string(history.events_known)},
    };
}

boost::json::value day_or_null(const std::optional<Date>& date) {
    return date ? boost::json::value(to_text(*date)) : boost::json::value(nullptr);
}

boost::json::array care_json(const History& history) {
    boost::json::array list;
    for (const PeriodOfCare& care : history.care) {
        list.push_back(
            {{"from", to_text(care.from)},
             {"to", day_or_null(care.to)},
             {"closed_by", to_text(care.closed)},
             {"event", care.start->index.value}}
        );
    }
    return list;
}

boost::json::array statuses_json(const History& history) {
    boost::json::array list;
    for (const LegalStatus& status : history.statuses) {
        list.push_back(
            {{"status", status.code},
             {"from", to_text(status.from)},
             {"to", day_or_null(status.to)},
             {"closed_by", to_text(status.closed)},
             {"hidden", status.hidden_by != kNone},
             {"event", status.start->index.value}}
        );
    }
    return list;
}

boost::json::array placements_json(const History& history) {
    boost::json::array list;
    for (const Placement& placement : history.placements) {
        list.push_back(
            {{"setting", placement.what().setting},
             {"counts_as", name(placement_figure(placement.what()))},
             {"temporary", placement.what().temporary},
             {"from", to_text(placement.from)},
             {"to", day_or_null(placement.to)},
             {"closed_by", to_text(placement.closed)},
             {"event", placement.start->index.value}}
        );
    }
    return list;
}

boost::json::array reviews_json(const History& history) {
    boost::json::array list;
    for (const Review& review : history.reviews) {
        list.push_back(
            {{"held", to_text(review.held)},
             {"participation", review.what().participation},
             {"dated_after_learned", review.dated_after_learned},
             {"event", review.event->index.value}}
        );
    }
    return list;
}

boost::json::array obligations_json(const Obligations& obligations) {
    boost::json::array list;
    for (const Obligation& obligation : obligations.all) {
        list.push_back(
            {{"rule", obligation.rule->id},
             {"version", obligation.rule->version},
             {"number", obligation.number},
             {"from", to_text(obligation.trigger_day)},
             {"due", to_text(obligation.due)},
             {"status", name(obligation.status)},
             {"late", obligation.late},
             {"days_over", obligation.days_over}}
        );
    }
    return list;
}

boost::json::array findings_json(const History& history) {
    boost::json::array list;
    for (const HistoryFinding& finding : history.findings) {
        list.push_back(
            {{"kind", name(finding.kind)},
             {"day", to_text(finding.day)},
             {"event",
              finding.event == nullptr ? boost::json::value(nullptr)
                                       : boost::json::value(finding.event->index.value)}}
        );
    }
    return list;
}

void print_json_answer(
    std::ostream& out,
    const Reading& reading,
    const History& history,
    const Obligations& obligations
) {
    boost::json::object answer = frame_json(reading);
    for (const Line& line : summary(history, obligations, reading.reference.codes())) {
        answer[line.key] = line.value;
    }
    answer["looked_after"] = history.looked_after();
    answer["rests_on_claimed_time"] = history.rests_on_claimed_time;
    answer["periods_of_care"] = care_json(history);
    answer["legal_statuses"] = statuses_json(history);
    answer["placements"] = placements_json(history);
    answer["reviews"] = reviews_json(history);
    answer["obligations"] = obligations_json(obligations);
    answer["findings"] = findings_json(history);
    print_json(out, answer);
}

void print_lines(std::ostream& out, const Reading& reading, const std::vector<Line>& lines) {
    Table table({{"field", "Field"}, {"value", "Value"}});
    for (const Line& line : lines) {
        const bool csv = reading.format == OutputFormat::csv;
        table.add_row({csv ? line.key : line.title, line.value});
    }
    if (reading.format == OutputFormat::csv) {
        table.print_csv(out);
    } else {
        table.print_text(out);
    }
}

Result<ExitCode> show(const ChildShowOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(
        const auto child, find_child(reading, options.child, ReadDepth::with_people, surroundings)
    );
    if (!child) {
        return ExitCode::usage;
    }
    if (reading.format == OutputFormat::json) {
        print_json_answer(surroundings.out, reading, child->person.history, child->obligations);
    } else {
        print_lines(
            surroundings.out,
            reading,
            summary(child->person.history, child->obligations, reading.reference.codes())
        );
    }
    return ExitCode::ok;
}

}  // namespace

void add_child_show(Command parent, CommandLine& line) {
    auto options = std::make_shared<ChildShowOptions>();
    Command command = parent.add(
        {"show",
         "What holds for a child on a day, as known at a time",
         "tyst child show V0001 --ledger demo --as-at 2018-06-30"}
    );
    command.option("child", options->child, "REFERENCE or SOURCE:REFERENCE")
        .required()
        .shown_as("REF");
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return show(*options, surroundings);
    });
}

}  // namespace tyst::cli
