#include "cli/run.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/commands/commands.h"

namespace tyst::cli {
namespace {

// Help that opens with an example: what most people came for.
class ExampleFirst final : public CLI::Formatter {
  public:
    [[nodiscard]] std::string make_help(
        const CLI::App* app, std::string name, CLI::AppFormatMode mode
    ) const override {
        if (mode == CLI::AppFormatMode::Sub || app->get_footer().empty()) {
            return CLI::Formatter::make_help(app, name, mode);
        }
        std::string text = "Example:\n";
        std::string line;
        std::istringstream lines(app->get_footer());
        while (std::getline(lines, line)) {
            text += "  " + line + '\n';
        }
        return text + '\n' + CLI::Formatter::make_help(app, name, mode);
    }

    [[nodiscard]] std::string make_footer(const CLI::App* /*app*/) const override { return ""; }
};

int exit_with(ExitCode code) {
    return static_cast<int>(code);
}

std::size_t edit_distance(const std::string& left, const std::string& right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t at = 0; at < row.size(); ++at) {
        row[at] = at;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t changed = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

// The fewest edits away from `word`, and of several one that begins as it does; nullptr where none
// is near.
const CLI::App* nearest(const std::vector<const CLI::App*>& commands, const std::string& word) {
    constexpr std::size_t kEditsMax = 2;
    if (word.size() <= kEditsMax || commands.empty()) {
        return nullptr;
    }
    const auto distance = [&word](const CLI::App* each) {
        const std::string& name = each->get_name();
        return std::pair(edit_distance(name, word), name.front() != word.front());
    };
    const CLI::App* found = *std::ranges::min_element(commands, {}, distance);
    return distance(found).first <= kEditsMax ? found : nullptr;
}

// The command that was understood furthest, and the name below it that is nearly `word`.
std::string suggestion(const CLI::App& app, std::span<const std::string> arguments) {
    const CLI::App* reached = &app;
    std::string path = "tyst";
    for (const std::string& word : arguments) {
        const auto names = reached->get_subcommands([](const CLI::App*) { return true; });
        const auto exact = std::find_if(names.begin(), names.end(), [&word](const CLI::App* each) {
            return each->get_name() == word;
        });
        if (exact != names.end()) {
            reached = *exact;
            path += ' ' + word;
            continue;
        }
        if (const CLI::App* meant = nearest(names, word)) {
            return fmt::format("Did you mean: {} {}?", path, meant->get_name());
        }
        break;
    }
    return fmt::format("Try: {} --help", path);
}

// Nothing where the command line is understood, otherwise what to exit with.
std::optional<int> parse(
    CLI::App& app, std::span<const std::string> arguments, const Surroundings& surroundings
) {
    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app.parse(reversed);
        return std::nullopt;
    } catch (const CLI::CallForHelp&) {
        surroundings.out << app.help();
        return exit_with(ExitCode::ok);
    } catch (const CLI::CallForVersion& version) {
        surroundings.out << version.what() << '\n';
        return exit_with(ExitCode::ok);
    } catch (const CLI::ParseError& error) {
        surroundings.err << "tyst: " << error.what() << '\n' << suggestion(app, arguments) << '\n';
        return exit_with(ExitCode::usage);
    }
}

int perform(const Action& action, const Surroundings& surroundings) {
    const auto result = action(surroundings);
    if (!result) {
        const Error& error = result.error();
        surroundings.err << fmt::format(
            "tyst: {} ({} {})\n", error.context, name(error.code), static_cast<int>(error.code)
        );
        return exit_with(exit_code_for(error.code));
    }
    surroundings.out.flush();
    if (!surroundings.out) {
        surroundings.err << "tyst: cannot write the output\n";
        return exit_with(ExitCode::input_output);
    }
    return exit_with(*result);
}

}  // namespace

int run(std::span<const std::string> arguments, const Surroundings& surroundings) {
    CLI::App app("Tyst: the audit and compliance ledger of a children's service.", "tyst");
    app.formatter(std::make_shared<ExampleFirst>());
    app.footer(
        "tyst init --ledger demo --authority W06000014\n"
        "tyst sample vale-2019 | tyst event append --ledger demo -\n"
        "tyst drift list --ledger demo"
    );
    app.set_version_flag("--version", std::string("tyst " TYST_VERSION));
    app.require_subcommand(1);
    CommandLine line{surroundings, {}};
    add_all_commands(Command(app), line);
    if (const auto done = parse(app, arguments, surroundings)) {
        return *done;
    }
    TYST_ASSERT(line.chosen != nullptr);
    try {
        return perform(line.chosen, surroundings);
    } catch (const std::exception& exception) {
        surroundings.err << "tyst: a fault of this program: " << exception.what() << '\n';
        return exit_with(ExitCode::bug);
    }
}

}  // namespace tyst::cli
