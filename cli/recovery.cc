#include "cli/recovery.h"

#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/session.h"
#include "cli/whole_file.h"
#include "ledger/root_keys.h"

namespace tyst::cli {
namespace {

std::filesystem::path page_file(
    const std::string& named, const std::filesystem::path& root_key_file, int number
) {
    return named.empty()
               ? std::filesystem::path(fmt::format("{}.share-{}", root_key_file.string(), number))
               : std::filesystem::path(named);
}

Result<std::vector<std::string>> two_holders(const RecoveryOptions& options) {
    if (options.holders.empty()) {
        return std::vector<std::string>{"holder 1", "holder 2"};
    }
    if (options.holders.size() != 2 || options.holders[0] == options.holders[1]) {
        return fail(ErrorCode::invalid_value, "--holder: name two different holders");
    }
    return options.holders;
}

Result<void> require_absent(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        return fail(
            ErrorCode::already_exists,
            file.string() + ": is there already; hand it over and remove it, or name another file"
        );
    }
    return {};
}

}  // namespace

void add_recovery_options(Command command, RecoveryOptions& options) {
    command
        .option("--holder", options.holders, "Who gets a share of the recovery key; give it twice")
        .shown_as("NAME");
    command.option("--share-1", options.first_page, "File for the first holder's page")
        .shown_as("FILE");
    command.option("--share-2", options.second_page, "File for the second holder's page")
        .shown_as("FILE");
}

void add_share_option(Command command, std::vector<std::string>& files) {
    command.option("--share", files, "Page of one holder; give it twice")
        .required()
        .shown_as("FILE");
}

Result<std::vector<std::string>> read_shares(const std::vector<std::string>& files) {
    if (files.size() != 2) {
        return fail(
            ErrorCode::invalid_value, "--share: two of them are needed, one of each holder"
        );
    }
    std::vector<std::string> pages;
    for (const std::string& file : files) {
        TYST_ASSIGN(std::string page, read_whole_file(file, kNoteFileBytesMax));
        pages.push_back(std::move(page));
    }
    return pages;
}

Result<void> split_recovery(
    Ledger& ledger,
    StreamId actor,
    const OpenOptions& places,
    const RecoveryOptions& options,
    const Surroundings& surroundings
) {
    TYST_ASSIGN(std::vector<std::string> holders, two_holders(options));
    const auto first = page_file(options.first_page, places.root_key_file, 1);
    const auto second = page_file(options.second_page, places.root_key_file, 2);
    TYST_TRY(require_absent(first));
    TYST_TRY(require_absent(second));
    TYST_ASSIGN(
        const RecoverySplit split,
        split_recovery_key({places.root_key_file, places.unlock}, surroundings.entropy)
    );
    TYST_TRY(write_whole_file(first, split.shares[0]));
    TYST_TRY(write_whole_file(second, split.shares[1]));
    const std::string names = fmt::format("{} and {}", holders[0], holders[1]);
    TYST_TRY(
        record_own_event(ledger, RecoveryKeySplit{std::move(holders), split.recovery_key}, actor)
    );
    surroundings.err << fmt::format(
        "The recovery key is split between {}:\n  {}\n  {}\n"
        "Print each page, give it to its holder, then remove both files. Each alone says nothing;\n"
        "both together open the ledger. Then hold a drill: tyst key drill.\n",
        names,
        first.string(),
        second.string()
    );
    return {};
}

Result<std::vector<std::string>> recovery_holders(Ledger& ledger) {
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    std::vector<std::string> holders;
    for (const StoredEvent& stored : events) {
        if (const auto* split = std::get_if<RecoveryKeySplit>(&stored.event.body)) {
            holders = split->holders;
        }
    }
    return holders;
}

Result<RecoveryState> recovery_state(Ledger& ledger) {
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    RecoveryState state;
    for (const StoredEvent& stored : events) {
        if (std::holds_alternative<RecoveryKeySplit>(stored.event.body)) {
            state = {true, std::nullopt, false};
        } else if (const auto* drill = std::get_if<RecoveryDrillHeld>(&stored.event.body)) {
            state.last_drill = stored.event.occurred.date;
            state.drill_opened = drill->outcome == "opened";
        }
    }
    return state;
}

}  // namespace tyst::cli
