#include "ledger/verification.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/core/sealing.h"
#include "ledger/core/sip_hash.h"

namespace tyst {
namespace {

// A real read, because a prefetch is dropped where the address was not translated lately, and that
// is the longer half of the wait. Reads that nothing depends on overlap.
void read_for_cache(const std::uint8_t* byte) {
    static_cast<void>(*static_cast<const volatile std::uint8_t*>(byte));
}

constexpr std::size_t kFindingsMax = 100;
constexpr std::size_t kFindingsKept = 10'000;

// Facts laid end to end, each of a fixed length.
class FactBytes {
  public:
    void put(Bytes bytes) {
        std::memcpy(bytes_.data() + size_, bytes.data(), bytes.size());
        size_ += bytes.size();
    }
    void put(std::uint64_t number) {
        std::memcpy(bytes_.data() + size_, &number, sizeof number);
        size_ += sizeof number;
    }
    [[nodiscard]] Fingerprint fingerprint(const SecretKey& secret) const {
        std::array<std::uint64_t, 2> key{};
        std::memcpy(key.data(), secret.bytes.data(), sizeof key);
        return sip_hash(key, Bytes(bytes_.data(), size_));
    }

  private:
    // The longest: four numbers, two streams and two hashes.
    std::array<std::uint8_t, 4 * sizeof(std::uint64_t) + 2 * StreamId::kSize + 2 * Hash::kSize>
        bytes_;
    std::size_t size_ = 0;
};

void leave_out_content(PartFacts& facts) {
    facts.digest = Hash{};
    facts.size = 0;
    facts.commitment = Hash{};
    facts.cut = false;
}

}  // namespace

void Findings::add(std::optional<LogIndex> index, Error error) {
    const std::scoped_lock lock(mutex_);
    if (findings_.size() < kFindingsKept) {
        findings_.push_back({index, std::move(error)});
    }
}

void Findings::add(std::optional<LogIndex> index, ErrorCode code, std::string context) {
    add(index, Error{code, std::move(context)});
}

std::size_t Findings::count() {
    const std::scoped_lock lock(mutex_);
    return findings_.size();
}

std::vector<Finding> Findings::take() {
    const std::scoped_lock lock(mutex_);
    const auto order = [](const Finding& finding) {
        return std::pair(finding.index.value_or(LogIndex{UINT64_MAX}), finding.error.code);
    };
    std::stable_sort(
        findings_.begin(),
        findings_.end(),
        [&](const Finding& left, const Finding& right) { return order(left) < order(right); }
    );
    const auto repeated = std::unique(
        findings_.begin(),
        findings_.end(),
        [&](const Finding& left, const Finding& right) {
            return left.index && order(left) == order(right);
        }
    );
    findings_.erase(repeated, findings_.end());
    if (findings_.size() > kFindingsMax) {
        findings_.resize(kFindingsMax);
    }
    return std::move(findings_);
}

void FingerprintSums::add(LogIndex index, const Fingerprint& fingerprint) {
    Fingerprint& sum = sums_[std::min<std::size_t>(range_of(index), sums_.size() - 1)];
    for (std::size_t lane = 0; lane < sum.size(); ++lane) {
        sum[lane] += fingerprint[lane];
    }
}

void FingerprintSums::add(const FingerprintSums& other) {
    for (std::size_t range = 0; range < sums_.size(); ++range) {
        for (std::size_t lane = 0; lane < sums_[range].size(); ++lane) {
            sums_[range][lane] += other.sums_[range][lane];
        }
    }
}

Result<const storage::SubjectKey*> RecentKeys::key_of(const StreamId& subject) {
    std::array<Known, kPairPlaces>& places = recent_[pair_of(subject)].places;
    for (const Known& known : places) {
        if (known.key && known.subject == subject) {
            return known.key.get();
        }
    }
    TYST_ASSIGN(auto key, keys_.key_of(subject));
    places.back() = std::exchange(places.front(), {subject, std::move(key)});
    return places.front().key.get();
}

std::size_t RecentKeys::for_any_order(const storage::KeyStore& keys) {
    constexpr std::uint64_t kPlacesMax = std::uint64_t{1} << 18U;
    return std::bit_ceil(std::clamp<std::uint64_t>(4 * keys.subjects(), kForStreams, kPlacesMax));
}

void RecentKeys::fetch_place(const StreamId& subject) const {
    read_for_cache(recent_[pair_of(subject)].places.front().subject.bytes.data());
}

void RecentKeys::fetch_content_key(const StreamId& subject) const {
    for (const Known& known : recent_[pair_of(subject)].places) {
        if (known.key && known.subject == subject) {
            const auto* const key = reinterpret_cast<const std::uint8_t*>(&known.key->content());
            read_for_cache(key);
            read_for_cache(key + sizeof(HmacKey) - 1);  // it may lie across two lines
        }
    }
}

std::vector<std::uint64_t> FingerprintSums::differences(const FingerprintSums& other) const {
    std::vector<std::uint64_t> ranges;
    for (std::size_t range = 0; range < sums_.size(); ++range) {
        if (sums_[range] != other.sums_[range]) {
            ranges.push_back(range);
        }
    }
    return ranges;
}

Fingerprint fingerprint_of(const SecretKey& secret, const PartFacts& facts) {
    FactBytes bytes;
    bytes.put(facts.place.stream.view());
    bytes.put(facts.place.revision.value);
    bytes.put(
        std::uint64_t{facts.place.part} << 48U | std::uint64_t{facts.cut} << 33U |
        std::uint64_t{facts.attachment} << 32U | facts.size
    );
    bytes.put(facts.index.value);
    bytes.put(static_cast<std::uint64_t>(facts.recorded.microseconds));
    bytes.put(facts.digest.view());
    bytes.put(facts.subject.view());
    bytes.put(facts.commitment.view());
    return bytes.fingerprint(secret);
}

Fingerprint fingerprint_of(const SecretKey& secret, const IdFacts& facts) {
    FactBytes bytes;
    bytes.put(facts.index.value);
    bytes.put(facts.stream.view());
    bytes.put(facts.revision.value);
    return bytes.fingerprint(secret);
}

PartFacts expected_part(const VerifyInput& input, const Entry& entry, std::size_t part) {
    const Part& said = entry.parts[part];
    PartFacts facts{
        {entry.stream, entry.revision, static_cast<std::uint16_t>(part)},
        said.kind == PartKind::attachment,
        entry.index,
        entry.recorded,
        said.digest,
        said.size,
        said.subject,
        said.commitment
    };
    if (input.erased.contains(said.subject)) {
        leave_out_content(facts);
    }
    return facts;
}

Result<PartFacts> stored_part(
    const VerifyInput& input,
    RecentKeys& keys,
    bool attachment,
    std::string_view key,
    std::string_view value
) {
    TYST_ASSIGN(const auto place, storage::log_rows::parse_part_key(key));
    TYST_ASSIGN(const auto row, storage::log_rows::parse_part_row(value));
    PartFacts facts{
        place, attachment, row.index, row.recorded, {}, 0, row.subject, {}, row.is_cut()
    };
    if (input.erased.contains(row.subject)) {
        leave_out_content(facts);
        return facts;
    }
    if (!row.is_cut()) {
        facts.digest = sha256(as_bytes(row.sealed));
        facts.size = static_cast<std::uint32_t>(row.sealed.size());
        if (const auto subject = keys.key_of(row.subject)) {
            facts.commitment = commitment_of((*subject)->sealing(), row.salt);
        }
    }
    return facts;
}

}  // namespace tyst
