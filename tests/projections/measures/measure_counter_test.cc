#include "projections/measures/measure_counter.h"

#include <algorithm>
#include <deque>

#include <catch2/catch.hpp>

#include "projections/welsh_care.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;
using test::shipped_reference;

constexpr int kMeasuredYear = 2019;

// Some children known to one source, which covers every kind of fact or those that a test names.
class MeasuredLives {
  public:
    PersonBuilder& child(std::string_view born = "2010-05-05") {
        const auto number = static_cast<std::uint8_t>(children_.size() + 1);
        PersonBuilder& added = children_.emplace_back(number, std::uint64_t{number} * 1000);
        added.add(ChildRegistered{"sample", "C" + std::to_string(number)}, born);
        added.born(born);
        return added;
    }

    void cover_only(std::vector<Code> facts, std::string_view from = "1990-01-01") {
        covered_ = std::move(facts);
        covered_from_ = from;
    }
    // As if those kinds of fact had no source at all.
    void uncover(std::string_view fact) { std::erase(covered_, Code(fact)); }

    MeasureOutcome measure(std::string_view id, int year = kMeasuredYear) const {
        const Measure* found = shipped_reference().find_measure(id);
        REQUIRE(found != nullptr);
        const Period period{welsh_year_start(year), welsh_year_end(year)};
        const Question question = asked(to_text(period.to));
        const Coverage coverage = Coverage::fold(declared(), question);
        const RuleEngine engine = RuleEngine::from(shipped_reference());
        MeasureCounter counter({found}, shipped_reference(), engine, period);
        for (const PersonBuilder& one : children_) {
            counter.add(one.fold(question), coverage);
        }
        auto outcomes = std::move(counter).outcomes(coverage);
        return std::move(outcomes.front());
    }

  private:
    static std::vector<Code> every_fact() {
        std::vector<Code> facts;
        for (const CodeEntry& kind : shipped_reference().codes().codes("fact-kind")) {
            facts.push_back(kind.id);
        }
        return facts;
    }

    std::vector<StoredEvent> declared() const {
        StoredEvent event;
        event.event.id.bytes[1] = 1;
        CoverageDeclared body;
        body.source = "sample";
        body.facts = covered_;
        body.from = day(covered_from_);
        event.event.body = std::move(body);
        return {event};
    }

    std::deque<PersonBuilder> children_;
    std::vector<Code> covered_ = every_fact();
    std::string covered_from_ = "1990-01-01";
};

EventId goes_home(PersonBuilder& child, std::string_view on) {
    return child.add(LookedAfterEnded{"care-order-discharged", "home-planned"}, on);
}

TEST_CASE("measures: a child of whom 31 March is the first day out of care is in no stock") {
    MeasuredLives lives;
    PersonBuilder& stays = lives.child();
    stays.enters("2019-03-31", "care-order");
    PersonBuilder& leaves = lives.child();
    leaves.enters("2018-06-01", "care-order");
    leaves.leaves("2019-03-31");
    const MeasureOutcome outcome = lives.measure("CH/039");
    CHECK(outcome.numerator.held);
    CHECK(outcome.numerator.value == 1);
    CHECK(outcome.numerator.children.size() == 1);
    CHECK_FALSE(outcome.denominator);
    CHECK_FALSE(outcome.tenths());
}

TEST_CASE("measures: the day before the 18th birthday is the first on which a child is not counted"
) {
    struct Row {
        const char* born;
        std::uint64_t counted;
    };
    const auto row = GENERATE(
        Row{"2001-03-31", 0},  // 18 on that day
        Row{"2001-04-01", 0},  // ceased on 31 March itself
        Row{"2001-04-02", 1}
    );
    CAPTURE(row.born);
    MeasuredLives lives;
    lives.child(row.born).enters("2018-06-01", "care-order");
    CHECK(lives.measure("CH/039").numerator.value == row.counted);
}

