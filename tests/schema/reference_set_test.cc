#include "schema/reference_set.h"

#include <random>
#include <set>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

constexpr std::string_view kCodeHead =
    "set = \"sex\"\nversion = \"1\"\ntitle_en = \"Sex\"\ntitle_cy = \"Rhyw\"\nsource = \"test\"\n";
constexpr std::string_view kFacts =
    "set = \"fact-kind\"\nversion = \"1\"\ntitle_en = \"Facts\"\ntitle_cy = \"Ffeithiau\"\n"
    "source = \"test\"\n[[code]]\nid = \"review\"\nen = \"Reviews\"\ncy = \"Adolygiadau\"\n";
constexpr std::string_view kRuleHead =
    "id = \"R-test\"\njurisdiction = \"wales\"\ntitle_en = \"Test\"\ntitle_cy = \"Prawf\"\n"
    "clears_en = \"a review\"\nclears_cy = \"adolygiad\"\n";  // six lines
constexpr std::string_view kVersion =
    "[[version]]\n"                                       // 7
    "version = \"1\"\n"                                   // 8
    "kind = \"statute\"\n"                                // 9
    "grade = \"duty\"\n"                                  // 10
    "severity = \"serious\"\n"                            // 11
    "addressees = [\"iro\"]\n"                            // 12
    "from = 2016-04-06\n"                                 // 13
    "citation = \"test\"\n"                               // 14
    "trigger = [{ event = \"looked-after-started\" }]\n"  // 15
    "due = { count = 20, unit = \"working-days\" }\n"     // 16
    "satisfied_by = [{ event = \"review-held\" }]\n"      // 17
    "needs = [\"review\"]\n";                             // 18

std::string rule_text(std::string_view replace = "", std::string_view with = "") {
    std::string text = std::string(kRuleHead) + std::string(kVersion);
    if (!replace.empty()) {
        const std::size_t at = text.find(replace);
        REQUIRE(at != std::string::npos);
        text.replace(at, replace.size(), with);
    }
    return text;
}

Result<ReferenceSet> load_rule(std::string text) {
    return ReferenceSet::load(
        {{"codes/fact-kind.toml", std::string(kFacts)}, {"rules/wales/test.toml", std::move(text)}}
    );
}

Result<ReferenceSet> load_codes(std::string rest) {
    return ReferenceSet::load({{"codes/sex.toml", std::string(kCodeHead) + rest}});
}

Result<ReferenceSet> load_calendar(std::string rest) {
    return ReferenceSet::load(
        {{"calendars/test.toml",
          "calendar = \"test\"\nversion = \"1\"\ntitle_en = \"T\"\ntitle_cy = \"T\"\n"
          "source = \"test\"\nfirst_day = 2019-01-01\nlast_day = 2019-12-31\n" +
              rest}}
    );
}

void check_refused(
    const Result<ReferenceSet>& loaded, ErrorCode code, std::string_view place, std::string_view why
) {
    INFO("expected " << place << " " << why);
    REQUIRE_FALSE(loaded);
    INFO(loaded.error().context);
    CHECK(loaded.error().code == code);
    CHECK(loaded.error().context.starts_with(std::string(place) + ": "));
    CHECK(loaded.error().context.find(why) != std::string::npos);
}

TEST_CASE("reference set: every shipped file loads") {
    const ReferenceSet set = shipped_reference_set();
    CHECK(set.files().size() == embedded_reference_files().size());
    CHECK(set.bank_holidays().id() == "england-and-wales");
    CHECK_FALSE(set.rules().empty());
}

