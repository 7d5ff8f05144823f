#include "cli/rule_words.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "schema/event_catalogue.h"

namespace tyst::cli {
namespace {

// "a", "a or b", "a, b or c".
std::string listed(const std::vector<std::string>& words, std::string_view last) {
    std::string text;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (at > 0) text += at + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
        text += words[at];
    }
    return text;
}

// Names of the file and of events as words.
std::string spaced(std::string_view name) {
    std::string text(name);
    std::ranges::replace(text, '-', ' ');
    std::ranges::replace(text, '_', ' ');
    return text;
}

template <class Items, class Words>
std::vector<std::string> each(const Items& items, const Words& words) {
    std::vector<std::string> texts;
    texts.reserve(items.size());
    for (const auto& item : items) {
        texts.push_back(words(item));
    }
    return texts;
}

std::string term_words(const DueTerm& term) {
    std::string unit = spaced(to_text(term.unit));
    if (term.count == 1) unit.pop_back();
    return fmt::format(
        "{} {}{}",
        term.count,
        unit,
        term.start_day == StartDay::counted ? ", the first day counted" : ""
    );
}

std::string situations_words(const std::vector<Situation>& situations, std::string_view last) {
    return listed(
        each(situations, [](const Situation& one) { return spaced(to_text(one)); }), last
    );
}

std::string word_of_field(const std::string& word) {
    return word == "none" ? "not said" : word;
}

std::string tests_words(const std::vector<FieldTest>& tests) {
    return listed(
        each(
            tests,
            [](const FieldTest& test) {
                return spaced(test.field) + " is " + listed(each(test.words, word_of_field), "or");
            }
        ),
        "and"
    );
}

// The name of the field that a rule reads by a function.
template <class Read, class Find>
std::string field_read_by(EventType type, Read read, const Find& find) {
    for (const FieldDescription& field : describe_fields(type)) {
        const auto found = find(type, field.name);
        if (found && *found == read) return spaced(field.name);
    }
    return "";
}

std::string pattern_words(const EventPattern& pattern) {
    std::string text = spaced(name_of(pattern.type));
    if (!pattern.where.empty()) text += " where " + tests_words(pattern.where);
    if (pattern.link != nullptr) {
        text += ", naming the event that started the clock as its " +
                field_read_by(pattern.type, pattern.link, field_event);
    }
    return text;
}

std::string moment_words(TriggerMoment moment) {
    switch (moment) {
        case TriggerMoment::satisfied:
            return "is satisfied";
        case TriggerMoment::due:
            return "falls due";
        case TriggerMoment::satisfied_or_due:
            return "is satisfied or falls due, whichever comes first";
    }
    return "";
}

std::string start_words(const RuleTrigger& trigger) {
    switch (trigger.kind) {
        case RuleTrigger::Kind::event:
            return pattern_words(trigger.event);
        case RuleTrigger::Kind::obligation:
            return fmt::format(
                "the day on which {} {}", listed(trigger.rules, "or"), moment_words(trigger.moment)
            );
        case RuleTrigger::Kind::scope:
            return "the first day of what it is asked for";
        case RuleTrigger::Kind::decisions:
            return "the day that a review set for a decision";
        case RuleTrigger::Kind::birthday:
            return fmt::format("the day on which the child becomes {}", trigger.age);
        case RuleTrigger::Kind::category_1:
            return "the day on which the child becomes a category 1 young person";
    }
    return "";
}

std::string trigger_words(const RuleTrigger& trigger) {
    const std::string start = start_words(trigger);
    return trigger.plus ? term_words(*trigger.plus) + " after " + start : start;
}

std::string triggers_words(const Rule& rule) {
    const bool every_one = rule.scope == RuleScope::event;
    return fmt::format(
        "{}", fmt::join(each(rule.triggers, trigger_words), every_one ? "; and " : "; or else ")
    );
}

std::string scope_words(const Rule& rule) {
    switch (rule.scope) {
        case RuleScope::care:
            return "each period of care";
        case RuleScope::placement:
            return "each placement that is not temporary";
        case RuleScope::legal_status:
            return "each legal status " + listed(rule.statuses, "or");
        case RuleScope::state:
            return "each stretch of care in which the words under 'while' hold";
        case RuleScope::event:
            return "each event that starts the clock, in care or not";
    }
    return "";
}

// The type of the event whose field gives the due day.
EventType due_field_event(const Rule& rule) {
    const RuleTrigger& first = rule.triggers.front();
    const bool of_placement =
        first.kind == RuleTrigger::Kind::scope && rule.scope == RuleScope::placement;
    return of_placement ? EventType::placement_started : first.event.type;
}

std::string situated_term_words(const SituatedTerm& term) {
    return term_words(term.due) +
           (term.during.empty() ? " otherwise" : " while " + situations_words(term.during, "and"));
}

std::string due_words(const Rule& rule) {
    std::vector<std::string> ways;
    if (rule.due_field != nullptr) {
        ways.push_back(
            "on the day that the event gives as " +
            field_read_by(due_field_event(rule), rule.due_field, field_date)
        );
    }
    if (rule.due_at_expiry) ways.emplace_back("on the day on which the order ends by itself");
    for (const SituatedTerm& term : rule.terms) {
        ways.push_back(situated_term_words(term));
    }
    if (rule.due) ways.push_back(term_words(*rule.due));
    if (ways.empty()) return "on the day that starts the clock";
    return fmt::format("{}", fmt::join(ways, rule.terms.empty() ? ", else " : "; "));
}

std::string extension_words(const RuleExtension& extension) {
    std::string text = pattern_words(extension.event);
    if (extension.until != nullptr) {
        text += ", to its day " + field_read_by(extension.event.type, extension.until, field_date);
    }
    if (extension.by)
        text += (extension.until ? ", else by " : ", by ") + term_words(*extension.by);
    return text;
}

std::string satisfier_words(const RuleSatisfier& satisfier) {
    std::string text = pattern_words(satisfier.event);
    if (satisfier.until) text += "; it then counts on from " + pattern_words(*satisfier.until);
    return text;
}

std::string satisfied_words(const Rule& rule) {
    std::vector<std::string> ways = each(rule.satisfied_by, satisfier_words);
    if (rule.ends) ways.emplace_back("the end of what it is asked for");
    return fmt::format("{}", fmt::join(ways, "; or "));
}

std::string check_words(RuleCheck check) {
    switch (check) {
        case RuleCheck::none:
            return "";
        case RuleCheck::overdue:
            return "what is owed under the rules named and is overdue";
        case RuleCheck::approaching:
            return "what is owed under the rules named, falls due within the lead and is not "
                   "prepared";
        case RuleCheck::in_a_row:
            return "the last events of a kind, where all of them pass the test";
        case RuleCheck::in_year:
            return "events of a kind from 1 April to 31 March";
        case RuleCheck::secure_hours:
            return "hours in secure accommodation without a court's order, in any window";
        case RuleCheck::break_days:
            return "days of short breaks, in any window";
        case RuleCheck::category_1:
            return "the days until the child becomes a category 1 young person";
        case RuleCheck::gaps:
            return "what is wrong now between legal basis, placement and orders";
        case RuleCheck::late_entry:
            return "events recorded long after they happened";
    }
    return "";
}

std::string grade_words(RuleGrade grade) {
    switch (grade) {
        case RuleGrade::authority:
            return "authority: the legal basis lapses";
        case RuleGrade::duty:
            return "duty: a day has passed";
        case RuleGrade::plan:
            return "plan: a judgement is due";
        case RuleGrade::record:
            return "record: counts and lateness";
    }
    return "";
}

// Collects items; what says nothing is left out.
class Items {
  public:
    void add(std::string key, std::string title, std::string text) {
        if (!text.empty()) items_.push_back({std::move(key), std::move(title), std::move(text)});
    }
    void add(std::string key, std::string title, const std::optional<DueTerm>& term) {
        if (term) add(std::move(key), std::move(title), term_words(*term));
    }
    void add(std::string key, std::string title, bool holds) {
        if (holds) add(std::move(key), std::move(title), std::string("yes"));
    }
    void add(std::string key, std::string title, int count) {
        if (count > 0) add(std::move(key), std::move(title), std::to_string(count));
    }
    [[nodiscard]] std::vector<RuleItem> take() { return std::move(items_); }

