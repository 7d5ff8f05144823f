#pragma once

#include <optional>
#include <string>

#include "schema/event_values.h"

// Who the child is, and which records are one person.
namespace tyst {

// The first event of a child's stream: under which reference which source knows the child.
struct ChildRegistered {
    std::string source;
    std::string reference;
    bool operator==(const ChildRegistered&) const = default;
};

// Identity facts as known from `occurred` on; fields left out say nothing.
struct IdentityRecorded {
    std::optional<Date> birth_date;
    Code birth_date_certainty;  // codes/birth-date-certainty: known, estimated, unborn, unknown,
                                // disputed
    Code sex;
    Code ethnicity;
    std::string given_name;
    std::string family_name;
    Code language_preference;
    std::string unique_pupil_number;
    std::optional<bool> unaccompanied_asylum_seeking;
    std::optional<Date> asylum_status_ceased;
    std::optional<bool> mother;
    std::optional<Date> own_child_born;
    std::optional<Date> death_date;  // also after care: how long a record is kept may depend on it
    bool operator==(const IdentityRecorded&) const = default;
};

// Two streams are found to be one person (an event in each stream, one correlation id).
struct RecordsJoined {
    SubjectLink other;
    std::string basis;
    bool operator==(const RecordsJoined&) const = default;
};

// The joining was wrong: from here the two streams are two persons again.
struct RecordsParted {
    SubjectLink other;
    std::string basis;
    bool operator==(const RecordsParted&) const = default;
};

// Another authority's record of the child was written again here; the pair shares a correlation id.
struct ReRecordedFromAuthority {
    Code authority;
    std::string their_reference;
    std::string their_origin;  // the other ledger's origin, where it has one
    bool operator==(const ReRecordedFromAuthority&) const = default;
};

// What the person whose record it is wants to have said in it, in their own words.
struct PersonStatementRecorded {
    std::string statement;
    EventId about;  // the event that it speaks of, if one
    std::optional<PersonCitation> helped_by;
    bool operator==(const PersonStatementRecorded&) const = default;
};

// An order for permanence that an earlier period of care ended with. Source: SSDA903, previous
// permanence.
struct PreviousPermanenceRecorded {
    Code order;             // codes/previous-permanence
    std::string authority;  // that looked after the child then, as the source names it
    std::string ordered;    // the day as the source gives it: any part may be unknown ("zz")
    bool operator==(const PreviousPermanenceRecorded&) const = default;
};

}  // namespace tyst
