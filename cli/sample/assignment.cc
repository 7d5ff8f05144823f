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
          members_(columns_),
          step_(columns_, std::vector<long>(columns_, kFar)),
          mover_(columns_, std::vector<std::size_t>(columns_)) {}

    bool place(std::size_t row) {
        std::vector<long> distance(costs_[row].begin(), costs_[row].end());
        std::vector<std::size_t> previous(columns_, columns_);
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
        std::vector<std::size_t> touched = {end};
        while (previous[end] != columns_) {
            const std::size_t from = previous[end];
            const std::size_t moved = mover_[from][end];
            std::erase(members_[from], moved);
            enter(moved, end);
            end = from;
            touched.push_back(end);
        }
        enter(row, end);
        for (const std::size_t column : touched) {
            find_steps_from(column);
        }
        return true;
    }

    [[nodiscard]] const std::vector<std::size_t>& placed() const { return placed_; }

  private:
    void enter(std::size_t row, std::size_t column) {
        placed_[row] = column;
        members_[column].push_back(row);
    }

    // What it costs to move the cheapest row of one column to each other.
    void find_steps_from(std::size_t from) {
        step_[from].assign(columns_, kFar);
        for (const std::size_t row : members_[from]) {
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
    std::vector<std::vector<std::size_t>> members_;  // rows by column
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
