#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "projections/authority.h"
#include "projections/evidence/plan_pack.h"
#include "projections/evidence/withholding.h"
#include "projections/explain.h"
#include "projections/history.h"
#include "projections/obligations.h"
#include "projections/query.h"

// What a pack tells, before it is words: gathered once, then told in each language.
namespace tyst::evidence {

// A part of a child's record that is kept apart, with a stream and a key of its own.
struct ApartRecord {
    Code ground;  // on which it is withheld: "adoption", "restricted"
    std::vector<StoredEvent> events;
};

// One child whose whole record is in the pack.
struct ChildRecord {
    unsigned number = 0;            // from 1, in the order of references
    std::string folder;             // "children/001"
    std::string reference;          // "SOURCE:REFERENCE", of every source
    std::vector<StreamId> streams;  // sorted; every compartment
    PersonHistory person;
    std::vector<ApartRecord> apart;
    Obligations obligations;
    ChildExplanation explanation;
    // The fold of what is disclosed alone: who the child is may be told from it.
    PersonHistory told;

    // Every event below the size, those kept apart among them: by day in the world, then index.
    [[nodiscard]] std::vector<const StoredEvent*> events_in_order() const;
};

// Why somebody was counted, or not: a text by key, with what it speaks of.
struct Reason {
    std::string key;
    std::optional<Date> day;
    std::string set;  // of `code`; empty where it is no code
    std::string code;
    std::string rule;
    int days = 0;
};

// One child who was looked at for a figure or a rule.
struct Considered {
    StreamId person;
    std::vector<StreamId> streams;
    std::string reference;
    unsigned times = 0;  // how often counted
    Reason reason;
    std::vector<LogIndex> events;  // on which that rests, in order
};

struct CohortAnswer {
    std::string id;
    const Rule* rule = nullptr;  // the version in force on the day asked about; nullptr: a figure
    std::vector<const Rule*> versions;  // of that rule, in the order of their days
    std::vector<const Rule*> watched;   // the rules that it watches, in force on that day
    Period period;                      // of a figure's starts and ceasings
    bool flow = false;
    std::uint64_t value = 0;
    std::vector<Considered> counted;      // by reference
    std::vector<Considered> not_counted;  // by reference
    PopulationSummary summary;
};

// Somebody who recorded or read.
struct KnownActor {
    std::string name;
    Code kind;                      // codes/actor-kind
    std::optional<LogIndex> event;  // their actor_registered
};

// One look at records of children in the pack.
struct Look {
    StoredEvent event;
    StreamId actor;
    std::vector<unsigned> children;  // their numbers
    bool names_others = false;       // of children who are not in the pack: then not disclosed
};

struct EarlierPack {
    StoredEvent event;
    std::vector<StoredEvent> handed_over;  // by index; none where it never was, as far as recorded
    std::vector<unsigned> children;
    bool names_others = false;
};

struct PackFacts {
    PackQuestion asked;  // settled: every default filled in
    Question question;   // the two times of it
    std::string origin;
    std::string authority_code;
    std::uint64_t size = 0;
    Hash root;
    Timestamp last_recorded;  // of the last entry
    const ReferenceSet* reference = nullptr;
    std::unique_ptr<const CodeFacts> codes;     // into which every history points
    AuthorityFacts authority;                   // as known under the question
    std::vector<StoredEvent> authority_events;  // below the size
    std::optional<SampleLabel> sample;          // its people are invented
    std::vector<std::unique_ptr<ChildRecord>> children;
    Withholding withholding;
    std::optional<CohortAnswer> cohort;
    std::map<StreamId, KnownActor> actors;
    std::vector<Look> looks;                     // by index
    std::vector<EarlierPack> packs;              // by index
    std::vector<StoredEvent> considered_events;  // of children not counted, by index

    [[nodiscard]] bool for_person() const { return asked.kind == "person"; }
};

// Fails as plan_pack does.
[[nodiscard]] Result<PackFacts> gather_facts(
    Ledger& ledger, const ReferenceSet& reference, const PackQuestion& asked
);

// The child's references with their sources, with ", " between.
[[nodiscard]] std::string references_of(const History& history);

}  // namespace tyst::evidence
