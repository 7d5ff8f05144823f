#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "projections/evidence/child_tables.h"
#include "projections/evidence/pages.h"
#include "schema/event_people.h"

namespace tyst::evidence {
namespace {

// Words that somebody who reads their own file will meet in it, and what they mean.
constexpr std::array<std::string_view, 17> kGlossary = {
    "care_order",
    "interim_order",
    "section_76",
    "section_20",
    "placement",
    "placement_order",
    "contact",
    "care_plan",
    "pathway",
    "iro",
    "social_worker",
    "review",
    "personal_adviser",
    "legal_gateway",
    "permanence",
    "lac",
    "case",
};

Section glossary_section(const Words& words) {
    Section section{"glossary", words.text("section.glossary"), {}};
    section.blocks.emplace_back(Paragraph{words.text("glossary.explained")});
    Table terms;
    terms.id = "table-words";
    terms.caption = words.text("section.glossary");
    terms.columns = {
        {"term", words.text("glossary.word")}, {"meaning", words.text("glossary.what_it_means")}
    };
    for (const std::string_view term : kGlossary) {
        Line name;
        name.pieces.push_back(
            {Piece::Kind::official, words.text(fmt::format("glossary.term.{}", term)), {}, {}}
        );
        terms.rows.push_back(
            {Cell({std::move(name)}), words.text(fmt::format("glossary.meaning.{}", term))}
        );
    }
    section.blocks.emplace_back(std::move(terms));
    return section;
}

// Everybody whom the record names as having done something, and in what role.
Table writers_table(const PackFacts& facts, const ChildRecord& child, const Words& words) {
    Table made;
    made.id = "table-writers";
    made.caption = words.text("table.writers");
    made.columns = {
        {"name", words.text("column.name")},
        {"role", words.text("column.role")},
        {"entries", words.text("column.entries_written")},
    };
    made.if_empty = words.text("table.none");
    std::map<std::pair<std::string, std::string>, unsigned> named;
    for (const StoredEvent* stored : child.events_in_order()) {
        if (facts.withholding.part_0(stored->index)) continue;
        const auto actor = facts.actors.find(stored->event.recorded_by);
        const bool known = actor != facts.actors.end();
        ++named[{
            known ? actor->second.name : words.text("word.recorder_not_named"),
            known ? words.code("actor-kind", actor->second.kind, facts.question.as_at) : ""
        }];
        const Event event = disclosed(*stored, facts.withholding);
        visit_people(event, [&](const std::string&, const PersonCitation& cited) {
            if (!cited.name.empty()) ++named[{cited.name, cited.role}];
        });
    }
    for (const auto& [who, times] : named) {
        Cell name;
        name.lines.push_back({Line::Style::plain, {{Piece::Kind::name, who.first, {}, {}}}});
        Cell role;
        role.lines.push_back({Line::Style::plain, {{Piece::Kind::name, who.second, {}, {}}}});
        made.rows.push_back({std::move(name), std::move(role), Cell::of_number(times)});
    }
    return made;
}

// The year under which a story begins whose first event is withheld: that of the first one that may
// be told; where none may, that in which the first one was recorded.
std::string first_year(
    const std::vector<const StoredEvent*>& events, const Withholding& withholding
) {
    const auto shown = std::ranges::find_if(events, [&withholding](const StoredEvent* stored) {
        return !withholding.whole(stored->index);
    });
    const Date day = shown == events.end() ? london_date(events.front()->recorded)
                                           : (*shown)->event.occurred.date;
    return std::to_string(day.year());
}

}  // namespace

Page person_report_page(const PackFacts& facts, const Words& words) {
    const ChildRecord& child = *facts.children.front();
    Page page = new_page(facts, words, "report", words.text("person.title"));
    page.lead.emplace_back(words.say(
        "person.lead",
        {{"authority", words.code("authority", facts.authority_code, facts.question.as_at)},
         {"as_at", words.date(facts.question.as_at)}}
    ));
    Section about{"about", words.text("person.about"), {}};
    Line link;
    link.pieces.push_back(
        {Piece::Kind::link,
         words.text("person.read_story"),
         {},
         fmt::format("{}/chronology.{}.html", child.folder, words.language())}
    );
    about.blocks.emplace_back(Paragraph{std::move(link)});
    about.blocks.emplace_back(Paragraph{words.text("person.how_to_read")});
    about.blocks.emplace_back(Paragraph{words.text("person.support")});
    about.blocks.emplace_back(Paragraph{words.text("person.own_words")});
    page.sections.push_back(std::move(about));
    Section writers{"writers", words.text("section.writers"), {}};
    writers.blocks.emplace_back(writers_table(facts, child, words));
    page.sections.push_back(std::move(writers));
    page.sections.push_back(looked_section(facts, words));
    page.sections.push_back(withheld_section(facts, words));
    const EventTeller teller(facts, child, words);
    const ChildTables tables(
        facts,
        child,
        teller,
        words,
        fmt::format("{}/chronology.{}.html", child.folder, words.language())
    );
    Section documents{"documents", words.text("section.documents"), {}};
    documents.blocks.emplace_back(tables.documents());
    page.sections.push_back(std::move(documents));
    if (!child.person.history.findings.empty()) {
        Section findings{"findings", words.text("section.findings"), {}};
        findings.blocks.emplace_back(tables.findings());
        page.sections.push_back(std::move(findings));
    }
    page.sections.push_back(not_held_section(facts, words));
    page.sections.push_back(glossary_section(words));
    page.sections.push_back(verify_section(facts, words));
    return page;
}

Page story_page(const PackFacts& facts, const ChildRecord& child, const Words& words) {
    const EventTeller teller(facts, child, words);
    Page page =
        new_page(facts, words, child.folder + "/chronology", words.text("person.story_title"));
    page.lead.emplace_back(words.text("person.story_lead"));
    const std::vector<const StoredEvent*> events = teller.in_order();
    std::string year;
    for (const StoredEvent* stored : events) {
        const bool hidden = facts.withholding.whole(stored->index);
        if (!hidden || year.empty()) {
            const std::string own = hidden ? first_year(events, facts.withholding)
                                           : std::to_string(stored->event.occurred.date.year());
            if (own != year) {
                year = own;
                page.sections.push_back({"year-" + year, year, {Story{}}});
            }
        }
        StoryEntry entry;
        entry.id = fmt::format("e{}", stored->index.value);
        entry.when = teller.happened(*stored);
        std::vector<Line> lines = teller.what(*stored);
        entry.title = lines.front().pieces.front().text;
        entry.lines.assign(
            std::make_move_iterator(lines.begin() + 1), std::make_move_iterator(lines.end())
        );
        Line written;
        written.style = Line::Style::note;
        written.pieces.push_back(
            {Piece::Kind::plain,
             words.say(
                 "person.written_down", {{"time", words.date(london_date(stored->recorded))}}
             ) + " ",
             {},
             {}}
        );
        const Line by = teller.recorder(stored->event.recorded_by);
        written.pieces.insert(written.pieces.end(), by.pieces.begin(), by.pieces.end());
        entry.lines.push_back(std::move(written));
        if (stored->event.learned && !facts.withholding.part_0(stored->index)) {
            Line claimed(words.say(
                "word.claimed",
                {{"source", stored->event.source.system},
                 {"time", words.time(*stored->event.learned)}}
            ));
            claimed.style = Line::Style::note;
            entry.lines.push_back(std::move(claimed));
        }
        std::get<Story>(page.sections.back().blocks.front()).entries.push_back(std::move(entry));
    }
    return page;
}

}  // namespace tyst::evidence
