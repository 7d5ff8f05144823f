#include <algorithm>

#include "cli/sample/cohorts.h"
#include "cli/sample/narrator.h"
#include "cli/sample/sample.h"

namespace tyst {
namespace sample {
namespace {

// Within the kinship placements of one day, exactly so many carers, some of them with siblings.
void share_kinship_carers(const Cohort& cohort, std::vector<Life>& lives) {
    if (!cohort.kinship_carers_at) {
        return;
    }
    const Date day = *cohort.kinship_carers_at;
    std::uint32_t next = 0;
    for (Life& life : lives) {
        for (PlacementSpell& spell : life.placements) {
            if (spell.placement == Placement::kinship && !spell.temporary && spell.from <= day &&
                (!spell.to || day < *spell.to)) {
                spell.carer = next++ % static_cast<std::uint32_t>(cohort.kinship_carers) + 1;
            }
        }
    }
}

Submission authority_event(
    const Cohort& cohort,
    std::uint64_t seed,
    const std::string& table,
    std::uint64_t ordinal,
    Date day,
    Body body
) {
    Submission submission;
    submission.subject = {SubjectKind::authority, Compartment::none, "tyst", "authority"};
    Event& event = submission.event;
    event.id = sample_event_id(cohort.name, seed, 0, type_of(body), ordinal);
    event.occurred.date = day;
    event.learned = start_of_london_day(day);
    event.source = {cohort.name, table, static_cast<std::uint32_t>(ordinal)};
    event.body = std::move(body);
    return submission;
}

}  // namespace

std::vector<Submission> declarations(const Cohort& cohort, std::uint64_t seed) {
    const Date first = Date::of(2000, 1, 1);
    const std::vector<Code> core = {
        "identity", "looked-after", "legal-status", "placement", "court"
    };
    const std::vector<Code> practice = {"review", "permanence-plan", "care-plan"};
    const std::vector<Code> people = {
        "allocation-iro", "allocation-social-worker", "allocation-team"
    };
    std::vector<Submission> events;
    const auto declare = [&](Body body) {
        events.push_back(
            authority_event(cohort, seed, "declarations", events.size() + 1, first, std::move(body))
        );
    };
    declare(SampleDeclared{cohort.name, seed, cohort.today});
    declare(CoverageDeclared{cohort.name, core, first, {}});
    declare(CoverageDeclared{
        cohort.name, practice, cohort.reviews_from, cohort.review_gap_from.plus_days(-1)
    });
    declare(CoverageDeclared{cohort.name, practice, cohort.review_gap_to.plus_days(1), {}});
    declare(CoverageDeclared{cohort.name, people, cohort.allocations_from, {}});
    return events;
}

namespace {

std::vector<Submission> statements(const Cohort& cohort, std::uint64_t seed) {
    std::vector<Submission> events;
    for (const Statement& statement : cohort.statements) {
        events.push_back(authority_event(
            cohort, seed, "statements", events.size() + 1, statement.day, statement.body
        ));
    }
    return events;
}

Result<void> write(const Cohort& cohort, std::uint64_t seed, const SubmissionSink& sink) {
    TYST_ASSIGN(const std::vector<Child> children, plan(cohort, seed));
    std::vector<Life> lives;
    for (const Child& child : children) {
        RandomSource random(seed, child.number);
        lives.push_back(tell(child, random));
    }
    share_kinship_carers(cohort, lives);
    std::vector<Submission> events = statements(cohort, seed);
    for (const Life& life : lives) {
        for (Submission& event : narrate(cohort, life, seed)) {
            events.push_back(std::move(event));
        }
    }
    std::stable_sort(events.begin(), events.end(), [](const Submission& a, const Submission& b) {
        return a.event.learned < b.event.learned;
    });
    for (const Submission& event : declarations(cohort, seed)) {
        TYST_TRY(sink(event));
    }
    for (const Submission& event : events) {
        TYST_TRY(sink(event));
    }
    return {};
}

}  // namespace
}  // namespace sample

Result<void> write_vale_2019(std::uint64_t seed, const SubmissionSink& sink) {
    return sample::write(sample::vale_2019(seed), seed, sink);
}

Result<void> write_cardiff_2015(std::uint64_t seed, const SubmissionSink& sink) {
    return sample::write(sample::cardiff_2015(seed), seed, sink);
}

}  // namespace tyst