TEST_CASE("measures: short breaks stand apart from the stock") {
    MeasuredLives lives;
    lives.child().enters("2018-06-01", "short-breaks-each");
    CHECK(lives.measure("CH/039").numerator.value == 0);
    CHECK(lives.measure("CH/040").numerator.value == 1);
}

TEST_CASE("measures: three placements in the year count, the one on 1 April among them") {
    struct Row {
        const char* says;
        std::vector<std::pair<const char*, bool>> placements;  // first day, temporary
        std::uint64_t counted;
    };
    const auto row = GENERATE(
        Row{"two", {{"2017-01-10", false}, {"2018-06-01", false}}, 0},
        Row{"three with that of 1 April",
            {{"2017-01-10", false}, {"2018-06-01", false}, {"2019-03-31", false}},
            1},
        Row{"a temporary stay is none",
            {{"2017-01-10", false}, {"2018-06-01", true}, {"2018-07-01", false}},
            0},
        Row{"one that ended on 1 April was not lived in during the year",
            {{"2017-01-10", false}, {"2018-04-01", false}, {"2018-06-01", false}},
            0},
        Row{"one that ended on 2 April was",
            {{"2017-01-10", false}, {"2018-04-02", false}, {"2018-06-01", false}},
            1}
    );
    CAPTURE(row.says);
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.enters("2017-01-10", "care-order");
    for (const auto& [from, temporary] : row.placements) {
        child.placed("childrens-home", from, temporary);
    }
    for (const char* id : {"CH/043", "PM33", "SCC/004"}) {
        CAPTURE(id);
        const MeasureOutcome outcome = lives.measure(id);
        CHECK(outcome.numerator.value == row.counted);
        REQUIRE(outcome.denominator);
        CHECK(outcome.denominator->value == 1);
        CHECK(outcome.numerator.untold == 0);
    }
}

TEST_CASE("measures: a second review counts by the day on which it fell due, held or not") {
    struct Row {
        const char* says;
        const char* first_review;   // the second falls due three months later
        const char* plan;           // of permanence; empty without one
        const char* second_review;  // empty where it was not held
        std::uint64_t due;
        std::uint64_t planned;
    };
    const auto row = GENERATE(
        Row{"due on 31 March, planned on that day", "2018-12-31", "2019-03-31", "", 1, 1},
        Row{"due on 31 March, no plan", "2018-12-31", "", "2019-03-20", 1, 0},
        Row{"due on 1 April belongs to the next year", "2019-01-01", "2019-01-05", "", 0, 0},
        Row{"planned the day after it was due", "2018-11-05", "2019-02-06", "2019-02-06", 1, 0},
        Row{"held late, planned in time", "2018-11-05", "2019-02-05", "2019-03-01", 1, 1}
    );
    CAPTURE(row.says);
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.enters("2018-10-29", "care-order");
    child.reviewed(row.first_review);
    if (*row.plan != '\0') child.planned(row.plan);
    if (*row.second_review != '\0') child.reviewed(row.second_review);
    const MeasureOutcome outcome = lives.measure("SCC/001b");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == row.due);
    CHECK(outcome.numerator.value == row.planned);
    CHECK(outcome.numerator.untold == 0);
}

TEST_CASE("measures: a plan of permanence of earlier care is none of this one") {
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.enters("2016-05-09", "care-order");
    child.planned("2016-08-01");
    child.leaves("2017-05-01");
    child.enters("2018-10-29", "care-order");
    child.reviewed("2018-11-05");
    const MeasureOutcome outcome = lives.measure("SCC/001b");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 1);
    CHECK(outcome.numerator.value == 0);
}

