#include "projections/evidence/withholding.h"

#include <algorithm>
#include <unordered_map>

#include "projections/relations.h"
#include "schema/event_catalogue.h"
#include "schema/event_people.h"

namespace tyst::evidence {
namespace {

using EventsById = std::unordered_map<EventId, const StoredEvent*, StrongBytesHash>;

Withheld::What what_of(const Code& code) {
    if (code == "text") return Withheld::What::text;
    if (code == "people") return Withheld::What::people;
    if (code == "documents") return Withheld::What::documents;
    return Withheld::What::event;
}

// Facts in force with everything known, whatever their days.
std::vector<FoldStep> in_force(std::span<const StoredEvent> events, History& history) {
    history.question.as_at = Date::of(kYearMax, 12, 31);
    history.question.known_at = end_of_london_day(history.question.as_at);
    return resolve_relations(events, history);
}

std::size_t people_in(const Event& event) {
    std::set<StreamId> people;
    visit_people(event, [&people](const std::string&, const PersonCitation& citation) {
        people.insert(citation.person);
    });
    return people.size();
}

bool is_disclosed(std::span<const Code> grounds, std::string_view ground) {
    return std::ranges::find(grounds, ground) != grounds.end();
}

}  // namespace

void Withholding::add(LogIndex index, Withheld withheld) {
    std::vector<Withheld>& known = by_event_[index];
    if (std::ranges::find(known, withheld) == known.end()) known.push_back(std::move(withheld));
}

void Withholding::add_decisions(std::span<const StoredEvent> person_events) {
    History history;
    const std::vector<FoldStep> steps = in_force(person_events, history);
    EventsById by_id;
    for (const StoredEvent& stored : person_events)
        by_id.emplace(stored.event.id, &stored);
    for (const FoldStep& step : steps) {
        const auto* decided = std::get_if<WithholdingDecided>(&step.event->event.body);
        if (decided == nullptr) continue;
        bool confirmed = false;
        bool by_another = false;
        for (const FoldStep& other : steps) {
            const auto* confirmation = std::get_if<WithholdingConfirmed>(&other.event->event.body);
            if (confirmation == nullptr || confirmation->decision != step.event->event.id) continue;
            confirmed = true;
            by_another |= other.event->event.recorded_by != step.event->event.recorded_by;
        }
        const auto target = by_id.find(decided->about);
        if (!by_another || target == by_id.end()) {
            using Why = IneffectiveDecision::Why;
            const Why why = !confirmed    ? Why::not_confirmed
                            : !by_another ? Why::same_actor
                                          : Why::target_unknown;
            ineffective_.push_back({step.event->index, why});
            continue;
        }
        const Withheld withheld{
            what_of(decided->what), decided->ground, decided->explanation, step.event->index
        };
        add(target->second->index, withheld);
        for (const StoredEvent& stored : person_events) {
            const Relation& relation = stored.event.relation;
            if (relation.kind == RelationKind::corrects && relation.target == decided->about) {
                add(stored.index, withheld);
            }
        }
    }
}

void Withholding::add_restrictions(
    std::span<const StoredEvent> events, const Code& ground, std::span<const Code> disclosed
) {
    const Code legal_advice = "legal-advice";
    for (const StoredEvent& stored : events) {
        const bool advice = restriction_of(stored.event.body) == RestrictionClass::legal_advice;
        const Code& kept = advice ? legal_advice : ground;
        if (kept.empty() || is_disclosed(disclosed, kept)) continue;
        add(stored.index, {Withheld::What::event, kept, "", std::nullopt});
    }
}

std::span<const Withheld> Withholding::of(LogIndex index) const {
    const auto found = by_event_.find(index);
    return found == by_event_.end() ? std::span<const Withheld>() : found->second;
}

const Withheld* Withholding::find(LogIndex index, Withheld::What what) const {
    const auto withheld = of(index);
    const auto found = std::ranges::find(withheld, what, &Withheld::what);
    return found == withheld.end() ? nullptr : &*found;
}

std::vector<WithheldPart> Withholding::parts_of(const StoredEvent& stored, const TextOf& text_of)
    const {
    std::vector<WithheldPart> parts;
    const auto keep = [&](std::size_t part, const Withheld* withheld) {
        if (withheld == nullptr) return;
        parts.push_back(
            {stored.index,
             static_cast<std::uint16_t>(part),
             withheld->ground,
             withheld->explanation.empty() ? text_of(withheld->reason) : withheld->explanation}
        );
    };
    const Withheld* whole = find(stored.index, Withheld::What::event);
    const Withheld* text = find(stored.index, Withheld::What::text);
    const Withheld* people = find(stored.index, Withheld::What::people);
    const Withheld* documents = find(stored.index, Withheld::What::documents);
    keep(0, whole != nullptr ? whole : text);
    // Parts follow one another as the entry has them: the event, each person whom it names, each
    // document (docs/formats.md, "Entry").
    std::size_t part = 1;
    for (std::size_t left = people_in(stored.event); left > 0; --left)
        keep(part++, whole != nullptr ? whole : people);
    for (std::size_t left = stored.event.attachments.size(); left > 0; --left)
        keep(part++, whole != nullptr ? whole : documents);
    return parts;
}

Event disclosed(const StoredEvent& stored, const Withholding& withholding) {
    Event event = stored.event;
    if (withholding.find(stored.index, Withheld::What::people) != nullptr) {
        visit_people(event, [](const std::string&, PersonCitation& citation) {
            citation = {citation.person, "", "", "", ""};
        });
    }
    if (withholding.find(stored.index, Withheld::What::documents) != nullptr) {
        for (Attachment& attachment : event.attachments)
            attachment.content.clear();
    }
    return event;
}

}  // namespace tyst::evidence
