#include "projections/panel/panel_pack.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <span>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "ledger/evidence/zip_archive.h"
#include "ledger/file_in_waiting.h"
#include "projections/disclosure.h"

namespace tyst::cli {
namespace {

struct PanelPackOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string quarter;
    std::string audience = "panel";
    std::string language = "en";
    std::string directory;
    std::string output;
};

// The last quarter that was over by today.
panel::Quarter last_whole_quarter(Date today) {
    const panel::Quarter present = panel::quarter_of(today);
    return present.last() <= today ? present : panel::quarters_before(present, 1);
}

// The day up to which is counted: --as-at, or the end of the quarter asked about, of which only
// what has come by today.
Result<Date> last_day(const PanelPackOptions& options, Date today) {
    if (!options.read.as_at.empty()) return parse_date(options.read.as_at);
    if (options.quarter.empty()) return last_whole_quarter(today).last();
    TYST_ASSIGN(const panel::Quarter quarter, panel::parse_quarter(options.quarter));
    if (today < quarter.first()) {
        return fail(
            ErrorCode::invalid_value,
            fmt::format(
                "quarter: {} begins on {}, and today is {}; ask for an earlier quarter",
                options.quarter,
                to_text(quarter.first()),
                to_text(today)
            )
        );
    }
    return std::min(quarter.last(), today);
}

// Everything known by the newest entry, so that the same log gives the same bytes whenever it is
// asked.
Result<Question> settle_question(const PanelPackOptions& options, const Reading& reading) {
    const Date today = reading.authority.pinned_today().value_or(reading.question.as_at);
    Question question = reading.question;
    TYST_ASSIGN(question.as_at, last_day(options, today));
    if (options.read.known_at.empty()) question.known_at = reading.ledger->last_recorded();
    return question;
}

Result<DisclosurePolicy> policy_for(const std::string& name, const ReferenceSet& reference) {
    const DisclosureAudience* audience = reference.audience(name);
    if (audience == nullptr) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "audience {}: the reference set in force does not know it; see tyst figures --list",
                name
            )
        );
    }
    return policy_of(*audience);
}

Result<void> write_new_file(const std::filesystem::path& path, std::string_view content) {
    FileInWaiting file(path);
    TYST_TRY(file.write(content));
    return file.put_in_place();
}

Result<void> make_folders(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) {
        return fail(
            ErrorCode::io_failed,
            fmt::format("{}: cannot be made: {}", folder.string(), problem.message())
        );
    }
    return {};
}

Result<void> write_folder(
    const std::filesystem::path& folder, std::span<const panel::PanelFile> files
) {
    for (const panel::PanelFile& file : files) {
        const std::filesystem::path path = folder / file.name;
        TYST_TRY(make_folders(path.parent_path()));
        TYST_TRY(write_new_file(path, file.content));
    }
    return {};
}

Result<void> write_archive(const std::string& path, std::span<const panel::PanelFile> files) {
    std::vector<ZipMember> members;
    for (const panel::PanelFile& file : files)
        members.push_back({file.name, file.content});
    TYST_ASSIGN(const std::string archive, write_zip(members));
    return write_new_file(path, archive);
}

Result<ExitCode> make_pack(const PanelPackOptions& options, const Surroundings& surroundings) {
    if (options.directory.empty() == options.output.empty()) {
        return usage_error(surroundings, "say either --into DIR or --output FILE.zip");
    }
    if (!options.quarter.empty() && !options.read.as_at.empty()) {
        return usage_error(surroundings, "say either --quarter or --as-at");
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(const Question question, settle_question(options, reading));
    TYST_ASSIGN(const DisclosurePolicy policy, policy_for(options.audience, reading.reference));
    TYST_ASSIGN(
        const panel::PanelFacts facts,
        panel::gather_panel(*reading.ledger, reading.reference, {question, policy, thread_count()})
    );
    TYST_ASSIGN(const auto files, panel::panel_pack(facts, options.language));
    const std::string& where = options.directory.empty() ? options.output : options.directory;
    TYST_TRY(options.directory.empty() ? write_archive(where, files) : write_folder(where, files));
    surroundings.out << fmt::format(
        "pack      {}\nquarters  {} to {}, counted up to {}\nfiles     {}\nlog       {} entries, "
        "root {}\n",
        where,
        panel::to_text(facts.quarters.front().quarter),
        panel::to_text(facts.quarters.back().quarter),
        to_text(question.as_at),
        files.size(),
        facts.head.size,
        to_hex(facts.head.root.view())
    );
    return ExitCode::ok;
}

}  // namespace

void add_panel_pack(Command parent, CommandLine& line) {
    auto options = std::make_shared<PanelPackOptions>();
    Command command = parent.add(
        {"pack",
         "Write the quarterly pack of counts, trends and targets",
         "tyst panel pack --quarter 2019-Q1 --into panel-2019-q1 --ledger demo\n"
         "tyst panel pack --as-at 2016-08-31 -o panel.zip --language cy --ledger demo"}
    );
    command
        .option(
            "--quarter",
            options->quarter,
            "The last of its eight quarters: 2019-Q1 is January to March 2019 (default: the last "
            "one that is over)"
        )
        .shown_as("QUARTER")
        .checked([](const std::string& text) -> std::string {
            const auto quarter = panel::parse_quarter(text);
            return quarter ? "" : quarter.error().context;
        });
    command
        .option(
            "--audience", options->audience, "For whom: small numbers are kept back from a panel"
        )
        .one_of({"panel", "officers"});
    command.option("--language", options->language, "Language of tables, sheets and first page")
        .one_of({"en", "cy"});
    command.option("--into", options->directory, "Folder for the files").shown_as("DIR");
    command.option("--output,-o", options->output, "All of them in one archive")
        .shown_as("FILE.zip");
    add_question_options(command, options->read);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return make_pack(*options, surroundings);
    });
}

}  // namespace tyst::cli
