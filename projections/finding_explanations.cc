#include "projections/finding_explanations.h"

#include <algorithm>
#include <limits>

#include "projections/relations.h"

namespace tyst {

Result<std::vector<FindingExplanation>> explanations_in(
    Ledger& ledger, StreamId stream, std::string_view form, int year
) {
    TYST_ASSIGN(const auto events, ledger.read_stream(stream, ReadDepth::event_only));
    History history;
    history.question.known_at = {std::numeric_limits<std::int64_t>::max()};
    std::vector<FindingExplanation> found;
    for (const FoldStep& step : resolve_relations(events, history)) {
        const auto* body = std::get_if<ReturnFindingExplained>(&step.event->event.body);
        if (body == nullptr || step.reversed != nullptr || body->form != form ||
            static_cast<int>(body->year) != year) {
            continue;
        }
        const StoredEvent& stored = *step.event;
        found.push_back(
            {stored.index, stored.event.id, stored.event.recorded_by, stored.recorded, *body}
        );
    }
    std::ranges::sort(found, std::ranges::greater{}, [](const FindingExplanation& explanation) {
        return explanation.event.value;
    });
    return found;
}

}  // namespace tyst
