#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schema/event_catalogue.h"
#include "tests/projections/evidence/pack_records.h"

namespace tyst {
namespace {

using test::day;
using test::file;
using test::holds;
using test::ids_in;
using test::PackRecords;

PackQuestion for_person(const PackRecords& records, const std::string& reference) {
    PackQuestion question = records.about({reference});
    question.kind = "person";
    question.purpose = "The person asked for it";
    question.recipient = "The person";
    return question;
}

// Takes out every element that quotes: somebody's words, a name, a word of the law.
void drop_quoted(std::string& html, std::string_view open, std::string_view close) {
    for (auto at = html.find(open); at != std::string::npos; at = html.find(open, at)) {
        const auto end = html.find(close, at);
        REQUIRE(end != std::string::npos);
        html.erase(at, end + close.size() - at);
    }
}

// The words of a page that are ours, in lower case, one space between them.
std::string own_words(std::string html) {
    drop_quoted(html, "<style>", "</style>");
    drop_quoted(html, "<q", "</q>");
    drop_quoted(html, "<span class=\"named\">", "</span>");
    drop_quoted(html, "<span class=\"official\">", "</span>");
    drop_quoted(html, "<", ">");
    std::string words = " ";
    for (const char letter : html) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool part = byte >= 0x80 || std::isalnum(byte) != 0;
        if (part) {
            words.push_back(static_cast<char>(std::tolower(byte)));
        } else if (words.back() != ' ') {
            words.push_back(' ');
        }
    }
    return words + " ";
}

// One event of every type that a child's stream may hold.
void record_everything(PackRecords& records, const StreamId& child) {
    for (const EventType type : event_types()) {
        const auto number = static_cast<std::uint16_t>(type);
        const bool of_child = number < 900 || (number >= 1100 && number < 1200);
        if (!of_child || type == EventType::records_joined || type == EventType::records_parted) {
            continue;
        }
        auto body = make_body(type);
        REQUIRE(body);
        records.record(child, *body, "2019-06-03");
    }
}

TEST_CASE("file for a person: our own words are those of the person's world") {
    PackRecords records;
    records.declare_coverage();
    const auto life = records.live("V0001");
    record_everything(records, life.child);
    const PackPlan plan = records.plan(for_person(records, "sample:V0001"));
    const std::vector<std::string> english = {
        "placement", "placements", "contact", "drift", "case", "cases", "lac", "alert", "alerts"
    };
    const std::vector<std::string> welsh = {
        "lleoliad", "lleoliadau", "cyswllt", "drifft", "achos", "achosion", "lac"
    };
    for (const std::string language : {"en", "cy"}) {
        for (const std::string& path :
             {"report." + language + ".html", "children/001/chronology." + language + ".html"}) {
            INFO(path);
            const std::string words = own_words(file(plan, path));
            REQUIRE(words.size() > 500);
            for (const std::string& word : language == "en" ? english : welsh) {
                INFO(word);
                CHECK(!holds(words, " " + word + " "));
            }
        }
    }
}

TEST_CASE("file for a person: the test for such words finds one that stands there") {
    CHECK(holds(own_words("<p>Your <b>placement</b> ended.</p>"), " placement "));
    CHECK(!holds(own_words("<p><q lang=\"en\">placement</q> ended.</p>"), " placement "));
}

TEST_CASE("file for a person: it is a story, with who wrote it, in both languages") {
    PackRecords records;
    (void)records.live("V0001");
    const PackPlan plan = records.plan(for_person(records, "sample:V0001"));
    const std::string& story = file(plan, "children/001/chronology.en.html");
    CHECK(holds(story, "You moved to a home"));
    CHECK(holds(story, "Written down on 14 September 2020 by"));
    CHECK(holds(story, "Synthetic Recorder"));
    CHECK(holds(story, "foster carer"));
    CHECK(holds(file(plan, "children/001/chronology.cy.html"), "Symudoch i gartref"));
    CHECK(ids_in(story) == ids_in(file(plan, "children/001/chronology.cy.html")));
    const std::string& report = file(plan, "report.en.html");
    for (const char* id :
         {"about",
          "writers",
          "who-looked",
          "withheld",
          "documents",
          "not-held",
          "glossary",
          "verify"}) {
        INFO(id);
        const auto ids = ids_in(report);
        CHECK(std::ranges::find(ids, id) != ids.end());
    }
    CHECK(holds(report, "reviewing officer"));
    CHECK(plan.kind == "person");
}

TEST_CASE("file for a person: their own words stand beside what they are about") {
    PackRecords records;
    const auto life = records.live("V0001");
    PersonStatementRecorded statement;
    statement.statement = "Nobody asked me.";
    statement.about = life.placement;
    records.record(life.child, statement, "2020-09-14");
    const PackPlan plan = records.plan(for_person(records, "sample:V0001"));
    const std::string& story = file(plan, "children/001/chronology.en.html");
    const auto moved = story.find("You moved to a home");
    const auto next = story.find("</article>", moved);
    const auto said = story.find("Nobody asked me.");
    CHECK(moved < said);
    CHECK(said < next);
    CHECK(holds(story, "Your own words about this:"));
}

TEST_CASE("file for a person: what does not fit together is told in plain words") {
    PackRecords records;
    const auto life = records.live("V0001");
    records.record(life.child, LookedAfterStarted{}, "2019-06-03");
    const PackPlan plan = records.plan(for_person(records, "sample:V0001"));
    CHECK(holds(
        file(plan, "report.en.html"),
        "the council began to look after you on 3 June 2019, and it did already"
    ));
    CHECK(!holds(file(plan, "report.cy.html"), "plentyn eisoes"));
}

TEST_CASE("file for a person: each removal is explained where it is") {
    PackRecords records;
    const auto life = records.live("V0001");
    const EventId decision = records.withhold(life.child, life.placement, "people", "third-party");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan plan = records.plan(for_person(records, "sample:V0001"));
    for (const PackFile& one : plan.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "Synthetic Carer"));
    }
    const std::string& story = file(plan, "children/001/chronology.en.html");
    CHECK(holds(story, "The people named were left out."));
    CHECK(holds(story, "Why: About another person."));
    CHECK(holds(story, "It would put a sibling at risk."));
    CHECK(holds(story, "One person decided this and another agreed"));
}

}  // namespace
}  // namespace tyst
