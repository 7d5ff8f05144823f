#include <algorithm>
#include <map>
#include <span>

#include "schema/event_catalogue.h"
#include "schema/pattern_reader.h"
#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidRule = ErrorCode::invalid_rule_file;
constexpr std::int64_t kRuleCountMax = 10'000;
constexpr std::int64_t kAgeMax = 25;

std::optional<EventPattern> read_pattern_under(
    TomlTableReader& outer, std::string_view key, std::string_view path
) {
    const TomlValue* table = outer.optional_table(key);
    if (table == nullptr) return std::nullopt;
    TomlTableReader reader(*table, path, kInvalidRule);
    EventPattern pattern = read_pattern(reader, path);
    outer.absorb(reader.finish());
    return pattern;
}

FieldDate read_date_field(TomlTableReader& reader, std::string_view key, EventType type) {
    if (!reader.has(key)) return nullptr;
    const std::string field = reader.text(key);
    if (const auto read = field_date(type, field)) return *read;
    reader.refuse(
        reader.line_of(key), "'" + field + "' is no date of " + std::string(name_of(type))
    );
    return nullptr;
}

RuleTrigger read_trigger(const TomlValue& table, TomlTableReader& outer, std::string_view path) {
    using Start = RuleTrigger::Kind;
    TomlTableReader reader(table, path, kInvalidRule);
    RuleTrigger trigger;
    if (reader.has("event")) {
        trigger.event = read_pattern(reader, path);
    } else if (reader.has("birthday")) {
        trigger.kind = Start::birthday;
        trigger.age = static_cast<int>(reader.number("birthday", 1, kAgeMax));
    } else if (reader.has("scope_starts")) {
        trigger.kind = Start::scope;
        if (!reader.flag("scope_starts")) {
            reader.refuse(reader.line_of("scope_starts"), "'scope_starts' can only be true");
        }
    } else if (reader.has("category_1")) {
        trigger.kind = Start::category_1;
        if (!reader.flag("category_1")) {
            reader.refuse(reader.line_of("category_1"), "'category_1' can only be true");
        }
    } else if (reader.has("decisions")) {
        trigger.kind = Start::decisions;
        trigger.event.type = EventType::review_held;
        if (!reader.flag("decisions")) {
            reader.refuse(reader.line_of("decisions"), "'decisions' can only be true");
        }
    } else {
        trigger.kind = Start::obligation;
        trigger.rules = reader.texts("rules");
        trigger.moment = reader.word(
            "moment",
            {TriggerMoment::satisfied, TriggerMoment::due, TriggerMoment::satisfied_or_due}
        );
    }
    trigger.plus = read_term(reader, "plus", path);
    outer.absorb(reader.finish());
    return trigger;
}

void read_satisfiers(TomlTableReader& reader, std::string_view path, Rule& rule) {
    for (const TomlValue* table : reader.tables("satisfied_by")) {
        TomlTableReader inner(*table, path, kInvalidRule);
        RuleSatisfier satisfier;
        satisfier.event = read_pattern(inner, path);
        satisfier.until = read_pattern_under(inner, "until", path);
        reader.absorb(inner.finish());
        rule.satisfied_by.push_back(std::move(satisfier));
    }
    for (const TomlValue* table : reader.tables("stopped_by")) {
        TomlTableReader inner(*table, path, kInvalidRule);
        rule.stopped_by.push_back(read_pattern(inner, path));
        reader.absorb(inner.finish());
    }
}

void read_extension(TomlTableReader& outer, std::string_view path, Rule& rule) {
    const TomlValue* table = outer.optional_table("extended_by");
    if (table == nullptr) return;
    TomlTableReader reader(*table, path, kInvalidRule);
    RuleExtension extension;
    extension.event = read_pattern(reader, path);
    extension.until = read_date_field(reader, "until", extension.event.type);
    extension.by = read_term(reader, "by", path);
    if (extension.until == nullptr && !extension.by) {
        reader.refuse(reader.line(), "an extension needs 'until' or 'by'");
    }
    outer.absorb(reader.finish());
    rule.extension = std::move(extension);
}

void read_terms(TomlTableReader& reader, std::string_view path, Rule& rule) {
    for (const TomlValue* table : reader.tables("term")) {
        TomlTableReader inner(*table, path, kInvalidRule);
        SituatedTerm term;
        term.during = read_situations(inner, "during");
        if (const auto due = read_term(inner, "due", path)) {
            term.due = *due;
        } else {
            inner.refuse(inner.line(), "'due' is missing");
        }
        reader.absorb(inner.finish());
        rule.terms.push_back(std::move(term));
    }
    if (!rule.terms.empty() && (rule.due || !rule.terms.back().during.empty())) {
        reader.refuse(
            reader.line_of("term"),
            "the last of 'term' holds always, and 'due' does not stand beside it"
        );
    }
}

