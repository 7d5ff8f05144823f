#include "cli/command.h"

#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

namespace tyst::cli {

Argument& Argument::shown_as(const std::string& name) {
    option_->type_name(name);
    return *this;
}

Argument& Argument::required(bool yes) {
    option_->required(yes);
    return *this;
}

Argument& Argument::checked(const TextCheck& check) {
    option_->check(CLI::Validator([check](const std::string& text) { return check(text); }, ""));
    return *this;
}

Argument& Argument::one_of(const std::vector<std::string>& words) {
    option_->check(CLI::IsMember(words));
    return *this;
}

Argument& Argument::described_also(const std::string& text) {
    option_->description(option_->get_description() + text);
    return *this;
}

Command Command::add(const CommandText& text) {
    CLI::App* command = app_->add_subcommand(text.name, text.description);
    // The formatter of `run` prints the footer first, under "Example".
    command->footer(text.example);
    return Command(*command);
}

Command Command::add_group(const CommandText& text) {
    const Command group = add(text);
    group.app_->require_subcommand(1);
    return group;
}

Argument Command::option(
    const std::string& name, std::string& value, const std::string& description
) {
    return Argument(*app_->add_option(name, value, description));
}

Argument Command::option(const std::string& name, int& value, const std::string& description) {
    return Argument(*app_->add_option(name, value, description));
}

Argument Command::option(
    const std::string& name, std::uint32_t& value, const std::string& description
) {
    return Argument(*app_->add_option(name, value, description));
}

Argument Command::option(
    const std::string& name, std::uint64_t& value, const std::string& description
) {
    return Argument(*app_->add_option(name, value, description));
}

Argument Command::option(
    const std::string& name, std::vector<std::string>& values, const std::string& description
) {
    return Argument(*app_->add_option(name, values, description));
}

Argument Command::flag(const std::string& name, bool& value, const std::string& description) {
    return Argument(*app_->add_flag(name, value, description));
}

void Command::run(CommandLine& line, Action action) {
    // A command that leads to others is told of too when one of those was chosen.
    app_->callback([app = app_, &line, action = std::move(action)] {
        if (app->get_subcommands().empty()) line.chosen = action;
    });
}

ExitCode usage_error(const Surroundings& surroundings, const std::string& message) {
    surroundings.err << "tyst: " << message << '\n';
    return ExitCode::usage;
}

}  // namespace tyst::cli
