#include <catch2/catch.hpp>

#include "schema/event_json.h"
#include "schema/json_tree.h"
#include "schema/utf8.h"
#include "tests/schema/test_codes.h"

namespace tyst {
namespace {

constexpr const char* kTarget = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

// The line that all rows below spoil in one way each.
const std::string kPlacement =
    R"({"type":"placement_started","subject":{"kind":"child","source":"sample","reference":"V0001"},)"
    R"("occurred":"2019-03-01","body":{"setting":"foster","temporary":true,)"
    R"("carer":{"source":"sample","reference":"FC007","name":"Synthetic Carer"}}})";
const std::string kReview =
    R"({"type":"review_held","subject":{"kind":"child","source":"sample","reference":"V0001"},)"
    R"("occurred":"2019-03-01","body":{"decisions":[{"id":"1","by":"2019-04-01"},{"id":"2"}]}})";
const std::string kCorrection =
    std::string(
        R"({"type":"placement_started","subject":{"kind":"child","source":"sample","reference":"V0001"},)"
        R"("occurred":"2019-03-01","reason":"a slip","relation":{"kind":"corrects","target":")"
    ) +
    kTarget + R"("},"body":{"setting":"foster","location":null}})";
const std::string kAnnulment =
    std::string(
        R"({"subject":{"kind":"child","source":"sample","reference":"V0001"},"occurred":"2019-03-01",)"
        R"("reason":"wrong child","relation":{"kind":"annuls","target":")"
    ) +
    kTarget + R"("}})";

struct Row {
    std::string line;  // a good line
    std::string from;  // this piece of it …
    std::string to;    // … becomes this
    ErrorCode code;
    std::string context;  // stands somewhere in the error's context
};

std::string spoiled(const Row& row) {
    std::string line = row.line;
    const std::size_t place = line.find(row.from);
    REQUIRE(place != std::string::npos);
    return line.replace(place, row.from.size(), row.to);
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t round = 0; round < count; ++round) {
        result += text;
    }
    return result;
}

