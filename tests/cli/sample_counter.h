#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schema/event.h"

namespace tyst::test {

// A slow and simple count over submissions, written apart from the projections, so that the two
// check each other. Knows the three relations only as far as the samples use them.
struct CountedSpell {
    std::string what;
    Date from;
    std::optional<Date> to;
    PlacementStarted placement;  // of a placement
    std::string need;            // of a period of care
    std::string basis;           // of a period of care

    [[nodiscard]] bool holds(Date day) const { return from <= day && (!to || day < *to); }
};

struct CountedChild {
    Date birth;
    std::vector<CountedSpell> care;
    std::vector<CountedSpell> statuses;
    std::vector<CountedSpell> placements;
};

class SampleCounter {
  public:
    explicit SampleCounter(const std::vector<Submission>& events);

    [[nodiscard]] const std::map<std::string, CountedChild>& children() const { return children_; }
    [[nodiscard]] int looked_after(Date day) const;
    // Counts "status / column", with the columns of the published tables ("own", "agency", …).
    [[nodiscard]] std::map<std::string, int> table(Date day) const;
    [[nodiscard]] std::map<std::string, int> by_status(Date day) const;
    [[nodiscard]] std::map<std::string, int> by_placement(Date day) const;
    [[nodiscard]] int overlay(const std::string& status, Date day) const;
    [[nodiscard]] std::vector<int> ages(Date day) const;
    [[nodiscard]] int starts(Date from, Date to) const;
    [[nodiscard]] int ceased(Date from, Date to) const;

  private:
    std::map<std::string, CountedChild> children_;
};

// Whole years on `day`, counted by birthdays.
[[nodiscard]] int counted_age(Date birth, Date day);
[[nodiscard]] std::string column_of(const PlacementStarted& placement);
[[nodiscard]] std::string row_of(const CountedChild& child, Date day);

}  // namespace tyst::test