TEST_CASE("reference set: every agreed set of codes is there, and no other") {
    const ReferenceSet set = shipped_reference_set();
    CHECK(
        set.codes().sets() ==
        std::vector<std::string>{
            "access-basis",
            "actor-kind",
            "adopters-relationship",
            "adopters-sexes",
            "adoption-decision",
            "adoption-reversal-reason",
            "adoption-stage",
            "advocacy-step",
            "allocation-ended",
            "allocation-role",
            "applicant",
            "application",
            "application-outcome",
            "approval-decision",
            "assessment-step",
            "attendee-role",
            "authority",
            "birth-date-certainty",
            "carer-relationship",
            "category-of-need",
            "challenge-outcome",
            "complaint-stage",
            "conference-kind",
            "conference-outcome",
            "consent-decision",
            "consent-giver",
            "consulted-about",
            "consulted-how",
            "court-step",
            "decision-outcome",
            "deregistration-reason",
            "document-kind",
            "drill-outcome",
            "early-review-cause",
            "education-plan",
            "enquiry-outcome",
            "erasure-ground",
            "escalation-stage",
            "ethnicity",
            "fact-kind",
            "gateway-decision",
            "gateway-kind",
            "gateway-timing",
            "handover-way",
            "heads-cause",
            "health-check",
            "health-outcome",
            "hold-scope",
            "home-order-decision",
            "language",
            "leaver-accommodation",
            "leaver-activity",
            "leaver-in-touch",
            "legal-status",
            "missing-kind",
            "pack-kind",
            "panel-decision",
            "panel-kind",
            "panel-matter",
            "pathway-step",
            "permanence-route",
            "permanence-step",
            "placement-change-reason",
            "placement-location",
            "placement-provider",
            "placement-setting",
            "plan-closed",
            "plan-kind",
            "plan-step",
            "previous-permanence",
            "protection-category",
            "questionnaire-by",
            "questionnaire-missing",
            "reason-ceased",
            "referral-decision",
            "referrer",
            "return-difference",
            "return-fixer",
            "return-form",
            "return-interview",
            "review-not-held",
            "review-participation",
            "review-report",
            "route-in",
            "route-out",
            "school-change",
            "sex",
            "statement-policy",
            "status-ended",
            "status-variation",
            "step-down-kind",
            "strategy-decision",
            "suitability",
            "target-direction",
            "target-state",
            "threshold-view",
            "visit-failed",
            "visit-kind",
            "wales-exit",
            "wales-status",
            "withheld-part",
            "withholding-ground"
        }
    );
    CHECK(set.codes().codes("authority").size() == 26);
    CHECK(set.codes().codes("ethnicity").size() == 20);
    CHECK(set.codes().codes("legal-status").size() == 24);
    CHECK(set.codes().codes("reason-ceased").size() == 24);
}

TEST_CASE("reference set: every code has a title in both languages and is known once") {
    const ReferenceSet set = shipped_reference_set();
    for (const std::string& name : set.codes().sets()) {
        std::set<std::string> ids;
        for (const CodeEntry& code : set.codes().codes(name)) {
            INFO(name << " " << code.id);
            CHECK(ids.insert(code.id).second);
            CHECK_FALSE(code.title_en.empty());
            CHECK_FALSE(code.title_cy.empty());
            CHECK((code.mark.empty() || code.mark == "unverified"));
        }
    }
}

TEST_CASE("reference set: every letter code of the return has its neutral code") {
    const ReferenceSet set = shipped_reference_set();
    const auto check = [&](std::string_view name, std::initializer_list<std::string_view> letters) {
        for (const std::string_view letter : letters) {
            INFO(name << " " << letter);
            CHECK(set.codes().find_ssda903(name, letter) != nullptr);
        }
    };
    check(
        "legal-status",
        {"C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"}
    );
    check("category-of-need", {"N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"});
    check("reason-ceased", {"E11", "E12", "E2",  "E3",  "E4A", "E4B", "E13", "E41",
                            "E43", "E44", "E45", "E46", "E47", "E48", "E5",  "E6",
                            "E7",  "E8",  "E9",  "E14", "E15", "E16", "E17"});
    check(
        "placement-setting",
        {"K1",
         "K2",
         "K3",
         "H5",
         "P1",
         "P2",
         "P3",
         "R1",
         "R2",
         "R3",
         "R5",
         "S1",
         "T0",
         "T1",
         "T2",
         "T3",
         "T4",
         "Z1"}
    );
    check("adoption-stage", {"A3", "A4", "A5", "A6"});
    check("placement-provider", {"PR0", "PR1", "PR2", "PR3", "PR4", "PR5"});
    CHECK(set.codes().find_ssda903("legal-status", "J1")->id == "remand");
    CHECK(
        set.codes()
            .find("reason-ceased", "special-guardianship-former-foster")
            ->ssda903_last_year == 2018
    );
    CHECK(
        set.codes().find("reason-ceased", "special-guardianship-kin")->ssda903_first_year == 2019
    );
}

