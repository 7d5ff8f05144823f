#include "ledger/intake/ssda903_collector.h"

#include <algorithm>
#include <utility>

namespace tyst {
namespace {

constexpr std::size_t kShownBytesMax = 20;

// A value as it may stand in a report: printable ASCII, cut.
std::string shown(std::string_view value) {
    std::string text(value.substr(0, kShownBytesMax));
    for (char& letter : text) {
        if (letter < ' ' || letter > '~') letter = '?';
    }
    return text;
}

}  // namespace

void Ssda903Collector::find(ImportFindingKind kind, Ssda903Table table, std::uint32_t line) {
    facts_.findings.push_back({kind, std::string(shape_of(table).name), line});
}

void Ssda903Collector::refuse(
    const Ssda903Row& row,
    std::size_t column,
    std::string_view reason,
    bool show_value,
    bool whole_row
) {
    const auto& shape = shape_of(row.table);
    facts_.refusals.push_back(
        {std::string(shape.name),
         row.line,
         std::string(shape.columns[column]),
         show_value ? shown(row.values[column]) : "",
         std::string(reason),
         whole_row}
    );
}

void Ssda903Collector::settle(Ssda903Table table, Ssda903RowFate::Fate fate) {
    facts_.fates.push_back({table, fate});
}

Event& Ssda903Collector::add(
    Ssda903Table table,
    std::uint32_t line,
    std::string_view key,
    std::string_view occurrence,
    Occurrence occurred,
    Body body
) {
    Event event;
    event.id = id(table, key, occurrence);
    event.occurred = occurred;
    event.learned = start_of_london_day(context_->received);
    event.source = {"ssda903", std::string(shape_of(table).name), line};
    event.body = std::move(body);
    facts_.events.push_back(std::move(event));
    return facts_.events.back();
}

EventId Ssda903Collector::id(Ssda903Table table, std::string_view key, std::string_view occurrence)
    const {
    return context_->event_id(shape_of(table).name, key, occurrence);
}

std::optional<Date> Ssda903RowReader::date(std::size_t column) {
    if (text(column).empty()) return std::nullopt;
    const auto date = parse_slashed_date(text(column));
    if (date) return *date;
    refuse(
        column,
        date.error().code == ErrorCode::year_out_of_range ? "year outside 1900 to 2100"
                                                          : "not a date of the form DD/MM/YYYY"
    );
    return std::nullopt;
}

std::optional<Date> Ssda903RowReader::required_date(std::size_t column) {
    if (text(column).empty()) refuse(column, "empty");
    return date(column);
}

void Ssda903RowReader::refuse(std::size_t column, std::string_view reason) {
    refused_ = true;
    if (collector_ != nullptr) collector_->refuse(*row_, column, reason, true, true);
}

void Ssda903RowReader::find(ImportFindingKind kind) const {
    if (collector_ != nullptr) collector_->find(kind, row_->table, row_->line);
}

std::optional<std::string> Ssda903RowKeys::take(
    std::string key, const Ssda903Row& row, Ssda903Collector* collector
) {
    auto& same = seen_[key];
    const bool repeated = std::ranges::any_of(same, [&](const Ssda903Row* other) {
        return other->values == row.values;
    });
    if (collector != nullptr && !same.empty()) {
        collector->find(
            repeated ? ImportFindingKind::duplicate_row : ImportFindingKind::same_key_row,
            row.table,
            row.line
        );
    }
    if (repeated) return std::nullopt;
    same.push_back(&row);
    if (same.size() > 1) key += "#" + std::to_string(same.size());
    return key;
}

}  // namespace tyst
