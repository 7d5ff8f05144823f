#include "cli/return_findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "cli/retention_desk.h"
#include "cli/returns.h"
#include "projections/returns/finding_data.h"

namespace tyst::cli {
namespace {

constexpr const char* kDataTeam = "data-team";

// The names of the columns that a finding names, and their values.
struct FoundValues {
    std::string fields;
    std::string values;
};
FoundValues values_of(const LoadedReturns& loaded, const ReturnFinding& finding) {
    const ReturnSnapshot& snapshot = loaded.checked();
    const Ssda903Shape shape(snapshot.layout());
    FoundValues found;
    for (std::size_t field = 0; field < kSsda903FieldCount; ++field) {
        if ((finding.fields >> field & 1U) == 0) {
            continue;
        }
        const auto place = shape.of(static_cast<Ssda903Field>(field));
        const std::string_view separator = found.fields.empty() ? "" : " ";
        found.fields += separator;
        found.fields += snapshot.table(place.table).layout->columns[place.column].name;
        found.values += found.values.empty() && separator.empty() ? "" : " | ";
        found.values += snapshot.row(finding.table, finding.row).text(place.column);
    }
    return found;
}

std::optional<LogIndex> entry_of(const LoadedReturns& loaded, std::size_t table, std::size_t row) {
    return loaded.events.empty() ? std::nullopt : std::optional(loaded.events[table][row]);
}

ToldFinding told_misread(const MisreadRow& row) {
    ToldFinding told;
    told.rule = "row";
    told.table = row.file;
    told.line = row.line;
    told.fixer = kDataTeam;
    told.says =
        fmt::format("{} values under {} columns: the row is not read", row.values, row.columns);
    return told;
}

// Where a finding stands.
ToldFinding told_at(const LoadedReturns& loaded, std::size_t table, std::size_t row) {
    const ReturnSnapshot& snapshot = loaded.checked();
    ToldFinding told;
    told.child = snapshot.row(table, row).text(0);
    told.table = snapshot.table(table).layout->id;
    told.row = row_key(snapshot, table, row);
    told.line = snapshot.table(table).lines[row];
    told.entry = entry_of(loaded, table, row);
    return told;
}

ToldFinding told_value(const LoadedReturns& loaded, const ValueFinding& finding) {
    const ReturnSnapshot& snapshot = loaded.checked();
    ToldFinding told = told_at(loaded, finding.table, finding.row);
    told.rule = name(finding.fault);
    told.fields = snapshot.table(finding.table).layout->columns[finding.column].name;
    told.values = snapshot.row(finding.table, finding.row).text(finding.column);
    told.fixer = kDataTeam;
    told.says = advice(finding.fault);
    return told;
}

ToldFinding told_rule(const LoadedReturns& loaded, const ReturnFinding& finding) {
    const ReturnRuleText& text = loaded.text_of(finding.rule);
    ToldFinding told = told_at(loaded, finding.table, finding.row);
    FoundValues found = values_of(loaded, finding);
    told.rule = text.code;
    told.rule_version = loaded.texts().version;
    told.fields = std::move(found.fields);
    told.values = std::move(found.values);
    told.fixer = text.fixer;
    told.says = text.says.en;
    told.unverified = text.unverified;
    told.found = finding;
    return told;
}

std::string why_outdated(
    const ReturnFindingExplained& said, const ToldFinding& finding, const Hash& data
) {
    if (said.data != data) return "data-changed";
    return said.rule_version == finding.rule_version ? "" : "rule-changed";
}

// The newest one that holds, else the newest of all; they come newest first.
std::optional<ToldExplanation> explanation_of(
    Ledger& ledger,
    const LoadedReturns& loaded,
    const ToldFinding& finding,
    const std::vector<FindingExplanation>& said
) {
    const FindingExplanation* best = nullptr;
    std::string outdated;
    for (const FindingExplanation& each : said) {
        const ReturnFindingExplained& body = each.body;
        if (body.rule != finding.rule || body.table != finding.table || body.row != finding.row) {
            continue;
        }
        const std::string why = why_outdated(body, finding, data_of(loaded, finding));
        if (best == nullptr || why.empty()) {
            best = &each;
            outdated = why;
        }
        if (why.empty()) break;
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    return ToldExplanation{
        best->event,
        best->body.explanation,
        actor_text(ledger, best->by),
        to_text(london_date(best->recorded)),
        outdated
    };
}

std::string state_of(const ToldFinding& finding) {
    return finding.explained() ? "explained" : finding.explanation ? "reopened" : "open";
}

boost::json::object to_json(const ToldExplanation& explanation) {
    boost::json::object object{
        {"text", explanation.text},
        {"by", explanation.by},
        {"on", explanation.on},
        {"entry", explanation.entry.value},
    };
    if (!explanation.outdated.empty()) object["outdated"] = explanation.outdated;
    return object;
}

}  // namespace

std::vector<ToldFinding> tell_findings(
    const LoadedReturns& loaded, const ReturnChecks& checks, const std::vector<ValueFinding>& values
) {
    std::vector<ToldFinding> all;
    all.reserve(loaded.misread.size() + values.size() + checks.findings.size());
    for (const MisreadRow& row : loaded.misread) {
        all.push_back(told_misread(row));
    }
    for (const ValueFinding& finding : values) {
        all.push_back(told_value(loaded, finding));
    }
    for (const ReturnFinding& finding : checks.findings) {
        all.push_back(told_rule(loaded, finding));
    }
    return all;
}

Hash data_of(const LoadedReturns& loaded, const ToldFinding& finding) {
    TYST_ASSERT(finding.found);
    return finding_data(loaded.input(), return_rules()[finding.found->rule], finding.found->child);
}

Result<void> add_explanations(
    Ledger& ledger, const LoadedReturns& loaded, std::vector<ToldFinding>& findings
) {
    std::unordered_map<std::string, std::vector<FindingExplanation>> by_child;
    for (ToldFinding& finding : findings) {
        if (!finding.found) {
            continue;
        }
        const auto [place, fresh] = by_child.try_emplace(finding.child);
        if (fresh) {
            TYST_ASSIGN(
                const auto stream,
                ledger.find(
                    {SubjectKind::child,
                     Compartment::child_case,
                     std::string(kReturnForm),
                     finding.child}
                )
            );
            if (stream) {
                TYST_ASSIGN(
                    place->second,
                    explanations_in(ledger, *stream, kReturnForm, loaded.checked().year())
                );
            }
        }
        finding.explanation = explanation_of(ledger, loaded, finding, place->second);
    }
    return {};
}

Table findings_table(const std::vector<ToldFinding>& findings) {
    Table table(
        {{"rule", ""},
         {"child", ""},
         {"table", ""},
         {"line", ""},
         {"fields", ""},
         {"values", ""},
         {"fixer", ""},
         {"says", ""},
         {"entry", ""},
         {"rule_version", ""},
         {"unverified", ""},
         {"row", ""},
         {"state", ""},
         {"explanation", ""},
         {"explained_by", ""},
         {"explained_on", ""},
         {"explanation_entry", ""},
         {"outdated", ""}}
    );
    for (const ToldFinding& told : findings) {
        const auto& said = told.explanation;
        table.add_row(
            {told.rule,
             told.child,
             told.table,
             std::to_string(told.line),
             told.fields,
             told.values,
             told.fixer,
             told.says,
             told.entry ? std::to_string(told.entry->value) : "",
             told.rule_version,
             told.unverified ? "yes" : "",
             told.row,
             state_of(told),
             said ? said->text : "",
             said ? said->by : "",
             said ? said->on : "",
             said ? std::to_string(said->entry.value) : "",
             said ? said->outdated : ""}
        );
    }
    return table;
}

Table open_findings_table(const std::vector<ToldFinding>& findings) {
    struct Rule {
        std::size_t count = 0;
        std::size_t reopened = 0;
        const ToldFinding* first = nullptr;
    };
    std::map<std::string, Rule> rules;
    for (const ToldFinding& told : findings) {
        if (told.explained()) {
            continue;
        }
        Rule& rule = rules[told.rule];
        rule.first = rule.count++ == 0 ? &told : rule.first;
        rule.reopened += told.explanation ? 1U : 0U;
    }
    Table table(
        {{"rule", "Rule"},
         {"count", "Found", Align::right},
         {"reopened", "Explained for other data", Align::right},
         {"first", "First"},
         {"fixer", "Put right by"},
         {"says", "What must hold"}}
    );
    for (const auto& [code, rule] : rules) {
        const ToldFinding& first = *rule.first;
        table.add_row(
            {code,
             std::to_string(rule.count),
             rule.reopened == 0 ? "" : std::to_string(rule.reopened),
             fmt::format("{}:{}", first.table, first.line),
             first.fixer,
             first.says + (first.unverified ? " (unverified)" : "")}
        );
    }
    return table;
}

Table listed_findings_table(const std::vector<ToldFinding>& findings) {
    Table table(
        {{"rule", "Rule"},
         {"rule_version", "Version"},
         {"child", "Child"},
         {"table", "Table"},
         {"row", "Row"},
         {"line", "Line", Align::right},
         {"fields", "Fields"},
         {"values", "Values"},
         {"entry", "Entry", Align::right},
         {"fixer", "Put right by"},
         {"state", "State"},
         {"says", "What must hold"}}
    );
    for (const ToldFinding& told : findings) {
        if (told.explained()) {
            continue;
        }
        table.add_row(
            {told.rule,
             told.rule_version,
             told.child,
             told.table,
             told.row,
             std::to_string(told.line),
             told.fields,
             told.values,
             told.entry ? std::to_string(told.entry->value) : "",
             told.fixer,
             state_of(told),
             told.says}
        );
    }
    return table;
}

Table explained_findings_table(const std::vector<ToldFinding>& findings) {
    Table table(
        {{"rule", "Rule"},
         {"child", "Child"},
         {"table", "Table"},
         {"row", "Row"},
         {"on", "Explained on"},
         {"by", "By"},
         {"explanation", "Explanation"},
         {"entry", "Entry", Align::right}}
    );
    for (const ToldFinding& told : findings) {
        if (!told.explained()) {
            continue;
        }
        const ToldExplanation& said = *told.explanation;
        table.add_row(
            {told.rule,
             told.child,
             told.table,
             told.row,
             said.on,
             said.by,
             said.text,
             std::to_string(said.entry.value)}
        );
    }
    return table;
}

boost::json::object to_json(const ToldFinding& told) {
    boost::json::object finding{
        {"rule", told.rule},
        {"rule_version", told.rule_version},
        {"child", told.child},
        {"table", told.table},
        {"row", told.row},
        {"line", told.line},
        {"fields", told.fields},
        {"values", told.values},
        {"fixer", told.fixer},
        {"says", told.says},
        {"unverified", told.unverified},
        {"state", state_of(told)},
    };
    if (told.entry) finding["entry"] = told.entry->value;
    if (told.explanation) finding["explanation"] = to_json(*told.explanation);
    return finding;
}

}  // namespace tyst::cli