TEST_CASE("reference set: the statuses know their figures, overlays and short breaks") {
    const ReferenceSet set = shipped_reference_set();
    const CodeBook& codes = set.codes();
    CHECK(codes.find("legal-status", "care-order")->group == "care-order");
    CHECK(codes.find("legal-status", "voluntary")->group == "voluntary");
    CHECK(codes.find("legal-status", "remand")->group == "other");
    CHECK(codes.find("legal-status", "secure-accommodation-order")->flag("overlay"));
    CHECK(codes.find("legal-status", "short-breaks-each")->flag("short_break"));
    CHECK(codes.find("legal-status", "care-order")->flag("in_care"));
    CHECK_FALSE(codes.find("legal-status", "voluntary")->flag("in_care"));
    CHECK_FALSE(codes.find("legal-status", "supervision-order")->flag("looked_after"));
    CHECK(codes.find("category-of-need", "adoption-disruption")->mark == "unverified");
}

TEST_CASE("reference set: a status is titled by the law of the day") {
    const ReferenceSet set = shipped_reference_set();
    const CodeEntry& voluntary = *set.codes().find("legal-status", "voluntary");
    CHECK(voluntary.title_on(Date::of(2016, 4, 5)).en.find("section 20") != std::string::npos);
    CHECK(voluntary.title_on(Date::of(2016, 4, 6)).en.find("section 76") != std::string::npos);
    CHECK(voluntary.title_on(Date::of(2016, 4, 5)).cy.find("adran 20") != std::string::npos);
}

TEST_CASE("reference set: each rule's version follows the date, and the old clocks raise nothing") {
    const ReferenceSet set = shipped_reference_set();
    const auto version = [&](std::string_view id, Date date) {
        const Rule* rule = set.find_rule("wales", id, date);
        return rule == nullptr ? std::string("none") : rule->version;
    };
    for (const std::string_view id : {"R-first-review", "R-second-review", "R-later-review"}) {
        INFO(id);
        CHECK(version(id, Date::of(2007, 6, 30)) == "none");
        CHECK(version(id, Date::of(2007, 7, 1)) == "2007");
        CHECK(version(id, Date::of(2016, 4, 5)) == "2007");
        CHECK(version(id, Date::of(2016, 4, 6)) == "2016");
        CHECK_FALSE(set.find_rule("wales", id, Date::of(2016, 4, 5))->raises());
        CHECK(set.find_rule("wales", id, Date::of(2016, 4, 6))->raises());
    }
    CHECK(version("D1", Date::of(2016, 4, 5)) == "none");
    CHECK(set.find_rule("england", "D1", Date::of(2019, 1, 1)) == nullptr);
}

TEST_CASE("reference set: the review rules say what the regulations say") {
    const ReferenceSet set = shipped_reference_set();
    const Date day = Date::of(2019, 4, 1);
    const Rule& first = *set.find_rule("wales", "R-first-review", day);
    CHECK(first.due == DueTerm{20, TermUnit::working_days});
    CHECK(first.triggers.front().event.type == EventType::looked_after_started);
    REQUIRE(first.satisfied_by.size() == 1);
    CHECK(first.satisfied_by_type(EventType::review_held));
    CHECK(first.grade == RuleGrade::duty);
    const Rule& second = *set.find_rule("wales", "R-second-review", day);
    CHECK(second.due == DueTerm{3, TermUnit::calendar_months});
    CHECK(second.triggers.front().rules == std::vector<std::string>{"R-first-review"});
    CHECK(second.triggers.front().moment == TriggerMoment::satisfied);
    const Rule& later = *set.find_rule("wales", "R-later-review", day);
    CHECK(later.due == DueTerm{6, TermUnit::calendar_months});
    CHECK(later.repeats);
    CHECK(set.find_rule("wales", "D1", day)->check == RuleCheck::overdue);
    const Rule& plan = *set.find_rule("wales", "D3", day);
    CHECK(plan.kind == RuleKind::guidance);
    CHECK(plan.grade == RuleGrade::plan);
    CHECK(plan.earlier_counts);
    REQUIRE(plan.triggers.size() == 2);
    CHECK(plan.triggers[1].plus == DueTerm{3, TermUnit::calendar_months});
    for (const Rule& rule : set.rules()) {
        INFO(rule.id);
        CHECK_FALSE(rule.title.en.empty());
        CHECK_FALSE(rule.title.cy.empty());
        CHECK_FALSE(rule.clears.cy.empty());
        CHECK_FALSE(rule.citation.empty());
    }
}

