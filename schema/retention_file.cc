#include <algorithm>

#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidRetention = ErrorCode::invalid_rule_file;
constexpr std::int64_t kKeptYearsMax = 150;
constexpr std::int64_t kDelayDaysMax = 3660;

RetentionTerm read_keep(const TomlValue& table, TomlTableReader& outer, std::string_view path) {
    TomlTableReader reader(table, path, kInvalidRetention);
    RetentionTerm term;
    term.start = reader.word(
        "counted_from",
        {RetentionStart::birth, RetentionStart::death_before_18, RetentionStart::adoption}
    );
    term.years = static_cast<int>(reader.number("years", 1, kKeptYearsMax));
    term.first_day_counts = reader.flag("first_day_counts");
    term.since = reader.optional_date("since");
    outer.absorb(reader.finish());
    return term;
}

Result<RetentionRuleWithLine> read_retention_version(
    const TomlValue& table, const RetentionRule& head, std::string_view path
) {
    TomlTableReader reader(table, path, kInvalidRetention);
    RetentionRuleWithLine read{head, reader.line()};
    RetentionRule& rule = read.rule;
    rule.version = reader.text("version");
    rule.kind = reader.word(
        "kind",
        {RuleKind::statute, RuleKind::guidance, RuleKind::local_policy, RuleKind::unverified}
    );
    rule.in_force_from = reader.optional_date("from");
    rule.in_force_to = reader.optional_date("to");
    if (rule.in_force_from && rule.in_force_to && *rule.in_force_to < *rule.in_force_from) {
        reader.refuse(reader.line_of("to"), "'to' lies before 'from'");
    }
    rule.citation = reader.text("citation");
    rule.delay_days = static_cast<int>(reader.number("delay_days", 0, kDelayDaysMax));
    rule.delay_source = reader.text("delay_source");
    for (const TomlValue* keep : reader.tables("keep")) {
        rule.terms.push_back(read_keep(*keep, reader, path));
    }
    if (rule.terms.empty()) {
        reader.refuse(reader.line(), "'keep' says how long: a list of at least one table");
    }
    TYST_TRY(reader.finish());
    return read;
}

}  // namespace

bool in_force_together(const RetentionRule& left, const RetentionRule& right) {
    return (!left.in_force_to || !right.in_force_from || *right.in_force_from <= *left.in_force_to
           ) &&
           (!right.in_force_to || !left.in_force_from || *left.in_force_from <= *right.in_force_to);
}

bool RetentionRule::concerns(Compartment compartment) const {
    return std::ranges::find(records, compartment) != records.end();
}

std::string_view to_text(RetentionStart start) {
    switch (start) {
        case RetentionStart::birth:
            return "birth";
        case RetentionStart::death_before_18:
            return "death-before-18";
        case RetentionStart::adoption:
            return "adoption";
    }
    return "";
}

std::string_view to_text(Compartment compartment) {
    switch (compartment) {
        case Compartment::none:
            return "none";
        case Compartment::child_case:
            return "case";
        case Compartment::adoption:
            return "adoption";
        case Compartment::restricted:
            return "restricted";
    }
    return "";
}

Result<std::vector<RetentionRuleWithLine>> read_retention_file(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidRetention));
    TomlTableReader reader(top, file.path, kInvalidRetention);
    RetentionRule head;
    head.path = file.path;
    head.id = reader.text("id");
    head.jurisdiction = reader.text("jurisdiction");
    head.title = {reader.text("title_en"), reader.text("title_cy")};
    head.title_cy_is_draft = reader.flag("cy_draft");
    head.records = reader.words(
        "records", {Compartment::child_case, Compartment::adoption, Compartment::restricted}
    );
    const std::vector<const TomlValue*> versions = reader.tables("version");
    if (versions.empty()) {
        reader.refuse(1, "the rule has no version");
    }
    TYST_TRY(reader.finish());
    std::vector<RetentionRuleWithLine> rules;
    for (const TomlValue* version : versions) {
        TYST_ASSIGN(RetentionRuleWithLine rule, read_retention_version(*version, head, file.path));
        rules.push_back(std::move(rule));
    }
    return rules;
}

Result<void> check_retention_rules(const std::vector<RetentionRuleWithLine>& rules) {
    for (std::size_t second = 0; second < rules.size(); ++second) {
        const RetentionRule& rule = rules[second].rule;
        for (std::size_t first = 0; first < second; ++first) {
            const RetentionRule& earlier = rules[first].rule;
            if (earlier.jurisdiction != rule.jurisdiction || earlier.id != rule.id) continue;
            if (earlier.path != rule.path || in_force_together(earlier, rule)) {
                return fail_at(
                    kInvalidRetention,
                    rule.path,
                    rules[second].line,
                    "'" + rule.id + "' has two versions in force on one day, or stands in two files"
                );
            }
        }
    }
    return {};
}

}  // namespace tyst
