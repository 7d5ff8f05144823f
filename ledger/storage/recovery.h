#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/core/agreement.h"
#include "ledger/storage/root_key.h"
#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

// The second way to the root key: it is sealed to a recovery key, whose secret half two persons
// hold in two shares, each of which alone says nothing (docs/formats.md, "Recovery").
namespace tyst::storage {

// Beside the root key file, so that it shares its place: outside the ledger and its backups.
[[nodiscard]] std::filesystem::path recovery_file_of(const std::filesystem::path& root_key_file);

// One half of a recovery key.
struct RecoveryShare {
    int number = 1;  // 1 or 2
    AgreementKey recovery_key;
    SecretKey secret;
};
// The page to print: hexadecimal in groups, each line with a check of its own.
[[nodiscard]] std::string to_text(const RecoveryShare& share);
// Takes what to_text gives, also typed off paper: capitals, blanks and empty lines do not matter.
// recovery_share_invalid, naming the line whose check does not hold.
[[nodiscard]] Result<RecoveryShare> parse_recovery_share(std::string_view text);

struct SplitRecoveryKey {
    AgreementKey recovery_key;
    std::string first;  // the pages
    std::string second;
};
// A new recovery key, split. Nothing of its secret half is kept.
[[nodiscard]] Result<SplitRecoveryKey> split_new_recovery_key(Entropy& entropy);

// The file that holds the root key sealed to the recovery key.
[[nodiscard]] Result<std::string> recovery_text(
    const AgreementKey& recovery_key, const RootKey& root, Entropy& entropy
);
// The recovery key of such a file; corrupt_key where it is damaged.
[[nodiscard]] Result<AgreementKey> recovery_key_in(std::string_view text);
// What the two shares open. recovery_share_mismatch where they are one share twice, or not of one
// another, or of another ledger's recovery key; corrupt_key.
[[nodiscard]] Result<RootKey> open_recovery(
    std::string_view text, const RecoveryShare& one, const RecoveryShare& other
);
// Whether reseal_recovery could do its work: corrupt_key where the file is damaged.
[[nodiscard]] Result<void> check_recovery(const std::filesystem::path& file);
// Seals another root to the recovery key of the file; nothing to do where there is none.
[[nodiscard]] Result<void> reseal_recovery(
    const std::filesystem::path& file, const RootKey& root, Entropy& entropy
);

}  // namespace tyst::storage
