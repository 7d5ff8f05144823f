#include <algorithm>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "projections/explain.h"
#include "projections/rule_engine.h"
#include "tests/projections/told.h"

// Restarts, ends and the days on which the law changed, rule by rule.
namespace tyst {
namespace {

using namespace test;

// ---- reviews, preparation ----

TEST_CASE("D2: a review that comes near wants a booking and reports") {
    Told told;
    enters(told);
    told.child.reviewed("2019-04-10");  // the second is due on 10 July
    CHECK(told.alert("D2", "2019-06-25") == std::nullopt);
    CHECK(told.alert("D2", "2019-06-26") == AlertStatus::open);
    CHECK(told.alert("D2-reports", "2019-07-02") == std::nullopt);
    CHECK(told.alert("D2-reports", "2019-07-03") == AlertStatus::open);
    told.child.add(ReviewBooked{day("2019-07-09"), std::nullopt}, "2019-06-27");
    told.child.add(ReviewReportsReceived{"social-worker", std::nullopt}, "2019-07-04");
    CHECK(told.alert("D2", "2019-07-05") == std::nullopt);
    CHECK(told.alert("D2-reports", "2019-07-05") == std::nullopt);
}

TEST_CASE("D5: a decision that was carried out, or is not needed any more, is no alert") {
    Told told;
    enters(told);
    ReviewHeld review;
    review.decisions = {
        {"1", {}, std::nullopt, day("2019-05-20")}, {"2", {}, std::nullopt, day("2019-05-20")}
    };
    const EventId held = told.child.add(std::move(review), "2019-04-10");
    told.child.add(ReviewDecisionActioned{held, "1", "done", {}}, "2019-05-02");
    const Obligations all = told.ask("2019-06-01");
    std::vector<std::string> open;
    for (const Alert& alert : all.alerts) {
        if (alert.rule->id == "D5") open.emplace_back(all.all[alert.obligation].decision);
    }
    CHECK(open == std::vector<std::string>{"2"});
    told.child.add(ReviewDecisionActioned{held, "2", "not-needed", {}}, "2019-06-02");
    CHECK(told.alert("D5", "2019-06-03") == std::nullopt);
}

TEST_CASE("D6: a plan that names the review which considered the change first raises nothing") {
    Told told;
    enters(told);
    const EventId review = told.child.reviewed("2019-04-10");
    told.child.add(
        CareAndSupportPlanRecorded{"part-6", 2, std::nullopt, true, review}, "2019-05-07"
    );
    told.child.add(CareAndSupportPlanRecorded{"part-6", 3, std::nullopt, false, {}}, "2019-05-08");
    CHECK(told.alert("D6", "2019-06-01") == std::nullopt);
}

TEST_CASE("rules: on the day on which care ends and begins again, an event is asked about once") {
    Told told;
    enters(told);
    told.child.leaves("2019-05-07");
    told.child.enters("2019-05-07", "care-order");
    told.child.add(EarlyReviewTriggered{"child-asks", {}, std::nullopt}, "2019-05-07");
    const Obligations all = told.ask("2019-05-22");
    CHECK(std::ranges::count_if(all.all, [](const Obligation& one) {
              return one.rule->id == "D7";
          }) == 1);
}

TEST_CASE("D7: a review, or the refusal of the child's wish, ends the clock") {
    Told told;
    enters(told);
    const EventId wish =
        told.child.add(EarlyReviewTriggered{"child-asks", {}, std::nullopt}, "2019-05-07");
    CHECK(told.alert("D7", "2019-05-22") == AlertStatus::open);
    SECTION("a review") {
        told.child.reviewed("2019-05-20");
    }
    SECTION("a refusal") {
        told.child.add(
            EarlyReviewDeclined{wish, "was heard a week ago", std::nullopt}, "2019-05-09"
        );
    }
    CHECK(told.alert("D7", "2019-06-10") == std::nullopt);
}

// ---- visits ----

TEST_CASE("D8: a new placement starts the first week and the first year anew, a temporary stay not"
) {
    Told told;
    enters(told);
    told.place("foster", "2019-04-01");
    told.visit("2019-04-03");
    told.visit("2019-05-10");
    SECTION("a temporary stay") {
        told.child.placed("hospital", "2019-05-12", true);
        CHECK(told.alert("D8", "2019-06-21") == std::nullopt);
        CHECK(told.alert("D8", "2019-06-22") == AlertStatus::open);
    }
    SECTION("a new placement") {
        told.place("foster", "2019-05-12");
        CHECK(told.alert("D8", "2019-05-19") == std::nullopt);
        CHECK(told.alert("D8", "2019-05-20") == AlertStatus::open);
    }
}

TEST_CASE("D8: a visit that did not reach the child satisfies nothing") {
    Told told;
    enters(told);
    told.place("foster", "2019-04-01");
    told.child.add(VisitAttempted{"nobody-there", std::nullopt}, "2019-04-03");
    told.child.add(VisitMade{"statutory", false, false, {}, std::nullopt}, "2019-04-04");
    CHECK(told.alert("D8", "2019-04-09") == AlertStatus::open);
}

TEST_CASE("D8: children placed for adoption and on short breaks are exempt") {
    Told told;
    SECTION("placed for adoption") {
        told.child.enters("2019-04-01", "placement-order");
        told.place("placed-for-adoption", "2019-04-01");
    }
    SECTION("short breaks") {
        told.child.enters("2019-04-01", "short-breaks-each");
        told.place("foster", "2019-04-01");
    }
    CHECK(told.alert("D8", "2019-04-20") == std::nullopt);
}

TEST_CASE("D9: three visits running without seeing the child alone; one that does clears it") {
    Told told;
    enters(told);
    told.visit("2019-04-03", true);
    told.visit("2019-05-03", false);
    told.visit("2019-06-03", false);
    CHECK(told.alert("D9", "2019-06-10") == std::nullopt);
    told.visit("2019-07-03", false);
    CHECK(told.alert("D9", "2019-07-03") == AlertStatus::open);
    const Obligations all = told.ask("2019-07-03");
    CHECK(all.all.back().counted == 3);
    told.visit("2019-08-03", true);
    CHECK(told.alert("D9", "2019-08-03") == std::nullopt);
}

TEST_CASE("D9: an infant is not asked to be seen alone") {
    Told told("2018-01-01");
    enters(told);
    for (const char* const on : {"2019-04-03", "2019-05-03", "2019-06-03"})
        told.visit(on, false);
    CHECK(told.alert("D9", "2019-07-01") == std::nullopt);
}

// ---- accommodation, at home ----

TEST_CASE("D10: asylum-seeking children and those who consent at 16 are exempt") {
    SECTION("unaccompanied") {
        Told told;
        IdentityRecorded identity;
        identity.unaccompanied_asylum_seeking = true;
        told.child.add(std::move(identity), "2019-03-01");
        accommodated(told);
        CHECK(told.alert("D10", "2020-01-01") == std::nullopt);
    }
    SECTION("aged 16, by their own consent") {
        Told told("2003-01-01");
        accommodated(told);
        told.child.add(
            AccommodationConsentRecorded{
                "given", "child-16", std::nullopt, std::nullopt, std::nullopt
            },
            "2019-04-01"
        );
        CHECK(told.alert("D10", "2020-01-01") == std::nullopt);
        CHECK(told.alert("D10-consent", "2020-01-01") == std::nullopt);
    }
}

TEST_CASE(
    "D11: an application counts while it is undecided, a move between parents restarts nothing"
) {
    Told told;
    enters(told);
    told.place("with-parents", "2019-04-01");
    told.place("with-parents", "2019-12-01");
    CHECK(told.alert("D11", "2020-04-02") == AlertStatus::open);
    told.apply_for("discharge-of-care-order", "2020-05-01");
    CHECK(told.alert("D11", "2020-05-01") == std::nullopt);
    CHECK(told.alert("D11", "2022-05-01") == std::nullopt);
}

TEST_CASE("D11: a reasoned decision to keep the order counts for twelve months") {
    Told told;
    enters(told);
    told.place("with-parents", "2019-04-01");
    told.child.add(
        ParentsPlacementConsidered{"keep-for-now", "support is still settling", std::nullopt},
        "2020-03-01"
    );
    CHECK(told.alert("D11", "2021-03-01") == std::nullopt);
    CHECK(told.alert("D11", "2021-03-02") == AlertStatus::open);
}

TEST_CASE("D12: the end of the placement ends the clock") {
    Told told;
    enters(told);
    at_home_in_emergency(told);
    told.place("foster", "2019-04-12");
    CHECK(told.alert("D12", "2019-05-10") == std::nullopt);
}

TEST_CASE("D13: the approval of a connected person is from memory: shown, and raises nothing") {
    Told told;
    enters(told);
    told.child.fostered("kin", "own", "2019-04-01");
    told.child.add(
        TemporaryApprovalGiven{{}, std::nullopt, std::nullopt, std::nullopt}, "2019-04-01"
    );
    const Obligations all = told.ask("2019-12-01");
    const auto clock =
        std::ranges::find_if(all.all, [](const Obligation& one) { return one.rule->id == "D13"; });
    REQUIRE(clock != all.all.end());
    CHECK(clock->due == day("2019-07-22"));
    CHECK(clock->status == ObligationStatus::overdue);
    CHECK(clock->rule->kind == RuleKind::unverified);
    const auto told_of = explain(told.history, all).obligations;
    const auto shown = std::ranges::find(told_of, "D13", &ExplainedObligation::rule);
    REQUIRE(shown != told_of.end());
    CHECK(shown->basis == "unverified");
    CHECK(told.alert("D13", "2019-12-01") == std::nullopt);
}

// ---- courts ----

TEST_CASE("D14: proceedings issued before 22 April 2014 have no limit of 26 weeks") {
    Told told;
    told.child.enters("2014-04-01", "interim-care-order");
    told.apply_for("care-order", "2014-04-21");
    CHECK(told.alert("D14", "2015-04-01") == std::nullopt);
}

TEST_CASE("D15: an interim order alerts five working days before the day that it states") {
    Told told;
    LegalStatusStarted order;
    order.status = "interim-care-order";
    order.expires = day("2019-07-05");
    told.child.enters("2019-04-01", "voluntary");
    const EventId made = told.child.add(std::move(order), "2019-04-10");
    CHECK(told.alert("D15", "2019-06-27") == std::nullopt);
    CHECK(told.alert("D15", "2019-06-28") == AlertStatus::open);
    SECTION("another order clears it") {
        told.child.status("care-order", "2019-07-01");
        CHECK(told.alert("D15", "2019-07-02") == std::nullopt);
    }
    SECTION("an extension moves it on") {
        told.child.add(
            LegalStatusVaried{made, "extended", day("2019-08-30"), {}, {}}, "2019-07-01"
        );
        CHECK(told.alert("D15", "2019-08-21") == std::nullopt);
        CHECK(told.alert("D15", "2019-08-22") == AlertStatus::open);
    }
}

TEST_CASE("D15: an interim order of before 22 April 2014 lasts eight weeks") {
    Told told;
    told.child.enters("2014-04-21", "interim-care-order");
    const Obligations all = told.ask("2014-04-25");
    const auto clock =
        std::ranges::find_if(all.all, [](const Obligation& one) { return one.rule->id == "D15"; });
    REQUIRE(clock != all.all.end());
    CHECK(clock->rule->version == "1991");
    CHECK(clock->due == day("2014-06-16"));
}

TEST_CASE("explanation: says by which calendar was counted, and that the law has changed since") {
    Told told;
    told.child.enters("2018-03-01", "care-order");
    told.place("foster", "2018-03-01", [](PlacementStarted& placement) {
        placement.location = "outside-wales";
    });
    const Obligations all = told.ask("2018-05-01");
    const ChildExplanation why = explain(told.history, all);
    CHECK(why.calendar.starts_with("england-and-wales "));
    const auto late = std::ranges::find(why.alerts, "D25", &AlertExplanation::rule);
    REQUIRE(late != why.alerts.end());
    CHECK(late->version == "2016");
    CHECK(late->newer_version == "2018");
    CHECK(late->newer_since == day("2018-04-02"));
}

TEST_CASE("D16: 72 hours of police protection count from the time of day") {
    Told told;
    told.child.enters("2019-04-01", "police-protection");
    told.at("2019-04-01T09:30:00Z");
    const Obligations all = told.ask("2019-04-04");
    const auto clock =
        std::ranges::find_if(all.all, [](const Obligation& one) { return one.rule->id == "D16"; });
    REQUIRE(clock != all.all.end());
    CHECK(clock->due_at == parse_timestamp("2019-04-04T09:30:00Z").value());
    CHECK(clock->status == ObligationStatus::overdue);
    CHECK(told.alert("D16", "2019-04-01") == AlertStatus::open);  // hours remaining
    told.child.status("emergency-protection-order", "2019-04-03");
    CHECK(told.alert("D16", "2019-04-04") == std::nullopt);
}

TEST_CASE("D16: where only the day is known, the hours count from its end") {
    Told told;
    told.child.enters("2019-04-01", "police-protection");
    const Obligations all = told.ask("2019-04-04");
    for (const Obligation& one : all.all) {
        if (one.rule->id == "D16") CHECK(one.status == ObligationStatus::open);
    }
}

TEST_CASE("D16: seven days of child assessment begin with the first") {
    Told told;
    told.child.enters("2019-04-01", "child-assessment-order");
    const Obligations all = told.ask("2019-04-01");
    for (const Obligation& one : all.all) {
        if (one.rule->id == "D16-assessment") CHECK(one.due == day("2019-04-07"));
    }
    CHECK(told.alert("D16-assessment", "2019-04-04") == std::nullopt);
    CHECK(told.alert("D16-assessment", "2019-04-05") == AlertStatus::open);
}

// ---- secure accommodation, short breaks ----

TEST_CASE("D17: hours without a court add up within 28 days, and a court's order resets them") {
    Told told;
    told.child.enters("2019-04-01", "voluntary");
    told.place("secure-home", "2019-04-01");
    told.at("2019-04-01T10:00:00Z");
    told.place("foster", "2019-04-03");
    told.at("2019-04-03T08:00:00Z");  // 46 hours
    CHECK(told.alert("D17", "2019-04-05") == std::nullopt);
    told.place("secure-home", "2019-04-20");
    told.at("2019-04-20T10:00:00Z");
    CHECK(told.alert("D17", "2019-04-20") == AlertStatus::open);  // 46 and 13
    SECTION("the sum moves out of the window") {
        told.place("foster", "2019-04-21");
        told.at("2019-04-21T10:00:00Z");
        CHECK(told.alert("D17", "2019-05-10") == std::nullopt);
    }
    SECTION("a court's order") {
        told.child.status("secure-accommodation-order", "2019-04-21");
        CHECK(told.alert("D17", "2019-04-23") == std::nullopt);
    }
}

TEST_CASE("D26: days of breaks add up within twelve months, and England counts otherwise") {
    Told told;
    Date from = day("2019-01-07");
    for (int stay = 0; stay < 5; ++stay) {
        told.child.enters(to_text(from), "short-breaks-each");
        told.child.leaves(to_text(from.plus_days(24)));
        from = from.plus_days(40);
    }
    const std::string sixth = to_text(from);
    CHECK(told.alert("D26-year", sixth) == std::nullopt);  // 120 days are allowed, care has ended
    told.child.enters(sixth, "short-breaks-each");
    CHECK(told.alert("D26-year", sixth) == AlertStatus::open);
    CHECK(told.alert("D26-year", sixth, "england") == AlertStatus::open);
    CHECK(told.alert("D26", to_text(from.plus_days(17)), "england") == AlertStatus::open);
    CHECK(told.alert("D26", to_text(from.plus_days(17))) == std::nullopt);
}

// ---- counts, gaps, late entries ----

TEST_CASE(
    "D19: the third placement since 1 April is noted until 31 March; temporary stays do not count"
) {
    Told told;
    told.child.enters("2019-02-01", "care-order");
    told.place("foster", "2019-02-01");
    told.child.placed("hospital", "2019-04-20", true);
    told.place("foster", "2019-05-10");
    CHECK(told.alert("D19", "2019-06-01") == std::nullopt);
    told.place("foster", "2019-06-10");
    CHECK(told.alert("D19", "2019-06-10") == AlertStatus::noted);
    const Obligations all = told.ask("2019-06-10");
    const auto noted = std::ranges::find_if(all.alerts, [](const Alert& alert) {
        return alert.rule->id == "D19";
    });
    REQUIRE(noted != all.alerts.end());
    CHECK(noted->leaves == day("2020-03-31"));
    CHECK(all.all[noted->obligation].counted == 3);
    CHECK(told.alert("D19", "2020-03-31") == AlertStatus::noted);
    CHECK(told.alert("D19", "2020-04-01") == std::nullopt);
}

TEST_CASE("D20: the plan for school waits for term dates, and is from memory anyway") {
    Told told;
    enters(told);
    const Obligations all = told.ask("2019-09-01");
    const auto plan =
        std::ranges::find_if(all.all, [](const Obligation& one) { return one.rule->id == "D20"; });
    REQUIRE(plan != all.all.end());
    CHECK(plan->status == ObligationStatus::unknown);
    CHECK(told.alert("D20", "2019-09-01") == std::nullopt);
}

TEST_CASE("D20: until April 2016 the first health assessment was due in 14 working days") {
    Told told;
    told.child.enters("2015-04-07", "care-order");
    CHECK(told.alert("D20-health-first", "2015-04-27") == std::nullopt);
    CHECK(told.alert("D20-health-first", "2015-04-28") == AlertStatus::open);
    Told later;
    later.child.enters("2016-04-06", "care-order");
    CHECK(later.alert("D20-health-first", "2017-01-01") == std::nullopt);
}

TEST_CASE("D22: a child about to become category 1 is noted until the day before") {
    Told told;  // 16 on 10 March 2024
    told.child.enters("2022-01-10", "care-order");
    CHECK(told.alert("D22", "2024-02-10") == std::nullopt);
    CHECK(told.alert("D22", "2024-02-11") == AlertStatus::noted);
    CHECK(told.alert("D22", "2024-03-09") == AlertStatus::noted);
    CHECK(told.alert("D22", "2024-03-10") == std::nullopt);
}

TEST_CASE("D21 and D22: an unknown birth date starts no clock") {
    PersonBuilder child;
    child.add(ChildRegistered{"sample", "V0001"}, "2019-01-01");
    child.enters("2019-04-01", "care-order");
    const History history = child.fold(asked("2030-01-01"));
    const Obligations all = RuleEngine::from(shipped_reference())
                                .apply(history, Coverage::fold({}, asked("2030-01-01")));
    for (const Obligation& one : all.all) {
        CHECK(one.rule->id != "D21");
        CHECK((one.rule->id != "D22" || one.status == ObligationStatus::not_held));
    }
}

TEST_CASE("D23: an officer who left leaves a vacancy until the next one") {
    Told told;
    enters(told);
    const EventId first = told.child.allocated("iro", 7, "2019-04-03");
    CHECK(told.alert("D23", "2019-06-01") == std::nullopt);
    told.child.add(AllocationEnded{first, "left-post"}, "2019-06-10");
    CHECK(told.alert("D23-vacancy", "2019-06-11") == AlertStatus::open);
    told.child.allocated("iro", 8, "2019-06-20");
    CHECK(told.alert("D23-vacancy", "2019-06-21") == std::nullopt);
}

TEST_CASE("D25: a notice within 24 hours since April 2018, five working days before") {
    Told told;
    const auto away = [](PlacementStarted& placement) { placement.location = "outside-wales"; };
    SECTION("since") {
        enters(told);
        const EventId placed = told.place("foster", "2019-04-01", away);
        told.at("2019-04-01T09:00:00Z");
        CHECK(told.alert("D25", "2019-04-01") == std::nullopt);
        CHECK(told.alert("D25", "2019-04-02") == AlertStatus::open);
        told.child.add(OutOfAreaNotified{placed, {}, {}}, "2019-04-03");
        // Late is a fact that nothing clears.
        CHECK(told.alert("D25", "2019-04-03") == AlertStatus::noted);
        CHECK(told.alert("D25", "2019-05-01") == AlertStatus::noted);
        CHECK(told.alert("D25", "2019-05-02") == std::nullopt);
    }
    SECTION("before") {
        told.child.enters("2018-03-01", "care-order");
        told.place("foster", "2018-03-01", away);
        CHECK(told.alert("D25", "2018-03-08") == std::nullopt);
        CHECK(told.alert("D25", "2018-03-09") == AlertStatus::open);
    }
}

TEST_CASE("D27: no basis, at home while voluntary, and an order past its end") {
    Told told;
    SECTION("no basis") {
        told.child.enters("2019-04-01", "");
        CHECK(told.alert("D27", "2019-04-02") == AlertStatus::open);
        const Obligations all = told.ask("2019-04-02");
        const ChildExplanation why = explain(told.history, all);
        const auto gap = std::ranges::find(why.alerts, "D27", &AlertExplanation::rule);
        REQUIRE(gap != why.alerts.end());
        CHECK(gap->obligation.gap == "no-basis");
        CHECK(
            gap->steps_en ==
            std::vector<std::string>{"2019-04-01 begins the time without a legal basis"}
        );
        told.child.status("care-order", "2019-04-03");
        CHECK(told.alert("D27", "2019-04-03") == std::nullopt);
    }
    SECTION("at home while voluntary") {
        accommodated(told);
        told.place("with-parents", "2019-04-10");
        CHECK(told.alert("D27", "2019-04-10") == AlertStatus::open);
        told.place("foster", "2019-04-20");
        CHECK(told.alert("D27", "2019-04-20") == std::nullopt);
    }
    SECTION("an order past its end") {
        told.child.enters("2019-04-01", "voluntary");
        LegalStatusStarted order;
        order.status = "interim-care-order";
        order.expires = day("2019-06-30");
        told.child.add(std::move(order), "2019-04-02");
        CHECK(told.alert("D27", "2019-06-30") == std::nullopt);
        CHECK(told.alert("D27", "2019-07-01") == AlertStatus::open);
    }
}

TEST_CASE("D28: what was entered more than 28 days late is noted for 28 days") {
    Told told;
    enters(told);
    told.visit("2019-05-01");
    told.child.recorded_on("2019-05-29");
    CHECK(told.alert("D28", "2019-05-30") == std::nullopt);
    told.visit("2019-05-02");
    told.child.recorded_on("2019-05-31");
    CHECK(told.alert("D28", "2019-06-28") == AlertStatus::noted);
    CHECK(told.alert("D28", "2019-06-29") == std::nullopt);
    // A return that comes once a year is late by its nature.
    told.child.events().back().event.source.system = "ssda903";
    CHECK(told.alert("D28", "2019-06-28") == std::nullopt);
}

// ---- considered ----

}  // namespace
}  // namespace tyst
