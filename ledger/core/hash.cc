// The low-level SHA-256 functions are deprecated in OpenSSL 3 but three times as fast for the short
// messages of a tree: EVP allocates and looks up on every call.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "ledger/core/hash.h"

#include <algorithm>

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace tyst {
namespace {

constexpr std::size_t kBlockBytes = SHA256_CBLOCK;
using State = std::array<std::uint32_t, 8>;

Hash finish(SHA256_CTX& context) {
    Hash result;
    SHA256_Final(result.bytes.data(), &context);
    return result;
}

// The state after one block of `key` xor `pad`.
State keyed_state(const SecretKey& key, std::uint8_t pad) {
    std::array<std::uint8_t, kBlockBytes> block{};
    block.fill(pad);
    for (std::size_t place = 0; place < key.bytes.size(); ++place) {
        block[place] = static_cast<std::uint8_t>(key.bytes[place] ^ pad);
    }
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Transform(&context, block.data());
    State state;
    std::copy(std::begin(context.h), std::end(context.h), state.begin());
    wipe(block);
    OPENSSL_cleanse(&context, sizeof context);
    return state;
}

// A hash that has already taken in the one block behind `state`.
SHA256_CTX resume(const State& state) {
    SHA256_CTX context;
    std::copy(state.begin(), state.end(), std::begin(context.h));
    context.Nl = kBlockBytes * 8;
    context.Nh = 0;
    context.num = 0;
    context.md_len = SHA256_DIGEST_LENGTH;
    return context;
}

}  // namespace

Hash sha256(Bytes bytes) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes.data(), bytes.size());
    return finish(context);
}

Hash sha256(std::initializer_list<Bytes> pieces) {
    SHA256_CTX context;
    SHA256_Init(&context);
    for (const Bytes piece : pieces) {
        SHA256_Update(&context, piece.data(), piece.size());
    }
    return finish(context);
}

Hash leaf_hash(Bytes entry) {
    const std::uint8_t prefix = 0x00;
    return sha256({Bytes(&prefix, 1), entry});
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<std::uint8_t, 65> message{};
    message[0] = 0x01;
    std::copy(left.bytes.begin(), left.bytes.end(), message.begin() + 1);
    std::copy(right.bytes.begin(), right.bytes.end(), message.begin() + 33);
    return sha256(message);
}

Hash empty_root() {
    return sha256(Bytes());
}

void wipe(std::span<std::uint8_t> secret) {
    OPENSSL_cleanse(secret.data(), secret.size());
}

HmacKey::HmacKey(const SecretKey& key)
    : inner_(keyed_state(key, 0x36)), outer_(keyed_state(key, 0x5c)) {}

HmacKey::~HmacKey() {
    OPENSSL_cleanse(inner_.data(), sizeof inner_);
    OPENSSL_cleanse(outer_.data(), sizeof outer_);
}

Hash HmacKey::mac(Bytes message) const {
    return mac({message});
}

Hash HmacKey::mac(std::initializer_list<Bytes> pieces) const {
    SHA256_CTX inner = resume(inner_);
    for (const Bytes piece : pieces) {
        SHA256_Update(&inner, piece.data(), piece.size());
    }
    const Hash digest = finish(inner);
    SHA256_CTX outer = resume(outer_);
    SHA256_Update(&outer, digest.bytes.data(), digest.bytes.size());
    return finish(outer);
}

}  // namespace tyst
