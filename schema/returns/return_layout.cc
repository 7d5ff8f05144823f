#include "schema/returns/return_layout.h"

#include <algorithm>
#include <utility>

#include "schema/reference_set.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalid = ErrorCode::invalid_rule_file;
constexpr std::int64_t kLongestValue = 1000;
constexpr std::int64_t kEarliestYear = 1992;
constexpr std::int64_t kLatestYear = 2100;

ReturnColumn read_column(const TomlValue& item, std::string_view path, TomlTableReader& outer) {
    TomlTableReader reader(item, path, kInvalid);
    ReturnColumn column;
    column.name = reader.text("name");
    column.kind = reader.word(
        "kind",
        {ReturnValueKind::reference,
         ReturnValueKind::date,
         ReturnValueKind::masked_date,
         ReturnValueKind::code,
         ReturnValueKind::number,
         ReturnValueKind::text}
    );
    if (column.kind == ReturnValueKind::code) {
        column.codes = reader.text("codes");
    }
    if (column.kind == ReturnValueKind::number) {
        column.least = reader.number("least", 0, kLongestValue);
    }
    if (column.kind == ReturnValueKind::number || column.kind == ReturnValueKind::text) {
        column.most = reader.number("most", column.least, kLongestValue);
    }
    column.may_be_empty = reader.flag("may_be_empty");
    if (const std::string word = reader.optional_text("fact"); !word.empty()) {
        const auto fact = census_fact_named(word);
        if (!fact) reader.refuse(reader.line_of("fact"), "'" + word + "' is no fact of a census");
        column.fact = fact.value_or(CensusFact::none);
    }
    outer.absorb(reader.finish());
    return column;
}

ReturnTableLayout read_table(const TomlValue& item, std::string_view path, TomlTableReader& outer) {
    TomlTableReader reader(item, path, kInvalid);
    ReturnTableLayout table;
    table.id = reader.text("id");
    table.title = {reader.text("en"), reader.text("cy")};
    static_cast<void>(reader.flag("cy_draft"));
    for (const TomlValue* column : reader.tables("columns")) {
        table.columns.push_back(read_column(*column, path, reader));
        if (table.place_of(table.columns.back().name) != table.columns.size() - 1) {
            reader.refuse(column->line, "column '" + table.columns.back().name + "' stands twice");
        }
    }
    for (const std::string& name : reader.texts("key")) {
        const auto place = table.place_of(name);
        if (!place) {
            reader.refuse(reader.line_of("key"), "'" + name + "' is no column of the table");
        }
        table.key.push_back(place.value_or(0));
    }
    if (table.columns.empty() || table.columns.front().kind != ReturnValueKind::reference) {
        reader.refuse(reader.line(), "the first column of a table is the child's reference");
    }
    outer.absorb(reader.finish());
    return table;
}

void add_table(
    ReturnLayout& layout, const TomlValue& item, std::string_view path, TomlTableReader& outer
) {
    ReturnTableLayout table = read_table(item, path, outer);
    if (layout.table(table.id) != nullptr) {
        outer.refuse(item.line, "table '" + table.id + "' stands twice");
    }
    for (const ReturnColumn& column : table.columns) {
        if (!column.codes.empty() && !layout.codes.contains(column.codes)) {
            outer.refuse(item.line, "'" + column.codes + "' is no set of codes of this form");
        }
    }
    layout.tables.push_back(std::move(table));
}

struct SetChange {
    int line = 1;
    std::string set;
    std::vector<std::string> values;
};

SetChange read_set(const TomlValue& item, std::string_view path, TomlTableReader& outer) {
    TomlTableReader reader(item, path, kInvalid);
    SetChange change{item.line, reader.text("set"), reader.texts("values")};
    outer.absorb(reader.finish());
    return change;
}

void add_codes(ReturnLayout& layout, const SetChange& change, TomlTableReader& outer) {
    for (const std::string& value : change.values) {
        if (!layout.codes[change.set].insert(value).second) {
            outer.refuse(change.line, change.set + " has the code '" + value + "' already");
        }
    }
}

void remove_codes(ReturnLayout& layout, const SetChange& change, TomlTableReader& outer) {
    for (const std::string& value : change.values) {
        if (layout.codes[change.set].erase(value) == 0) {
            outer.refuse(change.line, change.set + " has no code '" + value + "'");
        }
    }
}

BilingualText read_note(const TomlValue& item, std::string_view path, TomlTableReader& outer) {
    TomlTableReader reader(item, path, kInvalid);
    BilingualText note = {reader.text("en"), reader.text("cy")};
    static_cast<void>(reader.flag("cy_draft"));
    outer.absorb(reader.finish());
    return note;
}