TEST_CASE("reference set: the digest covers every byte and path, in whatever order files come") {
    std::vector<ReferenceFileText> files = embedded_reference_texts();
    const ReferenceSet set = shipped_reference_set();
    std::ranges::reverse(files);
    CHECK(ReferenceSet::load(files)->digest() == set.digest());
    files.front().text += "# one more line\n";
    CHECK(ReferenceSet::load(files)->digest() != set.digest());

    std::string listing;
    for (std::size_t place = 0; place < set.files().size(); ++place) {
        listing += to_hex(set.file_digests()[place].view()) + "  " + set.files()[place].path + "\n";
    }
    Hash expected;
    REQUIRE(
        EVP_Digest(
            listing.data(), listing.size(), expected.bytes.data(), nullptr, EVP_sha256(), nullptr
        ) == 1
    );
    CHECK(set.digest() == expected);
}

TEST_CASE("reference set: a rule file that loads, and every way in which it does not") {
    REQUIRE(load_rule(rule_text()));
    constexpr auto kCode = ErrorCode::invalid_rule_file;
    struct Row {
        std::string_view replace;
        std::string_view with;
        int line;
        std::string_view why;
    };
    const Row rows[] = {
        {"grade = \"duty\"", "gravity = \"duty\"", 7, "'grade' is missing"},
        {"citation = \"test\"", "citation = \"test\"\nlaw = \"x\"", 15, "'law' is not known here"},
        {"\"working-days\"", "\"fortnights\"", 16, "'fortnights' is not known for 'unit'"},
        {"count = 20", "count = \"20\"", 16, "'count' must be a whole number"},
        {"count = 20", "count = -1", 16, "'count' must lie from 0"},
        {"count = 20", "count = 2.5", 16, "only texts, whole numbers"},
        {"{ count = 20, unit", "{ count = 20, school = 1, unit", 16, "'school' is not known here"},
        {"\"statute\"", "\"custom\"", 9, "'custom' is not known for 'kind'"},
        {"\"serious\"", "3", 11, "'severity' must be a text"},
        {"[\"iro\"]", "[\"mayor\"]", 12, "'mayor' is not known for 'addressees'"},
        {"[\"iro\"]", "[]", 12, "'addressees' is empty"},
        {"[\"iro\"]", "\"iro\"", 12, "'addressees' must be a list of texts"},
        {"from = 2016-04-06", "from = \"2016-04-06\"", 13, "'from' must be a date"},
        {"from = 2016-04-06", "from = 1816-04-06", 13, "the year lies outside"},
        {"from = 2016-04-06", "from = 2016-04-31", 13, ""},
        {"from = 2016-04-06", "from = 2016-04-06\nto = 2016-04-05", 14, "'to' lies before 'from'"},
        {"looked-after-started", "moon-risen", 15, "'moon_risen' is no event"},
        {"{ event = \"looked-after-started\" }", "", 15, "'trigger' is missing"},
        {"event = \"looked-after-started\"",
         "rules = [\"R-other\"], moment = \"satisfied\"",
         15,
         "'R-other' is no rule of 'wales'"},
        {"event = \"looked-after-started\"",
         "rules = [\"R-test\"], moment = \"satisfied\"",
         15,
         "waits for itself"},
        {"event = \"looked-after-started\"",
         "rules = [\"R-test\"], moment = \"someday\"",
         15,
         "'someday' is not known for 'moment'"},
        {"review-held", "review-planned", 17, "'review_planned' is no event"},
        {"[{ event = \"review-held\" }]",
         "\"review-held\"",
         17,
         "'satisfied_by' must be a list of tables"},
        {"\"review-held\" }",
         "\"review-held\", where = { colour = [\"red\"] } }",
         17,
         "'colour' is no field of review_held"},
        {"\"review-held\" }",
         "\"review-held\", where = { participation = [\"PN99\"] } }",
         7,
         "'PN99' is no code of review-participation"},
        {"\"review-held\" }",
         "\"review-held\", link = \"participation\" }",
         17,
         "'participation' names no event"},
        {"satisfied_by = [{ event = \"review-held\" }]\n", "", 7, "'satisfied_by' is missing"},
        {"event = \"looked-after-started\"", "birthday = 40", 15, "'birthday' must lie from 1 to 25"
        },
        {"event = \"looked-after-started\"", "decisions = false", 15, "'decisions' can only be true"
        },
        {"event = \"looked-after-started\"",
         "scope_starts = false",
         15,
         "'scope_starts' can only be true"},
        {"due = {", "scope = \"family\"\ndue = {", 16, "'family' is not known for 'scope'"},
        {"due = {", "scope = \"state\"\ndue = {", 7, "a state needs 'during'"},
        {"due = {",
         "scope = \"state\"\nduring = [\"aged-16\"]\ndue = {",
         17,
         "'aged-16' does not follow from status and placement alone"},
        {"due = {", "during = [\"aged-160\"]\ndue = {", 16, "'aged-160' is not known for 'during'"},
        {"due = {", "scope = \"legal-status\"\ndue = {", 7, "'statuses' is missing"},
        {"due = {",
         "scope = \"legal-status\"\nstatuses = [\"asleep\"]\ndue = {",
         7,
         "'asleep' is no code of legal-status"},
        {"due = {",
         "due_field = \"route\"\ndue = {",
         16,
         "'route' is no date of looked_after_started"},
        {"due = {", "due_at_expiry = true\ndue = {", 16, "'due_at_expiry' is not known here"},
        {"due = { count = 20, unit = \"working-days\" }",
         "repeats = true",
         16,
         "a rule that repeats needs a term"},
        {"needs = [\"review\"]\n",
         "needs = [\"review\"]\nextended_by = { event = \"review-held\" }\n",
         19,
         "an extension needs 'until' or 'by'"},
        {"needs = [\"review\"]\n",
         "needs = [\"review\"]\n[[version.term]]\ndue = { count = 1, unit = \"weeks\" }\n",
         19,
         "'due' does not stand beside it"},
        {"needs = [\"review\"]", "needs = [\"gossip\"]", 18, "'gossip' is no code of fact-kind"},
        {"needs = [\"review\"]",
         "needs = [\"review\"]\nexempt = [\"left-handed\"]",
         19,
         "'left-handed'"},
        {"id = \"R-test\"", "id = \"\"", 1, "'id' is empty"},
        {"\"wales\"", "\"england\"", 2, "the folder of its jurisdiction"},
        {"title_cy = \"Prawf\"\n", "", 1, "'title_cy' is missing"},
        {"clears_cy", "clears_fr", 1, "'clears_cy' is missing"},
        {"version = \"1\"\n", "version = \"1\"\nversion = \"2\"\n", 9, ""},
        {"[[version]]", "[[version", 7, ""},
    };
    for (const Row& row : rows) {
        check_refused(
            load_rule(rule_text(row.replace, row.with)),
            kCode,
            "rules/wales/test.toml:" + std::to_string(row.line),
            row.why
        );
    }
    check_refused(
        load_rule(std::string(kRuleHead)), kCode, "rules/wales/test.toml:1", "no version"
    );
}

