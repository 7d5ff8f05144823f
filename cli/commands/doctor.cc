#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "cli/backup_checks.h"
#include "cli/commands/commands.h"
#include "cli/doctor_checks.h"
#include "cli/options.h"
#include "cli/reference_adoption.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/witness_checks.h"

namespace tyst::cli {
namespace {

struct DoctorOptions {
    LedgerOptions ledger;
    std::string format = "table";
};

struct Diagnosis {
    std::vector<Check> checks;
    ExitCode code = ExitCode::ok;  // of the worst failure

    void add(Check check, ExitCode code_if_failed = ExitCode::problems_found) {
        if (check.level == Level::fail && code != ExitCode::integrity) {
            code = code_if_failed;
        }
        checks.push_back(std::move(check));
    }
};

const char* advice_for(ErrorCode code) {
    switch (exit_code_for(code)) {
        case ExitCode::integrity:
            return "stop, keep the disk as it is, and compare with the last backup "
                   "(docs/architecture.md)";
        case ExitCode::not_found:
            return "name the ledger with --ledger, or make one with `tyst init`";
        default:
            return code == ErrorCode::ledger_in_use ? "ask again when that process has ended"
                                                    : "mend what the message names";
    }
}

// Files of the program that the adopted set does not have as they are here.
std::size_t files_that_differ(const ReferenceSet& adopted, const ReferenceSet& program) {
    std::set<Hash> digests(adopted.file_digests().begin(), adopted.file_digests().end());
    return static_cast<std::size_t>(std::ranges::count_if(
        program.file_digests(), [&](const Hash& digest) { return !digests.contains(digest); }
    ));
}

Check check_reference_set(const ReferenceSet& adopted) {
    const auto program = embedded_reference_set();
    if (!program) {
        return {"reference set", Level::fail, program.error().context, "install the program anew"};
    }
    const std::string digest = to_hex(adopted.digest().view()).substr(0, 16);
    if (adopted.digest() == program->digest()) return {"reference set", Level::ok, digest, ""};
    const std::size_t differ = files_that_differ(adopted, *program);
    if (differ == 0) {
        const std::size_t own = adopted.files().size() - program->files().size();
        return {
            "reference set",
            Level::ok,
            fmt::format("{}, with {} of the authority's own files", digest, own),
            ""
        };
    }
    return {
        "reference set",
        Level::warn,
        fmt::format("{} has {} files of this program otherwise or not at all", digest, differ),
        "the authority changed them, or they are of another version: answers follow the adopted "
        "ones"
    };
}

// The law, and the views that were computed with it.
void examine_reference_set(Ledger& ledger, Diagnosis& diagnosis) {
    const auto adopted = adopted_reference_set(ledger);
    if (!adopted) {
        diagnosis.add(
            {"reference set", Level::fail, adopted.error().context, "restore it from a backup"}
        );
        return;
    }
    const std::optional<ReferenceSet>& reference = *adopted;
    if (!reference) {
        diagnosis.add(
            {"reference set", Level::fail, "none adopted", "run the same `tyst init` again"}
        );
        return;
    }
    diagnosis.add(check_reference_set(*reference));
    diagnosis.add(check_views(ledger, *reference));
}

void examine_open_ledger(Ledger& ledger, const Surroundings& surroundings, Diagnosis& diagnosis) {
    const TreeHead head = ledger.head();
    diagnosis.add(
        {"ledger",
         Level::ok,
         fmt::format(
             "{}, {} entries, root {}",
             ledger.origin(),
             head.size,
             to_hex(head.root.view()).substr(0, 16)
         ),
         ""}
    );
    diagnosis.add(check_clock(surroundings.clock.now(), ledger.last_recorded()));
    for (Check& check : check_witnessing(ledger)) {
        diagnosis.add(std::move(check), ExitCode::integrity);
    }
    diagnosis.add(check_recovery(ledger));
    diagnosis.add(check_erasures(ledger, london_date(surroundings.clock.now())));
    for (Check& check : check_backups(ledger, london_date(surroundings.clock.now()))) {
        diagnosis.add(std::move(check));
    }
    examine_reference_set(ledger, diagnosis);
}

Diagnosis diagnose(const LedgerOptions& options, const Surroundings& surroundings) {
    Diagnosis diagnosis;
    const OpenOptions places = to_open_options(options, surroundings);
    diagnosis.add({"version", Level::ok, "tyst " TYST_VERSION, ""});
    std::error_code ignored;
    if (!std::filesystem::is_directory(places.directory, ignored)) {
        diagnosis.add(
            {"ledger",
             Level::fail,
             fmt::format("no directory {}", places.directory.string()),
             advice_for(ErrorCode::ledger_not_found)},
            ExitCode::not_found
        );
        return diagnosis;
    }
    diagnosis.add(check_root_key(places.root_key_file, places.directory));
    diagnosis.add(check_lock_directory(
        places.lock_directory.empty() ? places.directory / "lock" : places.lock_directory
    ));
    diagnosis.add(check_disk_space(places.directory));
    const auto ledger = open_ledger(options, surroundings);
    if (ledger) {
        examine_open_ledger(**ledger, surroundings, diagnosis);
        return diagnosis;
    }
    const Error& error = ledger.error();
    const Level level = error.code == ErrorCode::ledger_in_use ? Level::warn : Level::fail;
    diagnosis.add(
        {"ledger", level, error.context, advice_for(error.code)}, exit_code_for(error.code)
    );
    return diagnosis;
}

boost::json::object diagnosis_json(const Diagnosis& diagnosis) {
    boost::json::array checks;
    for (const Check& check : diagnosis.checks) {
        checks.push_back(
            {{"check", check.what},
             {"level", to_text(check.level)},
             {"found", check.found},
             {"advice", check.advice}}
        );
    }
    return {{"healthy", diagnosis.code == ExitCode::ok}, {"checks", std::move(checks)}};
}

Result<ExitCode> doctor(const DoctorOptions& options, const Surroundings& surroundings) {
    const Diagnosis diagnosis = diagnose(options.ledger, surroundings);
    const OutputFormat format = output_format_from(options.format);
    if (format == OutputFormat::json) {
        print_json(surroundings.out, diagnosis_json(diagnosis));
        return diagnosis.code;
    }
    Table table({{"level", ""}, {"check", ""}, {"found", ""}, {"advice", ""}});
    for (const Check& check : diagnosis.checks) {
        table.add_row({to_text(check.level), check.what, check.found, check.advice});
    }
    if (format == OutputFormat::csv) {
        table.print_csv(surroundings.out);
    } else {
        for (const Check& check : diagnosis.checks) {
            surroundings.out << fmt::format(
                "{:<5} {:<15} {}\n", to_text(check.level), check.what, printable(check.found)
            );
            if (!check.advice.empty()) {
                surroundings.out << fmt::format("{:>21} {}\n", "->", check.advice);
            }
        }
    }
    return diagnosis.code;
}

}  // namespace

void add_doctor(Command parent, CommandLine& line) {
    auto options = std::make_shared<DoctorOptions>();
    Command command = parent.add(
        {"doctor",
         "Check the ledger's place, keys, disk, clock and views, and say what to do",
         "tyst doctor --ledger demo"}
    );
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return doctor(*options, surroundings);
    });
}

}  // namespace tyst::cli
