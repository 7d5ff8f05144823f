#include "schema/returns/value_fault.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

#include "schema/date.h"

namespace tyst {
namespace {

constexpr std::size_t kReferenceLength = 10;
constexpr std::size_t kDateLength = 10;

bool digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, digit);
}

std::string upper_case(std::string_view text) {
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return upper;
}

// Days since 1899-12-30, as spreadsheets count: five digits are the years 1927 to 2173.
bool day_count(std::string_view text) {
    const std::string_view whole = text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
    return whole.size() == 5 && all_digits(whole);
}

// Digits in three groups between '-', '/', '.' or a month's name: a date, but not in our form.
bool dated_otherwise(std::string_view text) {
    const auto separators = std::ranges::count_if(text, [](char letter) {
        return letter == '-' || letter == '/' || letter == '.' || letter == ' ';
    });
    return separators >= 2 && !text.empty() && digit(text.front());
}

bool decimal(std::string_view text) {
    return text.size() > 2 && text.ends_with(".0") && all_digits(text.substr(0, text.size() - 2));
}

bool exponent(std::string_view text) {
    const auto at = text.find("E+");
    return at != std::string_view::npos && at > 0 && digit(text.front()) &&
           all_digits(text.substr(at + 2));
}

std::optional<ValueFault> fault_of_date(std::string_view value) {
    if (value.size() == kDateLength && value[2] == '/' && value[5] == '/') {
        return parse_slashed_date(value) ? std::nullopt : std::optional(ValueFault::not_a_day);
    }
    if (day_count(value)) {
        return ValueFault::spreadsheet_number;
    }
    return dated_otherwise(value) ? ValueFault::spreadsheet_date : ValueFault::not_a_date;
}

// Any of the three parts may be "ZZ" (the year "ZZZZ").
std::optional<ValueFault> fault_of_masked_date(std::string_view value) {
    const std::string upper = upper_case(value);
    if (upper.find('Z') == std::string::npos) {
        return fault_of_date(value);
    }
    const auto part = [](std::string_view text) {
        return all_digits(text) ||
               std::ranges::all_of(text, [](char letter) { return letter == 'Z'; });
    };
    const std::string_view text = upper;
    const bool formed = text.size() == kDateLength && text[2] == '/' && text[5] == '/' &&
                        part(text.substr(0, 2)) && part(text.substr(3, 2)) && part(text.substr(6));
    return formed ? std::nullopt : std::optional(ValueFault::not_a_date);
}

std::optional<ValueFault> fault_of_number(const ReturnColumn& column, std::string_view value) {
    std::int64_t number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc() || read.ptr != value.data() + value.size()) {
        return decimal(value) ? ValueFault::spreadsheet_decimal : ValueFault::not_a_number;
    }
    const bool inside = number >= column.least && number <= column.most;
    return inside ? std::nullopt : std::optional(ValueFault::out_of_range);
}

std::optional<ValueFault> fault_of_code(
    const ReturnLayout& layout, const ReturnColumn& column, std::string_view value
) {
    if (layout.has_code(column.codes, value) || layout.has_code(column.codes, upper_case(value))) {
        return std::nullopt;
    }
    return decimal(value) ? ValueFault::spreadsheet_decimal : ValueFault::not_in_codes;
}

// What a spreadsheet makes of a long number that is meant as a text.
std::optional<ValueFault> damage_of_digits(std::string_view value) {
    if (exponent(value)) {
        return ValueFault::spreadsheet_exponent;
    }
    return decimal(value) ? std::optional(ValueFault::spreadsheet_decimal) : std::nullopt;
}

std::optional<ValueFault> fault_of_text(const ReturnColumn& column, std::string_view value) {
    if (const auto damage = damage_of_digits(value)) {
        return damage;
    }
    const bool fits = static_cast<std::int64_t>(value.size()) <= column.most;
    return fits ? std::nullopt : std::optional(ValueFault::too_long);
}

// Damage is told first: a reference cut to "1.23E+05" would pass, and be another child's.
std::optional<ValueFault> fault_of_reference(std::string_view value) {
    if (const auto damage = damage_of_digits(value)) {
        return damage;
    }
    const bool fits =
        value.size() <= kReferenceLength &&
        std::ranges::none_of(value, [](unsigned char letter) { return std::isspace(letter) != 0; });
    return fits ? std::nullopt : std::optional(ValueFault::not_a_reference);
}

struct Words {
    std::string_view name;
    std::string_view advice;
};

// In the order of the enum.
constexpr std::array<Words, kValueFaultCount> kWords{{
    {"missing", "a value must stand here"},
    {"not-a-reference", "a child's reference has 1 to 10 characters and no blanks"},
    {"not-a-day", "no day of the calendar from 1900 to 2100"},
    {"not-a-date", "a date has the form DD/MM/YYYY"},
    {"spreadsheet-number",
     "a spreadsheet turned the date into a count of days: format the column as text, export again"},
    {"spreadsheet-date",
     "the date is in another form than DD/MM/YYYY: format the column as text, export again"},
    {"spreadsheet-decimal",
     "a spreadsheet made it a number with a fraction: format the column as text, export again"},
    {"spreadsheet-exponent",
     "a spreadsheet cut it to a power of ten, so its last digits are lost: export it from its "
     "source"},
    {"not-in-codes", "no code of this collection year"},
    {"too-long", "longer than the column allows"},
    {"not-a-number", "a whole number must stand here"},
    {"out-of-range", "outside the range of the column"},
}};

}  // namespace

std::string_view name(ValueFault fault) {
    return kWords[static_cast<std::size_t>(fault)].name;
}

std::string_view advice(ValueFault fault) {
    return kWords[static_cast<std::size_t>(fault)].advice;
}

std::optional<ValueFault> fault_of(
    const ReturnLayout& layout, const ReturnColumn& column, std::string_view value
) {
    if (value.empty()) {
        return column.may_be_empty ? std::nullopt : std::optional(ValueFault::missing);
    }
    switch (column.kind) {
        case ReturnValueKind::reference:
            return fault_of_reference(value);
        case ReturnValueKind::date:
            return fault_of_date(value);
        case ReturnValueKind::masked_date:
            return fault_of_masked_date(value);
        case ReturnValueKind::code:
            return fault_of_code(layout, column, value);
        case ReturnValueKind::number:
            return fault_of_number(column, value);
        case ReturnValueKind::text:
            return fault_of_text(column, value);
    }
    return std::nullopt;
}

}  // namespace tyst
