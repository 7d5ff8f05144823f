#include "projections/evidence/sheets.h"
#include "schema/spreadsheet_text.h"

namespace tyst::evidence {
namespace {

std::string csv_field(const std::string& text) {
    std::string field = neutralised(text);
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
