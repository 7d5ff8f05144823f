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
    CLI::App& log =
        add_group(program, {"log", "Check and prove the log", "tyst log verify --ledger demo"});
    add_log_verify(log, line);
    add_log_checkpoint(log, line);
    add_log_prove(log, line);
    add_doctor(program, line);
}

}  // namespace tyst::cli
