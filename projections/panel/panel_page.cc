#include "projections/panel/panel_page.h"

#include <algorithm>

#include <fmt/format.h>

namespace tyst::panel {

using evidence::Drawing;
using evidence::Facts;
using evidence::Page;
using evidence::Paragraph;
using evidence::Section;

namespace {

constexpr std::size_t kRootLettersShown = 16;

class PageWriter {
  public:
    PageWriter(const PanelFacts& facts, const ShownPanel& shown, const evidence::Words& words)
        : facts_(facts),
          words_(words),
          tables_(facts, shown, words),
          charts_(panel_charts(facts, shown, words)) {}

    [[nodiscard]] Page page(const std::string& other_page) const {
        Page page;
        page.language = words_.language();
        page.title = words_.text("panel.title");
        page.other_language_path = other_page;
        if (facts_.sample) {
            page.banner = words_.say(
                "page.sample",
                {{"name", facts_.sample->name}, {"day", words_.date(facts_.sample->today)}}
            );
        }
        const Question& asked = facts_.asked.question;
        page.lead.emplace_back(words_.say(
            "panel.lead",
            {{"authority", words_.code("authority", facts_.authority_code, asked.as_at)},
             {"as_at", words_.date(asked.as_at)}}
        ));
        page.lead.emplace_back(words_.text("panel.numbers_only"));
        page.footer = words_.say(
            "page.footer",
            {{"origin", facts_.origin},
             {"size", std::to_string(facts_.head.size)},
             {"root", to_hex(facts_.head.root.view()).substr(0, kRootLettersShown)},
             {"as_at", words_.date(asked.as_at)},
             {"known_at", words_.time(asked.known_at)}}
        );
        page.sections.push_back(question());
        page.sections.push_back(targets());
        for (std::size_t family = 0; family < kPanelFamilyCount; ++family)
            page.sections.push_back(of(static_cast<PanelFamily>(family)));
        page.sections.push_back(trends());
        page.sections.push_back(not_counted());
        return page;
    }

  private:
    [[nodiscard]] Section section(const std::string& id) const {
        return {id, words_.text("panel.section." + id), {}};
    }
    void draw(Section& section, std::string_view chart) const {
        const auto found =
            std::ranges::find(charts_, chart, &std::pair<std::string, std::string>::first);
        if (found != charts_.end()) section.blocks.emplace_back(Drawing{found->second});
    }
    void say(Section& section, std::string_view key) const {
        section.blocks.emplace_back(Paragraph{words_.text(fmt::format("panel.{}", key))});
    }

    [[nodiscard]] Section question() const {
        Section made = section("question");
        Facts asked;
        for (auto& [name, value] : tables_.question())
            asked.facts.push_back({std::move(name), {evidence::Line(std::move(value))}});
        made.blocks.emplace_back(std::move(asked));
        say(made, "files");
        return made;
    }
    [[nodiscard]] Section targets() const {
        Section made = section("targets");
        made.blocks.emplace_back(tables_.targets());
        for (const auto& [name, drawing] : charts_) {
            if (name.starts_with("target-")) made.blocks.emplace_back(Drawing{drawing});
        }
        say(made, "rule.intro");
        made.blocks.emplace_back(tables_.colours());
        return made;
    }
    [[nodiscard]] Section of(PanelFamily family) const {
        const std::string id(name(family));
        Section made = section(id);
        say(made, "explained." + id);
        if (tables_.has_not_held(family)) say(made, "explained.not_held");
        if (tables_.has_partly_held(family)) say(made, "explained.partly");
        draw(made, id);
        if (family == PanelFamily::care) draw(made, "flow");
        made.blocks.emplace_back(tables_.family(family));
        return made;
    }
    [[nodiscard]] Section trends() const {
        Section made = section("trends");
        say(made, "explained.trends");
        const PanelQuarter& last = facts_.quarters.back();
        if (!last.whole()) {
            made.blocks.emplace_back(Paragraph{
                words_.say("panel.explained.trends_so_far", {{"day", words_.date(last.days.to)}})
            });
        }
        made.blocks.emplace_back(tables_.trends());
        return made;
    }
    [[nodiscard]] Section not_counted() const {
        Section made = section("not_counted");
        say(made, "missing.explained");
        made.blocks.emplace_back(tables_.missing());
        made.blocks.emplace_back(tables_.coverage());
        return made;
    }

    const PanelFacts& facts_;
    const evidence::Words& words_;
    PanelTables tables_;
    std::vector<std::pair<std::string, std::string>> charts_;
};

}  // namespace

Page panel_page(
    const PanelFacts& facts,
    const ShownPanel& shown,
    const evidence::Words& words,
    const std::string& other_page
) {
    return PageWriter(facts, shown, words).page(other_page);
}

}  // namespace tyst::panel
