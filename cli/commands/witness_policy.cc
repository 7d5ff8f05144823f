#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/whole_file.h"
#include "ledger/witnessing/add_checkpoint.h"

namespace tyst::cli {
namespace {

struct WitnessPolicyOptions {
    LedgerOptions ledger;
    std::string file;
};

Result<ExitCode> policy(const WitnessPolicyOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    if (!options.file.empty()) {
        TYST_ASSIGN(const std::string text, read_whole_file(options.file, kNoteFileBytesMax));
        TYST_TRY(ledger->set_policy(text));
    }
    TYST_ASSIGN(const std::string kept, ledger->policy_text());
    surroundings.out << kept;
    return ExitCode::ok;
}

struct WitnessProofOptions {
    LedgerOptions ledger;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

Result<ExitCode> proof(const WitnessProofOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    std::uint64_t to = options.to;
    if (to == 0) {
        TYST_ASSIGN(const auto sizes, ledger->checkpoint_sizes());
        to = sizes.empty() ? 0 : sizes.back();
    }
    TYST_ASSIGN(const auto hashes, ledger->prove_consistency(options.from, to));
    surroundings.out << hash_lines_text(hashes);
    surroundings.err << fmt::format(
        "from size {} to the checkpoint of size {}\n", options.from, to
    );
    return ExitCode::ok;
}

}  // namespace

void add_witness_policy(Command parent, CommandLine& line) {
    auto options = std::make_shared<WitnessPolicyOptions>();
    Command command = parent.add(
        {"policy",
         "Print whom checkpoints must be cosigned by (C2SP tlog-policy), or set it",
         "tyst witness policy --set witnesses.policy --ledger demo"}
    );
    command.option("--set", options->file, "Checked, then kept in the ledger").shown_as("FILE");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return policy(*options, surroundings);
    });
}

void add_witness_proof(Command parent, CommandLine& line) {
    auto options = std::make_shared<WitnessProofOptions>();
    Command command = parent.add(
        {"proof",
         "Print the consistency proof from the size that a witness keeps, for `witness cosign`",
         "tyst witness proof 40 --ledger demo > consistency.txt"}
    );
    command.option("from", options->from, "Size that the witness keeps")
        .required()
        .shown_as("SIZE");
    command.option("--to", options->to, "Size of the checkpoint; by default the newest")
        .shown_as("SIZE");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return proof(*options, surroundings);
    });
}

}  // namespace tyst::cli
