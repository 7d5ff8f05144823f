#include "ledger/intake/ssda903_succession.h"

#include <string>
#include <unordered_set>
#include <utility>

#include "ledger/intake/fact_difference.h"
#include "ledger/intake/ssda903_tables.h"
#include "schema/event_catalogue.h"

namespace tyst {
namespace {

constexpr std::string_view kReturnSystem = "ssda903";
constexpr const char* kCorrected = "A later return states the row otherwise.";
constexpr const char* kAnnulled = "The rows of all returns together no longer say this.";
constexpr const char* kRestored = "The rows of all returns together say this again.";

Event relation(
    RelationKind kind,
    const EventId& target,
    const Event& about,
    const Ssda903Relating& relating,
    const char* reason
) {
    Event event;
    event.id = relating.id(target, kind == RelationKind::corrects ? "corrects" : "annuls");
    event.occurred = about.occurred;
    event.learned = relating.learned;
    event.source = about.source;
    event.reason = reason;
    event.language = "en";
    event.relation.kind = kind;
    event.relation.target = target;
    return event;
}

// Holds the fields that it names and no others.
Event correction(
    const Event& held,
    const Event& said,
    std::vector<std::string> fields,
    const Ssda903Relating& relating
) {
    Event event = relation(RelationKind::corrects, held.id, said, relating, kCorrected);
    event.body = *make_body(type_of(said.body));
    event.relation.fields = fields;
    copy_fields(event, said, std::move(fields));
    return event;
}

// A stored citation names the person only.
void keep_person_only(PersonCitation& worker) {
    PersonCitation citation;
    citation.person = worker.person;
    worker = citation;
}

std::vector<std::string> fields_said_otherwise(const Event& held, const Event& said) {
    const auto* const allocation = std::get_if<AllocationStarted>(&said.body);
    if (allocation == nullptr || !allocation->worker) return differing_fields(held, said);
    Event as_stored = said;
    keep_person_only(*std::get<AllocationStarted>(as_stored.body).worker);
    return differing_fields(held, as_stored);
}

}  // namespace

Ssda903HeldFacts::Ssda903HeldFacts(std::span<const StoredEvent> stored) {
    for (const StoredEvent& event : stored) {
        if (event.event.source.system != kReturnSystem) continue;
        if (event.event.relation.kind != RelationKind::none) {
            relate(event.event);
        } else if (places_.try_emplace(event.event.id, facts_.size()).second) {
            facts_.push_back(event.event);
        }
    }
}

void Ssda903HeldFacts::relate(const Event& event) {
    const EventId& target = event.relation.target;
    if (event.relation.kind == RelationKind::annuls) {
        if (const auto restored = annulled_.find(target); restored != annulled_.end()) {
            annulments_.erase(restored->second);
            return;
        }
        annulments_.insert_or_assign(target, event.id);
        annulled_.insert_or_assign(event.id, target);
    } else if (const auto place = places_.find(target); place != places_.end()) {
        copy_fields(facts_[place->second], event, event.relation.fields);
    }
}

const Event* Ssda903HeldFacts::find(const EventId& id) const {
    const auto place = places_.find(id);
    return place == places_.end() ? nullptr : &facts_[place->second];
}

EventId Ssda903HeldFacts::annulled_by(const EventId& id) const {
    const auto found = annulments_.find(id);
    return found == annulments_.end() ? EventId{} : found->second;
}

std::vector<const Event*> Ssda903HeldFacts::facts_of_episodes() const {
    std::vector<const Event*> facts;
    for (const Event& fact : facts_) {
        if (fact.source.table == shape_of(Ssda903Table::episodes).name &&
            !annulments_.contains(fact.id)) {
            facts.push_back(&fact);
        }
    }
    return facts;
}

std::vector<Event> ssda903_succession(
    std::vector<Event> said, const Ssda903HeldFacts& held, const Ssda903Relating& relating
) {
    std::unordered_set<EventId, StrongBytesHash> given;
    std::vector<Event> added;
    for (Event& event : said) {
        given.insert(event.id);
        const Event* const before = held.find(event.id);
        if (before == nullptr) {
            added.push_back(std::move(event));
            continue;
        }
        if (const EventId annulment = held.annulled_by(event.id); !annulment.is_zero()) {
            added.push_back(relation(RelationKind::annuls, annulment, event, relating, kRestored));
        }
        std::vector<std::string> fields = fields_said_otherwise(*before, event);
        if (!fields.empty()) {
            added.push_back(correction(*before, event, std::move(fields), relating));
        }
    }
    for (const Event* const fact : held.facts_of_episodes()) {
        if (!given.contains(fact->id)) {
            added.push_back(relation(RelationKind::annuls, fact->id, *fact, relating, kAnnulled));
        }
    }
    return added;
}

}  // namespace tyst
