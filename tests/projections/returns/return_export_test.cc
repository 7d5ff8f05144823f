#include "projections/returns/return_export.h"

#include <set>

#include <catch2/catch.hpp>

#include "schema/returns/collection_year.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;

const ReturnForm& form() {
    return *test::shipped_reference().return_form("ssda903");
}

ExportedChild exported(const PersonBuilder& child, int year) {
    const Ssda903Codes codes(test::shipped_reference().codes());
    const WorkerReferences workers = {{StreamId{{7}}, "SW107"}};
    const History history = child.fold(asked(to_text(collection_ends(year))));
    return export_child(
        {.history = &history,
         .layout = &form().layout(year),
         .codes = &codes,
         .workers = &workers,
         .year = year,
         .first_day = collection_begins(year),
         .last_day = collection_ends(year),
         .reference = "C1"}
    );
}

// The rows of a table, values joined by commas.
std::vector<std::string> rows(const ExportedChild& child, std::string_view table) {
    std::vector<std::string> texts;
    for (const ExportedRow& row : child.rows) {
        if (row.table != table) continue;
        std::string& text = texts.emplace_back();
        for (std::size_t at = 0; at < row.values.size(); ++at) {
            text += (at == 0 ? "" : ",") + row.values[at];
        }
    }
    return texts;
}

std::vector<std::string> episodes(const PersonBuilder& child, int year) {
    return rows(exported(child, year), "episodes");
}

using Rows = std::vector<std::string>;

TEST_CASE("return export: an episode ends and the next begins on the day of a change") {
    PersonBuilder child;
    child.born("2010-05-05");
    child.enters("2017-06-01", "interim-care-order");
    const EventId first = child.fostered("unrelated", "own", "2017-06-01");
    child.placement_ends(first, "2017-09-01");
    child.fostered("kin", "own", "2017-09-01");
    child.status("care-order", "2017-12-01");
    child.leaves("2018-02-01");
    CHECK(
        episodes(child, 2018) ==
        Rows{
            "C1,01/06/2017,S,C1,N1,U6,PR1,01/09/2017,X1,OTHER,,,",
            "C1,01/09/2017,P,C1,N1,U3,PR1,01/12/2017,X1,,,,",
            "C1,01/12/2017,L,C2,N1,U3,PR1,01/02/2018,E8,,,,",
        }
    );
}

TEST_CASE(
    "return export: a placement whose code was replaced by one other has that one from then on"
) {
    PersonBuilder child;
    child.born("2008-03-27");
    child.enters("2023-07-03", "care-order");
    child.placed("semi-independent", "2023-07-03");
    CHECK(episodes(child, 2024) == Rows{"C1,03/07/2023,S,C2,N1,H5,,,,,,,"});
    CHECK(episodes(child, 2025) == Rows{"C1,03/07/2023,S,C2,N1,K3,,,,,,,"});

    PersonBuilder other;
    other.born("2012-03-27");
    other.enters("2023-07-03", "care-order");
    other.placed("other", "2023-07-03");
    CHECK(episodes(other, 2025) == Rows{"C1,03/07/2023,S,C2,N1,Z1,,,,,,,"});
    // One of Z11 to Z14, and nothing says which.
    CHECK(episodes(other, 2026) == Rows{"C1,03/07/2023,S,C2,N1,,,,,,,,"});
}

TEST_CASE("return export: status and placement that change on one day are one episode") {
    PersonBuilder child;
    child.enters("2017-06-01", "voluntary");
    child.placed("childrens-home", "2017-06-01");
    child.status("care-order", "2017-08-01");
    child.placed("residential-school", "2017-08-01");
    CHECK(
        episodes(child, 2018) ==
        Rows{"C1,01/06/2017,S,V2,N1,K2,,01/08/2017,X1,,,,", "C1,01/08/2017,B,C2,N1,S1,,,,,,,"}
    );
}

