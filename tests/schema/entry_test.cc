#include "schema/entry.h"

#include <array>
#include <cstdio>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/schema/golden.h"
#include "tests/schema/sample_entry.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

std::string output_of(const std::string& command) {
    std::FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 4096> buffer{};
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        output.append(buffer.data(), size);
    }
    CHECK(pclose(pipe) == 0);
    return output;
}

TEST_CASE("entry: what is encoded comes back, and only those bytes stand for it") {
    for (const std::size_t parts : {std::size_t{1}, std::size_t{3}, kEntryPartsMax}) {
        Entry entry = sample_entry(parts);
        const std::string bytes = encode(entry).value();
        CHECK(bytes.size() <= kEntrySizeMax);
        CHECK(decode_entry(as_bytes(bytes)).value() == entry);
        CHECK(encode(decode_entry(as_bytes(bytes)).value()).value() == bytes);
        entry.previous.reset();
        CHECK(decode_entry(as_bytes(encode(entry).value())).value() == entry);
    }
    for (const std::size_t parts : {std::size_t{1}, std::size_t{3}, kEntryPartsWithHeadsMax}) {
        const Entry entry = sample_entry_with_heads(parts);
        const std::string bytes = encode(entry).value();
        CHECK(bytes.size() <= kEntrySizeMax);
        CHECK(decode_entry(as_bytes(bytes)).value() == entry);
    }
}

TEST_CASE("entry: the bytes of version 1 are what logs already hold") {
    const std::string one = encode(sample_entry(1)).value();
    CHECK(golden_bytes("entry_1_part", "entry version 1, one part", one) == one);
    Entry first = sample_entry(3);
    first.index = {};
    first.revision = {};
    first.previous.reset();
    first.entry_class = EntryClass::access;
    const std::string three = encode(first).value();
    CHECK(
        golden_bytes("entry_3_parts", "entry version 1, three parts, first of its stream", three) ==
        three
    );
    CHECK(decode_entry(as_bytes(golden_bytes("entry_3_parts", "", ""))).value() == first);
}

TEST_CASE("entry: the bytes of version 2 are what logs already hold") {
    const Entry entry = sample_entry_with_heads(1);
    const std::string one = encode(entry).value();
    CHECK(golden_bytes("entry_2_heads", "entry version 2, one part", one) == one);
    const std::string three = encode(sample_entry_with_heads(3)).value();
    CHECK(golden_bytes("entry_2_heads_3_parts", "entry version 2, three parts", three) == three);
    CHECK(decode_entry(as_bytes(golden_bytes("entry_2_heads", "", ""))).value() == entry);
}

TEST_CASE("entry: without a root over heads it is of version 1, with one of version 2, and no mix"
) {
    const std::size_t version = 8 + 4 * 8;
    std::string old = encode(sample_entry(1)).value();
    std::string with_heads = encode(sample_entry_with_heads(1)).value();
    CHECK(old[version] == 1);
    CHECK(with_heads[version] == 2);
    CHECK(with_heads.size() == old.size() + 5 * 8);
    old[version] = 2;
    with_heads[version] = 1;
    CHECK(decode_entry(as_bytes(old)).error().code == ErrorCode::corrupt_entry);
    CHECK(decode_entry(as_bytes(with_heads)).error().code == ErrorCode::corrupt_entry);
}

TEST_CASE("entry: the capnp tool prints it from its bytes and the published schema") {
    const test::TemporaryDirectory directory;
    const auto file = directory.path() / "entry.bin";
    std::ofstream(file, std::ios::binary) << encode(sample_entry(2)).value();
    const std::string text = output_of(
        "capnp decode --flat " TYST_SOURCE_DIR "/schema/entry.capnp Entry < " + file.string()
    );
    for (const char* line :
         {"index = 41",
          "previous = 17",
          "formatVersion = 1",
          "entryClass = child",
          "size = 273",
          "restriction = thirdParty"}) {
        INFO(text);
        CHECK(text.find(line) != std::string::npos);
    }
    std::ofstream(file, std::ios::binary) << encode(sample_entry_with_heads(1)).value();
    const std::string with_heads = output_of(
        "capnp decode --flat " TYST_SOURCE_DIR "/schema/entry.capnp Entry < " + file.string()
    );
    CHECK(with_heads.find("formatVersion = 2") != std::string::npos);
    CHECK(with_heads.find("streamHeads = ") != std::string::npos);
}

TEST_CASE("entry: the bytes are Cap'n Proto's own canonical form") {
    const test::TemporaryDirectory directory;
    const auto file = directory.path() / "entry.bin";
    for (const Entry& entry : {sample_entry(2), sample_entry_with_heads(1)}) {
        const std::string bytes = encode(entry).value();
        std::ofstream(file, std::ios::binary) << bytes;
        const std::string again = output_of(
            "capnp convert flat:canonical " TYST_SOURCE_DIR "/schema/entry.capnp Entry < " +
            file.string()
        );
        CHECK(again == bytes);
    }
}

TEST_CASE("entry: one without parts, with an empty part or with too many parts is not written") {
    Entry entry = sample_entry(kEntryPartsMax + 1);
    CHECK(encode(entry).error().code == ErrorCode::too_large);
    CHECK(
        encode(sample_entry_with_heads(kEntryPartsWithHeadsMax + 1)).error().code ==
        ErrorCode::too_large
    );
    entry.parts.clear();
    CHECK(encode(entry).error().code == ErrorCode::invalid_value);
    entry = sample_entry(2);
    entry.parts[1].size = 0;
    CHECK(encode(entry).error().code == ErrorCode::invalid_value);
}

TEST_CASE("entry: another version, class, kind or more bytes are corrupt_entry") {
    const std::string good = encode(sample_entry(1)).value();
    const std::size_t version = 8 + 4 * 8;
    for (const std::size_t place : {version, version + 2}) {
        std::string bad = good;
        bad[place] = 9;
        CHECK(decode_entry(as_bytes(bad)).error().code == ErrorCode::corrupt_entry);
    }
    CHECK_FALSE(decode_entry(as_bytes(good + std::string(8, '\0'))));
    CHECK_FALSE(decode_entry(as_bytes(good + "x")));
    CHECK_FALSE(decode_entry(as_bytes(std::string(kEntrySizeMax + 8, '\0'))));
    CHECK_FALSE(decode_entry({}));
}

}  // namespace
}  // namespace tyst
