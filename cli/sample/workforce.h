#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/sample/cohort.h"
#include "cli/sample/random_source.h"
#include "schema/event.h"

namespace tyst::sample {

// Who was responsible for a child from one day to another.
struct Turn {
    Date from;
    std::optional<Date> to;
    int worker = 0;  // number within the role; for a team, its place in the list of teams
    Code ended;      // codes/allocation-ended
};

// The reviewing officers, workers and teams of one child, from `from` until `until` (or still).
struct Responsible {
    std::vector<Turn> officers;
    std::vector<Turn> workers;
    std::vector<Turn> teams;
};

[[nodiscard]] Responsible allocate(
    const Cohort& cohort, Date birth, Date from, std::optional<Date> until, RandomSource& random
);
[[nodiscard]] const Turn* turn_on(const std::vector<Turn>& turns, Date day);

[[nodiscard]] PersonCitation reviewing_officer(const std::string& source, int number);
[[nodiscard]] PersonCitation social_worker(const std::string& source, int number);
// `kind` is FC (own), AC (agency) or KC (kinship).
[[nodiscard]] PersonCitation carer(
    const std::string& source, const std::string& kind, std::uint32_t number
);
[[nodiscard]] std::string team_name(int number);

[[nodiscard]] std::string given_name(RandomSource& random, bool female);
// Marked as synthetic: "Sampl-Morgan".
[[nodiscard]] std::string family_name(std::uint64_t number);

}  // namespace tyst::sample
