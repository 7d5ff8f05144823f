#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/surroundings.h"
#include "schema/error.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
class Option;
}  // namespace CLI

// The command line is parsed by CLI11, whose header takes longer to compile than all of a command:
// it is included in command.cc and run.cc only, and commands describe themselves with what is here.
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

// Nothing where a text will do, otherwise why it will not.
using TextCheck = std::function<std::string(const std::string& text)>;

// An option ("--by"), a flag, or an argument that stands by its place ("child"). A handle: valid as
// long as the program's command line is.
class Argument {
  public:
    explicit Argument(CLI::Option& option) : option_(&option) {}

    // What stands for the value in the help, for instance DIR.
    Argument& shown_as(const std::string& name);
    Argument& required(bool yes = true);
    Argument& checked(const TextCheck& check);
    Argument& one_of(const std::vector<std::string>& words);
    // Adds to its line in the help.
    Argument& described_also(const std::string& text);

  private:
    CLI::Option* option_;
};

// The program, a group of commands or a command. A handle, like Argument.
class Command {
  public:
    explicit Command(CLI::App& app) : app_(&app) {}

    // A command below this one whose help opens with the example.
    Command add(const CommandText& text);
    // The same, that only leads to the ones below it.
    Command add_group(const CommandText& text);

    // Each keeps a reference to `value`, which must outlive the command. Its content is the
    // default.
    Argument option(const std::string& name, std::string& value, const std::string& description);
    Argument option(const std::string& name, int& value, const std::string& description);
    Argument option(const std::string& name, std::uint32_t& value, const std::string& description);
    Argument option(const std::string& name, std::uint64_t& value, const std::string& description);
    // One or more of them, by their place.
    Argument option(
        const std::string& name, std::vector<std::string>& values, const std::string& description
    );
    Argument flag(const std::string& name, bool& value, const std::string& description);

    // Makes `action` the chosen one when this command is on the command line.
    void run(CommandLine& line, Action action);

  private:
    CLI::App* app_;
};

// A mistake in the command line that only the command itself can see: tells it and gives
// ExitCode::usage.
[[nodiscard]] ExitCode usage_error(const Surroundings& surroundings, const std::string& message);

}  // namespace tyst::cli