// The same rule with a check in the place of its clock, whose first line is 15.
std::string check_text(std::string_view check) {
    std::string text = rule_text();
    const std::size_t from = text.find("trigger = ");
    const std::size_t to = text.find("needs = ");
    return text.replace(from, to - from, std::string(check) + "\n");
}

TEST_CASE("reference set: every check loads with its own keys, and with no others") {
    constexpr auto kCode = ErrorCode::invalid_rule_file;
    const std::string week = "{ count = 1, unit = \"weeks\" }";
    const std::string visits = "event = \"visit-made\"\n";
    const std::string passing = "passing = { child_seen_alone = [\"no\"] }\n";
    for (const std::string& check : {
             fmt::format("check = \"in-a-row\"\n{}{}count = 3", visits, passing),
             fmt::format("check = \"in-year\"\n{}count = 3", visits),
             "check = \"secure-hours\"\ncount = 72\nwarn_count = 48\nwindow = " + week,
             "check = \"break-days\"\ncount = 120\nwarn_count = 100\nwindow = " + week,
             "check = \"category-1\"\nlead = " + week,
             std::string("check = \"gaps\"\ngaps = [\"no-basis\", \"iro-vacant\"]"),
             fmt::format("check = \"late-entry\"\nentered_after = {0}\nnoted_for = {0}", week),
         }) {
        const auto loaded = load_rule(check_text(check));
        INFO(check << '\n' << (loaded ? "" : loaded.error().context));
        CHECK(loaded);
    }
    struct Row {
        std::string check;
        int line;
        std::string_view why;
    };
    const Row rows[] = {
        {"check = \"dreams\"", 15, "'dreams' is not known for 'check'"},
        {"check = \"overdue\"", 7, "'rules' is missing"},
        {"check = \"overdue\"\nrules = [\"R-other\"]", 16, "'R-other' is no rule of 'wales'"},
        {"check = \"approaching\"\nrules = [\"R-test\"]", 7, "'lead' is missing for this check"},
        {"check = \"in-a-row\"\n" + visits + "count = 3", 7, "'passing' is missing for this check"},
        {"check = \"in-a-row\"\n" + visits + "passing = { weather = [\"fine\"] }\ncount = 3",
         17,
         "'weather' is no field of visit_made"},
        {"check = \"in-year\"\n" + visits + "count = 0", 17, "'count' must lie from 1"},
        {"check = \"secure-hours\"\ncount = 72\nwarn_count = 48", 7, "'window' is missing"},
        {"check = \"category-1\"", 7, "'lead' is missing for this check"},
        {"check = \"gaps\"\ngaps = [\"teeth\"]", 16, "'teeth' is not known for 'gaps'"},
        {"check = \"late-entry\"\nnoted_for = " + week, 7, "'entered_after' is missing"},
        {"check = \"category-1\"\nlead = " + week + "\nrepeats = true",
         17,
         "'repeats' is not known here"},
    };
    for (const Row& row : rows) {
        check_refused(
            load_rule(check_text(row.check)),
            kCode,
            "rules/wales/test.toml:" + std::to_string(row.line),
            row.why
        );
    }
}

