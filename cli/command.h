#pragma once

#include <functional>
#include <string>

#include "cli/exit_code.h"
#include "cli/surroundings.h"
#include "schema/error.h"

namespace CLI {
class App;
}

namespace tyst::cli {

// What a command does once its command line has been understood. Ok, or the code of what it found;
// a failure is told and turned into its exit code by `run`.
using Action = std::function<Result<ExitCode>(const Surroundings& surroundings)>;

// Where commands are hung up while the command line is described, and which one was chosen.
struct CommandLine {
    const Surroundings& surroundings;  // for defaults from the environment
    Action chosen;
};

struct CommandText {
    std::string name;
    std::string description;  // one line
    std::string example;      // one line each; the first is "tyst …"
};

// A command below `parent` whose help opens with the example.
CLI::App& add_command(CLI::App& parent, const CommandText& text);

// Makes `action` the chosen one when `command` is on the command line.
void run_action(CLI::App& command, CommandLine& line, Action action);

// A mistake in the command line that only the command itself can see: tells it and gives
// ExitCode::usage.
[[nodiscard]] ExitCode usage_error(const Surroundings& surroundings, const std::string& message);

}  // namespace tyst::cli
