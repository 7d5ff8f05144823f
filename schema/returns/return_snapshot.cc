#include "schema/returns/return_snapshot.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tyst {
namespace {

constexpr std::size_t kReferenceColumn = 0;  // ReturnForm::read sees to it

TextId reference_of(const ReturnTable& table, std::size_t row) {
    return table.values[row * table.layout->columns.size() + kReferenceColumn];
}

// A stable counting sort: rows by child, those of one child in the order in which they came.
ReturnTable sorted_by_child(
    const ReturnTable& table, std::span<const std::uint32_t> places, std::size_t children
) {
    const std::size_t columns = table.layout->columns.size();
    ReturnTable sorted{table.layout, {}, {}, std::vector<std::uint32_t>(children + 1)};
    for (std::size_t row = 0; row < table.rows(); ++row) {
        ++sorted.begins[places[reference_of(table, row)]];
    }
    std::partial_sum(sorted.begins.begin(), sorted.begins.end(), sorted.begins.begin());
    std::vector<std::uint32_t> next(sorted.begins.begin(), sorted.begins.end() - 1);
    sorted.lines.resize(table.rows());
    sorted.values.resize(table.values.size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::uint32_t target = next[places[reference_of(table, row)] - 1]++;
        sorted.lines[target] = table.lines[row];
        std::copy_n(
            table.values.begin() + static_cast<std::ptrdiff_t>(row * columns),
            columns,
            sorted.values.begin() + static_cast<std::ptrdiff_t>(target * columns)
        );
    }
    return sorted;
}

}  // namespace

std::optional<std::size_t> ReturnSnapshot::place_of(TextId reference) const {
    if (reference >= places_.size() || places_[reference] == 0) {
        return std::nullopt;
    }
    return places_[reference] - 1;
}

ReturnRow ReturnSnapshot::row(std::size_t table, std::size_t row) const {
    const ReturnTable& rows = tables_[table];
    return {*pool_, &rows.values[row * rows.layout->columns.size()], rows.lines[row]};
}

ReturnSnapshotBuilder::ReturnSnapshotBuilder(
    int year, const ReturnLayout& layout, std::shared_ptr<TextPool> pool
)
    : year_(year), layout_(&layout), pool_(std::move(pool)) {
    for (const ReturnTableLayout& table : layout.tables) {
        tables_.push_back({&table, {}, {}, {}});
    }
}

void ReturnSnapshotBuilder::add_row(
    std::size_t table, std::uint32_t line, std::span<const std::string_view> values
) {
    ReturnTable& rows = tables_[table];
    for (const std::string_view value : values) {
        rows.values.push_back(pool_->intern(value));
    }
    rows.lines.push_back(line);
}

ReturnSnapshot ReturnSnapshotBuilder::finish() {
    ReturnSnapshot snapshot(year_, *layout_, pool_);
    snapshot.places_.assign(pool_->size(), 0);
    for (const ReturnTable& table : tables_) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
            std::uint32_t& place = snapshot.places_[reference_of(table, row)];
            if (place == 0) {
                snapshot.children_.push_back(reference_of(table, row));
                place = 1;
            }
        }
    }
    std::ranges::sort(snapshot.children_, {}, [&](TextId id) { return pool_->text(id); });
    for (std::size_t child = 0; child < snapshot.children_.size(); ++child) {
        snapshot.places_[snapshot.children_[child]] = static_cast<std::uint32_t>(child + 1);
    }
    for (const ReturnTable& table : tables_) {
        snapshot.tables_.push_back(
            sorted_by_child(table, snapshot.places_, snapshot.children_.size())
        );
    }
    tables_.clear();
    return snapshot;
}

}  // namespace tyst
