#include "ledger/intake/ssda903_child.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/ledger/intake/intake_fixture.h"

namespace tyst {
namespace {

using test::ChildRows;
using Lines = std::vector<std::string>;
using T = Ssda903Table;

constexpr const char* kGirl = "101,2,27/03/2008,WROM,D051910639385,,";

template <class Wanted>
std::vector<Wanted> bodies(const Ssda903ChildFacts& facts) {
    std::vector<Wanted> result;
    for (const auto& event : facts.events) {
        if (const auto* body = std::get_if<Wanted>(&event.body)) result.push_back(*body);
    }
    return result;
}

std::uint64_t count(const Ssda903ChildFacts& facts, Ssda903RowFate::Fate fate) {
    return static_cast<std::uint64_t>(std::ranges::count(facts.fates, fate, &Ssda903RowFate::fate));
}

TEST_CASE("child: the header gives registration and identity, from the day of birth on") {
    const auto facts = ChildRows().row(T::header, kGirl).map();
    CHECK(
        test::told(facts) == Lines{"2008-03-27 child_registered", "2008-03-27 identity_recorded"}
    );
    const auto registered = bodies<ChildRegistered>(facts);
    CHECK(registered.at(0) == ChildRegistered{"ssda903", "101"});
    const auto identity = bodies<IdentityRecorded>(facts).at(0);
    CHECK(identity.birth_date == Date::of(2008, 3, 27));
    CHECK(identity.birth_date_certainty == "known");
    CHECK(identity.sex == "female");
    CHECK(identity.ethnicity == "WROM");
    CHECK(identity.unique_pupil_number == "D051910639385");
    CHECK_FALSE(identity.mother.has_value());
    CHECK(facts.findings.empty());
    CHECK(facts.refusals.empty());
    CHECK(count(facts, Ssda903RowFate::Fate::understood) == 1);
}

TEST_CASE("child: every event says when it was learned and where it stood") {
    const auto facts = ChildRows(2018, Date::of(2018, 7, 1)).row(T::header, kGirl).map();
    for (const auto& event : facts.events) {
        CHECK(to_text(event.learned.value()) == "2018-06-30T23:00:00Z");
        CHECK(event.source == SourceRow{"ssda903", "header", 2});
        CHECK_FALSE(event.id.is_zero());
    }
}

TEST_CASE("child: both ways of writing the sex are understood") {
    const auto sex_of = [](const std::string& text) {
        const auto facts = ChildRows().row(T::header, "101," + text + ",27/03/2008,WBRI,,,").map();
        return bodies<IdentityRecorded>(facts).at(0).sex;
    };
    CHECK(sex_of("1") == "male");
    CHECK(sex_of("2") == "female");
    CHECK(sex_of("m") == "male");
    CHECK(sex_of("F") == "female");
    CHECK(sex_of("U") == "not-known");
}

TEST_CASE("child: a header value that is not understood is refused by itself, the others stand") {
    const auto facts =
        ChildRows().row(T::header, "101,9,31/02/2008,XXXX,D051910639385,1.0,12/2017").map();
    CHECK(
        test::refused(facts) ==
        Lines{
            "header 2 DOB 31/02/2008 (value)",
            "header 2 SEX 9 (value)",
            "header 2 ETHNIC XXXX (value)",
            "header 2 MC_DOB 12/2017 (value)",
            "header 2 MOTHER 1.0 (value)",
        }
    );
    const auto identity = bodies<IdentityRecorded>(facts).at(0);
    CHECK(identity.unique_pupil_number == "D051910639385");
    CHECK(identity.sex.empty());
    CHECK_FALSE(identity.birth_date);
    // Without a birth date identity holds from the first day of the collection.
    CHECK(to_text(facts.events.at(1).occurred.date) == "2017-04-01");
}

TEST_CASE("child: a birth after the return was received is unborn, and found") {
    const auto facts = ChildRows().row(T::header, "101,2,01/09/2018,WBRI,,,").map();
    CHECK(bodies<IdentityRecorded>(facts).at(0).birth_date_certainty == "unborn");
    CHECK(test::found(facts) == Lines{"dated_after_received 2"});
}

TEST_CASE("child: a mother's own child is a fact of its day of birth") {
    const auto facts = ChildRows().row(T::header, "101,2,27/03/2001,WBRI,,1,05/06/2017").map();
    const auto identities = bodies<IdentityRecorded>(facts);
    REQUIRE(identities.size() == 2);
    CHECK_FALSE(identities[0].mother);
    CHECK(identities[1].mother == true);
    CHECK(identities[1].own_child_born == Date::of(2017, 6, 5));
    CHECK(to_text(facts.events.at(2).occurred.date) == "2017-06-05");
    CHECK(facts.events.at(2).id != facts.events.at(1).id);
}

TEST_CASE("child: reviews are held on their days, with how the child took part") {
    const auto facts = ChildRows()
                           .row(T::header, kGirl)
                           .row(T::reviews, "101,27/03/2008,30/08/2017,PN6")
                           .row(T::reviews, "101,27/03/2008,29/07/2018,pn1")
                           .row(T::reviews, "101,27/03/2008,24/05/2018,")
                           .map();
    const auto lines = test::told(facts);
    CHECK(
        Lines(lines.begin() + 2, lines.end()) ==
        Lines{
            "2017-08-30 review_held PN6",
            "2018-07-29 review_held PN1",
            "2018-05-24 review_held not-recorded",
        }
    );
    CHECK(test::found(facts) == Lines{"missing_value 4", "dated_after_received 3"});
}

TEST_CASE("child: a review that is not understood is refused and gives no fact") {
    const auto facts = ChildRows()
                           .row(T::reviews, "101,27/03/2008,30/02/2017,PN6")
                           .row(T::reviews, "101,27/03/2008,30/08/2017,PN9")
                           .row(T::reviews, "101,27/03/2008,,PN1")
                           .row(T::reviews, "101,27/03/2008,30/08/1817,PN1")
                           .map();
    CHECK(bodies<ReviewHeld>(facts).empty());
    CHECK(
        test::refused(facts) ==
        Lines{
            "reviews 2 REVIEW 30/02/2017",
            "reviews 3 REVIEW_CODE PN9",
            "reviews 4 REVIEW ",
            "reviews 5 REVIEW 30/08/1817",
        }
    );
    CHECK(count(facts, Ssda903RowFate::Fate::refused) == 4);
}

TEST_CASE("child: a repeated review is one, two that differ on one day are two") {
    const auto facts = ChildRows()
                           .row(T::header, kGirl)
                           .row(T::reviews, "101,27/03/2008,30/08/2017,PN6")
                           .row(T::reviews, "101,27/03/2008,30/08/2017,PN6")
                           .row(T::reviews, "101,27/03/2008,30/08/2017,PN1")
                           .map();
    CHECK(bodies<ReviewHeld>(facts).size() == 2);
    CHECK(facts.events.at(2).id != facts.events.at(3).id);
    CHECK(test::found(facts) == Lines{"duplicate_row 3", "same_key_row 4"});
    CHECK(count(facts, Ssda903RowFate::Fate::understood) == 4);
}

TEST_CASE("child: membership of the asylum table is a fact of identity, and names the route in") {
    const auto facts = ChildRows()
                           .row(T::header, "101,1,01/02/2002,AOTH,,,")
                           .row(T::unaccompanied_asylum_seeking, "101,1,01/02/2002,01/02/2020")
                           .row(T::episodes, "101,03/04/2017,S,V2,N8,U6,PR1,,,,,,")
                           .map();
    const auto identities = bodies<IdentityRecorded>(facts);
    REQUIRE(identities.size() == 2);
    CHECK(identities[1].unaccompanied_asylum_seeking == true);
    CHECK(identities[1].asylum_status_ceased == Date::of(2020, 2, 1));
    CHECK(bodies<LookedAfterStarted>(facts).at(0).route == "unaccompanied-asylum-seeking");
    CHECK(facts.findings.empty());
}

TEST_CASE("child: social worker rows become allocations of the cited worker") {
    const auto facts = ChildRows(2024, Date::of(2024, 5, 1))
                           .row(T::header, kGirl)
                           .row(T::social_worker, "101,27/03/2008,SW7,03/04/2023,05/06/2023,LEFTRL")
                           .row(T::social_worker, "101,27/03/2008,SW9,05/06/2023,,ORGRST")
                           .row(T::social_worker, "101,27/03/2008,,05/06/2023,,ORGRST")
                           .map();
    const auto lines = test::told(facts);
    CHECK(
        Lines(lines.begin() + 2, lines.end()) ==
        Lines{
            "2023-04-03 allocation_started social-worker SW7",
            "2023-06-05 allocation_ended not-stated",
            "2023-06-05 allocation_started social-worker SW9",
        }
    );
    CHECK(bodies<AllocationEnded>(facts).at(0).started == facts.events.at(2).id);
    CHECK(bodies<AllocationStarted>(facts).at(0).worker->source == "ssda903");
    // What ends on a day comes before what starts on it.
    CHECK(facts.events.at(3).occurred.sequence < facts.events.at(4).occurred.sequence);
    CHECK(test::refused(facts) == Lines{"social_worker 4 SW_ID "});
}

TEST_CASE("child: a deprivation of liberty lies over the legal status") {
    const auto facts = ChildRows(2027, Date::of(2027, 5, 1))
                           .row(T::header, kGirl)
                           .row(T::deprivation_of_liberty, "101,27/03/2008,03/04/2026,05/06/2026")
                           .map();
    const auto lines = test::told(facts);
    CHECK(
        Lines(lines.begin() + 2, lines.end()) ==
        Lines{
            "2026-04-03 legal_status_started deprivation-of-liberty-order",
            "2026-06-05 legal_status_ended deprivation-of-liberty-order not-stated",
        }
    );
    CHECK(bodies<LegalStatusEnded>(facts).at(0).started == facts.events.at(2).id);
}

TEST_CASE("child: a row that repeats another birth date or sex than the header is found") {
    const auto facts = ChildRows()
                           .row(T::header, kGirl)
                           .row(T::reviews, "101,28/03/2008,30/08/2017,PN6")
                           .row(T::unaccompanied_asylum_seeking, "101,1,27/03/2008,")
                           .row(T::previous_permanence, "101,,Z1,,")
                           .map();
    CHECK(
        test::found(facts) ==
        Lines{"birth_date_disagrees 2", "birth_date_disagrees 2", "sex_disagrees 2"}
    );
}

TEST_CASE("child: a child that the header does not have is registered all the same, and found") {
    const auto facts = ChildRows().row(T::reviews, "101,27/03/2008,30/08/2017,PN6").map();
    CHECK(test::told(facts) == Lines{"2017-04-01 child_registered", "2017-08-30 review_held PN6"});
    CHECK(facts.events.at(0).source == SourceRow{"ssda903", "reviews", 2});
    CHECK(test::found(facts) == Lines{"child_not_in_header 2"});
}

TEST_CASE("child: every code that the mapping can give is in the shipped code sets") {
    const CodeBook book = test::shipped_codes();
    const Ssda903Codes codes(book);
    const auto holds = [&](std::string_view set, std::string_view code) {
        INFO(set << " " << code);
        CHECK((code.empty() || book.contains(set, code)));
    };
    for (const char* place : {"A3", "A4", "A5", "A6", "U1", "U2", "U3",  "U4",  "U5",  "U6", "K1",
                              "K2", "K3", "H5", "P1", "P2", "P3", "R1",  "R2",  "R3",  "R5", "S1",
                              "T0", "T1", "T2", "T3", "T4", "Z1", "Z11", "Z12", "Z13", "Z14"}) {
        INFO(place);
        const auto placement = codes.placement(place);
        REQUIRE(placement);
        holds("placement-setting", placement->setting);
        holds("carer-relationship", placement->carer_relationship);
        holds("adoption-stage", placement->adoption_stage);
        CHECK(placement->temporary == (place[0] == 'T'));
    }
    for (const char* status :
         {"C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"}) {
        INFO(status);
        REQUIRE(codes.legal_status(status));
        holds("legal-status", *codes.legal_status(status));
        holds("route-in", Ssda903Codes::route_in(*codes.legal_status(status), false));
        holds("route-in", Ssda903Codes::route_in(*codes.legal_status(status), true));
    }
    CHECK(codes.legal_status("J1") == "remand");
    for (const auto& reason : book.codes("reason-ceased")) {
        holds("route-out", Ssda903Codes::route_out(reason.id));
    }
    holds("route-in", kRouteBeganEarlier);
    holds("status-ended", kNotStated);
    holds("status-ended", kEndedWithCare);
    holds("placement-change-reason", kNotStated);
    holds("placement-change-reason", kEndedWithCare);
    holds("allocation-ended", kNotStated);
    holds("review-participation", "not-recorded");
    for (const char* fact :
         {"identity",
          "looked-after",
          "legal-status",
          "placement",
          "review",
          "yearly-outcomes",
          "leaver-contact",
          "adopters",
          "adoption-decision",
          "previous-permanence",
          "missing",
          "allocation-social-worker"}) {
        holds("fact-kind", fact);
    }
    holds("return-form", "ssda903");
}

}  // namespace
}  // namespace tyst