TEST_CASE("measures: a late review has one due day, and one that care outran has none") {
    MeasuredLives lives;
    PersonBuilder& late = lives.child();
    late.enters("2018-06-04", "care-order");  // first review due by 2018-07-02
    late.reviewed("2018-08-06");              // late; the second is due on 2018-11-06
    PersonBuilder& left = lives.child();
    left.enters("2018-06-04", "care-order");
    left.leaves("2018-07-02");  // the day on which it would have fallen due
    PersonBuilder& missed = lives.child();
    missed.enters("2018-06-04", "care-order");
    missed.leaves("2018-07-03");
    const MeasureOutcome outcome = lives.measure("SCC/021");
    REQUIRE(outcome.denominator);
    // Late: the first and the second review. Missed: the first, which was due while in care.
    CHECK(outcome.denominator->value == 3);
    CHECK(outcome.numerator.value == 0);
    CHECK(outcome.tenths() == 0);
}

TEST_CASE("measures: a visit counts that fell due before its placement ended") {
    struct Row {
        const char* ended;
        const char* visited;  // empty where it was not
        std::uint64_t due;
        std::uint64_t made;
    };
    // Placed on 1 May: the first visit is due by 8 May.
    const auto row = GENERATE(
        Row{"2018-05-08", "", 0, 0},
        Row{"2018-05-09", "", 1, 0},
        Row{"2018-05-09", "2018-05-08", 1, 1},
        Row{"2018-05-20", "2018-05-09", 1, 0}
    );
    CAPTURE(row.ended, row.visited);
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.enters("2018-05-01", "care-order");
    child.placed("childrens-home", "2018-05-01");
    if (*row.visited != '\0') {
        VisitMade visit;
        visit.kind = "statutory";
        visit.child_seen = true;
        child.add(visit, row.visited);
    }
    child.leaves(row.ended);
    const MeasureOutcome outcome = lives.measure("SCC/025");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == row.due);
    CHECK(outcome.numerator.value == row.made);
}

TEST_CASE("measures: a clock that is not in force in the year gives no figure, and none is a 0") {
    MeasuredLives lives;
    lives.child().enters("2015-06-01", "care-order");
    const MeasureOutcome visits = lives.measure("SCC/025", 2016);
    CHECK(visits.gap == MeasureGap::no_rule_in_force);
    CHECK_FALSE(visits.numerator.held);
    const MeasureOutcome reviews = lives.measure("SCC/021", 2016);
    CHECK(reviews.gap == MeasureGap::none);
    CHECK(reviews.unverified_rules == std::set<std::string>{"R-first-review"});
    CHECK(lives.measure("SCC/037").gap == MeasureGap::not_computed);
}

TEST_CASE("measures: a due day that cannot be worked out leaves both figures") {
    MeasuredLives lives;
    lives.child().enters("2018-06-04", "care-order");  // school days without any school term
    const MeasureOutcome outcome = lives.measure("SCC/024");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 0);
    CHECK(outcome.denominator->untold == 1);
    CHECK(outcome.numerator.untold == 1);
    CHECK_FALSE(outcome.tenths());
}

TEST_CASE("measures: who is counted with a care and support plan, and who lives with the family") {
    MeasuredLives lives;
    lives.child().enters("2018-06-01", "care-order");
    lives.child().add(PartFourPlanOpened{}, "2018-06-01");
    PersonBuilder& closed = lives.child();
    const EventId plan = closed.add(PartFourPlanOpened{}, "2018-06-01");
    closed.add(PartFourPlanClosed{plan, "needs-met"}, "2019-03-31");
    lives.child().add(ProtectionRegistered{{"neglect"}}, "2019-03-31");
    lives.child("2001-03-31").add(PartFourPlanOpened{}, "2018-06-01");  // of age on the last day
    const MeasureOutcome outcome = lives.measure("PM25");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 3);
    CHECK(outcome.numerator.value == 2);
    CHECK(outcome.tenths() == 667);
}

