#include "ledger/intake/return_xml_file.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "ledger/intake/ssda903_received.h"

namespace tyst {
namespace {

using Values = std::vector<std::string>;

const std::string kIdentity =
    "<CHILDID>A1</CHILDID><UPN/><SEX>2</SEX><DOB>01/02/2008</DOB><ETHNIC>WBRI</ETHNIC>";
const std::string kEpisode =
    "<EPISODE><DECOM>01/06/2020</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL>"
    "<HOME_POST> A&amp;B </HOME_POST><PLACE_PROVIDER>PR1</PLACE_PROVIDER><DEC/><REC/></EPISODE>";

std::string document(const std::string& header, const std::string& rest = "") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EXPSSDA903>\n<CHILD><HEADER>" + header +
           "</HEADER>\n" + rest + "</CHILD></EXPSSDA903>\n";
}

Result<Ssda903Return> parsed(const std::string& text, int year = 2021) {
    return parse_ssda903_xml("r.xml", text, year);
}

std::vector<Values> rows(const Ssda903Return& received, Ssda903Table table) {
    std::vector<Values> values;
    const auto file = std::ranges::find(received.files, table, &Ssda903File::table);
    if (file == received.files.end()) return values;
    for (const CsvRow& row : file->csv.rows) {
        values.push_back(row.values);
    }
    return values;
}

std::string refusal(const std::string& text, int year = 2021) {
    const auto received = parsed(text, year);
    REQUIRE_FALSE(received);
    CHECK(received.error().code == ErrorCode::invalid_value);
    return received.error().context;
}

TEST_CASE("xml: a child's elements become the rows that its CSV files would have") {
    const auto received = parsed(document(
        kIdentity + "<UASC>1</UASC><DUC>01/02/2026</DUC><DATE_MATCH>03/04/2020</DATE_MATCH>"
                    "<IN_TOUCH>YES</IN_TOUCH>"
                    "<AREVIEW><REVIEW>05/06/2020</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
                    "<AREVIEW><REVIEW>05/12/2020</REVIEW><REVIEW_CODE>PN2</REVIEW_CODE></AREVIEW>"
                    "<OC2><SDQ_SCORE>7</SDQ_SCORE></OC2>",
        kEpisode
    ));
    INFO((received ? "" : received.error().context));
    REQUIRE(received);
    CHECK(
        rows(*received, Ssda903Table::header) ==
        std::vector<Values>{{"A1", "2", "01/02/2008", "WBRI", "", "", ""}}
    );
    CHECK(
        rows(*received, Ssda903Table::episodes) ==
        std::vector<Values>{
            {"A1", "01/06/2020", "S", "C2", "N1", "U6", "PR1", "", "", "", " A&B ", "", ""}
        }
    );
    CHECK(
        rows(*received, Ssda903Table::unaccompanied_asylum_seeking) ==
        std::vector<Values>{{"A1", "2", "01/02/2008", "01/02/2026"}}
    );
    CHECK(
        rows(*received, Ssda903Table::reviews) ==
        std::vector<Values>{
            {"A1", "01/02/2008", "05/06/2020", "PN1"}, {"A1", "01/02/2008", "05/12/2020", "PN2"}
        }
    );
    CHECK(
        rows(*received, Ssda903Table::adoption) ==
        std::vector<Values>{{"A1", "01/02/2008", "", "03/04/2020", "", "", "", ""}}
    );
    CHECK(
        rows(*received, Ssda903Table::care_leavers) ==
        std::vector<Values>{{"A1", "01/02/2008", "YES", "", ""}}
    );
    CHECK(rows(*received, Ssda903Table::yearly_outcomes).size() == 1);
    CHECK(rows(*received, Ssda903Table::missing).empty());
    CHECK(digests_text(*received).ends_with("  r.xml\n"));
    CHECK(received->files.front().csv.name == "r.xml.header.csv");
    CHECK(received->files.front().csv.rows.front().line == 2);
}

TEST_CASE("xml: a mistake is told by file, line and path of the element") {
    struct Mistake {
        std::string text;
        const char* says;
    };
    const std::string good = kIdentity + "<UASC/>";
    const Mistake mistakes[] = {
        {"<EXPSSDA903><CHILD>", "r.xml, line 1, /EXPSSDA903/CHILD[1]: no XML"},
        {"", "no XML"},
        {"<RETURN/>", "/RETURN: the form has no such element here"},
        {document(good + "<SHOE_SIZE>4</SHOE_SIZE>"),
         "line 3, /EXPSSDA903/CHILD[1]/HEADER/SHOE_SIZE: the form has no such element here"},
        {document(good + "<UPN/>"), "/HEADER/UPN: stands twice"},
        {document(kIdentity), "/HEADER: has no element UASC"},
        {document(kIdentity + "<UASC>x</UASC>"), "HEADER/UASC: 'x' is neither 0 nor 1"},
        {document(kIdentity + "<UASC>0</UASC><DUC>01/02/2020</DUC>"), "HEADER/DUC: the flag UASC"},
        {document(good, "<EPISODE><DECOM>1</DECOM></EPISODE>"),
         "line 4, /EXPSSDA903/CHILD[1]/EPISODE[1]: has no element RNE"},
        {document(good, "words"), "text stands where elements must stand"},
        {document(good + "<MOTHER><B/></MOTHER>"), "an element stands where a value must stand"},
        {document(good + "<MOTHER a=\"1\"/>"), "the form has no attributes"},
        {document(good, "<HEADER>" + good + "</HEADER>"), "/HEADER: stands twice"},
        {"<EXPSSDA903><CHILD/></EXPSSDA903>", "CHILD[1]: has no element HEADER"},
    };
    for (const Mistake& mistake : mistakes) {
        INFO(mistake.text);
        CHECK_THAT(refusal(mistake.text), Catch::Contains(mistake.says));
    }
    CHECK_THAT(refusal(document(good), 2022), Catch::Contains("is that of 2021"));
}

TEST_CASE("xml: what is meant to exhaust a reader is refused") {
    const std::string good = kIdentity + "<UASC/>";
    const std::string laughs =
        "<!DOCTYPE b [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
        "<EXPSSDA903><CHILD>&b;</CHILD></EXPSSDA903>";
    CHECK_THAT(refusal(laughs), Catch::Contains("a document type stands here"));
    CHECK_THAT(
        refusal("<!DOCTYPE EXPSSDA903 SYSTEM \"file:///etc/passwd\"><EXPSSDA903/>"),
        Catch::Contains("a document type stands here")
    );
    std::string deep;
    for (int level = 0; level < 100'000; ++level) {
        deep += "<CHILD>";
    }
    CHECK_THAT(refusal("<EXPSSDA903>" + deep), Catch::Contains("no such element here"));
    std::string episodes;
    for (std::size_t episode = 0; episode < 367; ++episode) {
        episodes += kEpisode;
    }
    CHECK_THAT(
        refusal(document(good, episodes)), Catch::Contains("EPISODE[367]: stands more often")
    );
    std::string reviews;
    for (int review = 0; review < 53; ++review) {
        reviews += "<AREVIEW><REVIEW/><REVIEW_CODE/></AREVIEW>";
    }
    CHECK_THAT(refusal(document(good + reviews)), Catch::Contains("more often than 52 times"));
    CHECK_THAT(
        refusal(document(good + "<MOTHER>" + std::string(40'000, 'x') + "</MOTHER>")),
        Catch::Contains("more than 32 KiB")
    );
}

TEST_CASE("xml: a document without a child is no return") {
    const auto received = parsed("<EXPSSDA903/>");
    REQUIRE_FALSE(received);
    CHECK(received.error().code == ErrorCode::not_found);
}

}  // namespace
}  // namespace tyst
