#include "ledger/intake/csv_columns.h"

#include <algorithm>
#include <utility>

#include "schema/event_catalogue.h"

namespace tyst {
namespace {

// What the ledger says of itself begins here (families 900 to 1099 and 1200 on).
constexpr unsigned kWorldEnds = 900;
constexpr unsigned kProtectionBegins = 1100;
constexpr unsigned kProtectionEnds = 1200;

constexpr std::string_view kListOf = "list of ";

// Fields that no cell can hold: digests and pseudonyms are the ledger's own, and a link to another
// subject joins two records.
bool fits_a_cell(const FieldDescription& field) {
    return !field.kind.starts_with("digest") && field.kind.find("pseudonym") == std::string::npos &&
           field.kind != "subject";
}

CsvColumnKind kind_of(std::string_view kind) {
    if (kind.starts_with(kListOf)) kind = kind.substr(kListOf.size());
    if (kind == "code" || kind == "codes") return CsvColumnKind::code;
    if (kind == "date") return CsvColumnKind::date;
    if (kind == "true or false") return CsvColumnKind::truth;
    if (kind == "whole number") return CsvColumnKind::number;
    if (kind == "person") return CsvColumnKind::person;
    if (kind == "event id") return CsvColumnKind::other_event;
    return CsvColumnKind::text;
}

// "decisions[].by" as keys, "[]" left out.
std::vector<std::string> keys_of(const std::string& field) {
    std::vector<std::string> keys{"body"};
    std::string key;
    for (const char letter : field) {
        if (letter == '.') {
            keys.push_back(std::exchange(key, ""));
        } else if (letter != '[' && letter != ']') {
            key += letter;
        }
    }
    keys.push_back(key);
    return keys;
}

std::string name_of_keys(const std::vector<std::string>& keys) {
    std::string name;
    for (std::size_t at = 1; at < keys.size(); ++at) {
        name += (at == 1 ? "" : ".") + keys[at];
    }
    return name;
}

void add_field(const FieldDescription& field, std::vector<CsvColumn>& columns) {
    CsvColumn column;
    column.path = keys_of(field.name);
    column.name = name_of_keys(column.path);
    column.kind = kind_of(field.kind);
    column.set = field.set;
    column.required = field.required;
    column.of_structs = field.name.find("[]") != std::string::npos;
    column.listed = column.of_structs || field.kind.starts_with(kListOf);
    if (column.kind == CsvColumnKind::other_event) {
        column.name += "_id";
    }
    columns.push_back(column);
    if (column.kind != CsvColumnKind::person) {
        return;
    }
    for (const char* const part : {"source", "name", "role"}) {
        CsvColumn with = column;
        with.kind = CsvColumnKind::person_part;
        with.name = column.name + "_" + part;
        with.path.emplace_back(part);
        with.required = false;
        columns.push_back(std::move(with));
    }
}

std::vector<CsvColumn> envelope_columns() {
    return {
        {"id", CsvColumnKind::row_id, {}, "", false, false, false},
        {"child", CsvColumnKind::subject, {"subject"}, "", true, false, false},
        {"compartment",
         CsvColumnKind::compartment,
         {"subject", "compartment"},
         "",
         false,
         false,
         false},
        {"occurred", CsvColumnKind::occurrence, {"occurred"}, "", true, false, false},
        {"sequence", CsvColumnKind::number, {"sequence"}, "", false, false, false},
        {"learned", CsvColumnKind::instant, {"learned"}, "", false, false, false},
        {"event_reason", CsvColumnKind::text, {"reason"}, "", false, false, false},
        {"language", CsvColumnKind::code, {"language"}, "language", false, false, false},
    };
}

std::string codes_text(const CodeBook& codes, const std::string& set) {
    std::string text;
    for (const CodeEntry& code : codes.codes(set)) {
        text += text.empty() ? "" : ", ";
        text += code.id;
    }
    return text;
}

}  // namespace

bool is_csv_kind(EventType type) {
    const auto number = static_cast<unsigned>(type);
    const bool of_the_world = (number > 0 && number < kWorldEnds) ||
                              (number >= kProtectionBegins && number < kProtectionEnds);
    return of_the_world && std::ranges::all_of(describe_fields(type), fits_a_cell);
}

std::vector<EventType> csv_kinds() {
    std::vector<EventType> kinds = event_types();
    std::erase_if(kinds, [](EventType type) { return !is_csv_kind(type); });
    return kinds;
}

std::vector<CsvColumn> csv_columns(EventType type) {
    std::vector<CsvColumn> columns = envelope_columns();
    for (const FieldDescription& field : describe_fields(type)) {
        if (field.kind != "list") {  // its fields follow
            add_field(field, columns);
        }
    }
    return columns;
}

std::string what_it_takes(const CsvColumn& column, const CodeBook& codes) {
    std::string text;
    switch (column.kind) {
        case CsvColumnKind::row_id:
            text = "the row's own id in its system: what was corrected there is then known again";
            break;
        case CsvColumnKind::subject:
            text = "the child's reference, or SOURCE:REFERENCE";
            break;
        case CsvColumnKind::compartment:
            text = "child_case where empty; adoption or restricted";
            break;
        case CsvColumnKind::occurrence:
            text = "the day, YYYY-MM-DD or DD/MM/YYYY; an instant with its offset; YYYY-MM or YYYY";
            break;
        case CsvColumnKind::instant:
            text =
                "the day or instant from which the system claims to have known it; the day "
                "received where empty";
            break;
        case CsvColumnKind::text:
            text = "text";
            break;
        case CsvColumnKind::date:
            text = "a day, YYYY-MM-DD or DD/MM/YYYY";
            break;
        case CsvColumnKind::truth:
            text = "yes or no";
            break;
        case CsvColumnKind::number:
            text = "a whole number";
            break;
        case CsvColumnKind::code:
            text = "a code: " + codes_text(codes, column.set);
            break;
        case CsvColumnKind::person:
            text = "the person's reference in the same system";
            break;
        case CsvColumnKind::person_part:
            text = column.path.back() == "source"
                       ? "the system that knows that person, if another"
                       : "the person's " + column.path.back() + " on that day";
            break;
        case CsvColumnKind::other_event:
            text =
                "the id of the row that it names, as imported before; KIND:ID where several "
                "kinds have it; or the event's UUID";
            break;
    }
    return column.listed ? text + "; several are separated by \";\"" : text;
}

std::string example_value(const CsvColumn& column, const CodeBook& codes) {
    switch (column.kind) {
        case CsvColumnKind::row_id:
            return "1001";
        case CsvColumnKind::subject:
            return "C0001";
        case CsvColumnKind::occurrence:
        case CsvColumnKind::date:
            return "2019-03-01";
        case CsvColumnKind::text:
            return column.required ? "Text" : "";
        case CsvColumnKind::truth:
            return "yes";
        case CsvColumnKind::number:
            return column.path.size() > 1 ? "1" : "";
        case CsvColumnKind::code:
            return column.path.size() > 1 && !codes.codes(column.set).empty()
                       ? codes.codes(column.set).front().id
                       : "";
        case CsvColumnKind::person:
            return "W001";
        case CsvColumnKind::other_event:
            return column.required ? "1000" : "";
        case CsvColumnKind::compartment:
        case CsvColumnKind::instant:
        case CsvColumnKind::person_part:
            return "";
    }
    return "";
}

}  // namespace tyst
