#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/rule_replay.h"
#include "cli/rule_source.h"
#include "cli/table.h"
#include "schema/local_files.h"

namespace tyst::cli {
namespace {

constexpr std::array kReplayChanges = {ReplayChange::come, ReplayChange::gone, ReplayChange::moved};

struct RulesReplayOptions {
    LedgerOptions ledger;
    std::string file;
    std::string from;
    std::string to;
    std::string format = "table";
};

// What one kind of change came to.
struct ReplayTotal {
    std::size_t alerts = 0;
    std::set<std::string> children;
};

ReplayTotal total_of(const Replay& answer, ReplayChange change) {
    ReplayTotal total;
    for (const ReplayRow& row : answer.rows) {
        if (row.change != change) continue;
        ++total.alerts;
        total.children.insert(row.child);
    }
    return total;
}

// "open since 2018-05-02".
std::string replayed_alert_text(const std::optional<ReplayedAlert>& alert) {
    return alert ? fmt::format("{} since {}", name(alert->status), to_text(alert->since)) : "";
}

Table replay_table(const Replay& answer) {
    Table table(
        {{"child", "Child"},
         {"rule", "Rule"},
         {"change", "Alert"},
         {"present", "As adopted"},
         {"proposed", "With the file"},
         {"first_seen", "First seen"},
         {"last_seen", "Last seen"},
         {"days", "Days asked", Align::right}}
    );
    for (const ReplayRow& row : answer.rows) {
        table.add_row(
            {row.child,
             row.rule,
             std::string(to_text(row.change)),
             replayed_alert_text(row.present),
             replayed_alert_text(row.proposed),
             to_text(row.first_seen),
             to_text(row.last_seen),
             std::to_string(row.days)}
        );
    }
    return table;
}

boost::json::value replayed_alert_json(const std::optional<ReplayedAlert>& alert) {
    if (!alert) return nullptr;
    return boost::json::object{{"state", name(alert->status)}, {"since", to_text(alert->since)}};
}

boost::json::array replay_rows_json(const Replay& answer) {
    boost::json::array rows;
    for (const ReplayRow& row : answer.rows) {
        rows.push_back(boost::json::object{
            {"child", row.child},
            {"rule", row.rule},
            {"change", to_text(row.change)},
            {"present", replayed_alert_json(row.present)},
            {"proposed", replayed_alert_json(row.proposed)},
            {"first_seen", to_text(row.first_seen)},
            {"last_seen", to_text(row.last_seen)},
            {"days", row.days},
        });
    }
    return rows;
}

void print_replay_json(
    std::ostream& out,
    const Reading& reading,
    const Replay& answer,
    const std::vector<Date>& days,
    const ReferenceSet& proposed
) {
    boost::json::object frame = frame_json(reading);
    frame["proposed_set"] = to_hex(proposed.digest().view());
    boost::json::array asked;
    for (const Date day : days) {
        asked.push_back(boost::json::value(to_text(day)));
    }
    frame["days"] = std::move(asked);
    boost::json::object totals;
    for (const ReplayChange change : kReplayChanges) {
        const ReplayTotal total = total_of(answer, change);
        totals[to_text(change)] =
            boost::json::object{{"alerts", total.alerts}, {"children", total.children.size()}};
    }
    frame["totals"] = std::move(totals);
    frame["alerts"] = replay_rows_json(answer);
    print_json(out, frame);
}

void print_replay_text(std::ostream& out, const Replay& answer, const std::vector<Date>& days) {
    replay_table(answer).print_text(out);
    for (const ReplayChange change : kReplayChanges) {
        const ReplayTotal total = total_of(answer, change);
        out << fmt::format(
            "alert {}: {}, of {} children\n", to_text(change), total.alerts, total.children.size()
        );
    }
    out << fmt::format("{} children, asked about on {} days\n", answer.children, days.size());
}

Result<ExitCode> replay_file(const RulesReplayOptions& options, const Surroundings& surroundings) {
    const Date from = *parse_date(options.from);
    const Date to = *parse_date(options.to);
    if (to < from) return usage_error(surroundings, "--to lies before --from");
    TYST_ASSIGN(const auto files, read_reference_files({options.file}, surroundings));
    ReadOptions read;
    read.as_at = options.to;
    TYST_ASSIGN(auto reading, open_reading(options.ledger, read, surroundings));
    TYST_ASSIGN(const auto proposed, load_with(reading.reference, files));
    const std::vector<Date> days = replay_days(from, to);
    Replay answer;
    {
        ProgressLine line(surroundings, "replaying day");
        TYST_ASSIGN(
            answer,
            replay(
                *reading.ledger,
                reading.question,
                reading.reference,
                proposed,
                days,
                [&line](std::uint64_t done, std::uint64_t all) { line.show(done, all); }
            )
        );
    }
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_replay_json(surroundings.out, reading, answer, days, proposed);
            break;
        case OutputFormat::csv:
            replay_table(answer).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_replay_text(surroundings.out, answer, days);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_rules_replay(Command parent, CommandLine& line) {
    auto options = std::make_shared<RulesReplayOptions>();
    Command command = parent.add(
        {"replay",
         "Which alerts a rule file would have made come, go or move",
         "tyst rules replay pledge.toml --ledger demo --from 2018-01-01 --to 2018-12-31"}
    );
    command.option("file", options->file, "The rule file").required().shown_as("FILE");
    command.option("--from", options->from, "Ask from the end of this day's month on")
        .required()
        .shown_as("DATE")
        .checked(check_date);
    command.option("--to", options->to, "Ask up to this day")
        .required()
        .shown_as("DATE")
        .checked(check_date);
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return replay_file(*options, surroundings);
    });
}

}  // namespace tyst::cli
