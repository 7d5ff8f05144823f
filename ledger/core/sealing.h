#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/core/aead.h"
#include "ledger/core/hash.h"
#include "schema/error.h"
#include "schema/ids.h"

// How a part of an event is sealed under its subject's key: docs/formats.md, "Sealing".
namespace tyst {

// 32 random bytes drawn for each part and stored beside it.
using Salt = StrongBytes<struct SaltTag, 32>;

// A part's content and its sealed form, limits included. With 4 bytes for its length the longest
// content fills a padded plaintext of 1 MiB.
inline constexpr std::size_t kPartContentBytesMax = (std::size_t{1} << 20U) - 4;
inline constexpr std::size_t kSealedPartBytesMax = (std::size_t{1} << 20U) + kAeadTagBytes;

struct SealedPart {
    Salt salt;
    std::string sealed;      // ciphertext ‖ tag
    Hash digest;             // SHA-256(sealed)
    Hash commitment;         // SHA-256(label ‖ event key)
    std::uint32_t size = 0;  // bytes of `sealed`
};

// The padded plaintext's length for a content: 4 + content, rounded up to a multiple of 64 up to 1
// KiB and by the Padmé rule (at most 12 % more, leaking O(log log) bits) above. 0 where the content
// is longer than kPartContentBytesMax.
[[nodiscard]] std::size_t padded_size(std::size_t content_bytes);

// The key of one part. Disclosing it opens this part alone.
[[nodiscard]] SecretKey event_key(const HmacKey& subject_key, const Salt& salt);
[[nodiscard]] Hash commitment_to(const SecretKey& event_key);
// What the entry must hold for a part that this subject key sealed: shows that a key is the right
// one without opening anything.
[[nodiscard]] Hash commitment_of(const HmacKey& subject_key, const Salt& salt);

// Seals parts. One thread at a time; keeps a buffer that is wiped when it goes.
class PartSealer {
  public:
    // internal where OpenSSL has no AES-256-GCM.
    static Result<PartSealer> create();
    PartSealer(PartSealer&&) = default;
    PartSealer& operator=(PartSealer&&) = default;
    ~PartSealer();

    // `salt` must be fresh and unpredictable: the nonce is constant, so a salt used twice under one
    // subject key gives away the difference of two contents. too_large above kPartContentBytesMax.
    [[nodiscard]] Result<SealedPart> seal(
        const HmacKey& subject_key, const Salt& salt, Bytes content
    );

  private:
    explicit PartSealer(Aead aead) : aead_(std::move(aead)) {}

    Aead aead_;
    std::vector<std::uint8_t> plaintext_;
};

// Opens parts. One thread at a time. What is opened stays valid until the next call and starts at
// an address that is a multiple of 8, so that Cap'n Proto may read it in place. Wiped when it goes.
class PartOpener {
  public:
    // internal where OpenSSL has no AES-256-GCM.
    static Result<PartOpener> create();
    PartOpener(PartOpener&&) = default;
    PartOpener& operator=(PartOpener&&) = default;
    ~PartOpener();

    // Checks digest (part_digest_mismatch), key commitment (key_not_committed), tag, length and
    // padding (corrupt_part), in this order; the first that does not hold is named.
    [[nodiscard]] Result<Bytes> open(
        const SecretKey& event_key, Bytes sealed, const Hash& digest, const Hash& commitment
    );
    [[nodiscard]] Result<Bytes> open(
        const HmacKey& subject_key,
        const Salt& salt,
        Bytes sealed,
        const Hash& digest,
        const Hash& commitment
    );
    // Tag, length and padding alone, for a fold that reads the ledger's own rows without their
    // entries. It shows that a holder of the subject key sealed these bytes, not that the log holds
    // them: `log verify` and everything that leaves the ledger use open().
    [[nodiscard]] Result<Bytes> open_by_tag(
        const HmacKey& subject_key, const Salt& salt, Bytes sealed
    );

  private:
    explicit PartOpener(Aead aead) : aead_(std::move(aead)) {}
    Result<Bytes> open_tagged(const SecretKey& event_key, Bytes sealed);

    Aead aead_;
    std::vector<std::uint64_t> words_;
};

}  // namespace tyst
