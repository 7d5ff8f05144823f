#include <random>

#include <catch2/catch.hpp>

#include "schema/entry.h"
#include "schema/event_catalogue.h"
#include "schema/event_codec.h"
#include "tests/schema/sample_entry.h"
#include "tests/schema/sample_events.h"

namespace tyst {
namespace {

// Whatever the bytes are, a decoder gives a value or its own error, and a value can be used.
void try_event(const std::string& bytes) {
    const Result<Event> event = decode_event(as_bytes(bytes));
    if (!event) {
        REQUIRE(event.error().code == ErrorCode::corrupt_event);
        return;
    }
    const Result<EncodedEvent> again = encode(*event);
    const Result<Event> checked = decode_event_checked(as_bytes(bytes));
    REQUIRE(checked.has_value() == (again && again->event == bytes));
}

bool try_entry(const std::string& bytes) {
    const Result<Entry> entry = decode_entry(as_bytes(bytes));
    if (!entry) {
        REQUIRE(entry.error().code == ErrorCode::corrupt_entry);
        return false;
    }
    REQUIRE(encode(*entry).value() == bytes);
    return true;
}

void flip(std::string& bytes, std::size_t bit) {
    bytes[bit / 8] =
        static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) ^ (1U << bit % 8));
}

std::string random_bytes(std::mt19937_64& random, std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(random());
    }
    return bytes;
}

TEST_CASE("hostile: every single flipped bit of an entry gives another entry or corrupt_entry") {
    const Entry entry = GENERATE(sample_entry(3), sample_entry_with_heads(2));
    std::string bytes = encode(entry).value();
    std::size_t taken = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        flip(bytes, bit);
        taken += try_entry(bytes) ? 1U : 0U;
        const Result<Entry> read = decode_entry(as_bytes(bytes));
        REQUIRE((!read || *read != entry));
        flip(bytes, bit);
    }
    CHECK(taken > 0);
    CHECK(taken < bytes.size() * 8);
}

TEST_CASE("hostile: every single flipped bit of an event gives an event or corrupt_event") {
    for (const Event& event : sample_events()) {
        INFO(name_of(type_of(event.body)));
        std::string bytes = encode(event).value().event;
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            flip(bytes, bit);
            try_event(bytes);
            flip(bytes, bit);
        }
    }
}

TEST_CASE("hostile: every single flipped bit of a person's details fits or gives corrupt_event") {
    const Event event = sample_event(EventType::review_held);
    const EncodedEvent encoded = encode(event).value();
    for (EncodedPerson person : encoded.people) {
        for (std::size_t bit = 0; bit < person.bytes.size() * 8; ++bit) {
            flip(person.bytes, bit);
            Event target = event;
            const Result<void> added =
                add_person_part(target, person.person, as_bytes(person.bytes));
            REQUIRE((added || added.error().code == ErrorCode::corrupt_event));
            REQUIRE((added || target == event));
            flip(person.bytes, bit);
        }
    }
}

TEST_CASE("hostile: no beginning of an entry or an event stands for a whole one") {
    for (const Entry& sample : {sample_entry(2), sample_entry_with_heads(2)}) {
        const std::string entry = encode(sample).value();
        for (std::size_t size = 0; size < entry.size(); ++size) {
            REQUIRE_FALSE(decode_entry(as_bytes(entry.substr(0, size))));
        }
    }
    for (const Event& event : sample_events()) {
        const std::string bytes = encode(event).value().event;
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            try_event(bytes.substr(0, size));
            REQUIRE_FALSE(decode_event_checked(as_bytes(bytes.substr(0, size))));
        }
    }
}

TEST_CASE("hostile: random bytes and random damage are read or refused within bounds") {
    constexpr std::uint64_t kSeed = 20190331;
    INFO("seed " << kSeed);
    std::mt19937_64 random(kSeed);
    const std::vector<Event> events = sample_events();
    const std::string entries[] = {
        encode(sample_entry(2)).value(), encode(sample_entry_with_heads(2)).value()
    };
    for (int round = 0; round < 3000; ++round) {
        const std::string noise = random_bytes(random, random() % 512);
        try_event(noise);
        try_entry(noise);
        std::string damaged = encode(events[random() % events.size()]).value().event;
        std::string damaged_entry = entries[round % 2];
        for (int count = 0; count < 8; ++count) {
            flip(damaged, random() % (damaged.size() * 8));
            flip(damaged_entry, random() % (damaged_entry.size() * 8));
        }
        try_event(damaged);
        try_entry(damaged_entry);
    }
}

TEST_CASE("hostile: a list that claims half a billion items costs nothing") {
    // A root struct of the size of an event whose pointers all are lists of zero-size items.
    std::string bytes(8 + 40 * 8, '\0');
    bytes[4] = 20;
    bytes[6] = 20;
    for (std::size_t pointer = 21; pointer <= 40; ++pointer) {
        bytes[pointer * 8] = 1;
        bytes[pointer * 8 + 4] = static_cast<char>(0xf8);
        bytes[pointer * 8 + 5] = static_cast<char>(0xff);
        bytes[pointer * 8 + 6] = static_cast<char>(0xff);
        bytes[pointer * 8 + 7] = static_cast<char>(0xff);
    }
    try_event(bytes);
    try_entry(bytes);
    Event event = sample_event(EventType::review_held);
    CHECK_FALSE(
        add_person_part(event, std::get<ReviewHeld>(event.body).chair->person, as_bytes(bytes))
    );
}

}  // namespace
}  // namespace tyst