TEST_CASE("return export: the same carer makes T and U of P and B") {
    PersonBuilder child;
    child.enters("2017-06-01", "voluntary");
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer.emplace();
    placement.carer->person.bytes[0] = 9;
    child.add(placement, "2017-06-01");
    placement.setting = "placed-for-adoption";
    placement.adoption_stage = "placed-with-consent-current-carer";
    child.add(placement, "2017-08-01");
    child.status("placement-order", "2017-09-01");
    placement.adoption_stage = "placed-under-order-current-carer";
    child.add(placement, "2017-09-01");
    CHECK(
        episodes(child, 2018) ==
        Rows{
            "C1,01/06/2017,S,V2,N1,U6,,01/08/2017,X1,,,,",
            "C1,01/08/2017,T,V2,N1,A3,,01/09/2017,X1,,,,",
            "C1,01/09/2017,U,E1,N1,A5,,,,,,,",
        }
    );
}

TEST_CASE("return export: what touches the year is told, and no end after it") {
    PersonBuilder child;
    child.enters("2016-06-01", "care-order");
    child.placed("childrens-home", "2016-06-01");
    const EventId second = child.placed("residential-school", "2017-04-01");
    child.placement_ends(second, "2018-04-01");
    child.placed("childrens-home", "2018-04-01");
    CHECK(episodes(child, 2017) == Rows{"C1,01/06/2016,S,C2,N1,K2,,,,,,,"});
    CHECK(
        episodes(child, 2018) ==
        Rows{"C1,01/06/2016,S,C2,N1,K2,,01/04/2017,X1,,,,", "C1,01/04/2017,P,C2,N1,S1,,,,,,,"}
    );
    CHECK(episodes(child, 2016).empty());
}

TEST_CASE("return export: a placement order hides the care order, which comes back") {
    PersonBuilder child;
    child.enters("2017-06-01", "care-order");
    child.placed("childrens-home", "2017-06-01");
    const EventId order = child.status("placement-order", "2017-08-01");
    child.status_ends(order, "2017-10-01", "revoked");
    CHECK(
        episodes(child, 2018) ==
        Rows{
            "C1,01/06/2017,S,C2,N1,K2,,01/08/2017,X1,,,,",
            "C1,01/08/2017,L,E1,N1,K2,,01/10/2017,X1,,,,",
            "C1,01/10/2017,L,C2,N1,K2,,,,,,,",
        }
    );
}

TEST_CASE("return export: a temporary stay is an episode, after which the placement goes on") {
    PersonBuilder child;
    child.enters("2017-06-01", "care-order");
    child.placed("childrens-home", "2017-06-01");
    const EventId stay = child.placed("hospital", "2017-08-01", true);
    child.placement_ends(stay, "2017-08-09");
    CHECK(
        episodes(child, 2018) ==
        Rows{
            "C1,01/06/2017,S,C2,N1,K2,,01/08/2017,X1,,,,",
            "C1,01/08/2017,P,C2,N1,T1,,09/08/2017,X1,OTHER,,,",
            "C1,09/08/2017,P,C2,N1,K2,,,,,,,",
        }
    );
}

TEST_CASE("return export: overlays make no episode, deprivation of liberty has its own table") {
    PersonBuilder child;
    child.enters("2026-06-01", "care-order");
    child.placed("childrens-home", "2026-06-01");
    child.status("secure-accommodation-order", "2026-07-01");
    const EventId order = child.status("deprivation-of-liberty-order", "2026-08-01");
    child.status_ends(order, "2026-09-01", "expired");
    CHECK(episodes(child, 2027) == Rows{"C1,01/06/2026,S,C2,N1,K2,,,,,,,"});
    CHECK(rows(exported(child, 2027), "dolo") == Rows{"C1,,01/08/2026,01/09/2026"});
    CHECK(rows(exported(child, 2026), "dolo").empty());
}

TEST_CASE("return export: short breaks are episodes of their own") {
    PersonBuilder child;
    child.enters("2017-06-01", "short-breaks-each");
    child.placed("foster", "2017-06-01");
    child.leaves("2017-06-04");
    CHECK(episodes(child, 2018) == Rows{"C1,01/06/2017,S,V3,N1,U6,,04/06/2017,E8,,,,"});
}

