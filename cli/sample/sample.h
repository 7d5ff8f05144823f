#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schema/error.h"
#include "schema/event.h"

namespace tyst {

// Takes one event at a time, in the order in which it should be appended: by what the source claims
// to have known when, and a relation always after its target. An error ends the writing.
using SubmissionSink = std::function<Result<void>(const Submission&)>;

// Every person in these cohorts is invented and labelled so (family names begin with "Sampl-").
// The same seed gives the same events, byte for byte. Fail only with what the sink fails with, or
// with `internal` where a cohort's figures cannot be met.

// The Vale of Glamorgan's published stock at 2019-03-31 (281) and 2015-03-31 (185); today is
// 2019-03-31.
[[nodiscard]] Result<void> write_vale_2019(std::uint64_t seed, const SubmissionSink& sink);

// Cardiff's published stocks and starts of 2014 to 2016; today is 2016-08-31.
[[nodiscard]] Result<void> write_cardiff_2015(std::uint64_t seed, const SubmissionSink& sink);

struct RandomOptions {
    std::uint32_t children = 1000;
    std::uint32_t years = 5;  // counted back from today, 2024-12-31; at least 1
    std::uint64_t seed = 1;
};

// Every family of events at lifelike rates, about forty events a child in five years, one child
// after another: memory does not grow with `children`. Within a child, by what was known when.
[[nodiscard]] Result<void> write_random(const RandomOptions& options, const SubmissionSink& sink);

struct SsdaOptions {
    std::uint32_t children = 500;  // at least 60, so that every fault finds room
    std::uint32_t year = 2018;     // the return's year ends on 31 March of it; 2017 to 2027
    std::uint64_t seed = 1;
};

// What a written return holds, so that a report on its import can be compared.
struct SsdaWritten {
    std::map<std::string, std::uint32_t> rows;    // by file name, without the header line
    std::map<std::string, std::uint32_t> faults;  // planted, by kind (cli/sample/README.md)
};

// Writes the tables of the year's collection as CSV files into `directory` (made if missing, files
// replaced). Fails with invalid_value where an option is out of its range, io_failed where the
// directory or a file cannot be written.
[[nodiscard]] Result<SsdaWritten> write_ssda903(
    const std::filesystem::path& directory, const SsdaOptions& options
);

struct SsdaSeriesOptions {
    std::uint32_t children = 500;    // at least 60
    std::uint32_t last_year = 2022;  // all years of the series lie within 2017 to 2027
    std::uint32_t years = 5;         // at least 2
    std::uint64_t seed = 1;
};

// Where two successive returns were made to disagree about one child.
struct SsdaPlant {
    std::string kind;        // cli/sample/README.md
    std::uint32_t year = 0;  // of the return that says it otherwise than the one before
    std::string child;
    std::string table;
    std::string row;    // the date that tells the row apart; empty in the header
    std::string field;  // of a restated row: its column, its value first and then
    std::string was;
    std::string is;
};

struct SsdaSeriesYear {
    std::uint32_t year = 0;
    std::uint32_t children = 0;
    std::map<std::string, std::uint32_t> rows;    // by file name, without the header line
    std::map<std::string, std::uint32_t> counts;  // plants by kind; "closed", "recoded"
};

struct SsdaSeriesWritten {
    std::vector<SsdaSeriesYear> years;
    std::vector<SsdaPlant> plants;  // by year, kind, child
};

// Writes the returns of successive years about the same children, who live on from one to the next,
// each into a folder of `directory` that has the year's name. Every row is sound; the plants are
// what later returns state otherwise. Fails as write_ssda903.
[[nodiscard]] Result<SsdaSeriesWritten> write_ssda903_series(
    const std::filesystem::path& directory, const SsdaSeriesOptions& options
);

}  // namespace tyst
