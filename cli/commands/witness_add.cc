#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/whole_file.h"
#include "ledger/witnessing/witness_round.h"

namespace tyst::cli {
namespace {

struct WitnessAddOptions {
    LedgerOptions ledger;
    std::string file;
};

Result<ExitCode> add_lines(const WitnessAddOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const std::string lines, read_whole_file(options.file, kNoteFileBytesMax));
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const std::string text, ledger->policy_text());
    TYST_ASSIGN(const Policy policy, parse_policy(text));
    TYST_ASSIGN(const std::uint64_t size, find_cosigned_size(*ledger, policy, lines));
    TYST_ASSIGN(const CarriedLines carried, add_carried_lines(*ledger, policy, size, lines));
    surroundings.out << fmt::format(
        "checkpoint  of {} entries\nadded       {}\nquorum      {} ({} of {} needed)\n",
        size,
        carried.added.empty() ? "nothing new" : fmt::format("{}", fmt::join(carried.added, ", ")),
        carried.quorum.met ? "met" : "not met",
        carried.quorum.got,
        carried.quorum.needed
    );
    return ExitCode::ok;
}

}  // namespace

void add_witness_add(Command parent, CommandLine& line) {
    auto options = std::make_shared<WitnessAddOptions>();
    Command command = parent.add(
        {"add",
         "Take in a cosignature line that was carried here, once it holds under the policy",
         "tyst witness add cosignature.txt --ledger demo"}
    );
    command.option("file", options->file, "Signature lines as `witness cosign` printed them")
        .required()
        .shown_as("LINE_FILE");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return add_lines(*options, surroundings);
    });
}

}  // namespace tyst::cli
