#include "projections/disclosure_alternatives.h"

#include <algorithm>
#include <tuple>

namespace tyst::disclosure {
namespace {

constexpr std::size_t kTriesMax = 3000;  // changes within one move

Bounds bounds_of_shown(std::uint64_t value, std::uint64_t round_to) {
    const auto shown = static_cast<std::int64_t>(value);
    const auto step = static_cast<std::int64_t>(std::max<std::uint64_t>(round_to, 1));
    // Halves go up: for steps of 5 from 3 below 5 ... 7; for steps of 10 from 5 ... 14.
    return {std::max<std::int64_t>(0, shown - step / 2), shown + (step - 1) / 2};
}

}  // namespace

Bounds bounds_to_a_reader(const ShownCell& cell, const DisclosurePolicy& policy) {
    if (cell.how != Shown::value) {
        return {0, kUnbounded};
    }
    Bounds bounds = bounds_of_shown(cell.value, policy.round_to);
    // A value that is shown is no small one: it is 0, or the threshold at least.
    if (policy.threshold > 1) {
        bounds.least = std::max(
            bounds.least, cell.value > 0 ? static_cast<std::int64_t>(policy.threshold) : 0
        );
        bounds.most = cell.value == 0 ? 0 : bounds.most;
    }
    return bounds;
}

Alternatives::Alternatives(const CountTable& table, const DisclosurePolicy& policy)
    : table_(table),
      policy_(policy),
      sums_of_(table.cells.size()),
      bounds_(table.cells.size()),
      values_(table.cells.size()),
      excess_(table.sums.size(), 0),
      changed_(table.cells.size(), false) {
    for (std::size_t sum = 0; sum < table.sums.size(); ++sum) {
        sums_of_[table.sums[sum].total].push_back(sum);
        for (const std::size_t part : table.sums[sum].parts) {
            sums_of_[part].push_back(sum);
        }
    }
}

std::uint64_t Alternatives::values_of(std::size_t cell, std::span<const ShownCell> shown) {
    for (std::size_t place = 0; place < shown.size(); ++place) {
        const auto exact = static_cast<std::int64_t>(table_.cells[place].value);
        const bool known = shown[place].how == Shown::value && policy_.percentages;
        bounds_[place] = known ? Bounds{exact, exact} : bounds_to_a_reader(shown[place], policy_);
    }
    std::uint64_t found = 1;
    for (const std::int64_t step : {1, -1}) {
        for (std::size_t place = 0; place < values_.size(); ++place) {
            values_[place] = static_cast<std::int64_t>(table_.cells[place].value);
        }
        while (found < policy_.threshold && move(cell, step)) {
            ++found;
        }
    }
    return found;
}

bool Alternatives::move(std::size_t cell, std::int64_t step) {
    changed_.assign(changed_.size(), false);
    std::ranges::fill(excess_, 0);
    broken_.clear();
    tries_left_ = kTriesMax;
    if (!may_change(cell, step)) return false;
    change(cell, step);
    return repair();
}

std::int64_t Alternatives::sign_in(std::size_t cell, std::size_t sum) const {
    return table_.sums[sum].total == cell ? -1 : 1;
}

bool Alternatives::may_change(std::size_t cell, std::int64_t step) const {
    const std::int64_t value = values_[cell] + step;
    return !changed_[cell] && bounds_[cell].least <= value && value <= bounds_[cell].most;
}

void Alternatives::change(std::size_t cell, std::int64_t step) {
    values_[cell] += step;
    changed_[cell] = !changed_[cell];
    for (const std::size_t sum : sums_of_[cell]) {
        excess_[sum] += step * sign_in(cell, sum);
        if (excess_[sum] != 0) broken_.push_back(sum);
    }
}

// Of the sums of a cell, those that a change would leave further from holding.
std::size_t Alternatives::newly_broken(std::size_t cell, std::int64_t step) const {
    return static_cast<std::size_t>(std::ranges::count_if(sums_of_[cell], [&](std::size_t sum) {
        return excess_[sum] * step * sign_in(cell, sum) >= 0;
    }));
}

bool Alternatives::repair() {
    while (!broken_.empty() && excess_[broken_.back()] == 0) {
        broken_.pop_back();
    }
    if (broken_.empty()) return true;
    const std::size_t sum = broken_.back();
    const std::vector<std::size_t> broken = broken_;
    std::vector<std::tuple<std::size_t, std::size_t, std::int64_t>> ways;
    const auto consider = [&](std::size_t cell) {
        const std::int64_t step = (excess_[sum] > 0 ? -1 : 1) * sign_in(cell, sum);
        if (may_change(cell, step)) ways.emplace_back(newly_broken(cell, step), cell, step);
    };
    consider(table_.sums[sum].total);
    std::ranges::for_each(table_.sums[sum].parts, consider);
    std::ranges::sort(ways);
    for (const auto& [breaks, cell, step] : ways) {
        if (tries_left_ == 0) return false;
        --tries_left_;
        change(cell, step);
        if (repair()) return true;
        change(cell, -step);
        broken_ = broken;
    }
    return false;
}

}  // namespace tyst::disclosure
