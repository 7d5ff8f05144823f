#include <algorithm>
#include <filesystem>
#include <functional>
#include <random>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/storage/lock_directory.h"
#include "ledger/storage/root_key.h"
#include "tests/faults/file_bytes.h"
#include "tests/faults/trial.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::Base;
using test::content_of;
using test::error_text;
using test::write_content;

// Every way in which a small file may be damaged that these tests try: each bit flipped, each
// length that is too short, bytes added, and random bytes.
using Visit = std::function<void(const std::string& damaged)>;
void damage_everywhere(const std::string& content, const Visit& visit) {
    for (std::size_t bit = 0; bit < content.size() * 8; ++bit) {
        std::string damaged = content;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
        INFO("bit " << bit);
        visit(damaged);
    }
    for (std::size_t length = 0; length < content.size(); ++length) {
        INFO("length " << length);
        visit(content.substr(0, length));
    }
    for (const std::string& more : {std::string("\n"), std::string(1, '\0'), content}) {
        INFO("with more behind it");
        visit(content + more);
    }
    constexpr unsigned kSeed = 20'190'331;
    constexpr int kRandomFiles = 200;
    INFO("seed " << kSeed);
    std::mt19937 random(kSeed);
    for (int i = 0; i < kRandomFiles; ++i) {
        std::string bytes(random() % (2 * content.size()), '\0');
        for (char& byte : bytes) {
            byte = static_cast<char>(random());
        }
        visit(bytes);
    }
}

// The same, one bit of every fifth byte and few lengths: for whole opens, which cost milliseconds.
void damage_here_and_there(const std::string& content, const Visit& visit) {
    constexpr std::size_t kStep = 5;
    for (std::size_t byte = 0; byte < content.size(); byte += kStep) {
        std::string damaged = content;
        damaged[byte] = static_cast<char>(damaged[byte] ^ 1 << byte % 8);
        INFO("byte " << byte);
        visit(damaged);
    }
    for (const std::size_t length : {std::size_t{0}, content.size() / 2, content.size() - 1}) {
        INFO("length " << length);
        visit(content.substr(0, length));
    }
}

void require_refused(Base& base, const std::vector<ErrorCode>& codes) {
    const auto opened = base.try_open();
    REQUIRE_FALSE(opened);
    INFO(error_text(opened.error()));
    REQUIRE(std::find(codes.begin(), codes.end(), opened.error().code) != codes.end());
}

void require_opens(Base& base) {
    const auto opened = base.try_open();
    INFO((opened ? std::string() : error_text(opened.error())));
    REQUIRE(opened);
    REQUIRE((*opened)->head() == base.head);
}

TEST_CASE("anchor: no damaged one is taken for an anchor") {
    const Base base;
    const std::string content = content_of(base.open_options.directory / "lock" / "anchor");
    REQUIRE(storage::parse_anchor(content));
    damage_everywhere(content, [](const std::string& damaged) {
        const auto anchor = storage::parse_anchor(damaged);
        REQUIRE_FALSE(anchor);
        REQUIRE(anchor.error().code == ErrorCode::corrupt_lock);
    });
}

