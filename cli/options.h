#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "ledger/ledger.h"
#include "schema/date.h"

namespace tyst::cli {

// Where a ledger lies. Empty members take their defaults when the ledger is opened.
struct LedgerOptions {
    std::string directory;
    std::string root_key_file;
    std::string lock_directory;
    std::string root_passphrase_file;
    std::string root_wrapping_key;
};

// Adds --ledger, --root-key, --lock, --root-passphrase and --root-wrapping-key with defaults from
// TYST_LEDGER, TYST_ROOT_KEY, TYST_LOCK, TYST_ROOT_PASSPHRASE_FILE and TYST_ROOT_WRAPPING_KEY.
// `options` must outlive the command.
void add_ledger_options(Command command, LedgerOptions& options, const CommandLine& line);
// The same for a command that can do without a ledger.
void add_optional_ledger_options(Command command, LedgerOptions& options, const CommandLine& line);

// Adds the last three alone, for what needs the root key and no ledger.
void add_root_key_options(Command command, LedgerOptions& options, const CommandLine& line);

[[nodiscard]] OpenOptions to_open_options(
    const LedgerOptions& options, const Surroundings& surroundings
);

// PATH-OF-LEDGER.root-key in $XDG_CONFIG_HOME/tyst or ~/.config/tyst: one file per ledger
// directory, its path written with "+" for "/". In the current directory where there is no home.
[[nodiscard]] std::filesystem::path default_root_key_file(
    const std::filesystem::path& ledger_directory, const Surroundings& surroundings
);

// Adds --format with what the command can print; `format` holds the default, the first of them.
void add_format_option(
    Command command,
    std::string& format,
    const std::vector<std::string>& formats = {"table", "json", "csv"}
);

// A moment as written on the command line: a date means the end of that London day.
struct ReadOptions {
    std::string as_at;     // empty: today
    std::string known_at;  // empty: all that is known
    bool witnessed = false;
    std::string format = "table";
    // Where no day is asked for, today but never later than this.
    std::optional<Date> latest_day = std::nullopt;
};

// Adds --as-at, --known-at and --witnessed.
void add_question_options(Command command, ReadOptions& options);
// The same with --format table|json|csv.
void add_read_options(Command command, ReadOptions& options);

// As Argument::checked wants them: empty where the text is fine, the reason where it is not.
[[nodiscard]] std::string check_date(const std::string& text);
[[nodiscard]] std::string check_date_or_time(const std::string& text);

// The end of a London day, or the instant itself. The text has passed check_date_or_time.
[[nodiscard]] Timestamp moment_from(const std::string& text);

}  // namespace tyst::cli
