#include "ledger/storage/root_key_wrapping.h"

#include <array>
#include <limits>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"
#include "ledger/storage/files.h"

namespace tyst::storage {
namespace {

constexpr std::string_view kWrappedHeader = "tyst-root-key/2 ";
constexpr std::string_view kByPassphrase = "passphrase";
constexpr std::string_view kByKeyFile = "key-file";
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kCheckDigitsOfWrapped = 16;
constexpr std::size_t kWrappingKeyBytesMin = 32;
constexpr std::size_t kWrappingKeyBytesMax = 4096;

struct WrappedRootKey {
    RootKeyWrapping wrapping = RootKeyWrapping::none;
    std::uint64_t generation = 0;
    ScryptCost cost;
    std::string salt;
    std::string sealed;
};

void wipe_string(std::string& text) {
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

std::unexpected<Error> damaged_wrapping(std::string_view reason) {
    return fail(ErrorCode::corrupt_key, "root key file: " + std::string(reason));
}

// All that is not secret; it is bound to what is sealed.
std::string clear_text_of(const WrappedRootKey& key) {
    const std::string salt = to_hex(as_bytes(key.salt));
    if (key.wrapping == RootKeyWrapping::key_file) {
        return fmt::format("{}{} {} {}", kWrappedHeader, key.generation, kByKeyFile, salt);
    }
    return fmt::format(
        "{}{} {} {} {} {} {}",
        kWrappedHeader,
        key.generation,
        kByPassphrase,
        key.cost.n,
        key.cost.r,
        key.cost.p,
        salt
    );
}

std::string text_of(const WrappedRootKey& key) {
    const std::string text = clear_text_of(key) + " " + to_hex(as_bytes(key.sealed));
    return fmt::format(
        "{} {}\n", text, to_hex(sha256(as_bytes(text)).view()).substr(0, kCheckDigitsOfWrapped)
    );
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

std::optional<std::uint32_t> small_number(std::string_view text) {
    const auto number = parse_decimal(text);
    if (!number || *number > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(*number);
}

// header, generation, kind, [N, r, p,] salt, sealed, check.
Result<WrappedRootKey> parse_wrapped(std::string_view text) {
    constexpr std::size_t kWordsOfKeyFile = 6;
    constexpr std::size_t kWordsOfPassphrase = 9;
    const std::vector<std::string_view> words = words_of(text);
    const bool by_passphrase = words.size() == kWordsOfPassphrase && words[2] == kByPassphrase;
    const bool by_key_file = words.size() == kWordsOfKeyFile && words[2] == kByKeyFile;
    if (!by_passphrase && !by_key_file) {
        return damaged_wrapping("not a key of version 2");
    }
    WrappedRootKey key;
    key.wrapping = by_passphrase ? RootKeyWrapping::passphrase : RootKeyWrapping::key_file;
    const auto generation = parse_decimal(words[1]);
    const auto salt = from_hex(words[words.size() - 3]);
    const auto sealed = from_hex(words[words.size() - 2]);
    if (!generation || !salt || salt->size() != kSaltBytes || !sealed ||
        sealed->size() != kWrappedKeyBytes) {
        return damaged_wrapping("its generation, salt or sealed key is not readable");
    }
    key.generation = *generation;
    key.salt = *salt;
    key.sealed = *sealed;
    if (by_passphrase) {
        const auto n = parse_decimal(words[3]);
        const auto r = small_number(words[4]);
        const auto p = small_number(words[5]);
        if (!n || !r || !p || !is_allowed({*n, *r, *p})) {
            return damaged_wrapping("its scrypt parameters are beyond what is allowed");
        }
        key.cost = {*n, *r, *p};
    }
    if (text_of(key) != text) {
        return damaged_wrapping("its check does not fit its content");
    }
    return key;
}

Result<SecretKey> key_of_key_file(const RootKeyFile& file, std::string_view salt) {
    if (file.wrapping_key.empty()) {
        return fail(
            ErrorCode::key_not_found,
            file.path.string() + ": wrapped by a key file; name it (--root-wrapping-key)"
        );
    }
    TYST_ASSIGN(auto content, read_small_file(file.wrapping_key, kWrappingKeyBytesMax));
    if (!content || content->size() < kWrappingKeyBytesMin) {
        return fail(
            ErrorCode::key_not_found,
            file.wrapping_key.string() + ": no wrapping key of at least 32 bytes is there"
        );
    }
    const Hash digest = sha256(as_bytes(*content));
    wipe_string(*content);
    std::string message(label::kRootWrap);
    message.append(salt);
    return SecretKey{HmacKey(SecretKey{digest.bytes}).mac(as_bytes(message)).bytes};
}

Result<SecretKey> wrapping_key_of(const RootKeyFile& file, const WrappedRootKey& key) {
    if (key.wrapping == RootKeyWrapping::key_file) {
        return key_of_key_file(file, key.salt);
    }
    if (!file.passphrase) {
        return fail(
            ErrorCode::key_not_found,
            file.path.string() +
                ": wrapped by a passphrase, and none is given (TYST_ROOT_PASSPHRASE_FILE)"
        );
    }
    TYST_ASSIGN(std::string passphrase, file.passphrase());
    auto derived = key_of_passphrase(passphrase, as_bytes(key.salt), key.cost);
    wipe_string(passphrase);
    return derived;
}

}  // namespace

bool is_wrapped_root_key(std::string_view text) {
    return text.starts_with(kWrappedHeader);
}

Result<RootKeyWrapping> wrapping_in(std::string_view text) {
    TYST_ASSIGN(const WrappedRootKey key, parse_wrapped(text));
    return key.wrapping;
}

Result<std::string> wrapped_root_key_text(
    const RootKeyFile& file,
    RootKeyWrapping wrapping,
    const ScryptCost& cost,
    const RootKey& root,
    Entropy& entropy
) {
    TYST_ASSERT(wrapping != RootKeyWrapping::none);
    WrappedRootKey key{wrapping, root.generation, cost, {}, {}};
    std::array<std::uint8_t, kSaltBytes> salt{};
    entropy.fill(salt);
    key.salt = as_text(salt);
    TYST_ASSIGN(SecretKey wrapping_key, wrapping_key_of(file, key));
    AeadNonce nonce{};
    entropy.fill(nonce);
    auto sealed = wrap_secret(wrapping_key, nonce, as_bytes(clear_text_of(key)), root.key.view());
    wipe(wrapping_key);
    if (!sealed) {
        return std::unexpected(sealed.error());
    }
    key.sealed = std::move(*sealed);
    return text_of(key);
}

Result<RootKey> open_wrapped_root_key(const RootKeyFile& file, std::string_view text) {
    TYST_ASSIGN(const WrappedRootKey key, parse_wrapped(text));
    TYST_ASSIGN(SecretKey wrapping_key, wrapping_key_of(file, key));
    auto secret = unwrap_secret(wrapping_key, as_bytes(clear_text_of(key)), as_bytes(key.sealed));
    wipe(wrapping_key);
    if (!secret) {
        if (secret.error().code != ErrorCode::corrupt_key) {
            return std::unexpected(secret.error());
        }
        return fail(
            ErrorCode::wrong_passphrase,
            file.path.string() +
                (key.wrapping == RootKeyWrapping::passphrase
                     ? ": the passphrase does not open it"
                     : ": the wrapping key does not open it") +
                "; where it is lost, tyst key recover makes a new file of the two shares"
        );
    }
    RootKey root{key.generation, *SecretKey::from(as_bytes(*secret))};
    wipe_string(*secret);
    return root;
}

}  // namespace tyst::storage
