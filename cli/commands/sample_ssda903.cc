#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/sample/sample.h"

namespace tyst::cli {
namespace {

struct SampleSsda903Options {
    std::string directory;
    std::uint32_t years = 1;
    SsdaOptions sample;
};

constexpr const char* kPlantsFile = "planted.json";

Result<ExitCode> write_sample(
    const SampleSsda903Options& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const SsdaWritten written, write_ssda903(options.directory, options.sample));
    std::uint64_t rows = 0;
    for (const auto& [file, count] : written.rows) {
        surroundings.err << fmt::format("{:>8} rows  {}\n", count, file);
        rows += count;
    }
    for (const auto& [kind, count] : written.faults) {
        surroundings.err << fmt::format("{:>8} planted faults  {}\n", count, kind);
    }
    surroundings.err << fmt::format(
        "Wrote {} rows about invented children to {}\n"
        "Try next:  tyst import ssda903 {} --year {} --ledger demo\n",
        rows,
        options.directory,
        options.directory,
        options.sample.year
    );
    return ExitCode::ok;
}

boost::json::object counts_json(const std::map<std::string, std::uint32_t>& counts) {
    boost::json::object object;
    for (const auto& [name, count] : counts) {
        object[name] = count;
    }
    return object;
}

boost::json::object series_json(
    const SampleSsda903Options& options, const SsdaSeriesWritten& written
) {
    boost::json::array years;
    for (const SsdaSeriesYear& year : written.years) {
        years.push_back({
            {"year", year.year},
            {"children", year.children},
            {"rows", counts_json(year.rows)},
            {"counts", counts_json(year.counts)},
        });
    }
    boost::json::array plants;
    for (const SsdaPlant& plant : written.plants) {
        plants.push_back({
            {"kind", plant.kind},
            {"year", plant.year},
            {"child", plant.child},
            {"table", plant.table},
            {"row", plant.row},
            {"field", plant.field},
            {"was", plant.was},
            {"is", plant.is},
        });
    }
    return {
        {"synthetic", true},
        {"seed", options.sample.seed},
        {"children", options.sample.children},
        {"years", std::move(years)},
        {"plants", std::move(plants)},
    };
}

Result<void> write_plants(const SampleSsda903Options& options, const SsdaSeriesWritten& written) {
    const auto path = std::filesystem::path(options.directory) / kPlantsFile;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    print_json(file, series_json(options, written));
    file.flush();
    if (!file) {
        return fail(
            ErrorCode::io_failed, fmt::format("sample ssda903: cannot write {}", kPlantsFile)
        );
    }
    return {};
}

Result<ExitCode> write_series(
    const SampleSsda903Options& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(
        const SsdaSeriesWritten written,
        write_ssda903_series(
            options.directory,
            {options.sample.children, options.sample.year, options.years, options.sample.seed}
        )
    );
    TYST_TRY(write_plants(options, written));
    for (const SsdaSeriesYear& year : written.years) {
        surroundings.err << fmt::format("{}  {:>6} children", year.year, year.children);
        for (const auto& [kind, count] : year.counts) {
            surroundings.err << fmt::format("  {} {}", kind, count);
        }
        surroundings.err << '\n';
    }
    surroundings.err << fmt::format(
        "Wrote {} returns about invented children to {}; {} says what was planted where\n"
        "Try next:  tyst import ssda903 {}/{} --year {} --ledger demo\n",
        written.years.size(),
        options.directory,
        kPlantsFile,
        options.directory,
        written.years.front().year,
        written.years.front().year
    );
    return ExitCode::ok;
}

}  // namespace

void add_sample_ssda903(Command parent, CommandLine& line) {
    auto options = std::make_shared<SampleSsda903Options>();
    Command command = parent.add(
        {"ssda903",
         "Write an invented SSDA903 return, or those of several years, as CSV files",
         "tyst sample ssda903 return-2018 --children 500 --year 2018 --seed 1\n"
         "tyst sample ssda903 returns --children 500 --year 2022 --years 5"}
    );
    command.option("directory", options->directory, "Where the files go")
        .required()
        .shown_as("DIR");
    command.option("--children", options->sample.children, "How many children; 500").shown_as("N");
    command.option("--year", options->sample.year, "The year that ends on 31 March of it; 2018")
        .shown_as("YEAR");
    command
        .option(
            "--years",
            options->years,
            "A series that ends with --year, each year in a folder of its own, of the same "
            "children living on; 1 writes one return with faults planted in it"
        )
        .shown_as("N");
    command.option("--seed", options->sample.seed, "The same seed writes the same files; 1")
        .shown_as("S");
    command.run(line, [options](const Surroundings& surroundings) {
        return options->years == 1 ? write_sample(*options, surroundings)
                                   : write_series(*options, surroundings);
    });
}

}  // namespace tyst::cli
