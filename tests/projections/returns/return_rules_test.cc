#include <algorithm>
#include <numeric>
#include <random>

#include <catch2/catch.hpp>

#include "projections/returns/value_rules.h"
#include "tests/projections/returns/written_return.h"
#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

using test::WrittenReturns;
using Codes = std::vector<std::string>;

// One episode of a child born in 2008, with what a test changes. Later values of a column win.
std::string episode(const std::string& change) {
    return "episodes|DECOM=01/06/2018|RNE=S|LS=C2|CIN=N1|PLACE=U6|PLACE_PROVIDER=PR1|PL_POST=CF1 "
           "1AA|URN=1234567|" +
           change;
}
std::string header(const std::string& change = "DOB=01/02/2008") {
    return "header|SEX=1|DOB=01/02/2008|ETHNIC=WBRI|UPN=UN1|" + change;
}

struct Row {
    const char* rule;
    std::vector<std::string> rows;
    bool found;
};

// Checks, for the collection of 2019 alone, whether a rule finds something.
void check_table(const std::vector<Row>& table) {
    for (const Row& row : table) {
        const Codes found = WrittenReturns().year(2019, row.rows).found();
        INFO(row.rule << ": " << row.rows.back() << " (expected " << row.found << ")");
        CHECK((std::ranges::find(found, row.rule) != found.end()) == row.found);
    }
}

const std::string kEnds = "DEC=01/09/2018|REC=X1|REASON_PLACE_CHANGE=CARPL";
const std::string kLeaves = "DEC=01/09/2018|REC=E4A";

TEST_CASE("return rules: a clean return finds nothing") {
    CHECK(WrittenReturns()
              .year(
                  2019,
                  {header(),
                   episode(kEnds),
                   episode("DECOM=01/09/2018|RNE=P|PLACE=U4|PL_POST=CF2 2BB"),
                   "reviews|DOB=01/02/2008|REVIEW=20/06/2018|REVIEW_CODE=PN1"}
              )
              .found()
              .empty());
}

TEST_CASE("return rules: dates of an episode") {
    check_table({
        {"148", {header(), episode("DEC=01/09/2018")}, true},
        {"148", {header(), episode("REC=X1")}, true},
        {"148", {header(), episode("")}, false},
        {"353", {header(), episode("DECOM=13/10/1991")}, true},
        {"353", {header(), episode("DECOM=14/10/1991")}, false},
        {"354", {header(), episode("DECOM=01/04/2019")}, true},
        {"354", {header(), episode("DECOM=31/03/2019")}, false},
        {"385", {header(), episode("DEC=01/04/2019|REC=E4A")}, true},
        {"355", {header(), episode("DEC=01/06/2018|REC=E4A")}, true},
        {"355", {header(), episode("DEC=02/06/2018|REC=E4A")}, false},
        {"356", {header(), episode("DEC=31/05/2018|REC=E4A")}, true},
        {"302", {header("DOB=02/06/2018"), episode("")}, true},
        {"302", {header("DOB=01/06/2018"), episode("")}, false},
        {"301", {header("DOB=01/04/2019"), episode("")}, true},
    });
}

