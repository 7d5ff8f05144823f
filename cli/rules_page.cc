#include "cli/rules_page.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "cli/rule_words.h"

namespace tyst::cli {
namespace {

constexpr std::string_view kPageHead =
    "# Rules\n"
    "\n"
    "Written by `tyst rules page` from the files of `reference/rules/`: change those, not this "
    "page. How such files are\n"
    "written is in `rule-files.md`. **What is unverified is from memory: it is shown, and other "
    "rules count on from it, but\n"
    "it raises nothing.** What is local policy follows a council's strategy or practice and binds "
    "nobody else.\n";

constexpr RuleKind kKindsInOrder[] = {
    RuleKind::statute, RuleKind::guidance, RuleKind::local_policy, RuleKind::unverified
};

// What Markdown would take for its own.
std::string escaped(std::string_view text) {
    std::string safe;
    for (const char character : text) {
        if (std::string_view("*_<>[]`|").find(character) != std::string_view::npos) safe += '\\';
        safe += character;
    }
    return safe;
}

std::string capitalised(std::string_view word) {
    std::string text(word);
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

void add_counts(const ReferenceSet& reference, std::string& page) {
    page += "\n| jurisdiction | statute | guidance | local policy | unverified |\n";
    page += "|---|--:|--:|--:|--:|\n";
    std::set<std::string> jurisdictions;
    for (const Rule& rule : reference.rules()) {
        jurisdictions.insert(rule.jurisdiction);
    }
    for (const std::string& jurisdiction : jurisdictions) {
        page += "| " + capitalised(jurisdiction);
        for (const RuleKind kind : kKindsInOrder) {
            const auto count = std::ranges::count_if(reference.rules(), [&](const Rule& rule) {
                return rule.jurisdiction == jurisdiction && rule.kind == kind;
            });
            page += fmt::format(" | {}", count);
        }
        page += " |\n";
    }
}

void add_rule_heading(const Rule& rule, std::string& page) {
    page += fmt::format("\n### {}: {}\n", rule.id, escaped(rule.title.en));
    page += fmt::format(
        "\n*{}*\n\nCleared by: {}. *{}.*\n",
        escaped(rule.title.cy),
        escaped(rule.clears.en),
        escaped(rule.clears.cy)
    );
}

void add_version(const Rule& rule, std::string& page) {
    page += fmt::format(
        "\n**Version {}, {}**\n\n", escaped(rule.version), escaped(kind_in_words(rule.kind))
    );
    for (const RuleItem& item : describe_version(rule)) {
        if (item.key != "kind") {
            page += fmt::format("- {}: {}\n", item.title, escaped(item.text));
        }
    }
}

}  // namespace

std::string rules_page(const ReferenceSet& reference) {
    std::string page(kPageHead);
    add_counts(reference, page);
    const Rule* before = nullptr;
    for (const Rule& rule : reference.rules()) {
        if (before == nullptr || before->jurisdiction != rule.jurisdiction) {
            page += fmt::format("\n## {}\n", capitalised(rule.jurisdiction));
        }
        if (before == nullptr || before->jurisdiction != rule.jurisdiction ||
            before->id != rule.id) {
            add_rule_heading(rule, page);
        }
        add_version(rule, page);
        before = &rule;
    }
    return page;
}

}  // namespace tyst::cli
