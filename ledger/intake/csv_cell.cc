#include "ledger/intake/csv_cell.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "schema/date.h"
#include "schema/returns/value_fault.h"

namespace tyst {
namespace {

constexpr std::size_t kCodesNamedMax = 12;

// What a spreadsheet did to a value of that kind; nothing where it is none of its damages.
std::optional<ValueFault> spreadsheet_damage(ReturnValueKind kind, std::string_view text) {
    ReturnColumn column;
    column.kind = kind;
    column.most = std::numeric_limits<std::int64_t>::max();
    const auto fault = fault_of(ReturnLayout{}, column, text);
    if (!fault) return std::nullopt;
    switch (*fault) {
        case ValueFault::spreadsheet_number:
        case ValueFault::spreadsheet_date:
        case ValueFault::spreadsheet_decimal:
        case ValueFault::spreadsheet_exponent:
            return fault;
        default:
            return std::nullopt;
    }
}

std::string damage_text(ValueFault fault) {
    return std::string(name(fault)) + ": " + std::string(advice(fault));
}

std::optional<std::string> plain_day(std::string_view text) {
    if (const auto slashed = parse_slashed_date(text)) return to_text(*slashed);
    if (const auto day = parse_date(text)) return to_text(*day);
    return std::nullopt;
}

std::string known_codes(const CodeBook& codes, const std::string& set) {
    std::string text;
    std::size_t named = 0;
    for (const CodeEntry& code : codes.codes(set)) {
        if (named++ == kCodesNamedMax) return text + ", … (--template lists all)";
        text += (text.empty() ? "" : ", ") + code.id;
    }
    return text;
}

}  // namespace

Result<std::string> csv_date(std::string_view text) {
    const std::string_view trimmed = csv_trimmed(text);
    if (auto day = plain_day(trimmed)) return *std::move(day);
    if (const auto damage = spreadsheet_damage(ReturnValueKind::date, trimmed)) {
        return fail(ErrorCode::impossible_date, damage_text(*damage));
    }
    return fail(
        ErrorCode::impossible_date,
        "no day of the calendar from 1900 to 2100 as YYYY-MM-DD or DD/MM/YYYY"
    );
}

Result<std::string> csv_occurrence(std::string_view text) {
    const std::string_view trimmed = csv_trimmed(text);
    if (auto day = plain_day(trimmed)) return *std::move(day);
    // Another form of date may be an instant, a month or a year.
    const auto damage = spreadsheet_damage(ReturnValueKind::date, trimmed);
    if (damage == ValueFault::spreadsheet_number) {
        return fail(ErrorCode::impossible_date, damage_text(*damage));
    }
    return std::string(trimmed);
}

Result<bool> csv_truth(std::string_view text) {
    const std::string word = csv_upper(csv_trimmed(text));
    if (word == "YES" || word == "TRUE" || word == "Y" || word == "1") return true;
    if (word == "NO" || word == "FALSE" || word == "N" || word == "0") return false;
    return fail(ErrorCode::invalid_value, "neither yes nor no");
}

Result<std::uint64_t> csv_number(std::string_view text) {
    const std::string_view digits = csv_trimmed(text);
    std::uint64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec == std::errc() && read.ptr == digits.data() + digits.size()) return number;
    const auto damage = spreadsheet_damage(ReturnValueKind::number, digits);
    return fail(ErrorCode::invalid_value, damage ? damage_text(*damage) : "not a whole number");
}

Result<std::string> csv_code(const CodeBook& codes, const std::string& set, std::string_view text) {
    const std::string_view trimmed = csv_trimmed(text);
    const std::string upper = csv_upper(trimmed);
    std::string lower(trimmed);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    for (const std::string_view word :
         {trimmed, std::string_view(lower), std::string_view(upper)}) {
        const std::string_view code = codes.code_for(set, word);
        if (codes.contains(set, code)) return std::string(code);
    }
    return fail(ErrorCode::unknown_code, "no code of " + set + ": " + known_codes(codes, set));
}

Result<std::string> csv_reference(std::string_view text) {
    const std::string_view trimmed = csv_trimmed(text);
    if (const auto damage = spreadsheet_damage(ReturnValueKind::text, trimmed)) {
        return fail(ErrorCode::invalid_value, damage_text(*damage));
    }
    return std::string(trimmed);
}

std::vector<std::string> csv_list(std::string_view text) {
    std::vector<std::string> items;
    std::string item;
    const auto take = [&] { items.emplace_back(csv_trimmed(item)); };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == ';') {
            item += text[++at];
        } else if (text[at] == ';') {
            take();
            item.clear();
        } else {
            item += text[at];
        }
    }
    take();
    return items;
}

std::string csv_upper(std::string_view text) {
    std::string upper(text);
    for (char& letter : upper) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return upper;
}

std::string_view csv_trimmed(std::string_view text) {
    const auto blank = [](char letter) { return letter == ' ' || letter == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace tyst