  private:
    std::vector<RuleItem> items_;
};

void add_clock(const Rule& rule, Items& items) {
    items.add("scope", "Asked for", scope_words(rule));
    items.add("during", "While", situations_words(rule.during, "and"));
    items.add("trigger", "Clock starts", triggers_words(rule));
    items.add("due", "Term", due_words(rule));
    if (rule.extension) items.add("extended_by", "Moved on by", extension_words(*rule.extension));
    items.add("satisfied_by", "Satisfied by", satisfied_words(rule));
    items.add("stopped_by", "Stopped by", listed(each(rule.stopped_by, pattern_words), "or"));
    items.add(
        "earlier_counts", "What was done earlier in the same care counts", rule.earlier_counts
    );
    items.add("earlier_within", "What was done earlier counts within", rule.earlier_within);
    items.add("repeats", "Asked again each time it is satisfied", rule.repeats);
    items.add("warn_before", "Shown as coming before it is due", rule.warn_before);
    items.add("alert_before", "An alert before it is due", rule.alert_before);
    items.add("noted_for", "Noted, where it was late, for", rule.noted_for);
}

void add_check(const Rule& rule, Items& items) {
    items.add("check", "Watches", check_words(rule.check));
    items.add("rules", "Rules", listed(rule.watched, "and"));
    items.add("during", "While", situations_words(rule.during, "and"));
    items.add("lead", "Lead", rule.lead);
    if (rule.counted.type != EventType::none) {
        items.add("event", "Events", pattern_words(rule.counted));
    }
    items.add("passing", "Test", tests_words(rule.passing));
    items.add("count", "Alert at", rule.count);
    items.add("warn_count", "Close at", rule.warn_count);
    items.add("window", "Window", rule.window);
    items.add(
        "gaps",
        "Gaps",
        listed(each(rule.gaps, [](RuleGap gap) { return spaced(to_text(gap)); }), "and")
    );
    items.add("entered_after", "Late after", rule.entered_after);
    items.add("not_from", "Not of sources", listed(rule.not_from, "and"));
    items.add("noted_for", "Noted for", rule.noted_for);
    items.add("satisfied_by", "Prepared by", satisfied_words(rule));
    items.add("stopped_by", "Stopped by", listed(each(rule.stopped_by, pattern_words), "or"));
}

}  // namespace

