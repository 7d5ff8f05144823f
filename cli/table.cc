#include "cli/table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ostream>
#include <utility>

#include "schema/error.h"
#include "schema/spreadsheet_text.h"

namespace tyst::cli {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

// One code point of UTF-8; a byte that starts none is taken alone.
CodePoint decode(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text[0]);
    if (lead < 0x80) {
        return {lead, 1, true};
    }
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) {
        return {};
    }
    char32_t value = lead & (0xFFU >> (bytes + 1));
    for (std::size_t at = 1; at < bytes; ++at) {
        const auto next = static_cast<std::uint8_t>(text[at]);
        if ((next & 0xC0) != 0x80) {
            return {};
        }
        value = (value << 6) | (next & 0x3FU);
    }
    return {value, bytes, true};
}

struct Range {
    char32_t first;
    char32_t last;
};

bool within(char32_t value, const auto& ranges) {
    return std::any_of(ranges.begin(), ranges.end(), [value](const Range& range) {
        return value >= range.first && value <= range.last;
    });
}

// Combining marks, joiners and variation selectors.
constexpr std::array<Range, 6> kZeroWidth{{
    {0x0300, 0x036F},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
}};
// East Asian wide and full-width forms, and pictures.
constexpr std::array<Range, 8> kDoubleWidth{{
    {0x1100, 0x115F},
    {0x2E80, 0xA4CF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE4F},
    {0xFF00, 0xFF60},
    {0x1F300, 0x1FAFF},
    {0x20000, 0x3FFFD},
}};

std::string csv_cell(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char character : cell) {
        quoted += character;
        if (character == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        text.remove_prefix(point.bytes);
        if (point.valid && within(point.value, kZeroWidth)) {
            continue;
        }
        const bool wide = point.valid && within(point.value, kDoubleWidth);
        width += wide ? 2U : 1U;
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        const bool control =
            !point.valid || point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
        result += control ? "?" : text.substr(0, point.bytes);
        text.remove_prefix(point.bytes);
    }
    return result;
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add_row(std::vector<std::string> cells) {
    TYST_ASSERT(cells.size() <= columns_.size());
    cells.resize(columns_.size());
    rows_.push_back(std::move(cells));
}

void Table::print_text(std::ostream& out) const {
    std::vector<std::vector<std::string>> lines;
    lines.emplace_back();
    for (const Column& column : columns_) {
        lines.back().push_back(column.header);
    }
    for (const auto& row : rows_) {
        auto& line = lines.emplace_back();
        for (const std::string& cell : row) {
            line.push_back(printable(cell));
        }
    }
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (const auto& line : lines) {
        for (std::size_t at = 0; at < line.size(); ++at) {
            widths[at] = std::max(widths[at], display_width(line[at]));
        }
    }
    for (const auto& line : lines) {
        std::string text;
        for (std::size_t at = 0; at < line.size(); ++at) {
            const std::string blanks(widths[at] - display_width(line[at]), ' ');
            text += at == 0 ? "" : "  ";
            text += columns_[at].align == Align::right ? blanks + line[at] : line[at] + blanks;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out << text << '\n';
    }
}

template <class CellText>
void Table::print_csv_cells(std::ostream& out, const CellText& cell_text) const {
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        out << (at == 0 ? "" : ",") << csv_cell(cell_text(columns_[at].key));
    }
    out << "\r\n";
    for (const auto& row : rows_) {
        for (std::size_t at = 0; at < row.size(); ++at) {
            out << (at == 0 ? "" : ",") << csv_cell(cell_text(row[at]));
        }
        out << "\r\n";
    }
}

void Table::print_csv(std::ostream& out) const {
    print_csv_cells(out, [](const std::string& text) { return neutralised(text); });
}

void Table::print_exact_csv(std::ostream& out) const {
    print_csv_cells(out, [](const std::string& text) { return text; });
}

}  // namespace tyst::cli