TEST_CASE("return export: care that ends by age alone ends on the 18th birthday without a reason") {
    PersonBuilder child;
    child.born("2000-01-15");
    child.enters("2017-06-01", "care-order");
    child.placed("childrens-home", "2017-06-01");
    CHECK(episodes(child, 2018) == Rows{"C1,01/06/2017,S,C2,N1,K2,,15/01/2018,,,,,"});
    child.leaves("2018-01-15");
    CHECK(episodes(child, 2018) == Rows{"C1,01/06/2017,S,C2,N1,K2,,15/01/2018,E8,,,,"});
    CHECK(episodes(child, 2019).empty());
}

TEST_CASE("return export: new terms of a placement that have another code begin an episode") {
    PersonBuilder child;
    child.enters("2017-06-01", "care-order");
    const EventId placement = child.fostered("unrelated", "own", "2017-06-01");
    child.add(PlacementChanged{placement, true, "status-only", std::nullopt}, "2017-10-01");
    CHECK(
        episodes(child, 2018) ==
        Rows{
            "C1,01/06/2017,S,C2,N1,U6,PR1,01/10/2017,X1,PLACE,,,",
            "C1,01/10/2017,P,C2,N1,U4,PR1,,,,,,",
        }
    );
}

TEST_CASE("return export: care whose beginning is not known says no reason for its first episode") {
    PersonBuilder child;
    child.add(LookedAfterStarted{"began-earlier", "care-order", "N1", {}}, "2016-02-01");
    child.placed("childrens-home", "2016-02-01");
    CHECK(episodes(child, 2018) == Rows{"C1,01/02/2016,,C2,N1,K2,,,,,,,"});
}

TEST_CASE("return export: days of care without a placement stand as they are known") {
    PersonBuilder child;
    child.enters("2017-06-01", "care-order");
    const EventId first = child.placed("childrens-home", "2017-06-01");
    child.placement_ends(first, "2017-09-01");
    child.placed("childrens-home", "2017-09-05");
    CHECK(
        episodes(child, 2018) ==
        Rows{
            "C1,01/06/2017,S,C2,N1,K2,,01/09/2017,X1,OTHER,,,",
            "C1,01/09/2017,P,C2,N1,,,05/09/2017,X1,,,,",
            "C1,05/09/2017,P,C2,N1,K2,,,,,,,",
        }
    );
}

TEST_CASE("return export: identity is told in the words of the year") {
    PersonBuilder child;
    IdentityRecorded identity;
    identity.birth_date = day("2008-02-29");
    identity.sex = "female";
    identity.ethnicity = "WBRI";
    identity.unique_pupil_number = "UN1";
    identity.mother = true;
    identity.own_child_born = day("2024-01-02");
    identity.unaccompanied_asylum_seeking = true;
    identity.asylum_status_ceased = day("2025-05-01");
    child.add(identity, "2008-02-29");
    child.enters("2023-06-01", "care-order");
    child.placed("childrens-home", "2023-06-01");
    CHECK(rows(exported(child, 2024), "header") == Rows{"C1,2,29/02/2008,WBRI,UN1,1,02/01/2024"});
    CHECK(rows(exported(child, 2025), "header") == Rows{"C1,F,29/02/2008,WBRI,UN1,1,02/01/2024"});
    CHECK(rows(exported(child, 2025), "uasc") == Rows{"C1,F,29/02/2008,01/05/2025"});
    CHECK(rows(exported(child, 2026), "uasc") == Rows{"C1,F,29/02/2008,01/05/2025"});
    // From 1 April 2026 on they are a former asylum seeker.
    CHECK(rows(exported(child, 2027), "uasc").empty());
}

TEST_CASE("return export: a child without an episode in the year is in no table") {
    PersonBuilder child;
    child.born("2010-01-01");
    child.reviewed("2017-06-01");
    child.allocated("social-worker", 7, "2017-06-01");
    CHECK(exported(child, 2018).rows.empty());
    CHECK(exported(child, 2024).rows.empty());
}

