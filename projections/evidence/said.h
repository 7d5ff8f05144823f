#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "projections/evidence/document.h"
#include "projections/evidence/words.h"
#include "schema/event.h"

namespace tyst::evidence {

// One field of an event's body that says something.
struct SaidField {
    std::string name;  // as in JSON: "status", "decisions[0].text"
    std::string title;
    Piece value;
    bool free_text = false;
    bool person = false;
};

// What kind of event it is, or what a relation does to its target.
[[nodiscard]] const std::string& title_of(const Event& event, const Words& words);

// Where an event that another names stands in the log; nothing where the pack does not know it.
using PlaceOf = std::function<std::optional<LogIndex>(const EventId&)>;

// Every field that says something, in the order of the table of fields: codes by title, days in
// words, people by name and role on the day.
[[nodiscard]] std::vector<SaidField> fields_of(
    const Event& event, const Words& words, const PlaceOf& place_of
);

}  // namespace tyst::evidence
