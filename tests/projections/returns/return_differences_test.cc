#include "projections/returns/return_differences.h"

#include <set>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"
#include "tests/projections/returns/written_return.h"

namespace tyst {
namespace {

using test::day;

// Rows that are exported, written as those that are received.
ExportedReturn exported_rows(int year, const std::vector<std::string>& rows, LogIndex event) {
    const ReturnLayout& layout = test::ssda903_form().layout(year);
    test::WrittenReturns written;
    written.year(year, rows);
    const ReturnSnapshot& snapshot = *written.input().current;
    ExportedReturn exported;
    exported.year = year;
    exported.question = test::asked(std::to_string(year) + "-03-31");
    for (std::size_t child = 0; child < snapshot.children().size(); ++child) {
        ExportedChild& own = exported.children.emplace_back();
        own.reference = snapshot.pool().text(snapshot.children()[child]);
        for (std::size_t table = 0; table < layout.tables.size(); ++table) {
            const auto [first, last] = snapshot.rows_of(table, child);
            for (std::size_t at = first; at < last; ++at) {
                ExportedRow& row = own.rows.emplace_back();
                row.table = layout.tables[table].id;
                row.events = {event};
                for (std::size_t column = 0; column < layout.tables[table].columns.size();
                     ++column) {
                    row.values.emplace_back(snapshot.row(table, at).text(column));
                }
            }
        }
    }
    return exported;
}

struct Compared {
    std::vector<std::string> received = {};
    std::vector<std::string> now = {};
    std::vector<std::string> then = {};
    std::uint64_t event = 20;  // that exported rows rest on; the return was received in entry 10
    int year = 2018;
};

// "episodes DEC overlap", "reviews row-not-exported outside-collection".
std::vector<std::string> causes(const Compared& compared) {
    test::WrittenReturns written;
    written.year(compared.year, compared.received);
    const ExportedReturn now = exported_rows(compared.year, compared.now, {compared.event});
    const ExportedReturn then = exported_rows(
        compared.year, compared.then.empty() ? compared.now : compared.then, {compared.event}
    );
    const Ssda903Codes codes(test::shipped_reference().codes());
    const ReturnComparison comparison = compare_returns(
        {.received = written.input().current,
         .statement = {10},
         .received_on = day("2018-05-24"),
         .now = &now,
         .then = &then,
         .codes = &codes}
    );
    std::vector<std::string> texts;
    for (const ReturnDifference& difference : comparison.differences) {
        texts.push_back(
            std::string(difference.table) + " " +
            (difference.kind == DifferenceKind::value ? std::string(difference.column)
                                                      : std::string(name(difference.kind))) +
            " " + std::string(name(difference.cause))
        );
    }
    return texts;
}

using Texts = std::vector<std::string>;

const std::string kHeader = "header|SEX=1|DOB=01/02/2008|ETHNIC=WBRI";
const std::string kRow =
    "episodes|DECOM=01/06/2017|RNE=S|LS=C2|CIN=N1|PLACE=U6|PLACE_PROVIDER=PR1|HOME_POST=CF1 1AA";

TEST_CASE("return differences: equal rows differ in nothing") {
    CHECK(causes({.received = {kHeader, kRow}, .now = {kHeader, kRow}}).empty());
}

TEST_CASE("return differences: each has the one cause that the rows show") {
    struct Case {
        const char* what;
        Compared compared;
        Texts causes;
    };
    const std::string ended = kRow + "|DEC=01/09/2017|REC=X1";
    const std::string next =
        "episodes|DECOM=01/09/2017|RNE=P|LS=C2|CIN=N1|PLACE=K2|PLACE_PROVIDER=PR1";
    const auto with = [](std::string row, std::string_view what, std::string_view by) {
        return row.replace(row.find(what), what.size(), by);
    };
    const Case cases[] = {
        {"case",
         {{kHeader, with(kRow, "U6", "u6")}, {kHeader, kRow}},
         {"episodes PLACE written-otherwise"}},
        {"carer",
         {{kHeader, ended, with(next, "RNE=P", "RNE=T")}, {kHeader, ended, next}},
         {"episodes RNE code-not-told-apart"}},
        {"header's birth date",
         {{kHeader, kRow, "reviews|DOB=01/03/2008|REVIEW=01/07/2017|REVIEW_CODE=PN1"},
          {kHeader, kRow, "reviews|DOB=01/02/2008|REVIEW=01/07/2017|REVIEW_CODE=PN1"}},
         {"reviews DOB repeated-value-disagrees"}},
        {"no header row", {{kRow}, {kHeader, kRow}}, {"header row-not-received child-not-in-header"}
        },
        {"refused row",
         {{kHeader, kRow, "reviews|DOB=01/02/2008|REVIEW=31/02/2018|REVIEW_CODE=PN1"},
          {kHeader, kRow}},
         {"reviews row-not-exported value-refused"}},
        {"refused value",
         {{with(kHeader, "WBRI", "QQQQ"), kRow}, {with(kHeader, "WBRI", ""), kRow}},
         {"header ETHNIC value-refused"}},
        {"outside",
         {{kHeader, kRow, "reviews|DOB=01/02/2008|REVIEW=01/04/2018|REVIEW_CODE=PN1"},
          {kHeader, kRow}},
         {"reviews row-not-exported outside-collection"}},
        {"twice",
         {{kHeader, kRow, kRow}, {kHeader, kRow}},
         {"episodes row-not-exported duplicate-row"}},
        {"reason without day",
         {{kHeader, kRow + "|REC=X1"}, {kHeader, kRow}},
         {"episodes REC end-reason-without-date"}},
        {"no start",
         {{kHeader, with(kRow, "RNE=S", "RNE=L")}, {kHeader, with(kRow, "RNE=S", "RNE=")}},
         {"episodes RNE began-earlier"}},
        {"no day",
         {{kHeader,
           kRow,
           "episodes|DECOM=01/08/2017|RNE=P|LS=C2|CIN=N1|PLACE=K2|DEC=01/08/2017|REC=X1"},
          {kHeader, kRow}},
         {"episodes row-not-exported covers-no-day"}},
        {"gap",
         {{kHeader, ended, with(next, "01/09/2017", "05/09/2017")},
          {kHeader,
           ended,
           "episodes|DECOM=01/09/2017|RNE=P|LS=C2|CIN=N1|DEC=05/09/2017|REC=X1",
           with(next, "01/09/2017", "05/09/2017")}},
         {"episodes row-not-received gap"}},
        {"overlap",
         {{kHeader, with(ended, "01/09/2017", "10/09/2017"), next}, {kHeader, ended, next}},
         {"episodes DEC overlap"}},
        {"open and followed",
         {{kHeader, kRow, next}, {kHeader, ended, next}},
         {"episodes DEC open-row-followed", "episodes REC open-row-followed"}},
        {"need",
         {{kHeader, ended, with(next, "N1", "N2")}, {kHeader, ended, next}},
         {"episodes CIN need-of-period"}},
        {"no placement ends",
         {{kHeader, kRow + "|DEC=01/09/2017|REC=E4A|REASON_PLACE_CHANGE=CARPL"},
          {kHeader, kRow + "|DEC=01/09/2017|REC=E4A"}},
         {"episodes REASON_PLACE_CHANGE no-placement-ended"}},
        {"a code of a later year, where no placement ends",
         {{kHeader, kRow + "|DEC=01/09/2017|REC=E4A|REASON_PLACE_CHANGE=CUSTOD"},
          {kHeader, kRow + "|DEC=01/09/2017|REC=E4A"}},
         {"episodes REASON_PLACE_CHANGE no-placement-ended"}},
        {"later",
         {{kHeader, kRow}, {kHeader, ended, next}, {kHeader, kRow}},
         {"episodes DEC later-knowledge",
          "episodes REC later-knowledge",
          "episodes row-not-received later-knowledge"}},
        {"stated before",
         {{kHeader, with(kRow, "C2", "V2")}, {kHeader, kRow}, {}, 5},
         {"episodes LS first-stated-otherwise"}},
        {"known before",
         {{kHeader, ended}, {kHeader, ended, next}, {}, 5},
         {"episodes row-not-received known-from-elsewhere"}},
        {"nobody", {{kHeader}, {}}, {"header row-not-exported not-in-cohort"}},
        {"nothing explains",
         {{kHeader, with(kRow, "C2", "V2")}, {kHeader, kRow}},
         {"episodes LS unexplained"}},
    };
    for (const Case& one : cases) {
        INFO(one.what);
        CHECK(causes(one.compared) == one.causes);
    }
}

TEST_CASE("return differences: the causes are the codes of the reference set, in both languages") {
    const auto& texts = test::shipped_reference().codes().codes("return-difference");
    REQUIRE(texts.size() == kDifferenceCauseCount);
    std::set<std::string> named;
    for (std::size_t cause = 0; cause < kDifferenceCauseCount; ++cause) {
        named.emplace(name(static_cast<DifferenceCause>(cause)));
    }
    for (const CodeEntry& text : texts) {
        CHECK(named.contains(text.id));
        CHECK_FALSE(text.title_cy.empty());
    }
}

}  // namespace
}  // namespace tyst