TEST_CASE("return rules: the chain of episodes") {
    const std::string second = "DECOM=01/09/2018|RNE=P|PLACE=U4|";
    check_table({
        {"142", {header(), episode(""), episode(second)}, true},
        {"142", {header(), episode(kEnds), episode(second)}, false},
        {"501", {header(), episode("DEC=02/09/2018|REC=X1"), episode(second)}, true},
        {"501", {header(), episode(kEnds), episode(second)}, false},
        {"433", {header(), episode("DEC=30/08/2018|REC=X1"), episode(second)}, true},
        {"433", {header(), episode(kEnds), episode(second)}, false},
        {"431", {header(), episode(kLeaves), episode(second + "RNE=S")}, true},
        {"431", {header(), episode(kLeaves), episode(second + "RNE=S|DECOM=02/09/2018")}, false},
        {"432", {header(), episode(kLeaves), episode(second)}, true},
        {"432", {header(), episode(kLeaves), episode(second + "RNE=S")}, false},
        {"388", {header(), episode(kEnds)}, true},
        {"388", {header(), episode(kLeaves)}, false},
        {"388", {header(), episode(kLeaves), episode(second)}, true},
        {"388", {header(), episode("DEC=31/08/2018|REC=X1"), episode(second)}, true},
        {"357", {header(), episode("RNE=P")}, true},
        {"357", {header(), episode("")}, false},
        {"504", {header(), episode(kEnds), episode(second + "CIN=N2")}, true},
        {"504", {header(), episode(kLeaves), episode(second + "RNE=S|CIN=N2")}, false},
        {"437", {header(), episode("DEC=01/09/2018|REC=E2"), episode(second)}, true},
        {"199", {header(), episode("DEC=01/09/2018|REC=E11"), episode(second)}, true},
        {"199", {header(), episode("DEC=01/09/2018|REC=E11")}, false},
    });
}

TEST_CASE("return rules: a reason for a new episode says what changed, and only that") {
    const std::string next = "DECOM=01/09/2018|";
    check_table({
        {"434", {header(), episode(kEnds), episode(next + "RNE=L|LS=E1")}, false},
        {"434", {header(), episode(kEnds), episode(next + "RNE=L")}, true},
        {"434", {header(), episode(kEnds), episode(next + "RNE=L|LS=E1|PLACE=U4")}, true},
        {"434", {header(), episode(kEnds), episode(next + "RNE=L|LS=E1|URN=7654321")}, true},
        {"435", {header(), episode(kEnds), episode(next + "RNE=P|PLACE=U4")}, false},
        {"435", {header(), episode(kEnds), episode(next + "RNE=P")}, true},
        {"435", {header(), episode(kEnds), episode(next + "RNE=P|LS=E1|PLACE=U4")}, true},
        {"435", {header(), episode(kEnds + "|URN="), episode(next + "RNE=T|URN=")}, true},
        {"436", {header(), episode(kEnds), episode(next + "RNE=B|LS=E1|PLACE=U4")}, false},
        {"436", {header(), episode(kEnds), episode(next + "RNE=B|LS=E1")}, true},
        {"436", {header(), episode(kEnds), episode(next + "RNE=U|PLACE=U4")}, true},
    });
}

TEST_CASE("return rules: how long a status or a stay may last") {
    check_table({
        {"361", {header(), episode("LS=L1|DEC=04/06/2018|REC=E4A")}, false},
        {"361", {header(), episode("LS=L1|DEC=05/06/2018|REC=E4A")}, true},
        {"361",
         {header(),
          episode("LS=L1|DEC=03/06/2018|REC=X1"),
          episode("LS=L1|DECOM=03/06/2018|RNE=P|PLACE=U4|DEC=05/06/2018|REC=E4A")},
         true},
        {"361",
         {header(),
          episode("LS=L1|DEC=03/06/2018|REC=E4A"),
          episode("LS=L1|DECOM=04/06/2018|RNE=S|DEC=06/06/2018|REC=E4A")},
         false},
        {"362", {header(), episode("LS=L2|DEC=22/06/2018|REC=E4A")}, false},
        {"362", {header(), episode("LS=L2|DEC=23/06/2018|REC=E4A")}, true},
        {"362", {header(), episode("LS=L2")}, true},
        {"363", {header(), episode("LS=L3|DEC=09/06/2018|REC=E4A")}, true},
        {"364", {header(), episode("LS=J2|DEC=23/06/2018|REC=E4A")}, true},
        {"365", {header(), episode("LS=V3|DEC=18/06/2018|REC=E4A")}, false},
        {"365", {header(), episode("LS=V3|DEC=19/06/2018|REC=E4A")}, true},
        {"366", {header(), episode("LS=V3|RNE=P")}, true},
        {"367",
         {header(),
          episode("LS=V3|DECOM=01/04/2018|DEC=15/05/2018|REC=E4A"),
          episode("LS=V3|DECOM=01/06/2018|DEC=02/07/2018|REC=E4A")},
         false},
        {"367",
         {header(),
          episode("LS=V3|DECOM=01/04/2018|DEC=15/05/2018|REC=E4A"),
          episode("LS=V3|DECOM=01/06/2018|DEC=03/07/2018|REC=E4A")},
         true},
        {"367", {header(), episode("LS=V3|DECOM=01/01/2018|DEC=03/04/2018|REC=E4A")}, false},
        {"375", {header(), episode("PLACE=T1|DEC=14/07/2018|REC=X1")}, true},
        {"375", {header(), episode("PLACE=T1|DEC=13/07/2018|REC=X1")}, false},
        {"376", {header(), episode("PLACE=T3|DEC=23/06/2018|REC=X1")}, true},
        {"379", {header(), episode("PLACE=T4|DEC=08/06/2018|REC=X1")}, false},
        {"379", {header(), episode("PLACE=T4|DEC=09/06/2018|REC=X1")}, true},
        {"380", {header(), episode("PLACE=T2")}, true},
        {"381", {header(), episode("PLACE=T2|" + kLeaves)}, true},
        {"381", {header(), episode("PLACE=T2|" + kEnds)}, false},
    });
}