TEST_CASE("measures: care that begins again on the same or the next day was no return home") {
    struct Row {
        const char* again;
        std::uint64_t returned;
    };
    const auto row =
        GENERATE(Row{"2018-06-10", 0}, Row{"2018-06-11", 0}, Row{"2018-06-12", 1}, Row{"", 1});
    CAPTURE(row.again);
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.enters("2017-06-01", "care-order");
    goes_home(child, "2018-06-10");
    if (*row.again != '\0') child.enters(row.again, "interim-care-order");
    const MeasureOutcome outcome = lives.measure("PM26");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 1);
    CHECK(outcome.numerator.value == row.returned);
    CHECK(outcome.numerator.untold == 0);
}

TEST_CASE("measures: an end of care without a reason is told apart, not taken for another") {
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.enters("2017-06-01", "care-order");
    child.add(LookedAfterEnded{"not-stated", "not-stated"}, "2018-06-10");
    const MeasureOutcome outcome = lives.measure("PM26");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 1);
    CHECK(outcome.numerator.value == 0);
    CHECK(outcome.numerator.untold == 1);
    CHECK_FALSE(outcome.tenths());  // nobody is left of whom it can be told
}

TEST_CASE("measures: what no source supplies is not held here, and never 0") {
    MeasuredLives lives;
    lives.child().enters("2018-06-01", "care-order");
    lives.uncover("education");
    const MeasureOutcome outcome = lives.measure("CH/044");
    CHECK_FALSE(outcome.numerator.held);
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->held);
    CHECK(outcome.denominator->value == 1);
}

TEST_CASE("measures: a child whose year is covered in part can be told by what is there alone") {
    MeasuredLives lives;
    PersonBuilder& changed = lives.child();
    changed.enters("2017-06-01", "care-order");
    changed.add(SchoolChanged{"entering-care", "Ysgol"}, "2019-01-10");
    PersonBuilder& quiet = lives.child();
    quiet.enters("2017-06-01", "care-order");
    PersonBuilder& recent = lives.child();
    recent.enters("2018-12-01", "care-order");
    recent.add(SchoolChanged{"transition", "Ysgol"}, "2019-01-10");
    lives.cover_only({"looked-after", "education"}, "2018-10-01");
    const MeasureOutcome outcome = lives.measure("CH/044");
    CHECK(outcome.numerator.value == 1);
    CHECK(outcome.numerator.untold == 1);  // the quiet one: April to September are not covered
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 3);
}

TEST_CASE("measures: where a placement is decides, and one that does not say it is told apart") {
    const auto place =
        [](PersonBuilder& child, std::string_view relationship, std::string_view location) {
            child.enters("2018-06-01", "care-order");
            PlacementStarted placement;
            placement.setting = "foster";
            placement.carer_relationship = relationship;
            placement.location = location;
            child.add(placement, "2018-06-01");
        };
    MeasuredLives lives;
    place(lives.child(), "kin", "own-authority");
    place(lives.child(), "unrelated", "elsewhere-in-wales");
    place(lives.child(), "unrelated", "outside-wales");
    place(lives.child(), "unrelated", "");
    const MeasureOutcome family = lives.measure("CH/046");
    CHECK(family.numerator.value == 3);
    CHECK(family.numerator.untold == 0);
    const MeasureOutcome elsewhere = lives.measure("CH/047");
    CHECK(elsewhere.numerator.value == 1);
    CHECK(elsewhere.numerator.untold == 1);
    const MeasureOutcome outside = lives.measure("CH/048");
    CHECK(outside.numerator.value == 1);
    CHECK(outside.numerator.untold == 1);
}