std::vector<RuleItem> describe_version(const Rule& rule) {
    Items items;
    items.add("kind", "Kind", kind_in_words(rule.kind));
    items.add("from, to", "In force", in_force_in_words(rule));
    if (rule.check == RuleCheck::none) {
        add_clock(rule, items);
    } else {
        add_check(rule, items);
    }
    items.add("exempt", "Asks nothing while", situations_words(rule.exemptions, "or"));
    items.add("needs", "Needs", listed(rule.needs, "and"));
    items.add("grade", "Grade", grade_words(rule.grade));
    items.add("severity", "Severity", std::string(to_text(rule.severity)));
    items.add(
        "addressees",
        "Seen first by",
        listed(each(rule.addressees, [](RuleAddressee one) { return spaced(to_text(one)); }), "and")
    );
    items.add("citation", "Cited", rule.citation);
    return items.take();
}

std::vector<RuleItem> describe_head(const Rule& rule) {
    Items items;
    items.add("id", "Rule", rule.id);
    items.add("jurisdiction", "Jurisdiction", rule.jurisdiction);
    items.add("title_en", "Title", rule.title.en);
    items.add("title_cy", "Title in Welsh", rule.title.cy);
    items.add("clears_en", "Cleared by", rule.clears.en);
    items.add("clears_cy", "Cleared by, in Welsh", rule.clears.cy);
    return items.take();
}

std::string kind_in_words(RuleKind kind) {
    switch (kind) {
        case RuleKind::statute:
            return "statute";
        case RuleKind::guidance:
            return "guidance";
        case RuleKind::local_policy:
            return "local policy";
        case RuleKind::unverified:
            return "unverified: raises nothing";
    }
    return "";
}

std::string in_force_in_words(const Rule& rule) {
    if (!rule.in_force_from && !rule.in_force_to) return "always";
    if (!rule.in_force_from) return "until " + to_text(*rule.in_force_to);
    const std::string from = to_text(*rule.in_force_from);
    return rule.in_force_to ? from + " to " + to_text(*rule.in_force_to) : "from " + from;
}

}  // namespace tyst::cli
