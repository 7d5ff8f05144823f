#include <algorithm>
#include <memory>
#include <ostream>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/reading.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

constexpr std::string_view kEveryState = "all";
constexpr std::string_view kStates[] = {"open", "in-hand", "noted", kEveryState};

struct DriftListOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string rule;
    std::string state = "open";
};

struct ListedAlert {
    std::string rule;
    std::string title;
    std::string grade;
    Date since;
    int days_over = 0;
    AlertStatus status = AlertStatus::open;
    std::optional<Date> leaves;
    std::string clears;
};

// One child with at least one alert of the state asked for.
struct DriftRow {
    std::string child;
    RuleGrade grade = RuleGrade::record;  // the worst of the alerts
    Date since;                           // the oldest alert
    int days_over = 0;                    // the longest
    std::vector<ListedAlert> alerts;      // worst grade first
};

struct Drift {
    std::vector<DriftRow> rows;
    std::set<std::string> in_hand;  // children with an alert that is being considered
    std::set<std::string> noted;    // children with a fact that nothing clears
    std::size_t not_held = 0;       // children with a rule whose facts are not held here
    std::set<std::string> unknown;  // children with a clock that cannot be read
};

std::string title_of_rule(const ReferenceSet& reference, const AlertRow& alert) {
    for (const Rule& rule : reference.rules()) {
        if (rule.id == alert.rule && rule.version == alert.version) {
            return rule.title.en;
        }
    }
    return alert.rule;
}

bool wanted(const Rule& rule, const std::string& id) {
    return id.empty() || rule.id == id;
}

// Days after the due day, on which an alert that stands open began.
int days_over(const AlertRow& alert, Date as_at) {
    return as_at.days - alert.since.days + 1;
}

void add_alert(const AlertRow& alert, const Reading& reading, DriftRow& row) {
    const bool first = row.alerts.empty();
    const int days = days_over(alert, reading.question.as_at);
    row.grade = first ? alert.grade : std::min(row.grade, alert.grade);
    row.since = first ? alert.since : std::min(row.since, alert.since);
    row.days_over = std::max(row.days_over, days);
    row.alerts.push_back(
        {alert.rule,
         title_of_rule(reading.reference, alert),
         std::string(to_text(alert.grade)),
         alert.since,
         days,
         alert.status,
         alert.leaves,
         alert.clears}
    );
}

void count_apart(AlertStatus status, const std::string& child, Drift& drift) {
    if (status == AlertStatus::in_hand) drift.in_hand.insert(child);
    if (status == AlertStatus::noted) drift.noted.insert(child);
}

void collect(
    const PersonRow& person, const Reading& reading, const DriftListOptions& options, Drift& drift
) {
    const std::string& rule = options.rule;
    DriftRow row;
    row.child = person.references.empty() ? "" : person.references.front().reference;
    for (const AlertRow& alert : person.alerts) {
        if (!rule.empty() && alert.rule != rule) {
            continue;
        }
        count_apart(alert.status, row.child, drift);
        if (options.state == kEveryState || options.state == name(alert.status)) {
            add_alert(alert, reading, row);
        }
    }
    for (const std::string& unknown : person.unknown) {
        if (rule.empty() || unknown == rule) {
            drift.unknown.insert(row.child);
        }
    }
    if (!row.alerts.empty()) {
        drift.rows.push_back(std::move(row));
    }
}

Result<Drift> find_drift(Reading& reading, const DriftListOptions& options) {
    TYST_ASSIGN(const FoundPeople people, people_of(reading, People::with_alerts));
    Drift drift;
    drift.not_held = people.not_held;
    for (const PersonRow& person : people.rows) {
        collect(person, reading, options, drift);
    }
    std::sort(
        drift.rows.begin(),
        drift.rows.end(),
        [](const DriftRow& left, const DriftRow& right) {
            return std::tie(left.grade, left.since, left.child) <
                   std::tie(right.grade, right.since, right.child);
        }
    );
    return drift;
}

std::string rules_text(const DriftRow& row) {
    std::string text;
    for (const ListedAlert& alert : row.alerts) {
        text += (text.empty() ? "" : " ") + alert.rule;
    }
    return text;
}

