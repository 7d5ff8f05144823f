#pragma once

#include <string>
#include <vector>

#include "projections/evidence/document.h"
#include "projections/evidence/event_teller.h"
#include "projections/evidence/pack_facts.h"
#include "projections/evidence/words.h"

namespace tyst::evidence {

// Tables about one child in one language. What rests on an event that is withheld as a whole stands
// in them as withheld. `chronology` is the path of the child's chronology, for links to entries;
// empty on that page itself.
class ChildTables {
  public:
    ChildTables(
        const PackFacts& facts,
        const ChildRecord& child,
        const EventTeller& teller,
        const Words& words,
        std::string chronology
    );

    [[nodiscard]] Table legal_statuses() const;
    [[nodiscard]] Table placements() const;
    [[nodiscard]] Table plans() const;
    [[nodiscard]] Table reviews() const;      // due, held, held late
    [[nodiscard]] Table obligations() const;  // everything else that a rule asks for
    [[nodiscard]] Table workers() const;
    [[nodiscard]] Table alerts() const;  // open, in hand, noted
    // Rules that cannot be asked of this child, because no source supplies their facts.
    [[nodiscard]] Table not_held_rules() const;
    // Rule, law and counted days of each alert, so that it can be counted again by hand.
    [[nodiscard]] std::vector<Block> alerts_explained() const;
    [[nodiscard]] Table chronology() const;
    [[nodiscard]] Table documents() const;
    // What does not fit together in the record, as the fold found it.
    [[nodiscard]] Table findings() const;
    // Who the child is and what holds on the day asked about.
    [[nodiscard]] Facts summary() const;

  private:
    [[nodiscard]] Table table(
        std::string_view name, std::initializer_list<std::string_view> columns
    ) const;
    [[nodiscard]] Line link(const StoredEvent* stored) const;
    [[nodiscard]] Line link(LogIndex index) const;
    [[nodiscard]] Cell entries(std::initializer_list<const StoredEvent*> events) const;
    [[nodiscard]] Cell entries(const std::vector<CitedEvent>& events) const;
    [[nodiscard]] Cell until(const std::optional<Date>& to, ClosedBy closed, const StoredEvent* end)
        const;
    [[nodiscard]] std::vector<Cell> withheld_row(std::size_t columns, const StoredEvent* of) const;
    [[nodiscard]] Table owed(std::string_view name, bool reviews) const;
    [[nodiscard]] bool owed_is_withheld(const Obligation& owed) const;
    [[nodiscard]] Cell rule_cell(const Rule& rule) const;
    [[nodiscard]] Cell law_cell(const Rule& rule) const;
    [[nodiscard]] std::string done_text(const Obligation& owed) const;
    [[nodiscard]] Cell official(std::string_view set, std::string_view code, Date on) const;
    [[nodiscard]] std::string not_looked_after() const;
    [[nodiscard]] std::string finding_text(const HistoryFinding& finding) const;
    [[nodiscard]] Cell person(
        const StoredEvent* said_by, const std::optional<PersonCitation>& cited
    ) const;

    const PackFacts& facts_;
    const ChildRecord& child_;
    const EventTeller& teller_;
    const Words& words_;
    std::string chronology_;
};

// The date arithmetic of an obligation, a line for each step.
[[nodiscard]] std::vector<std::string> steps_of(
    const ExplainedObligation& obligation, const Words& words
);
// "statute, verified"; "from memory, not verified".
[[nodiscard]] std::string basis_text(std::string_view basis, const Words& words);

}  // namespace tyst::evidence
