#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/code_book.h"
#include "schema/event.h"

// The columns of a file that holds one kind of event, read off the table of fields
// (schema/event_catalogue.h): there is no code for any one type.
namespace tyst {

enum class CsvColumnKind : std::uint8_t {
    row_id,       // of the row in the system that it comes from
    subject,      // whose record: the child's reference
    compartment,  // of the child's record
    occurrence,   // a day, an instant, a month or a year
    instant,      // a day (its start in London) or an instant
    text,
    date,
    truth,  // yes or no
    number,
    code,
    person,       // the reference of another person
    person_part,  // what goes with that person: source, name or role
    other_event,  // the row id of another event of the child
};

struct CsvColumn {
    std::string name;  // "decisions.by"
    CsvColumnKind kind = CsvColumnKind::text;
    // Keys from the event's JSON object down (docs/events.md): {"body", "decisions", "by"}.
    std::vector<std::string> path;
    std::string set;  // of codes
    bool required = false;
    bool listed = false;      // several values, separated by ";"
    bool of_structs = false;  // the list's items are objects and this is one of their fields
};

// Whether events of a type may come from such a file: everything that a child's or another person's
// stream says of the world, one event a row. Not: what the ledger says of itself, documents, and
// what joins two records at once.
[[nodiscard]] bool is_csv_kind(EventType type);
// All of them, in order of numbers.
[[nodiscard]] std::vector<EventType> csv_kinds();

// The columns of a kind, those of the envelope first. `type` must be one.
[[nodiscard]] std::vector<CsvColumn> csv_columns(EventType type);

// What a column takes, in a sentence for people: "a code: foster, residential, …".
[[nodiscard]] std::string what_it_takes(const CsvColumn& column, const CodeBook& codes);
// A value that the column takes; empty where a real one must name something that is there.
[[nodiscard]] std::string example_value(const CsvColumn& column, const CodeBook& codes);

}  // namespace tyst
