#include "cli/options.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/unlock.h"

namespace tyst::cli {
namespace {

void default_from_environment(
    Argument& option, std::string& value, const std::string& variable, const CommandLine& line
) {
    if (const auto found = line.surroundings.environment(variable); found && !found->empty()) {
        value = *found;
    }
    option.described_also(" (or " + variable + ")");
}

std::filesystem::path configuration_directory(const Surroundings& surroundings) {
    if (const auto xdg = surroundings.environment("XDG_CONFIG_HOME"); xdg && !xdg->empty()) {
        return std::filesystem::path(*xdg) / "tyst";
    }
    if (const auto home = surroundings.environment("HOME"); home && !home->empty()) {
        return std::filesystem::path(*home) / ".config" / "tyst";
    }
    return ".";
}

bool needs_escape(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte <= ' ' || byte >= 0x7F || character == '+' || character == '%';
}

void add_places(
    Command command, LedgerOptions& options, const CommandLine& line, bool ledger_required
) {
    Argument directory = command.option("--ledger", options.directory, "Directory of the ledger");
    default_from_environment(directory, options.directory, "TYST_LEDGER", line);
    directory.shown_as("DIR").required(ledger_required && options.directory.empty());
    add_root_key_options(command, options, line);
    Argument lock = command.option(
        "--lock", options.lock_directory, "Anchor and last checkpoint; by default DIR/lock"
    );
    default_from_environment(lock, options.lock_directory, "TYST_LOCK", line);
    lock.shown_as("DIR");
}

}  // namespace

void add_root_key_options(Command command, LedgerOptions& options, const CommandLine& line) {
    Argument key = command.option(
        "--root-key", options.root_key_file, "Root key; by default in the configuration folder"
    );
    default_from_environment(key, options.root_key_file, "TYST_ROOT_KEY", line);
    key.shown_as("FILE");
    Argument passphrase = command.option(
        "--root-passphrase",
        options.root_passphrase_file,
        "File with the passphrase of a wrapped root key; else it is asked for"
    );
    default_from_environment(
        passphrase, options.root_passphrase_file, "TYST_ROOT_PASSPHRASE_FILE", line
    );
    passphrase.shown_as("FILE");
    Argument wrapping = command.option(
        "--root-wrapping-key", options.root_wrapping_key, "Key file that wraps the root key"
    );
    default_from_environment(wrapping, options.root_wrapping_key, "TYST_ROOT_WRAPPING_KEY", line);
    wrapping.shown_as("FILE");
}

void add_ledger_options(Command command, LedgerOptions& options, const CommandLine& line) {
    add_places(command, options, line, true);
}

void add_optional_ledger_options(Command command, LedgerOptions& options, const CommandLine& line) {
    add_places(command, options, line, false);
}

OpenOptions to_open_options(const LedgerOptions& options, const Surroundings& surroundings) {
    return {
        .directory = options.directory,
        .root_key_file = options.root_key_file.empty()
                             ? default_root_key_file(options.directory, surroundings)
                             : std::filesystem::path(options.root_key_file),
        .lock_directory = options.lock_directory,
        .unlock =
            unlock_with(options.root_passphrase_file, options.root_wrapping_key, surroundings),
        .file_system = nullptr,
    };
}

std::filesystem::path default_root_key_file(
    const std::filesystem::path& ledger_directory, const Surroundings& surroundings
) {
    // Made absolute first: of a name that is not there yet the canonical path may stay relative,
    // and would be another one once it is there.
    std::error_code ignored;
    const std::filesystem::path absolute = std::filesystem::absolute(ledger_directory, ignored);
    std::filesystem::path full = std::filesystem::weakly_canonical(absolute, ignored);
    if (full.empty()) {
        full = absolute;
    }
    if (!full.has_filename()) {
        full = full.parent_path();  // "ledger/" and "ledger" are one place
    }
    std::string file_name;
    for (const char character : full.relative_path().string()) {
        if (character == '/') {
            file_name += '+';
        } else if (needs_escape(character)) {
            file_name += fmt::format("%{:02X}", static_cast<unsigned char>(character));
        } else {
            file_name += character;
        }
    }
    return configuration_directory(surroundings) / (file_name + ".root-key");
}

void add_format_option(
    Command command, std::string& format, const std::vector<std::string>& formats
) {
    const std::string description = fmt::format(
        "{} (default){}{} or {}",
        formats.front(),
        formats.size() > 2 ? ", " : "",
        fmt::join(formats.begin() + 1, formats.end() - 1, ", "),
        formats.back()
    );
    command.option("--format", format, description)
        .shown_as("FORMAT")
        .checked([formats](const std::string& text) -> std::string {
            return std::ranges::find(formats, text) != formats.end()
                       ? ""
                       : fmt::format("'{}' is not one of {}", text, fmt::join(formats, ", "));
        });
}

void add_question_options(Command command, ReadOptions& options) {
    command.option("--as-at", options.as_at, "What was true at the end of that London day; today")
        .shown_as("DATE")
        .checked(check_date);
    command
        .option(
            "--known-at",
            options.known_at,
            "What was known at that time, or at the end of that London day; now"
        )
        .shown_as("TIME")
        .checked(check_date_or_time);
    command.flag(
        "--witnessed",
        options.witnessed,
        "Count what the ledger itself recorded by then, not what a source claims to have known"
    );
}

void add_read_options(Command command, ReadOptions& options) {
    add_question_options(command, options);
    add_format_option(command, options.format);
}

std::string check_date(const std::string& text) {
    const auto date = parse_date(text);
    return date ? "" : date.error().context;
}

std::string check_date_or_time(const std::string& text) {
    const auto time = parse_timestamp(text);
    return parse_date(text) || time ? "" : time.error().context;
}

Timestamp moment_from(const std::string& text) {
    if (const auto date = parse_date(text)) {
        return end_of_london_day(*date);
    }
    const auto time = parse_timestamp(text);
    TYST_ASSERT(time.has_value());
    return *time;
}

}  // namespace tyst::cli