TEST_CASE("return rules: a temporary stay comes back to where it left") {
    const std::string away = "DECOM=01/09/2018|RNE=P|PLACE=T2|DEC=05/09/2018|REC=X1";
    check_table({
        {"383", {header(), episode(kEnds), episode(away), episode("DECOM=05/09/2018|RNE=P")}, false
        },
        {"383",
         {header(), episode(kEnds), episode(away), episode("DECOM=05/09/2018|RNE=P|PLACE=U4")},
         true},
        {"383", {header(), episode(kEnds), episode(away)}, false},
    });
}

TEST_CASE("return rules: a carer's holiday moves a child twice in a collection year") {
    std::vector<std::string> rows{header()};
    for (const std::string day : {"01/05/2018", "01/07/2018"}) {
        rows.push_back(episode("PLACE=T3|DECOM=" + day));
    }
    CHECK_FALSE(std::ranges::count(WrittenReturns().year(2019, rows).found(), "377"));
    rows.push_back(episode("PLACE=T3|DECOM=01/08/2017"));
    CHECK_FALSE(std::ranges::count(WrittenReturns().year(2019, rows).found(), "377"));
    rows.push_back(episode("PLACE=T3|DECOM=01/09/2018"));
    CHECK(std::ranges::count(WrittenReturns().year(2019, rows).found(), "377") == 1);
}

TEST_CASE("return rules: what may not be true together") {
    check_table({
        {"378", {header(), episode("PLACE=P1|LS=V2")}, true},
        {"378", {header(), episode("PLACE=P1|LS=C2")}, false},
        {"382", {header(), episode("PLACE=T4|LS=V3")}, true},
        {"384", {header(), episode("PLACE=U4|LS=V4")}, true},
        {"384", {header(), episode("PLACE=U6|LS=V4")}, false},
        {"408", {header(), episode("PLACE=A5")}, true},
        {"408", {header(), episode("PLACE=A5|LS=E1")}, false},
        {"426", {header(), episode("LS=V3|" + kLeaves), episode("LS=V4|DECOM=02/09/2018")}, true},
        {"426", {header(), episode("LS=V3|" + kLeaves), episode("LS=V3|DECOM=02/09/2018")}, false},
        {"445", {header(), episode("LS=D1|DECOM=31/12/2005")}, true},
        {"445", {header(), episode("LS=D1|DECOM=30/12/2005")}, false},
        {"446", {header(), episode("LS=E1|DECOM=29/12/2005")}, true},
        {"446", {header(), episode("LS=E1|DECOM=30/12/2005")}, false},
        {"451", {header(), episode("LS=D1|DECOM=01/01/2005")}, true},
    });
}

