#include "ledger/storage/recovery.h"

#include <array>
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

constexpr std::string_view kRecoveryHeader = "tyst-recovery/1";
constexpr std::size_t kRecoveryBytesMax = 1024;

struct RecoveryEnvelope {
    AgreementKey recovery_key;
    std::uint64_t generation = 0;
    AgreementKey ephemeral;
    std::string sealed;
};

std::string bound_text(const RecoveryEnvelope& envelope) {
    return fmt::format(
        "{}\n{}\n{}\n{}\n",
        kRecoveryHeader,
        to_hex(envelope.recovery_key.view()),
        envelope.generation,
        to_hex(envelope.ephemeral.view())
    );
}

std::string envelope_text(const RecoveryEnvelope& envelope) {
    const std::string text = bound_text(envelope) + to_hex(as_bytes(envelope.sealed)) + "\n";
    return text + to_hex(sha256(as_bytes(text)).view()) + "\n";
}

std::unexpected<Error> damaged_recovery(std::string_view reason) {
    return fail(ErrorCode::corrupt_key, "recovery file: " + std::string(reason));
}

std::optional<AgreementKey> agreement_key_from(std::string_view hex) {
    const std::optional<std::string> bytes = from_hex(hex);
    return bytes ? AgreementKey::from(as_bytes(*bytes)) : std::nullopt;
}

Result<RecoveryEnvelope> parse_envelope(std::string_view text) {
    std::array<std::string_view, 6> lines;
    std::string_view rest = text;
    for (std::string_view& line : lines) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) {
            return damaged_recovery("has fewer lines than version 1");
        }
        line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
    }
    const auto recovery_key = agreement_key_from(lines[1]);
    const auto generation = parse_decimal(lines[2]);
    const auto ephemeral = agreement_key_from(lines[3]);
    const auto sealed = from_hex(lines[4]);
    if (lines[0] != kRecoveryHeader || !recovery_key || !generation || !ephemeral || !sealed ||
        sealed->size() != kWrappedKeyBytes) {
        return damaged_recovery("is not of version 1");
    }
    RecoveryEnvelope envelope{*recovery_key, *generation, *ephemeral, *sealed};
    if (envelope_text(envelope) != text) {
        return damaged_recovery("its check does not fit its content");
    }
    return envelope;
}

// What seals the root, known to who holds the ephemeral secret or the recovery key.
SecretKey sealing_key(const SecretKey& agreed, const RecoveryEnvelope& envelope) {
    std::string message(label::kRecovery);
    message.append(as_text(envelope.ephemeral.view()));
    message.append(as_text(envelope.recovery_key.view()));
    return SecretKey{HmacKey(agreed).mac(as_bytes(message)).bytes};
}

// One secret from two shares, whose numbers and keys were compared.
SecretKey joined(const RecoveryShare& one, const RecoveryShare& other) {
    SecretKey secret = one.secret;
    for (std::size_t at = 0; at < secret.bytes.size(); ++at) {
        secret.bytes[at] = static_cast<std::uint8_t>(secret.bytes[at] ^ other.secret.bytes[at]);
    }
    return secret;
}

std::unexpected<Error> shares_differ(std::string_view reason) {
    return fail(ErrorCode::recovery_share_mismatch, "recovery shares: " + std::string(reason));
}

Result<SecretKey> recovery_secret(
    const RecoveryEnvelope& envelope, const RecoveryShare& one, const RecoveryShare& other
) {
    if (one.number == other.number) {
        return shares_differ(
            fmt::format("both are share {}; share 1 and share 2 are needed", one.number)
        );
    }
    if (one.recovery_key != other.recovery_key) {
        return shares_differ("they are of two different recovery keys");
    }
    if (one.recovery_key != envelope.recovery_key) {
        return shares_differ(
            "they are not of the recovery key of this ledger's root: of another ledger, or of a "
            "split that was replaced"
        );
    }
    SecretKey secret = joined(one, other);
    const auto public_key = agreement_public_key(secret);
    if (!public_key || *public_key != envelope.recovery_key) {
        wipe(secret);
        return shares_differ("together they do not give the recovery key; type them off again");
    }
    return secret;
}

}  // namespace

