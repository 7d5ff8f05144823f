#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/core/cosignature.h"
#include "ledger/core/signing.h"
#include "schema/clock.h"
#include "schema/error.h"

namespace tyst {

// A witness's own key.
class WitnessSigner {
  public:
    // A fresh one. invalid_value where the name is no key name.
    [[nodiscard]] static Result<WitnessSigner> generate(std::string_view name, Entropy& entropy);
    // From the one line of its file: "PRIVATE+KEY+name+id+base64(01 ‖ seed)", the form that Go's
    // note package reads and writes. corrupt_key where it is anything else.
    [[nodiscard]] static Result<WitnessSigner> parse(std::string_view text);
    // not_found, corrupt_key, io_failed.
    [[nodiscard]] static Result<WitnessSigner> read(const std::filesystem::path& file);

    // A new file that only its owner reads. already_exists, io_failed, disk_full.
    [[nodiscard]] Result<void> write_new(const std::filesystem::path& file) const;
    [[nodiscard]] const WitnessKey& key() const { return key_; }
    [[nodiscard]] const SigningKey& signing_key() const { return signing_key_; }

    WitnessSigner(const WitnessSigner&) = delete;
    WitnessSigner& operator=(const WitnessSigner&) = delete;
    WitnessSigner(WitnessSigner&&) = default;
    WitnessSigner& operator=(WitnessSigner&&) = delete;
    ~WitnessSigner();

  private:
    [[nodiscard]] static Result<WitnessSigner> from(std::string_view name, const SecretKey& seed);
    WitnessSigner(WitnessKey key, SigningKey signing_key, const SecretKey& seed)
        : key_(std::move(key)), signing_key_(std::move(signing_key)), seed_(seed) {}

    WitnessKey key_;
    SigningKey signing_key_;
    SecretKey seed_;
};

}  // namespace tyst