TEST_CASE("return rules: ages are lived years on the day") {
    check_table({
        {"352", {header("DOB=01/06/2000"), episode("")}, true},
        {"352", {header("DOB=02/06/2000"), episode("")}, false},
        {"352", {header("DOB=29/02/2000"), episode("DECOM=28/02/2018")}, false},
        {"352", {header("DOB=29/02/2000"), episode("DECOM=01/03/2018")}, true},
        {"358", {header("DOB=01/06/2008"), episode("LS=J1")}, false},
        {"358", {header("DOB=02/06/2008"), episode("LS=J1")}, true},
        {"359", {header("DOB=31/03/2001"), episode("DECOM=01/06/2010")}, true},
        {"359", {header("DOB=01/04/2001"), episode("DECOM=01/06/2010")}, false},
        {"359", {header("DOB=31/03/2001"), episode("DECOM=01/06/2010|LS=V2|PLACE=K2")}, false},
        {"371", {header("DOB=02/06/2002"), episode("PLACE=H5")}, true},
        {"372", {header("DOB=02/06/2008"), episode("PLACE=R5")}, true},
        {"373", {header("DOB=02/06/2014"), episode("PLACE=S1")}, true},
        {"374", {header("DOB=01/06/2004"), episode("PLACE=P3")}, false},
        {"386", {header("DOB=01/09/2000"), episode("DEC=01/09/2018|REC=E11")}, true},
        {"387", {header("DOB=02/09/2004"), episode("DEC=01/09/2018|REC=E5")}, true},
        {"389", {header("DOB=01/09/2002"), episode("DEC=01/09/2018|REC=E7")}, false},
        {"407", {header("DOB=01/09/2000"), episode("DEC=01/09/2018|REC=E45")}, true},
        {"460", {header("DOB=02/09/2000"), episode("DEC=01/09/2018|REC=E17")}, true},
        {"234",
         {header("DOB=02/09/2008"), episode("DEC=01/09/2018|REC=X1|REASON_PLACE_CHANGE=CUSTOD")},
         true},
    });
}

TEST_CASE("return rules: the way to adoption") {
    const std::string decision = "placed_for_adoption|DOB=01/02/2008|DATE_PLACED=01/05/2018";
    const std::string late = "placed_for_adoption|DOB=01/02/2008|DATE_PLACED=02/06/2018";
    const std::string details =
        "ad1|DOB=01/02/2008|DATE_INT=01/05/2018|DATE_MATCH=01/05/2018|"
        "FOSTER_CARE=0|NB_ADOPTR=2|SEX_ADOPTR=MF|LS_ADOPTR=L11";
    const std::string placed = episode("PLACE=A5|LS=E1");
    const std::string adopted = episode("PLACE=A5|LS=E1|DEC=01/09/2018|REC=E12");
    check_table({
        {"390", {header(), episode("DEC=01/09/2018|REC=E11")}, true},
        {"390", {header(), adopted}, false},
        {"551", {header(), placed}, true},
        {"551", {header(), decision, placed}, false},
        {"552", {header(), decision, placed}, false},
        {"552", {header(), late, placed}, true},
        {"553", {header(), episode("LS=E1")}, true},
        {"553", {header(), decision, episode("LS=E1")}, false},
        {"554", {header(), late, episode("LS=E1")}, true},
        {"554", {header(), decision, episode("LS=E1")}, false},
        {"557", {header(), decision, episode(kLeaves)}, true},
        {"557",
         {header(),
          decision + "|DATE_PLACED_CEASED=01/08/2018|REASON_PLACED_CEASED=RD1",
          episode(kLeaves)},
         false},
        {"558", {header(), decision + "|DATE_PLACED_CEASED=01/08/2018", adopted}, true},
        {"558", {header(), decision, adopted}, false},
        {"601", {header(), decision, adopted}, true},
        {"601", {header(), decision, details, adopted}, false},
        {"601", {header(), decision, details + "|SEX_ADOPTR=", adopted}, true},
        {"602", {header(), decision, details, placed}, true},
    });
}

