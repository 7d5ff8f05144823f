#include "schema/local_files.h"

#include <algorithm>

#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

std::string local_rule(std::string_view id, std::string_view kind = "local-policy") {
    return "id = \"" + std::string(id) +
           "\"\njurisdiction = \"wales\"\ntitle_en = \"Local\"\ntitle_cy = \"Lleol\"\n"
           "clears_en = \"a review\"\nclears_cy = \"adolygiad\"\n[[version]]\nversion = \"1\"\n"
           "kind = \"" +
           std::string(kind) +
           "\"\ngrade = \"plan\"\nseverity = \"ordinary\"\naddressees = [\"iro\"]\n"
           "citation = \"a council\"\ntrigger = [{ event = \"looked-after-started\" }]\n"
           "due = { count = 2, unit = \"weeks\" }\nsatisfied_by = [{ event = \"review-held\" }]\n"
           "needs = [\"review\"]\n";
}

std::size_t versions_of(const ReferenceSet& set, std::string_view id) {
    return static_cast<std::size_t>(std::ranges::count(set.rules(), id, &Rule::id));
}

const std::string* text_at(const ReferenceSet& set, std::string_view path) {
    const auto found = std::ranges::find(set.files(), path, &ReferenceFileText::path);
    return found == set.files().end() ? nullptr : &found->text;
}

TEST_CASE("local files: a new rule stands in its jurisdiction's folder under its own name") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto laid = load_with(shipped, {{"/tmp/council/pledge.toml", local_rule("L-pledge")}});
    REQUIRE(laid);
    CHECK(laid->files().size() == shipped.files().size() + 1);
    CHECK(text_at(*laid, "rules/wales/pledge.toml") != nullptr);
    CHECK(versions_of(*laid, "L-pledge") == 1);
}

TEST_CASE("local files: a rule takes the place of the one that has its id, whatever its name") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto laid = load_with(shipped, {{"ours.toml", local_rule("D3")}});
    REQUIRE(laid);
    CHECK(laid->files().size() == shipped.files().size());
    CHECK(versions_of(*laid, "D3") == 1);
    CHECK(*text_at(*laid, "rules/wales/d3-no-plan-of-permanence.toml") == local_rule("D3"));
}

TEST_CASE("local files: no file takes the place of another rule because it has its name") {
    const auto laid =
        load_with(shipped_reference_set(), {{"council/first-review.toml", local_rule("L-pledge")}});
    REQUIRE_FALSE(laid);
    CHECK(laid.error().code == ErrorCode::invalid_rule_file);
    CHECK(laid.error().context.starts_with("council/first-review.toml:1: "));
    CHECK(laid.error().context.find("R-first-review") != std::string::npos);
}

TEST_CASE("local files: codes and school terms find their place by what they are") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto laid = load_with(
        shipped,
        {{"codes-of-ours.toml", *text_at(shipped, "codes/sex.toml") + "# ours\n"},
         {"terms.toml",
          "terms = \"Cardiff\"\nversion = \"1\"\nsource = \"test\"\n"
          "[[term]]\nfirst = 2019-01-07\nlast = 2019-02-15\n"}}
    );
    INFO((laid ? "" : laid.error().context));
    REQUIRE(laid);
    CHECK(laid->files().size() == shipped.files().size() + 1);
    CHECK(text_at(*laid, "codes/sex.toml")->ends_with("# ours\n"));
    CHECK(*laid->bank_holidays().is_school_day(Date::of(2019, 1, 8)));
}

TEST_CASE("local files: a council's threshold takes the place of the shipped one") {
    const ReferenceSet shipped = shipped_reference_set();
    std::string panel = *text_at(shipped, "disclosure/panel.toml");
    panel.replace(panel.find("threshold = 5"), 13, "threshold = 8");
    const auto laid = load_with(shipped, {{"our-panel.toml", panel}});
    INFO((laid ? "" : laid.error().context));
    REQUIRE(laid);
    CHECK(laid->files().size() == shipped.files().size());
    CHECK(laid->audience("panel")->threshold == 8);
}

TEST_CASE("local files: what is wrong in one is told under the name that its writer knows") {
    std::string text = local_rule("L-pledge");
    text.replace(text.find("\"weeks\""), 7, "\"moons\"");
    const auto laid = load_with(shipped_reference_set(), {{"council/pledge.toml", text}});
    REQUIRE_FALSE(laid);
    CHECK(laid.error().context.starts_with("council/pledge.toml:15: 'moons' is not known"));
    CHECK(rules_of_file({"council/pledge.toml", text}).error().context == laid.error().context);
}

TEST_CASE("local files: two of one name or of one rule are refused") {
    const ReferenceSet shipped = shipped_reference_set();
    CHECK_FALSE(
        load_with(shipped, {{"a/x.toml", local_rule("L-1")}, {"b/x.toml", local_rule("L-2")}})
    );
    CHECK_FALSE(load_with(shipped, {{"x.toml", local_rule("L-1")}, {"y.toml", local_rule("L-1")}}));
    CHECK_FALSE(load_with(shipped, {{"x.toml", local_rule("D3")}, {"y.toml", local_rule("D3")}}));
}

TEST_CASE("local files: what is unverified becomes local policy or stays unverified, never law") {
    const ReferenceSet shipped = shipped_reference_set();
    REQUIRE_FALSE(shipped.find_rule("wales", "D24", Date::of(2019, 1, 1))->raises());
    for (const std::string_view kind : {"statute", "guidance"}) {
        const auto refused = check_adoptable(shipped, {{"d24.toml", local_rule("D24", kind)}});
        INFO(kind);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().context.starts_with("d24.toml:7: 'D24' is unverified"));
    }
    CHECK(check_adoptable(shipped, {{"d24.toml", local_rule("D24", "local-policy")}}));
    CHECK(check_adoptable(shipped, {{"d24.toml", local_rule("D24", "unverified")}}));
    CHECK(check_adoptable(shipped, {{"d3.toml", local_rule("D3", "guidance")}}));
}

}  // namespace
}  // namespace tyst
