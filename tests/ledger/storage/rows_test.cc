#include <numeric>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"
#include "ledger/storage/key_rows.h"
#include "ledger/storage/lock_directory.h"
#include "ledger/storage/log_rows.h"
#include "ledger/storage/root_key.h"

// The worked examples of docs/formats.md, "Keys" to "Lock directory".
namespace tyst::storage {
namespace {

template <class Id>
Id counting_from(std::uint8_t first) {
    Id id;
    std::iota(id.bytes.begin(), id.bytes.end(), first);
    return id;
}

std::string hex(std::string_view bytes) {
    return to_hex(as_bytes(bytes));
}

const auto kStream = counting_from<StreamId>(0x10);
constexpr LogIndex kIndex{700};
constexpr StreamRevision kRevision{5};

TEST_CASE("log rows: their bytes are those of the published examples") {
    CHECK(hex(log_rows::number_key(700)) == "00000000000002bc");
    CHECK(hex(log_rows::tile_key({1, 2})) == "010000000000000002");
    CHECK(
        hex(log_rows::part_key({kStream, kRevision, 1})) ==
        "101112131415161718191a1b1c1d1e1f00000000000000050001"
    );
    CHECK(hex(log_rows::head_tile_key(1, 2)) == "01010002");
    CHECK(hex(log_rows::head_key(kStream)) == "02101112131415161718191a1b1c1d1e1f");
    CHECK(hex(log_rows::encode(StreamHead{6, kIndex})) == "000000000000000600000000000002bc");
    CHECK(log_rows::parse_head_key(log_rows::head_key(kStream)).value() == kStream);
    CHECK_FALSE(log_rows::parse_head_key("short"));
    CHECK_FALSE(log_rows::parse_head("short"));
    std::string row = log_rows::unnumbered_part_row(
        counting_from<StreamId>(0x20), counting_from<Salt>(0x80), "\xaa\xaa\xaa"
    );
    log_rows::number_part_row(row, kIndex, {1'600'000'000'000'000});
    CHECK(
        hex(row) ==
        "00000000000002bc0005af3107a40000"
        "202122232425262728292a2b2c2d2e2f"
        "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9faaaaaa"
    );
    log_rows::IdRow id{kIndex, kStream, kRevision, {}, {}};
    id.content.bytes.fill(0x33);
    const HmacKey key(counting_from<SecretKey>(0));
    id.check = log_rows::id_row_check(key, counting_from<EventId>(0x40), id);
    CHECK(
        hex(log_rows::encode(id)) ==
        "00000000000002bc101112131415161718191a1b1c1d1e1f0000000000000005"
        "3333333333333333333333333333333333333333333333333333333333333333"
        "6dc8168b816ef870794f6640f594cf2f"
    );
    CHECK(log_rows::parse_id_row(log_rows::encode(id)).value() == id);
}

TEST_CASE("log rows: the key of a time-stamp is that of the published example") {
    const std::string key = log_rows::time_stamp_key({700, 1});
    CHECK(hex(key) == "00000000000002bc0001");
    CHECK(log_rows::parse_time_stamp_key(key).value() == log_rows::TimeStampPlace{700, 1});
    CHECK_FALSE(log_rows::parse_time_stamp_key(key.substr(1)));
    CHECK_FALSE(log_rows::parse_time_stamp_key(key + "x"));
}

TEST_CASE("key rows: their bytes are those of the published examples") {
    CHECK(hex(key_rows::node_key(2, 3)) == "0200000003");
    const key_rows::SubjectRow subject{700, 0, "\xbb\xbb\xbb"};
    CHECK(hex(key_rows::encode(subject)) == "000002bc000000000000000000bbbbbb");
    const SubjectReference reference{
        SubjectKind::child, Compartment::child_case, "ssda903", "V0001"
    };
    CHECK(hex(key_rows::encode(reference)) == "010100077373646139303300055630303031");
    CHECK(
        to_text(RootKey{0, counting_from<SecretKey>(0)}) ==
        "tyst-root-key/1 0 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f "
        "71bdb290ed40e02b\n"
    );
}

TEST_CASE("anchor: its text is that of the published example, and nothing else is read") {
    const Anchor anchor{"tyst.example/W06000014", 0, empty_root()};
    const std::string text = to_text(anchor);
    CHECK(
        text ==
        "tyst-anchor/1\ntyst.example/W06000014\n0\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        "4d782e92c91f2a77915aa9ad9ef8acefa44a268c858f164665c7a4df205dc156\n"
    );
    REQUIRE(parse_anchor(text).value() == anchor);
    for (std::size_t length = 0; length < text.size(); ++length) {
        REQUIRE(parse_anchor(text.substr(0, length)).error().code == ErrorCode::corrupt_lock);
        std::string changed = text;
        changed[length] = static_cast<char>(changed[length] ^ 1);
        REQUIRE(parse_anchor(changed).error().code == ErrorCode::corrupt_lock);
    }
}

TEST_CASE("rows: every shortened value is refused, none is read beyond its end") {
    const key_rows::SubjectSecret secret{
        {SubjectKind::child, Compartment::none, "s", "r"}, counting_from<SecretKey>(0)
    };
    const std::string bytes = key_rows::encode(secret);
    REQUIRE(key_rows::decode_subject_secret(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        REQUIRE_FALSE(key_rows::decode_subject_secret(bytes.substr(0, length)));
    }
    for (std::size_t length = 0; length < 13; ++length) {
        REQUIRE_FALSE(key_rows::decode_subject(std::string(length, '\0')));
    }
    for (std::size_t length = 0; length <= 64; ++length) {
        // 32 bytes are what an erasure leaves.
        REQUIRE(log_rows::parse_part_row(std::string(length, '\0')).has_value() == (length == 32));
    }
    REQUIRE_FALSE(log_rows::parse_part_key(std::string(25, '\0')));
    REQUIRE_FALSE(log_rows::parse_id_row(std::string(79, '\0')));
}

}  // namespace
}  // namespace tyst::storage
