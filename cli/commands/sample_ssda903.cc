#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/sample/sample.h"

namespace tyst::cli {
namespace {

struct SampleSsda903Options {
    std::string directory;
    SsdaOptions sample;
};

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

}  // namespace

void add_sample_ssda903(Command parent, CommandLine& line) {
    auto options = std::make_shared<SampleSsda903Options>();
    Command command = parent.add(
        {"ssda903",
         "Write an invented SSDA903 return as CSV files, faults included",
         "tyst sample ssda903 return-2018 --children 500 --year 2018 --seed 1"}
    );
    command.option("directory", options->directory, "Where the files go")
        .required()
        .shown_as("DIR");
    command.option("--children", options->sample.children, "How many children; 500").shown_as("N");
    command.option("--year", options->sample.year, "The year that ends on 31 March of it; 2018")
        .shown_as("YEAR");
    command.option("--seed", options->sample.seed, "The same seed writes the same files; 1")
        .shown_as("S");
    command.run(line, [options](const Surroundings& surroundings) {
        return write_sample(*options, surroundings);
    });
}

}  // namespace tyst::cli
