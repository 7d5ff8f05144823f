#include "schema/reference_set.h"

#include <algorithm>
#include <tuple>

#include <openssl/evp.h>

#include "schema/figures/figure_files.h"
#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

Result<Hash> sha256(std::string_view text) {
    Hash digest;
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.bytes.data(), &size, EVP_sha256(), nullptr) !=
            1 ||
        size != Hash::kSize) {
        return fail(ErrorCode::internal, "SHA-256 is not available");
    }
    return digest;
}

Result<void> check_paths(const std::vector<ReferenceFileText>& in_order) {
    for (std::size_t place = 0; place < in_order.size(); ++place) {
        const std::string& path = in_order[place].path;
        if (!path.ends_with(".toml")) {
            return fail_at(ErrorCode::invalid_rule_file, path, 1, "reference files are TOML");
        }
        if (place > 0 && path == in_order[place - 1].path) {
            return fail_at(ErrorCode::invalid_rule_file, path, 1, "the file stands twice");
        }
    }
    return {};
}

// What the published Welsh tables count a code under is a code itself.
Result<void> check_wales_codes(const CodeBook& codes) {
    for (const WalesSet& pair : kWalesSets) {
        for (const CodeEntry& code : codes.codes(pair.set)) {
            if (code.wales.empty() || codes.contains(pair.counted_under, code.wales)) continue;
            return fail_at(
                ErrorCode::invalid_rule_file,
                "codes/" + std::string(pair.set) + ".toml",
                1,
                "'" + code.id + "' is counted under '" + code.wales + "', which is no code of " +
                    std::string(pair.counted_under)
            );
        }
    }
    return {};
}

Result<void> check_printed_tables(
    const std::vector<ReferenceFileText>& files,
    const std::vector<PrintedTable>& tables,
    const FigureBook& figures
) {
    for (const PrintedTable& table : tables) {
        const auto file =
            std::ranges::find(files, "strategies/" + table.id + ".toml", &ReferenceFileText::path);
        TYST_TRY(check_printed_table(table, figures, *file));
    }
    return {};
}

}  // namespace

