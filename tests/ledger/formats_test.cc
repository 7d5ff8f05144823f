// The worked examples of docs/formats.md that are files: each is made anew here from fixed bytes,
// must be the golden one to the byte, stand in the page as it is, and read back.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/backup.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/cosignature.h"
#include "ledger/core/hash.h"
#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"
#include "ledger/core/policy.h"
#include "ledger/scrubber.h"
#include "ledger/storage/log_rows.h"
#include "ledger/storage/recovery.h"
#include "ledger/storage/root_key_wrapping.h"
#include "ledger/storage/signing_keys.h"
#include "ledger/timestamps/time_stamp.h"
#include "ledger/witnessing/witness_key.h"
#include "ledger/witnessing/witness_sizes.h"
#include "ledger/witnessing/witness_state.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/test_keys.h"

namespace tyst {
namespace {

using test::key_of;

constexpr const char* kOrigin = "tyst.example/W06000014";

// 00 01 02 …, on from one draw to the next.
class CountingEntropy final : public Entropy {
  public:
    void fill(std::span<std::uint8_t> target) override {
        for (std::uint8_t& byte : target) {
            byte = next_++;
        }
    }

  private:
    std::uint8_t next_ = 0;
};

template <class Id>
Id counting() {
    Id id;
    std::iota(id.bytes.begin(), id.bytes.end(), std::uint8_t{0});
    return id;
}

std::string file_content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

const std::string& formats_page() {
    static const std::string page = file_content(TYST_SOURCE_DIR "/docs/formats.md");
    return page;
}

// What is made must be what the golden file and the page hold. With TYST_WRITE_GOLDEN set a missing
// file is written first; one that is there is never changed.
void require_example(const std::string& name, const std::string& made) {
    const std::filesystem::path path = std::string(TYST_SOURCE_DIR "/tests/golden/") + name;
    if (std::getenv("TYST_WRITE_GOLDEN") != nullptr && !std::filesystem::exists(path)) {
        std::ofstream(path, std::ios::binary) << made;
    }
    INFO(name);
    REQUIRE_FALSE(made.empty());
    REQUIRE(made == file_content(path));
    CHECK(formats_page().find(made) != std::string::npos);
}

VerifierKey log_key(std::uint8_t seed) {
    return {kOrigin, SigningKey::from_seed(key_of(seed)).value().public_key()};
}

TEST_CASE("formats: signing keys, the first one retired and destroyed") {
    const SecretKey sealing = derive_key(key_of(1), label::kSigningWrap);
    AeadNonce nonce{};
    nonce.fill(4);
    storage::SigningKeyRow second{log_key(3), {}, counting<EventId>(), {}};
    second.sealed_seed =
        wrap_secret(sealing, nonce, as_bytes(second.key.text()), key_of(3).view()).value();
    EventId retirement = counting<EventId>();
    retirement.bytes[15] = 0xff;
    const std::vector<storage::SigningKeyRow> rows{
        {log_key(2), {}, std::nullopt, retirement}, second
    };
    const std::string text = storage::to_text(rows, sealing);
    require_example("signing_keys_1.txt", text);
    REQUIRE(storage::parse_signing_keys(text, sealing).value() == rows);
}

TEST_CASE("formats: recovery file and the pages of two holders") {
    CountingEntropy entropy;
    const auto split = storage::split_new_recovery_key(entropy).value();
    const storage::RootKey root{0, counting<SecretKey>()};
    const std::string file = storage::recovery_text(split.recovery_key, root, entropy).value();
    require_example("recovery_share_1.txt", split.first);
    require_example("recovery_share_1_other.txt", split.second);
    require_example("recovery_1.txt", file);
    const auto one = storage::parse_recovery_share(split.first).value();
    const auto other = storage::parse_recovery_share(split.second).value();
    REQUIRE(storage::open_recovery(file, one, other).value().key == root.key);
}

TEST_CASE("formats: root key wrapped by a passphrase, and by a key file") {
    const test::TemporaryDirectory place;
    std::ofstream(place / "wrapping") << std::string(32, '\x05');
    const storage::RootKeyFile file{
        place / "root",
        [] { return Result<std::string>("correct horse battery staple"); },
        place / "wrapping"
    };
    const storage::RootKey root{0, counting<SecretKey>()};
    for (const auto& [name, wrapping] :
         {std::pair{"root_key_2_passphrase.txt", storage::RootKeyWrapping::passphrase},
          std::pair{"root_key_2_key_file.txt", storage::RootKeyWrapping::key_file}}) {
        CountingEntropy entropy;
        const std::string text =
            storage::wrapped_root_key_text(file, wrapping, ScryptCost{}, root, entropy).value();
        require_example(name, text);
        REQUIRE(storage::open_wrapped_root_key(file, text).value().key == root.key);
    }
}

TEST_CASE("formats: manifest of a backup") {
    Hash digest;
    digest.bytes.fill(0x11);
    Hash root;
    root.bytes.fill(0x22);
    const BackupManifest manifest{
        kOrigin,
        "W06000014",
        301,
        root,
        parse_timestamp("2026-03-02T09:00:00Z").value(),
        0,
        Date::of(2026, 4, 1),
        {{"checkpoint", digest}, {"keys/signing/keys", digest}, {"log/CURRENT", digest}}
    };
    const std::string text = to_text(manifest);
    require_example("backup_manifest_1.txt", text);
    REQUIRE(to_text(parse_backup_manifest(text).value()) == text);
}

TEST_CASE("formats: state, key and sizes of a witness") {
    const test::TemporaryDirectory place;
    CountingEntropy entropy;
    const WitnessSigner signer = WitnessSigner::generate("inspector.example", entropy).value();
    REQUIRE(signer.write_new(place / "key"));
    require_example("witness_key_1.txt", file_content(place / "key"));

    const Checkpoint newest{kOrigin, 0, empty_root()};
    const std::string note =
        sign_checkpoint(newest, SigningKey::from_seed(key_of(2)).value()).value();
    const std::string line =
        cosign_line(checkpoint_text(newest), signer.key().name, signer.signing_key(), 1'772'442'000)
            .value();
    const WitnessState state{{log_key(2)}, note + line, newest};
    const std::string text = to_text(state);
    require_example("witness_state_1.txt", text);
    REQUIRE(parse_witness_state(text, signer.key()).value().note == state.note);

    WitnessSizes sizes = WitnessSizes::open(place / "sizes").value();
    REQUIRE(sizes.set(signer.key(), 300));
    require_example("witness_sizes_1.txt", file_content(place / "sizes"));
}

TEST_CASE("formats: policy of a log with two witnesses") {
    const std::string text = file_content(TYST_SOURCE_DIR "/tests/golden/policy.txt");
    CountingEntropy entropy;
    const WitnessKey inspector = WitnessSigner::generate("inspector.example", entropy)->key();
    const WitnessKey council = WitnessSigner::generate("council.example", entropy)->key();
    require_example(
        "policy.txt",
        "log " + log_key(2).text() + "\nwitness inspector " + inspector.text() +
            "\nwitness council " + council.text() +
            " https://witness.council.example\ngroup both all inspector council\nquorum both\n"
    );
    const Policy policy = parse_policy(text).value();
    REQUIRE(policy.log_keys().front().text() == log_key(2).text());
    REQUIRE(policy.witness_keys() == std::vector{inspector, council});
}

TEST_CASE("formats: a time-stamp and the key of its row") {
    const std::string lines = file_content(TYST_SOURCE_DIR "/tests/golden/time_stamp_response.hex");
    const std::string hex = lines.substr(lines.find('\n') + 1);  // the first says what it is
    std::string digits = hex;
    std::erase(digits, '\n');
    REQUIRE(formats_page().find(hex) != std::string::npos);
    const TimeStamp stamp = read_time_stamp(from_hex(digits).value()).value();
    REQUIRE(to_text(stamp.time) == "2026-11-27T06:59:16Z");
    REQUIRE(stamp.policy == "1.2.3.4.1");
    REQUIRE(
        to_hex(stamp.imprint.view()) ==
        "d06ce075f736fcfefaca2d23080c28cfd444704f857beeb0f3e3ea396a08d94a"
    );
    const std::string key = to_hex(as_bytes(storage::log_rows::time_stamp_key({700, 0})));
    REQUIRE(formats_page().find(key.substr(0, 16) + " " + key.substr(16)) != std::string::npos);
}

TEST_CASE("formats: position of a scrub") {
    const ScrubState state{700, 300, empty_root(), 301, 2, 1, "corrupt_part 401 at entry 7"};
    const std::string text = to_text(state);
    require_example("scrub_1.txt", text);
    REQUIRE(parse_scrub_state(text).value() == state);
}

}  // namespace
}  // namespace tyst