TEST_CASE("return rules: reviews and missing periods") {
    const auto review = [](const std::string& change) {
        return "reviews|DOB=01/02/2008|REVIEW=01/07/2018|REVIEW_CODE=PN1|" + change;
    };
    const auto missing = [](const std::string& change) {
        return "missing|DOB=01/02/2008|MISSING=M|MIS_START=10/06/2018|MIS_END=12/06/2018|" + change;
    };
    check_table({
        {"166", {header(), episode(""), review("REVIEW=")}, true},
        {"167", {header(), episode(""), review("REVIEW_CODE=")}, true},
        {"440", {header(), episode(""), review("REVIEW_CODE=PN0")}, true},
        {"441", {header("DOB=02/07/2014"), episode(""), review("")}, true},
        {"441", {header("DOB=01/07/2014"), episode(""), review("")}, false},
        {"399", {header(), episode("LS=V4"), review("")}, true},
        {"399", {header(), episode(""), review("")}, false},
        {"574", {header(), episode(""), missing("MIS_END="), missing("MIS_START=01/07/2018")}, true
        },
        {"574", {header(), episode(""), missing(""), missing("MIS_START=11/06/2018")}, true},
        {"574", {header(), episode(""), missing(""), missing("MIS_START=12/06/2018")}, false},
        {"575", {header(), episode(kLeaves), missing("MIS_END=")}, true},
        {"577", {header(), episode(kLeaves), missing("MIS_END=02/09/2018")}, true},
        {"577", {header(), episode(kLeaves), missing("MIS_END=01/09/2018")}, false},
        {"578", {header(), episode(""), missing("MIS_START=31/05/2018")}, true},
        {"581", {header(), episode(kLeaves), missing("MIS_START=01/09/2018|MIS_END=")}, true},
    });
}

TEST_CASE("return rules: deprivation of liberty from the collection of 2027 on") {
    const std::string open =
        "episodes|DECOM=01/06/2026|RNE=S|LS=C2|CIN=N1|PLACE=K2|PLACE_PROVIDER=PR1|";
    const auto order = [](const std::string& change) {
        return "dolo|DOB=01/02/2012|DOLO_START=10/06/2026|DOLO_END=10/07/2026|" + change;
    };
    const auto found = [&](const std::vector<std::string>& rows, const char* rule) {
        std::vector<std::string> all{"header|SEX=M|DOB=01/02/2012|ETHNIC=WBRI|UPN=UN1"};
        all.insert(all.end(), rows.begin(), rows.end());
        return std::ranges::count(WrittenReturns().year(2027, all).found(), rule) == 1;
    };
    CHECK_FALSE(found({open, order("")}, "702"));
    CHECK(found({open, order("DOLO_START=")}, "700"));
    CHECK(found({open, order("DOLO_END=31/02/2026")}, "701"));
    CHECK(found({open, order("DOLO_END=09/06/2026")}, "702"));
    CHECK(found({open, order(""), order("DOLO_START=01/07/2026")}, "703"));
    CHECK(found({open, order("DOLO_START=31/01/2012")}, "704"));
    CHECK(found({open, order("DOLO_START=01/04/2027|DOLO_END=")}, "705"));
    CHECK(found({open + "DEC=01/07/2026|REC=E4A", order("")}, "707"));
    CHECK(found({open, order("DOLO_START=01/05/2026")}, "708"));
    CHECK(found({open + "PLACE=K1", order("")}, "709"));
    CHECK(found({open + "PLACE=U6", order("")}, "710"));
    CHECK_FALSE(found({open, order("")}, "710"));
    CHECK(
        std::ranges::count(
            WrittenReturns()
                .year(2027, {header(), open, order("DOLO_END=")})
                .year(2028, {header("SEX=M"), open})
                .found(),
            "706"
        ) == 1
    );
}