EventType trigger_type(const Rule& rule) {
    if (rule.triggers.empty()) return EventType::none;
    const RuleTrigger& first = rule.triggers.front();
    const bool by_scope = first.kind == RuleTrigger::Kind::scope;
    return by_scope && rule.scope == RuleScope::placement ? EventType::placement_started
                                                          : first.event.type;
}

void read_clock(TomlTableReader& reader, std::string_view path, Rule& rule) {
    for (const TomlValue* table : reader.tables("trigger")) {
        rule.triggers.push_back(read_trigger(*table, reader, path));
    }
    if (rule.triggers.empty()) {
        reader.refuse(reader.line_of("trigger"), "'trigger' is missing");
    }
    rule.due = read_term(reader, "due", path);
    if (rule.scope == RuleScope::legal_status) {
        rule.due_at_expiry = reader.flag("due_at_expiry");
    } else {
        rule.due_field = read_date_field(reader, "due_field", trigger_type(rule));
    }
    read_terms(reader, path, rule);
    read_extension(reader, path, rule);
    read_satisfiers(reader, path, rule);
    rule.ends = reader.flag("ends");
    rule.earlier_counts = reader.flag("earlier_counts");
    rule.earlier_within = read_term(reader, "earlier_within", path);
    rule.repeats = reader.flag("repeats");
    rule.warn_before = read_term(reader, "warn_before", path);
    rule.alert_before = read_term(reader, "alert_before", path);
    rule.noted_for = read_term(reader, "noted_for", path);
    if (rule.satisfied_by.empty() && !rule.ends) {
        reader.refuse(reader.line_of("satisfied_by"), "'satisfied_by' is missing");
    }
    if (rule.repeats && rule.terms.empty() && (!rule.due || rule.due->count == 0)) {
        reader.refuse(reader.line_of("repeats"), "a rule that repeats needs a term");
    }
}

void require(TomlTableReader& reader, bool given, std::string_view key) {
    if (!given) {
        reader.refuse(reader.line(), "'" + std::string(key) + "' is missing for this check");
    }
}

int read_count(TomlTableReader& reader, std::string_view key) {
    return static_cast<int>(reader.number(key, 1, kRuleCountMax));
}

// What a rule without a clock watches.
void read_check(TomlTableReader& reader, std::string_view path, Rule& rule) {
    switch (rule.check) {
        case RuleCheck::none:
            return;
        case RuleCheck::overdue:
            rule.watched = reader.texts("rules");
            return;
        case RuleCheck::approaching:
            rule.watched = reader.texts("rules");
            rule.lead = read_term(reader, "lead", path);
            require(reader, rule.lead.has_value(), "lead");
            read_satisfiers(reader, path, rule);
            require(reader, !rule.satisfied_by.empty(), "satisfied_by");
            return;
        case RuleCheck::in_a_row:
            rule.counted.type = read_event_type(reader, "event");
            rule.counted.where = read_field_tests(reader, "where", rule.counted.type, path);
            rule.passing = read_field_tests(reader, "passing", rule.counted.type, path);
            require(reader, !rule.passing.empty(), "passing");
            rule.count = read_count(reader, "count");
            return;
        case RuleCheck::in_year:
            rule.counted.type = read_event_type(reader, "event");
            rule.counted.where = read_field_tests(reader, "where", rule.counted.type, path);
            rule.count = read_count(reader, "count");
            return;
        case RuleCheck::secure_hours:
        case RuleCheck::break_days:
            rule.count = read_count(reader, "count");
            rule.warn_count = read_count(reader, "warn_count");
            rule.window = read_term(reader, "window", path);
            require(reader, rule.window.has_value(), "window");
            return;
        case RuleCheck::category_1:
            rule.lead = read_term(reader, "lead", path);
            require(reader, rule.lead.has_value(), "lead");
            return;
        case RuleCheck::gaps:
            rule.gaps = reader.words(
                "gaps",
                {RuleGap::no_basis,
                 RuleGap::parents_while_voluntary,
                 RuleGap::iro_vacant,
                 RuleGap::order_expired}
            );
            return;
        case RuleCheck::late_entry:
            rule.entered_after = read_term(reader, "entered_after", path);
            if (reader.has("not_from")) rule.not_from = reader.texts("not_from");
            rule.noted_for = read_term(reader, "noted_for", path);
            require(reader, rule.entered_after.has_value(), "entered_after");
            require(reader, rule.noted_for.has_value(), "noted_for");
            return;
    }
}

void read_scope(TomlTableReader& reader, Rule& rule) {
    if (reader.has("scope")) {
        rule.scope = reader.word(
            "scope",
            {RuleScope::care,
             RuleScope::placement,
             RuleScope::legal_status,
             RuleScope::state,
             RuleScope::event}
        );
    }
    if (rule.scope == RuleScope::legal_status) rule.statuses = reader.texts("statuses");
    rule.during = read_situations(reader, "during");
    if (rule.scope != RuleScope::state) return;
    if (rule.during.empty()) {
        reader.refuse(reader.line(), "a state needs 'during'");
    }
    for (const Situation& situation : rule.during) {
        if (!holds_for_episodes(situation.kind)) {
            reader.refuse(
                reader.line_of("during"),
                "'" + to_text(situation) + "' does not follow from status and placement alone"
            );
        }
    }
}

