#pragma once

#include <string_view>

// Every label that separates one use of a hash or key from another. They end up in stored bytes
// (docs/formats.md, "Sealing" and "Keys"): never change one; a new version gets a new number.
namespace tyst::label {

// Event key = HMAC-SHA256(subject key, this ‖ salt of the part).
inline constexpr std::string_view kEventKey = "tyst/1/event-key";
// Commitment = SHA-256(this ‖ event key).
inline constexpr std::string_view kCommitment = "tyst/1/commitment";
// First bytes of the associated data of every wrapped secret and sealed value.
inline constexpr std::string_view kSecretBox = "tyst/1/secret-box";

// Purposes for derive_key().
inline constexpr std::string_view kLookupKey = "tyst/1/lookup-key";
inline constexpr std::string_view kViewsKey = "tyst/1/views-key";
inline constexpr std::string_view kSigningSeed = "tyst/1/signing-seed";
// Of the row above, whatever it holds: what seals the seeds in signing/keys.
inline constexpr std::string_view kSigningWrap = "tyst/1/signing-wrap";
// Of that in turn: what the check of signing/keys is made with.
inline constexpr std::string_view kSigningFile = "tyst/1/signing-file";
inline constexpr std::string_view kContentMac = "tyst/1/content-mac";

// What a receipt of an erasure says of a key that is gone = SHA-256(this ‖ key).
inline constexpr std::string_view kDestroyedKey = "tyst/1/destroyed-key";

// Key of a wrapped root key file that another file opens = HMAC-SHA256(SHA-256(file), this ‖ salt).
inline constexpr std::string_view kRootWrap = "tyst/1/root-wrap";
// Key of the recovery envelope = HMAC-SHA256(agreed secret, this ‖ ephemeral key ‖ recovery key).
inline constexpr std::string_view kRecovery = "tyst/1/recovery";

}  // namespace tyst::label
