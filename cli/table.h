#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace tyst::cli {

// How many columns of a terminal a UTF-8 text takes: combining marks none, East Asian wide
// characters two. Bytes that are not UTF-8 count one each.
[[nodiscard]] std::size_t display_width(std::string_view text);

enum class Align : unsigned char { left, right };

struct Column {
    std::string key;     // the CSV heading: "legal_status"
    std::string header;  // the heading for people: "Legal status"
    Align align = Align::left;
};

// Rows of text under headings. Rows shorter than the headings are filled with empty cells.
class Table {
  public:
    explicit Table(std::vector<Column> columns);

    void add_row(std::vector<std::string> cells);
    [[nodiscard]] std::size_t row_count() const { return rows_.size(); }

    // Columns as wide as their widest cell, two spaces between, no blanks at line ends. Control
    // characters of a cell come out as "?", so that a stored text cannot steer a terminal.
    void print_text(std::ostream& out) const;
    // RFC 4180 with a heading line and CR LF, for people: what a spreadsheet would run as a formula
    // has an apostrophe in front (schema/spreadsheet_text.h).
    void print_csv(std::ostream& out) const;
    // The same with every cell as it is, for programs.
    void print_exact_csv(std::ostream& out) const;

  private:
    template <class CellText>
    void print_csv_cells(std::ostream& out, const CellText& cell_text) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

// `text` with control characters replaced by "?".
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tyst::cli
