#include "projections/returns/return_export.h"

#include <algorithm>
#include <utility>

namespace tyst {
namespace {

struct ExporterOfTable {
    std::string_view table;
    TableExporter write;
    bool brings_child;  // a row of it puts the child into the return
};

constexpr ExporterOfTable kExporters[] = {
    {"header", export_header, false},
    {"episodes", export_episodes, true},
    {"reviews", export_reviews, false},
    {"uasc", export_asylum, false},
    {"oc2", export_yearly_outcomes, false},
    {"oc3", export_care_leavers, true},
    {"ad1", export_adopted, false},
    {"placed_for_adoption", export_placed_for_adoption, false},
    {"previous_permanence", export_previous_permanence, false},
    {"missing", export_missing, false},
    {"social_worker", export_social_workers, false},
    {"dolo", export_liberty, false},
};

// The index of an event, and of whatever corrected it.
void add_indexes(const History& history, const StoredEvent& event, std::vector<LogIndex>& places) {
    places.push_back(event.index);
    for (const AppliedRelation& applied : history.relations_on(event.index)) {
        places.push_back(applied.relation->index);
    }
}

}  // namespace

ExportedRowBuilder::ExportedRowBuilder(const ReturnSource& source, std::string_view table)
    : source_(&source), layout_(source.layout->table(table)) {
    row_.table = layout_->id;
    row_.values.resize(layout_->columns.size());
    const Identity& identity = source.history->identity;
    text("CHILD", source.reference);
    date("DOB", identity.birth_date);
    told_code(
        "SEX",
        source.codes->sex_text(identity.sex, source.year),
        "sex",
        identity.sex,
        identity.birth_event
    );
    if (layout_->place_of("DOB")) rests_on(identity.birth_event);
}

std::string* ExportedRowBuilder::cell(std::string_view column) {
    const auto place = layout_->place_of(column);
    return place ? &row_.values[*place] : nullptr;
}

ExportedRowBuilder& ExportedRowBuilder::text(std::string_view column, std::string_view value) {
    if (std::string* const place = cell(column)) *place = value;
    return *this;
}

ExportedRowBuilder& ExportedRowBuilder::date(std::string_view column, std::optional<Date> day) {
    return text(column, day ? to_slashed_text(*day) : "");
}

ExportedRowBuilder& ExportedRowBuilder::flag(std::string_view column, std::optional<bool> value) {
    return text(column, !value ? "" : *value ? "1" : "0");
}

ExportedRowBuilder& ExportedRowBuilder::number(
    std::string_view column, std::optional<std::uint32_t> value
) {
    return text(column, value ? std::to_string(*value) : "");
}

ExportedRowBuilder& ExportedRowBuilder::code(
    std::string_view column, std::string_view set, std::string_view ours, const StoredEvent* event
) {
    return told_code(column, source_->codes->text_of(set, ours, source_->year), set, ours, event);
}

ExportedRowBuilder& ExportedRowBuilder::told_code(
    std::string_view column,
    std::optional<std::string_view> text_of_code,
    std::string_view set,
    std::string_view ours,
    const StoredEvent* event
) {
    if (cell(column) == nullptr || ours.empty()) return *this;
    if (!text_of_code) {
        untold_.push_back(
            {row_.table,
             std::string(column),
             std::string(set),
             std::string(ours),
             event == nullptr ? LogIndex{} : event->index}
        );
    }
    return text(column, text_of_code.value_or(""));
}

ExportedRowBuilder& ExportedRowBuilder::rests_on(const StoredEvent* event) {
    if (event != nullptr) add_indexes(*source_->history, *event, row_.events);
    return *this;
}

void ExportedRowBuilder::add_to(ExportedChild& child) {
    std::ranges::sort(row_.events);
    const auto repeated = std::ranges::unique(row_.events);
    row_.events.erase(repeated.begin(), repeated.end());
    child.rows.push_back(std::move(row_));
    std::ranges::move(untold_, std::back_inserter(child.untold));
}

bool is_exported(std::string_view table) {
    return std::ranges::find(kExporters, table, &ExporterOfTable::table) != std::end(kExporters);
}

ExportedChild export_child(const ReturnSource& source) {
    ExportedChild child;
    child.reference = source.reference;
    child.person = source.history->person;
    for (const KnownAs& known : source.history->references) {
        if (known.reference != source.reference) {
            child.other_references.emplace_back(known.reference);
        }
    }
    bool brought = false;
    for (const ReturnTableLayout& table : source.layout->tables) {
        const auto exporter = std::ranges::find(kExporters, table.id, &ExporterOfTable::table);
        if (exporter == std::end(kExporters)) continue;
        const std::size_t rows_before = child.rows.size();
        exporter->write(source, child);
        brought |= exporter->brings_child && child.rows.size() > rows_before;
    }
    if (!brought) {
        child.rows.clear();
        child.untold.clear();
    }
    return child;
}

}  // namespace tyst