TEST_CASE("return export: reviews of the year and workers of days in care are told") {
    PersonBuilder child;
    child.enters("2023-06-01", "care-order");
    child.placed("childrens-home", "2023-06-01");
    child.add(ReviewHeld{"PN1", {}, {}, {}, {}, {}}, "2023-07-01");
    child.add(ReviewHeld{"not-recorded", {}, {}, {}, {}, {}}, "2024-04-01");
    child.allocated("social-worker", 7, "2023-06-01");
    child.allocated("team", 7, "2023-06-01");
    CHECK(rows(exported(child, 2024), "social_worker") == Rows{"C1,,SW107,01/06/2023,,"});
    CHECK(rows(exported(child, 2024), "reviews").size() == 1);
    CHECK(rows(exported(child, 2025), "reviews") == Rows{"C1,,01/04/2024,"});
}

TEST_CASE("return export: each row names the events that it rests on, corrections among them") {
    PersonBuilder child;
    child.born("2010-05-05");
    const EventId care = child.enters("2017-06-01", "care-order", "N2");
    child.placed("childrens-home", "2017-06-01");
    LookedAfterStarted right;
    right.category_of_need = "N4";
    child.correct(care, right, {"category_of_need"}, "2017-07-01");
    const ExportedChild rows_of_child = exported(child, 2018);
    for (const ExportedRow& row : rows_of_child.rows) {
        if (row.table != "episodes") continue;
        CHECK(row.values[4] == "N4");
        CHECK(row.events == std::vector<LogIndex>{{1}, {2}, {3}});
    }
}

TEST_CASE("return export: what a year has no code for is empty, and said") {
    PersonBuilder child;
    child.enters("2025-06-01", "care-order");
    child.placed("other", "2025-06-01");
    const ExportedChild told = exported(child, 2026);
    CHECK(rows(told, "episodes") == Rows{"C1,01/06/2025,S,C2,N1,,,,,,,,"});
    REQUIRE(told.untold.size() == 1);
    CHECK(told.untold[0].column == "PLACE");
    CHECK(told.untold[0].code == "other");
}

// What a code of the return becomes, and what that becomes again.
TEST_CASE("return codes: what a code of the year means is told by the same code again") {
    const Ssda903Codes codes(test::shipped_reference().codes());
    const std::set<std::string> several = {"Z11", "Z12", "Z13", "Z14"};
    for (int year = form().first_year(); year <= form().last_year(); ++year) {
        const ReturnLayout& layout = form().layout(year);
        const auto check = [&](std::string_view set, auto tell) {
            for (const std::string& code : layout.codes.at(std::string(set))) {
                if (several.contains(code) || code == "X1") continue;
                INFO(year << " " << set << " " << code);
                CHECK(tell(code) == code);
            }
        };
        const auto through = [&](std::string_view ours, auto read) {
            return [&codes, year, ours, read](const std::string& code) {
                const auto meant = (codes.*read)(code);
                REQUIRE(meant);
                return std::string(codes.text_of(ours, *meant, year).value_or("none"));
            };
        };
        check("LS", through("legal-status", &Ssda903Codes::legal_status));
        check("CIN", through("category-of-need", &Ssda903Codes::need));
        check("REC", through("reason-ceased", &Ssda903Codes::reason_ceased));
        check("ETHNIC", through("ethnicity", &Ssda903Codes::ethnicity));
        check("PLACE_PROVIDER", through("placement-provider", &Ssda903Codes::provider));
        check("REVIEW_CODE", through("review-participation", &Ssda903Codes::participation));
        check(
            "REASON_PLACE_CHANGE",
            through("placement-change-reason", &Ssda903Codes::placement_change)
        );
        check("SEX", [&](const std::string& code) {
            return std::string(codes.sex_text(codes.sex(code).value(), year).value_or("none"));
        });
        check("PLACE", [&](const std::string& code) {
            const auto meant = codes.placement(code);
            REQUIRE(meant);
            return std::string(codes.place_text(*meant, year).value_or("none"));
        });
    }
}

}  // namespace
}  // namespace tyst