TEST_CASE("return rules: the year before is joined on") {
    const std::string carried = episode("DECOM=01/06/2017");
    const auto found = [&](const std::vector<std::string>& before,
                           const std::vector<std::string>& now) {
        return WrittenReturns().year(2018, before).year(2019, now).found();
    };
    CHECK(found({header(), carried}, {header(), carried}).empty());
    const std::vector<std::pair<const char*, std::string>> changes{
        {"503A", "RNE=P"},
        {"503B", "LS=E1"},
        {"503C", "CIN=N2"},
        {"503D", "PLACE=U4"},
        {"503E", "PLACE_PROVIDER=PR4"},
        {"503F", "URN=7654321"},
        {"502", "DECOM=02/06/2017"},
        {"562", "DECOM=02/06/2017"},
    };
    for (const auto& [rule, change] : changes) {
        INFO(rule);
        const Codes codes =
            found({header(), carried}, {header(), episode("DECOM=01/06/2017|" + change)});
        CHECK(std::ranges::count(codes, rule) == 1);
    }
    CHECK(std::ranges::count(found({header()}, {header(), carried}), "NoE") == 1);
    CHECK(
        std::ranges::count(found({header("SEX=2"), carried}, {header("SEX=1"), carried}), "202") ==
        1
    );
    CHECK(
        std::ranges::count(found({header("MOTHER=1"), carried}, {header(), carried}), "207") == 1
    );
}

TEST_CASE("return rules: a code that was replaced is no change over the year's end") {
    const auto found = [&](int year, const char* before, const char* now, const char* sex) {
        const std::string open = "DECOM=01/06/2020|PLACE=";
        return WrittenReturns()
            .year(year - 1, {header("DOB=01/02/2006"), episode(open + before)})
            .year(year, {header("DOB=01/02/2006|SEX=" + std::string(sex)), episode(open + now)})
            .found();
    };
    CHECK(found(2025, "H5", "K3", "M").empty() == false);  // 371: supported at 14
    CHECK(std::ranges::count(found(2025, "H5", "K3", "M"), "503D") == 0);
    CHECK(std::ranges::count(found(2025, "H5", "K3", "M"), "202") == 0);
    CHECK(std::ranges::count(found(2025, "H5", "K3", "F"), "202") == 1);
    CHECK(std::ranges::count(found(2026, "Z1", "Z13", "1"), "503D") == 0);
    CHECK(std::ranges::count(found(2026, "U6", "Z13", "1"), "503D") == 1);
}

TEST_CASE("return rules: with every year at hand an early start or adoption is seen") {
    const std::string old = episode("DECOM=01/06/2015|DEC=01/09/2015|REC=E11");
    const std::string later = episode("DECOM=01/06/2018|RNE=P");
    const auto all = WrittenReturns()
                         .year(2016, {header(), old})
                         .year(2018, {header()})
                         .year(2019, {header(), later});
    const auto two = WrittenReturns().year(2018, {header()}).year(2019, {header(), later});
    CHECK(std::ranges::count(all.found(), "199") == 1);
    CHECK(std::ranges::count(two.found(), "199") == 0);
    CHECK(std::ranges::count(all.found(), "357") == 0);
    CHECK(std::ranges::count(two.found(), "357") == 1);
}

TEST_CASE("return rules: a rule that cannot run is named with its reason") {
    const ReturnChecks checks = WrittenReturns().year(2019, {header()}).checks();
    const auto reason_of = [&](std::string_view code) -> std::string {
        for (const RuleNotRun& rule : checks.not_run) {
            if (return_rules()[rule.rule].code == code) {
                return std::string(name(rule.reason));
            }
        }
        return "run";
    };
    CHECK(reason_of("502") == "no-year-before");
    CHECK(reason_of("503G") == "no-postcodes");
    CHECK(reason_of("700") == "other-year");
    CHECK(reason_of("388") == "run");
}

TEST_CASE("return rules: each has a text, and each text a rule") {
    const ReferenceSet reference = shipped_reference_set();
    const ReturnRuleTexts* const texts = reference.return_rules("ssda903");
    REQUIRE(texts != nullptr);
    CHECK(texts->rules.size() == return_rules().size());
    for (const ReturnRule& rule : return_rules()) {
        INFO(rule.code);
        const ReturnRuleText* const text = texts->find(rule.code);
        REQUIRE(text != nullptr);
        CHECK(reference.codes().contains("return-fixer", text->fixer));
    }
}

