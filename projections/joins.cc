#include "projections/joins.h"

#include <map>
#include <utility>

namespace tyst {

std::vector<Join> joins_in_force(std::span<const FoldStep> steps) {
    std::map<std::pair<StreamId, StreamId>, const StoredEvent*> said;
    for (const FoldStep& step : steps) {
        if (step.reversed != nullptr) continue;
        const StreamId& stream = step.event->stream;
        const Body& body = step.event->event.body;
        if (const auto* joined = std::get_if<RecordsJoined>(&body)) {
            said.emplace(std::pair(stream, joined->other.stream), step.event);
        } else if (const auto* parted = std::get_if<RecordsParted>(&body)) {
            said.erase(std::pair(stream, parted->other.stream));
        }
    }
    std::vector<Join> joins;
    joins.reserve(said.size());
    for (const auto& [pair, event] : said) {
        joins.push_back({pair.first, pair.second, event});
    }
    return joins;
}

}  // namespace tyst
