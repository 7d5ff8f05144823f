#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "projections/views.h"

namespace tyst::cli {
namespace {

Result<ExitCode> rebuild(const LedgerOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto reading, open_reading(options, {}, surroundings));
    TYST_ASSIGN(const auto views, Views::open(*reading.ledger, reading.reference));
    {
        ProgressLine line(surroundings, "rebuilding child");
        TYST_TRY(views->rebuild(
            reading.question.as_at,
            [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); }
        ));
    }
    surroundings.err << fmt::format(
        "views rebuilt for {} from {} entries\n",
        to_text(views->cursor().today),
        views->cursor().size
    );
    return ExitCode::ok;
}

}  // namespace

void add_rebuild(Command parent, CommandLine& line) {
    auto options = std::make_shared<LedgerOptions>();
    Command command = parent.add(
        {"rebuild",
         "Compute the stored views anew from the log and switch to them",
         "tyst rebuild --ledger demo"}
    );
    add_ledger_options(command, *options, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return rebuild(*options, surroundings);
    });
}

}  // namespace tyst::cli
