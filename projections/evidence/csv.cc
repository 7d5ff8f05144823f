#include <string_view>

#include "projections/evidence/sheets.h"

namespace tyst::evidence {
namespace {

// Spreadsheets pass over white space in front, and some take the wide forms of these letters too.
bool reads_as_formula(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return false;
    text.remove_prefix(first);
    return std::string_view("=+-@").find(text.front()) != std::string_view::npos ||
           text.starts_with("＝") || text.starts_with("＋") || text.starts_with("－") ||
           text.starts_with("＠");
}

std::string csv_field(const std::string& text) {
    std::string field = reads_as_formula(text) ? "'" + text : text;
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char letter : field) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

}  // namespace

std::string to_csv(const Table& table) {
    std::string csv;
    for (std::size_t place = 0; place < table.columns.size(); ++place)
        csv += (place == 0 ? "" : ",") + csv_field(table.columns[place].key);
    csv += "\r\n";
    for (const auto& row : table.rows) {
        for (std::size_t place = 0; place < row.size(); ++place)
            csv += (place == 0 ? "" : ",") + csv_field(plain_text(row[place]));
        csv += "\r\n";
    }
    return csv;
}

}  // namespace tyst::evidence
