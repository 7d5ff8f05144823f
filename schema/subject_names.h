#pragma once

#include <optional>
#include <string_view>

#include "schema/subject.h"

namespace tyst {

// As in JSON: "received_return", "child_case".
[[nodiscard]] std::string_view name_of(SubjectKind kind);
[[nodiscard]] std::string_view name_of(Compartment compartment);
// Nothing where the name is unknown.
[[nodiscard]] std::optional<SubjectKind> subject_kind_named(std::string_view name);
[[nodiscard]] std::optional<Compartment> compartment_named(std::string_view name);

}  // namespace tyst
