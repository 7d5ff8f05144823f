#pragma once

#include <string>
#include <vector>

#include "schema/event.h"

// How two statements of one fact differ, field by field.
namespace tyst {

// The fields of the body in which two events of one type differ, by name, in the order of the
// type's table; "occurred" last where they happened at other times. Empty where they say the same.
[[nodiscard]] std::vector<std::string> differing_fields(const Event& one, const Event& other);

// Whether a body says something in that field.
[[nodiscard]] bool says(const Body& body, const std::string& field);

// Puts what `from` has in these fields into `to`; both of one type.
void copy_fields(Event& to, const Event& from, std::vector<std::string> fields);

}  // namespace tyst
