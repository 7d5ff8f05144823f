#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

// A page as what it says, before it is HTML, a sheet or a file of values: pages, workbook and CSV
// are made from the same tables.
namespace tyst::evidence {

// A run of words within a line.
struct Piece {
    enum class Kind {
        plain,
        free_text,  // somebody's own words, in `language` where it is known
        official,   // a word of the law or of a code, as it is
        name,       // of somebody, with their role, as it was written down
        strong,
        struck,  // no longer holds
        link,    // to `target`
    };
    Kind kind = Kind::plain;
    std::string text;
    std::string language;
    std::string target;
};

struct Line {
    enum class Style {
        plain,
        title,
        note,
        correction,
        withheld,
        own_words,
        reference,
        green,  // how a target stands: said in words as well
        amber,
        red,
    };
    Style style = Style::plain;
    std::vector<Piece> pieces;
    std::string id;  // where others link to; empty for none

    Line() = default;
    Line(std::string text) {  // NOLINT(google-explicit-constructor): a line of plain words
        pieces.push_back({Piece::Kind::plain, std::move(text), {}, {}});
    }
    Line(Style of, std::vector<Piece> said) : style(of), pieces(std::move(said)) {}
};

struct Cell {
    std::vector<Line> lines;
    std::string id;  // where others link to; empty for none
    bool number = false;

    Cell() = default;
    Cell(std::string text) {  // NOLINT(google-explicit-constructor): a cell of plain words
        if (!text.empty()) lines.emplace_back(std::move(text));
    }
    Cell(std::vector<Line> said) : lines(std::move(said)) {}  // NOLINT(google-explicit-constructor)
    [[nodiscard]] static Cell of_number(std::uint64_t value) {
        Cell cell(std::to_string(value));
        cell.number = true;
        return cell;
    }
};

struct Column {
    std::string key;    // in files for programs
    std::string title;  // on pages and sheets
};

// The first cell of each row names the row.
struct Table {
    std::string id;
    std::string caption;
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::string if_empty;  // said instead of a table without rows
};

// One thing that happened, as the file for a person tells it.
struct StoryEntry {
    std::string id;
    std::string when;
    std::string title;
    std::vector<Line> lines;
};

struct Fact {
    std::string name;
    std::vector<Line> lines;
};

struct Paragraph {
    Line line;
};
struct Listing {
    std::vector<Line> items;
};
struct Facts {
    std::vector<Fact> facts;
};
struct Story {
    std::vector<StoryEntry> entries;
};
struct Command {
    std::string text;  // a command, word for word
};
struct Subheading {
    std::string id;
    std::string text;
};
// A drawing of our own making, as it is: what comes from elsewhere was escaped where it was drawn.
struct Drawing {
    std::string svg;
};
using Block = std::variant<Paragraph, Listing, Facts, Table, Story, Command, Subheading, Drawing>;

struct Section {
    std::string id;
    std::string heading;
    std::vector<Block> blocks;
};

struct Page {
    std::string language;
    std::string title;
    std::string banner;  // of a ledger whose people are invented; empty elsewhere
    std::string other_language_path;
    std::string up_path;  // to the report; empty on the report itself
    std::vector<Line> lead;
    std::vector<Section> sections;
    std::string footer;
};

// The words of a cell on one line each, without marks.
[[nodiscard]] std::string plain_text(const Cell& cell);

}  // namespace tyst::evidence
