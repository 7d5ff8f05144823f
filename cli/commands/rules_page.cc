#include "cli/rules_page.h"

#include <ostream>

#include "cli/commands/commands.h"
#include "cli/reference_adoption.h"

namespace tyst::cli {
namespace {

Result<ExitCode> print_rules_page(const Surroundings& surroundings) {
    TYST_ASSIGN(const auto reference, embedded_reference_set());
    surroundings.out << rules_page(reference);
    return ExitCode::ok;
}

}  // namespace

void add_rules_page(Command parent, CommandLine& line) {
    Command command = parent.add(
        {"page", "The built-in rules in words, as docs/rules.md", "tyst rules page > docs/rules.md"}
    );
    command.run(line, [](const Surroundings& surroundings) {
        return print_rules_page(surroundings);
    });
}

}  // namespace tyst::cli
