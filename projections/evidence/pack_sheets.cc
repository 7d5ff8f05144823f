#include "projections/evidence/pack_sheets.h"

#include <array>

#include <fmt/format.h>

#include "projections/evidence/child_tables.h"
#include "projections/evidence/pages.h"

namespace tyst::evidence {
namespace {

using TableOf = Table (ChildTables::*)() const;

struct ChildSheet {
    std::string_view name;  // key of its short name
    TableOf table;
    bool for_person;  // also in the file of the person whose record it is
};

constexpr std::array<ChildSheet, 10> kChildSheets = {{
    {"events", &ChildTables::chronology, true},
    {"statuses", &ChildTables::legal_statuses, false},
    {"placements", &ChildTables::placements, false},
    {"plans", &ChildTables::plans, false},
    {"workers", &ChildTables::workers, false},
    {"reviews", &ChildTables::reviews, false},
    {"obligations", &ChildTables::obligations, false},
    {"alerts", &ChildTables::alerts, false},
    {"not_held_rules", &ChildTables::not_held_rules, false},
    {"findings", &ChildTables::findings, true},
}};

std::string sheet_name(const Words& words, std::string_view name) {
    return words.text(fmt::format("sheet.{}", name));
}

// One table of all children, each row led by whose it is.
Table joined(const PackFacts& facts, const Words& words, const ChildSheet& sheet) {
    Table all;
    for (const auto& child : facts.children) {
        const EventTeller teller(facts, *child, words);
        const ChildTables tables(facts, *child, teller, words, "");
        Table one = (tables.*sheet.table)();
        if (all.columns.empty()) {
            all.columns = one.columns;
            if (!facts.for_person()) {
                all.columns.insert(
                    all.columns.begin(), {"reference", words.text("column.reference")}
                );
            }
        }
        for (auto& row : one.rows) {
            if (!facts.for_person()) row.insert(row.begin(), Cell(child->reference));
            all.rows.push_back(std::move(row));
        }
    }
    return all;
}

}  // namespace

std::vector<Sheet> pack_sheets(const PackFacts& facts, const Words& words) {
    std::vector<Sheet> sheets;
    const auto add = [&](std::string_view name, Table table) {
        if (!table.columns.empty()) sheets.push_back({sheet_name(words, name), std::move(table)});
    };
    if (facts.cohort) {
        add("counted", counted_table(facts, words, true));
        add("not_counted", counted_table(facts, words, false));
    }
    if (!facts.for_person()) add("children", children_table(facts, words));
    for (const ChildSheet& sheet : kChildSheets) {
        if (facts.for_person() && !sheet.for_person) continue;
        add(sheet.name, joined(facts, words, sheet));
    }
    add("looks", looks_table(facts, words));
    add("packs", packs_table(facts, words));
    add("withheld", withheld_table(facts, words));
    add("coverage", coverage_table(facts, words));
    return sheets;
}

std::vector<std::pair<std::string, std::string>> cover_of(
    const PackFacts& facts, const Words& words
) {
    std::vector<std::pair<std::string, std::string>> cover;
    if (facts.sample) {
        cover.emplace_back(
            words.say(
                "page.sample",
                {{"name", facts.sample->name}, {"day", words.date(facts.sample->today)}}
            ),
            ""
        );
    }
    const auto add = [&](std::string_view key, std::string value) {
        cover.emplace_back(words.text(key), std::move(value));
    };
    add("question.as_at", words.date(facts.question.as_at));
    add("question.known_at", words.time(facts.question.known_at));
    add("question.purpose", facts.asked.purpose);
    add("question.recipient", facts.asked.recipient);
    add("log.origin", facts.origin);
    add("log.size", std::to_string(facts.size));
    add("log.root", to_hex(facts.root.view()));
    cover.emplace_back(words.text("cover.blank"), words.text("cover.blank_means"));
    cover.emplace_back(words.text("cover.see"), words.text("cover.see_report"));
    return cover;
}

}  // namespace tyst::evidence