TEST_CASE("measures: conferences count by child, and by conference where asked so") {
    const auto discussed = [](PersonBuilder& child, std::uint8_t meeting) {
        child.add(StrategyDiscussionHeld{"enquiry"}, "2018-06-04");
        CorrelationId together;
        together.bytes[0] = meeting;
        child.events().back().event.correlation = together;
    };
    const auto conferred = [](PersonBuilder& child, std::string_view on) {
        ConferenceHeld conference;
        conference.kind = "initial";
        conference.outcome = "registered";
        child.add(conference, on);
    };
    MeasuredLives lives;
    for (int sibling = 0; sibling < 3; ++sibling) {
        PersonBuilder& child = lives.child();
        discussed(child, 1);
        conferred(child, "2018-06-25");  // 15 working days
    }
    PersonBuilder& late = lives.child();
    discussed(late, 2);
    conferred(late, "2018-06-26");
    const MeasureOutcome by_child = lives.measure("SCC/014");
    CHECK(by_child.numerator.value == 3);
    CHECK(by_child.denominator->value == 4);
    CHECK(by_child.tenths() == 750);
    const MeasureOutcome by_conference = lives.measure("SCC/014-conferences");
    CHECK(by_conference.numerator.value == 1);
    CHECK(by_conference.numerator.children.size() == 3);
    CHECK(by_conference.denominator->value == 2);
    CHECK(by_conference.tenths() == 500);
}

TEST_CASE("measures: a conference that the enquiry made pointless before its day was not due") {
    struct Row {
        const char* ended;
        std::uint64_t due;
    };
    const auto row = GENERATE(Row{"2018-06-25", 0}, Row{"2018-06-26", 1});
    CAPTURE(row.ended);
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.add(StrategyDiscussionHeld{"enquiry"}, "2018-06-04");
    child.add(EnquiryRecorded{"completed", "not-substantiated"}, row.ended);
    CHECK(lives.measure("SCC/014").denominator->value == row.due);
}

TEST_CASE("measures: days on the register count to its end or to 31 March") {
    MeasuredLives lives;
    PersonBuilder& off = lives.child();
    const EventId registered = off.add(ProtectionRegistered{{"neglect"}}, "2018-03-20");
    off.add(ProtectionDeregistered{registered, "risk-reduced"}, "2018-04-03");  // 14 days
    lives.child().add(ProtectionRegistered{{"neglect"}}, "2019-03-29");         // 3 days
    PersonBuilder& before = lives.child();
    const EventId earlier = before.add(ProtectionRegistered{{"neglect"}}, "2018-03-01");
    before.add(ProtectionDeregistered{earlier, "risk-reduced"}, "2018-04-01");
    const MeasureOutcome outcome = lives.measure("PM28");
    REQUIRE(outcome.denominator);
    CHECK(outcome.denominator->value == 2);
    CHECK(outcome.numerator.value == 17);
    CHECK(outcome.tenths() == 85);
}

TEST_CASE("measures: a registration within twelve months of the end of another is one again") {
    struct Row {
        const char* again;
        std::uint64_t counted;
    };
    const auto row = GENERATE(Row{"2018-11-10", 1}, Row{"2018-11-11", 0});
    CAPTURE(row.again);
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    const EventId first = child.add(ProtectionRegistered{{"neglect"}}, "2017-05-01");
    child.add(ProtectionDeregistered{first, "risk-reduced"}, "2017-11-10");
    child.add(ProtectionRegistered{{"neglect"}}, row.again);
    const MeasureOutcome outcome = lives.measure("PM27");
    CHECK(outcome.denominator->value == 1);
    CHECK(outcome.numerator.value == row.counted);
}

TEST_CASE("measures: an assessment is in time by the working days from its own referral") {
    MeasuredLives lives;
    const auto assess = [&lives](std::string_view completed, bool with_referral) {
        PersonBuilder& child = lives.child();
        AssessmentRecorded assessment{"completed", {}};
        if (with_referral)
            assessment.referral = child.add(ReferralReceived{"school"}, "2018-06-04");
        child.add(assessment, completed);
    };
    assess("2018-08-01", true);   // 42 working days
    assess("2018-08-02", true);   // one more
    assess("2018-08-01", false);  // nobody knows from when
    for (const char* id : {"PM24", "CH/012"}) {
        CAPTURE(id);
        const MeasureOutcome outcome = lives.measure(id);
        CHECK(outcome.denominator->value == 3);
        CHECK(outcome.numerator.value == 1);
        CHECK(outcome.numerator.untold == 1);
    }
}

