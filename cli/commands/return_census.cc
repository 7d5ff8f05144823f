#include <algorithm>
#include <filesystem>
#include <memory>
#include <mutex>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "cli/whole_file.h"
#include "projections/census/census_rows.h"
#include "projections/query.h"
#include "projections/welsh_care.h"

namespace tyst::cli {
namespace {

struct ReturnCensusOptions {
    LedgerOptions ledger;
    ReadOptions read;
    int year = 0;
    std::string directory;
    std::string language = "en";
};

// The rows of one table, by the child's reference.
struct CensusFile {
    const ReturnTableLayout* layout = nullptr;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string_view> not_held;
};

std::vector<CensusFile> files_of(
    const ReturnLayout& layout, const Coverage& coverage, const Period& year
) {
    std::vector<CensusFile> files;
    for (const ReturnTableLayout& table : layout.tables) {
        files.push_back({&table, {}, census_facts_not_held(table.id, coverage, year)});
    }
    return files;
}

// The first column is the child's reference; rows of one child stay in their order.
void sort_by_child(std::vector<CensusFile>& files) {
    for (CensusFile& file : files) {
        std::ranges::stable_sort(file.rows, {}, [](const auto& row) { return row.front(); });
    }
}

Result<std::vector<CensusFile>> gather_census(
    Reading& reading, const ReturnLayout& layout, const Period& year
) {
    std::vector<CensusFile> files = files_of(layout, reading.authority.coverage, year);
    std::mutex adding;
    TYST_ASSIGN(
        const auto summary,
        for_each_child(
            *reading.ledger,
            reading.question,
            reading.codes,
            thread_count(),
            [&](unsigned, const History& history) -> Result<void> {
                const CensusQuestion question{
                    &layout, &reading.reference.codes(), year, reference_of(history)
                };
                std::vector<CensusTableRows> tables = census_rows(question, history);
                const std::scoped_lock lock(adding);
                for (std::size_t at = 0; at < tables.size(); ++at) {
                    std::ranges::move(tables[at].rows, std::back_inserter(files[at].rows));
                }
                return {};
            }
        )
    );
    static_cast<void>(summary);
    sort_by_child(files);
    return files;
}

std::string file_name_of(const CensusFile& file) {
    return file.layout->id + ".csv";
}

Table census_table_of(const CensusFile& file) {
    std::vector<Column> columns;
    for (const ReturnColumn& column : file.layout->columns) {
        columns.push_back({column.name, column.name});
    }
    Table table(std::move(columns));
    for (const std::vector<std::string>& row : file.rows) {
        table.add_row(row);
    }
    return table;
}

Result<void> write_census(
    const std::vector<CensusFile>& files, const std::filesystem::path& directory
) {
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure) {
        return fail(ErrorCode::io_failed, directory.string() + ": " + failure.message());
    }
    for (const CensusFile& file : files) {
        std::ostringstream text;
        census_table_of(file).print_csv(text);
        TYST_TRY(write_whole_file(directory / file_name_of(file), text.str()));
    }
    return {};
}

std::string joined_kinds(const std::vector<std::string_view>& kinds) {
    std::string text;
    for (const std::string_view kind : kinds) {
        text += text.empty() ? "" : ", ";
        text += kind;
    }
    return text;
}

const std::string& in_language(const BilingualText& text, const std::string& language) {
    return language == "cy" ? text.cy : text.en;
}

void print_census_table(
    std::ostream& out,
    const ReturnForm& form,
    const std::vector<CensusFile>& files,
    const ReturnCensusOptions& options
) {
    Table table(
        {{"file", "File"},
         {"rows", "Rows", Align::right},
         {"not_held", "Not held here"},
         {"title", "Title"}}
    );
    for (const CensusFile& file : files) {
        table.add_row(
            {file_name_of(file),
             std::to_string(file.rows.size()),
             joined_kinds(file.not_held),
             in_language(file.layout->title, options.language)}
        );
    }
    table.print_text(out);
    for (const BilingualText& note : form.notes()) {
        out << in_language(note, options.language) << '\n';
    }
}

void print_census_json(
    std::ostream& out,
    const Reading& reading,
    const ReturnForm& form,
    const std::vector<CensusFile>& files,
    const ReturnCensusOptions& options
) {
    boost::json::object json = frame_json(reading);
    json["form"] = form.id();
    json["form_version"] = form.version();
    json["year"] = options.year;
    boost::json::array notes;
    for (const BilingualText& note : form.notes()) {
        notes.push_back(boost::json::value(in_language(note, options.language)));
    }
    json["notes"] = std::move(notes);
    boost::json::array tables;
    for (const CensusFile& file : files) {
        tables.push_back(boost::json::object{
            {"table", file.layout->id},
            {"file", file_name_of(file)},
            {"rows", file.rows.size()},
            {"not_held", texts_json(file.not_held)},
        });
    }
    json["tables"] = std::move(tables);
    json["erased"] = reading.authority.erased.size();
    print_json(out, json);
}

Result<ExitCode> census(ReturnCensusOptions options, const Surroundings& surroundings) {
    if (options.year <= kYearMin || options.year > kYearMax) {
        return usage_error(
            surroundings,
            fmt::format("--year {} is not between {} and {}", options.year, kYearMin + 1, kYearMax)
        );
    }
    options.read.latest_day = welsh_year_end(options.year);
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const ReturnForm* form = reading.reference.return_form(kWalesCensusForm);
    if (form == nullptr) {
        return fail(
            ErrorCode::not_found,
            "the reference set that the ledger adopted has no returns/" +
                std::string(kWalesCensusForm) + ".toml; adopt a newer set"
        );
    }
    const Period year{welsh_year_start(options.year), reading.question.as_at};
    if (year.to < year.from || *options.read.latest_day < year.to) {
        return usage_error(
            surroundings, fmt::format("{} lies outside the year {}", to_text(year.to), options.year)
        );
    }
    const ReturnLayout& layout = form->layout(options.year);
    TYST_TRY(check_census_layout(layout));
    TYST_ASSIGN(const auto files, gather_census(reading, layout, year));
    TYST_TRY(write_census(files, options.directory));
    if (reading.format == OutputFormat::json) {
        print_census_json(surroundings.out, reading, *form, files, options);
    } else {
        print_census_table(surroundings.out, *form, files, options);
        tell_erased(surroundings.out, reading);
    }
    return ExitCode::ok;
}

}  // namespace

void add_return_census(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnCensusOptions>();
    Command command = parent.add(
        {"census",
         "The Welsh Looked After Children census from events; its official form is unconfirmed",
         "tyst return census --year 2019 --into census-2019 --ledger demo"}
    );
    command
        .option("--year", options->year, "Year in which it ends: 2019 is 2018-04-01 to 2019-03-31")
        .required()
        .shown_as("YEAR");
    command.option("--into", options->directory, "Folder to write its files into, one a table")
        .required()
        .shown_as("DIR");
    command.option("--language", options->language, "Language of titles and notes")
        .one_of({"en", "cy"});
    add_ledger_options(command, options->ledger, line);
    add_question_options(command, options->read);
    add_format_option(command, options->read.format, {"table", "json"});
    command.run(line, [options](const Surroundings& surroundings) {
        return census(*options, surroundings);
    });
}

}  // namespace tyst::cli
