#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include <catch2/catch.hpp>

#include "projections/explain.h"
#include "projections/rule_engine.h"
#include "tests/projections/told.h"
#include "tests/support/long_runs.h"

// A table for every rule that the program ships: nothing on the last lawful day, an alert on the
// day after; who is exempt; and what holds for every rule.
namespace tyst {
namespace {

using namespace test;

struct Row {
    const char* what;
    const char* rule;
    void (*tell)(Told&);
    const char* last_lawful_day;
};

// The working days of April 2019 leave out Good Friday, the 19th, and Easter Monday, the 22nd.
const Row kRows[] = {
    {"D1 first review", "D1", enters, "2019-05-01"},
    {"D1 second review",
     "D1",
     [](Told& told) {
         enters(told);
         told.child.reviewed("2019-04-10");
     },
     "2019-07-10"},
    {"D3 at the second review as it was held",
     "D3",
     [](Told& told) {
         enters(told);
         told.child.reviewed("2019-04-10");
         told.child.reviewed("2019-06-01");
     },
     "2019-06-01"},
    {"D4 twelve weeks without a step",
     "D4",
     [](Told& told) {
         enters(told);
         told.child.planned("2019-04-01");
     },
     "2019-06-24"},
    {"D4 twelve weeks after a step",
     "D4",
     [](Told& told) {
         enters(told);
         const EventId plan = told.child.planned("2019-04-01");
         told.child.add(PermanenceStepTaken{plan, "assessment", {}}, "2019-05-01");
     },
     "2019-07-24"},
    {"D5 a decision past its date",
     "D5",
     [](Told& told) {
         enters(told);
         ReviewHeld review;
         review.decisions = {{"1", "Ask the school", std::nullopt, day("2019-05-20")}};
         told.child.add(std::move(review), "2019-04-10");
     },
     "2019-05-20"},
    {"D6 a significant change that no review considered",
     "D6",
     [](Told& told) {
         enters(told);
         told.child.add(
             CareAndSupportPlanRecorded{"part-6", 2, std::nullopt, true, {}}, "2019-05-07"
         );
     },
     "2019-05-07"},
    {"D7 an early review asked for",
     "D7",
     [](Told& told) {
         enters(told);
         told.child.add(EarlyReviewTriggered{"child-asks", {}, std::nullopt}, "2019-05-07");
     },
     "2019-05-21"},
    {"D8 the first visit",
     "D8",
     [](Told& told) {
         enters(told);
         told.place("foster", "2019-04-01");
     },
     "2019-04-08"},
    {"D8 six weeks in the first year",
     "D8",
     [](Told& told) {
         enters(told);
         told.place("foster", "2019-04-01");
         told.visit("2019-04-03");
     },
     "2019-05-15"},
    {"D8 three months after the first year where it is meant to last",
     "D8",
     [](Told& told) {
         enters(told);
         told.place("foster", "2019-04-01", [](PlacementStarted& placement) {
             placement.intended_to_18 = true;
         });
         for (const char* const on :
              {"2019-04-03",
               "2019-05-10",
               "2019-06-10",
               "2019-07-10",
               "2019-08-10",
               "2019-09-10",
               "2019-10-10",
               "2019-11-10",
               "2019-12-10",
               "2020-01-10",
               "2020-02-10",
               "2020-03-10",
               "2020-04-10"}) {
             told.visit(on);
         }
     },
     "2020-07-10"},
    {"D8 weekly with parents before assessment",
     "D8",
     [](Told& told) {
         enters(told);
         told.place("with-parents", "2019-04-01");
         told.visit("2019-04-03");
     },
     "2019-04-10"},
    {"D8 weekly at home on an interim order until the first review",
     "D8",
     [](Told& told) {
         told.child.enters("2019-04-01", "interim-care-order");
         const EventId home = told.place("with-parents", "2019-04-01");
         told.child.add(ParentsPlacementAssessed{home, "suitable", std::nullopt}, "2019-04-01");
         told.visit("2019-04-03");
     },
     "2019-04-10"},
    {"D8 four weeks at home on an interim order after the first review",
     "D8",
     [](Told& told) {
         told.child.enters("2019-04-01", "interim-care-order");
         const EventId home = told.place("with-parents", "2019-04-01");
         told.child.add(ParentsPlacementAssessed{home, "suitable", std::nullopt}, "2019-04-01");
         told.visit("2019-04-03");
         told.child.reviewed("2019-04-08");
     },
     "2019-05-01"},
    {"D8 a week after a care order made at home",
     "D8",
     [](Told& told) {
         told.child.enters("2019-04-01", "interim-care-order");
         const EventId home = told.place("with-parents", "2019-04-01");
         told.child.add(ParentsPlacementAssessed{home, "suitable", std::nullopt}, "2019-04-01");
         told.child.reviewed("2019-04-02");
         told.visit("2019-04-03");
         told.visit("2019-04-24");
         told.child.status("care-order", "2019-05-02");
     },
     "2019-05-09"},
    {"D10 six months accommodated without a plan", "D10", accommodated, "2019-10-01"},
    {"D10 consent of six months ago", "D10-consent", accommodated, "2019-10-01"},
    {"D10 twelve weeks without legal planning", "D10-legal-planning", accommodated, "2019-06-24"},
    {"D11 twelve months at home on a care order",
     "D11",
     [](Told& told) {
         enters(told);
         told.place("with-parents", "2019-04-01");
     },
     "2020-04-01"},
    {"D11 twelve months after a refusal",
     "D11",
     [](Told& told) {
         enters(told);
         told.place("with-parents", "2019-04-01");
         const EventId asked_for = told.apply_for("discharge-of-care-order", "2020-01-10");
         told.child.add(ApplicationDecided{asked_for, "refused"}, "2020-06-20");
     },
     "2021-06-20"},
    {"D12 ten working days to the assessment",
     "D12",
     [](Told& told) {
         enters(told);
         at_home_in_emergency(told);
     },
     "2019-04-15"},
    {"D12 ten working days from the assessment to the decision",
     "D12",
     [](Told& told) {
         enters(told);
         const EventId home = at_home_in_emergency(told);
         told.child.reviewed("2019-04-09");
         told.child.add(ParentsPlacementAssessed{home, "suitable", std::nullopt}, "2019-04-10");
     },
     "2019-04-26"},
    {"D14 26 weeks beginning with the day of issue",
     "D14",
     [](Told& told) {
         enters(told);
         told.apply_for("care-order", "2019-04-01");
     },
     "2019-09-29"},
    {"D14 until the day of the extension",
     "D14",
     [](Told& told) {
         enters(told);
         const EventId issued = told.apply_for("care-order", "2019-04-01");
         told.child.add(ProceedingsExtended{issued, day("2019-11-24"), {}}, "2019-09-20");
     },
     "2019-11-24"},
    {"D18 six months without a match",
     "D18",
     [](Told& told) { told.child.enters("2019-04-01", "placement-order"); },
     "2019-10-01"},
    {"D18 an adoption decision not acted on",
     "D18-decision",
     [](Told& told) {
         enters(told);
         told.child.add(AdoptionDecisionMade{"should-be-placed", {}, std::nullopt}, "2019-05-01");
     },
     "2019-11-01"},
    {"D20 twelve months to the review of an individual development plan",
     "D20-development-plan",
     [](Told& told) {
         told.child.enters("2021-10-01", "care-order");
         told.child.add(
             EducationPlanRecorded{"individual-development-plan", "made", std::nullopt},
             "2021-11-03"
         );
     },
     "2022-11-03"},
    {"D20 three months to the dentist", "D20-dentist", enters, "2019-07-01"},
    {"D20 ten working days to a doctor",
     "D20-doctor",
     [](Told& told) {
         enters(told);
         told.place("foster", "2019-04-01");
     },
     "2019-04-15"},
    {"D21 three months after the 16th birthday",
     "D21",
     [](Told& told) { told.child.enters("2022-01-10", "care-order"); },
     "2024-06-10"},
    {"D21 three months after 13 weeks where those end later",
     "D21",
     [](Told& told) { told.child.enters("2024-04-01", "voluntary"); },
     "2024-09-30"},
    {"D23 before the first review", "D23", enters, "2019-05-01"},
    {"D26 four weeks in one break",
     "D26",
     [](Told& told) { told.child.enters("2019-04-01", "short-breaks-each"); },
     "2019-04-28"},
    {"care and support plan within ten working days", "R-care-plan", enters, "2019-04-15"},
    {"placement plan within five working days",
     "R-placement-plan",
     [](Told& told) {
         enters(told);
         told.place("foster", "2019-04-01");
     },
     "2019-04-08"},
    {"enquiry within ten working days",
     "R-enquiry",
     [](Told& told) { told.child.add(StrategyDiscussionHeld{"enquiry"}, "2019-04-01"); },
     "2019-04-15"},
    {"initial conference within 15 working days",
     "R-initial-conference",
     [](Told& told) { told.child.add(StrategyDiscussionHeld{"enquiry"}, "2019-04-01"); },
     "2019-04-24"},
    {"first core group within ten working days",
     "R-first-core-group",
     [](Told& told) { registered(told); },
     "2019-04-15"},
    {"core groups six weeks apart",
     "R-later-core-group",
     [](Told& told) {
         registered(told);
         told.child.add(CoreGroupHeld{std::nullopt}, "2019-04-10");
     },
     "2019-05-22"},
    {"first review conference within three months",
     "R-first-review-conference",
     [](Told& told) { registered(told); },
     "2019-07-01"},
    {"later review conferences six months apart",
     "R-later-review-conference",
     [](Told& told) {
         registered(told);
         told.child.add(ConferenceHeld{"review", "registered", std::nullopt}, "2019-06-20");
     },
     "2019-12-20"},
    {"assessment in 42 working days of the referral",
     "R-assessment",
     [](Told& told) { told.child.add(ReferralReceived{"school"}, "2019-04-01"); },
     "2019-06-04"},
    {"assessment in 42 working days of the enquiry",
     "R-protection-assessment",
     [](Told& told) { told.child.add(EnquiryRecorded{"started", {}}, "2019-04-01"); },
     "2019-06-04"},
    {"answer to a challenge by its day",
     "R-challenge-answer",
     [](Told& told) {
         enters(told);
         told.child.add(
             ChallengeRaised{"informal", {}, day("2019-05-10"), std::nullopt, std::nullopt},
             "2019-05-01"
         );
     },
     "2019-05-10"},
    {"a start that no panel agreed", "L-start-agreed", enters, "2019-04-15"},
    {"an emergency admission that no panel reviewed",
     "L-admission-reviewed",
     [](Told& told) {
         told.child.add(
             LookedAfterStarted{
                 "emergency-protection-order", "emergency-protection-order", "N1", {}
             },
             "2019-04-01"
         );
     },
     "2019-04-15"},
    {"a long-term placement whose status nobody reviewed",
     "L-long-term-status",
     [](Told& told) {
         enters(told);
         told.place("foster", "2019-04-01", [](PlacementStarted& placement) {
             placement.intended_to_18 = true;
         });
     },
     "2020-04-01"},
    {"kin on a care order without a step-down plan",
     "L-kinship-step-down",
     [](Told& told) {
         enters(told);
         told.child.fostered("kin", "own", "2019-04-01");
     },
     "2019-10-01"},
    {"an agency placement without a reason",
     "L-agency-reason",
     [](Told& told) {
         enters(told);
         told.child.fostered("unrelated", "private", "2019-04-01");
     },
     "2019-04-15"},
    {"a residential placement without a step-down review",
     "L-external-step-down",
     [](Told& told) {
         enters(told);
         told.place("childrens-home", "2019-04-01");
     },
     "2019-10-01"},
};

TEST_CASE("rules: nothing on the last lawful day, an open alert on the day after") {
    const Row& row = GENERATE(from_range(std::begin(kRows), std::end(kRows)));
    CAPTURE(row.what, row.rule, row.last_lawful_day);
    Told told;
    row.tell(told);
    CHECK(told.alert(row.rule, row.last_lawful_day) == std::nullopt);
    const std::string after = to_text(day(row.last_lawful_day).plus_days(1));
    CHECK(told.alert(row.rule, after) == AlertStatus::open);
}

// Makes the child one to whom the rule does not apply, on a day.
void exempt(Told& told, const Situation& situation, std::string_view on) {
    switch (situation.kind) {
        case SituationKind::short_breaks:
            told.child.status("short-breaks-each", on);
            return;
        case SituationKind::remand:
            told.child.status("remand-local-authority", on);
            return;
        case SituationKind::placed_for_adoption:
            told.place("placed-for-adoption", on);
            return;
        case SituationKind::asylum_seeking: {
            IdentityRecorded identity;
            identity.unaccompanied_asylum_seeking = true;
            told.child.add(std::move(identity), on);
            return;
        }
        case SituationKind::consents_at_16: {
            AccommodationConsentRecorded consent;
            consent.decision = "given";
            consent.giver = "child-16";
            told.child.add(std::move(consent), on);
            return;
        }
        case SituationKind::under_age:
            told.child.born(to_text(day(on).plus_days(-30)));
            return;
        default:
            FAIL("no way to make a child " << to_text(situation));
    }
}

TEST_CASE("rules: whoever is exempt is no alert on the day after the last lawful one") {
    std::size_t tried = 0;
    for (const Row& row : kRows) {
        const Date last = day(row.last_lawful_day);
        const Rule* rule = shipped_reference().find_rule("wales", row.rule, last);
        REQUIRE(rule != nullptr);
        for (const Situation& situation : rule->exemptions) {
            INFO(row.what << ", " << to_text(situation));
            Told told;
            row.tell(told);
            exempt(told, situation, row.last_lawful_day);
            CHECK(told.alert(row.rule, to_text(last.plus_days(1))) == std::nullopt);
            ++tried;
        }
    }
    CHECK(tried > 30);
}

TEST_CASE("rules: every rule that raises something has its row here or a test of its own") {
    // Checks and lapsing orders have tests of their own below.
    const std::vector<std::string_view> own = {
        "D2",
        "D2-reports",
        "D9",
        "D15",
        "D16",
        "D16-assessment",
        "D17",
        "D19",
        "D22",
        "D20-health-first",
        "D23-vacancy",
        "D25",
        "D26-year",
        "D27",
        "D28",
        // watched: their alerts are those of D1, D8 and D12
        "R-first-review",
        "R-second-review",
        "R-later-review",
        "R-first-visit",
        "R-later-visit",
        "R-visit-after-order",
        "R-parents-assessed",
        "R-parents-reviewed",
        "R-parents-decided"
    };
    for (const Rule& rule : shipped_reference().rules()) {
        if (rule.jurisdiction != "wales" || !rule.raises()) continue;
        INFO(rule.id);
        const bool in_table =
            std::ranges::any_of(kRows, [&](const Row& row) { return rule.id == row.rule; });
        CHECK((in_table || std::ranges::find(own, rule.id) != own.end()));
    }
}

TEST_CASE("considered: an alert is in hand until its day, and returns when the facts change") {
    Told told;
    enters(told);
    CHECK(told.alert("D1", "2019-05-02") == AlertStatus::open);
    told.child.add(
        AlertConsidered{"D1", "the child is abroad until June", day("2019-06-10"), std::nullopt},
        "2019-05-03"
    );
    CHECK(told.alert("D1", "2019-05-03") == AlertStatus::in_hand);
    CHECK(told.alert("D1", "2019-06-09") == AlertStatus::in_hand);
    CHECK(told.alert("D1", "2019-06-10") == AlertStatus::open);
    // The start of care is corrected: the fact behind the alert is another one.
    const EventId started = told.child.events()[2].event.id;
    told.child.correct(
        started,
        LookedAfterStarted{"not-stated", "care-order", "N2", {}},
        {"category_of_need"},
        "2019-05-10"
    );
    CHECK(told.alert("D1", "2019-05-20") == AlertStatus::open);
}

// ---- properties ----

TEST_CASE("rules: an unrelated event moves no due day") {
    Told told;
    enters(told);
    told.place("foster", "2019-04-01");
    told.visit("2019-04-03");
    told.child.reviewed("2019-04-10");
    const Obligations before = told.ask("2019-12-01");
    told.child.add(DocumentAttached{"other", "A drawing", "image/png", {}, 1, {}}, "2019-06-06");
    told.child.add(ComplaintMade{"local-resolution", {}}, "2019-07-07");
    const Obligations after = told.ask("2019-12-01");
    REQUIRE(before.all.size() == after.all.size());
    for (std::size_t place = 0; place < before.all.size(); ++place) {
        INFO(before.all[place].rule->id);
        CHECK(before.all[place].due == after.all[place].due);
        CHECK(before.all[place].status == after.all[place].status);
    }
}

// What every rule came to, without the places of events in a log.
std::vector<std::string> outcome(const Obligations& all) {
    std::vector<std::string> lines;
    for (const Obligation& one : all.all) {
        lines.push_back(
            one.rule->id + " " + std::to_string(one.number) + " " + to_text(one.due) + " " +
            std::string(name(one.status))
        );
    }
    for (const Alert& alert : all.alerts)
        lines.push_back(alert.rule->id + " " + to_text(alert.since));
    std::ranges::sort(lines);
    return lines;
}

TEST_CASE("rules: the order in which facts were recorded changes nothing once all are known") {
    const std::uint32_t seed = test::random_seed();
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (const Row& row : kRows) {
        Told told;
        row.tell(told);
        const std::string as_at = to_text(day(row.last_lawful_day).plus_days(1));
        std::vector<StoredEvent>& events = told.child.events();
        for (StoredEvent& stored : events) {
            // Nothing is dated after it was learned.
            stored.event.learned = start_of_london_day(stored.event.occurred.date);
        }
        const std::vector<std::string> expected = outcome(told.ask(as_at));
        std::vector<std::uint64_t> indexes(events.size());
        std::iota(indexes.begin(), indexes.end(), 0U);
        std::ranges::shuffle(indexes, random);
        for (std::size_t place = 0; place < events.size(); ++place)
            events[place].index = {indexes[place]};
        INFO(row.what);
        CHECK(outcome(told.ask(as_at)) == expected);
    }
}

TEST_CASE("rules: what is known before a late entry does not see it") {
    Told told;
    enters(told);
    told.place("foster", "2019-04-01");
    told.visit("2019-04-05");
    told.child.recorded_on("2019-05-20");
    const auto alert_known_on = [&](std::string_view known_on) {
        const Question question = asked("2019-04-20", known_on);
        const History history = told.child.fold(question);
        Told fresh;
        fresh.child.events() = told.child.events();
        fresh.ask("2019-04-20");
        const Obligations all =
            RuleEngine::from(shipped_reference()).apply(history, fresh.coverage);
        return std::ranges::any_of(all.alerts, [](const Alert& alert) {
            return alert.rule->id == "D8" && alert.status == AlertStatus::open;
        });
    };
    CHECK(alert_known_on("2019-05-19"));
    CHECK_FALSE(alert_known_on("2019-05-20"));
}

TEST_CASE("rules: every open alert names what clears it, every noted one the day it leaves") {
    for (const Row& row : kRows) {
        Told told;
        row.tell(told);
        const Obligations all = told.ask(to_text(day(row.last_lawful_day).plus_days(1)));
        for (const AlertExplanation& alert : explain(told.history, all).alerts) {
            INFO(row.what << " " << alert.rule);
            CHECK_FALSE(alert.citation.empty());
            CHECK_FALSE(alert.clears.empty());
            CHECK_FALSE(alert.clears_cy.empty());
            CHECK(alert.leaves.has_value() == (alert.status == AlertStatus::noted));
            CHECK_FALSE(alert.events.empty());
        }
    }
}

TEST_CASE("rules: England has its own numbers under the same names") {
    Told told;
    enters(told);
    told.place("foster", "2019-04-01");
    CHECK(told.alert("D8", "2019-04-08", "england") == std::nullopt);
    CHECK(told.alert("D8", "2019-04-09", "england") == AlertStatus::open);
    CHECK(told.alert("R-care-plan", "2019-04-16", "england") == AlertStatus::open);
    // From memory there: shown, and raises nothing.
    CHECK(told.alert("D1", "2020-04-09", "england") == std::nullopt);
}

}  // namespace
}  // namespace tyst
