#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/projections/returns/written_return.h"

// Rules that look back over every return that is held: what two years alone answer otherwise.
namespace tyst {
namespace {

using test::WrittenReturns;
using YearRows = std::vector<std::string>;

const std::string kYoungPerson = "header|SEX=1|DOB=01/02/2001|ETHNIC=WBRI|UPN=UN1";
const std::string kLeaver = "oc3|DOB=01/02/2001|IN_TOUCH=YES|ACTIV=F1|ACCOM=B1";

std::string in_care(const std::string& change) {
    return "episodes|RNE=S|LS=C2|CIN=N1|PLACE=U6|PLACE_PROVIDER=PR1|" + change;
}

// Years from the first on, one after the other.
WrittenReturns years_from(int first, const std::vector<YearRows>& years) {
    WrittenReturns returns;
    for (const YearRows& rows : years) {
        returns.year(first++, rows);
    }
    return returns;
}

bool finds_rule(const WrittenReturns& returns, const std::string& rule) {
    return std::ranges::count(returns.found(), rule) > 0;
}

// What a rule says with every year and with the last two.
struct Answers {
    bool all = false;
    bool two = false;
    bool operator==(const Answers&) const = default;
};
Answers answers(const std::string& rule, int first, const std::vector<YearRows>& years) {
    const auto last_two = static_cast<std::ptrdiff_t>(years.size()) - 2;
    const std::vector<YearRows> two(years.begin() + last_two, years.end());
    return {
        finds_rule(years_from(first, years), rule),
        finds_rule(years_from(first + static_cast<int>(last_two), two), rule)
    };
}

TEST_CASE("return rules: who died, was transferred or adopted in any year held is no in_care leaver"
) {
    for (const char* const reason : {"E2", "E3", "E11", "E12"}) {
        const std::string ended =
            in_care("DECOM=01/06/2015|DEC=01/06/2017|REC=" + std::string(reason));
        INFO(reason);
        CHECK(
            answers(
                "1000", 2018, {{kYoungPerson, ended}, {kYoungPerson}, {kYoungPerson, kLeaver}}
            ) == Answers{true, false}
        );
    }
    const std::string home = in_care("DECOM=01/06/2015|DEC=01/06/2017|REC=E4A");
    CHECK(
        answers("1000", 2018, {{kYoungPerson, home}, {kYoungPerson}, {kYoungPerson, kLeaver}}) ==
        Answers{false, false}
    );
    // Came back after a transfer.
    const std::string away = in_care("DECOM=01/06/2015|DEC=01/06/2017|REC=E3");
    const std::string back = in_care("DECOM=01/08/2018|DEC=01/02/2019|REC=E5");
    CHECK(
        answers(
            "1000", 2018, {{kYoungPerson, away}, {kYoungPerson, back}, {kYoungPerson, kLeaver}}
        ) == Answers{false, false}
    );
}

TEST_CASE("return rules: thirteen weeks from fourteen on are added up over every year held") {
    // Born 2001-02-01: 14 on 2015-02-01, 16 on 2017-02-01, 18 in the collection of 2019.
    const std::string long_ago = in_care("DECOM=01/03/2015|DEC=01/03/2016|REC=E4A");
    const std::string at_sixteen = in_care("DECOM=01/03/2017|DEC=08/03/2017|REC=E4A");
    const auto with = [&](const YearRows& first, const YearRows& second) {
        return answers("1001", 2016, {first, second, {kYoungPerson}, {kYoungPerson, kLeaver}});
    };
    CHECK(with({kYoungPerson, long_ago}, {kYoungPerson, at_sixteen}) == Answers{false, true});
    // Thirteen weeks, but none of them at sixteen.
    CHECK(with({kYoungPerson, long_ago}, {kYoungPerson}) == Answers{true, true});
    // At sixteen, but a week in all.
    CHECK(with({kYoungPerson}, {kYoungPerson, at_sixteen}) == Answers{true, true});
    // Short breaks do not count.
    CHECK(
        with(
            {kYoungPerson, in_care("LS=V3|DECOM=01/03/2015|DEC=01/03/2016|REC=E4A")},
            {kYoungPerson, at_sixteen}
        ) == Answers{true, true}
    );
    // Exactly ninety-one days, one of them at sixteen.
    const YearRows enough{kYoungPerson, in_care("DECOM=03/11/2016|DEC=02/02/2017|REC=E4A")};
    const YearRows too_few{kYoungPerson, in_care("DECOM=04/11/2016|DEC=02/02/2017|REC=E4A")};
    CHECK(with({kYoungPerson}, enough).all == false);
    CHECK(with({kYoungPerson}, too_few).all == true);
}

TEST_CASE("return rules: an older in_care leaver is judged only where the years held reach back") {
    const std::string header = "header|SEX=1|DOB=01/02/1999|ETHNIC=WBRI|UPN=UN1";
    const std::string leaver = "oc3|DOB=01/02/1999|IN_TOUCH=YES|ACTIV=F1|ACCOM=B1";
    const std::vector<YearRows> since_2018{{header}, {header, leaver}};
    CHECK(!finds_rule(years_from(2018, since_2018), "1001"));
    // 14 on 2013-02-01, which is in the collection of 2013; 20 on 2019-02-01.
    std::vector<YearRows> since_2013(6, YearRows{header});
    since_2013.push_back({header, leaver});
    CHECK(finds_rule(years_from(2013, since_2013), "1001"));
}

TEST_CASE("return rules: a in_care leaver has episodes in one of the years held") {
    const std::string left = in_care("DECOM=01/06/2015|DEC=01/06/2017|REC=E5");
    CHECK(
        answers("1002", 2018, {{kYoungPerson, left}, {kYoungPerson}, {kYoungPerson, kLeaver}}) ==
        Answers{false, true}
    );
    CHECK(
        answers("1002", 2018, {{kYoungPerson}, {kYoungPerson}, {kYoungPerson, kLeaver}}) ==
        Answers{true, true}
    );
    CHECK(
        answers("1002", 2018, {{kYoungPerson}, {kYoungPerson}, {kYoungPerson, kLeaver, left}}) ==
        Answers{false, false}
    );
}

TEST_CASE("return rules: a missing period left open in any year held stands in this one") {
    const std::string open = "missing|DOB=01/02/2001|MISSING=M|MIS_START=05/03/2018";
    const std::string closed = open + "|MIS_END=09/04/2018";
    const std::string other = "missing|DOB=01/02/2001|MISSING=M|MIS_START=05/06/2019";
    CHECK(
        answers("576", 2018, {{kYoungPerson, open}, {kYoungPerson}, {kYoungPerson, other}}) ==
        Answers{true, false}
    );
    CHECK(
        answers("576", 2018, {{kYoungPerson}, {kYoungPerson, open}, {kYoungPerson, other}}) ==
        Answers{true, true}
    );
    CHECK(
        answers("576", 2018, {{kYoungPerson}, {kYoungPerson, open}, {kYoungPerson, closed}}) ==
        Answers{false, false}
    );
    // The newest return that has the period decides whether it is open.
    CHECK(
        answers(
            "576", 2018, {{kYoungPerson, open}, {kYoungPerson, closed}, {kYoungPerson, other}}
        ) == Answers{false, false}
    );
    // No missing period of the child at all this year: the header says so.
    const auto none = years_from(2018, {{kYoungPerson, open}, {kYoungPerson}});
    REQUIRE(finds_rule(none, "576"));
}

TEST_CASE("return rules: an earlier permanence order came before in_care began, in whatever year") {
    const auto permanence = [](const std::string& day) {
        return "previous_permanence|DOB=01/02/2001|PREV_PERM=P1|DATE_PERM=" + day;
    };
    const std::string start = in_care("DECOM=01/06/2016|DEC=01/06/2018|REC=X1");
    const std::string moved = in_care("DECOM=01/06/2018|RNE=P|PLACE=U4");
    const auto said = [&](const std::string& day) {
        return answers(
            "632",
            2017,
            {{kYoungPerson, start}, {kYoungPerson}, {kYoungPerson, moved, permanence(day)}}
        );
    };
    CHECK(said("31/05/2016") == Answers{false, false});
    // After in_care began in 2016, before the first row of the last two years.
    CHECK(said("01/06/2016") == Answers{true, false});
    CHECK(said("01/06/2018") == Answers{true, true});
    CHECK(said("ZZ/06/2016") == Answers{true, false});
    CHECK(said("ZZ/05/2016") == Answers{false, false});
    CHECK(said("ZZ/ZZ/2017") == Answers{true, false});
    CHECK(said("ZZ/ZZ/ZZZZ") == Answers{false, false});
    CHECK(said("ZZ/ZZ/ZZ") == Answers{true, true});
    CHECK(said("01/13/2000") == Answers{true, true});
    CHECK(said("") == Answers{false, false});
}

}  // namespace
}  // namespace tyst