TEST_CASE("anchor: a ledger whose anchor is damaged does not open until the right one is back") {
    Base base;
    const fs::path path = base.open_options.directory / "lock" / "anchor";
    const std::string content = content_of(path);
    damage_everywhere(content, [&](const std::string& damaged) {
        write_content(path, damaged);
        require_refused(base, {ErrorCode::corrupt_lock});
    });
    write_content(path, std::string(100'000, 'x'));
    require_refused(base, {ErrorCode::io_failed});
    fs::remove(path);
    require_refused(base, {ErrorCode::lock_missing});
    write_content(path, content);
    require_opens(base);
}

TEST_CASE("anchor: one that promises another size or root than the log has is not believed") {
    Base base;
    const fs::path path = base.open_options.directory / "lock" / "anchor";
    storage::Anchor anchor = *storage::parse_anchor(content_of(path));
    SECTION("a larger size") {
        ++anchor.size;
        write_content(path, storage::to_text(anchor));
        require_refused(base, {ErrorCode::storage_behind_anchor});
    }
    SECTION("the largest size") {
        anchor.size = UINT64_MAX;
        write_content(path, storage::to_text(anchor));
        require_refused(base, {ErrorCode::storage_behind_anchor});
    }
    SECTION("a smaller size with the same root") {
        --anchor.size;
        write_content(path, storage::to_text(anchor));
        require_refused(base, {ErrorCode::root_mismatch});
    }
    SECTION("another root") {
        anchor.root.bytes[31] ^= 1;
        write_content(path, storage::to_text(anchor));
        require_refused(base, {ErrorCode::root_mismatch});
    }
    SECTION("another origin") {
        anchor.origin += "x";
        write_content(path, storage::to_text(anchor));
        require_refused(base, {ErrorCode::corrupt_lock});
    }
}

TEST_CASE("lock checkpoint: no damaged one is taken for a checkpoint of this ledger") {
    const Base base;
    const auto key = parse_verifier_key(base.verifier_key);
    REQUIRE(key);
    REQUIRE(open_checkpoint(base.note, std::span(&*key, 1)));
    damage_everywhere(base.note, [&](const std::string& damaged) {
        const auto checkpoint = open_checkpoint(damaged, std::span(&*key, 1));
        REQUIRE_FALSE(checkpoint);
        const ErrorCode code = checkpoint.error().code;
        REQUIRE((code == ErrorCode::corrupt_checkpoint || code == ErrorCode::signature_invalid));
    });
}

TEST_CASE("lock checkpoint: a ledger whose checkpoint is damaged does not open until it is back") {
    Base base;
    const fs::path path = base.open_options.directory / "lock" / "checkpoint";
    const std::string content = content_of(path);
    REQUIRE(content == base.note);
    damage_here_and_there(content, [&](const std::string& damaged) {
        write_content(path, damaged);
        require_refused(base, {ErrorCode::corrupt_lock});
    });
    fs::remove(path);
    require_refused(base, {ErrorCode::lock_missing});
    write_content(path, content);
    require_opens(base);
}

TEST_CASE("owner file: what it says is a hint, so damage there is harmless, but it must be there") {
    Base base;
    const fs::path path = base.open_options.directory / "lock" / "owner";
    for (const std::string& damaged :
         {std::string(), std::string("\xff\0\x01", 3), std::string(100'000, '9')}) {
        write_content(path, damaged);
        require_opens(base);
    }
    fs::remove(path);
    require_refused(base, {ErrorCode::lock_missing});
}

TEST_CASE("lock: what a crash leaves of a file that was about to replace another is harmless") {
    Base base;
    const fs::path lock = base.open_options.directory / "lock";
    for (const char* name : {"anchor", "checkpoint"}) {
        const std::string content = content_of(lock / name);
        for (std::size_t length = 0; length <= content.size(); length += 16) {
            write_content(lock / (std::string(name) + ".new"), content.substr(0, length));
            INFO(name << ".new of " << length << " bytes");
            require_opens(base);
        }
    }
}

TEST_CASE("lock: an anchor or checkpoint that cannot be written is told, and nothing is lost") {
    Base base;
    const fs::path in_the_way = base.open_options.directory / "lock" / "checkpoint.new";
    fs::create_directory(in_the_way);
    base.open();
    base.fill(3);
    const auto refused = base.ledger().checkpoint();
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == ErrorCode::io_failed);
    const TreeHead head = base.ledger().head();
    base.close();
    REQUIRE(content_of(in_the_way.parent_path() / "checkpoint") == base.note);
    fs::remove(in_the_way);
    base.open();
    REQUIRE(base.ledger().head() == head);
    REQUIRE(base.ledger().checkpoint());
}

TEST_CASE("root key file: no damaged one is taken for a key") {
    const Base base;
    const std::string content = content_of(base.open_options.root_key_file);
    REQUIRE(storage::parse_root_key(content));
    damage_everywhere(content, [](const std::string& damaged) {
        const auto key = storage::parse_root_key(damaged);
        REQUIRE_FALSE(key);
        REQUIRE(key.error().code == ErrorCode::corrupt_key);
        // Nothing of a key may stand in a message.
        REQUIRE(key.error().context.size() < 100);
    });
}

TEST_CASE("root key file: a ledger whose root key is damaged or another does not open") {
    Base base;
    const fs::path path = base.open_options.root_key_file;
    const std::string content = content_of(path);
    damage_here_and_there(content, [&](const std::string& damaged) {
        write_content(path, damaged);
        require_refused(base, {ErrorCode::corrupt_key});
    });
    storage::RootKey other = *storage::parse_root_key(content);
    other.key.bytes[0] ^= 1;
    write_content(path, storage::to_text(other));
    require_refused(base, {ErrorCode::wrong_root_key});
    storage::RootKey later = *storage::parse_root_key(content);
    ++later.generation;
    write_content(path, storage::to_text(later));
    require_refused(base, {ErrorCode::wrong_root_key, ErrorCode::corrupt_key});
    fs::remove(path);
    require_refused(base, {ErrorCode::key_not_found});
    write_content(path, content);
    require_opens(base);
}

}  // namespace
}  // namespace tyst
