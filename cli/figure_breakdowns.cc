#include "cli/figure_breakdowns.h"

#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/output.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

constexpr std::string_view kCountsSection = "counts";

// A heading with the figures below it.
struct Section {
    const FigureFamily* family = nullptr;  // nullptr: the counts themselves
    const FigureCount* count = nullptr;
    std::size_t total = 0;
    std::vector<std::size_t> cells;
};

std::vector<Section> sections_of(
    const ShownFigures& figures, const std::vector<std::string>& families
) {
    const auto asked = [&](std::string_view id) {
        return families.empty() || std::ranges::find(families, id) != families.end();
    };
    std::vector<Section> sections;
    if (asked(kCountsSection)) {
        sections.push_back({nullptr, nullptr, 0, figures.tables.counts});
    }
    for (const FigureTable& table : figures.tables.tables) {
        if (asked(table.family->id)) {
            sections.push_back({table.family, table.count, table.total, table.parts});
        }
    }
    return sections;
}

std::string per_cent(const ShownFigures& figures, const Section& section, std::size_t cell) {
    if (section.family == nullptr || !figures.audience.percentages) return "";
    const auto tenths = tenths_of_per_cent(
        figures.tables.links, figures.shown, policy_of(figures.audience), cell, section.total
    );
    constexpr std::uint64_t kTen = 10;
    return tenths ? fmt::format("{}.{}", *tenths / kTen, *tenths % kTen) : "";
}

bool is_held(
    const Reading& reading, const ShownFigures& figures, const Section& section, std::size_t place
) {
    const FigureCount& count =
        section.count == nullptr ? figures.book.counts()[place] : *section.count;
    return held_here(count, reading, figures.as_at);
}

// As an audience reads it: a number, the mark of what is kept back, or that nothing is known.
std::string value_text(
    const Reading& reading, const ShownFigures& figures, const Section& section, std::size_t place
) {
    if (!is_held(reading, figures, section, place)) return "not held here";
    const ShownCell& shown = figures.shown[section.cells[place]];
    return shown.how == Shown::value ? std::to_string(shown.value) : figures.audience.kept_back;
}

std::string marked(const std::string& title, bool unverified) {
    return unverified ? title + " (unverified)" : title;
}

void print_section(
    std::ostream& out, const Reading& reading, const ShownFigures& figures, const Section& section
) {
    if (section.family == nullptr) {
        out << "Counts\n";
    } else {
        out << fmt::format(
            "\n{}; {} ({})\n",
            marked(section.family->title.en, section.family->unverified),
            section.count->title.en,
            section.count->id
        );
    }
    Table table(
        {{"figure", "Figure"},
         {"title", "Title"},
         {"value", "Value", Align::right},
         {"per_cent", "%", Align::right}}
    );
    for (std::size_t place = 0; place < section.cells.size(); ++place) {
        const FigureCell& cell = figures.tables.cells[section.cells[place]];
        table.add_row(
            {cell.id,
             marked(cell.title.en, cell.unverified),
             value_text(reading, figures, section, place),
             per_cent(figures, section, section.cells[place])}
        );
    }
    table.print_text(out);
}

Table rows_for_files(
    const Reading& reading, const ShownFigures& figures, const std::vector<Section>& sections
) {
    Table table(
        {{"family", ""},
         {"of", ""},
         {"id", ""},
         {"title_en", ""},
         {"title_cy", ""},
         {"value", ""},
         {"per_cent", ""},
         {"unverified", ""}}
    );
    for (const Section& section : sections) {
        for (std::size_t place = 0; place < section.cells.size(); ++place) {
            const FigureCell& cell = figures.tables.cells[section.cells[place]];
            table.add_row(
                {section.family == nullptr ? std::string(kCountsSection) : section.family->id,
                 section.count == nullptr ? "" : section.count->id,
                 cell.id,
                 cell.title.en,
                 cell.title.cy,
                 value_text(reading, figures, section, place),
                 per_cent(figures, section, section.cells[place]),
                 cell.unverified ? "true" : "false"}
            );
        }
    }
    return table;
}

boost::json::array references_json(const FigureCell& cell, const LedgerCases& counted) {
    std::vector<std::string> children;
    for (const StreamId& child : cell.children) {
        children.push_back(counted.references.at(child));
    }
    std::ranges::sort(children);
    return texts_json(children);
}

boost::json::object cell_json(
    const Reading& reading,
    const ShownFigures& figures,
    const Section& section,
    std::size_t place,
    const LedgerCases& counted
) {
    const std::size_t at = section.cells[place];
    const FigureCell& cell = figures.tables.cells[at];
    const bool held = is_held(reading, figures, section, place);
    const bool shown = held && figures.shown[at].how == Shown::value;
    boost::json::object json{
        {"id", cell.id},
        {"title_en", cell.title.en},
        {"title_cy", cell.title.cy},
        {"unverified", cell.unverified},
        {"value", shown ? boost::json::value(figures.shown[at].value) : boost::json::value(nullptr)
        },
        {"kept_back", held && !shown},
        {"held_here", held},
    };
    if (const std::string share = per_cent(figures, section, at); !share.empty()) {
        json["per_cent"] = share;
    }
    if (figures.audience.exact()) json["children"] = references_json(cell, counted);
    return json;
}

