#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/signing.h"
#include "schema/error.h"
#include "schema/ids.h"

// Signed notes: c2sp.org/signed-note v1.0.0 with Ed25519 (type 0x01).
namespace tyst {

// Upper limits for what is read; a checkpoint with a dozen signatures is about 2 KiB.
inline constexpr std::size_t kNoteBytesMax = std::size_t{64} << 10U;
inline constexpr std::size_t kNoteSignaturesMax = 100;
inline constexpr std::size_t kKeyNameBytesMax = 255;

// Whether a key name is not empty, UTF-8, free of Unicode white space, control characters and '+',
// and not longer than kKeyNameBytesMax.
[[nodiscard]] bool is_key_name(std::string_view name);

// Whether a text may be signed: not empty, UTF-8 without control characters other than the line
// end, with a line end at its end, at most kNoteBytesMax.
[[nodiscard]] bool is_note_text(std::string_view text);

// First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key), big-endian.
[[nodiscard]] std::uint32_t key_id(std::string_view name, const PublicKey& key);

// The public half of a signing identity.
struct VerifierKey {
    std::string name;
    PublicKey key;

    [[nodiscard]] std::uint32_t id() const { return key_id(name, key); }
    // "name+33d7b496+AeHTu4Q3hEIMHNqc6fASMrK3rKNx280NI+oO5xCFkkSx"
    [[nodiscard]] std::string text() const;
};

// Reads VerifierKey::text() without a line end. invalid_value where the form, the name, the type or
// the key id does not hold.
[[nodiscard]] Result<VerifierKey> parse_verifier_key(std::string_view text);

struct SignatureLine {
    std::string name;
    std::uint32_t key_id = 0;
    std::string signature;  // what follows the key id; 64 bytes for Ed25519
};

// A note as read: nothing in it is to be believed before verify_note() says so.
struct Note {
    std::string text;  // with its final line end, without the blank line
    std::vector<SignatureLine> signatures;
};

// corrupt_checkpoint where the grammar or a limit does not hold.
[[nodiscard]] Result<Note> parse_note(std::string_view bytes);

// The signature line, with its line end, of one key over a note's text; append it to text ‖ "\n" or
// to a note that others signed. invalid_value where the text or the name is not one that a note may
// have.
[[nodiscard]] Result<std::string> sign_note_line(
    std::string_view text, std::string_view name, const SigningKey& key
);
// A whole note with one signature.
[[nodiscard]] Result<std::string> sign_note(
    std::string_view text, std::string_view name, const SigningKey& key
);

// The known keys that signed the note, each once. Lines of unknown keys are passed over; one line
// of a known key that fails refuses the whole note, and so does a note that no known key signed
// (signature_invalid).
[[nodiscard]] Result<std::vector<VerifierKey>> verify_note(
    const Note& note, std::span<const VerifierKey> known
);

}  // namespace tyst