std::vector<Row> form_rows() {
    const std::string& placement = kPlacement;
    return {
        {placement, "}}}", "}}", ErrorCode::invalid_json, "ends before"},
        {placement, "}}}", "}}} x", ErrorCode::invalid_json, "after the value"},
        {placement, "{\"type\"", "{type", ErrorCode::invalid_json, "byte 2"},
        {placement, ":true", ":tru", ErrorCode::invalid_json, "not JSON"},
        {placement, placement, "[]", ErrorCode::wrong_type, "a list stands"},
        {placement, placement, repeated("[", 17), ErrorCode::too_large, "deep"},
        {placement, placement, repeated("[", 100'000), ErrorCode::too_large, "deep"},
        {placement, placement, "[" + repeated("1,", 10'001) + "1]", ErrorCode::too_large, "byte"},
        {placement,
         placement,
         "[\"" + repeated("a", 2'100'000) + "\"]",
         ErrorCode::too_large,
         "a line holds"},
        {placement,
         "\"setting\"",
         "\"setting\":\"foster\",\"setting\"",
         ErrorCode::duplicate_key,
         "body.'setting'"},
        {placement,
         "\"type\"",
         "\"occurred\":\"2019\",\"type\"",
         ErrorCode::duplicate_key,
         "occurred"},
        {placement,
         "\"name\":",
         "\"n\\u0061me\":\"x\",\"name\":",
         ErrorCode::duplicate_key,
         "body.carer.'name'"},
        {placement, "Synthetic", "\\ud800", ErrorCode::not_utf8, "surrogate"},
        {placement, "Synthetic", "\\ud800\\u0041", ErrorCode::not_utf8, "surrogate"},
        {placement, "Synthetic", "\\udc00", ErrorCode::not_utf8, "surrogate"},
        {placement, "Synthetic", "\xc3\x28", ErrorCode::not_utf8, "UTF-8"},
        {placement, "Synthetic", "\xed\xa0\x80", ErrorCode::not_utf8, "UTF-8"},
        {placement,
         "Synthetic",
         "\\u0000",
         ErrorCode::invalid_value,
         "body.carer.name: the text holds a zero"},
    };
}

std::vector<Row> field_rows() {
    const std::string& placement = kPlacement;
    const std::string& review = kReview;
    return {
        {placement, "\"setting\"", "\"seting\"", ErrorCode::unknown_field, "body.'seting'"},
        {placement, "\"setting\":\"foster\",", "", ErrorCode::missing_field, "body.setting"},
        {placement, "\"temporary\"", "\"temp\"", ErrorCode::unknown_field, "body.'temp'"},
        {placement, "\"occurred\"", "\"when\"", ErrorCode::unknown_field, "'when'"},
        {placement, "\"name\"", "\"surname\"", ErrorCode::unknown_field, "body.carer.'surname'"},
        {placement, "\"reference\":\"FC007\",", "", ErrorCode::missing_field, "body.carer.reference"
        },
        {placement, "\"occurred\":\"2019-03-01\",", "", ErrorCode::missing_field, "occurred"},
        {placement, "\"type\":\"placement_started\",", "", ErrorCode::missing_field, "type"},
        {placement,
         "placement_started",
         "placement_begun",
         ErrorCode::unknown_event_type,
         "'placement_begun'"},
        {placement, "placement_started", "none", ErrorCode::unknown_event_type, "type"},
        {placement, "\"foster\"", "7", ErrorCode::wrong_type, "body.setting: a number"},
        {placement, "\"foster\"", "null", ErrorCode::wrong_type, "body.setting: null"},
        {placement, "\"foster\"", "\"fosterr\"", ErrorCode::unknown_code, "body.setting: 'fosterr'"
        },
        {placement, "\"foster\"", "\"\"", ErrorCode::invalid_value, "body.setting: an empty"},
        {placement, "true", "\"yes\"", ErrorCode::wrong_type, "body.temporary"},
        {placement,
         "\"kind\":\"child\"",
         "\"kind\":\"kid\"",
         ErrorCode::unknown_code,
         "subject.kind: 'kid'"},
        {placement,
         "\"kind\":\"child\"",
         "\"kind\":\"child\",\"compartment\":\"none\"",
         ErrorCode::invalid_value,
         "subject.compartment"},
        {placement,
         "\"kind\":\"child\"",
         "\"kind\":\"worker\",\"compartment\":\"adoption\"",
         ErrorCode::invalid_value,
         "subject.compartment"},
        {placement,
         "\"kind\":\"child\"",
         "\"kind\":\"child\",\"compartment\":\"attic\"",
         ErrorCode::unknown_code,
         "subject.compartment: 'attic'"},
        {placement,
         "\"reference\":\"V0001\"",
         "\"reference\":\"\"",
         ErrorCode::invalid_value,
         "subject.reference"},
        {placement,
         "\"type\"",
         "\"id\":\"12\",\"type\"",
         ErrorCode::invalid_value,
         "id: '12' is not a UUID"},
        {placement,
         "\"type\"",
         "\"id\":\"00000000-0000-0000-0000-000000000000\",\"type\"",
         ErrorCode::invalid_value,
         "id"},
        {placement,
         "\"type\"",
         "\"language\":\"fr\",\"type\"",
         ErrorCode::unknown_code,
         "language: 'fr'"},
        {placement,
         "\"type\"",
         "\"reason\":\"" + repeated("a", 70'000) + "\",\"type\"",
         ErrorCode::too_large,
         "reason: a text of 70000 bytes"},
        {placement,
         "\"type\"",
         "\"attachments\":[{\"name\":\"a\",\"content_base64\":\"QQ=\"}],\"type\"",
         ErrorCode::invalid_value,
         "attachments[0].content_base64"},
        {placement,
         "\"type\"",
         "\"attachments\":[{\"content_base64\":\"QQ==\"}],\"type\"",
         ErrorCode::missing_field,
         "attachments[0].name"},
        {review, "\"id\":\"2\"", "\"text\":\"x\"", ErrorCode::missing_field, "body.decisions[1].id"
        },
        {review,
         "\"2019-04-01\"",
         "\"2019-04-31\"",
         ErrorCode::impossible_date,
         "body.decisions[0].by: '2019-04-31'"},
        {review, "\"2019-04-01\"", "20190401", ErrorCode::wrong_type, "body.decisions[0].by"},
        {review,
         "\"2019-04-01\"",
         "\"2219-04-01\"",
         ErrorCode::year_out_of_range,
         "body.decisions[0].by: '2219-04-01'"},
    };
}

std::vector<Row> number_and_time_rows() {
    const std::string plan =
        R"({"type":"care_and_support_plan_recorded","subject":{"kind":"child","source":"s","reference":"r"},)"
        R"("occurred":"2019-03-01","sequence":1,"body":{"kind":"part-6","version":3}})";
    return {
        {plan, ":3", ":3.5", ErrorCode::invalid_value, "body.version: 3.5"},
        {plan, ":3", ":3e0", ErrorCode::invalid_value, "body.version"},
        {plan, ":3", ":-3", ErrorCode::invalid_value, "body.version: -3"},
        {plan, ":3", ":4294967296", ErrorCode::invalid_value, "body.version: 4294967296"},
        {plan, ":3", ":99999999999999999999999", ErrorCode::invalid_value, "body.version"},
        {plan, ":3", ":\"3\"", ErrorCode::wrong_type, "body.version"},
        {plan, "\"sequence\":1", "\"sequence\":65536", ErrorCode::invalid_value, "sequence: 65536"},
        {plan, "2019-03-01", "2019-02-29", ErrorCode::impossible_date, "occurred: '2019-02-29'"},
        {plan, "2019-03-01", "01/03/2019", ErrorCode::impossible_date, "occurred: '01/03/2019'"},
        {plan, "2019-03-01", "1899", ErrorCode::year_out_of_range, "occurred: '1899'"},
        {plan, "2019-03-01", "2101-01", ErrorCode::year_out_of_range, "occurred: '2101-01'"},
        {plan, "2019-03-01", "2019-13", ErrorCode::impossible_date, "occurred: '2019-13'"},
        {plan, "2019-03-01", "2019-03-01T25:00:00Z", ErrorCode::impossible_date, "occurred"},
        {plan, "2019-03-01", "2019-03-01T10:00:00", ErrorCode::impossible_date, "occurred"},
        {plan,
         "\"sequence\":1",
         "\"learned\":\"2019-03-01T10:00:00Z\"",
         ErrorCode::missing_field,
         "source"},
        {plan,
         "\"sequence\":1",
         "\"source\":{\"table\":\"t\"}",
         ErrorCode::missing_field,
         "source.system"},
        {plan,
         "\"sequence\":1",
         "\"correlation\":\"x\"",
         ErrorCode::invalid_value,
         "correlation: 'x'"},
    };
}

std::vector<Row> relation_rows() {
    const std::string& correction = kCorrection;
    const std::string& annulment = kAnnulment;
    return {
        {correction,
         "\"setting\":\"foster\",\"location\":null",
         "",
         ErrorCode::relation_not_allowed,
         "at least one field"},
        {correction,
         "\"setting\":\"foster\"",
         "\"setting\":null",
         ErrorCode::missing_field,
         "body.setting: it cannot be removed"},
        {correction, "\"location\"", "\"locus\"", ErrorCode::unknown_field, "body.'locus'"},
        {correction, "\"reason\":\"a slip\",", "", ErrorCode::missing_field, "reason"},
        {correction, "corrects", "amends", ErrorCode::unknown_code, "relation.kind: 'amends'"},
        {correction,
         "\"type\"",
         std::string("\"id\":\"") + kTarget + "\",\"type\"",
         ErrorCode::relation_not_allowed,
         "relation.target"},
        {correction, "corrects", "annuls", ErrorCode::relation_not_allowed, "type"},
        {annulment, "annuls", "corrects", ErrorCode::missing_field, "type"},
        {annulment, "\"reason\"", "\"body\":{},\"reason\"", ErrorCode::relation_not_allowed, "body"
        },
        {annulment,
         "\"kind\":\"annuls\"",
         "\"kind\":\"annuls\",\"occurred\":true",
         ErrorCode::relation_not_allowed,
         "relation.occurred"},
        {annulment,
         std::string(",\"target\":\"") + kTarget + "\"",
         "",
         ErrorCode::missing_field,
         "relation.target"},
        {annulment, kTarget, "nobody", ErrorCode::invalid_value, "relation.target: 'nobody'"},
    };
}

TEST_CASE("json: every way to be wrong is refused with its code and the field's path") {
    const CodeBook codes = shipped_codes();
    for (const std::string& good : {kPlacement, kReview, kCorrection, kAnnulment}) {
        INFO(good);
        REQUIRE(submission_from_json(good, codes));
    }
    for (const auto& rows : {form_rows(), field_rows(), number_and_time_rows(), relation_rows()}) {
        for (const Row& row : rows) {
            const std::string line = spoiled(row);
            INFO(line.substr(0, 400));
            const Result<Submission> read = submission_from_json(line, codes);
            REQUIRE_FALSE(read);
            INFO(read.error().context);
            CHECK(name(read.error().code) == name(row.code));
            CHECK(read.error().context.find(row.context) != std::string::npos);
            CHECK(read.error().context.size() < 300);
        }
    }
}

TEST_CASE("json: an error never quotes a name, a reference or a text") {
    const CodeBook codes = shipped_codes();
    const std::string identity =
        R"({"type":"identity_recorded","subject":{"kind":"child","source":"s","reference":"SECRET"},)"
        R"("occurred":"2019-03-01","reason":"SECRET","body":{"given_name":"SECRET","sex":"female"}})";
    REQUIRE(submission_from_json(identity, codes));
    for (const auto& [from, to] :
         {std::pair(R"("given_name":"SECRET")", R"("given_name":["SECRET"])"),
          std::pair(R"("given_name":"SECRET")", R"("given_name":"SECRET\u0000")"),
          std::pair(R"("reference":"SECRET")", R"("reference":{"SECRET":1})"),
          std::pair(R"("reason":"SECRET")", R"("reason":"SECRET\ud800")"),
          std::pair(R"("female")", R"("no sex")")}) {
        std::string line = identity;
        line.replace(line.find(from), std::string_view(from).size(), to);
        const Result<Submission> read = submission_from_json(line, codes);
        REQUIRE_FALSE(read);
        INFO(read.error().context);
        CHECK(read.error().context.find("SECRET") == std::string::npos);
    }
}

TEST_CASE("json: any change of one byte of a line gives a submission or an error") {
    const CodeBook codes = shipped_codes();
    for (const std::string& good : {kPlacement, kReview, kCorrection}) {
        for (std::size_t place = 0; place < good.size(); ++place) {
            for (const int byte : {0x00, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0x80, 0xff, 0x39}) {
                std::string line = good;
                line[place] = static_cast<char>(byte);
                const Result<Submission> read = submission_from_json(line, codes);
                if (read) {
                    CHECK(submission_from_json(to_json(*read), codes).value() == *read);
                }
            }
        }
    }
}

TEST_CASE("text: UTF-8 is told from what only looks like it, and a quoted value is safe to print") {
    CHECK(is_utf8("t\xc5\xb7 \xf0\x9f\x98\x80"));
    for (const char* bad : {"\xc0\x80", "\xe2\x82", "\xf4\x90\x80\x80", "\xff", "\xed\xbf\xbf"}) {
        CHECK_FALSE(is_utf8(bad));
    }
    CHECK(in_quotes("a\nb") == "'a?b'");
    CHECK(in_quotes(repeated("x", 50)) == "'" + repeated("x", 40) + "…'");
}

}  // namespace
}  // namespace tyst
