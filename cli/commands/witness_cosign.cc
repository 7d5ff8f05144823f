#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/whole_file.h"
#include "ledger/witnessing/pocket_witness.h"

namespace tyst::cli {
namespace {

struct WitnessCosignOptions {
    std::string checkpoint_file;
    std::string state_file;
    std::string key_file;
    std::string consistency_file;
    std::string log_key;
};

Result<ExitCode> cosign(const WitnessCosignOptions& options, const Surroundings& surroundings) {
    PocketRequest request{options.key_file, options.state_file, "", "", {}};
    TYST_ASSIGN(request.checkpoint, read_whole_file(options.checkpoint_file, kNoteFileBytesMax));
    if (!options.consistency_file.empty()) {
        TYST_ASSIGN(
            request.consistency, read_whole_file(options.consistency_file, kNoteFileBytesMax)
        );
    }
    if (!options.log_key.empty()) {
        request.log_keys.push_back(options.log_key);
    }
    TYST_ASSIGN(const PocketAnswer answer, cosign_in_pocket(request, surroundings.clock));
    surroundings.out << answer.line;
    surroundings.err << fmt::format(
        "cosigned {} at {} entries (kept before: {})\n",
        answer.now.origin,
        answer.now.size,
        answer.before.size
    );
    return ExitCode::ok;
}

struct WitnessNewKeyOptions {
    std::string key_file;
    std::string name;
};

Result<ExitCode> new_key(const WitnessNewKeyOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(
        const std::string key,
        make_witness_key(options.key_file, options.name, surroundings.entropy)
    );
    surroundings.out << key << '\n';
    surroundings.err << "Keep the key file to yourself; give the line above to the log, for its "
                        "policy: witness NAME KEY\n";
    return ExitCode::ok;
}

}  // namespace

void add_witness_cosign(Command parent, CommandLine& line) {
    auto options = std::make_shared<WitnessCosignOptions>();
    Command command = parent.add(
        {"cosign",
         "Be the witness: cosign a checkpoint that extends the one kept here (needs no ledger)",
         "tyst witness cosign checkpoint.txt --state vale.witness --key my.key"}
    );
    command.option("checkpoint", options->checkpoint_file, "The log's signed checkpoint")
        .required()
        .shown_as("CHECKPOINT_FILE");
    command.option("--state", options->state_file, "What is kept of the log; made the first time")
        .required()
        .shown_as("FILE");
    command.option("--key", options->key_file, "Made by `tyst witness new-key`")
        .required()
        .shown_as("FILE");
    command
        .option(
            "--consistency", options->consistency_file, "Proof from the size kept, one hash a line"
        )
        .shown_as("FILE");
    command
        .option("--log-key", options->log_key, "The log's verifier key; needed the first time only")
        .shown_as("VKEY");
    command.run(line, [options](const Surroundings& surroundings) {
        return cosign(*options, surroundings);
    });
}

void add_witness_new_key(Command parent, CommandLine& line) {
    auto options = std::make_shared<WitnessNewKeyOptions>();
    Command command = parent.add(
        {"new-key",
         "Make a witness's key file; prints the public key",
         "tyst witness new-key my.key --name inspector.example/laptop-1"}
    );
    command.option("file", options->key_file, "New key file").required().shown_as("FILE");
    command.option("--name", options->name, "Name of the witness, without spaces and '+'")
        .required()
        .shown_as("NAME");
    command.run(line, [options](const Surroundings& surroundings) {
        return new_key(*options, surroundings);
    });
}

}  // namespace tyst::cli
