#include "ledger/intake/ssda903_episodes.h"

#include <catch2/catch.hpp>

#include "tests/ledger/intake/intake_fixture.h"

namespace tyst {
namespace {

using test::ChildRows;
using Lines = std::vector<std::string>;
using T = Ssda903Table;

constexpr const char* kGirlOfEpisodes = "101,2,27/03/2008,WBRI,,,";

// The header first, so that the only findings are about episodes.
ChildRows episodes(std::initializer_list<const char*> rows) {
    ChildRows child;
    child.row(T::header, kGirlOfEpisodes);
    for (const char* row : rows)
        child.row(T::episodes, row);
    return child;
}

Lines told(const Ssda903ChildFacts& facts) {
    const auto lines = test::told(facts);
    REQUIRE(lines.size() >= 2);
    return {lines.begin() + 2, lines.end()};
}

TEST_CASE("episodes: a start begins care, status and placement on its day") {
    const auto facts = episodes({"101,03/04/2017,S,V2,N1,U4,PR1,,,,EG19 7TT,WV27 9FW,SC123"}).map();
    CHECK(
        told(facts) ==
        Lines{
            "2017-04-03 looked_after_started accommodation voluntary N1",
            "2017-04-03 legal_status_started voluntary",
            "2017-04-03 placement_started foster",
        }
    );
    CHECK(facts.findings.empty());
    const auto placement = std::get<PlacementStarted>(facts.events.back().body);
    CHECK(placement.carer_relationship == "unrelated");
    CHECK(placement.provider == "own");
    CHECK(placement.intended_to_18 == true);
    CHECK(placement.home_postcode == "EG19 7TT");
    CHECK(placement.placement_postcode == "WV27 9FW");
    CHECK(placement.provider_reference == "SC123");
}

TEST_CASE("episodes: a change of status and a change of placement are one change each") {
    const auto facts = episodes({
                                    "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,,,,",
                                    "101,05/06/2017,L,C2,N1,U4,PR1,01/09/2017,X1,CARPL,,,",
                                    "101,01/09/2017,P,C2,N1,K2,PR4,,,,,,",
                                })
                           .map();
    CHECK(
        told(facts) ==
        Lines{
            "2017-04-03 looked_after_started interim-care-order interim-care-order N1",
            "2017-04-03 legal_status_started interim-care-order",
            "2017-04-03 placement_started foster",
            "2017-06-05 legal_status_ended interim-care-order not-stated",
            "2017-06-05 legal_status_started care-order",
            "2017-09-01 placement_ended care-plan",
            "2017-09-01 placement_started childrens-home",
        }
    );
    CHECK(facts.findings.empty());
    const auto& ended = std::get<LegalStatusEnded>(facts.events.at(5).body);
    CHECK(ended.started == facts.events.at(3).id);
    CHECK(std::get<PlacementEnded>(facts.events.at(7).body).started == facts.events.at(4).id);
    CHECK(facts.events.at(5).occurred.sequence < facts.events.at(6).occurred.sequence);
}

TEST_CASE("episodes: B and U change both, and a reason to leave ends all") {
    const auto facts = episodes({
                                    "101,03/04/2017,S,L1,N1,U6,PR1,05/04/2017,X1,OTHER,,,",
                                    "101,05/04/2017,B,C1,N1,K2,PR1,09/05/2017,E4A,,,,",
                                })
                           .map();
    const auto lines = told(facts);
    CHECK(
        Lines(lines.begin() + 3, lines.end()) ==
        Lines{
            "2017-04-05 legal_status_ended police-protection not-stated",
            "2017-04-05 legal_status_started interim-care-order",
            "2017-04-05 placement_ended other",
            "2017-04-05 placement_started childrens-home",
            "2017-05-09 legal_status_ended interim-care-order ended-with-care",
            "2017-05-09 placement_ended ended-with-care",
            "2017-05-09 looked_after_ended not-stated home-planned",
        }
    );
    CHECK(facts.findings.empty());
}

TEST_CASE("episodes: reasons for leaving state a route out where they do by themselves") {
    const auto route = [](const std::string& reason) {
        const std::string row = "101,03/04/2017,S,C2,N1,U4,PR1,09/05/2017," + reason + ",,,,";
        return std::get<LookedAfterEnded>(episodes({row.c_str()}).map().events.back().body).route;
    };
    CHECK(route("E11") == "adoption-order");
    CHECK(route("E2") == "died");
    CHECK(route("E3") == "transferred-out");
    CHECK(route("E41") == "child-arrangements-order");
    CHECK(route("E43") == "special-guardianship-order");
    CHECK(route("E48") == "special-guardianship-order");
    CHECK(route("E9") == "sentenced");
    CHECK(route("E17") == "turned-18");
    CHECK(route("E4B") == "not-stated");
}

TEST_CASE("episodes: a temporary placement interrupts and the one before it goes on") {
    const auto facts =
        episodes({
                     "101,03/04/2017,S,V2,N1,U4,PR1,05/06/2017,X1,OTHER,,AB1 2CD,SC1",
                     "101,05/06/2017,P,V2,N1,T1,,12/06/2017,X1,OTHER,,,",
                     "101,12/06/2017,P,V2,N1,U4,PR1,01/07/2017,X1,CHILD,,AB1 2CD,SC1",
                     "101,01/07/2017,P,V2,N1,K2,PR1,,,,,,",
                 })
            .map();
    const auto lines = told(facts);
    CHECK(
        Lines(lines.begin() + 3, lines.end()) ==
        Lines{
            "2017-06-05 placement_started hospital temporary",
            "2017-06-12 placement_ended other",
            "2017-07-01 placement_ended child-request",
            "2017-07-01 placement_started childrens-home",
        }
    );
    CHECK(facts.findings.empty());
    CHECK(std::get<PlacementEnded>(facts.events.at(7).body).started == facts.events.at(4).id);
}

TEST_CASE("episodes: not going back after a temporary placement ends the one before it too") {
    const auto facts = episodes({
                                    "101,03/04/2017,S,V2,N1,T4,PR1,05/06/2017,X1,OTHER,,,",
                                    "101,05/06/2017,P,V2,N1,U4,PR1,12/06/2017,X1,OTHER,,,",
                                    "101,12/06/2017,P,V2,N1,T1,,20/06/2017,X1,OTHER,,,",
                                    "101,20/06/2017,P,V2,N1,K2,PR1,,,,,,",
                                })
                           .map();
    const auto lines = told(facts);
    CHECK(
        Lines(lines.begin() + 5, lines.end()) ==
        Lines{
            "2017-06-12 placement_started hospital temporary",
            "2017-06-20 placement_ended other",
            "2017-06-20 placement_ended not-stated",
            "2017-06-20 placement_started childrens-home",
        }
    );
    CHECK(
        test::found(facts) ==
        Lines{"temporary_placement_first 2", "temporary_placement_not_returned 5"}
    );
}

TEST_CASE("episodes: short breaks start and end each by itself") {
    const auto facts = episodes({
                                    "101,03/04/2017,S,V3,N2,R1,PR4,05/04/2017,E8,,,,",
                                    "101,10/05/2017,S,V3,N2,R1,PR4,12/05/2017,E8,,,,",
                                })
                           .map();
    const auto lines = told(facts);
    CHECK(lines.size() == 12);
    CHECK(lines.at(0) == "2017-04-03 looked_after_started short-breaks short-breaks-each N2");
    CHECK(lines.at(6) == "2017-05-10 looked_after_started short-breaks short-breaks-each N2");
    CHECK(facts.findings.empty());
}

TEST_CASE("episodes: the chain is walked by date, whatever the order of the rows") {
    const auto facts = episodes({
                                    "101,05/06/2017,L,C2,N1,U4,PR1,,,,,,",
                                    "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,,,,",
                                })
                           .map();
    CHECK(told(facts).size() == 5);
    CHECK(facts.events.at(2).source.row == 3);
    CHECK(facts.findings.empty());
}

TEST_CASE("episodes: an open row that says X1 stays open, with a finding") {
    const auto facts = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,,X1,,,,"}).map();
    CHECK(told(facts).size() == 3);
    CHECK(test::found(facts) == Lines{"open_with_continuation 2"});
}

TEST_CASE("episodes: an end needs both its date and its reason, and half of it is found") {
    const auto without_date = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,,E4A,,,,"}).map();
    CHECK(told(without_date).size() == 3);
    CHECK(test::found(without_date) == Lines{"end_reason_without_date 2"});

    const auto without_reason = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,,,,,"}).map();
    CHECK(told(without_reason).back() == "2017-06-05 looked_after_ended not-stated not-stated");
    CHECK(test::found(without_reason) == Lines{"end_date_without_reason 2"});
}

TEST_CASE("episodes: X1 with nothing after it ends nothing, because nobody says what changed") {
    const auto facts = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,,,,"}).map();
    CHECK(told(facts).size() == 3);
    CHECK(test::found(facts) == Lines{"continuation_without_next_row 2"});
}

TEST_CASE("episodes: overlaps, gaps and open rows before others are kept as stated, and found") {
    const auto overlap = episodes({
                                      "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,OTHER,,,",
                                      "101,01/06/2017,P,C1,N1,K2,PR1,,,,,,",
                                  })
                             .map();
    CHECK(told(overlap).at(3) == "2017-06-05 placement_ended other");
    CHECK(told(overlap).at(4) == "2017-06-01 placement_started childrens-home");
    CHECK(test::found(overlap) == Lines{"overlap 3"});

    const auto gap = episodes({
                                  "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,OTHER,,,",
                                  "101,09/06/2017,P,C1,N1,K2,PR1,,,,,,",
                              })
                         .map();
    CHECK(told(gap).at(3) == "2017-06-05 placement_ended other");
    CHECK(told(gap).at(4) == "2017-06-09 placement_started childrens-home");
    CHECK(test::found(gap) == Lines{"gap 3"});

    const auto open = episodes({
                                   "101,03/04/2017,S,C1,N1,U4,PR1,,,,,,",
                                   "101,09/06/2017,P,C1,N1,K2,PR1,,,,,,",
                               })
                          .map();
    CHECK(told(open).at(3) == "2017-06-09 placement_started childrens-home");
    CHECK(test::found(open) == Lines{"open_row_followed 2"});
}

TEST_CASE("episodes: care that no row starts began on that day or earlier") {
    const auto facts = episodes({"101,03/04/2017,P,C2,N1,U4,PR1,,,,,,"}).map();
    CHECK(told(facts).at(0) == "2017-04-03 looked_after_started began-earlier care-order N1");
    CHECK_FALSE(facts.events.at(2).reason.empty());
    CHECK(test::found(facts) == Lines{"first_row_not_a_start 2"});
}

TEST_CASE("episodes: care that goes on after leaving, or starts without leaving, is found") {
    const auto goes_on = episodes({
                                      "101,03/04/2017,S,C2,N1,U4,PR1,05/06/2017,E11,,,,",
                                      "101,05/06/2017,P,C2,N1,K2,PR1,,,,,,",
                                  })
                             .map();
    CHECK(told(goes_on).at(6) == "2017-06-05 looked_after_started began-earlier care-order N1");
    CHECK(test::found(goes_on) == Lines{"continues_after_leaving 3"});
    // The end of the first period comes before the start of the second on their common day.
    CHECK(goes_on.events.at(7).occurred.sequence < goes_on.events.at(8).occurred.sequence);

    const auto starts = episodes({
                                     "101,03/04/2017,S,C2,N1,U4,PR1,05/06/2017,X1,,,,",
                                     "101,05/06/2017,S,V2,N1,K2,PR1,,,,,,",
                                 })
                            .map();
    CHECK(told(starts).at(5) == "2017-06-05 looked_after_started accommodation voluntary N1");
    CHECK(test::found(starts) == Lines{"start_without_leaving 3"});
}

TEST_CASE("episodes: where the reason and the change disagree both are taken, with a finding") {
    const auto facts = episodes({
                                    "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,,,,",
                                    "101,05/06/2017,P,C2,N5,K2,PR1,09/06/2017,X1,,,,",
                                    "101,09/06/2017,L,C2,N1,K2,PR1,,,,,,",
                                })
                           .map();
    const auto lines = told(facts);
    CHECK(
        Lines(lines.begin() + 3, lines.end()) ==
        Lines{
            "2017-06-05 legal_status_ended interim-care-order not-stated",
            "2017-06-05 legal_status_started care-order",
            "2017-06-05 placement_ended not-stated",
            "2017-06-05 placement_started childrens-home",
            "2017-06-09 legal_status_ended care-order not-stated",
            "2017-06-09 legal_status_started care-order",
        }
    );
    CHECK(
        test::found(facts) ==
        Lines{"reason_disagrees_with_change 3", "reason_disagrees_with_change 4", "need_changed 3"}
    );
}

TEST_CASE("episodes: days that make no sense are kept as stated, and found") {
    const auto backwards = episodes({"101,03/06/2017,S,C1,N1,U4,PR1,05/04/2017,E4A,,,,"}).map();
    CHECK(told(backwards).back() == "2017-04-05 looked_after_ended not-stated home-planned");
    CHECK(test::found(backwards) == Lines{"end_before_start 2"});

    const auto one_day = episodes({
                                      "101,03/06/2017,S,C1,N1,U4,PR1,03/06/2017,X1,,,,",
                                      "101,03/06/2017,P,C1,N1,K2,PR1,03/06/2017,E4A,,,,",
                                      "101,03/06/2017,S,C1,N1,K2,PR1,,,,,,",
                                  })
                             .map();
    const auto sequence = [&](std::size_t at) { return one_day.events.at(at).occurred.sequence; };
    CHECK(sequence(2) == 2);  // first row starts
    CHECK(sequence(5) == 3);  // its placement ends
    CHECK(sequence(6) == 4);  // second row starts
    CHECK(sequence(9) == 5);  // second row ends care
    CHECK(sequence(10) == 6);

    const auto late = episodes({"101,03/06/2018,S,C1,N1,U4,PR1,,,,,,"}).map();
    CHECK(test::found(late) == Lines{"dated_after_received 2", "after_collection_year 2"});
}

TEST_CASE("episodes: a row that is not understood is refused with every reason, and the rest stands"
) {
    const auto facts = episodes({
                                    "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,,,,",
                                    "101,2017-06-05,Q,C9,N9,U9,PR9,31/06/2017,E99,NONE,,,",
                                    "101,,L,,N1,,PR1,,,,,,",
                                })
                           .map();
    CHECK(told(facts).size() == 3);
    CHECK(
        test::refused(facts) ==
        Lines{
            "episodes 3 DECOM 2017-06-05",
            "episodes 3 RNE Q",
            "episodes 3 LS C9",
            "episodes 3 CIN N9",
            "episodes 3 PLACE U9",
            "episodes 3 PLACE_PROVIDER PR9",
            "episodes 3 DEC 31/06/2017",
            "episodes 3 REC E99",
            "episodes 3 REASON_PLACE_CHANGE NONE",
            "episodes 4 DECOM ",
            "episodes 4 LS ",
            "episodes 4 PLACE ",
        }
    );
}

TEST_CASE("episodes: a later return closes what was open and adds what is new") {
    auto child = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,,X1,,,,"});
    const auto first = child.map();
    const auto second =
        child.next_return()
            .row(T::header, kGirlOfEpisodes)
            .row(T::episodes, "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2018,X1,CARPL,,,")
            .row(T::episodes, "101,05/06/2018,P,C1,N1,K2,PR1,,,,,,")
            .map();
    REQUIRE(second.events.size() == first.events.size() + 2);
    for (std::size_t at = 0; at < first.events.size(); ++at) {
        CHECK(second.events[at].id == first.events[at].id);
        CHECK(second.events[at].body == first.events[at].body);
    }
    CHECK(told(second).at(3) == "2018-06-05 placement_ended care-plan");
    CHECK(told(second).at(4) == "2018-06-05 placement_started childrens-home");
}

TEST_CASE("episodes: a later return that begins in the middle of a chain goes on from it") {
    auto child = episodes({
        "101,03/04/2016,S,C1,N1,U4,PR1,05/06/2016,X1,,,,",
        "101,05/06/2016,L,C2,N1,U4,PR1,,,,,,",
    });
    const auto first = child.map();
    const auto second = child.next_return()
                            .row(T::header, kGirlOfEpisodes)
                            .row(T::episodes, "101,05/06/2016,L,C2,N1,U4,PR1,01/02/2018,E4A,,,,")
                            .map();
    CHECK(second.events.size() == first.events.size() + 3);
    CHECK(told(second).back() == "2018-02-01 looked_after_ended not-stated home-planned");
    CHECK(second.findings.empty());
}

TEST_CASE("episodes: a row restated with other content reads as the later return has it") {
    auto child = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,E4A,,,,"});
    const auto first = child.map();
    const auto second = child.next_return()
                            .row(T::header, kGirlOfEpisodes)
                            .row(T::episodes, "101,03/04/2017,S,C2,N1,U4,PR1,07/06/2017,E4B,,,,")
                            .map();
    const auto alone = episodes({"101,03/04/2017,S,C2,N1,U4,PR1,07/06/2017,E4B,,,,"}).map();
    REQUIRE(second.events.size() == first.events.size());
    CHECK(told(second) == told(alone));
    for (std::size_t at = 0; at < first.events.size(); ++at) {
        CHECK(second.events[at].id == first.events[at].id);
    }
    CHECK(test::found(second) == Lines{"restated_differently 2"});
}

TEST_CASE("episodes: what a later return leaves empty stays as it was stated") {
    auto child = episodes({"101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,E4A,,CF1 1AA,CF1 1AB,URN1"});
    const auto first = child.map();
    const auto second = child.next_return()
                            .row(T::header, kGirlOfEpisodes)
                            .row(T::episodes, "101,03/04/2017,S,C1,N1,U4,PR1,,,,,,")
                            .map();
    CHECK(told(second) == told(first));
    CHECK(test::found(second) == Lines{"restated_differently 2"});
}

}  // namespace
}  // namespace tyst
