#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/intake/return_snapshot_reader.h"
#include "ledger/ledger.h"
#include "projections/returns/return_checks.h"
#include "schema/reference_set.h"

// Returns of successive years, read for checks.
namespace tyst::cli {

// Oldest first, with what is known of their form. Snapshots point into the reference set.
struct LoadedReturns {
    ReferenceSet reference;
    std::vector<ReturnSnapshot> snapshots;
    std::vector<MisreadRow> misread;  // of the one that is checked
    // Of the one that is checked: the entry that holds each row, by table; empty where it was read
    // from files.
    std::vector<std::vector<LogIndex>> events;

    // The last one with at most `years` - 1 before it.
    [[nodiscard]] ReturnCheckInput input(std::size_t years) const;
    [[nodiscard]] ReturnCheckInput input() const { return input(snapshots.size()); }
    [[nodiscard]] const ReturnSnapshot& checked() const { return snapshots.back(); }
    [[nodiscard]] const ReturnRuleTexts& texts() const;
    [[nodiscard]] const ReturnRuleText& text_of(std::uint16_t rule) const;
};

// From folders of successive years, of which the last is `year`'s, under the program's own
// reference set. Fails as read_ssda903_return and snapshot_of.
[[nodiscard]] Result<std::unique_ptr<LoadedReturns>> load_returns(
    const std::vector<std::string>& directories, int year
);

// Every return of the ledger up to the year, under the reference set that it adopted; where a year
// was received twice, the last one counts. Fails with not_found where the year was not received,
// and as read_statements.
[[nodiscard]] Result<std::unique_ptr<LoadedReturns>> load_returns(Ledger& ledger, int year);

}  // namespace tyst::cli
