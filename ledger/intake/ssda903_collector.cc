#include "ledger/intake/ssda903_collector.h"

#include <algorithm>
#include <charconv>
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

void Ssda903Collector::find_earlier(
    ImportFindingKind kind, Ssda903Table table, int year, std::uint32_t line
) {
    facts_.findings.push_back({kind, place_in_earlier_return(table, year), line});
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

void Ssda903Collector::leave_open(
    const Ssda903Row& row, std::string_view key, std::string_view occurrence
) {
    facts_.left_open.push_back({id(row.table, key, occurrence), row.table, row.line});
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

Occurrence on_day(Date date) {
    Occurrence occurred;
    occurred.date = date;
    return occurred;
}

Occurrence some_day_of(int year) {
    Occurrence occurred = on_day(Date::of(year, 1, 1));
    occurred.precision = OccurrencePrecision::year;
    return occurred;
}

Occurrence starts_on(Date date) {
    Occurrence occurred = on_day(date);
    occurred.sequence = 2;
    return occurred;
}

Occurrence ends_on(Date began, Date ended) {
    Occurrence occurred = on_day(ended);
    occurred.sequence = ended == began ? 3 : 1;
    return occurred;
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

std::optional<Date> Ssda903RowReader::date_part(std::size_t column) {
    if (text(column).empty()) return std::nullopt;
    const auto date = parse_slashed_date(text(column));
    if (date) return *date;
    refuse_part(column, "not a date of the form DD/MM/YYYY from 1900 to 2100");
    return std::nullopt;
}

Code Ssda903RowReader::code_part(std::size_t column, std::optional<Code> meaning) {
    if (!meaning && !text(column).empty()) refuse_part(column, "unknown code");
    return meaning ? *std::move(meaning) : Code();
}

std::optional<bool> Ssda903RowReader::flag_part(std::size_t column) {
    if (text(column) == "1") return true;
    if (text(column) == "0") return false;
    if (!text(column).empty()) refuse_part(column, "neither 0 nor 1");
    return std::nullopt;
}

std::optional<std::uint32_t> Ssda903RowReader::number_part(
    std::size_t column, std::uint32_t least, std::uint32_t most
) {
    const std::string_view digits = text(column);
    if (digits.empty()) return std::nullopt;
    std::uint32_t number = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = failure == std::errc() && end == digits.data() + digits.size();
    if (whole && least <= number && number <= most) return number;
    refuse_part(
        column, "not a whole number from " + std::to_string(least) + " to " + std::to_string(most)
    );
    return std::nullopt;
}

void Ssda903RowReader::refuse_part(std::size_t column, std::string_view reason) {
    if (collector_ != nullptr) collector_->refuse(*row_, column, reason, true, false);
}

void Ssda903RowReader::find(ImportFindingKind kind) const {
    if (collector_ != nullptr) collector_->find(kind, row_->table, row_->line);
}

void Ssda903RowReader::find_if_ahead(std::optional<Date> date) const {
    if (collector_ != nullptr && date && *date > collector_->context().received) {
        find(ImportFindingKind::dated_after_received);
    }
}

void Ssda903RowReader::find_in_span(Date began, std::optional<Date> ended) const {
    find_if_ahead(began);
    find_if_ahead(ended);
    if (ended && *ended < began) find(ImportFindingKind::end_before_start);
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
