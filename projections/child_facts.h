#pragma once

#include <optional>
#include <span>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"
#include "schema/rule.h"
#include "schema/situation.h"

// What rules ask of one child's history, looked up once and kept for all rules.
namespace tyst {

class ChildFacts {
  public:
    // Both must outlive it.
    ChildFacts(const History& history, const Coverage& coverage);

    [[nodiscard]] const History& history() const { return history_; }

    // Facts of one type, in the order of the fold.
    [[nodiscard]] std::span<const DatedFact* const> of(EventType type) const;
    // The fact of an event; nullptr where it is not known under the question.
    [[nodiscard]] const DatedFact* fact_of(const StoredEvent* event) const;

    // The episode of a period of care on a day; its last one where the day lies behind it; nullptr
    // where the period has none yet.
    [[nodiscard]] const Episode* episode_on(Place care, Date day) const;
    // What is lived in counts as: a temporary stay as the placement that it interrupts.
    [[nodiscard]] const Placement* counted_placement(const Episode& episode) const;
    [[nodiscard]] const LegalStatus* status_of(const Episode& episode) const;

    // Whether it holds at the end of a day. Nothing where it depends on a birth date that is not
    // known for certain.
    [[nodiscard]] std::optional<bool> holds(const Situation& situation, Place care, Date day) const;
    // Whether all of them hold. No where one does not, else nothing where one is not known.
    [[nodiscard]] std::optional<bool> all_hold(
        std::span<const Situation> situations, Place care, Date day
    ) const;
    // What follows from the legal basis and the placement (holds_for_episodes).
    [[nodiscard]] bool holds_in(const Situation& situation, const Episode& episode) const;

    // The day on which the child is or will be a category 1 young person (CPPCR(W) 2015 reg 47): 16
    // or older, and looked after for 13 weeks in all since the 14th birthday, short breaks left
    // out. Counts on as if care went on. Nothing where the birth date is not known for certain, the
    // child is not looked after, or becomes 18 before.
    [[nodiscard]] std::optional<Date> category_1_on() const;

    // The last day in [from, to] on which no source covers one of the kinds of fact that it needs.
    [[nodiscard]] std::optional<Date> last_day_not_covered(const Rule& rule, Date from, Date to)
        const;
    // The kinds of fact that it needs and that no source covers on some day in [from, to].
    [[nodiscard]] std::vector<std::string_view> not_covered(const Rule& rule, Date from, Date to)
        const;

  private:
    [[nodiscard]] bool holds_for_placement(SituationKind kind, const Placement& placement, Date day)
        const;
    [[nodiscard]] bool done_since(EventType type, Date from, Date to) const;
    [[nodiscard]] bool parents_assessed(const Placement& placement, Date day) const;
    [[nodiscard]] bool temporarily_approved(const Placement& placement, Date day) const;

    const History& history_;
    const Coverage& coverage_;
    std::vector<const DatedFact*> by_type_;  // by type, then in the order of the fold
    [[nodiscard]] std::span<const CoveredStretch> covered(const Rule& rule, std::size_t need) const;

    // By place in codes/fact-kind, as they are asked for.
    mutable std::vector<std::optional<std::vector<CoveredStretch>>> covered_;
};

// Days of looked-after care since the birthday on which the child became `from_age`, up to and
// including `to`; short breaks left out.
[[nodiscard]] int looked_after_days(const History& history, Date from, Date to);

}  // namespace tyst
