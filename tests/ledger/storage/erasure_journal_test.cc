#include "ledger/storage/erasure_journal.h"

#include <catch2/catch.hpp>

namespace tyst::storage {
namespace {

template <class Id>
Id filled_with(std::uint8_t byte) {
    Id id;
    id.bytes.fill(byte);
    return id;
}

ErasureJournal example() {
    ErasureJournal journal;
    journal.receipt = filled_with<EventId>(0x40);
    journal.request = filled_with<EventId>(0x41);
    journal.approval = filled_with<EventId>(0x42);
    journal.actor = filled_with<StreamId>(0x22);
    journal.destroyed_at = Timestamp{1'600'000'000'000'000};
    journal.root_generation = 1;
    journal.old_root = filled_with<Hash>(0x50);
    journal.new_root = filled_with<Hash>(0x51);
    journal.holds_checked = 2;
    journal.destroyed = {{filled_with<StreamId>(0x10), filled_with<Hash>(0x60)}};
    return journal;
}

TEST_CASE("erasure journal: its bytes are those of the published example") {
    const std::string hex = to_hex(as_bytes(encode(example())));
    CHECK(
        hex ==
        "40404040404040404040404040404040"
        "41414141414141414141414141414141"
        "42424242424242424242424242424242"
        "22222222222222222222222222222222"
        "0005af3107a40000"
        "0000000000000001"
        "5050505050505050505050505050505050505050505050505050505050505050"
        "5151515151515151515151515151515151515151515151515151515151515151"
        "00000002"
        "10101010101010101010101010101010"
        "6060606060606060606060606060606060606060606060606060606060606060"
    );
    CHECK(decode_erasure_journal(encode(example())).value() == example());
}

TEST_CASE("erasure journal: every other length is refused, none is read beyond its end") {
    ErasureJournal journal = example();
    journal.destroyed.push_back({filled_with<StreamId>(0x11), filled_with<Hash>(0x61)});
    const std::string bytes = encode(journal);
    REQUIRE(decode_erasure_journal(bytes).value() == journal);
    const std::string one = encode(example());
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const auto decoded = decode_erasure_journal(std::string_view(bytes).substr(0, length));
        INFO("length " << length);
        REQUIRE(decoded.has_value() == (length == one.size() || length == bytes.size()));
        if (!decoded) {
            REQUIRE(decoded.error().code == ErrorCode::corrupt_key);
        }
    }
}

}  // namespace
}  // namespace tyst::storage
