#include "ledger/verification.h"

#include <algorithm>
#include <cstring>

#include "ledger/core/hash.h"
#include "ledger/core/sealing.h"

namespace tyst {
namespace {

constexpr std::size_t kFindingsMax = 100;
constexpr std::size_t kFindingsKept = 10'000;

Fingerprint fingerprint_of(const SecretKey& secret, std::string_view facts) {
    const Hash hash = sha256({secret.view(), as_bytes(facts)});
    Fingerprint fingerprint;
    std::memcpy(fingerprint.data(), hash.bytes.data(), sizeof fingerprint);
    return fingerprint;
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
    std::string bytes(1, facts.attachment ? 'a' : 's');
    bytes.reserve(128);
    bytes += storage::log_rows::part_key(facts.place);
    storage::append_u64(bytes, facts.index.value);
    storage::append_u64(bytes, static_cast<std::uint64_t>(facts.recorded.microseconds));
    storage::append_bytes(bytes, facts.digest.view());
    storage::append_u32(bytes, facts.size);
    storage::append_bytes(bytes, facts.commitment.view());
    return fingerprint_of(secret, bytes);
}

Fingerprint fingerprint_of(const SecretKey& secret, const IdFacts& facts) {
    std::string bytes(1, 'i');
    bytes.reserve(40);
    storage::append_u64(bytes, facts.index.value);
    storage::append_bytes(bytes, facts.stream.view());
    storage::append_u64(bytes, facts.revision.value);
    return fingerprint_of(secret, bytes);
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
        said.commitment
    };
    if (said.kind == PartKind::person || input.erased.contains(entry.stream)) {
        facts.commitment = Hash{};
    }
    return facts;
}

Result<PartFacts> stored_part(
    const VerifyInput& input, bool attachment, std::string_view key, std::string_view value
) {
    TYST_ASSIGN(const auto place, storage::log_rows::parse_part_key(key));
    TYST_ASSIGN(const auto row, storage::log_rows::parse_part_row(value));
    PartFacts facts{
        place,
        attachment,
        row.index,
        row.recorded,
        sha256(as_bytes(row.sealed)),
        static_cast<std::uint32_t>(row.sealed.size()),
        {}
    };
    // In `sealed`, parts after the first are persons, under keys that only the entry names.
    if ((attachment || place.part == 0) && !input.erased.contains(place.stream)) {
        const auto subject = input.keys.key_of(place.stream);
        if (!subject) {
            return fail(ErrorCode::subject_without_key, subject.error().context);
        }
        facts.commitment = commitment_of((*subject)->sealing(), row.salt);
    }
    return facts;
}

}  // namespace tyst