Result<ReferenceSet> ReferenceSet::load(std::vector<ReferenceFileText> files) {
    ReferenceSet set;
    std::ranges::sort(files, {}, &ReferenceFileText::path);
    TYST_TRY(check_paths(files));
    std::vector<RuleWithLines> rules;
    std::vector<RetentionRuleWithLine> retention;
    std::vector<SchoolTerm> school_terms;
    FigureBookBuilder figures;
    std::string listing;
    for (const ReferenceFileText& file : files) {
        if (file.path.starts_with("codes/")) {
            TYST_TRY(read_code_file(file, set.codes_));
        } else if (file.path == kSchoolTermsPath) {
            TYST_ASSIGN(school_terms, read_school_terms(file));
        } else if (file.path.starts_with("calendars/")) {
            if (!set.bank_holidays_.id().empty()) {
                return fail_at(ErrorCode::invalid_calendar, file.path, 1, "a set has one calendar");
            }
            TYST_ASSIGN(set.bank_holidays_, read_calendar_file(file));
        } else if (file.path.starts_with("disclosure/")) {
            TYST_ASSIGN(DisclosureAudience audience, read_audience(file));
            set.audiences_.push_back(std::move(audience));
        } else if (file.path == kCountsPath) {
            TYST_TRY(figures.read_counts(file));
        } else if (file.path.starts_with("figures/")) {
            TYST_TRY(figures.read_family(file));
        } else if (file.path.starts_with("strategies/")) {
            TYST_ASSIGN(PrintedTable table, read_printed_table(file));
            set.printed_tables_.push_back(std::move(table));
        } else if (file.path.starts_with("rules/")) {
            TYST_ASSIGN(std::vector<RuleWithLines> read, read_rule_file(file));
            std::ranges::move(read, std::back_inserter(rules));
        } else if (file.path.starts_with("retention/")) {
            TYST_ASSIGN(std::vector<RetentionRuleWithLine> read, read_retention_file(file));
            std::ranges::move(read, std::back_inserter(retention));
        } else if (file.path.starts_with("measures/")) {
            TYST_ASSIGN(Measure measure, read_measure_file(file));
            set.measures_.push_back(std::move(measure));
        } else if (file.path.starts_with("returns/")) {
            TYST_ASSIGN(ReturnForm form, ReturnForm::read(file));
            set.return_forms_.push_back(std::move(form));
        } else if (file.path.starts_with("return-rules/")) {
            TYST_ASSIGN(ReturnRuleTexts texts, read_return_rule_texts(file));
            set.return_rules_.push_back(std::move(texts));
        } else {
            return fail_at(
                ErrorCode::invalid_rule_file,
                file.path,
                1,
                "files lie under codes/, calendars/, disclosure/, figures/, measures/, retention/, "
                "return-rules/, returns/, rules/ or strategies/"
            );
        }
        TYST_ASSIGN(const Hash digest, sha256(file.text));
        set.file_digests_.push_back(digest);
        listing += to_hex(digest.view()) + "  " + file.path + "\n";
    }
    if (auto taken = set.bank_holidays_.set_school_terms(std::move(school_terms)); !taken) {
        return fail_at(ErrorCode::invalid_calendar, kSchoolTermsPath, 1, taken.error().context);
    }
    TYST_TRY(check_wales_codes(set.codes_));
    TYST_TRY(check_rules(rules, set.codes_));
    TYST_TRY(check_measures(set.measures_, rules, set.codes_));
    std::ranges::sort(set.measures_, {}, [](const Measure& measure) {
        return std::tie(measure.set, measure.id);
    });
    const std::vector<CodeEntry>& kinds = set.codes_.codes("fact-kind");
    for (RuleWithLines& read : rules) {
        for (const Code& need : read.rule.needs) {
            const auto kind = std::ranges::find(kinds, need, &CodeEntry::id);
            read.rule.need_places.push_back(static_cast<std::size_t>(kind - kinds.begin()));
        }
        set.rules_.push_back(std::move(read.rule));
    }
    std::ranges::sort(set.rules_, {}, [](const Rule& rule) {
        return std::tie(rule.jurisdiction, rule.id, rule.in_force_from);
    });
    TYST_TRY(check_retention_rules(retention));
    for (RetentionRuleWithLine& read : retention) {
        set.retention_rules_.push_back(std::move(read.rule));
    }
    std::ranges::sort(set.retention_rules_, {}, [](const RetentionRule& rule) {
        return std::tie(rule.jurisdiction, rule.id, rule.in_force_from);
    });
    TYST_ASSIGN(set.figures_, figures.finish(set.codes_));
    TYST_TRY(check_printed_tables(files, set.printed_tables_, set.figures_));
    TYST_ASSIGN(set.digest_, sha256(listing));
    set.files_ = std::move(files);
    return set;
}

const Rule* ReferenceSet::find_rule(std::string_view jurisdiction, std::string_view id, Date date)
    const {
    for (const Rule& rule : rules_) {
        if (rule.jurisdiction == jurisdiction && rule.id == id && rule.in_force_on(date)) {
            return &rule;
        }
    }
    return nullptr;
}

const Measure* ReferenceSet::find_measure(std::string_view id) const {
    const auto found = std::ranges::find(measures_, id, &Measure::id);
    return found == measures_.end() ? nullptr : &*found;
}

const ReturnRuleTexts* ReferenceSet::return_rules(std::string_view form) const {
    const auto found = std::ranges::find(return_rules_, form, &ReturnRuleTexts::form);
    return found == return_rules_.end() ? nullptr : &*found;
}

const DisclosureAudience* ReferenceSet::audience(std::string_view id) const {
    const auto found = std::ranges::find(audiences_, id, &DisclosureAudience::id);
    return found == audiences_.end() ? nullptr : &*found;
}

const PrintedTable* ReferenceSet::printed_table(std::string_view id) const {
    const auto found = std::ranges::find(printed_tables_, id, &PrintedTable::id);
    return found == printed_tables_.end() ? nullptr : &*found;
}

const ReturnForm* ReferenceSet::return_form(std::string_view id) const {
    const auto found = std::ranges::find(return_forms_, id, &ReturnForm::id);
    return found == return_forms_.end() ? nullptr : &*found;
}

}  // namespace tyst
