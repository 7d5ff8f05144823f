#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/evidence/document.h"
#include "projections/evidence/pack_facts.h"
#include "projections/evidence/said.h"
#include "projections/evidence/words.h"

namespace tyst::evidence {

// Tells one child's events in the words of one language, with what was withheld, corrected or
// annulled where it stands. Facts, child and words must outlive it.
class EventTeller {
  public:
    EventTeller(const PackFacts& facts, const ChildRecord& child, const Words& words);

    // What stands by itself, in the order of the world; corrections, annulments and reversals are
    // told with what they bear on. An event of which nothing may be told stands after the one
    // before it in its stream, whatever its day, which is not shown.
    [[nodiscard]] std::vector<const StoredEvent*> in_order() const;

    [[nodiscard]] Piece title(const StoredEvent& stored) const;
    // The day in the world; for a withheld event that it is not shown.
    [[nodiscard]] std::string happened(const StoredEvent& stored) const;
    // What it says, then what was said about it since.
    [[nodiscard]] std::vector<Line> what(const StoredEvent& stored) const;
    // When it was recorded, by whom, and when a source claims to have known it.
    [[nodiscard]] std::vector<Line> recorded(const StoredEvent& stored) const;
    // Name and kind of who recorded it.
    [[nodiscard]] Line recorder(const StreamId& actor) const;
    // "Withheld: GROUND. EXPLANATION".
    [[nodiscard]] Line withheld_line(const Withheld& withheld, Date on) const;

    // Whether any of these events may not be told: what rests on it may not be told either.
    [[nodiscard]] bool rests_on_withheld(std::initializer_list<const StoredEvent*> events) const;
    [[nodiscard]] std::optional<LogIndex> place_of(const EventId& id) const;

  private:
    void add_fields(const StoredEvent& stored, std::vector<Line>& lines) const;
    void add_documents(const StoredEvent& stored, std::vector<Line>& lines) const;
    void add_relations(const StoredEvent& stored, std::vector<Line>& lines) const;
    // Of an event of which nothing is told: which entries bear on it, and no more.
    void add_places(const StoredEvent& stored, std::vector<Line>& lines) const;
    void add_statements(const StoredEvent& stored, std::vector<Line>& lines) const;
    void add_frame(const StoredEvent& stored, std::vector<Line>& lines) const;
    [[nodiscard]] std::vector<Line> correction(
        const StoredEvent& relation, const StoredEvent& target
    ) const;
    [[nodiscard]] Line removed_words(const Withheld& withheld, Date on) const;

    const PackFacts& facts_;
    const ChildRecord& child_;
    const Words& words_;
    std::unordered_map<EventId, const StoredEvent*, StrongBytesHash> by_id_;
    std::map<LogIndex, std::vector<const StoredEvent*>> relations_;   // by what they bear on
    std::map<LogIndex, std::vector<const StoredEvent*>> statements_;  // by what they speak of
};

// Where a copy of a document lies in the pack; `place` counts the attachments of the event.
[[nodiscard]] std::string document_path(const StoredEvent& stored, std::size_t place);

}  // namespace tyst::evidence
