#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "projections/returns/ssda903_shape.h"
#include "schema/date.h"
#include "schema/returns/return_snapshot.h"

namespace tyst {

// What the checks of one return read. Snapshots share one pool of texts, and outlive the checks.
struct ReturnCheckInput {
    const ReturnSnapshot* current = nullptr;
    // Earlier years' returns, oldest first; the last is the year before, where that is held.
    std::vector<const ReturnSnapshot*> earlier;

    // The return of the year before; nullptr where it is not held.
    [[nodiscard]] const ReturnSnapshot* previous() const;
};

// One stretch of the episodes table, its values ready to compare.
struct EpisodeRow {
    FieldRow row;
    std::optional<Date> began;
    std::optional<Date> ended;  // the first day on which it no longer holds
    std::string_view reason_new;
    std::string_view status;
    std::string_view need;
    std::string_view place;
    std::string_view provider;
    std::string_view reason_ceased;
};

// What one return says about one child.
class ChildStatement {
  public:
    ChildStatement(const ReturnSnapshot& snapshot, const Ssda903Shape& shape, std::size_t child);

    [[nodiscard]] const ReturnSnapshot& snapshot() const { return *snapshot_; }
    // By DECOM, then the order of the file; rows without a day stand last.
    [[nodiscard]] const std::vector<EpisodeRow>& episodes() const { return episodes_; }
    // Rows of the table that has this field, in the order of the file; none where no year's layout
    // has it.
    [[nodiscard]] std::vector<FieldRow> rows_with(Ssda903Field field) const;
    // From the child's header row.
    [[nodiscard]] std::optional<Date> birth() const { return birth_; }
    [[nodiscard]] std::optional<FieldRow> header() const;

  private:
    const ReturnSnapshot* snapshot_;
    const Ssda903Shape* shape_;
    std::size_t child_;
    std::vector<EpisodeRow> episodes_;
    std::optional<Date> birth_;
};

// Everything that one check sees of one child.
struct ReturnCase {
    Date year_begins;
    Date year_ends;
    const ChildStatement* now = nullptr;
    const ChildStatement* before = nullptr;   // the year before; nullptr: not in it
    std::span<const ChildStatement> earlier;  // every earlier year that holds the child
    bool previous_is_held = false;
    // The first day of the earliest year from which on every year's return is held.
    Date held_since;
};

// Every episode of the child that is held, each once as the newest return states it, by DECOM.
[[nodiscard]] std::vector<const EpisodeRow*> episodes_ever(const ReturnCase& child);

// Whether a code is one of these.
[[nodiscard]] bool is_any(std::string_view code, std::initializer_list<std::string_view> of);

// Whole years lived on a day; somebody born on 29 February has a birthday on 1 March in other
// years.
[[nodiscard]] int years_lived(Date birth, Date day);
// The day on which that age is reached.
[[nodiscard]] Date day_of_age(Date birth, int age);

// Where a finding stands: a row of the current return and the fields that disagree.
struct ReturnFinding {
    std::uint16_t rule = 0;   // its place among the rules
    std::uint32_t child = 0;  // place in the snapshot
    std::uint16_t table = 0;
    std::uint32_t row = 0;
    std::uint64_t fields = 0;  // a bit for each Ssda903Field

    auto operator<=>(const ReturnFinding&) const = default;
};

// Gathers what the rules of one child find.
class FindingSink {
  public:
    FindingSink(const Ssda903Shape& shape, std::vector<ReturnFinding>& findings)
        : shape_(&shape), findings_(&findings) {}

    void begin(std::uint16_t rule, std::uint32_t child) {
        rule_ = rule;
        child_ = child;
    }
    // The first field says which table; all must be of it.
    void add(const FieldRow& row, std::initializer_list<Ssda903Field> fields);

  private:
    const Ssda903Shape* shape_;
    std::vector<ReturnFinding>* findings_;
    std::uint16_t rule_ = 0;
    std::uint32_t child_ = 0;
};

}  // namespace tyst