// A return of many children whose rows are drawn at random, good and bad.
WrittenReturns drawn_returns(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto pick = [&](std::initializer_list<const char*> words) {
        return std::string(*(words.begin() + random() % words.size()));
    };
    const auto day = [&] {
        return pick({"01", "05", "17", "28"}) + "/" + pick({"01", "04", "06", "09"}) + "/" +
               pick({"2015", "2017", "2018", "2019"});
    };
    WrittenReturns returns;
    for (const int year : {2018, 2019}) {
        std::vector<std::string> rows;
        for (int child = 0; child < 60; ++child) {
            const std::string who = "CHILD=A" + std::to_string(child) + "|";
            rows.push_back("header|" + who + "SEX=1|ETHNIC=WBRI|UPN=UN1|DOB=" + day());
            for (std::size_t count = random() % 5; count > 0; --count) {
                rows.push_back(
                    "episodes|" + who + "DECOM=" + day() + "|RNE=" + pick({"S", "P", "L", "B"}) +
                    "|LS=" + pick({"C2", "V2", "V3", "E1", "L1"}) +
                    "|CIN=N1|PLACE=" + pick({"U6", "T1", "A5", "P1", "K2"}) +
                    "|DEC=" + pick({"", "17/09/2018"}) + "|REC=" + pick({"", "X1", "E4A", "E12"})
                );
            }
        }
        returns.year(year, rows);
    }
    return returns;
}

TEST_CASE("return rules: the order in which they run, and on how many threads, changes nothing") {
    const std::uint32_t seed = std::random_device()();
    CAPTURE(seed);
    const WrittenReturns returns = drawn_returns(seed);
    const ReturnChecks expected = returns.checks();
    REQUIRE(expected.findings.size() > 100);
    std::vector<std::size_t> order(return_rules().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937 random(seed);
    for (int round = 0; round < 5; ++round) {
        std::ranges::shuffle(order, random);
        CHECK(returns.checks(1, order).findings == expected.findings);
        CHECK(returns.checks(3, order).findings == expected.findings);
    }
}

TEST_CASE("value checks: what a spreadsheet damaged is named as such") {
    struct Value {
        const char* column;
        const char* value;
        const char* fault;
    };
    for (const Value& one : {
             Value{"DECOM", "", "missing"},
             Value{"DECOM", "43252", "spreadsheet-number"},
             Value{"DECOM", "43252.0", "spreadsheet-number"},
             Value{"DECOM", "2018-06-01", "spreadsheet-date"},
             Value{"DECOM", "1/6/18", "spreadsheet-date"},
             Value{"DECOM", "31/06/2018", "not-a-day"},
             Value{"DECOM", "soon", "not-a-date"},
             Value{"URN", "1234567.0", "spreadsheet-decimal"},
             Value{"URN", "1.2E+12", "spreadsheet-exponent"},
             Value{"URN", "123456789", "too-long"},
             Value{"LS", "XX", "not-in-codes"},
             Value{"LS", "c2", ""},
             Value{"CHILD", "A 1", "not-a-reference"},
             Value{"CHILD", "1.23E+05", "spreadsheet-exponent"},
             Value{"CHILD", "123456.0", "spreadsheet-decimal"},
             Value{"CHILD", "E12", ""},
             Value{"DEC", "", ""},
         }) {
        INFO(one.column << " " << one.value);
        const WrittenReturns returns =
            WrittenReturns().year(2019, {episode(std::string(one.column) + "=" + one.value)});
        const auto faults = check_values(*returns.input().current);
        if (std::string_view(one.fault).empty()) {
            CHECK(faults.empty());
        } else {
            REQUIRE(faults.size() == 1);
            CHECK(name(faults.front().fault) == one.fault);
        }
    }
}

}  // namespace
}  // namespace tyst
