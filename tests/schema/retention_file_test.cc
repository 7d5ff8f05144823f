#include <algorithm>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "schema/local_files.h"
#include "schema/reference_set.h"
#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

constexpr std::string_view kRetentionText =
    "id = \"K-test\"\n"                                     // 1
    "jurisdiction = \"wales\"\n"                            // 2
    "title_en = \"Test\"\n"                                 // 3
    "title_cy = \"Prawf\"\n"                                // 4
    "records = [\"case\"]\n"                                // 5
    "[[version]]\n"                                         // 6
    "version = \"1\"\n"                                     // 7
    "kind = \"local-policy\"\n"                             // 8
    "from = 2016-04-06\n"                                   // 9
    "citation = \"a council\"\n"                            // 10
    "delay_days = 28\n"                                     // 11
    "delay_source = \"a council\"\n"                        // 12
    "keep = [{ counted_from = \"birth\", years = 75 }]\n";  // 13

std::string retention_text(std::string_view replace = "", std::string_view with = "") {
    std::string text(kRetentionText);
    if (!replace.empty()) {
        const std::size_t at = text.find(replace);
        REQUIRE(at != std::string::npos);
        text.replace(at, replace.size(), with);
    }
    return text;
}

Result<ReferenceSet> load_retention(std::string text) {
    return ReferenceSet::load({{"retention/test.toml", std::move(text)}});
}

std::ptrdiff_t retention_versions(const ReferenceSet& set, std::string_view id) {
    return std::ranges::count(set.retention_rules(), id, &RetentionRule::id);
}

TEST_CASE("retention files: a file says what is kept, for how long, by which law") {
    const auto set = load_retention(retention_text());
    INFO((set ? "" : set.error().context));
    REQUIRE(set);
    REQUIRE(set->retention_rules().size() == 1);
    const RetentionRule& rule = set->retention_rules().front();
    CHECK(rule.id == "K-test");
    CHECK(rule.kind == RuleKind::local_policy);
    CHECK(rule.concerns(Compartment::child_case));
    CHECK_FALSE(rule.concerns(Compartment::adoption));
    CHECK(rule.delay_days == 28);
    const RetentionTerm term{RetentionStart::birth, 75, false, std::nullopt};
    REQUIRE(rule.terms.size() == 1);
    CHECK(rule.terms.front() == term);
    CHECK(rule.in_force_on(Date::of(2016, 4, 6)));
    CHECK_FALSE(rule.in_force_on(Date::of(2016, 4, 5)));
}

TEST_CASE("retention files: what the vocabulary does not know is refused with its line") {
    struct Row {
        std::string_view replace;
        std::string_view with;
        std::string_view line;
        std::string_view why;
    };
    const Row rows[] = {
        {"[\"case\"]", "[\"foster-carer\"]", "5", "'foster-carer' is not known for 'records'"},
        {"records = [\"case\"]", "records = []", "5", "records"},
        {"records", "sort = \"x\"\nrecords", "5", "sort"},
        {"local-policy", "habit", "8", "'habit' is not known for 'kind'"},
        {"from = 2016-04-06", "from = 2016-04-06\nto = 2016-04-05", "10", "lies before"},
        {"delay_days = 28", "delay_days = -1", "11", "delay_days"},
        {"delay_source = \"a council\"\n", "", "6", "delay_source"},
        {"\"birth\"", "\"last-entry\"", "13", "'last-entry' is not known for 'counted_from'"},
        {"years = 75", "years = 0", "13", "years"},
        {"years = 75", "years = 75, months = 2", "13", "months"},
        {"[{ counted_from = \"birth\", years = 75 }]", "[]", "", "keep"},
    };
    for (const Row& row : rows) {
        const auto set = load_retention(retention_text(row.replace, row.with));
        INFO(row.with);
        REQUIRE_FALSE(set);
        INFO(set.error().context);
        CHECK(set.error().code == ErrorCode::invalid_rule_file);
        CHECK(set.error().context.starts_with("retention/test.toml:" + std::string(row.line)));
        CHECK(set.error().context.find(row.why) != std::string::npos);
    }
}

TEST_CASE("retention files: two versions are never in force on one day, nor one rule in two files"
) {
    const std::string second = std::string(kRetentionText.substr(kRetentionText.find("[[version")));
    CHECK_FALSE(load_retention(retention_text() + second));
    std::string later = second;
    later.replace(later.find("from = 2016"), 11, "from = 2020");
    const auto closed =
        load_retention(retention_text("citation", "to = 2020-04-05\ncitation") + later);
    INFO((closed ? "" : closed.error().context));
    REQUIRE(closed);
    CHECK(retention_versions(*closed, "K-test") == 2);
    CHECK_FALSE(ReferenceSet::load(
        {{"retention/a.toml", retention_text()}, {"retention/b.toml", retention_text()}}
    ));
}

TEST_CASE("retention files: a council may keep a record longer than the law, never shorter") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto adoptable = [&](std::string_view years) {
        std::string text = retention_text("K-test", "K-case-record");
        text.replace(text.find("years = 75"), 10, "years = " + std::string(years));
        return check_adoptable(shipped, {{"ours.toml", text}});
    };
    CHECK(adoptable("100"));
    CHECK(adoptable("75"));
    const auto refused = adoptable("74");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().context.starts_with("ours.toml:6: "));
    CHECK(refused.error().context.find("reg 64") != std::string::npos);
    // The law knows no period from adoption for a case record: it might be shorter.
    std::string text = retention_text("K-test", "K-case-record");
    text.replace(text.find("birth"), 5, "adoption");
    CHECK_FALSE(check_adoptable(shipped, {{"ours.toml", text}}));
}

TEST_CASE("retention files: an unverified rule becomes local policy, not law") {
    const auto set = load_retention(retention_text("local-policy", "unverified"));
    REQUIRE(set);
    CHECK(check_adoptable(*set, {{"ours.toml", retention_text()}}));
    CHECK_FALSE(check_adoptable(*set, {{"ours.toml", retention_text("local-policy", "statute")}}));
}

TEST_CASE("retention files: a file takes the place of the rule with its id, or stands beside it") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto replaced =
        load_with(shipped, {{"ours.toml", retention_text("K-test", "K-case-record")}});
    REQUIRE(replaced);
    CHECK(retention_versions(*replaced, "K-case-record") == 1);
    const auto added = load_with(shipped, {{"ours.toml", retention_text()}});
    REQUIRE(added);
    CHECK(retention_versions(*added, "K-test") == 1);
    CHECK(retention_versions(*added, "K-case-record") == 2);
    const auto taken = load_with(shipped, {{"case-record.toml", retention_text()}});
    REQUIRE_FALSE(taken);
    CHECK(taken.error().context.find("K-case-record") != std::string::npos);
}

}  // namespace
}  // namespace tyst