// What one year changes, applied to the layout of the year before.
void apply_change(
    ReturnLayout& layout, const TomlValue& item, std::string_view path, TomlTableReader& outer
) {
    TomlTableReader reader(item, path, kInvalid);
    static_cast<void>(reader.number("year", kEarliestYear, kLatestYear));
    for (const TomlValue* set : reader.tables("remove_codes")) {
        remove_codes(layout, read_set(*set, path, reader), reader);
    }
    for (const TomlValue* set : reader.tables("add_codes")) {
        const SetChange change = read_set(*set, path, reader);
        if (!layout.codes.contains(change.set)) {
            reader.refuse(change.line, "'" + change.set + "' is no set of codes of this form");
        }
        add_codes(layout, change, reader);
    }
    for (const TomlValue* table : reader.tables("add_table")) {
        add_table(layout, *table, path, reader);
    }
    outer.absorb(reader.finish());
}

// The changes by year; a year stands once, and they stand in order.
std::map<int, const TomlValue*> changes_by_year(
    std::string_view path, const std::vector<const TomlValue*>& items, TomlTableReader& outer
) {
    std::map<int, const TomlValue*> changes;
    for (const TomlValue* item : items) {
        TomlTableReader reader(*item, path, kInvalid);
        const int year = static_cast<int>(reader.number("year", kEarliestYear, kLatestYear));
        if (!changes.empty() && year <= changes.rbegin()->first) {
            outer.refuse(item->line, "changes stand in the order of their years, each year once");
        }
        changes.emplace(year, item);
    }
    return changes;
}

}  // namespace

std::string_view to_text(ReturnValueKind kind) {
    switch (kind) {
        case ReturnValueKind::reference:
            return "reference";
        case ReturnValueKind::date:
            return "date";
        case ReturnValueKind::masked_date:
            return "masked-date";
        case ReturnValueKind::code:
            return "code";
        case ReturnValueKind::number:
            return "number";
        case ReturnValueKind::text:
            return "text";
    }
    return "";
}

std::optional<std::size_t> ReturnTableLayout::place_of(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &ReturnColumn::name);
    if (found == columns.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - columns.begin());
}

const ReturnTableLayout* ReturnLayout::table(std::string_view id) const {
    const auto found = std::ranges::find(tables, id, &ReturnTableLayout::id);
    return found == tables.end() ? nullptr : &*found;
}

bool ReturnLayout::has_code(std::string_view set, std::string_view code) const {
    const auto found = codes.find(set);
    return found != codes.end() && found->second.contains(code);
}

Result<ReturnForm> ReturnForm::read(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalid));
    TomlTableReader reader(top, file.path, kInvalid);
    ReturnForm form;
    form.id_ = reader.text("form");
    form.version_ = reader.text("version");
    form.title_ = {reader.text("title_en"), reader.text("title_cy")};
    static_cast<void>(reader.flag("title_cy_draft"));
    static_cast<void>(reader.text("source"));
    for (const TomlValue* note : reader.tables("note")) {
        form.notes_.push_back(read_note(*note, file.path, reader));
    }
    ReturnLayout layout;
    layout.year = static_cast<int>(reader.number("base_year", kEarliestYear, kLatestYear));
    const auto last = static_cast<int>(reader.number("last_year", layout.year, kLatestYear));
    for (const TomlValue* set : reader.tables("codes")) {
        add_codes(layout, read_set(*set, file.path, reader), reader);
    }
    for (const TomlValue* table : reader.tables("table")) {
        add_table(layout, *table, file.path, reader);
    }
    const auto changes = changes_by_year(file.path, reader.tables("change"), reader);
    if (!changes.empty() &&
        (changes.begin()->first <= layout.year || changes.rbegin()->first > last)) {
        reader.refuse(1, "a change lies outside the years after base_year, up to last_year");
    }
    form.layouts_.push_back(layout);
    while (layout.year < last) {
        ++layout.year;
        if (const auto change = changes.find(layout.year); change != changes.end()) {
            apply_change(layout, *change->second, file.path, reader);
        }
        form.layouts_.push_back(layout);
    }
    TYST_TRY(reader.finish());
    return form;
}

const ReturnLayout& ReturnForm::layout(int year) const {
    const int known = std::clamp(year, first_year(), last_year());
    return layouts_[static_cast<std::size_t>(known - first_year())];
}

}  // namespace tyst
