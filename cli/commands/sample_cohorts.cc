#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/sample/sample.h"
#include "schema/event_json.h"

namespace tyst::cli {
namespace {

using Writer = std::function<Result<void>(const SubmissionSink&)>;

// Writes a line for every event; stops where the output does not take it any more.
Result<ExitCode> write_lines(const Writer& write, const Surroundings& surroundings) {
    std::uint64_t events = 0;
    TYST_TRY(write([&](const Submission& submission) -> Result<void> {
        surroundings.out << to_json(submission) << '\n';
        if (!surroundings.out) {
            return fail(ErrorCode::io_failed, "cannot write the output");
        }
        ++events;
        return {};
    }));
    surroundings.err << fmt::format("{} events about invented people\n", events);
    return ExitCode::ok;
}

void add_pinned(
    Command parent,
    CommandLine& line,
    const CommandText& text,
    Result<void> (*write)(std::uint64_t, const SubmissionSink&)
) {
    auto seed = std::make_shared<std::uint64_t>(1);
    Command command = parent.add(text);
    command.option("--seed", *seed, "The same seed writes the same events; 1").shown_as("S");
    command.run(line, [seed, write](const Surroundings& surroundings) {
        return write_lines(
            [&](const SubmissionSink& sink) { return write(*seed, sink); }, surroundings
        );
    });
}

void add_random(Command parent, CommandLine& line) {
    auto options = std::make_shared<RandomOptions>();
    Command command = parent.add(
        {"random",
         "Any number of invented children with every kind of event",
         "tyst sample random --children 1000 --years 5 --seed 1 > random.ndjson"}
    );
    command.option("--children", options->children, "How many children; 1000").shown_as("N");
    command.option("--years", options->years, "How many years of history; 5").shown_as("Y");
    command.option("--seed", options->seed, "The same seed writes the same events; 1")
        .shown_as("S");
    command.run(line, [options](const Surroundings& surroundings) {
        return write_lines(
            [&](const SubmissionSink& sink) { return write_random(*options, sink); }, surroundings
        );
    });
}

}  // namespace

void add_sample_cohorts(Command parent, CommandLine& line) {
    add_pinned(
        parent,
        line,
        {"vale-2019",
         "An invented cohort that comes to the Vale of Glamorgan's figures of 2019",
         "tyst sample vale-2019 --seed 1 > vale.ndjson"},
        write_vale_2019
    );
    add_pinned(
        parent,
        line,
        {"cardiff-2015",
         "An invented cohort that comes to Cardiff's figures of 2014 to 2016",
         "tyst sample cardiff-2015 --seed 1 > cardiff.ndjson"},
        write_cardiff_2015
    );
    add_random(parent, line);
}

}  // namespace tyst::cli
