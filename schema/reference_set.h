#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/calendar.h"
#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/figures/audience.h"
#include "schema/figures/figure_book.h"
#include "schema/figures/printed_table.h"
#include "schema/ids.h"
#include "schema/measure.h"
#include "schema/retention_rule.h"
#include "schema/returns/return_layout.h"
#include "schema/returns/return_rule_text.h"
#include "schema/rule.h"

namespace tyst {

// One file of the law as data; `path` is relative to the set's folder ("codes/sex.toml").
struct ReferenceFileText {
    std::string path;
    std::string text;
};

// Codes, calendar, rules and retention, as one set of files gives them (docs/rule-files.md).
// Immutable: safe to share between threads as const.
class ReferenceSet {
  public:
    // Files lie under codes/, calendars/, disclosure/, figures/, measures/, retention/,
    // return-rules/, returns/, strategies/ or rules/JURISDICTION/; their order does not matter.
    // Fails with invalid_rule_file or invalid_calendar, with "path:line: reason", for anything that
    // the vocabulary does not know: file, key, word, type, code, rule; for repeated ids, rule
    // versions that overlap in time, and rules that wait for each other in a circle.
    [[nodiscard]] static Result<ReferenceSet> load(std::vector<ReferenceFileText> files);

    [[nodiscard]] const CodeBook& codes() const { return codes_; }
    // Covers nothing where the set has no calendar.
    [[nodiscard]] const BankHolidays& bank_holidays() const { return bank_holidays_; }
    // In the order of jurisdiction, id, in force from.
    [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
    // How long records are kept, in the same order. None in a set from before there were any.
    [[nodiscard]] const std::vector<RetentionRule>& retention_rules() const {
        return retention_rules_;
    }
    // Measures of the Welsh sets, in the order of set and id. None in a set from before there were
    // any.
    [[nodiscard]] const std::vector<Measure>& measures() const { return measures_; }
    // Nullptr where the set has no such measure.
    [[nodiscard]] const Measure* find_measure(std::string_view id) const;
    // The form of a return with that id ("ssda903"); nullptr where the set has none.
    [[nodiscard]] const ReturnForm* return_form(std::string_view id) const;
    // What the checks of that form say; nullptr where the set has none.
    [[nodiscard]] const ReturnRuleTexts* return_rules(std::string_view form) const;
    // What is counted and by what. Empty in a set from before there were any figures.
    [[nodiscard]] const FigureBook& figures() const { return figures_; }
    // Who may see what of them, in the order of their ids.
    [[nodiscard]] const std::vector<DisclosureAudience>& audiences() const { return audiences_; }
    // nullptr where the set has none of that id.
    [[nodiscard]] const DisclosureAudience* audience(std::string_view id) const;
    // Figures that published documents print, in the order of their ids.
    [[nodiscard]] const std::vector<PrintedTable>& printed_tables() const {
        return printed_tables_;
    }
    [[nodiscard]] const PrintedTable* printed_table(std::string_view id) const;
    // The version in force on a day; nullptr where there is none.
    [[nodiscard]] const Rule* find_rule(
        std::string_view jurisdiction, std::string_view id, Date date
    ) const;

    // The files in the order of their paths.
    [[nodiscard]] const std::vector<ReferenceFileText>& files() const { return files_; }
    // SHA-256 over the lines "digest  path\n" of the files in the order of their paths, as
    // sha256sum writes them.
    [[nodiscard]] const Hash& digest() const { return digest_; }
    // SHA-256 of each file's text, in the order of files().
    [[nodiscard]] const std::vector<Hash>& file_digests() const { return file_digests_; }

  private:
    ReferenceSet() = default;

    CodeBook codes_;
    BankHolidays bank_holidays_;
    std::vector<Rule> rules_;
    std::vector<RetentionRule> retention_rules_;
    std::vector<Measure> measures_;
    std::vector<ReturnForm> return_forms_;
    std::vector<ReturnRuleTexts> return_rules_;
    FigureBook figures_;
    std::vector<DisclosureAudience> audiences_;
    std::vector<PrintedTable> printed_tables_;
    std::vector<ReferenceFileText> files_;
    std::vector<Hash> file_digests_;
    Hash digest_;
};

}  // namespace tyst
