#include "ledger/core/checkpoint.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "schema/base64.h"

namespace tyst {
namespace {

std::unexpected<Error> malformed_checkpoint(std::string_view reason) {
    return fail(ErrorCode::corrupt_checkpoint, "checkpoint: " + std::string(reason));
}

}  // namespace

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    if (text.empty() || (text.size() > 1 && text.front() == '0')) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    for (const char letter : text) {
        if (letter < '0' || letter > '9') {
            return std::nullopt;
        }
        const auto digit = static_cast<std::uint64_t>(letter - '0');
        if (number > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) {
            return std::nullopt;
        }
        number = number * 10 + digit;
    }
    return number;
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return fmt::format(
        "{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, to_base64(checkpoint.root.view())
    );
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
    std::array<std::string_view, 3> lines;
    for (std::string_view& line : lines) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) {
            return malformed_checkpoint("it has fewer than three lines");
        }
        line = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    if (!text.empty()) {
        return malformed_checkpoint("it has more than three lines");
    }
    if (!is_key_name(lines[0])) {
        return malformed_checkpoint("its origin is no key name");
    }
    const std::optional<std::uint64_t> size = parse_decimal(lines[1]);
    if (!size) {
        return malformed_checkpoint("its size is no decimal number");
    }
    const std::optional<std::string> root_bytes = from_base64(lines[2]);
    const std::optional<Hash> root = root_bytes ? Hash::from(as_bytes(*root_bytes)) : std::nullopt;
    if (!root) {
        return malformed_checkpoint("its root is no base64 of 32 bytes");
    }
    return Checkpoint{std::string(lines[0]), *size, *root};
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
    return sign_note(checkpoint_text(checkpoint), checkpoint.origin, key);
}

Result<std::string> sign_checkpoint(
    const Checkpoint& checkpoint, std::span<const SigningKey> keys
) {
    if (keys.empty()) {
        return fail(ErrorCode::internal, "no key to sign a checkpoint with");
    }
    const std::string text = checkpoint_text(checkpoint);
    TYST_ASSIGN(std::string note, sign_note(text, checkpoint.origin, keys.front()));
    for (const SigningKey& key : keys.subspan(1)) {
        TYST_ASSIGN(const std::string line, sign_note_line(text, checkpoint.origin, key));
        note += line;
    }
    return note;
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> known) {
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const std::vector<VerifierKey> signers, verify_note(parsed, known));
    TYST_ASSIGN(Checkpoint checkpoint, parse_checkpoint_text(parsed.text));
    const bool signed_by_origin =
        std::any_of(signers.begin(), signers.end(), [&](const VerifierKey& signer) {
            return signer.name == checkpoint.origin;
        });
    if (!signed_by_origin) {
        return fail(ErrorCode::signature_invalid, "no key with the origin's name signed");
    }
    return checkpoint;
}

bool contradict(const Checkpoint& one, const Checkpoint& other) {
    return one.origin == other.origin && one.size == other.size && one.root != other.root;
}

}  // namespace tyst
