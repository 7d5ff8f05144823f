#include "tests/ledger/first_form.h"

#include <algorithm>
#include <fstream>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"
#include "ledger/storage/log_store.h"
#include "ledger/storage/signing_keys.h"
#include "ledger/system.h"

namespace tyst::test {
namespace {

// Remembers every key that was drawn.
class RememberingEntropy final : public Entropy {
  public:
    void fill(std::span<std::uint8_t> target) override {
        system_.fill(target);
        if (const auto key = SecretKey::from(target)) {
            keys.push_back(*key);
        }
    }
    std::vector<SecretKey> keys;

  private:
    SystemEntropy system_;
};

// The one under which the seeds of `signing/` are sealed.
SecretKey signing_secret(const std::vector<SecretKey>& drawn, const std::string& signing_file) {
    const auto found = std::ranges::find_if(drawn, [&](const SecretKey& key) {
        return storage::parse_signing_keys(signing_file, derive_key(key, label::kSigningWrap))
            .has_value();
    });
    REQUIRE(found != drawn.end());
    return *found;
}

}  // namespace

std::string create_first_form(const CreateOptions& options, const Clock& clock) {
    RememberingEntropy entropy;
    REQUIRE(Ledger::create(options, clock, entropy));
    const auto signing = options.directory / "signing";
    const SecretKey seed =
        signing_secret(entropy.keys, storage::read_signing_keys(signing).value());
    std::filesystem::remove_all(signing);
    const SigningKey key = SigningKey::from_seed(seed).value();
    const std::string note = sign_checkpoint({options.origin, 0, empty_root()}, key).value();
    {
        const auto log = storage::LogStore::open({options.directory / "log", nullptr});
        REQUIRE(log);
        REQUIRE((*log)->put_checkpoint(0, note));
    }
    std::ofstream(options.directory / "lock" / "checkpoint", std::ios::binary) << note;
    return VerifierKey{options.origin, key.public_key()}.text();
}

}  // namespace tyst::test
