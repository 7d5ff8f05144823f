#pragma once

#include <vector>

#include "schema/figures/audience.h"
#include "schema/figures/figure_book.h"
#include "schema/figures/printed_table.h"
#include "schema/reference_set.h"

// Readers of figures/, disclosure/ and strategies/; used inside schema only, where sets are loaded.
// Each fails with invalid_rule_file, "path:line: reason", for anything that it does not know.
namespace tyst {

inline constexpr std::string_view kCountsPath = "figures/counts.toml";

// Takes files one by one and checks them together at the end.
class FigureBookBuilder {
  public:
    [[nodiscard]] Result<void> read_counts(const ReferenceFileText& file);
    [[nodiscard]] Result<void> read_family(const ReferenceFileText& file);
    // Every code against its set, every count and family named against those that there are; no
    // group twice, nothing in two groups.
    [[nodiscard]] Result<FigureBook> finish(const CodeBook& codes);

  private:
    FigureBook book_;
    std::vector<int> count_lines_;
    // Families whose groups are the codes of a set, one each.
    std::vector<std::string> one_each_;
};

[[nodiscard]] Result<DisclosureAudience> read_audience(const ReferenceFileText& file);
[[nodiscard]] Result<PrintedTable> read_printed_table(const ReferenceFileText& file);
// That every figure that it names is one.
[[nodiscard]] Result<void> check_printed_table(
    const PrintedTable& table, const FigureBook& figures, const ReferenceFileText& file
);

}  // namespace tyst
