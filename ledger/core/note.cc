#include "ledger/core/note.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/core/key_text.h"
#include "ledger/core/utf8.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::string_view kSignaturePrefix = "\xe2\x80\x94 ";
constexpr char kEd25519Type = 0x01;
constexpr std::size_t kKeyIdBytes = 4;

std::unexpected<Error> malformed_note(std::string reason) {
    return fail(ErrorCode::corrupt_checkpoint, "signed note: " + std::move(reason));
}

// UTF-8 without control characters other than the line end.
bool is_note_characters(std::string_view text) {
    while (!text.empty()) {
        const std::optional<char32_t> character = take_character(text);
        if (!character || (*character < 0x20 && *character != '\n')) {
            return false;
        }
    }
    return true;
}

std::uint32_t from_big_endian(std::string_view four_bytes) {
    std::uint32_t number = 0;
    for (const char byte : four_bytes) {
        number = number << 8U | static_cast<std::uint8_t>(byte);
    }
    return number;
}

// "— name base64" without its line end.
Result<SignatureLine> parse_signature_line(std::string_view line) {
    if (!line.starts_with(kSignaturePrefix)) {
        return malformed_note("a signature line does not start with an em dash and a space");
    }
    line.remove_prefix(kSignaturePrefix.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
        return malformed_note("a signature line has no key name");
    }
    const std::optional<std::string> bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= kKeyIdBytes) {
        return malformed_note("a signature is no base64 of a key id and a signature");
    }
    return SignatureLine{
        std::string(line.substr(0, space)),
        from_big_endian(std::string_view(*bytes).substr(0, kKeyIdBytes)),
        bytes->substr(kKeyIdBytes)
    };
}

}  // namespace

bool is_key_name(std::string_view name) {
    if (name.empty() || name.size() > kKeyNameBytesMax) {
        return false;
    }
    while (!name.empty()) {
        const std::optional<char32_t> character = take_character(name);
        if (!character || *character < 0x20 || *character == '+' || is_white_space(*character)) {
            return false;
        }
    }
    return true;
}

bool is_note_text(std::string_view text) {
    return !text.empty() && text.back() == '\n' && text.size() <= kNoteBytesMax &&
           is_note_characters(text);
}

std::uint32_t key_id(std::string_view name, const PublicKey& key) {
    return typed_key_id(name, kEd25519Type, key);
}

std::string VerifierKey::text() const {
    return typed_key_text(name, kEd25519Type, key);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
    TYST_ASSIGN(TypedKey typed, parse_typed_key(text, kEd25519Type, "verifier key"));
    return VerifierKey{std::move(typed.name), typed.key};
}

Result<Note> parse_note(std::string_view bytes) {
    if (bytes.size() > kNoteBytesMax) {
        return malformed_note(fmt::format("{} bytes are too long", bytes.size()));
    }
    if (!is_note_characters(bytes)) {
        return malformed_note("it holds bytes that are no text");
    }
    const std::size_t blank = bytes.rfind("\n\n");
    if (blank == std::string_view::npos) {
        return malformed_note("it has no blank line before its signatures");
    }
    Note note;
    note.text = bytes.substr(0, blank + 1);
    std::string_view rest = bytes.substr(blank + 2);
    if (rest.empty() || rest.back() != '\n') {
        return malformed_note("it does not end with a whole signature line");
    }
    while (!rest.empty()) {
        if (note.signatures.size() == kNoteSignaturesMax) {
            return malformed_note(fmt::format("it has more than {} signatures", kNoteSignaturesMax)
            );
        }
        const std::size_t end = rest.find('\n');
        TYST_ASSIGN(SignatureLine line, parse_signature_line(rest.substr(0, end)));
        note.signatures.push_back(std::move(line));
        rest.remove_prefix(end + 1);
    }
    return note;
}

Result<std::string> sign_note_line(
    std::string_view text, std::string_view name, const SigningKey& key
) {
    if (!is_note_text(text)) {
        return fail(ErrorCode::invalid_value, "a text that no signed note may have");
    }
    if (!is_key_name(name)) {
        return fail(ErrorCode::invalid_value, "a key name that no signed note may have");
    }
    TYST_ASSIGN(const Signature signature, key.sign(as_bytes(text)));
    return signature_line_text(name, key_id(name, key.public_key()), as_text(signature.view()));
}

Result<std::string> sign_note(std::string_view text, std::string_view name, const SigningKey& key) {
    TYST_ASSIGN(const std::string line, sign_note_line(text, name, key));
    return fmt::format("{}\n{}", text, line);
}

Result<std::vector<VerifierKey>> verify_note(const Note& note, std::span<const VerifierKey> known) {
    std::vector<VerifierKey> signers;
    for (const SignatureLine& line : note.signatures) {
        for (const VerifierKey& verifier : known) {
            if (verifier.name != line.name || verifier.id() != line.key_id) {
                continue;
            }
            const std::optional<Signature> signature = Signature::from(as_bytes(line.signature));
            if (!signature || !verify_signature(verifier.key, as_bytes(note.text), *signature)) {
                return fail(
                    ErrorCode::signature_invalid,
                    fmt::format("the signature of key {:08x} does not hold", line.key_id)
                );
            }
            const bool seen = std::any_of(signers.begin(), signers.end(), [&](const auto& signer) {
                return signer.name == verifier.name && signer.key == verifier.key;
            });
            if (!seen) {
                signers.push_back(verifier);
            }
        }
    }
    if (signers.empty()) {
        return fail(ErrorCode::signature_invalid, "no known key signed the note");
    }
    return signers;
}

}  // namespace tyst
