#include "schema/event_codec.h"

#include <catch2/catch.hpp>

#include "schema/event_fields.h"
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

std::vector<Event> everything() {
    std::vector<Event> events = sample_events();
    for (Event& event : sample_relations()) {
        events.push_back(std::move(event));
    }
    return events;
}

TEST_CASE("event: each type comes back from its bytes, and its bytes come back from it") {
    for (const Event& event : everything()) {
        INFO(name_of(type_of(event.body)));
        const EncodedEvent encoded = encode(event).value();
        const Event decoded = decode_event(as_bytes(encoded.event)).value();
        CHECK(decoded == without_details(event));
        CHECK(decode_event_checked(as_bytes(encoded.event)).value() == decoded);
        CHECK(encode(decoded).value().event == encoded.event);
    }
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
