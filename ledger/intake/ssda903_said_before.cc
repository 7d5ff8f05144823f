#include "ledger/intake/ssda903_said_before.h"

#include <algorithm>
#include <string>
#include <utility>

#include "ledger/intake/fact_difference.h"

namespace tyst {
namespace {

// The day of these comes from the header or the episodes, which are restated by themselves.
bool is_dated_elsewhere(const Body& body) {
    return std::holds_alternative<ChildRegistered>(body) ||
           std::holds_alternative<YearlyOutcomesStated>(body) ||
           std::holds_alternative<LeaverContactRecorded>(body) ||
           std::holds_alternative<AdoptersRecorded>(body);
}

// Fields in which two returns disagree about a fact; what is known of a child without a birth date
// is dated by the return.
std::vector<std::string> disagreements(
    const Event& before, const Event& again, const Ssda903StatementTime& time
) {
    std::vector<std::string> fields = differing_fields(before, again);
    const bool dated_by_return =
        is_dated_elsewhere(again.body) || (std::holds_alternative<IdentityRecorded>(again.body) &&
                                           again.occurred.date == collection_begins(time.year));
    if (dated_by_return) std::erase(fields, "occurred");
    return fields;
}

// The later return replaces what it says something about; the earlier one fills what is empty.
void restate(Event& before, const Event& again, std::vector<std::string> fields, bool later) {
    std::erase_if(fields, [&](const std::string& field) {
        return later ? !says(again.body, field) : says(before.body, field);
    });
    if (fields.empty()) return;
    before.source = again.source;
    copy_fields(before, again, std::move(fields));
}

}  // namespace

void Ssda903SaidBefore::add(std::vector<Event> events, const Ssda903StatementTime& time) {
    for (Event& event : events) {
        const auto [place, fresh] = places_.try_emplace(event.id, said_.size());
        if (fresh) {
            said_.push_back({std::move(event), time});
            continue;
        }
        Said& said = said_[place->second];
        restate(said.event, event, disagreements(said.event, event, time), said.time <= time);
        said.time = std::max(said.time, time);
    }
}

void Ssda903SaidBefore::join(Ssda903Collector& current, const Ssda903StatementTime& time) {
    std::vector<Event> own = std::exchange(current.events(), {});
    std::vector<bool> repeated(said_.size(), false);
    for (Event& event : own) {
        const auto found = places_.find(event.id);
        if (found == places_.end()) continue;
        repeated[found->second] = true;
        const Said& said = said_[found->second];
        std::vector<std::string> fields = disagreements(said.event, event, time);
        if (fields.empty()) {
            event.occurred = said.event.occurred;
            continue;
        }
        if (const auto table = ssda903_table(event.source.table)) {
            current.find(ImportFindingKind::restated_differently, *table, event.source.row);
        }
        Event joined = said.event;
        restate(joined, event, std::move(fields), said.time <= time);
        event.body = std::move(joined.body);
        event.occurred = joined.occurred;
    }
    for (std::size_t place = 0; place < said_.size(); ++place) {
        if (!repeated[place]) current.events().push_back(std::move(said_[place].event));
    }
    std::ranges::move(own, std::back_inserter(current.events()));
}

}  // namespace tyst
