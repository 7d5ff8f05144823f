#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/reference_adoption.h"
#include "cli/rule_source.h"
#include "schema/local_files.h"

namespace tyst::cli {
namespace {

Result<ExitCode> check_rule_files(
    const std::vector<std::string>& names, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto files, read_reference_files(names, surroundings));
    TYST_ASSIGN(const auto built_in, embedded_reference_set());
    if (const auto loaded = load_with(built_in, files); !loaded) {
        surroundings.out << loaded.error().context << '\n';
        return ExitCode::problems_found;
    }
    surroundings.err << fmt::format(
        "{} {} well beside the built-in set\n",
        names.size(),
        names.size() == 1 ? "file stands" : "files stand"
    );
    return ExitCode::ok;
}

}  // namespace

void add_rules_check(Command parent, CommandLine& line) {
    auto names = std::make_shared<std::vector<std::string>>();
    Command command = parent.add(
        {"check",
         "Whether reference files can be read beside the built-in set; if not, why",
         "tyst rules check reference/local-examples/cardiff-permanence-pledge.toml"}
    );
    command.option("files", *names, "Rules, codes, a calendar or school terms")
        .required()
        .shown_as("FILE");
    command.run(line, [names](const Surroundings& surroundings) {
        return check_rule_files(*names, surroundings);
    });
}

}  // namespace tyst::cli
