#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/figures.h"
#include "projections/statements/knowledge.h"
#include "schema/reference_set.h"

namespace tyst {

// Under which law, on which day and over which period figures are counted.
struct FigureSetting {
    const ReferenceSet* rules = nullptr;  // must outlive the counting
    Date as_at;
    Period period;
};

// The setting of a collection year as a statement of it has it: 31 March, and the year that ends
// with it.
[[nodiscard]] FigureSetting setting_of_year(const ReferenceSet& rules, int year);

struct CountedFigures {
    std::vector<std::vector<Figure>> figures;                               // for each setting
    std::unordered_map<StreamId, std::string, StrongBytesHash> references;  // of those counted
    std::uint64_t children = 0;  // of whom something was known
    std::uint64_t erased = 0;    // records that nobody can count any more
    bool rests_on_claimed_time = false;
};

// Figures of the ledger's children under some knowledge, in one pass for all settings. Settings
// that share their rules read the rows of returns once. Fails as for_each_person and events_under.
[[nodiscard]] Result<CountedFigures> count_figures(
    Ledger& ledger,
    const StatementBook& book,
    const Knowledge& knowledge,
    std::span<const FigureSetting> settings,
    unsigned threads
);

// A statement by itself: its figures on 31 March of its year, and what is left of its rows.
struct StatementFigures {
    CountedFigures counted;                                       // of one setting
    std::map<std::string, std::uint64_t, std::less<>> rows_held;  // by table

    [[nodiscard]] const std::vector<Figure>& figures() const { return counted.figures.front(); }
};

// Computed from the statement's own rows, whatever was learned later. Failures as count_figures.
[[nodiscard]] Result<StatementFigures> figures_of_statement(
    Ledger& ledger,
    const StatementBook& book,
    std::size_t statement,
    const ReferenceSet& rules,
    unsigned threads
);

}  // namespace tyst
