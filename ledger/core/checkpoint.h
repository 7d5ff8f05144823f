#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/core/note.h"
#include "schema/error.h"
#include "schema/ids.h"

// Checkpoints: c2sp.org/tlog-checkpoint v1.0.0 without extension lines, signed with a key whose
// name is the origin.
namespace tyst {

// What a ledger says about itself at one size.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash root;

    auto operator<=>(const Checkpoint&) const = default;
};

// Digits without leading zeros, as checkpoints and proof files write numbers; nothing for any other
// text and for numbers beyond 64 bits.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text);

// The three lines. The origin must be a key name.
[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);

// corrupt_checkpoint for anything but three lines in their one form.
[[nodiscard]] Result<Checkpoint> parse_checkpoint_text(std::string_view text);

// The signed note; key name = origin. invalid_value where the origin is no key name.
[[nodiscard]] Result<std::string> sign_checkpoint(
    const Checkpoint& checkpoint, const SigningKey& key
);

// The same with a line of each key, for the time in which a new key signs beside the old one.
// internal where there is no key.
[[nodiscard]] Result<std::string> sign_checkpoint(
    const Checkpoint& checkpoint, std::span<const SigningKey> keys
);

// The checkpoint in a signed note, believed only where a known key with the origin's name signed
// it. corrupt_checkpoint for the form, signature_invalid for the signatures.
[[nodiscard]] Result<Checkpoint> open_checkpoint(
    std::string_view note, std::span<const VerifierKey> known
);

// Whether both cannot be of one log: the same origin and size, and another root.
[[nodiscard]] bool contradict(const Checkpoint& one, const Checkpoint& other);

}  // namespace tyst
