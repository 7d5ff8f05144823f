#include "cli/rule_diff.h"

#include <algorithm>

#include "cli/rule_words.h"

namespace tyst::cli {
namespace {

const Rule* version_named(const std::vector<Rule>& rules, const std::string& version) {
    const auto found = std::ranges::find(rules, version, &Rule::version);
    return found == rules.end() ? nullptr : &*found;
}

const RuleItem* item_of(const std::vector<RuleItem>& items, const std::string& key) {
    const auto found = std::ranges::find(items, key, &RuleItem::key);
    return found == items.end() ? nullptr : &*found;
}

void diff_items(
    const std::string& version,
    const std::vector<RuleItem>& first,
    const std::vector<RuleItem>& second,
    std::vector<RuleDifference>& differences
) {
    for (const RuleItem& item : first) {
        const RuleItem* other = item_of(second, item.key);
        const std::string text = other == nullptr ? "" : other->text;
        if (text != item.text) {
            differences.push_back({version, item.key, item.title, item.text, text});
        }
    }
    for (const RuleItem& item : second) {
        if (item_of(first, item.key) == nullptr) {
            differences.push_back({version, item.key, item.title, "", item.text});
        }
    }
}

}  // namespace

std::vector<RuleDifference> diff_rules(
    const std::vector<Rule>& first, const std::vector<Rule>& second
) {
    std::vector<RuleDifference> differences;
    diff_items("", describe_head(first.front()), describe_head(second.front()), differences);
    for (const Rule& rule : first) {
        if (const Rule* other = version_named(second, rule.version)) {
            diff_items(rule.version, describe_version(rule), describe_version(*other), differences);
        } else {
            const std::string in_force = in_force_in_words(rule);
            differences.push_back({rule.version, "version", "Version", in_force, ""});
        }
    }
    for (const Rule& rule : second) {
        if (version_named(first, rule.version) == nullptr) {
            const std::string in_force = in_force_in_words(rule);
            differences.push_back({rule.version, "version", "Version", "", in_force});
        }
    }
    return differences;
}

}  // namespace tyst::cli
