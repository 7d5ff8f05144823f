#include <algorithm>

#include "schema/figures/figure_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidTable = ErrorCode::invalid_rule_file;
constexpr std::int64_t kPrintedMax = 1'000'000'000;

PrintedRow read_row(const TomlValue& item, std::string_view path, TomlTableReader& outer) {
    TomlTableReader reader(item, path, kInvalidTable);
    PrintedRow row;
    row.id = reader.text("id");
    row.title = {reader.text("en"), reader.text("cy")};
    static_cast<void>(reader.flag("cy_draft"));
    row.printed = reader.text("printed");
    if (reader.has("value")) row.value = reader.number("value", 0, kPrintedMax);
    row.target = reader.flag("target");
    row.as_at = reader.optional_date("as_at");
    row.from = reader.optional_date("from");
    if (reader.has("figures")) row.figures = reader.texts("figures");
    row.largest_of = reader.optional_text("largest_of");
    row.reason = {
        reader.optional_text("not_from_events"), reader.optional_text("not_from_events_cy")
    };
    const int ways = (row.figures.empty() ? 0 : 1) + (row.largest_of.empty() ? 0 : 1) +
                     (row.reason.en.empty() ? 0 : 1);
    if (ways != 1 || row.reason.en.empty() != row.reason.cy.empty()) {
        reader.refuse(
            reader.line(),
            "a row has one of 'figures', 'largest_of', and 'not_from_events' with its Welsh"
        );
    }
    if (row.reason.en.empty() && (!row.value || !row.as_at)) {
        reader.refuse(reader.line(), "a row that is computed has 'value' and 'as_at'");
    }
    if (row.from && (!row.as_at || *row.as_at < *row.from)) {
        reader.refuse(reader.line_of("from"), "'from' is the first day, 'as_at' the last");
    }
    outer.absorb(reader.finish());
    return row;
}

}  // namespace

Result<PrintedTable> read_printed_table(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidTable));
    TomlTableReader reader(top, file.path, kInvalidTable);
    PrintedTable table;
    table.id = reader.text("strategy");
    table.version = reader.text("version");
    table.title = {reader.text("title_en"), reader.text("title_cy")};
    static_cast<void>(reader.flag("cy_draft"));
    table.source = reader.text("source");
    table.authority = reader.text("authority");
    if ("strategies/" + table.id + ".toml" != file.path) {
        reader.refuse(reader.line_of("strategy"), "a file is named after its strategy");
    }
    for (const TomlValue* item : reader.tables("row")) {
        PrintedRow row = read_row(*item, file.path, reader);
        if (std::ranges::find(table.rows, row.id, &PrintedRow::id) != table.rows.end()) {
            reader.refuse(item->line, "'" + row.id + "' stands twice");
        }
        table.rows.push_back(std::move(row));
    }
    TYST_TRY(reader.finish());
    return table;
}

Result<void> check_printed_table(
    const PrintedTable& table, const FigureBook& figures, const ReferenceFileText& file
) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidTable));
    TomlTableReader reader(top, file.path, kInvalidTable);
    const std::vector<const TomlValue*> items = reader.tables("row");
    for (std::size_t place = 0; place < table.rows.size(); ++place) {
        const PrintedRow& row = table.rows[place];
        for (const std::string& id : row.figures) {
            if (!figures.knows(id)) {
                return fail_at(
                    kInvalidTable, file.path, items[place]->line, "'" + id + "' is no figure"
                );
            }
        }
        const FigureFamily* family = figures.find_family(row.largest_of);
        if (!row.largest_of.empty() && (family == nullptr || !is_number(family->by))) {
            return fail_at(
                kInvalidTable,
                file.path,
                items[place]->line,
                "'" + row.largest_of + "' is no family by numbers"
            );
        }
    }
    return {};
}

}  // namespace tyst
