#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/note.h"
#include "ledger/core/signing.h"
#include "ledger/storage/key_store.h"
#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// One signing key of a log. Whether it was introduced or retired is for the log to say: the ids
// name the events that do so once they are in it.
struct SigningKeyRow {
    VerifierKey key;
    std::string sealed_seed;               // empty once destroyed
    std::optional<EventId> introduced_by;  // nothing for the first key of a log
    std::optional<EventId> retired_by;

    bool operator==(const SigningKeyRow& other) const {
        return key.text() == other.key.text() && sealed_seed == other.sealed_seed &&
               introduced_by == other.introduced_by && retired_by == other.retired_by;
    }
};

// The text of signing/keys (docs/formats.md, "Signing keys"). Its check is made with a key, so that
// nobody adds a line who has not the root key.
[[nodiscard]] std::string to_text(
    const std::vector<SigningKeyRow>& rows, const SecretKey& sealing_key
);
// corrupt_key where it is not exactly what to_text gives.
[[nodiscard]] Result<std::vector<SigningKeyRow>> parse_signing_keys(
    std::string_view text, const SecretKey& sealing_key
);
// The file as it is, for a copy; key_not_found where it is not there.
[[nodiscard]] Result<std::string> read_signing_keys(const std::filesystem::path& directory);
[[nodiscard]] Result<void> write_signing_keys(
    const std::filesystem::path& directory, std::string_view text
);

// The directory `signing/`: the keys that sign checkpoints, in a file of their own that only its
// owner may read, each seed sealed. It belongs to the part that signs, and to one thread at a time.
class SigningKeys {
  public:
    // Makes the directory with a first key. already_exists, io_failed, disk_full.
    [[nodiscard]] static Result<void> create(
        const std::filesystem::path& directory,
        std::string_view origin,
        const KeyStore& keys,
        Entropy& entropy
    );
    // `first_note` is the log's checkpoint of size 0: a ledger of the first form, whose key store
    // holds the seed that signed it, gets its directory here. Fails with key_not_found,
    // corrupt_key, io_failed. `entropy` must outlive it.
    [[nodiscard]] static Result<SigningKeys> open(
        const std::filesystem::path& directory,
        std::string_view first_note,
        const KeyStore& keys,
        Entropy& entropy
    );
    SigningKeys(SigningKeys&& other) noexcept;
    SigningKeys& operator=(SigningKeys&&) = delete;
    SigningKeys(const SigningKeys&) = delete;
    SigningKeys& operator=(const SigningKeys&) = delete;
    ~SigningKeys();

    [[nodiscard]] const std::vector<SigningKeyRow>& rows() const { return rows_; }
    // corrupt_key where the seed is destroyed or does not give the key.
    [[nodiscard]] Result<SigningKey> signing_key(std::size_t row) const;
    // A new key, durable when this returns; its row is the last.
    [[nodiscard]] Result<void> add(std::string_view origin, const EventId& introduced_by);
    [[nodiscard]] Result<void> mark_retired(std::size_t row, const EventId& retired_by);
    [[nodiscard]] Result<void> destroy_seed(std::size_t row);
    // Forgets a key that no entry introduced.
    [[nodiscard]] Result<void> remove(std::size_t row);

  private:
    SigningKeys(
        std::filesystem::path directory,
        std::vector<SigningKeyRow> rows,
        const SecretKey& sealing,
        Entropy& entropy
    );
    // What seals the seeds, and, in a ledger of the first form, the seed of its one key.
    [[nodiscard]] static SecretKey secret_of(const KeyStore& keys);
    [[nodiscard]] static Result<SigningKeyRow> row_of(
        std::string_view origin, const SecretKey& seed, const SecretKey& sealing, Entropy& entropy
    );
    [[nodiscard]] static Result<std::vector<SigningKeyRow>> adopt_first_form(
        const std::filesystem::path& directory,
        std::string_view first_note,
        const SecretKey& secret,
        Entropy& entropy
    );
    [[nodiscard]] Result<void> replace(std::vector<SigningKeyRow> rows);

    std::filesystem::path directory_;
    std::vector<SigningKeyRow> rows_;
    SecretKey sealing_;
    Entropy& entropy_;
};

}  // namespace tyst::storage