// "open", "noted until 2019-03-31".
std::string state_text(const ListedAlert& alert) {
    std::string text(name(alert.status));
    return alert.leaves ? text + " until " + to_text(*alert.leaves) : text;
}

Table drift_table(const Drift& drift) {
    Table table(
        {{"child", "Child"},
         {"grade", "Grade"},
         {"rules", "Rules"},
         {"since", "Since"},
         {"days_over", "Days over", Align::right},
         {"state", "State"},
         {"what", "What"},
         {"clears", "Cleared by"}}
    );
    for (const DriftRow& row : drift.rows) {
        const ListedAlert& worst = row.alerts.front();
        table.add_row(
            {row.child,
             worst.grade,
             rules_text(row),
             to_text(row.since),
             std::to_string(row.days_over),
             state_text(worst),
             worst.title,
             worst.clears}
        );
    }
    return table;
}

boost::json::object row_json(const DriftRow& row) {
    boost::json::array alerts;
    for (const ListedAlert& alert : row.alerts) {
        boost::json::object listed = {
            {"rule", alert.rule},
            {"title", alert.title},
            {"grade", alert.grade},
            {"state", name(alert.status)},
            {"since", to_text(alert.since)},
            {"days_over", alert.days_over},
            {"clears", alert.clears},
        };
        if (alert.leaves) listed["leaves"] = to_text(*alert.leaves);
        alerts.push_back(std::move(listed));
    }
    return {
        {"child", row.child},
        {"grade", to_text(row.grade)},
        {"since", to_text(row.since)},
        {"days_over", row.days_over},
        {"alerts", std::move(alerts)},
    };
}

void print_json_answer(std::ostream& out, const Reading& reading, const Drift& drift) {
    boost::json::object answer = frame_json(reading);
    boost::json::array rows;
    for (const DriftRow& row : drift.rows) {
        rows.push_back(row_json(row));
    }
    answer["open"] = drift.rows.size();
    answer["children"] = std::move(rows);
    answer["in_hand"] = texts_json(drift.in_hand);
    answer["noted"] = texts_json(drift.noted);
    answer["not_held"] = drift.not_held;
    answer["erased"] = reading.authority.erased.size();
    answer["unknown"] = texts_json(drift.unknown);
    print_json(out, answer);
}

Result<ExitCode> list(const DriftListOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const auto& rules = reading.reference.rules();
    if (std::none_of(rules.begin(), rules.end(), [&options](const Rule& rule) {
            return wanted(rule, options.rule);
        })) {
        return fail(
            ErrorCode::not_found,
            fmt::format("--rule '{}': the adopted reference set has no such rule", options.rule)
        );
    }
    if (std::ranges::find(kStates, options.state) == std::end(kStates)) {
        return fail(
            ErrorCode::invalid_value,
            fmt::format("--state '{}': one of {}", options.state, fmt::join(kStates, ", "))
        );
    }
    TYST_ASSIGN(const Drift drift, find_drift(reading, options));
    switch (reading.format) {
        case OutputFormat::json:
            print_json_answer(surroundings.out, reading, drift);
            break;
        case OutputFormat::csv:
            drift_table(drift).print_csv(surroundings.out);
            tell_erased(surroundings.err, reading);
            break;
        case OutputFormat::table:
            drift_table(drift).print_text(surroundings.out);
            surroundings.out << fmt::format(
                "{} children with alerts listed ({}); {} in hand; {} noted; {} with rules not held "
                "here; {} with clocks unknown\n",
                drift.rows.size(),
                options.state,
                drift.in_hand.size(),
                drift.noted.size(),
                drift.not_held,
                drift.unknown.size()
            );
            tell_erased(surroundings.out, reading);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_drift_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<DriftListOptions>();
    Command command = parent.add(
        {"list",
         "Children whose care has drifted from rule or plan, worst grade first",
         "tyst drift list --ledger demo --rule D1"}
    );
    command.option("--rule", options->rule, "Only alerts of this rule").shown_as("ID");
    command.option("--state", options->state, "open, in-hand, noted or all (default: open)")
        .shown_as("STATE");
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return list(*options, surroundings);
    });
}

}  // namespace tyst::cli
