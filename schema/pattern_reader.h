#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "schema/date_arithmetic.h"
#include "schema/rule.h"
#include "schema/situation.h"
#include "schema/toml_document.h"

// The parts of a reference file that several kinds of file share: events with tests of their
// fields, terms, situations. Used inside schema only. Each takes its keys from a reader, which
// keeps the first fault for finish(); `path` is that of the file.
namespace tyst {

// An event type as the files write it: "placement-started".
[[nodiscard]] EventType read_event_type(TomlTableReader& reader, std::string_view key);

// `{ count = 3, unit = "calendar-months" }`; nothing where the key is missing.
[[nodiscard]] std::optional<DueTerm> read_term(
    TomlTableReader& outer, std::string_view key, std::string_view path
);

// Empty where the key is missing.
[[nodiscard]] std::vector<Situation> read_situations(TomlTableReader& reader, std::string_view key);

// Tests of an event's fields: `where = { decision = ["agreed"] }`.
[[nodiscard]] std::vector<FieldTest> read_field_tests(
    TomlTableReader& outer, std::string_view key, EventType type, std::string_view path
);

// The keys `event`, `where` and `link` of a table.
[[nodiscard]] EventPattern read_pattern(TomlTableReader& reader, std::string_view path);

}  // namespace tyst
