#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/entry.h"
#include "schema/error.h"
#include "schema/event.h"

// The registry of event types as data, and corrections by the names of fields. The table behind it
// is event_fields.h, which few files need to include.
namespace tyst {

// ---- names and numbers ----

// "placement_started"; empty where the number is unknown; "none" for no body.
[[nodiscard]] std::string_view name_of(EventType type);
// Nothing where the name is unknown.
[[nodiscard]] std::optional<EventType> type_named(std::string_view name);
// An empty body of that type; nothing where the number is unknown.
[[nodiscard]] std::optional<Body> make_body(EventType type);
// Who may see an event of that type wherever it stands: ordinary, or what its field table says.
[[nodiscard]] RestrictionClass restriction_of(const Body& body);
// Every type that has a body, in order of numbers.
[[nodiscard]] std::vector<EventType> event_types();

// One row of a field table in docs/events.md.
struct FieldDescription {
    std::string name;  // "decisions[].by" for fields of listed structs
    std::string kind;  // "code", "date", "text", "person", …
    std::string set;   // code set, else empty
    bool required = false;

    bool operator==(const FieldDescription&) const = default;
};
[[nodiscard]] std::vector<FieldDescription> describe_fields(EventType type);

// ---- fields by name ----

// What one field of a body says, as a word: a code as it is; "yes" or "no"; "given" for anything
// else that says something; "none" where nothing was said, or the body is of another type.
using FieldWord = std::string_view (*)(const Body&);
// Nothing where the type has no such field; fields of listed structs are not found.
[[nodiscard]] std::optional<FieldWord> field_word(EventType type, std::string_view field);

// The event that a field names; zero where it names none.
using FieldEvent = EventId (*)(const Body&);
// Nothing where the type has no such field, or it names no event.
[[nodiscard]] std::optional<FieldEvent> field_event(EventType type, std::string_view field);

// The day that a field gives; nothing where it gives none.
using FieldDate = std::optional<Date> (*)(const Body&);
// Nothing where the type has no such field, or it is no date.
[[nodiscard]] std::optional<FieldDate> field_date(EventType type, std::string_view field);

// ---- corrections ----

// Replaces in `target` exactly the fields that `correction.relation` names; a field that is empty
// in the correction becomes empty; "occurred" is the envelope's own. Nothing is changed on failure.
// Fails with relation_not_allowed (no correction, or a body of another type) or unknown_field.
[[nodiscard]] Result<void> apply_correction(Event& target, const Event& correction);

}  // namespace tyst