std::filesystem::path recovery_file_of(const std::filesystem::path& root_key_file) {
    std::filesystem::path file = root_key_file;
    file += ".recovery";
    return file;
}

Result<SplitRecoveryKey> split_new_recovery_key(Entropy& entropy) {
    SecretKey secret;
    entropy.fill(secret.bytes);
    TYST_ASSIGN(const AgreementKey recovery_key, agreement_public_key(secret));
    RecoveryShare first{1, recovery_key, {}};
    entropy.fill(first.secret.bytes);
    RecoveryShare second{2, recovery_key, secret};
    second.secret = joined(first, second);
    SplitRecoveryKey split{recovery_key, to_text(first), to_text(second)};
    for (SecretKey* key : {&secret, &first.secret, &second.secret}) {
        wipe(*key);
    }
    return split;
}

Result<std::string> recovery_text(
    const AgreementKey& recovery_key, const RootKey& root, Entropy& entropy
) {
    SecretKey ephemeral;
    entropy.fill(ephemeral.bytes);
    RecoveryEnvelope envelope{recovery_key, root.generation, {}, {}};
    TYST_ASSIGN(envelope.ephemeral, agreement_public_key(ephemeral));
    TYST_ASSIGN(SecretKey agreed, agree(ephemeral, recovery_key));
    wipe(ephemeral);
    SecretKey sealing = sealing_key(agreed, envelope);
    wipe(agreed);
    AeadNonce nonce{};
    entropy.fill(nonce);
    auto sealed = wrap_secret(sealing, nonce, as_bytes(bound_text(envelope)), root.key.view());
    wipe(sealing);
    if (!sealed) {
        return std::unexpected(sealed.error());
    }
    envelope.sealed = std::move(*sealed);
    return envelope_text(envelope);
}

Result<AgreementKey> recovery_key_in(std::string_view text) {
    TYST_ASSIGN(const RecoveryEnvelope envelope, parse_envelope(text));
    return envelope.recovery_key;
}

Result<RootKey> open_recovery(
    std::string_view text, const RecoveryShare& one, const RecoveryShare& other
) {
    TYST_ASSIGN(const RecoveryEnvelope envelope, parse_envelope(text));
    TYST_ASSIGN(SecretKey secret, recovery_secret(envelope, one, other));
    auto agreed = agree(secret, envelope.ephemeral);
    wipe(secret);
    if (!agreed) {
        return std::unexpected(agreed.error());
    }
    SecretKey sealing = sealing_key(*agreed, envelope);
    wipe(*agreed);
    auto root = unwrap_secret(sealing, as_bytes(bound_text(envelope)), as_bytes(envelope.sealed));
    wipe(sealing);
    if (!root) {
        return fail_in("recovery file", root.error());
    }
    const auto key = SecretKey::from(as_bytes(*root));
    wipe({reinterpret_cast<std::uint8_t*>(root->data()), root->size()});
    return RootKey{envelope.generation, *key};
}

Result<void> check_recovery(const std::filesystem::path& file) {
    TYST_ASSIGN(const auto text, read_small_file(file, kRecoveryBytesMax));
    if (text) {
        TYST_TRY(recovery_key_in(*text));
    }
    return {};
}

Result<void> reseal_recovery(
    const std::filesystem::path& file, const RootKey& root, Entropy& entropy
) {
    TYST_ASSIGN(const auto text, read_small_file(file, kRecoveryBytesMax));
    if (!text) {
        return {};
    }
    TYST_ASSIGN(const AgreementKey recovery_key, recovery_key_in(*text));
    TYST_ASSIGN(const std::string next, recovery_text(recovery_key, root, entropy));
    return replace_secret_file(file, next);
}

}  // namespace tyst::storage
