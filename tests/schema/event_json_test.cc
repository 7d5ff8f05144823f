#include "schema/event_json.h"

#include <catch2/catch.hpp>

#include "schema/event_check.h"
#include "schema/event_people.h"
#include "tests/schema/sample_events.h"
#include "tests/schema/test_codes.h"

namespace tyst {
namespace {

// What JSON can say: people and links by reference, no actor.
Submission submission_of(Event event) {
    event.recorded_by = {};
    visit_people(event, [](const std::string&, PersonCitation& citation) { citation.person = {}; });
    visit_links(event, [](const std::string&, SubjectLink& link) { link.stream = {}; });
    return {{SubjectKind::child, Compartment::child_case, "sample", "V0001"}, std::move(event)};
}

std::vector<Submission> every_submission() {
    std::vector<Submission> submissions;
    for (const Event& event : sample_events()) {
        submissions.push_back(submission_of(event));
    }
    for (const Event& event : sample_relations()) {
        submissions.push_back(submission_of(event));
    }
    submissions[0].event.id = {};
    submissions[1].subject.compartment = Compartment::adoption;
    submissions[2].subject = {SubjectKind::worker, Compartment::none, "sample", "SW12"};
    submissions[3].event.occurred = {
        Date::of(2019, 1, 1), std::nullopt, OccurrencePrecision::year, 3
    };
    submissions[4].event.occurred = {
        Date::of(2019, 5, 1), std::nullopt, OccurrencePrecision::month, 0
    };
    const Timestamp late{start_of_london_day(Date::of(2019, 7, 1)).microseconds + 1};
    submissions[5].event.occurred = {Date::of(2019, 7, 1), late, OccurrencePrecision::instant, 0};
    submissions[6].event.correlation = CorrelationId{};
    submissions[6].event.correlation->bytes.fill(0xc0);
    submissions[7].event.attachments = {{"order.pdf", std::string("%PDF\0\xff", 6)}, {"empty", ""}};
    submissions[8].event.reason = "Geiriau Cymraeg: tŷ, gŵr — \"quoted\"\n\\ and a new line";
    return submissions;
}

TEST_CASE("json: each type and each relation comes back from its line as it was") {
    const CodeBook codes = shipped_codes();
    for (const Submission& submission : every_submission()) {
        const std::string line = to_json(submission);
        INFO(line);
        CHECK(line.find('\n') == std::string::npos);
        const Result<Submission> read = submission_from_json(line, codes);
        if (!read) {
            FAIL(read.error().context);
        }
        CHECK(*read == submission);
        CHECK(to_json(*read) == line);
    }
}

TEST_CASE("json: an event may use the words of the law of its day, and is stored under one code") {
    const CodeBook codes = shipped_codes();
    const auto read = [&](std::string_view word) {
        const auto submission = submission_from_json(
            R"({"type":"legal_status_started","subject":{"kind":"child","source":"sample",)"
            R"("reference":"V0001"},"occurred":"2015-03-01","body":{"status":")" +
                std::string(word) + R"("}})",
            codes
        );
        INFO((submission ? "" : submission.error().context));
        REQUIRE(submission);
        return std::get<LegalStatusStarted>(submission->event.body).status;
    };
    CHECK(read("section-20") == "voluntary");
    CHECK(read("section-76") == "voluntary");
    CHECK(read("voluntary") == "voluntary");
    CHECK(read("residence-order") == "child-arrangements-order");
}

}  // namespace
}  // namespace tyst
