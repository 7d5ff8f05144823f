#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "projections/disclosure.h"

// Inside disclosure: tables that show the same to a reader as the true one does.
namespace tyst::disclosure {

// Signed, so that differences may pass through below 0.
struct Bounds {
    std::int64_t least = 0;
    std::int64_t most = 0;
};
inline constexpr std::int64_t kUnbounded = INT64_MAX / 4;

// What a reader who knows the policy sees of one cell alone. What is kept back may be anything: the
// mark does not say why.
[[nodiscard]] Bounds bounds_to_a_reader(const ShownCell& cell, const DisclosurePolicy& policy);

// Looks for other tables that fit. Each one found is whole: its sums hold, nothing is below 0, and
// every cell that is shown reads as before. So what it says is certain: no reader can tell the true
// table from it. The search is bounded; where it finds nothing there may be one all the same.
class Alternatives {
  public:
    // Both must outlive it.
    Alternatives(const CountTable& table, const DisclosurePolicy& policy);

    // How many values the cell takes in such tables, the true one included; it stops at the
    // threshold.
    [[nodiscard]] std::uint64_t values_of(std::size_t cell, std::span<const ShownCell> shown);

  private:
    // Changes the cell by `step`, and others by 1 or -1 until every sum holds again.
    bool move(std::size_t cell, std::int64_t step);
    bool repair();
    void change(std::size_t cell, std::int64_t step);
    [[nodiscard]] bool may_change(std::size_t cell, std::int64_t step) const;
    [[nodiscard]] std::int64_t sign_in(std::size_t cell, std::size_t sum) const;
    [[nodiscard]] std::size_t newly_broken(std::size_t cell, std::int64_t step) const;

    const CountTable& table_;
    const DisclosurePolicy& policy_;
    std::vector<std::vector<std::size_t>> sums_of_;  // by cell
    std::vector<Bounds> bounds_;
    std::vector<std::int64_t> values_;  // of the table being tried
    std::vector<std::int64_t> excess_;  // by sum: parts less total
    std::vector<bool> changed_;         // within the present move
    std::vector<std::size_t> broken_;   // sums that do not hold, or held again since
    std::size_t tries_left_ = 0;
};

}  // namespace tyst::disclosure