boost::json::object section_json(
    const Reading& reading,
    const ShownFigures& figures,
    const Section& section,
    const LedgerCases& counted
) {
    boost::json::object json;
    json["family"] = section.family == nullptr ? std::string(kCountsSection) : section.family->id;
    if (section.family != nullptr) {
        json["of"] = section.count->id;
        json["flow"] = is_flow(section.count->kind);
        json["title_en"] = section.family->title.en;
        json["title_cy"] = section.family->title.cy;
        json["source"] = section.family->source;
        json["unverified"] = section.family->unverified;
    }
    boost::json::array cells;
    for (std::size_t place = 0; place < section.cells.size(); ++place) {
        cells.push_back(cell_json(reading, figures, section, place, counted));
    }
    json["figures"] = std::move(cells);
    return json;
}

void print_frame_line(std::ostream& out, const ShownFigures& figures) {
    out << fmt::format(
        "At {}; flows from {} to {}; for: {}\n",
        to_text(figures.as_at),
        to_text(figures.period.from),
        to_text(figures.period.to),
        figures.audience.title.en
    );
    if (figures.audience.exact()) return;
    if (figures.audience.round_to > 1) {
        out << fmt::format(
            "Rounded to {}, so that parts need not add up; ", figures.audience.round_to
        );
    }
    out << fmt::format("{} stands for a count that is kept back.\n", figures.audience.kept_back);
}

boost::json::object list_row(
    const char* kind, const std::string& id, const BilingualText& title, const std::string& source
) {
    return {
        {"kind", kind},
        {"id", id},
        {"title_en", title.en},
        {"title_cy", title.cy},
        {"source", source},
    };
}

}  // namespace

void print_breakdowns(
    std::ostream& out,
    const Reading& reading,
    const ShownFigures& figures,
    const std::vector<std::string>& families,
    const LedgerCases& counted
) {
    const std::vector<Section> sections = sections_of(figures, families);
    if (reading.format == OutputFormat::csv) {
        rows_for_files(reading, figures, sections).print_csv(out);
        return;
    }
    if (reading.format == OutputFormat::table) {
        print_frame_line(out, figures);
        for (const Section& section : sections) {
            print_section(out, reading, figures, section);
        }
        return;
    }
    boost::json::object answer = frame_json(reading);
    answer["period"] = {{"from", to_text(figures.period.from)}, {"to", to_text(figures.period.to)}};
    answer["audience"] = {
        {"id", figures.audience.id},
        {"round_to", figures.audience.round_to},
        {"threshold", figures.audience.threshold},
        {"kept_back", figures.audience.kept_back},
        {"unverified", texts_json(figures.audience.unverified)},
    };
    answer["rests_on_claimed_time"] = counted.summary.rests_on_claimed_time;
    answer["erased"] = reading.authority.erased.size();
    boost::json::array tables;
    for (const Section& section : sections) {
        tables.push_back(section_json(reading, figures, section, counted));
    }
    answer["tables"] = std::move(tables);
    print_json(out, answer);
}

void print_opened(
    std::ostream& out, const Reading& reading, const FigureCell& cell, const LedgerCases& counted
) {
    const boost::json::array children = references_json(cell, counted);
    if (reading.format == OutputFormat::json) {
        boost::json::object answer = frame_json(reading);
        answer["id"] = cell.id;
        answer["value"] = cell.value;
        answer["children"] = children;
        print_json(out, answer);
        return;
    }
    Table table(std::vector<Column>{{"child", "Child"}});
    for (const boost::json::value& child : children) {
        table.add_row({std::string(child.as_string())});
    }
    if (reading.format == OutputFormat::csv) {
        table.print_csv(out);
        return;
    }
    out << fmt::format("{}: {} ({})\n", cell.id, cell.value, cell.title.en);
    table.print_text(out);
}

void print_figure_list(std::ostream& out, const Reading& reading, const ReferenceSet& reference) {
    boost::json::array rows;
    for (const FigureCount& count : reference.figures().counts()) {
        rows.push_back(list_row("count", count.id, count.title, count.source));
    }
    for (const FigureFamily& family : reference.figures().families()) {
        rows.push_back(list_row(
            "family",
            family.id,
            {marked(family.title.en, family.unverified), family.title.cy},
            family.source
        ));
    }
    for (const DisclosureAudience& audience : reference.audiences()) {
        rows.push_back(list_row("audience", audience.id, audience.title, audience.source));
    }
    for (const PrintedTable& table : reference.printed_tables()) {
        rows.push_back(list_row("strategy", table.id, table.title, table.source));
    }
    if (reading.format == OutputFormat::json) {
        boost::json::object answer = frame_json(reading);
        answer["figures"] = std::move(rows);
        print_json(out, answer);
        return;
    }
    const bool csv = reading.format == OutputFormat::csv;
    Table table({{"kind", "Kind"}, {"id", "Id"}, {"title_en", "Title"}, {"source", "Source"}});
    for (const boost::json::value& row : rows) {
        const auto text = [&](const char* key) { return std::string(row.at(key).as_string()); };
        table.add_row({text("kind"), text("id"), text("title_en"), text("source")});
    }
    csv ? table.print_csv(out) : table.print_text(out);
}

}  // namespace tyst::cli
