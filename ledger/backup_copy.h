#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/backup.h"
#include "ledger/signing_chain.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/log_store.h"
#include "ledger/verification.h"
#include "schema/error.h"

namespace tyst {

// Where things lie in a backup.
struct BackupPlaces {
    static constexpr std::string_view kPolicyName = "policy";  // as in a ledger's directory

    explicit BackupPlaces(const std::filesystem::path& directory)
        : log(directory / "log"),
          all_keys(directory / "keys"),
          keys(all_keys / "store"),
          signing(all_keys / "signing"),
          checkpoint(directory / "checkpoint"),
          policy(directory / kPolicyName),
          manifest(directory / "manifest") {}

    std::filesystem::path log;
    std::filesystem::path all_keys;  // what expires
    std::filesystem::path keys;
    std::filesystem::path signing;
    std::filesystem::path checkpoint;
    std::filesystem::path policy;  // where the ledger had one of its own
    std::filesystem::path manifest;
};

// A backup opened where it lies, without a change to any byte of it.
class BackupCopy {
  public:
    // Fails as verify_backup.
    [[nodiscard]] static Result<BackupCopy> open(
        const std::filesystem::path& directory,
        const BackupManifest& manifest,
        const RootKeyPlace& root_key,
        Entropy& entropy
    );
    [[nodiscard]] const SigningChain& chain() const { return chain_; }
    [[nodiscard]] const std::string& checkpoint() const { return checkpoint_; }  // the note
    // As Ledger::verify; `also` is one more root that has to be in the log.
    [[nodiscard]] Result<VerifyReport> verify(
        const std::optional<PromisedRoot>& also, Entropy& entropy, const Progress& progress
    ) const;

  private:
    std::unique_ptr<storage::KeyStore> keys_;
    std::unique_ptr<storage::LogStore> log_;
    SigningChain chain_;
    std::string checkpoint_;
};

// Whether every file is there with its digest; `keys_destroyed` tells whether all keys are gone.
// backup_damaged, naming the first that is not.
[[nodiscard]] Result<bool> check_backup_files(
    const std::filesystem::path& directory, const BackupManifest& manifest
);

}  // namespace tyst
