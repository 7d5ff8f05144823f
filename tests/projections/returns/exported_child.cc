#include "tests/projections/returns/exported_child.h"

#include <algorithm>

#include "tests/projections/returns/written_return.h"

namespace tyst::test {
namespace {

bool is_told_everywhere(std::string_view column) {
    return column == "CHILD" || column == "DOB" || column == "SEX";
}

std::string text_of(const ExportedRow& row, const ReturnTableLayout& table) {
    std::string text;
    for (std::size_t place = 0; place < table.columns.size(); ++place) {
        const std::string& column = table.columns[place].name;
        if (row.values[place].empty() || is_told_everywhere(column)) continue;
        text += (text.empty() ? "" : " ") + column + "=" + row.values[place];
    }
    return text;
}

ExportedChild exported_person(const PersonBuilder& person, int year) {
    const History history = person.fold(asked(std::to_string(year) + "-03-31"));
    return exported(history, year);
}

}  // namespace

ExportedChild exported(const History& history, int year, const std::string& reference) {
    static const Ssda903Codes codes(shipped_reference().codes());
    static const WorkerReferences workers;
    ReturnSource source;
    source.history = &history;
    source.layout = &ssda903_form().layout(year);
    source.codes = &codes;
    source.workers = &workers;
    source.year = year;
    source.first_day = Date::of(year - 1, 4, 1);
    source.last_day = Date::of(year, 3, 31);
    source.reference = reference;
    return export_child(source);
}

std::vector<std::string> rows_of(const PersonBuilder& person, int year, std::string_view table) {
    const ExportedChild child = exported_person(person, year);
    std::vector<std::string> rows;
    for (const ExportedRow& row : child.rows) {
        if (row.table != table) continue;
        rows.push_back(text_of(row, *ssda903_form().layout(year).table(table)));
    }
    return rows;
}

std::vector<std::string> untold_of(const PersonBuilder& person, int year) {
    std::vector<std::string> lines;
    for (const UntoldValue& value : exported_person(person, year).untold) {
        lines.push_back(
            std::string(value.table) + "." + value.column + " " + value.set + " " + value.code
        );
    }
    return lines;
}

}  // namespace tyst::test