TEST_CASE("reference set: school terms are one file, in order, and days outside them are unknown") {
    const auto load_terms = [](std::string_view terms) {
        return ReferenceSet::load(
            {{"calendars/test.toml",
              "calendar = \"test\"\nversion = \"1\"\ntitle_en = \"T\"\ntitle_cy = \"T\"\n"
              "source = \"test\"\nfirst_day = 2019-01-01\nlast_day = 2019-12-31\n"
              "[[holiday]]\ndate = 2019-12-25\nen = \"A\"\ncy = \"B\"\nbasis = \"common-law\"\n"},
             {"calendars/school-terms.toml",
              "terms = \"test\"\nversion = \"1\"\nsource = \"test\"\n" + std::string(terms)}}
        );
    };
    constexpr std::string_view kSpring = "[[term]]\nfirst = 2019-01-07\nlast = 2019-02-22\n";
    constexpr std::string_view kSummer = "[[term]]\nfirst = 2019-03-04\nlast = 2019-04-12\n";
    const auto loaded = load_terms(std::string(kSpring) + std::string(kSummer));
    INFO((loaded ? "" : loaded.error().context));
    REQUIRE(loaded);
    CHECK(*loaded->bank_holidays().is_school_day(Date::of(2019, 2, 22)));
    CHECK_FALSE(*loaded->bank_holidays().is_school_day(Date::of(2019, 2, 25)));
    CHECK_FALSE(loaded->bank_holidays().is_school_day(Date::of(2019, 4, 15)));
    check_refused(
        load_terms(std::string(kSummer) + std::string(kSpring)),
        ErrorCode::invalid_calendar,
        "calendars/school-terms.toml:1",
        "stands out of order"
    );
    check_refused(
        load_terms("[[term]]\nfirst = 2019-01-07\n"),
        ErrorCode::invalid_calendar,
        "calendars/school-terms.toml:4",
        "'last' is missing"
    );
}

TEST_CASE("reference set: versions of one rule may follow each other but not overlap") {
    std::string second(kVersion);
    second.replace(second.find("\"1\""), 3, "\"2\"");
    check_refused(
        load_rule(rule_text() + second),
        ErrorCode::invalid_rule_file,
        "rules/wales/test.toml:19",
        "beside version '1'"
    );
    const std::string closed = rule_text("2016-04-06", "2007-07-01\nto = 2016-04-05");
    CHECK(load_rule(closed + second));
    std::string same_name(kVersion);
    check_refused(
        load_rule(closed + same_name),
        ErrorCode::invalid_rule_file,
        "rules/wales/test.toml:20",
        "under the same name"
    );
}

TEST_CASE("reference set: rules that wait for each other in a circle are refused") {
    const auto waiting = [](std::string id, std::string_view other) {
        std::string text = rule_text(
            "event = \"looked-after-started\"",
            "rules = [\"" + std::string(other) + "\"], moment = \"satisfied\""
        );
        return text.replace(text.find("R-test"), 6, id);
    };
    const auto loaded = ReferenceSet::load(
        {{"codes/fact-kind.toml", std::string(kFacts)},
         {"rules/wales/a.toml", waiting("R-a", "R-b")},
         {"rules/wales/b.toml", waiting("R-b", "R-a")}}
    );
    check_refused(
        loaded, ErrorCode::invalid_rule_file, "rules/wales/a.toml:15", "waits for itself"
    );
}

