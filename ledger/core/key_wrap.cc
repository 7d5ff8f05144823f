#include "ledger/core/key_wrap.h"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/labels.h"

namespace tyst {
namespace {

// The label first, so that a value sealed here can never pass for anything else under the same key.
std::string labelled(Bytes associated) {
    std::string data(label::kSecretBox);
    data.append(as_text(associated));
    return data;
}

void append_big_endian(std::uint64_t number, std::string& target) {
    for (unsigned shift = 64; shift > 0; shift -= 8) {
        target.push_back(static_cast<char>(number >> (shift - 8)));
    }
}

std::span<std::uint8_t> writable(std::string& text, std::size_t offset) {
    return {reinterpret_cast<std::uint8_t*>(text.data()) + offset, text.size() - offset};
}

}  // namespace

SecretKey derive_key(const SecretKey& key, std::string_view purpose) {
    return SecretKey{HmacKey(key).mac(as_bytes(purpose)).bytes};
}

Result<SecretBox> SecretBox::create(const SecretKey& key, ErrorCode damage) {
    TYST_ASSIGN(Aead aead, Aead::create());
    aead.set_key(key);
    return SecretBox(std::move(aead), damage);
}

Result<std::string> SecretBox::seal(const AeadNonce& nonce, Bytes associated, Bytes secret) {
    if (secret.size() > kAeadTextBytesMax || associated.size() > kAeadTextBytesMax) {
        return fail(ErrorCode::too_large, fmt::format("{} bytes to seal at once", secret.size()));
    }
    std::string sealed(nonce.size() + secret.size() + kAeadTagBytes, '\0');
    std::copy(nonce.begin(), nonce.end(), sealed.begin());
    const std::string data = labelled(associated);
    TYST_TRY(aead_.seal(nonce, as_bytes(data), secret, writable(sealed, nonce.size())));
    return sealed;
}

Result<std::string> SecretBox::open(Bytes associated, Bytes sealed) {
    if (sealed.size() < kOverheadBytes || sealed.size() > kOverheadBytes + kAeadTextBytesMax) {
        return fail(damage_, fmt::format("{} bytes are no sealed value", sealed.size()));
    }
    AeadNonce nonce{};
    std::copy_n(sealed.begin(), nonce.size(), nonce.begin());
    std::string secret(sealed.size() - kOverheadBytes, '\0');
    const std::string data = labelled(associated);
    TYST_ASSIGN(
        const bool tag_holds,
        aead_.open(nonce, as_bytes(data), sealed.subspan(nonce.size()), writable(secret, 0))
    );
    if (!tag_holds) {
        wipe(writable(secret, 0));
        return fail(damage_, "the sealed value was changed, or is for another key or place");
    }
    return secret;
}

std::string key_place_bytes(const KeyPlace& place) {
    std::string bytes(1, static_cast<char>(place.level));
    append_big_endian(place.slot, bytes);
    append_big_endian(place.generation, bytes);
    return bytes;
}

Result<std::string> wrap_secret(
    const SecretKey& wrapping_key, const AeadNonce& nonce, Bytes associated, Bytes secret
) {
    if (secret.size() > kWrappedSecretBytesMax) {
        return fail(ErrorCode::too_large, fmt::format("a secret of {} bytes", secret.size()));
    }
    TYST_ASSIGN(SecretBox box, SecretBox::create(wrapping_key, ErrorCode::corrupt_key));
    return box.seal(nonce, associated, secret);
}

Result<std::string> unwrap_secret(SecretBox& box, Bytes associated, Bytes wrapped) {
    if (wrapped.size() > kWrappedSecretBytesMax + SecretBox::kOverheadBytes) {
        return fail(
            ErrorCode::corrupt_key, fmt::format("a wrapped secret of {} bytes", wrapped.size())
        );
    }
    return box.open(associated, wrapped);
}

Result<std::string> unwrap_secret(const SecretKey& wrapping_key, Bytes associated, Bytes wrapped) {
    TYST_ASSIGN(SecretBox box, SecretBox::create(wrapping_key, ErrorCode::corrupt_key));
    return unwrap_secret(box, associated, wrapped);
}

Result<std::string> wrap_key(
    const SecretKey& wrapping_key,
    const AeadNonce& nonce,
    const KeyPlace& place,
    const SecretKey& key
) {
    return wrap_secret(wrapping_key, nonce, as_bytes(key_place_bytes(place)), key.view());
}

Result<SecretKey> unwrap_key(const SecretKey& wrapping_key, const KeyPlace& place, Bytes wrapped) {
    if (wrapped.size() != kWrappedKeyBytes) {
        return fail(
            ErrorCode::corrupt_key, fmt::format("a wrapped key of {} bytes", wrapped.size())
        );
    }
    TYST_ASSIGN(
        std::string secret, unwrap_secret(wrapping_key, as_bytes(key_place_bytes(place)), wrapped)
    );
    SecretKey key;
    std::copy(secret.begin(), secret.end(), key.bytes.begin());
    wipe(writable(secret, 0));
    return key;
}

}  // namespace tyst
