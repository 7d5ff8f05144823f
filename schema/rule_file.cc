#include <algorithm>
#include <map>
#include <span>

#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidRule = ErrorCode::invalid_rule_file;
// Ten years in days: no clock of the law runs longer.
constexpr std::int64_t kTermCountMax = 3660;

// The events that the engine can start or satisfy a rule by.
struct EventWord {
    std::string_view word;
    EventType type;
};
constexpr EventWord kTriggerEvents[] = {{"looked-after-started", EventType::looked_after_started}};
constexpr EventWord kSatisfyingEvents[] = {
    {"review-held", EventType::review_held},
    {"permanence-plan-recorded", EventType::permanence_plan_recorded},
};

EventType read_event(
    TomlTableReader& reader, std::string_view key, std::span<const EventWord> known
) {
    const std::string given = reader.text(key);
    std::string words;
    for (const EventWord& candidate : known) {
        if (candidate.word == given) {
            return candidate.type;
        }
        words += words.empty() ? "" : ", ";
        words += candidate.word;
    }
    reader.refuse(
        reader.line_of(key),
        "'" + given + "' is not known for '" + std::string(key) + "', only " + words
    );
    return EventType::none;
}

std::optional<DueTerm> read_term(
    TomlTableReader& outer, std::string_view key, std::string_view path
) {
    const TomlValue* table = outer.optional_table(key);
    if (table == nullptr) {
        return std::nullopt;
    }
    TomlTableReader reader(*table, path, kInvalidRule);
    DueTerm term;
    term.count = static_cast<int>(reader.number("count", 0, kTermCountMax));
    term.unit = reader.word(
        "unit", {TermUnit::working_days, TermUnit::days, TermUnit::weeks, TermUnit::calendar_months}
    );
    term.start_day = reader.flag("start_day_counts") ? StartDay::counted : StartDay::not_counted;
    outer.absorb(reader.finish());
    return term;
}

RuleTrigger read_trigger(const TomlValue& table, TomlTableReader& outer, std::string_view path) {
    TomlTableReader reader(table, path, kInvalidRule);
    RuleTrigger trigger;
    if (reader.has("event")) {
        trigger.event = read_event(reader, "event", kTriggerEvents);
    } else {
        trigger.rules = reader.texts("rules");
        trigger.moment = reader.word(
            "moment",
            {TriggerMoment::satisfied,
             TriggerMoment::due,
             TriggerMoment::satisfied_or_due,
             TriggerMoment::overdue}
        );
    }
    trigger.plus = read_term(reader, "plus", path);
    outer.absorb(reader.finish());
    return trigger;
}

void read_clock(TomlTableReader& reader, std::string_view path, Rule& rule) {
    for (const TomlValue* table : reader.tables("trigger")) {
        rule.triggers.push_back(read_trigger(*table, reader, path));
    }
    if (rule.triggers.empty()) {
        reader.refuse(reader.line_of("trigger"), "'trigger' is missing");
    }
    rule.due = read_term(reader, "due", path);
    rule.warn_before = read_term(reader, "warn_before", path);
    rule.satisfied_by = read_event(reader, "satisfied_by", kSatisfyingEvents);
    rule.earlier_counts = reader.flag("earlier_counts");
    rule.repeats = reader.flag("repeats");
    if (rule.watches_overdue() && (rule.due || rule.repeats || rule.triggers.size() > 1)) {
        reader.refuse(
            reader.line_of("trigger"),
            "a rule that watches for overdue ones has one trigger and no clock of its own"
        );
    }
    if (rule.repeats && (!rule.due || rule.due->count == 0)) {
        reader.refuse(reader.line_of("repeats"), "a rule that repeats needs a term");
    }
}

Result<RuleWithLines> read_version(
    const TomlValue& table, const Rule& head, std::string_view path
) {
    TomlTableReader reader(table, path, kInvalidRule);
    RuleWithLines read{head, reader.line(), reader.line_of("trigger"), reader.line_of("needs")};
    Rule& rule = read.rule;
    rule.version = reader.text("version");
    rule.kind = reader.word(
        "kind",
        {RuleKind::statute, RuleKind::guidance, RuleKind::local_policy, RuleKind::unverified}
    );
    rule.grade = reader.word(
        "grade", {RuleGrade::authority, RuleGrade::duty, RuleGrade::plan, RuleGrade::record}
    );
    rule.severity = reader.word(
        "severity", {RuleSeverity::serious, RuleSeverity::ordinary, RuleSeverity::minor}
    );
    rule.addressees = reader.words(
        "addressees",
        {RuleAddressee::iro,
         RuleAddressee::social_worker,
         RuleAddressee::team_manager,
         RuleAddressee::legal,
         RuleAddressee::data_team}
    );
    rule.in_force_from = reader.optional_date("from");
    rule.in_force_to = reader.optional_date("to");
    if (rule.in_force_from && rule.in_force_to && *rule.in_force_to < *rule.in_force_from) {
        reader.refuse(reader.line_of("to"), "'to' lies before 'from'");
    }
    rule.citation = reader.text("citation");
    if (reader.has("exempt")) {
        rule.exemptions = reader.words(
            "exempt", {RuleExemption::placed_for_adoption, RuleExemption::short_breaks}
        );
    }
    read_clock(reader, path, rule);
    rule.needs = reader.texts("needs");
    TYST_TRY(reader.finish());
    return read;
}

