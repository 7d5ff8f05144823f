#include <fmt/format.h>

#include "projections/evidence/child_tables.h"
#include "projections/evidence/digest.h"
#include "projections/evidence/pages.h"

namespace tyst::evidence {
namespace {

Line own_words(std::string text) {
    return {Line::Style::plain, {{Piece::Kind::free_text, std::move(text), {}, {}}}};
}

Section question_section(const PackFacts& facts, const Words& words) {
    const PackQuestion& asked = facts.asked;
    Section section{"question", words.text("section.question"), {}};
    Facts question;
    const auto add = [&](std::string_view key, std::vector<Line> lines) {
        question.facts.push_back({words.text(fmt::format("question.{}", key)), std::move(lines)});
    };
    add("kind", {words.code("pack-kind", asked.kind, facts.question.as_at)});
    if (asked.cohort.empty()) {
        std::vector<Line> children;
        for (const std::string& child : asked.children)
            children.emplace_back(child);
        add("children", std::move(children));
    } else {
        add("cohort", {asked.cohort});
    }
    add("as_at", {words.date(facts.question.as_at)});
    add("known_at", {words.time(facts.question.known_at)});
    add("time_counted",
        {words.text(facts.question.witnessed ? "question.witnessed" : "question.claimed")});
    add("purpose", {own_words(asked.purpose)});
    add("recipient", {own_words(asked.recipient)});
    const auto actor = facts.actors.find(asked.actor);
    add("asked_by",
        {actor == facts.actors.end()
             ? Line(words.text("word.recorder_not_named"))
             : Line(Line::Style::plain, {{Piece::Kind::name, actor->second.name, {}, {}}})});
    for (const tyst::Code& ground : asked.disclosed_grounds)
        add("disclosed", {words.code("withholding-ground", ground, facts.question.as_at)});
    add("reference", {to_hex(facts.reference->digest().view())});
    section.blocks.emplace_back(std::move(question));
    return section;
}

Section log_section(const PackFacts& facts, const Words& words) {
    Section section{"log", words.text("section.log"), {}};
    Facts log;
    log.facts = {
        {words.text("log.authority"),
         {words.code("authority", facts.authority_code, facts.question.as_at)}},
        {words.text("log.origin"), {facts.origin}},
        {words.text("log.size"), {std::to_string(facts.size)}},
        {words.text("log.root"), {to_hex(facts.root.view())}},
        {words.text("log.time"), {words.time(facts.last_recorded)}},
    };
    section.blocks.emplace_back(Paragraph{words.text("log.explained")});
    section.blocks.emplace_back(std::move(log));
    return section;
}

void add_rule(const Rule& rule, const Words& words, Facts& facts) {
    facts.facts.push_back(
        {fmt::format("{} {}", rule.id, rule.version),
         {words.pick(rule.title),
          rule.citation,
          basis_text(to_text(rule.kind), words),
          Line(Line::Style::plain, {{Piece::Kind::link, rule.path, {}, "reference/" + rule.path}})}}
    );
}

Section cohort_section(const PackFacts& facts, const Words& words) {
    const CohortAnswer& cohort = *facts.cohort;
    Section section{
        "cohort", words.text(cohort.rule == nullptr ? "section.figure" : "section.rule"), {}
    };
    Facts answer;
    answer.facts.push_back({words.text("cohort.id"), {cohort.id}});
    Line value;
    value.pieces.push_back({Piece::Kind::strong, std::to_string(cohort.value), {}, {}});
    answer.facts.push_back({words.text("cohort.value"), {std::move(value)}});
    answer.facts.push_back(
        {words.text("cohort.considered"),
         {std::to_string(cohort.counted.size() + cohort.not_counted.size())}}
    );
    answer.facts.push_back(
        {words.text("cohort.erased"), {std::to_string(facts.authority.erased.size())}}
    );
    if (cohort.flow) {
        answer.facts.push_back(
            {words.text("cohort.period"),
             {words.say(
                 "cohort.from_to",
                 {{"from", words.date(cohort.period.from)}, {"to", words.date(cohort.period.to)}}
             )}}
        );
    }
    section.blocks.emplace_back(std::move(answer));
    section.blocks.emplace_back(Paragraph{
        words.text(cohort.rule == nullptr ? "cohort.figure_explained" : "cohort.rule_explained")
    });
    if (cohort.rule != nullptr) {
        Facts rules;
        add_rule(*cohort.rule, words, rules);
        for (const Rule* version : cohort.versions) {
            if (version != cohort.rule) add_rule(*version, words, rules);
        }
        for (const Rule* watched : cohort.watched)
            add_rule(*watched, words, rules);
        section.blocks.emplace_back(std::move(rules));
    }
    section.blocks.emplace_back(counted_table(facts, words, true));
    section.blocks.emplace_back(counted_table(facts, words, false));
    return section;
}

Section child_section(const PackFacts& facts, const ChildRecord& child, const Words& words) {
    const std::string chronology =
        fmt::format("{}/chronology.{}.html", child.folder, words.language());
    const EventTeller teller(facts, child, words);
    const ChildTables tables(facts, child, teller, words, chronology);
    Section section{
        fmt::format("child-{:03}", child.number),
        words.say(
            "section.child",
            {{"number", std::to_string(child.number)}, {"reference", child.reference}}
        ),
        {}
    };
    Line link;
    link.pieces.push_back({Piece::Kind::link, words.text("child.chronology"), {}, chronology});
    section.blocks.emplace_back(Paragraph{std::move(link)});
    section.blocks.emplace_back(tables.summary());
    section.blocks.emplace_back(tables.legal_statuses());
    section.blocks.emplace_back(tables.placements());
    section.blocks.emplace_back(tables.plans());
    section.blocks.emplace_back(tables.workers());
    section.blocks.emplace_back(tables.reviews());
    section.blocks.emplace_back(tables.alerts());
    for (Block& block : tables.alerts_explained())
        section.blocks.emplace_back(std::move(block));
    section.blocks.emplace_back(tables.obligations());
    section.blocks.emplace_back(tables.documents());
    return section;
}

Section sampling_section(const PackFacts& facts, const Words& words) {
    Section section{"sampling", words.text("section.sampling"), {}};
    std::uint64_t rows = 0;
    for (const DisclosedEvent& event : disclosed_events(facts))
        rows += event.child == 0 ? 0 : 1;
    section.blocks.emplace_back(
        Paragraph{words.say("sampling.explained", {{"count", std::to_string(rows)}})}
    );
    section.blocks.emplace_back(Paragraph{words.text("sampling.recipe")});
    section.blocks.emplace_back(Command{
        "tail -n +2 sampling.csv | cut -d, -f1 | while read number; do\n"
        "  printf '%s %s\\n' \"$(printf '%s,%s' \"$SEED\" \"$number\" | sha256sum | cut -c1-64)\" "
        "\"$number\"\n"
        "done | sort | head -n 20"
    });
    section.blocks.emplace_back(Paragraph{words.text("sampling.then")});
    return section;
}

Section law_section(const PackFacts& facts, const Words& words) {
    Section section{"law", words.text("section.law"), {}};
    section.blocks.emplace_back(Paragraph{
        words.say("law.explained", {{"digest", to_hex(facts.reference->digest().view())}})
    });
    return section;
}

}  // namespace

Page report_page(const PackFacts& facts, const Words& words) {
    Page page = new_page(facts, words, "report", words.text("report.title"));
    page.lead.emplace_back(words.say(
        "report.lead",
        {{"authority", words.code("authority", facts.authority_code, facts.question.as_at)},
         {"as_at", words.date(facts.question.as_at)}}
    ));
    page.sections.push_back(question_section(facts, words));
    page.sections.push_back(log_section(facts, words));
    if (facts.cohort) page.sections.push_back(cohort_section(facts, words));
    Section children{"children", words.text("section.children"), {}};
    children.blocks.emplace_back(children_table(facts, words));
    page.sections.push_back(std::move(children));
    if (!facts.cohort) {
        for (const auto& child : facts.children)
            page.sections.push_back(child_section(facts, *child, words));
    }
    page.sections.push_back(not_held_section(facts, words));
    page.sections.push_back(withheld_section(facts, words));
    page.sections.push_back(looked_section(facts, words));
    page.sections.push_back(sampling_section(facts, words));
    page.sections.push_back(law_section(facts, words));
    page.sections.push_back(verify_section(facts, words));
    return page;
}

Page chronology_page(const PackFacts& facts, const ChildRecord& child, const Words& words) {
    const EventTeller teller(facts, child, words);
    const ChildTables tables(facts, child, teller, words, "");
    Page page = new_page(
        facts,
        words,
        child.folder + "/chronology",
        words.say("chronology.title", {{"reference", child.reference}})
    );
    page.lead.emplace_back(words.text("chronology.lead"));
    Section summary{"summary", words.text("section.summary"), {}};
    summary.blocks.emplace_back(tables.summary());
    page.sections.push_back(std::move(summary));
    Section chronology{"chronology", words.text("section.chronology"), {}};
    chronology.blocks.emplace_back(tables.chronology());
    page.sections.push_back(std::move(chronology));
    if (facts.cohort) {
        Section record{"record", words.text("section.record"), {}};
        record.blocks = {
            tables.legal_statuses(),
            tables.placements(),
            tables.plans(),
            tables.workers(),
            tables.reviews(),
            tables.alerts()
        };
        for (Block& block : tables.alerts_explained())
            record.blocks.emplace_back(std::move(block));
        record.blocks.emplace_back(tables.obligations());
        record.blocks.emplace_back(tables.documents());
        page.sections.push_back(std::move(record));
    }
    return page;
}

}  // namespace tyst::evidence
