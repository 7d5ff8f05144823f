#include "cli/sample/assignment.h"

#include <limits>

namespace tyst::sample {
namespace {

constexpr long kFar = std::numeric_limits<long>::max() / 4;

// Successive shortest paths over the columns: each new row enters the column that is cheapest once
// the rows already placed may move on, one step a column, to make room.
class Assigner {
  public:
    Assigner(const std::vector<std::vector<int>>& costs, const std::vector<int>& capacities)
        : costs_(costs),
          room_(capacities),
          columns_(capacities.size()),
          placed_(costs.size(), columns_),
          step_(columns_, std::vector<long>(columns_)),
          mover_(columns_, std::vector<std::size_t>(columns_)) {}

    bool place(std::size_t row) {
        find_steps();
        std::vector<long> distance(columns_);
        std::vector<std::size_t> previous(columns_, columns_);
        for (std::size_t column = 0; column < columns_; ++column) {
            distance[column] = costs_[row][column];
        }
        relax(distance, previous);
        std::size_t end = columns_;
        for (std::size_t column = 0; column < columns_; ++column) {
            if (room_[column] > 0 && (end == columns_ || distance[column] < distance[end])) {
                end = column;
            }
        }
        if (end == columns_) {
            return false;
        }
        --room_[end];
        while (previous[end] != columns_) {
            const std::size_t from = previous[end];
            placed_[mover_[from][end]] = end;
            end = from;
        }
        placed_[row] = end;
        return true;
    }

    [[nodiscard]] const std::vector<std::size_t>& placed() const { return placed_; }

  private:
    // What it costs to move the cheapest row from one column to another.
    void find_steps() {
        for (auto& row : step_) {
            row.assign(columns_, kFar);
        }
        for (std::size_t row = 0; row < placed_.size(); ++row) {
            const std::size_t from = placed_[row];
            if (from == columns_) {
                continue;
            }
            for (std::size_t to = 0; to < columns_; ++to) {
                const long cost = long{costs_[row][to]} - costs_[row][from];
                if (cost < step_[from][to]) {
                    step_[from][to] = cost;
                    mover_[from][to] = row;
                }
            }
        }
    }

    void relax(std::vector<long>& distance, std::vector<std::size_t>& previous) const {
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t from = 0; from < columns_; ++from) {
                for (std::size_t to = 0; to < columns_; ++to) {
                    if (step_[from][to] != kFar && to != from &&
                        distance[from] + step_[from][to] < distance[to]) {
                        distance[to] = distance[from] + step_[from][to];
                        previous[to] = from;
                        changed = true;
                    }
                }
            }
        }
    }

    const std::vector<std::vector<int>>& costs_;
    std::vector<int> room_;
    std::size_t columns_;
    std::vector<std::size_t> placed_;
    std::vector<std::vector<long>> step_;
    std::vector<std::vector<std::size_t>> mover_;
};

}  // namespace

Result<std::vector<std::size_t>> assign(
    const std::vector<std::vector<int>>& costs, const std::vector<int>& capacities
) {
    Assigner assigner(costs, capacities);
    for (std::size_t row = 0; row < costs.size(); ++row) {
        if (!assigner.place(row)) {
            return fail(ErrorCode::internal, "sample: more children than places in a table");
        }
    }
    for (std::size_t row = 0; row < costs.size(); ++row) {
        if (costs[row][assigner.placed()[row]] >= kImpossible) {
            return fail(ErrorCode::internal, "sample: a table cannot be filled plausibly");
        }
    }
    return assigner.placed();
}

}  // namespace tyst::sample
