#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "projections/panel/panel_facts.h"

namespace tyst::cli {
namespace {

struct TargetListOptions {
    LedgerOptions ledger;
    ReadOptions read;
};

std::string day_text(const std::optional<Date>& day) {
    return day ? to_text(*day) : "";
}

std::string number_text(const std::optional<std::uint64_t>& number) {
    return number ? std::to_string(*number) : "";
}

// What a person recorded, told as recorded.
std::string recorded_text(const panel::Target& target) {
    if (!target.progress) return "";
    const auto& said = target.progress->said;
    return fmt::format(
        "{} on {}{}",
        said.state,
        to_text(target.progress->day),
        said.said_by && !said.said_by->name.empty() ? ", by " + said.said_by->name : ""
    );
}

std::string stands_text(const panel::TargetJudgement& judgement) {
    return judgement.colour == panel::TargetColour::none
               ? std::string(panel::name(judgement.reason))
               : fmt::format(
                     "{} ({})", panel::name(judgement.colour), panel::name(judgement.reason)
                 );
}

Table table_of(const std::vector<panel::PanelTarget>& targets, Date as_at) {
    Table table(
        {{"action", "Action"},
         {"stands", "Stands"},
         {"figure", "Figure"},
         {"baseline_day", "From"},
         {"baseline", "Baseline", Align::right},
         {"target", "Target", Align::right},
         {"target_day", "Target day"},
         {"on_target_day", "On it", Align::right},
         {"due", "Due"},
         {"now", "Now", Align::right},
         {"recorded", "Recorded"},
         {"text", "What"}}
    );
    for (const panel::PanelTarget& one : targets) {
        const TargetSet& set = one.target.set;
        const bool measured = !set.figure.empty();
        table.add_row(
            {set.action,
             stands_text(one.judgement),
             set.figure,
             day_text(set.baseline_day),
             measured ? std::to_string(set.baseline) : "",
             measured ? fmt::format("{} {}", set.direction, set.target) : "",
             day_text(set.target_day),
             number_text(one.value_on(set.target_day)),
             day_text(set.due),
             number_text(one.value_on(as_at)),
             recorded_text(one.target),
             set.text_en}
        );
    }
    return table;
}

boost::json::object progress_json(const panel::RecordedProgress& progress) {
    boost::json::object object = {
        {"state", progress.said.state},
        {"statement", progress.said.statement},
        {"day", to_text(progress.day)},
        {"recorded", to_text(progress.recorded)},
        {"event", progress.index.value},
    };
    if (progress.said.said_by) {
        object["said_by"] = progress.said.said_by->name;
        object["role"] = progress.said.said_by->role;
    }
    return object;
}

boost::json::object target_json(const panel::PanelTarget& one) {
    const TargetSet& set = one.target.set;
    boost::json::object object = {
        {"action", set.action},
        {"text_en", set.text_en},
        {"text_cy", set.text_cy},
        {"event", one.target.index.value},
        {"reason", panel::name(one.judgement.reason)},
    };
    if (set.due) object["due"] = to_text(*set.due);
    if (set.owner) object["owner"] = set.owner->name;
    if (!set.figure.empty()) {
        object["colour"] = panel::name(one.judgement.colour);
        object["figure"] = set.figure;
        object["direction"] = set.direction;
        object["baseline"] = set.baseline;
        object["target"] = set.target;
        if (set.baseline_day) object["baseline_day"] = to_text(*set.baseline_day);
        if (set.target_day) object["target_day"] = to_text(*set.target_day);
        boost::json::object values;
        for (const auto& [day, value] : one.values)
            values[to_text(day)] = value;
        object["values"] = std::move(values);
    }
    if (one.target.progress) object["progress"] = progress_json(*one.target.progress);
    return object;
}

Result<ExitCode> list_targets(const TargetListOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(
        const auto targets,
        panel::gather_targets(
            *reading.ledger, reading.reference, {reading.question, {}, thread_count()}
        )
    );
    if (reading.format == OutputFormat::json) {
        boost::json::object answer = frame_json(reading);
        boost::json::array list;
        for (const panel::PanelTarget& target : targets)
            list.push_back(target_json(target));
        answer["targets"] = std::move(list);
        print_json(surroundings.out, answer);
        return ExitCode::ok;
    }
    const Table table = table_of(targets, reading.question.as_at);
    if (reading.format == OutputFormat::csv) {
        table.print_csv(surroundings.out);
    } else {
        table.print_text(surroundings.out);
        tell_erased(surroundings.out, reading);
    }
    return ExitCode::ok;
}

}  // namespace

void add_target_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<TargetListOptions>();
    Command command = parent.add(
        {"list",
         "How each action stands: its colour by events and days, or what was recorded",
         "tyst target list --as-at 2016-07-31 --ledger demo"}
    );
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return list_targets(*options, surroundings);
    });
}

}  // namespace tyst::cli
