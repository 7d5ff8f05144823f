#pragma once

#include "cli/sample/sample.h"
#include "tests/cli/sample_counter.h"

namespace tyst::test {

using Counts = std::map<std::string, int>;

[[nodiscard]] std::vector<Submission> gather(
    Result<void> (*write)(std::uint64_t, const SubmissionSink&), std::uint64_t seed
);

// Cells of a published row, in the order of its columns; zeros are left out.
void expect_row(Counts& into, const std::string& row, const std::vector<int>& cells);

// What must hold of the events of every sample, whatever its figures.
void check_events(const std::vector<Submission>& events, Date today);
void check_lives(const std::vector<Submission>& events, const SampleCounter& counter);
// On days from `from` to `to`: one status and one placement each, lawful together.
void check_days(const SampleCounter& counter, Date from, Date to);

}  // namespace tyst::test
