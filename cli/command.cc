#include "cli/command.h"

#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

namespace tyst::cli {

CLI::App& add_command(CLI::App& parent, const CommandText& text) {
    CLI::App* command = parent.add_subcommand(text.name, text.description);
    // The formatter of `run` prints the footer first, under "Example".
    command->footer(text.example);
    return *command;
}

void run_action(CLI::App& command, CommandLine& line, Action action) {
    command.callback([&line, action = std::move(action)] { line.chosen = action; });
}

ExitCode usage_error(const Surroundings& surroundings, const std::string& message) {
    surroundings.err << "tyst: " << message << '\n';
    return ExitCode::usage;
}

}  // namespace tyst::cli