// "rules/wales/first-review.toml" lies in "wales".
std::string_view folder(std::string_view path) {
    path = path.substr(0, path.rfind('/'));
    return path.substr(path.rfind('/') + 1);
}

bool overlap(const Rule& left, const Rule& right) {
    const bool left_ends_before =
        left.in_force_to && right.in_force_from && *left.in_force_to < *right.in_force_from;
    const bool right_ends_before =
        right.in_force_to && left.in_force_from && *right.in_force_to < *left.in_force_from;
    return !left_ends_before && !right_ends_before;
}

Result<void> check_versions(const std::vector<RuleWithLines>& rules) {
    for (std::size_t second = 0; second < rules.size(); ++second) {
        const Rule& rule = rules[second].rule;
        for (std::size_t first = 0; first < second; ++first) {
            const Rule& earlier = rules[first].rule;
            if (earlier.jurisdiction != rule.jurisdiction || earlier.id != rule.id) {
                continue;
            }
            if (earlier.version == rule.version || overlap(earlier, rule)) {
                return fail_at(
                    kInvalidRule,
                    rule.path,
                    rules[second].line,
                    "version '" + rule.version + "' of '" + rule.id + "' stands beside version '" +
                        earlier.version + "' at the same time or under the same name (" +
                        earlier.path + ")"
                );
            }
        }
    }
    return {};
}

using Waiting = std::map<std::string, std::vector<std::string>, std::less<>>;

// Whether `id` waits for `target`, through any number of rules.
bool waits_for(
    const Waiting& waiting,
    const std::string& id,
    const std::string& target,
    std::vector<std::string>& seen
) {
    const auto found = waiting.find(id);
    if (found == waiting.end() || std::ranges::find(seen, id) != seen.end()) {
        return false;
    }
    seen.push_back(id);
    return std::ranges::any_of(found->second, [&](const std::string& next) {
        return next == target || waits_for(waiting, next, target, seen);
    });
}

}  // namespace

Result<std::vector<RuleWithLines>> read_rule_file(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidRule));
    TomlTableReader reader(top, file.path, kInvalidRule);
    Rule head;
    head.path = file.path;
    head.id = reader.text("id");
    head.jurisdiction = reader.text("jurisdiction");
    head.title = {reader.text("title_en"), reader.text("title_cy")};
    head.clears = {reader.text("clears_en"), reader.text("clears_cy")};
    if (!head.jurisdiction.empty() && head.jurisdiction != folder(file.path)) {
        reader.refuse(
            reader.line_of("jurisdiction"), "a rule file lies in the folder of its jurisdiction"
        );
    }
    const std::vector<const TomlValue*> versions = reader.tables("version");
    if (versions.empty()) {
        reader.refuse(1, "the rule has no version");
    }
    TYST_TRY(reader.finish());
    std::vector<RuleWithLines> rules;
    for (const TomlValue* version : versions) {
        TYST_ASSIGN(RuleWithLines rule, read_version(*version, head, file.path));
        rules.push_back(std::move(rule));
    }
    return rules;
}

Result<void> check_rules(const std::vector<RuleWithLines>& rules, const CodeBook& codes) {
    TYST_TRY(check_versions(rules));
    std::map<std::string, Waiting, std::less<>> waiting;  // by jurisdiction
    for (const RuleWithLines& read : rules) {
        std::vector<std::string>& named = waiting[read.rule.jurisdiction][read.rule.id];
        for (const RuleTrigger& trigger : read.rule.triggers) {
            named.insert(named.end(), trigger.rules.begin(), trigger.rules.end());
        }
    }
    for (const RuleWithLines& read : rules) {
        const Rule& rule = read.rule;
        for (const Code& fact : rule.needs) {
            if (!codes.contains("fact-kind", fact)) {
                return fail_at(
                    kInvalidRule,
                    rule.path,
                    read.needs_line,
                    "'" + fact + "' is no code of fact-kind"
                );
            }
        }
        const Waiting& known = waiting[rule.jurisdiction];
        for (const std::string& id : known.find(rule.id)->second) {
            if (!known.contains(id)) {
                return fail_at(
                    kInvalidRule,
                    rule.path,
                    read.triggers_line,
                    "'" + id + "' is no rule of '" + rule.jurisdiction + "'"
                );
            }
        }
        std::vector<std::string> seen;
        if (waits_for(known, rule.id, rule.id, seen)) {
            return fail_at(
                kInvalidRule, rule.path, read.triggers_line, "'" + rule.id + "' waits for itself"
            );
        }
    }
    return {};
}

}  // namespace tyst
