#include "schema/event_codec.h"

#include <array>

#include <catch2/catch.hpp>

#include "schema/event_catalogue.h"
#include "schema/event_people.h"
#include "tests/schema/golden.h"
#include "tests/schema/sample_events.h"

namespace tyst {
namespace {

// What part 0 alone holds: people and links by pseudonym, attachments by name.
Event without_details(Event event) {
    visit_people(event, [](const std::string&, PersonCitation& citation) {
        citation = {
            .person = citation.person, .source = {}, .reference = {}, .name = {}, .role = {}
        };
    });
    visit_links(event, [](const std::string&, SubjectLink& link) { link.reference = {}; });
    for (Attachment& attachment : event.attachments) {
        attachment.content.clear();
    }
    return event;
}

std::vector<Event> every_event() {
    std::vector<Event> events = sample_events();
    for (Event& event : sample_relations()) {
        events.push_back(std::move(event));
    }
    return events;
}

TEST_CASE("event: each type comes back from its bytes, and its bytes come back from it") {
    for (const Event& event : every_event()) {
        INFO(name_of(type_of(event.body)));
        const EncodedEvent encoded = encode(event).value();
        const Event decoded = decode_event(as_bytes(encoded.event)).value();
        CHECK(decoded == without_details(event));
        CHECK(decode_event_checked(as_bytes(encoded.event)).value() == decoded);
        CHECK(encode(decoded).value().event == encoded.event);
    }
}

TEST_CASE("event: the bytes of version 1 of every type are what logs already hold") {
    const std::array<std::string, 3> relations{"corrects", "annuls", "reverses"};
    const std::vector<Event> events = every_event();
    for (std::size_t place = 0; place < events.size(); ++place) {
        const std::size_t samples = events.size() - relations.size();
        const std::string type = place < samples ? std::string(name_of(type_of(events[place].body)))
                                                 : relations.at(place - samples);
        INFO(type);
        const std::string bytes = encode(events[place]).value().event;
        const std::string golden =
            golden_bytes("event_" + type, "event version 1, part 0 of the sample " + type, bytes);
        CHECK(golden == bytes);
        CHECK(decode_event(as_bytes(golden)).value() == without_details(events[place]));
    }
    const EncodedEvent review = encode(sample_event(EventType::review_held)).value();
    const std::string& details = review.people.at(0).bytes;
    CHECK(
        golden_bytes("person_details", "event version 1, a cited person's part", details) == details
    );
}

TEST_CASE("event: fields that were added later have their bytes too") {
    for (const Event& event : sample_additions()) {
        const std::string type(name_of(type_of(event.body)));
        INFO(type);
        const std::string bytes = encode(event).value().event;
        const std::string golden = golden_bytes(
            "event_" + type + "_2", "event version 1, with the fields added later: " + type, bytes
        );
        CHECK(golden == bytes);
        CHECK(decode_event(as_bytes(golden)).value() == without_details(event));
    }
}

TEST_CASE("event: what has no pseudonym, no day or no room is not written") {
    Event event = sample_event(EventType::review_held);
    std::get<ReviewHeld>(event.body).chair->person = {};
    CHECK(encode(event).error().code == ErrorCode::invalid_value);
    event = sample_event(EventType::records_joined);
    std::get<RecordsJoined>(event.body).other.stream = {};
    CHECK(encode(event).error().code == ErrorCode::invalid_value);
    event = sample_event(EventType::placement_ended);
    event.occurred.date = Date{100'000};
    CHECK(encode(event).error().code == ErrorCode::year_out_of_range);
    event = sample_event(EventType::placement_ended);
    event.reason.assign(kPartContentMax, 'a');
    CHECK(encode(event).error().code == ErrorCode::too_large);
    event = sample_event(EventType::placement_ended);
    event.attachments.resize(145, {"a", "b"});
    CHECK(encode(event).error().code == ErrorCode::too_large);
    event.attachments.assign(1, {"a", std::string(kAttachmentSizeMax + 1, 'b')});
    CHECK(encode(event).error().code == ErrorCode::too_large);
}

TEST_CASE("event: long texts and lists come back whole") {
    Event event = sample_event(EventType::return_rows_received);
    std::get<ReturnRowsReceived>(event.body)
        .rows.assign(3000, {"episodes", 2, {"V0001", "", "tŷ", std::string(20, 'x')}});
    event.attachments = {{"a.pdf", "content"}, {"b.pdf", ""}};
    event.reason.assign(60'000, 'a');
    const EncodedEvent encoded = encode(event).value();
    CHECK(decode_event_checked(as_bytes(encoded.event)).value() == without_details(event));
}

TEST_CASE("event: another version or an unknown type is named and refused") {
    const std::string good = encode(sample_event(EventType::placement_ended)).value().event;
    std::size_t refused = 0;
    for (const std::size_t place : {std::size_t{8}, std::size_t{10}}) {
        std::string bad = good;
        bad[place] = 0x63;
        const Result<Event> read = decode_event(as_bytes(bad));
        REQUIRE_FALSE(read);
        INFO(read.error().context);
        refused += read.error().context.find("unknown") != std::string::npos ? 1U : 0U;
    }
    CHECK(refused == 2);
}

TEST_CASE("event: each cited person's details stand in one part and come back from it") {
    const Event event = sample_event(EventType::review_held);
    const EncodedEvent encoded = encode(event).value();
    REQUIRE(encoded.people.size() == 2);
    Event decoded = decode_event(as_bytes(encoded.event)).value();
    CHECK(encoded.event.find("Synthetic Person") == std::string::npos);
    for (const EncodedPerson& person : encoded.people) {
        REQUIRE(add_person_part(decoded, person.person, as_bytes(person.bytes)));
    }
    CHECK(decoded == event);
    const auto& review = std::get<ReviewHeld>(decoded.body);
    CHECK(review.chair->role == "chair");
    CHECK(review.decisions[1].responsible->role == "reviewing officer");
}

TEST_CASE("event: a person's details are refused where the event does not cite that person") {
    const Event event = sample_event(EventType::review_held);
    const EncodedEvent encoded = encode(event).value();
    Event decoded = decode_event(as_bytes(encoded.event)).value();
    const Event before = decoded;
    const auto wrong_person =
        add_person_part(decoded, encoded.people[1].person, as_bytes(encoded.people[0].bytes));
    CHECK(wrong_person.error().code == ErrorCode::corrupt_event);
    CHECK(decoded == before);
}

}  // namespace
}  // namespace tyst
