#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/recovery.h"
#include "cli/reference_adoption.h"
#include "cli/session.h"
#include "cli/unlock.h"
#include "ledger/root_keys.h"

namespace tyst::cli {
namespace {

struct InitOptions {
    LedgerOptions ledger;
    std::string authority;
    std::string origin;
    std::string passphrase_file;
    RecoveryOptions recovery;
    bool no_recovery = false;
    bool reuse_root_key = false;
};

Result<std::string> authority_title(const ReferenceSet& reference, const std::string& code) {
    const CodeEntry* entry = reference.codes().find("authority", code);
    if (entry == nullptr) {
        return fail(
            ErrorCode::unknown_code,
            fmt::format(
                "--authority '{}': not the code of a Welsh local authority (W06000001 to "
                "W06000024)",
                code
            )
        );
    }
    return entry->title_en;
}

// Makes the ledger, or opens one that an interrupted `init` left without its reference set.
Result<std::unique_ptr<Ledger>> make_ledger(
    const InitOptions& options, const Surroundings& surroundings
) {
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    const auto created = Ledger::create(
        {
            .directory = places.directory,
            .root_key_file = places.root_key_file,
            .lock_directory = places.lock_directory,
            .origin = options.origin.empty() ? "tyst/" + options.authority : options.origin,
            .authority = options.authority,
            .unlock = places.unlock,
            .file_system = nullptr,
        },
        surroundings.clock,
        surroundings.entropy
    );
    if (created) {
        return open_ledger(options.ledger, surroundings);
    }
    if (created.error().code != ErrorCode::already_exists) {
        return std::unexpected(created.error());
    }
    auto ledger = open_ledger(options.ledger, surroundings);
    if (!ledger || (*ledger)->authority() != options.authority) {
        return std::unexpected(created.error());
    }
    TYST_ASSIGN(const auto reference, adopted_reference_set(**ledger));
    if (reference) {
        return std::unexpected(created.error());
    }
    return ledger;
}

// One file serves one ledger: an erasure replaces the root in it, and whatever else lay under it
// stays closed for ever. A directory with something in it is left to make_ledger to judge.
Result<void> check_root_key(const InitOptions& options, const Surroundings& surroundings) {
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    std::error_code ignored;
    const bool begun = std::filesystem::exists(places.directory, ignored) &&
                       !std::filesystem::is_empty(places.directory, ignored);
    if (begun || options.reuse_root_key ||
        !std::filesystem::exists(places.root_key_file, ignored)) {
        return {};
    }
    return fail(
        ErrorCode::already_exists,
        places.root_key_file.string() +
            ": a root key file is there already, and one serves one ledger: an erasure in one "
            "closes every other under it for good. Name another file with --root-key; where no "
            "ledger lies under this one, use it with --reuse-root-key"
    );
}

// With a passphrase the root key is never on the disk without it.
Result<void> make_wrapped_root_key(InitOptions& options, const Surroundings& surroundings) {
    if (options.passphrase_file.empty()) {
        return {};
    }
    options.ledger.root_passphrase_file = options.passphrase_file;
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    std::error_code ignored;
    if (std::filesystem::exists(places.root_key_file, ignored)) {
        return {};
    }
    return create_root_key(
        {places.root_key_file, places.unlock}, RootKeyCover::passphrase, surroundings.entropy
    );
}

Result<void> make_recovery(
    const InitOptions& options, Ledger& ledger, StreamId actor, const Surroundings& surroundings
) {
    if (!options.no_recovery) {
        return split_recovery(
            ledger,
            actor,
            to_open_options(options.ledger, surroundings),
            options.recovery,
            surroundings
        );
    }
    surroundings.err
        << "Warning: no recovery key was made. Who loses the root key or its passphrase "
           "loses every record (tyst key split).\n";
    return {};
}

Result<ExitCode> init(InitOptions options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto reference, embedded_reference_set());
    TYST_ASSIGN(const std::string title, authority_title(reference, options.authority));
    TYST_TRY(check_root_key(options, surroundings));
    TYST_TRY(make_wrapped_root_key(options, surroundings));
    TYST_ASSIGN(const auto ledger, make_ledger(options, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_TRY(adopt(*ledger, actor, reference, "reference set of the program"));
    TYST_TRY(ledger->checkpoint());
    TYST_TRY(make_recovery(options, *ledger, actor, surroundings));
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    surroundings.err << fmt::format(
        "Made the ledger of {} in {}\n"
        "  log name      {}\n"
        "  verifier key  {}\n"
        "  root key      {}\n"
        "Back up the root key now, apart from the ledger: without it nothing in the ledger can be\n"
        "opened again, and whoever has both can read everything.\n"
        "Try next:  tyst sample vale-2019 | tyst event append --ledger {} -\n",
        title,
        places.directory.string(),
        ledger->origin(),
        ledger->verifier_key(),
        places.root_key_file.string(),
        places.directory.string()
    );
    return ExitCode::ok;
}

}  // namespace

void add_init(Command parent, CommandLine& line) {
    auto options = std::make_shared<InitOptions>();
    Command command = parent.add(
        {"init",
         "Make an empty ledger for one authority",
         "tyst init --ledger demo --authority W06000014"}
    );
    command.option("--authority", options->authority, "GSS code of the local authority")
        .required()
        .shown_as("CODE");
    command
        .option(
            "--origin", options->origin, "Name of the log in its checkpoints; by default tyst/CODE"
        )
        .shown_as("NAME");
    command
        .option(
            "--passphrase-file",
            options->passphrase_file,
            "Wrap the new root key by the first line of this file"
        )
        .shown_as("FILE");
    add_recovery_options(command, options->recovery);
    command.flag("--no-recovery", options->no_recovery, "Make no recovery key");
    command.flag(
        "--reuse-root-key",
        options->reuse_root_key,
        "Use a root key file that is there already; no other ledger may lie under it"
    );
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return init(*options, surroundings);
    });
}

}  // namespace tyst::cli
