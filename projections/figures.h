#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "projections/history.h"
#include "schema/ids.h"

namespace tyst {

// Days of a flow, both included.
struct Period {
    Date from;
    Date to;
    bool operator==(const Period&) const = default;
};

// The year that ends with `as_at`: from the day after the same date a year before.
[[nodiscard]] Period year_to(Date as_at);

// One counted number, with the people behind it.
struct Figure {
    std::string id;  // "looked-after", "legal-status.care-order", "age.15", "starts", …
    std::uint64_t value = 0;
    bool flow = false;               // counted over the period; otherwise at the end of as_at
    std::vector<StreamId> children;  // sorted; once for each count, so a child may stand twice
    bool operator==(const Figure&) const = default;
};

// Counts histories that were all folded under one question (docs/projections.md says what counts).
// Not for several threads at once: give each its own and merge them; the result does not depend on
// the order of adding.
class FigureCounter {
  public:
    // Starts and ceasings are counted in `period`, which should end no later than as_at.
    FigureCounter(Date as_at, Period period);

    void add(const History& history);
    void merge(const FigureCounter& other);
    // Every figure, those of value 0 included, in the order of the ids' list in
    // docs/projections.md.
    [[nodiscard]] std::vector<Figure> figures() const;

    [[nodiscard]] Date as_at() const { return as_at_; }
    [[nodiscard]] Period period() const { return period_; }

  private:
    void count(std::string_view id, const StreamId& person);
    void add_stock(const History& history);
    void add_starts(const History& history);
    void add_ceased(const History& history);

    Date as_at_;
    Period period_;
    std::map<std::string, std::vector<StreamId>, std::less<>> counted_;
};

}  // namespace tyst