TEST_CASE("measures: a referral is counted again by the referrals of the twelve months before it") {
    MeasuredLives lives;
    PersonBuilder& child = lives.child();
    child.add(ReferralReceived{"school"}, "2017-06-04");
    child.add(ReferralReceived{"school"}, "2018-06-04");
    child.add(ReferralReceived{"school"}, "2018-06-04");
    const MeasureOutcome outcome = lives.measure("SCC/010");
    CHECK(outcome.denominator->value == 2);
    CHECK(outcome.numerator.value == 2);
    MeasuredLives alone;
    alone.child().add(ReferralReceived{"school"}, "2018-06-04");
    CHECK(alone.measure("SCC/010").numerator.value == 0);
}

TEST_CASE("measures: care leavers are asked for twelve months on, by the contact nearest to the day"
) {
    MeasuredLives lives;
    const auto leaver = [&lives](std::string_view reason) -> PersonBuilder& {
        PersonBuilder& child = lives.child("2000-02-01");
        child.enters("2014-06-01", "care-order");
        child.add(LookedAfterEnded{"not-stated", Code(reason)}, "2017-06-01");
        return child;
    };
    const auto contact = [](PersonBuilder& child, std::string_view activity, std::string_view on) {
        LeaverContactRecorded contacted;
        contacted.in_touch = "yes";
        contacted.activity = activity;
        child.add(contacted, on);
    };
    PersonBuilder& works = leaver("independent-supported");
    contact(works, "illness", "2018-03-15");
    contact(works, "work-full", "2018-06-20");
    PersonBuilder& ill = leaver("independent-supported");
    contact(ill, "work-full", "2018-02-28");  // too far off
    contact(ill, "illness", "2018-06-20");
    leaver("adopted-unopposed");
    leaver("died");
    leaver("other-authority");
    const MeasureOutcome outcome = lives.measure("PM34a");
    CHECK(outcome.denominator->value == 2);
    CHECK(outcome.numerator.value == 1);
    CHECK(lives.measure("PM34b").denominator->value == 0);
}

TEST_CASE("measures: at 19 only those who are in touch are asked what they do") {
    MeasuredLives lives;
    const auto turns_19 = [&lives](std::string_view in_touch, std::string_view activity) {
        PersonBuilder& child = lives.child("1999-09-01");
        child.enters("2014-06-01", "care-order");
        child.add(LookedAfterEnded{"turned-18", "independent-supported"}, "2017-08-31");
        LeaverContactRecorded contacted;
        contacted.in_touch = in_touch;
        contacted.activity = activity;
        child.add(contacted, "2018-09-10");
    };
    turns_19("yes", "work-part");
    turns_19("yes", "illness");
    turns_19("no", "");
    CHECK(lives.measure("SCC/033d").numerator.value == 2);
    CHECK(lives.measure("SCC/033d").denominator->value == 3);
    const MeasureOutcome busy = lives.measure("SCC/033f");
    CHECK(busy.denominator->value == 2);
    CHECK(busy.numerator.value == 1);
}

TEST_CASE("measures: a first placement has a plan where one is recorded by its first day") {
    MeasuredLives lives;
    const auto starts = [&lives](std::string_view planned) {
        PersonBuilder& child = lives.child();
        if (!planned.empty()) {
            CareAndSupportPlanRecorded plan;
            plan.kind = "part-6";
            child.add(plan, planned);
        }
        child.enters("2018-06-04", "care-order");
        child.placed("childrens-home", "2018-06-04");
        child.placed("childrens-home", "2018-07-04");
    };
    starts("2018-06-04");
    starts("2018-05-20");
    starts("2018-06-05");
    starts("");
    const MeasureOutcome outcome = lives.measure("SCC/001a");
    CHECK(outcome.denominator->value == 4);
    CHECK(outcome.numerator.value == 2);
}

