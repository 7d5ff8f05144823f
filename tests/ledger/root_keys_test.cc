#include "ledger/root_keys.h"

#include <fstream>

#include <catch2/catch.hpp>

#include "ledger/core/passphrase.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/storage/recovery.h"
#include "ledger/storage/root_key.h"
#include "ledger/storage/root_key_wrapping.h"
#include "tests/ledger/erasure_fixture.h"
#include "tests/ledger/ledger_fixture.h"
#include "tests/support/test_keys.h"

namespace tyst {
namespace {

using test::LedgerFixture;

RootKeyUnlock says(const std::string& passphrase) {
    return {[passphrase]() -> Result<std::string> { return passphrase; }, {}};
}

std::string page_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("root key: wrapped by a passphrase it opens with that one alone, and nothing is written"
) {
    LedgerFixture fixture;
    fixture.close();
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    const std::string plain = page_of(place.file);
    REQUIRE(cover_root_key(place, RootKeyCover::passphrase, says("correct horse"), fixture.entropy)
    );
    REQUIRE(root_key_cover(place.file) == RootKeyCover::passphrase);
    const std::string wrapped = page_of(place.file);
    REQUIRE(wrapped.find(plain.substr(18, 64)) == std::string::npos);

    REQUIRE(fixture.try_open().error().code == ErrorCode::key_not_found);
    fixture.open_options.unlock = says("wrong horse");
    REQUIRE(fixture.try_open().error().code == ErrorCode::wrong_passphrase);
    REQUIRE(
        cover_root_key({place.file, says("wrong horse")}, RootKeyCover::none, {}, fixture.entropy)
            .error()
            .code == ErrorCode::wrong_passphrase
    );
    REQUIRE(page_of(place.file) == wrapped);
    fixture.open_options.unlock = says("correct horse");
    fixture.open();
    fixture.close();
    REQUIRE(
        cover_root_key({place.file, says("correct horse")}, RootKeyCover::none, {}, fixture.entropy)
    );
    REQUIRE(page_of(place.file) == plain);
}

TEST_CASE("root key: wrapped by a key file it opens with that file alone") {
    LedgerFixture fixture;
    fixture.close();
    const auto key_file = fixture.directory / "wrapping.key";
    const auto other_file = fixture.directory / "other.key";
    REQUIRE(create_wrapping_key(key_file, fixture.entropy));
    REQUIRE(create_wrapping_key(other_file, fixture.entropy));
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    REQUIRE(cover_root_key(place, RootKeyCover::key_file, {nullptr, key_file}, fixture.entropy));
    REQUIRE(fixture.try_open().error().code == ErrorCode::key_not_found);
    fixture.open_options.unlock.wrapping_key_file = other_file;
    REQUIRE(fixture.try_open().error().code == ErrorCode::wrong_passphrase);
    fixture.open_options.unlock.wrapping_key_file = key_file;
    fixture.open();
}

TEST_CASE(
    "root key: any changed byte of a wrapped file is damage, and never asks for the passphrase"
) {
    SystemEntropy entropy;
    const test::TemporaryDirectory directory;
    const storage::RootKey root{7, test::key_of(3)};
    int asked = 0;
    const storage::RootKeyFile file(
        directory / "root.key",
        [&asked]() -> Result<std::string> {
            ++asked;
            return "pass";
        },
        {}
    );
    const std::string text = storage::wrapped_root_key_text(
                                 file,
                                 storage::RootKeyWrapping::passphrase,
                                 {std::uint64_t{1} << 10U, 8, 1},
                                 root,
                                 entropy
    )
                                 .value();
    const auto opened = storage::open_wrapped_root_key(file, text);
    REQUIRE(opened);
    REQUIRE(opened->generation == 7);
    REQUIRE(opened->key == root.key);
    asked = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string changed = text;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        INFO("byte " << place);
        const auto refused = storage::open_wrapped_root_key(file, changed);
        REQUIRE_FALSE(refused);
        REQUIRE(refused.error().code == ErrorCode::corrupt_key);
    }
    REQUIRE(asked == 0);
}

TEST_CASE("passphrase: parameters that would take too much of the machine are refused") {
    REQUIRE(is_allowed({}));
    REQUIRE_FALSE(is_allowed({std::uint64_t{1} << 21U, 8, 1}));
    REQUIRE_FALSE(is_allowed({std::uint64_t{1} << 20U, 16, 1}));
    REQUIRE_FALSE(is_allowed({1000, 8, 1}));
    REQUIRE_FALSE(is_allowed({std::uint64_t{1} << 14U, 8, 5}));
    REQUIRE_FALSE(is_allowed({std::uint64_t{1} << 14U, 0, 1}));
}

TEST_CASE("passphrase: scrypt gives what RFC 7914 says") {
    const auto key = key_of_passphrase("pleaseletmein", as_bytes("SodiumChloride"), {16384, 8, 1});
    REQUIRE(key);
    REQUIRE(
        to_hex(key->view()) == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    );
}

TEST_CASE("recovery: the two shares open the root, and either alone says nothing") {
    LedgerFixture fixture;
    fixture.close();
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    const RecoverySplit split = split_recovery_key(place, fixture.entropy).value();
    const auto target = fixture.directory / "recovered.key";
    const auto& [one, other] = split.shares;
    const auto recover = [&](const std::string& first, const std::string& second) {
        return recover_root_key(
            recovery_file(place.file), {first, second}, target, fixture.entropy
        );
    };
    for (const std::string& alone : {one, other}) {
        const auto refused = recover(alone, alone);
        REQUIRE(refused.error().code == ErrorCode::recovery_share_mismatch);
        const std::string root = to_hex(storage::read_root_key(place.file)->key.view());
        REQUIRE(alone.find(root.substr(0, 16)) == std::string::npos);
    }
    REQUIRE_FALSE(std::filesystem::exists(target));
    REQUIRE(recovery_opens_present_root(place, {one, other}) == true);
    REQUIRE(recover(other, one));
    REQUIRE(page_of(target) == page_of(place.file));
    REQUIRE(recover(one, other).error().code == ErrorCode::already_exists);
}

TEST_CASE("recovery: a share of another ledger is told from this one's") {
    LedgerFixture fixture;
    fixture.close();
    LedgerFixture stranger;
    stranger.close();
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    const RecoverySplit own = split_recovery_key(place, fixture.entropy).value();
    const RecoverySplit others =
        split_recovery_key({stranger.open_options.root_key_file, {}}, fixture.entropy).value();
    const auto mixed = recovery_opens_present_root(place, {own.shares[0], others.shares[1]});
    REQUIRE(mixed.error().code == ErrorCode::recovery_share_mismatch);
    const auto foreign = recovery_opens_present_root(place, {others.shares[0], others.shares[1]});
    REQUIRE(foreign.error().code == ErrorCode::recovery_share_mismatch);
}

TEST_CASE("recovery: a page typed off paper is taken, and a wrong letter named by its line") {
    SystemEntropy entropy;
    const auto split = storage::split_new_recovery_key(entropy).value();
    std::string typed;
    for (const char letter : split.first) {
        typed += letter == '\n' ? "\r\n\n " : std::string(1, letter);
    }
    REQUIRE(storage::parse_recovery_share(typed));
    const std::size_t row = split.first.find("\n6: ") + 4;
    std::string wrong = split.first;
    wrong[row] = wrong[row] == '0' ? '1' : '0';
    const auto refused = storage::parse_recovery_share(wrong);
    REQUIRE(refused.error().code == ErrorCode::recovery_share_invalid);
    REQUIRE(refused.error().context.find("line 6") != std::string::npos);
    for (std::size_t length = 0; length + 1 < split.first.size(); length += 3) {
        REQUIRE_FALSE(storage::parse_recovery_share(split.first.substr(0, length)));
    }
}

TEST_CASE("recovery: follows the root when that is replaced, in whatever wrapping") {
    LedgerFixture fixture;
    fixture.close();
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    const auto key_file = fixture.directory / "wrapping.key";
    REQUIRE(create_wrapping_key(key_file, fixture.entropy));
    const RecoverySplit split = split_recovery_key(place, fixture.entropy).value();
    const RootKeyUnlock unlock{nullptr, key_file};
    REQUIRE(cover_root_key(place, RootKeyCover::key_file, unlock, fixture.entropy));
    const storage::RootKeyFile file(place.file, nullptr, key_file);
    const storage::RootKey present = storage::read_root_key(file).value();
    const storage::RootKey next{1, test::key_of(9)};
    REQUIRE(storage::write_next_root_key(file, present, next, fixture.entropy));
    REQUIRE(storage::install_next_root_key(file, next, fixture.entropy));
    REQUIRE(root_key_cover(place.file) == RootKeyCover::key_file);
    REQUIRE(storage::read_root_key(file)->key == test::key_of(9));
    REQUIRE(
        recovery_opens_present_root({place.file, unlock}, {split.shares[0], split.shares[1]}) ==
        true
    );
}

TEST_CASE("recovery: another recovery key leaves nothing of the file for the one before") {
    LedgerFixture fixture;
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    REQUIRE(split_recovery_key(place, fixture.entropy));
    const auto other_name = fixture.directory / "other-name";
    std::filesystem::create_hard_link(recovery_file(place.file), other_name);
    REQUIRE(split_recovery_key(place, fixture.entropy));
    const std::string former = test::bytes_of(other_name);
    CHECK(former == std::string(former.size(), '\0'));
    CHECK_FALSE(former.empty());
}

TEST_CASE("recovery: any changed byte of the recovery file is refused") {
    SystemEntropy entropy;
    const auto split = storage::split_new_recovery_key(entropy).value();
    const auto one = storage::parse_recovery_share(split.first).value();
    const auto other = storage::parse_recovery_share(split.second).value();
    const std::string text =
        storage::recovery_text(split.recovery_key, {0, test::key_of(5)}, entropy).value();
    REQUIRE(storage::open_recovery(text, one, other)->key == test::key_of(5));
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string changed = text;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        INFO("byte " << place);
        REQUIRE(storage::open_recovery(changed, one, other).error().code == ErrorCode::corrupt_key);
    }
}

}  // namespace
}  // namespace tyst
