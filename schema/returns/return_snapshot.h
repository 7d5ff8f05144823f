#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "schema/date.h"
#include "schema/returns/return_layout.h"
#include "schema/returns/text_pool.h"

namespace tyst {

// One row of a table, its values in the usual order of the layout's columns. A view: the snapshot
// must outlive it.
class ReturnRow {
  public:
    ReturnRow(const TextPool& pool, const TextId* values, std::uint32_t line)
        : pool_(&pool), values_(values), line_(line) {}

    [[nodiscard]] std::uint32_t line() const { return line_; }  // of the file; the first is 1
    [[nodiscard]] std::string_view text(std::size_t column) const {
        return pool_->text(values_[column]);
    }
    [[nodiscard]] bool empty(std::size_t column) const { return values_[column] == kEmptyText; }
    // In upper case, as codes are compared.
    [[nodiscard]] std::string_view upper_text(std::size_t column) const {
        return pool_->text(pool_->upper(values_[column]));
    }
    // Equal numbers are equal texts, in every snapshot of the pool.
    [[nodiscard]] TextId value(std::size_t column) const { return values_[column]; }
    // Nothing where it is empty or no day.
    [[nodiscard]] std::optional<Date> day(std::size_t column) const {
        const std::int32_t days = pool_->day(values_[column]);
        return days == TextPool::kNoDay ? std::nullopt : std::optional(Date{days});
    }

  private:
    const TextPool* pool_;
    const TextId* values_;
    std::uint32_t line_;
};

// The rows of one table, those of a child together, in the order of the file.
struct ReturnTable {
    const ReturnTableLayout* layout = nullptr;
    std::vector<TextId> values;         // row after row
    std::vector<std::uint32_t> lines;   // of each row
    std::vector<std::uint32_t> begins;  // for each child, its first row; one more at the end

    [[nodiscard]] std::size_t rows() const { return lines.size(); }
};

// A return as it stood, every value as it was written: what checks, figures and comparisons read.
// Not changed once it is built: safe to share between threads.
class ReturnSnapshot {
  public:
    // The year in which its collection ends.
    [[nodiscard]] int year() const { return year_; }
    [[nodiscard]] const ReturnLayout& layout() const { return *layout_; }
    [[nodiscard]] const TextPool& pool() const { return *pool_; }
    // In the order of the layout's tables.
    [[nodiscard]] const std::vector<ReturnTable>& tables() const { return tables_; }
    [[nodiscard]] const ReturnTable& table(std::size_t place) const { return tables_[place]; }

    // References in the order of their texts; rows without one lie under the empty text.
    [[nodiscard]] const std::vector<TextId>& children() const { return children_; }
    // Nothing where the return does not hold the child.
    [[nodiscard]] std::optional<std::size_t> place_of(TextId reference) const;

    [[nodiscard]] ReturnRow row(std::size_t table, std::size_t row) const;
    // The numbers of a child's rows, [first, last).
    struct Range {
        std::size_t first = 0;
        std::size_t last = 0;
    };
    [[nodiscard]] Range rows_of(std::size_t table, std::size_t child) const {
        return {tables_[table].begins[child], tables_[table].begins[child + 1]};
    }

  private:
    friend class ReturnSnapshotBuilder;
    ReturnSnapshot(int year, const ReturnLayout& layout, std::shared_ptr<const TextPool> pool)
        : year_(year), layout_(&layout), pool_(std::move(pool)) {}

    int year_;
    const ReturnLayout* layout_;
    std::shared_ptr<const TextPool> pool_;
    std::vector<ReturnTable> tables_;
    std::vector<TextId> children_;
    std::vector<std::uint32_t> places_;  // for each text, one more than the child's place; 0: none
};

// Takes rows in any order of tables. One thread. Several snapshots may share a pool as long as they
// are built one after the other.
class ReturnSnapshotBuilder {
  public:
    // `layout` is the form's for `year`, and must outlive the snapshot.
    ReturnSnapshotBuilder(int year, const ReturnLayout& layout, std::shared_ptr<TextPool> pool);

    // `values` in the usual order of the table's columns, as many as it has.
    void add_row(std::size_t table, std::uint32_t line, std::span<const std::string_view> values);
    // Sorts the rows by child. The builder is used up.
    [[nodiscard]] ReturnSnapshot finish();

  private:
    int year_;
    const ReturnLayout* layout_;
    std::shared_ptr<TextPool> pool_;
    std::vector<ReturnTable> tables_;
};

}  // namespace tyst
