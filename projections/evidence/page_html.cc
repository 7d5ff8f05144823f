#include "projections/evidence/page_html.h"

#include <algorithm>

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

std::string_view line_class(Line::Style style) {
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
        case Line::Style::reference:
            return "reference";
        case Line::Style::green:
            return "stands green";
        case Line::Style::amber:
            return "stands amber";
        case Line::Style::red:
            return "stands red";
    }
    return "said";
}

// What a person wrote is marked with its language; a code such as "other" is none.
bool is_language(std::string_view code) {
    return code == "en" || code == "cy";
}

// The main part of a page. It has tens of thousands of cells, so it is written straight away: a
// template would copy each of them several times. Text and attributes come in through text() and
// attribute() alone, which escape them; what goes to markup() is ours.
class MainWriter {
  public:
    void write(const Section& section) {
        markup("<section aria-labelledby=\"");
        text(section.id);
        markup("\">\n<h2");
        attribute("id", section.id);
        markup(">");
        text(section.heading);
        markup("</h2>\n");
        for (const Block& block : section.blocks)
            std::visit([this](const auto& kind) { write(kind); }, block);
        markup("</section>\n");
    }
    void write(const std::vector<Line>& lines) {
        for (const Line& line : lines)
            write(line);
    }
    [[nodiscard]] std::string take() { return std::move(html_); }

  private:
    void markup(std::string_view ours) { html_ += ours; }
    void text(std::string_view words) {
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t next = std::min(words.find_first_of("&<>\"'", at), words.size());
            html_ += words.substr(at, next - at);
            if (next < words.size()) html_ += escaped(words[next]);
            at = next + 1;
        }
    }
    static std::string_view escaped(char letter) {
        switch (letter) {
            case '&':
                return "&amp;";
            case '<':
                return "&lt;";
            case '>':
                return "&gt;";
            case '"':
                return "&quot;";
            default:
                return "&apos;";
        }
    }
    void attribute(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        markup(" ");
        markup(name);
        markup("=\"");
        text(value);
        markup("\"");
    }
    void element(std::string_view open, std::string_view words, std::string_view close) {
        markup(open);
        text(words);
        markup(close);
    }

    void write(const Piece& piece) {
        switch (piece.kind) {
            case Piece::Kind::plain:
                return text(piece.text);
            case Piece::Kind::free_text:
                markup("<q");
                if (is_language(piece.language)) attribute("lang", piece.language);
                return element(">", piece.text, "</q>");
            case Piece::Kind::official:
                return element("<span class=\"official\">", piece.text, "</span>");
            case Piece::Kind::name:
                return element("<span class=\"named\">", piece.text, "</span>");
            case Piece::Kind::strong:
                return element("<strong>", piece.text, "</strong>");
            case Piece::Kind::struck:
                return element("<del>", piece.text, "</del>");
            case Piece::Kind::link:
                markup("<a");
                attribute("href", piece.target);
                return element(">", piece.text, "</a>");
        }
    }
    void write(const Line& line) {
        markup("<div");
        attribute("class", line_class(line.style));
        attribute("id", line.id);
        markup(">");
        for (const Piece& piece : line.pieces)
            write(piece);
        markup("</div>");
    }
    void write(const Paragraph& paragraph) {
        write(paragraph.line);
        markup("\n");
    }
    void write(const Listing& listing) {
        markup("<ul>\n");
        for (const Line& item : listing.items) {
            markup("<li>");
            write(item);
            markup("</li>\n");
        }
        markup("</ul>\n");
    }
    void write(const Facts& facts) {
        markup("<dl>\n");
        for (const Fact& fact : facts.facts) {
            element("<div class=\"fact\"><dt>", fact.name, "</dt><dd>");
            write(fact.lines);
            markup("</dd></div>\n");
        }
        markup("</dl>\n");
    }
    void write(const Command& command) { element("<pre><code>", command.text, "</code></pre>\n"); }
    void write(const Subheading& heading) {
        markup("<h3");
        attribute("id", heading.id);
        element(">", heading.text, "</h3>\n");
    }
    void write(const Drawing& drawing) {
        markup("<figure>\n");
        markup(drawing.svg);
        markup("</figure>\n");
    }
    void write(const Story& story) {
        for (const StoryEntry& entry : story.entries) {
            markup("<article class=\"entry\"");
            attribute("id", entry.id);
            element(">\n<h3><span class=\"when\">", entry.when, "</span> ");
            element("", entry.title, "</h3>\n");
            write(entry.lines);
            markup("\n</article>\n");
        }
    }

    // Rows are laid out as cards on a small screen; the roles keep them rows for who listens.
    void write(const Table& table) {
        if (table.rows.empty()) {
            markup("<h3 class=\"caption\"");
            attribute("id", table.id);
            element(">", table.caption, "</h3>\n");
            element("<p class=\"nothing\">", table.if_empty, "</p>\n");
            return;
        }
        markup("<table role=\"table\"");
        // "chronology-001" of one child is a table of the kind "chronology".
        attribute("class", table.id.substr(0, table.id.find_last_not_of("-0123456789") + 1));
        markup(">\n<caption");
        attribute("id", table.id);
        element(">", table.caption, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
        for (const Column& column : table.columns)
            element("<th role=\"columnheader\" scope=\"col\">", column.title, "</th>");
        markup("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        for (const auto& row : table.rows) {
            markup("<tr role=\"row\">");
            for (std::size_t place = 0; place < row.size(); ++place)
                write(
                    row[place],
                    table.columns[place].title,
                    place == 0 && !row[place].lines.empty()  // an empty cell names nothing
                );
            markup("</tr>\n");
        }
        markup("</tbody>\n</table>\n");
    }
    void write(const Cell& cell, std::string_view column, bool names_row) {
        markup(names_row ? "<th role=\"rowheader\" scope=\"row\"" : "<td role=\"cell\"");
        attribute("id", cell.id);
        attribute("class", cell.number ? "number" : "");
        attribute("data-label", column);
        markup(">");
        write(cell.lines);
        markup(names_row ? "</th>" : "</td>");
    }

    std::string html_;
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
    MainWriter lead;
    lead.write(page.lead);
    MainWriter main;
    TemplateList contents;
    for (const Section& section : page.sections) {
        main.write(section);
        contents.push_back(TemplateObject{{"id", section.id}, {"heading", section.heading}});
    }
    TemplateObject fields{
        {"title", page.title},
        {"lead", lead.take()},
        {"footer", page.footer},
        {"other_language_path", page.other_language_path},
        {"style", template_text("templates/page.css")},
    };
    fields.emplace("main", main.take());
    fields.emplace("sections", std::move(contents));
    if (!page.banner.empty()) fields.emplace("banner", TemplateObject{{"text", page.banner}});
    if (!page.up_path.empty()) fields.emplace("up", TemplateObject{{"path", page.up_path}});
    add_texts(page, words, fields);
    Template page_template(template_text("templates/page.mustache"));
    TYST_ASSERT(page_template.is_valid());
    return page_template.render(TemplateData(fields));
}

}  // namespace tyst::evidence
