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

// Lines are rendered one by one with a template that is read once: a page has thousands of them.
class Renderer {
  public:
    Renderer()
        : line_(template_text("templates/line.mustache")),
          page_(template_text("templates/page.mustache")) {
        TYST_ASSERT(line_.is_valid() && page_.is_valid());
    }

    std::string html(const Line& line) {
        list pieces;
        for (const Piece& piece : line.pieces)
            pieces.push_back(data_of(piece));
        object fields;
        fields.emplace("class", line_class(line.style));
        fields.emplace("pieces", std::move(pieces));
        return line_.render(data(fields));
    }
    std::string html(const std::vector<Line>& lines) {
        std::string all;
        for (const Line& line : lines)
            all += html(line);
        return all;
    }
    std::string page(const object& fields) { return page_.render(data(fields)); }

    data section(const Section& section) {
        list blocks;
        for (const Block& one : section.blocks)
            blocks.push_back(std::visit([this](const auto& kind) { return block(kind); }, one));
        return object{{"id", section.id}, {"heading", section.heading}, {"blocks", blocks}};
    }

  private:
    data cell(const Cell& cell, bool names_row) {
        return object{
            {"lines", html(cell.lines)},
            {"names_row", names_row},
            {"number", cell.number},
            {"id", cell.id.empty() ? data(false) : data(cell.id)},
        };
    }
    data block(const Paragraph& paragraph) {
        return object{{"paragraph", object{{"lines", html(paragraph.line)}}}};
    }
    data block(const Listing& listing) {
        list items;
        for (const Line& item : listing.items)
            items.push_back(object{{"lines", html(item)}});
        return object{{"listing", object{{"items", items}}}};
    }
    data block(const Facts& facts) {
        list made;
        for (const Fact& fact : facts.facts)
            made.push_back(object{{"name", fact.name}, {"lines", html(fact.lines)}});
        return object{{"facts", object{{"fact", made}}}};
    }
    data block(const Table& table) {
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
                cells.push_back(cell(row[place], place == 0));
            rows.push_back(object{{"cells", std::move(cells)}});
        }
        object fields{{"id", table.id}, {"caption", table.caption}};
        fields.emplace("columns", std::move(columns));
        fields.emplace("rows", std::move(rows));
        return object{{"table", std::move(fields)}};
    }
    data block(const Story& story) {
        list entries;
        for (const StoryEntry& entry : story.entries) {
            entries.push_back(object{
                {"id", entry.id},
                {"when", entry.when},
                {"title", entry.title},
                {"lines", html(entry.lines)}
            });
        }
        return object{{"story", object{{"entries", entries}}}};
    }
    data block(const Command& command) {
        return object{{"command", object{{"text", command.text}}}};
    }
    data block(const Subheading& heading) {
        return object{{"subheading", object{{"id", heading.id}, {"text", heading.text}}}};
    }

    mustache line_;
    mustache page_;
};

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
    Renderer renderer;
    object fields{
        {"title", page.title},
        {"lead", renderer.html(page.lead)},
        {"footer", page.footer},
        {"other_language_path", page.other_language_path},
        {"style", template_text("templates/page.css")},
    };
    if (!page.banner.empty()) fields.emplace("banner", object{{"text", page.banner}});
    if (!page.up_path.empty()) fields.emplace("up", object{{"path", page.up_path}});
    list sections;
    for (const Section& section : page.sections)
        sections.push_back(renderer.section(section));
    fields.emplace("sections", std::move(sections));
    add_texts(page, words, fields);
    return renderer.page(fields);
}

}  // namespace tyst::evidence
