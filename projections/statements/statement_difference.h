#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "projections/statements/statement_figures.h"

namespace tyst {

// One side of a comparison: what is known, on which day it is asked about, under which law.
struct DifferenceSide {
    Knowledge knowledge;
    Date as_at;                           // no later than the last day of the year compared
    const ReferenceSet* rules = nullptr;  // must outlive the comparison
};

// Why a figure moved, in the order in which one side's inputs are replaced by the other's: law
// first, then knowledge, then the day.
enum class MoveCause : std::uint8_t { rule, knowledge, time };
inline constexpr std::size_t kMoveCauseCount = 3;
// "rule-change", "knowledge-change", "passage-of-time".
[[nodiscard]] std::string_view name(MoveCause cause);

// Children counted after the change and not before it, and the other way round. One who is counted
// twice may stand twice.
struct MovedChildren {
    std::vector<StreamId> added;
    std::vector<StreamId> gone;

    [[nodiscard]] std::int64_t net() const {
        return static_cast<std::int64_t>(added.size()) - static_cast<std::int64_t>(gone.size());
    }
    [[nodiscard]] bool empty() const { return added.empty() && gone.empty(); }
};

// A figure that moved, or whose children did.
struct MovedCell {
    std::string id;
    bool flow = false;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::array<MovedChildren, kMoveCauseCount> moves;

    // to - from - the sum of all moves: 0, or the comparison is wrong.
    [[nodiscard]] std::int64_t residual() const;
};

// An event that one side has and the other has not; on the side of a statement the entry is the one
// that holds the row from which it was read.
struct MovingEvent {
    LogIndex entry;
    EventType type = EventType::none;
    RelationKind relation = RelationKind::none;
    Date occurred;
    auto operator<=>(const MovingEvent&) const = default;
};

// What differs about one child.
struct MovedPerson {
    std::string reference;
    std::vector<MovingEvent> only_before;  // known to the first side alone, sorted
    std::vector<MovingEvent> only_after;   // known to the second alone
    std::vector<MovingEvent> meanwhile;    // known to the second, between the two days
};

struct StatementDifference {
    std::uint64_t cells = 0;       // compared
    std::vector<MovedCell> moved;  // in the order of the figures
    std::unordered_map<StreamId, MovedPerson, StrongBytesHash> persons;  // who moved a cell
    std::uint64_t erased = 0;  // records that neither side can count any more
};

// Compares the figures of a collection year from one side to the other, one input after the other:
// a part is what the counting gives with that input replaced and the earlier ones replaced already.
// Fails as count_figures and Ledger::read_stream.
[[nodiscard]] Result<StatementDifference> compare_figures(
    Ledger& ledger,
    const StatementBook& book,
    int year,
    const DifferenceSide& from,
    const DifferenceSide& to,
    unsigned threads
);

}  // namespace tyst
