#include <algorithm>

#include "projections/care_and_support.h"
#include "projections/census/census_record.h"

namespace tyst {

CensusRecords census_care_and_support(const CensusQuestion& question, const History& history) {
    CensusRecords records;
    const Date last = question.year.to;
    const Date quarter = Date::of(question.year.from.year() + 1, 1, 1);
    const std::vector<SupportStretch> stretches = support_stretches(history);
    if (last < quarter || !supported_throughout(stretches, quarter, last)) return records;
    const auto holds = [&](SupportKind kind) {
        return std::ranges::any_of(stretches, [&](const SupportStretch& stretch) {
            return stretch.kind == kind && stretch.holds_on(last);
        });
    };
    CensusRecord record(question, history, last);
    record.date(CensusFact::care_and_support_since, supported_since(stretches, last));
    record.flag(CensusFact::looked_after, history.looked_after());
    record.flag(CensusFact::registered, holds(SupportKind::registered));
    record.flag(CensusFact::part_four_plan, holds(SupportKind::part_four));
    records.push_back(std::move(record));
    return records;
}

}  // namespace tyst
