#include "ledger/core/sealing.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "ledger/core/labels.h"

namespace tyst {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kStep = 64;

// A key seals one part only, so one nonce will do for all.
constexpr AeadNonce kNonce{};

std::uint32_t read_length(Bytes plaintext) {
    std::uint32_t length = 0;
    for (std::size_t place = 0; place < kLengthBytes; ++place) {
        length = length << 8U | plaintext[place];
    }
    return length;
}

void write_length(std::uint32_t length, std::span<std::uint8_t> plaintext) {
    for (std::size_t place = 0; place < kLengthBytes; ++place) {
        plaintext[place] = static_cast<std::uint8_t>(length >> (24U - 8U * place));
    }
}

std::unexpected<Error> corrupt(std::string reason) {
    return fail(ErrorCode::corrupt_part, std::move(reason));
}

// The words that keep a plaintext such that the content after its length starts on a word.
constexpr std::size_t kWordBytes = sizeof(std::uint64_t);
constexpr std::size_t kLead = kWordBytes - kLengthBytes;

std::size_t words_for(std::size_t plaintext_bytes) {
    return (kLead + plaintext_bytes + kWordBytes - 1) / kWordBytes;
}

}  // namespace

std::size_t padded_size(std::size_t content_bytes) {
    if (content_bytes > kPartContentBytesMax) {
        return 0;
    }
    const std::size_t length = content_bytes + kLengthBytes;
    std::size_t step = kStep;
    if (length > 1024) {
        const auto exponent = static_cast<unsigned>(std::bit_width(length)) - 1;
        step = std::size_t{1} << (exponent - static_cast<unsigned>(std::bit_width(exponent)));
    }
    return (length + step - 1) / step * step;
}

SecretKey event_key(const HmacKey& subject_key, const Salt& salt) {
    const Hash mac = subject_key.mac({as_bytes(label::kEventKey), salt.view()});
    return SecretKey{mac.bytes};
}

Hash commitment_to(const SecretKey& event_key) {
    return sha256({as_bytes(label::kCommitment), event_key.view()});
}

Hash commitment_of(const HmacKey& subject_key, const Salt& salt) {
    SecretKey key = event_key(subject_key, salt);
    const Hash commitment = commitment_to(key);
    wipe(key);
    return commitment;
}

Result<PartSealer> PartSealer::create() {
    TYST_ASSIGN(Aead aead, Aead::create());
    return PartSealer(std::move(aead));
}

PartSealer::~PartSealer() {
    wipe(plaintext_);
}

Result<SealedPart> PartSealer::seal(const HmacKey& subject_key, const Salt& salt, Bytes content) {
    const std::size_t padded = padded_size(content.size());
    if (padded == 0) {
        return fail(
            ErrorCode::too_large,
            fmt::format(
                "a part of {} bytes is longer than {}", content.size(), kPartContentBytesMax
            )
        );
    }
    plaintext_.assign(padded, 0);
    write_length(static_cast<std::uint32_t>(content.size()), plaintext_);
    std::copy(content.begin(), content.end(), plaintext_.begin() + kLengthBytes);

    SealedPart part;
    part.salt = salt;
    part.sealed.resize(padded + kAeadTagBytes);
    part.size = static_cast<std::uint32_t>(part.sealed.size());
    SecretKey key = event_key(subject_key, salt);
    part.commitment = commitment_to(key);
    aead_.set_key(key);
    wipe(key);
    const std::span<std::uint8_t> target(
        reinterpret_cast<std::uint8_t*>(part.sealed.data()), part.sealed.size()
    );
    TYST_TRY(aead_.seal(kNonce, {}, plaintext_, target));
    part.digest = sha256(as_bytes(part.sealed));
    return part;
}

Result<PartOpener> PartOpener::create() {
    TYST_ASSIGN(Aead aead, Aead::create());
    return PartOpener(std::move(aead));
}

PartOpener::~PartOpener() {
    wipe({reinterpret_cast<std::uint8_t*>(words_.data()), words_.size() * kWordBytes});
}

Result<Bytes> PartOpener::open(
    const SecretKey& event_key, Bytes sealed, const Hash& digest, const Hash& commitment
) {
    if (sha256(sealed) != digest) {
        return fail(
            ErrorCode::part_digest_mismatch, "the sealed bytes do not have the recorded digest"
        );
    }
    if (commitment_to(event_key) != commitment) {
        return fail(
            ErrorCode::key_not_committed, "the key is not the one that the entry commits to"
        );
    }
    return open_tagged(event_key, sealed);
}

Result<Bytes> PartOpener::open(
    const HmacKey& subject_key,
    const Salt& salt,
    Bytes sealed,
    const Hash& digest,
    const Hash& commitment
) {
    SecretKey key = event_key(subject_key, salt);
    const Result<Bytes> content = open(key, sealed, digest, commitment);
    wipe(key);
    return content;
}

Result<Bytes> PartOpener::open_by_tag(const HmacKey& subject_key, const Salt& salt, Bytes sealed) {
    SecretKey key = event_key(subject_key, salt);
    const Result<Bytes> content = open_tagged(key, sealed);
    wipe(key);
    return content;
}

Result<Bytes> PartOpener::open_tagged(const SecretKey& event_key, Bytes sealed) {
    if (sealed.size() < kAeadTagBytes + kStep || sealed.size() > kSealedPartBytesMax) {
        return corrupt(fmt::format("{} bytes are no sealed part", sealed.size()));
    }
    const std::size_t padded = sealed.size() - kAeadTagBytes;
    if (words_.size() < words_for(padded)) {
        words_.resize(words_for(padded));
    }
    const std::span<std::uint8_t> plaintext(
        reinterpret_cast<std::uint8_t*>(words_.data()) + kLead, padded
    );
    aead_.set_key(event_key);
    TYST_ASSIGN(const bool tag_holds, aead_.open(kNonce, {}, sealed, plaintext));
    if (!tag_holds) {
        wipe(plaintext);
        return corrupt("the tag does not hold: the sealed bytes or their key were changed");
    }
    const std::uint32_t length = read_length(plaintext);
    if (padded_size(length) != padded) {
        return corrupt("the length inside does not fit the size of the part");
    }
    const Bytes content = Bytes(plaintext).subspan(kLengthBytes, length);
    const Bytes padding = Bytes(plaintext).subspan(kLengthBytes + length);
    if (std::any_of(padding.begin(), padding.end(), [](std::uint8_t byte) { return byte != 0; })) {
        return corrupt("the padding is not zero");
    }
    return content;
}

}  // namespace tyst
