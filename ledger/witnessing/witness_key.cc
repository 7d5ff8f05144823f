#include "ledger/witnessing/witness_key.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/note.h"
#include "ledger/storage/files.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::string_view kPrivateKey = "PRIVATE+KEY+";
constexpr std::size_t kKeyFileBytesMax = 1024;
constexpr char kSeedType = 0x01;

std::unexpected<Error> no_private_key() {
    return fail(ErrorCode::corrupt_key, "witness key: is no PRIVATE+KEY line");
}

}  // namespace

WitnessSigner::~WitnessSigner() {
    wipe(seed_);
}

Result<WitnessSigner> WitnessSigner::from(std::string_view name, const SecretKey& seed) {
    TYST_ASSIGN(SigningKey signing_key, SigningKey::from_seed(seed));
    WitnessKey key{std::string(name), signing_key.public_key()};
    return WitnessSigner(std::move(key), std::move(signing_key), seed);
}

Result<WitnessSigner> WitnessSigner::generate(std::string_view name, Entropy& entropy) {
    if (!is_key_name(name)) {
        return fail(
            ErrorCode::invalid_value,
            "witness name: must not be empty and must be free of white space and '+'"
        );
    }
    SecretKey seed;
    entropy.fill(seed.bytes);
    auto signer = from(name, seed);
    wipe(seed);
    return signer;
}

Result<WitnessSigner> WitnessSigner::parse(std::string_view text) {
    if (!text.starts_with(kPrivateKey) || !text.ends_with('\n')) {
        return no_private_key();
    }
    text = text.substr(kPrivateKey.size(), text.size() - kPrivateKey.size() - 1);
    const std::size_t name_end = text.find('+');
    const std::string_view name = text.substr(0, name_end);
    if (name_end == std::string_view::npos || !is_key_name(name)) {
        return no_private_key();
    }
    const std::string_view rest = text.substr(name_end + 1);
    const std::size_t id_end = rest.find('+');
    auto bytes =
        id_end == std::string_view::npos ? std::nullopt : from_base64(rest.substr(id_end + 1));
    if (!bytes || bytes->size() != 1 + SecretKey::kSize || bytes->front() != kSeedType) {
        return no_private_key();
    }
    SecretKey seed;
    std::copy(bytes->begin() + 1, bytes->end(), seed.bytes.begin());
    auto signer = from(name, seed);
    wipe(seed);
    if (!signer) {
        return signer;
    }
    if (rest.substr(0, id_end) != fmt::format("{:08x}", key_id(name, signer->key().key))) {
        return fail(ErrorCode::corrupt_key, "witness key: its id is not that of its name and key");
    }
    return signer;
}

Result<WitnessSigner> WitnessSigner::read(const std::filesystem::path& file) {
    TYST_ASSIGN(const auto text, storage::read_small_file(file, kKeyFileBytesMax));
    if (!text) {
        return fail(
            ErrorCode::not_found, file.string() + ": not there; make one with witness new-key"
        );
    }
    auto signer = parse(*text);
    if (!signer) {
        return fail_in(file.string(), signer.error());
    }
    return signer;
}

Result<void> WitnessSigner::write_new(const std::filesystem::path& file) const {
    const std::string typed = kSeedType + std::string(as_text(seed_.view()));
    return storage::write_new_file(
        file,
        fmt::format(
            "{}{}+{:08x}+{}\n",
            kPrivateKey,
            key_.name,
            key_id(key_.name, key_.key),
            to_base64(as_bytes(typed))
        )
    );
}

}  // namespace tyst
