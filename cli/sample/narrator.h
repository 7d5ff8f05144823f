#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/sample/event_writer.h"
#include "cli/sample/life.h"
#include "cli/sample/workforce.h"

namespace tyst::sample {

// Turns one life into the events that a council's system would have recorded of it: on time, late,
// wrong and put right, and some never. `number` tells the child apart from all others of the seed.
[[nodiscard]] std::vector<Submission> narrate(
    const Cohort& cohort, const Life& life, std::uint64_t seed
);

// What the ledger must be told of its source before anything else: that it is a sample, and which
// kinds of fact it holds from when.
[[nodiscard]] std::vector<Submission> declarations(const Cohort& cohort, std::uint64_t seed);

// What the parts of the narration share.
struct Scene {
    const Cohort& cohort;
    const Life& life;
    const Responsible& responsible;
    EventWriter& writer;
    RandomSource& random;

    [[nodiscard]] Date end() const { return life.child.left.value_or(cohort.today.plus_days(1)); }
    // Whether the source holds reviews and plans of that day.
    [[nodiscard]] bool reviews_held(Date day) const {
        return day >= cohort.reviews_from &&
               !(cohort.review_gap_from <= day && day <= cohort.review_gap_to);
    }
};

// The legal status on a day, a placement order before the care order under it, no overlay.
[[nodiscard]] const StatusSpell* status_on(const Life& life, Date day);
[[nodiscard]] const PlacementSpell* placement_on(const Life& life, Date day);

// Admissions by the police or under an emergency order have a time of day, all others a date.
[[nodiscard]] Occurrence first_moment(const Child& child);

void narrate_identity(Scene& scene);
void narrate_care(Scene& scene);  // periods, statuses
void narrate_placements(Scene& scene);
void narrate_applications(Scene& scene);
void narrate_allocations(Scene& scene);
void narrate_plans(Scene& scene);    // care and support plans
void narrate_reviews(Scene& scene);  // with the plans of permanence
void narrate_mishaps(Scene& scene);  // what should never have been recorded, and documents

}  // namespace tyst::sample