TEST_CASE("measures: registration with a doctor belongs to the placement lived in on 31 March") {
    MeasuredLives lives;
    const auto placed = [&lives](std::string_view on, std::string_view registered) {
        PersonBuilder& child = lives.child();
        child.enters(on, "care-order");
        child.placed("childrens-home", on);
        if (!registered.empty())
            child.add(HealthCheckRecorded{"doctor-registered", "done"}, registered);
    };
    placed("2018-06-04", "2018-06-18");  // ten working days
    placed("2018-06-04", "2018-06-19");
    placed("2019-03-28", "");
    const MeasureOutcome outcome = lives.measure("PM31");
    CHECK(outcome.denominator->value == 3);
    CHECK(outcome.numerator.value == 1);
    CHECK(outcome.numerator.untold == 0);
}

TEST_CASE("measures: percentages come from exact counts, rounded half up to one decimal") {
    struct Row {
        std::uint64_t numerator;
        std::uint64_t denominator;
        const char* text;
    };
    // Conwy 2014-15 and 2015-16; PM24 of Wales.
    const auto row = GENERATE(
        Row{18, 158, "11.4"},
        Row{18, 170, "10.6"},
        Row{9, 14, "64.3"},
        Row{94, 120, "78.3"},
        Row{52, 60, "86.7"},
        Row{36696, 41267, "88.9"},
        Row{1, 16, "6.3"},
        Row{0, 3, "0.0"}
    );
    Measure measure;
    MeasureOutcome outcome;
    outcome.measure = &measure;
    outcome.numerator.held = true;
    outcome.numerator.value = row.numerator;
    outcome.denominator.emplace();
    outcome.denominator->held = true;
    outcome.denominator->value = row.denominator;
    REQUIRE(outcome.tenths());
    CHECK(tenths_text(*outcome.tenths()) == row.text);
}

TEST_CASE("measures: counted in two halves or in one, the outcome is the same") {
    std::deque<PersonBuilder> children;
    for (std::uint8_t number = 1; number <= 6; ++number) {
        PersonBuilder& child = children.emplace_back(number, std::uint64_t{number} * 100);
        child.add(ChildRegistered{"sample", "C" + std::to_string(number)}, "2010-01-01");
        child.born("2010-01-01");
        child.enters("2018-06-04", "care-order");
        if (number % 2 == 0) child.reviewed("2018-06-20");
    }
    const Period year{day("2018-04-01"), day("2019-03-31")};
    const RuleEngine engine = RuleEngine::from(shipped_reference());
    std::vector<const Measure*> measures;
    for (const Measure& measure : shipped_reference().measures()) {
        measures.push_back(&measure);
    }
    const Coverage coverage = Coverage::fold({}, asked("2019-03-31"));
    const auto counter = [&] {
        return MeasureCounter(measures, shipped_reference(), engine, year);
    };
    MeasureCounter whole = counter();
    MeasureCounter left = counter();
    MeasureCounter right = counter();
    for (const PersonBuilder& child : children) {
        whole.add(child.fold(asked("2019-03-31")), coverage);
    }
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
        const bool first = (child - children.rbegin()) % 3 == 0;
        (first ? left : right).add(child->fold(asked("2019-03-31")), coverage);
    }
    left.merge(std::move(right));
    const auto at_once = std::move(whole).outcomes(coverage);
    const auto in_parts = std::move(left).outcomes(coverage);
    REQUIRE(at_once.size() == in_parts.size());
    for (std::size_t at = 0; at < at_once.size(); ++at) {
        CAPTURE(at_once[at].measure->id);
        CHECK(at_once[at].numerator == in_parts[at].numerator);
        CHECK(at_once[at].denominator == in_parts[at].denominator);
        CHECK(at_once[at].items == in_parts[at].items);
    }
}

}  // namespace
}  // namespace tyst
