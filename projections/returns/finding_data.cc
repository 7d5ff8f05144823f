#include "projections/returns/finding_data.h"

#include <algorithm>
#include <map>
#include <vector>

#include <openssl/evp.h>

namespace tyst {
namespace {

std::string key_part(std::string_view text) {
    const auto day = parse_slashed_date(text);
    return day ? to_text(*day) : std::string(text);
}

std::string plain_key(const ReturnSnapshot& snapshot, std::size_t table, std::size_t row) {
    std::string key;
    for (const std::size_t column : snapshot.table(table).layout->key) {
        if (column == 0) {
            continue;  // the child
        }
        key += key.empty() ? "" : " ";
        key += key_part(snapshot.row(table, row).text(column));
    }
    return key;
}

// The columns of each table that the rule names, in the order in which it names them.
std::map<std::size_t, std::vector<std::size_t>> columns_read(
    const ReturnRule& rule, const Ssda903Shape& shape
) {
    std::map<std::size_t, std::vector<std::size_t>> columns;
    for (const Ssda903Field field : rule.fields) {
        if (shape.has(field)) {
            columns[shape.of(field).table].push_back(shape.of(field).column);
        }
    }
    return columns;
}

// Each value with its length before it, so that no two rows read alike.
std::string row_text(const ReturnRow& row, const std::vector<std::size_t>& columns) {
    std::string text;
    for (const std::size_t column : columns) {
        const std::string_view value = row.upper_text(column);
        text += std::to_string(value.size());
        text += ':';
        text += value;
    }
    return text;
}

void add_return(
    const ReturnSnapshot& snapshot,
    const ReturnRule& rule,
    std::optional<std::size_t> child,
    std::string& text
) {
    text += "return " + std::to_string(snapshot.year()) + "\n";
    if (!child) {
        return;
    }
    const Ssda903Shape shape(snapshot.layout());
    for (const auto& [table, columns] : columns_read(rule, shape)) {
        std::vector<std::string> rows;
        const auto range = snapshot.rows_of(table, *child);
        for (std::size_t row = range.first; row < range.last; ++row) {
            rows.push_back(row_text(snapshot.row(table, row), columns));
        }
        std::ranges::sort(rows);
        text += snapshot.table(table).layout->id + "\n";
        for (const std::string& row : rows) {
            text += row + "\n";
        }
    }
}

Hash sha256(std::string_view content) {
    Hash digest;
    unsigned int size = 0;
    const int done = EVP_Digest(
        content.data(), content.size(), digest.bytes.data(), &size, EVP_sha256(), nullptr
    );
    TYST_ASSERT(done == 1 && size == digest.bytes.size());
    return digest;
}

}  // namespace

std::string row_key(const ReturnSnapshot& snapshot, std::size_t table, std::size_t row) {
    std::string key = plain_key(snapshot, table, row);
    std::size_t place = 1;
    for (std::size_t before = row; before-- > 0;) {
        if (snapshot.row(table, before).value(0) != snapshot.row(table, row).value(0)) {
            break;
        }
        place += plain_key(snapshot, table, before) == key ? 1U : 0U;
    }
    if (place > 1) {
        key += (key.empty() ? "#" : " #") + std::to_string(place);
    }
    return key;
}

std::string row_key_typed(std::string_view text) {
    std::string key;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) {
            key += key.empty() ? "" : " ";
            key += key_part(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return key;
}

Hash finding_data(const ReturnCheckInput& input, const ReturnRule& rule, std::size_t child) {
    std::string text = "finding data 1\n";
    const TextId reference = input.current->children()[child];
    const bool every_year =
        rule.reads == RuleReads::all_years || rule.reads == RuleReads::years_before;
    const bool year_before = every_year || rule.reads == RuleReads::year_before;
    for (const ReturnSnapshot* earlier : input.earlier) {
        const auto place = earlier->place_of(reference);
        const bool is_previous = earlier == input.previous();
        // That last year's return has nothing about the child is what some findings rest on.
        if ((year_before && is_previous) || (every_year && place)) {
            add_return(*earlier, rule, place, text);
        }
    }
    add_return(*input.current, rule, child, text);
    return sha256(text);
}

}  // namespace tyst
