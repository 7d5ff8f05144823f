#include "ledger/core/key_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/note.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::size_t kIdBytes = 4;

}  // namespace

std::uint32_t typed_key_id(std::string_view name, char type, const PublicKey& key) {
    const std::array<char, 2> separator_and_type{'\n', type};
    const Hash digest = sha256(
        {as_bytes(name),
         as_bytes(std::string_view(separator_and_type.data(), separator_and_type.size())),
         key.view()}
    );
    std::uint32_t id = 0;
    for (const std::uint8_t byte : digest.view().first(kIdBytes)) {
        id = id << 8U | byte;
    }
    return id;
}

std::string typed_key_text(std::string_view name, char type, const PublicKey& key) {
    const std::string typed = type + std::string(as_text(key.view()));
    return fmt::format(
        "{}+{:08x}+{}", name, typed_key_id(name, type, key), to_base64(as_bytes(typed))
    );
}

Result<TypedKey> parse_typed_key(std::string_view text, char type, std::string_view what) {
    const auto refuse = [what](std::string_view reason) {
        return fail(ErrorCode::invalid_value, fmt::format("{}: {}", what, reason));
    };
    const std::size_t name_end = text.find('+');
    if (name_end == std::string_view::npos || !is_key_name(text.substr(0, name_end))) {
        return refuse("it does not start with a key name and '+'");
    }
    const std::string_view rest = text.substr(name_end + 1);
    const std::size_t id_end = rest.find('+');
    if (id_end == std::string_view::npos) {
        return refuse("it has no key id");
    }
    const std::optional<std::string> bytes = from_base64(rest.substr(id_end + 1));
    if (!bytes || bytes->size() != 1 + PublicKey::kSize || bytes->front() != type) {
        return refuse(fmt::format("it holds no Ed25519 key of type {:02x} in base64", type));
    }
    TypedKey typed;
    typed.name = text.substr(0, name_end);
    std::copy(bytes->begin() + 1, bytes->end(), typed.key.bytes.begin());
    if (rest.substr(0, id_end) !=
        fmt::format("{:08x}", typed_key_id(typed.name, type, typed.key))) {
        return refuse("its key id is not that of its name and key");
    }
    return typed;
}

std::string signature_line_text(
    std::string_view name, std::uint32_t id, std::string_view signature
) {
    std::string bytes;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        bytes.push_back(static_cast<char>(id >> shift));
    }
    bytes.append(signature);
    return fmt::format("\xe2\x80\x94 {} {}\n", name, to_base64(as_bytes(bytes)));
}

}  // namespace tyst
