#pragma once

#include <span>
#include <string>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"
#include "projections/measures/measure_outcome.h"
#include "projections/rule_engine.h"
#include "schema/reference_set.h"

namespace tyst {

// Measures over one statistical year, of histories that were all folded at the end of `year`: its
// 31 March, or an earlier day for the year so far. Not for several threads at once: give each its
// own and merge them; the result does not depend on the order of adding.
class MeasureCounter {
  public:
    // The measures, the rules' set and the engine outlive it. Measures that are not computed, or
    // whose rules are not in force in the year, are answered with the reason.
    MeasureCounter(
        std::vector<const Measure*> measures,
        const ReferenceSet& reference,
        const RuleEngine& engine,
        Period year
    );

    // `coverage` is that of the authority under the histories' question.
    void add(const History& history, const Coverage& coverage);
    void merge(MeasureCounter&& other);

    // In the order in which the measures were given. A figure whose facts no source supplies in the
    // year is not held.
    [[nodiscard]] std::vector<MeasureOutcome> outcomes(const Coverage& coverage) &&;

  private:
    void add_items(
        const Measure& measure, const struct MeasureContext& context, MeasureOutcome& to
    );

    const ReferenceSet* reference_;
    const RuleEngine* engine_;
    Period year_;
    std::vector<MeasureOutcome> counted_;
};

}  // namespace tyst
