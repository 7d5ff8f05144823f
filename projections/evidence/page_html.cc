#include "projections/evidence/page_html.h"

#include <algorithm>
#include <set>

#include <kainjow/mustache.hpp>

#include "projections/evidence/embedded.h"

namespace tyst::evidence {
namespace {

using TemplateData = kainjow::mustache::data;
using TemplateList = kainjow::mustache::list;
using TemplateObject = kainjow::mustache::object;
using Template = kainjow::mustache::mustache;

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

TemplateData data_of(const Piece& piece) {
    // A name that is not given here would be looked for further out, on the page itself.
    TemplateObject fields{
        {piece_mark(piece.kind), true}, {"text", piece.text}, {"language", TemplateData(false)}
    };
    if (is_language(piece.language)) fields["language"] = TemplateData(piece.language);
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
        TemplateList pieces;
        for (const Piece& piece : line.pieces)
            pieces.push_back(data_of(piece));
        TemplateObject fields;
        fields.emplace("class", line_class(line.style));
        if (!line.id.empty()) fields.emplace("id", line.id);
        fields.emplace("pieces", std::move(pieces));
        return line_.render(TemplateData(fields));
    }
    std::string html(const std::vector<Line>& lines) {
        std::string all;
        for (const Line& line : lines)
            all += html(line);
        return all;
    }
    std::string page(const TemplateObject& fields) { return page_.render(TemplateData(fields)); }

    TemplateData section(const Section& section) {
        TemplateList blocks;
        for (const Block& one : section.blocks)
            blocks.push_back(std::visit([this](const auto& kind) { return block(kind); }, one));
        return TemplateObject{{"id", section.id}, {"heading", section.heading}, {"blocks", blocks}};
    }

  private:
    TemplateData cell(const Cell& cell, const std::string& label, bool names_row) {
        return TemplateObject{
            {"label", label},
            {"lines", html(cell.lines)},
            {"names_row", names_row},
            {"number", cell.number},
            {"id", cell.id.empty() ? TemplateData(false) : TemplateData(cell.id)},
        };
    }
    TemplateData block(const Paragraph& paragraph) {
        return TemplateObject{{"paragraph", TemplateObject{{"lines", html(paragraph.line)}}}};
    }
    TemplateData block(const Listing& listing) {
        TemplateList items;
        for (const Line& item : listing.items)
            items.push_back(TemplateObject{{"lines", html(item)}});
        return TemplateObject{{"listing", TemplateObject{{"items", items}}}};
    }
    TemplateData block(const Facts& facts) {
        TemplateList made;
        for (const Fact& fact : facts.facts)
            made.push_back(TemplateObject{{"name", fact.name}, {"lines", html(fact.lines)}});
        return TemplateObject{{"facts", TemplateObject{{"fact", made}}}};
    }
    TemplateData block(const Table& table) {
        if (table.rows.empty()) {
            return TemplateObject{
                {"empty_table",
                 TemplateObject{
                     {"id", table.id}, {"caption", table.caption}, {"text", table.if_empty}
                 }}
            };
        }
        TemplateList columns;
        for (const Column& column : table.columns)
            columns.push_back(TemplateObject{{"title", column.title}});
        TemplateList rows;
        for (const auto& row : table.rows) {
            TemplateList cells;
            for (std::size_t place = 0; place < row.size(); ++place)
                cells.push_back(cell(row[place], table.columns[place].title, place == 0));
            rows.push_back(TemplateObject{{"cells", std::move(cells)}});
        }
        // "chronology-001" of one child is a table of the kind "chronology".
        const std::string kind = table.id.substr(0, table.id.find_last_not_of("-0123456789") + 1);
        TemplateObject fields{{"id", table.id}, {"kind", kind}, {"caption", table.caption}};
        fields.emplace("columns", std::move(columns));
        fields.emplace("rows", std::move(rows));
        return TemplateObject{{"table", std::move(fields)}};
    }
    TemplateData block(const Story& story) {
        TemplateList entries;
        for (const StoryEntry& entry : story.entries) {
            entries.push_back(TemplateObject{
                {"id", entry.id},
                {"when", entry.when},
                {"title", entry.title},
                {"lines", html(entry.lines)}
            });
        }
        return TemplateObject{{"story", TemplateObject{{"entries", entries}}}};
    }
    TemplateData block(const Command& command) {
        return TemplateObject{{"command", TemplateObject{{"text", command.text}}}};
    }
    TemplateData block(const Subheading& heading) {
        return TemplateObject{
            {"subheading", TemplateObject{{"id", heading.id}, {"text", heading.text}}}
        };
    }

    Template line_;
    Template page_;
};

void add_texts(const Page& page, const Words& words, TemplateObject& fields) {
    fields.emplace("language", page.language);
    fields.emplace("other_language", words.welsh() ? "en" : "cy");
    for (const std::string_view key :
         {"skip",
          "contents",
          "this_language",
          "other_language_name",
          "other_language_note",
          "up",
          "languages",
          "draft"}) {
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
    TemplateObject fields{
        {"title", page.title},
        {"lead", renderer.html(page.lead)},
        {"footer", page.footer},
        {"other_language_path", page.other_language_path},
        {"style", template_text("templates/page.css")},
    };
    if (!page.banner.empty()) fields.emplace("banner", TemplateObject{{"text", page.banner}});
    if (!page.up_path.empty()) fields.emplace("up", TemplateObject{{"path", page.up_path}});
    TemplateList sections;
    for (const Section& section : page.sections)
        sections.push_back(renderer.section(section));
    fields.emplace("sections", std::move(sections));
    add_texts(page, words, fields);
    return renderer.page(fields);
}

}  // namespace tyst::evidence
