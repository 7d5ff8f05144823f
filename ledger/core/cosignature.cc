#include "ledger/core/cosignature.h"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/key_text.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr char kCosignatureType = 0x04;
constexpr std::size_t kTimeBytes = 8;

std::string message_of(std::string_view text, std::uint64_t time) {
    return fmt::format("cosignature/v1\ntime {}\n{}", time, text);
}

std::uint64_t time_from(std::string_view eight_bytes) {
    std::uint64_t time = 0;
    for (const char byte : eight_bytes) {
        time = time << 8U | static_cast<std::uint8_t>(byte);
    }
    return time;
}

std::string time_bytes(std::uint64_t time) {
    std::string bytes(kTimeBytes, '\0');
    for (std::size_t place = kTimeBytes; place > 0; time >>= 8U) {
        bytes[--place] = static_cast<char>(time);
    }
    return bytes;
}

// The time that the line gives; nothing where it does not hold.
std::optional<std::uint64_t> time_if_valid(
    std::string_view text, const SignatureLine& line, const WitnessKey& witness
) {
    if (line.signature.size() != kTimeBytes + Signature::kSize) {
        return std::nullopt;
    }
    const std::string_view bytes = line.signature;
    const std::uint64_t time = time_from(bytes.substr(0, kTimeBytes));
    const auto signature = Signature::from(as_bytes(bytes.substr(kTimeBytes)));
    if (time > kCosignatureTimeMax || !signature ||
        !verify_signature(witness.key, as_bytes(message_of(text, time)), *signature)) {
        return std::nullopt;
    }
    return time;
}

void keep_newest(std::vector<Cosignature>& found, const WitnessKey& witness, std::uint64_t time) {
    const auto same = std::ranges::find(found, witness, &Cosignature::witness);
    if (same == found.end()) {
        found.push_back({witness, time});
    } else {
        same->time = std::max(same->time, time);
    }
}

}  // namespace

std::uint32_t WitnessKey::id() const {
    return typed_key_id(name, kCosignatureType, key);
}

std::string WitnessKey::text() const {
    return typed_key_text(name, kCosignatureType, key);
}

Result<WitnessKey> parse_witness_key(std::string_view text) {
    TYST_ASSIGN(TypedKey typed, parse_typed_key(text, kCosignatureType, "witness key"));
    return WitnessKey{std::move(typed.name), typed.key};
}

Result<std::string> cosign_line(
    std::string_view text, std::string_view name, const SigningKey& key, std::uint64_t time
) {
    if (!is_note_text(text)) {
        return fail(ErrorCode::invalid_value, "a text that no signed note may have");
    }
    if (!is_key_name(name)) {
        return fail(ErrorCode::invalid_value, "a witness name that no signed note may have");
    }
    if (time > kCosignatureTimeMax) {
        return fail(ErrorCode::invalid_value, "a time that no cosignature may have");
    }
    TYST_ASSIGN(const Signature signature, key.sign(as_bytes(message_of(text, time))));
    return signature_line_text(
        name,
        typed_key_id(name, kCosignatureType, key.public_key()),
        time_bytes(time) + std::string(as_text(signature.view()))
    );
}

Result<std::vector<Cosignature>> verify_cosignatures(
    const Note& note, std::span<const WitnessKey> known
) {
    std::vector<Cosignature> found;
    for (const WitnessKey& witness : known) {
        const std::uint32_t id = witness.id();
        for (const SignatureLine& line : note.signatures) {
            if (line.key_id != id || line.name != witness.name) {
                continue;
            }
            const std::optional<std::uint64_t> time = time_if_valid(note.text, line, witness);
            if (!time) {
                return fail(
                    ErrorCode::signature_invalid,
                    fmt::format("the cosignature of witness key {:08x} does not hold", id)
                );
            }
            keep_newest(found, witness, *time);
        }
    }
    return found;
}

}  // namespace tyst
