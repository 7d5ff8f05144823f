#include "projections/evidence/page_html.h"

#include <algorithm>
#include <set>

#include <kainjow/mustache.hpp>

#include "projections/evidence/embedded.h"

namespace tyst::evidence {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;
using kainjow::mustache::object;

std::string template_text(std::string_view path) {
    const auto files = embedded_evidence_files();
    const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
    TYST_ASSERT(found != files.end());
    return std::string(found->text);
}

const char* piece_mark(Piece::Kind kind) {
    switch (kind) {
        case Piece::Kind::plain:
            return "plain";
        case Piece::Kind::free_text:
            return "quote";
        case Piece::Kind::official:
            return "official";
        case Piece::Kind::name:
            return "named";
        case Piece::Kind::strong:
            return "strong";
        case Piece::Kind::struck:
            return "struck";
        case Piece::Kind::link:
            return "link";
    }
    return "plain";
}

const char* line_class(Line::Style style) {
    switch (style) {
        case Line::Style::plain:
            return "said";
        case Line::Style::title:
            return "title";
        case Line::Style::note:
            return "note";
        case Line::Style::correction:
            return "correction";
        case Line::Style::withheld:
            return "withheld";
        case Line::Style::own_words:
            return "own-words";
    }
    return "said";
}

// What a person wrote is marked with its language; a code such as "other" is none.
bool is_language(const std::string& code) {
    return code == "en" || code == "cy";
}

data data_of(const Piece& piece) {
    // A name that is not given here would be looked for further out, on the page itself.
    object fields{{piece_mark(piece.kind), true}, {"text", piece.text}, {"language", data(false)}};
    if (is_language(piece.language)) fields["language"] = data(piece.language);
    if (!piece.target.empty()) fields.emplace("target", piece.target);
    return fields;
}

data data_of(const Line& line) {
    list pieces;
    for (const Piece& piece : line.pieces)
        pieces.push_back(data_of(piece));
    return object{{"class", line_class(line.style)}, {"pieces", pieces}};
}

list data_of(const std::vector<Line>& lines) {
    list made;
    for (const Line& line : lines)
        made.push_back(data_of(line));
    return made;
}

data data_of(const Cell& cell, bool names_row) {
    return object{
        {"lines", data_of(cell.lines)},
        {"names_row", names_row},
        {"number", cell.number},
        {"id", cell.id.empty() ? data(false) : data(cell.id)},
    };
}

data block_data(const Paragraph& paragraph) {
    return object{{"paragraph", data_of(paragraph.line)}};
}
data block_data(const Listing& listing) {
    return object{{"listing", object{{"items", data_of(listing.items)}}}};
}
data block_data(const Facts& facts) {
    list made;
    for (const Fact& fact : facts.facts)
        made.push_back(object{{"name", fact.name}, {"lines", data_of(fact.lines)}});
    return object{{"facts", object{{"fact", made}}}};
}
data block_data(const Table& table) {
    if (table.rows.empty()) {
        return object{
            {"empty_table",
             object{{"id", table.id}, {"caption", table.caption}, {"text", table.if_empty}}}
        };
    }
    list columns;
    for (const Column& column : table.columns)
        columns.push_back(object{{"title", column.title}});
    list rows;
    for (const auto& row : table.rows) {
        list cells;
        for (std::size_t place = 0; place < row.size(); ++place)
            cells.push_back(data_of(row[place], place == 0));
        rows.push_back(object{{"cells", cells}});
    }
    return object{
        {"table",
         object{{"id", table.id}, {"caption", table.caption}, {"columns", columns}, {"rows", rows}}}
    };
}
data block_data(const Story& story) {
    list entries;
    for (const StoryEntry& entry : story.entries) {
        entries.push_back(object{
            {"id", entry.id},
            {"when", entry.when},
            {"title", entry.title},
            {"lines", data_of(entry.lines)}
        });
    }
    return object{{"story", object{{"entries", entries}}}};
}
data block_data(const Command& command) {
    return object{{"command", object{{"text", command.text}}}};
}
data block_data(const Subheading& heading) {
    return object{{"subheading", object{{"id", heading.id}, {"text", heading.text}}}};
}

data data_of(const Section& section) {
    list blocks;
    for (const Block& block : section.blocks)
        blocks.push_back(std::visit([](const auto& one) { return block_data(one); }, block));
    return object{{"id", section.id}, {"heading", section.heading}, {"blocks", blocks}};
}

void add_texts(const Page& page, const Words& words, object& fields) {
    fields.emplace("language", page.language);
    fields.emplace("other_language", words.welsh() ? "en" : "cy");
    for (const std::string_view key :
         {"skip",
          "contents",
          "this_language",
          "other_language_name",
          "other_language_note",
          "up",
          "languages"}) {
        fields.emplace("text_" + std::string(key), words.text("page." + std::string(key)));
    }
}

}  // namespace

std::string plain_text(const Cell& cell) {
    std::string text;
    for (const Line& line : cell.lines) {
        if (!text.empty()) text += "\n";
        for (const Piece& piece : line.pieces)
            text += piece.text;
    }
    return text;
}

std::string to_html(const Page& page, const Words& words) {
    object fields{
        {"title", page.title},
        {"lead", data_of(page.lead)},
        {"footer", page.footer},
        {"other_language_path", page.other_language_path},
        {"style", template_text("templates/page.css")},
    };
    if (!page.banner.empty()) fields.emplace("banner", object{{"text", page.banner}});
    if (!page.up_path.empty()) fields.emplace("up", object{{"path", page.up_path}});
    list sections;
    for (const Section& section : page.sections)
        sections.push_back(data_of(section));
    fields.emplace("sections", sections);
    add_texts(page, words, fields);
    fields.emplace("line", kainjow::mustache::partial([] {
                       return template_text("templates/line.mustache");
                   }));
    mustache frame(template_text("templates/page.mustache"));
    TYST_ASSERT(frame.is_valid());
    return frame.render(data(fields));
}

}  // namespace tyst::evidence
