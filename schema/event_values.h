#pragma once

#include <string>

#include "schema/date.h"
#include "schema/ids.h"
#include "schema/subject.h"

// What the bodies of events are made of.
namespace tyst {

// A code from one of the sets in reference/codes/ ("care-order", "N4"). Empty where nothing was
// said.
using Code = std::string;

// Another person named by an event. The event itself (part 0) stores only `person`; source,
// reference, name and role on the day stand in a part of their own under that person's key, and
// come back empty once that key is destroyed. In a submission `person` is still zero and the ledger
// finds or makes it from source and reference.
struct PersonCitation {
    StreamId person;
    std::string source;
    std::string reference;
    std::string name;
    std::string role;

    auto operator<=>(const PersonCitation&) const = default;
};

// Another subject's stream named by an event: only `stream` is stored. In a submission `stream` is
// still zero and the ledger finds it from `reference`.
struct SubjectLink {
    StreamId stream;
    SubjectReference reference;

    auto operator<=>(const SubjectLink&) const = default;
};

}  // namespace tyst
