#include "cli/commands/commands.h"

#include <CLI/CLI.hpp>

namespace tyst::cli {
namespace {

CLI::App& add_group(CLI::App& program, const CommandText& text) {
    CLI::App& group = add_command(program, text);
    group.require_subcommand(1);
    return group;
}

}  // namespace

void add_all_commands(CLI::App& program, CommandLine& line) {
    add_init(program, line);
    CLI::App& event = add_group(
        program, {"event", "Append events and look at one", "tyst event show 42 --ledger demo"}
    );
    add_event_append(event, line);
    add_event_show(event, line);
    CLI::App& sample = add_group(
        program, {"sample", "Write invented children", "tyst sample vale-2019 > vale.ndjson"}
    );
    add_sample_cohorts(sample, line);
    add_sample_ssda903(sample, line);
    CLI::App& import = add_group(
        program,
        {"import",
         "Take in statutory returns",
         "tyst import ssda903 return-2018 --year 2018 --ledger demo"}
    );
    add_import_ssda903(import, line);
    CLI::App& child = add_group(
        program, {"child", "What is known of one child", "tyst child show V0001 --ledger demo"}
    );
    add_child_show(child, line);
    add_child_timeline(child, line);
    add_caseload(program, line);
    CLI::App& drift = add_group(
        program,
        {"drift",
         "Where care has drifted from rule or plan, and why",
         "tyst drift list --ledger demo"}
    );
    add_drift_list(drift, line);
    add_drift_explain(drift, line);
    add_figures(program, line);
    CLI::App& log =
        add_group(program, {"log", "Check and prove the log", "tyst log verify --ledger demo"});
    add_log_verify(log, line);
    add_log_checkpoint(log, line);
    add_log_prove(log, line);
    add_rebuild(program, line);
    add_doctor(program, line);
}

}  // namespace tyst::cli
