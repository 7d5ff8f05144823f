#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst {

inline constexpr std::size_t kJsonLineMax = 2U << 20U;  // bytes of one submission as JSON
inline constexpr std::size_t kJsonNestingMax = 16;

// Reads one submission, strictly (docs/events.md gives the form). `event.id` is zero where no "id"
// was given: the caller then takes a new one. Everything that check_submission asks for holds in
// the result. An error's context begins with the path of the field ("body.decisions[2].by: …"); it
// quotes values of code, date and number fields only, never texts, names or references. Fails with
//   invalid_json (also a value after the end, or too deep), duplicate_key, not_utf8 (also a lone
//   surrogate), unknown_field, missing_field, wrong_type, impossible_date, year_out_of_range,
//   unknown_code, unknown_event_type, invalid_value (a number with a fraction or out of range, an
//   id or digest of another form, an empty text), too_large, relation_not_allowed.
[[nodiscard]] Result<Submission> submission_from_json(std::string_view json, const CodeBook& codes);

// One line without its end, fields in the order of docs/events.md;
// submission_from_json(to_json(x)) == x for every submission that check_submission takes and whose
// people and links have no pseudonyms yet (a correction's fields in the order of the table).
[[nodiscard]] std::string to_json(const Submission& submission);

// Where an event stands in the log.
struct EventPlace {
    LogIndex index;
    Timestamp recorded;
    StreamId stream;
    StreamRevision revision;
};

// One line for a person or a program to read: the place, then the event as in a submission, with
// `recorded_by` and the pseudonyms of people and streams added and without "subject".
[[nodiscard]] std::string event_to_json(const Event& event, const EventPlace& place);

}  // namespace tyst
