#include "schema/local_files.h"

#include <algorithm>
#include <array>

#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

// A file with its place in the set.
struct Laid {
    ReferenceFileText file;  // with the path in the set
    std::string name;        // as its writer knows it
};

// What names a file in its set; empty where the file does not say it.
std::string head_text(const TomlValue& top, std::string_view key) {
    for (const auto& [name, value] : std::get<TomlTable>(top.value)) {
        const auto* text = std::get_if<std::string>(&value.value);
        if (name == key && text != nullptr) return *text;
    }
    return "";
}

std::string_view base_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string rule_path(const std::string& jurisdiction, std::string_view name) {
    return "rules/" + jurisdiction + "/" + std::string(base_name(name));
}

// The file of the set that holds the rule; nullptr where none does.
const Rule* rule_of_set(
    const ReferenceSet& set, const std::string& jurisdiction, const std::string& id
) {
    const auto found = std::ranges::find_if(set.rules(), [&](const Rule& rule) {
        return rule.jurisdiction == jurisdiction && rule.id == id;
    });
    return found == set.rules().end() ? nullptr : &*found;
}

Result<std::string> place_of_rule(
    const ReferenceSet& set, const TomlValue& top, const std::string& name
) {
    for (const std::string_view key : {"id", "jurisdiction"}) {
        if (head_text(top, key).empty()) {
            return fail_at(
                ErrorCode::invalid_rule_file,
                name,
                1,
                "'" + std::string(key) +
                    "' is missing, and neither 'set', 'calendar' nor 'terms' names the file"
            );
        }
    }
    const std::string jurisdiction = head_text(top, "jurisdiction");
    if (const Rule* rule = rule_of_set(set, jurisdiction, head_text(top, "id"))) {
        return rule->path;
    }
    std::string path = rule_path(jurisdiction, name);
    const auto kept = std::ranges::find(set.rules(), path, &Rule::path);
    if (kept != set.rules().end()) {
        return fail_at(
            ErrorCode::invalid_rule_file,
            name,
            1,
            "the set keeps '" + kept->id + "' as " + path + ": give this file another name"
        );
    }
    return path;
}

bool has_key(const TomlValue& top, std::string_view key) {
    return std::ranges::any_of(std::get<TomlTable>(top.value), [key](const auto& entry) {
        return entry.first == key;
    });
}

// A file that says of which records it speaks is about retention.
bool is_retention(const TomlValue& top) {
    return has_key(top, "records");
}

// What the checks of a return say names its form too, but no year.
bool is_return_form(const TomlValue& top) {
    return has_key(top, "form") && has_key(top, "base_year");
}

Result<std::string> place_of_retention(
    const ReferenceSet& set, const TomlValue& top, const std::string& name
) {
    const auto same = std::ranges::find_if(set.retention_rules(), [&](const RetentionRule& rule) {
        return rule.id == head_text(top, "id") &&
               rule.jurisdiction == head_text(top, "jurisdiction");
    });
    if (same != set.retention_rules().end()) {
        return same->path;
    }
    std::string path = "retention/" + std::string(base_name(name));
    const auto kept = std::ranges::find(set.retention_rules(), path, &RetentionRule::path);
    if (kept != set.retention_rules().end()) {
        return fail_at(
            ErrorCode::invalid_rule_file,
            name,
            1,
            "the set keeps '" + kept->id + "' as " + path + ": give this file another name"
        );
    }
    return path;
}

// The file of the set that describes the measure, else one beside those.
Result<std::string> place_of_measure(
    const ReferenceSet& set, const std::string& id, const std::string& name
) {
    if (const Measure* same = set.find_measure(id)) return same->path;
    std::string path = "measures/" + std::string(base_name(name));
    const auto kept = std::ranges::find(set.measures(), path, &Measure::path);
    if (kept != set.measures().end()) {
        return fail_at(
            ErrorCode::invalid_rule_file,
            name,
            1,
            "the set keeps '" + kept->id + "' as " + path + ": give this file another name"
        );
    }
    return path;
}

Result<std::string> place_in(const ReferenceSet& set, const ReferenceFileText& file) {
    TYST_ASSIGN(
        const TomlValue top, parse_toml(file.path, file.text, ErrorCode::invalid_rule_file)
    );
    if (const std::string measure = head_text(top, "measure"); !measure.empty()) {
        return place_of_measure(set, measure, file.path);
    }
    if (is_return_form(top)) {
        return "returns/" + head_text(top, "form") + ".toml";
    }
    if (const std::string codes = head_text(top, "set"); !codes.empty()) {
        return "codes/" + codes + ".toml";
    }
    struct NamedAfter {
        std::string_view key;
        std::string_view folder;
    };
    constexpr std::array kNamedAfter = {
        NamedAfter{"family", "figures/"},
        NamedAfter{"audience", "disclosure/"},
        NamedAfter{"strategy", "strategies/"},
    };
    for (const NamedAfter& kind : kNamedAfter) {
        if (const std::string named = head_text(top, kind.key); !named.empty()) {
            return std::string(kind.folder) + named + ".toml";
        }
    }
    if (!head_text(top, "terms").empty()) {
        return std::string(kSchoolTermsPath);
    }
    if (const std::string calendar = head_text(top, "calendar"); !calendar.empty()) {
        return "calendars/" + calendar + ".toml";
    }
    return is_retention(top) ? place_of_retention(set, top, file.path)
                             : place_of_rule(set, top, file.path);
}

