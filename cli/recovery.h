#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "ledger/ledger.h"
#include "schema/date.h"

namespace tyst::cli {

// Who holds the recovery key, and where its pages are written.
struct RecoveryOptions {
    std::vector<std::string> holders;  // two, or none: "holder 1" and "holder 2"
    std::string first_page;            // empty: ROOTKEYFILE.share-1
    std::string second_page;
};
// Adds --holder, --share-1 and --share-2.
void add_recovery_options(Command command, RecoveryOptions& options);
// Adds --share, which is given twice.
void add_share_option(Command command, std::vector<std::string>& files);
// The pages in the two files. invalid_value for another number of them; otherwise as
// read_whole_file.
[[nodiscard]] Result<std::vector<std::string>> read_shares(const std::vector<std::string>& files);

// Makes a recovery key, writes its two pages, records who holds it. invalid_value for another
// number of holders, already_exists where a page is there; otherwise as split_recovery_key and
// Ledger::append.
[[nodiscard]] Result<void> split_recovery(
    Ledger& ledger,
    StreamId actor,
    const OpenOptions& places,
    const RecoveryOptions& options,
    const Surroundings& surroundings
);

// The holders of the newest split; none where there was none.
[[nodiscard]] Result<std::vector<std::string>> recovery_holders(Ledger& ledger);

// What the log says of recovery.
struct RecoveryState {
    bool split = false;
    std::optional<Date> last_drill;  // since the last split
    bool drill_opened = false;
};
[[nodiscard]] Result<RecoveryState> recovery_state(Ledger& ledger);

}  // namespace tyst::cli
