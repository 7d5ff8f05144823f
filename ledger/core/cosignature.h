#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/note.h"
#include "ledger/core/signing.h"
#include "schema/error.h"

// Cosignatures: c2sp.org/tlog-cosignature v1.0.0 with Ed25519 (type 0x04). A witness says by one
// that at a time this was the largest tree of the log that it had seen, consistent with all before.
namespace tyst {

// POSIX seconds as a cosignature may hold them.
inline constexpr std::uint64_t kCosignatureTimeMax = INT64_MAX;

// The public half of a witness. The signed message does not name it: one key never serves two.
struct WitnessKey {
    std::string name;
    PublicKey key;

    bool operator==(const WitnessKey&) const = default;

    // First four bytes of SHA-256(name ‖ 0x0A ‖ 0x04 ‖ key), big-endian.
    [[nodiscard]] std::uint32_t id() const;
    // "witness.example+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv"
    [[nodiscard]] std::string text() const;
};

// Reads WitnessKey::text() without a line end. invalid_value where the form, the name, the type or
// the key id does not hold.
[[nodiscard]] Result<WitnessKey> parse_witness_key(std::string_view text);

// The signature line, with its line end, over a checkpoint's text at a time; append it to the note.
// invalid_value where text, name or time is not one that a cosignature may have.
[[nodiscard]] Result<std::string> cosign_line(
    std::string_view text, std::string_view name, const SigningKey& key, std::uint64_t time
);

// A witness that cosigned, and when it says it did.
struct Cosignature {
    WitnessKey witness;
    std::uint64_t time = 0;  // POSIX seconds, by the witness's clock

    bool operator==(const Cosignature&) const = default;
};

// The known witnesses that cosigned a note, each once with its newest time, in the order in
// which they are known; none at all is no failure. Lines of others are passed over; one line of a
// known witness that fails refuses the whole note (signature_invalid).
[[nodiscard]] Result<std::vector<Cosignature>> verify_cosignatures(
    const Note& note, std::span<const WitnessKey> known
);

}  // namespace tyst