Result<std::vector<Laid>> lay(
    const ReferenceSet& set, const std::vector<ReferenceFileText>& files
) {
    std::vector<Laid> laid;
    for (const ReferenceFileText& file : files) {
        TYST_ASSIGN(std::string path, place_in(set, file));
        laid.push_back({{std::move(path), file.text}, file.path});
    }
    return laid;
}

// Names the file as its writer knows it.
Error told_of(Error error, const std::vector<Laid>& laid) {
    for (const Laid& one : laid) {
        if (error.context.starts_with(one.file.path + ":")) {
            error.context.replace(0, one.file.path.size(), one.name);
            break;
        }
    }
    return error;
}

// Every one of its periods is at least as long as the law's from the same day.
bool keeps_as_long(const RetentionRule& proposed, const RetentionRule& law) {
    return std::ranges::all_of(proposed.terms, [&](const RetentionTerm& term) {
        return std::ranges::any_of(law.terms, [&](const RetentionTerm& lawful) {
            return lawful.start == term.start && lawful.years <= term.years &&
                   (!term.first_day_counts || lawful.first_day_counts) &&
                   (!lawful.since || (term.since && *lawful.since <= *term.since));
        });
    });
}

Result<void> check_retention_adoptable(const ReferenceSet& set, const Laid& one) {
    TYST_ASSIGN(const auto rules, read_retention_file(one.file));
    for (const RetentionRuleWithLine& read : rules) {
        const RetentionRule& rule = read.rule;
        const bool by_law = rule.kind == RuleKind::statute || rule.kind == RuleKind::guidance;
        for (const RetentionRule& held : set.retention_rules()) {
            if (held.jurisdiction != rule.jurisdiction || held.id != rule.id ||
                !in_force_together(held, rule)) {
                continue;
            }
            const bool held_by_law =
                held.kind == RuleKind::statute || held.kind == RuleKind::guidance;
            if (by_law && held.kind == RuleKind::unverified) {
                return fail_at(
                    ErrorCode::invalid_rule_file,
                    one.name,
                    read.line,
                    "'" + rule.id +
                        "' is unverified in the adopted set: a council adopts it "
                        "with kind = \"local-policy\" or not at all"
                );
            }
            if (held_by_law && !keeps_as_long(rule, held)) {
                return fail_at(
                    ErrorCode::invalid_rule_file,
                    one.name,
                    read.line,
                    "'" + rule.id + "' keeps records for less time than " + held.citation +
                        ": a council may keep them longer, never shorter"
                );
            }
        }
    }
    return {};
}

}  // namespace

Result<ReferenceSet> load_with(
    const ReferenceSet& set, const std::vector<ReferenceFileText>& files
) {
    TYST_ASSIGN(const std::vector<Laid> laid, lay(set, files));
    std::vector<ReferenceFileText> all;
    for (const ReferenceFileText& kept : set.files()) {
        const bool replaced =
            std::ranges::any_of(laid, [&](const Laid& one) { return one.file.path == kept.path; });
        if (!replaced) all.push_back(kept);
    }
    for (const Laid& one : laid) {
        all.push_back(one.file);
    }
    auto loaded = ReferenceSet::load(std::move(all));
    if (!loaded) return std::unexpected(told_of(loaded.error(), laid));
    return loaded;
}

Result<std::vector<Rule>> rules_of_file(const ReferenceFileText& file) {
    TYST_ASSIGN(
        const TomlValue top, parse_toml(file.path, file.text, ErrorCode::invalid_rule_file)
    );
    const Laid laid{{rule_path(head_text(top, "jurisdiction"), file.path), file.text}, file.path};
    auto read = read_rule_file(laid.file);
    if (!read) return std::unexpected(told_of(read.error(), {laid}));
    std::vector<Rule> rules;
    for (RuleWithLines& one : *read) {
        rules.push_back(std::move(one.rule));
    }
    return rules;
}

Result<void> check_adoptable(const ReferenceSet& set, const std::vector<ReferenceFileText>& files) {
    TYST_ASSIGN(const std::vector<Laid> laid, lay(set, files));
    for (const Laid& one : laid) {
        if (one.file.path.starts_with("retention/")) {
            TYST_TRY(check_retention_adoptable(set, one));
        }
        if (!one.file.path.starts_with("rules/")) continue;
        TYST_ASSIGN(const auto rules, read_rule_file(one.file));
        for (const RuleWithLines& read : rules) {
            const bool as_law =
                read.rule.kind == RuleKind::statute || read.rule.kind == RuleKind::guidance;
            const bool unverified = std::ranges::any_of(set.rules(), [&](const Rule& rule) {
                return rule.jurisdiction == read.rule.jurisdiction && rule.id == read.rule.id &&
                       !rule.raises() && overlap(rule, read.rule);
            });
            if (as_law && unverified) {
                return fail_at(
                    ErrorCode::invalid_rule_file,
                    one.name,
                    read.line,
                    "'" + read.rule.id +
                        "' is unverified in the adopted set: a council adopts it "
                        "with kind = \"local-policy\" or not at all"
                );
            }
        }
    }
    return {};
}

}  // namespace tyst
