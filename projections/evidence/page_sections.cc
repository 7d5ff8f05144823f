#include <fmt/format.h>

#include "projections/evidence/pages.h"

namespace tyst::evidence {

Page new_page(
    const PackFacts& facts, const Words& words, std::string_view name, std::string title
) {
    Page page;
    page.language = words.language();
    page.title = std::move(title);
    if (facts.sample) {
        page.banner = words.say(
            "page.sample", {{"name", facts.sample->name}, {"day", words.date(facts.sample->today)}}
        );
    }
    const std::string_view file = name.substr(name.rfind('/') + 1);
    page.other_language_path = fmt::format("{}.{}.html", file, words.welsh() ? "en" : "cy");
    if (name.find('/') != std::string_view::npos) {
        page.up_path = fmt::format("../../report.{}.html", words.language());
    }
    page.footer = words.say(
        "page.footer",
        {{"origin", facts.origin},
         {"size", std::to_string(facts.size)},
         {"root", to_hex(facts.root.view()).substr(0, 16)},
         {"as_at", words.date(facts.question.as_at)},
         {"known_at", words.time(facts.question.known_at)}}
    );
    return page;
}

Section looked_section(const PackFacts& facts, const Words& words) {
    Section section{"who-looked", words.text("section.who_looked"), {}};
    section.blocks.emplace_back(Paragraph{words.text("who_looked.explained")});
    section.blocks.emplace_back(looks_table(facts, words));
    section.blocks.emplace_back(packs_table(facts, words));
    return section;
}

Section withheld_section(const PackFacts& facts, const Words& words) {
    Section section{"withheld", words.text("section.withheld"), {}};
    section.blocks.emplace_back(Paragraph{words.text("withheld.explained")});
    section.blocks.emplace_back(Paragraph{words.text("withheld.words_explained")});
    section.blocks.emplace_back(withheld_table(facts, words));
    Listing findings;
    for (const IneffectiveDecision& decision : facts.withholding.ineffective()) {
        using Why = IneffectiveDecision::Why;
        const char* key = decision.why == Why::not_confirmed ? "withheld.not_confirmed"
                          : decision.why == Why::same_actor  ? "withheld.same_actor"
                                                             : "withheld.target_unknown";
        findings.items.emplace_back(
            words.say(key, {{"index", std::to_string(decision.decision.value)}})
        );
    }
    if (!findings.items.empty()) section.blocks.emplace_back(std::move(findings));
    return section;
}

Section not_held_section(const PackFacts& facts, const Words& words) {
    Section section{"not-held", words.text("section.not_held"), {}};
    section.blocks.emplace_back(Paragraph{words.text("not_held.explained")});
    Listing limits;
    limits.items.emplace_back(words.say("not_held.size", {{"size", std::to_string(facts.size)}}));
    limits.items.emplace_back(words.text("not_held.paper"));
    limits.items.emplace_back(words.text("not_held.identity"));
    if (facts.cohort) {
        limits.items.emplace_back(words.text("not_held.not_counted"));
        limits.items.emplace_back(
            words.say("not_held.erased", {{"count", std::to_string(facts.authority.erased.size())}})
        );
    }
    bool claimed = false;
    for (const auto& child : facts.children)
        claimed |= child->person.history.rests_on_claimed_time;
    if (claimed) limits.items.emplace_back(words.text("not_held.claimed"));
    section.blocks.emplace_back(std::move(limits));
    section.blocks.emplace_back(coverage_table(facts, words));
    return section;
}

Section verify_section(const PackFacts& facts, const Words& words) {
    Section section{"verify", words.text("section.verify"), {}};
    Line line;
    line.pieces = {
        {Piece::Kind::plain, words.text("verify.explained") + " ", {}, {}},
        {Piece::Kind::link, "VERIFY.md", {}, "VERIFY.md"}
    };
    section.blocks.emplace_back(Paragraph{std::move(line)});
    Facts log;
    log.facts = {
        {words.text("log.origin"), {facts.origin}},
        {words.text("log.size"), {std::to_string(facts.size)}},
        {words.text("log.root"), {to_hex(facts.root.view())}},
        {words.text("log.time"), {words.time(facts.last_recorded)}},
    };
    section.blocks.emplace_back(std::move(log));
    return section;
}

}  // namespace tyst::evidence
