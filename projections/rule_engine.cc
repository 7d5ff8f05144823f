#include "projections/rule_engine.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/child_facts.h"
#include "projections/rule_checks.h"
#include "projections/rule_clocks.h"

namespace tyst {
namespace {

using Waiting = std::map<std::string_view, RuleEngine::Group>;

Waiting groups_by_id(const ReferenceSet& reference, std::string_view jurisdiction) {
    Waiting waiting;
    for (const Rule& rule : reference.rules()) {
        if (rule.jurisdiction != jurisdiction) continue;
        RuleEngine::Group& group = waiting[rule.id];
        group.id = rule.id;
        group.versions.push_back(&rule);
        group.scope = rule.scope;
        group.check = rule.check != RuleCheck::none;
    }
    for (const auto& [id, group] : waiting) {
        for (const Rule* rule : group.versions) {
            if (rule->check != RuleCheck::overdue) continue;
            for (const std::string& watched : rule->watched) {
                const auto found = waiting.find(watched);
                if (found != waiting.end()) found->second.watched = true;
            }
        }
    }
    return waiting;
}

// It waits for none of the others.
bool ready(const RuleEngine::Group& group, const Waiting& waiting) {
    const auto waits = [&](const std::string& id) {
        return id != group.id && waiting.contains(id);
    };
    return std::ranges::none_of(group.versions, [&](const Rule* rule) {
        return std::ranges::any_of(rule->watched, waits) ||
               std::ranges::any_of(rule->triggers, [&](const RuleTrigger& trigger) {
                   return std::ranges::any_of(trigger.rules, waits);
               });
    });
}

}  // namespace

const Rule* RuleEngine::Group::on(Date day) const {
    for (const Rule* rule : versions) {
        if (rule->in_force_on(day)) return rule;
    }
    return nullptr;
}

RuleEngine RuleEngine::from(const ReferenceSet& reference, std::string_view jurisdiction) {
    RuleEngine engine;
    engine.reference_ = &reference;
    Waiting waiting = groups_by_id(reference, jurisdiction);
    // Take, again and again, the rules that wait for none of the others. Circles were refused when
    // the set was loaded; should one be here, its rules are left out.
    for (bool moved = true; moved;) {
        moved = false;
        for (auto group = waiting.begin(); group != waiting.end();) {
            if (ready(group->second, waiting)) {
                engine.groups_.push_back(std::move(group->second));
                group = waiting.erase(group);
                moved = true;
            } else {
                ++group;
            }
        }
    }
    for (std::size_t place = 0; place < engine.groups_.size(); ++place) {
        const Group& group = engine.groups_[place];
        engine.places_.emplace(group.id, place);
        if (!group.check) {
            engine.clocks_[static_cast<std::size_t>(group.scope)].push_back(place);
        }
    }
    return engine;
}

std::optional<std::size_t> RuleEngine::group_of(std::string_view rule_id) const {
    const auto found = places_.find(rule_id);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

Obligations RuleEngine::apply(const History& history, const Coverage& coverage, CareAsked asked)
    const {
    Obligations result;
    result.reference = reference_;
    if (history.current_care() != nullptr) {
        result.current_care = static_cast<Place>(history.care.size() - 1);
    }
    const ChildFacts facts(history, coverage);
    const ClockResults clocks = run_clocks(*this, facts, asked, result);
    raise_alerts(*this, facts, clocks, result);
    return result;
}

}  // namespace tyst