TEST_CASE("reference set: code files are refused with file and line") {
    constexpr auto kCode = ErrorCode::invalid_rule_file;
    const std::string male = "[[code]]\nid = \"male\"\nen = \"Male\"\ncy = \"Gwryw\"\n";
    REQUIRE(load_codes(male));
    check_refused(load_codes(male + male), kCode, "codes/sex.toml:10", "stands twice");
    check_refused(load_codes(male + "colour = \"blue\"\n"), kCode, "codes/sex.toml:10", "'colour'");
    check_refused(load_codes(male + "mark = \"X\"\n"), kCode, "codes/sex.toml:10", "V, R, D or M");
    check_refused(load_codes(male + "overlay = 1\n"), kCode, "codes/sex.toml:10", "true or false");
    check_refused(
        load_codes(male + "from = 2019-01-02\nto = 2019-01-01\n"),
        kCode,
        "codes/sex.toml:11",
        "'to'"
    );
    check_refused(
        load_codes("[[code]]\nid = \"male\"\nen = \"Male\"\n"), kCode, "codes/sex.toml:6", "'cy'"
    );
    check_refused(load_codes(""), kCode, "codes/sex.toml:1", "no code");
    check_refused(load_codes("code = 3\n"), kCode, "codes/sex.toml:6", "list of tables");
    check_refused(
        ReferenceSet::load({{"codes/gender.toml", std::string(kCodeHead) + male}}),
        kCode,
        "codes/gender.toml:1",
        "named after its set"
    );
}

TEST_CASE("reference set: calendars are refused with file and line") {
    constexpr auto kCode = ErrorCode::invalid_calendar;
    const auto holiday = [](std::string_view date) {
        return "[[holiday]]\ndate = " + std::string(date) +
               "\nen = \"A\"\ncy = \"B\"\nbasis = \"statute\"\n";
    };
    REQUIRE(load_calendar(holiday("2019-12-26")));
    check_refused(
        load_calendar(holiday("2019-12-26") + holiday("2019-12-26")),
        kCode,
        "calendars/test.toml:13",
        "twice or out of order"
    );
    check_refused(load_calendar(holiday("2020-01-01")), kCode, "calendars/test.toml:8", "outside");
    check_refused(
        load_calendar(holiday("\"2019-01-01\"")), kCode, "calendars/test.toml:9", "must be a date"
    );
    check_refused(
        load_calendar("[[holiday]]\ndate = 2019-01-01\nen = \"A\"\ncy = \"B\"\nbasis = \"whim\"\n"),
        kCode,
        "calendars/test.toml:12",
        "'basis' is"
    );
}

TEST_CASE("reference set: files of no known place, and the same file twice, are refused") {
    constexpr auto kCode = ErrorCode::invalid_rule_file;
    check_refused(ReferenceSet::load({{"poems/a.toml", ""}}), kCode, "poems/a.toml:1", "files lie");
    check_refused(ReferenceSet::load({{"codes/a.json", ""}}), kCode, "codes/a.json:1", "TOML");
    check_refused(
        ReferenceSet::load({{"codes/a.toml", ""}, {"codes/a.toml", ""}}),
        kCode,
        "codes/a.toml:1",
        "twice"
    );
    CHECK(ReferenceSet::load({})->rules().empty());
}

TEST_CASE("reference set: damaged files load or are refused, and never break the loader") {
    const unsigned seed = 20190401;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const std::vector<ReferenceFileText> shipped = embedded_reference_texts();
    int refused = 0;
    for (int round = 0; round < 2000; ++round) {
        ReferenceFileText damaged = shipped[random() % shipped.size()];
        std::string& text = damaged.text;
        text.resize(std::min<std::size_t>(text.size(), 2000));
        for (unsigned flips = 1 + random() % 4; flips > 0; --flips) {
            text[random() % text.size()] = static_cast<char>(random() % 256);
        }
        const auto loaded = ReferenceSet::load({std::move(damaged)});
        if (!loaded) {
            ++refused;
            CHECK_FALSE(loaded.error().context.empty());
        }
    }
    CHECK(refused > 500);
}

}  // namespace
}  // namespace tyst
