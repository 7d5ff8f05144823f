#pragma once

#include <functional>
#include <string>

#include "schema/event.h"

// Whom else an event names: the people that it cites and other subjects' streams.
namespace tyst {

// Calls visit(place, citation) for each person that the event cites, in the order of the table of
// fields (event_fields.h); `place` is the path in the body ("decisions[2].responsible").
void visit_people(
    Event& event, const std::function<void(const std::string&, PersonCitation&)>& visit
);
void visit_people(
    const Event& event, const std::function<void(const std::string&, const PersonCitation&)>& visit
);

// The same for other subjects' streams that the event names.
void visit_links(Event& event, const std::function<void(const std::string&, SubjectLink&)>& visit);
void visit_links(
    const Event& event, const std::function<void(const std::string&, const SubjectLink&)>& visit
);

}  // namespace tyst