Result<RuleWithLines> read_version(
    const TomlValue& table, const Rule& head, std::string_view path
) {
    TomlTableReader reader(table, path, kInvalidRule);
    const int rules_named = reader.line_of(reader.has("check") ? "rules" : "trigger");
    RuleWithLines read{head, reader.line(), rules_named, reader.line_of("needs")};
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
    rule.exemptions = read_situations(reader, "exempt");
    if (reader.has("check")) {
        rule.check = reader.word(
            "check",
            {RuleCheck::overdue,
             RuleCheck::approaching,
             RuleCheck::in_a_row,
             RuleCheck::in_year,
             RuleCheck::secure_hours,
             RuleCheck::break_days,
             RuleCheck::category_1,
             RuleCheck::gaps,
             RuleCheck::late_entry}
        );
        rule.during = read_situations(reader, "during");
        read_check(reader, path, rule);
    } else {
        read_scope(reader, rule);
        read_clock(reader, path, rule);
    }
    rule.needs = reader.texts("needs");
    TYST_TRY(reader.finish());
    return read;
}

// "rules/wales/first-review.toml" lies in "wales".
std::string_view folder(std::string_view path) {
    path = path.substr(0, path.rfind('/'));
    return path.substr(path.rfind('/') + 1);
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

// Codes that a test compares with are codes of the field's set.
Result<void> check_tests(
    const RuleWithLines& read, const EventPattern& pattern, const CodeBook& codes
) {
    const std::vector<FieldDescription> fields = describe_fields(pattern.type);
    for (const FieldTest& test : pattern.where) {
        const auto field = std::ranges::find(fields, test.field, &FieldDescription::name);
        for (const std::string& word : test.words) {
            const bool known = word == "none" || field->set.empty() || field->kind != "code" ||
                               codes.contains(field->set, word);
            if (!known) {
                return fail_at(
                    kInvalidRule,
                    read.rule.path,
                    read.line,
                    "'" + word + "' is no code of " + field->set
                );
            }
        }
    }
    return {};
}

Result<void> check_words(const RuleWithLines& read, const CodeBook& codes) {
    for (const RuleTrigger& trigger : read.rule.triggers) {
        TYST_TRY(check_tests(read, trigger.event, codes));
    }
    for (const RuleSatisfier& satisfier : read.rule.satisfied_by) {
        TYST_TRY(check_tests(read, satisfier.event, codes));
    }
    return check_tests(read, {read.rule.counted.type, read.rule.passing, nullptr}, codes);
}

// A clock that starts at a moment of another rule's obligation runs in the same scope; stretches of
// two rules are never the same.
bool same_scope(const Rule& one, const Rule& other) {
    return one.scope == other.scope && one.scope != RuleScope::state;
}

Result<void> check_scopes(const std::vector<RuleWithLines>& rules) {
    for (const RuleWithLines& read : rules) {
        for (const RuleTrigger& trigger : read.rule.triggers) {
            for (const RuleWithLines& other : rules) {
                const bool named =
                    other.rule.jurisdiction == read.rule.jurisdiction &&
                    std::ranges::find(trigger.rules, other.rule.id) != trigger.rules.end();
                if (named && !same_scope(read.rule, other.rule)) {
                    return fail_at(
                        kInvalidRule,
                        read.rule.path,
                        read.triggers_line,
                        "'" + other.rule.id + "' is asked in another scope"
                    );
                }
            }
        }
    }
    return {};
}

}  // namespace

bool overlap(const Rule& left, const Rule& right) {
    const bool left_ends_before =
        left.in_force_to && right.in_force_from && *left.in_force_to < *right.in_force_from;
    const bool right_ends_before =
        right.in_force_to && left.in_force_from && *right.in_force_to < *left.in_force_from;
    return !left_ends_before && !right_ends_before;
}

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
    TYST_TRY(check_scopes(rules));
    std::map<std::string, Waiting, std::less<>> waiting;  // by jurisdiction
    for (const RuleWithLines& read : rules) {
        std::vector<std::string>& named = waiting[read.rule.jurisdiction][read.rule.id];
        for (const RuleTrigger& trigger : read.rule.triggers) {
            named.insert(named.end(), trigger.rules.begin(), trigger.rules.end());
        }
        named.insert(named.end(), read.rule.watched.begin(), read.rule.watched.end());
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
        for (const Code& status : rule.statuses) {
            if (!codes.contains("legal-status", status)) {
                return fail_at(
                    kInvalidRule,
                    rule.path,
                    read.line,
                    "'" + status + "' is no code of legal-status"
                );
            }
        }
        TYST_TRY(check_words(read, codes));
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
