#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/verification.h"

namespace tyst {
namespace {

namespace rows = storage::log_rows;

std::string place_of(const rows::PartPlace& place) {
    return "stream " + to_hex(place.stream.view()) + " revision " +
           std::to_string(place.revision.value) + " part " + std::to_string(place.part);
}

// Calls visit(key, value) for every row of a family, or those in [from, end); damage that stops the
// scan is a finding.
template <class Visit>
void for_each_row(
    const VerifyInput& input,
    storage::FamilyNumber family,
    Visit&& visit,
    std::string_view from = {},
    std::string_view end = {}
) {
    storage::Cursor cursor = input.log.rows().cursor(family, storage::Scan::whole);
    for (cursor.seek(from); cursor.valid(); cursor.next()) {
        const std::string_view key = cursor.key();
        if (!end.empty() && key >= end) {
            break;
        }
        visit(key, cursor.value());
    }
    if (const auto status = cursor.status(); !status) {
        input.findings.add(std::nullopt, status.error());
    }
}

// Bytes that are still there although nothing opens them any more: of an erasure that was cut off,
// or of an older copy of the store. Their entry says what they must be.
Result<void> check_left_bytes(
    const VerifyInput& input, const PartFacts& facts, std::string_view value
) {
    TYST_ASSIGN(const rows::PartRow row, rows::parse_part_row(value));
    if (row.is_cut() || !input.erased.contains(row.subject)) {
        return {};
    }
    const auto entry = input.log.entry(row.index);
    if (!entry || facts.place.part >= entry->parts.size()) {
        return {};  // told by the scan of the entries, or as a row that belongs to none
    }
    if (entry->parts[facts.place.part].digest != sha256(as_bytes(row.sealed))) {
        return fail(ErrorCode::part_digest_mismatch, "has another digest than its entry");
    }
    return {};
}

void add_part(
    const VerifyInput& input,
    RecentKeys& keys,
    bool attachment,
    std::string_view key,
    std::string_view value,
    FingerprintSums& sums
) {
    const auto facts = stored_part(input, keys, attachment, key, value);
    if (facts) {
        // What was appended since this verification began is left to the next one.
        if (facts->index.value < input.edge.size()) {
            sums.add(facts->index, fingerprint_of(input.secret, *facts));
            if (const auto left = check_left_bytes(input, *facts, value); !left) {
                input.findings.add(
                    facts->index,
                    left.error().code,
                    tyst::place_of(facts->index) + " part " + std::to_string(facts->place.part) +
                        ": " + left.error().context
                );
            }
        }
        return;
    }
    const auto row = rows::parse_part_row(value);
    input.findings.add(row ? std::optional(row->index) : std::nullopt, facts.error());
}

// Enough that the keys of the last are on their way while the first are used.
constexpr std::size_t kIdsAtOnce = 32;

struct StoredId {
    EventId id;
    rows::IdRow row;
};

void check_ids(
    const VerifyInput& input,
    RecentKeys& keys,
    const std::vector<StoredId>& stored,
    FingerprintSums& sums
) {
    for (const StoredId& one : stored) {
        keys.fetch_place(one.row.stream);
    }
    for (const StoredId& one : stored) {
        keys.fetch_content_key(one.row.stream);
    }
    for (const auto& [id, row] : stored) {
        const auto subject = keys.key_of(row.stream);
        if (subject && rows::id_row_check((*subject)->content(), id, row) != row.check) {
            input.findings.add(
                row.index,
                ErrorCode::corrupt_id,
                "log/ ids: the row of event " + to_uuid_text(id.view()) +
                    " is not as it was written"
            );
        }
        sums.add(
            row.index, fingerprint_of(input.secret, IdFacts{row.index, row.stream, row.revision})
        );
    }
}

bool concerns(const std::vector<std::uint64_t>& ranges, LogIndex index) {
    return std::binary_search(ranges.begin(), ranges.end(), FingerprintSums::range_of(index));
}

Error difference(const VerifyInput& input, const PartFacts& stored, const PartFacts& expected) {
    if (stored.subject == expected.subject) {
        if (const auto key = input.keys.key_of(expected.subject);
            !key && key.error().code == ErrorCode::key_not_found) {
            return {ErrorCode::subject_without_key, key.error().context};
        }
    }
    if (stored.cut) {
        return {ErrorCode::corrupt_part, "its bytes are gone, and no erasure destroyed its key"};
    }
    const std::string_view place = stored.index != expected.index ? "repeats another index"
                                   : stored.recorded != expected.recorded
                                       ? "repeats another recorded time"
                                   : stored.subject != expected.subject ? "repeats another subject"
                                                                        : "";
    if (stored.digest != expected.digest || stored.size != expected.size) {
        return {
            ErrorCode::part_digest_mismatch,
            "has another digest than its entry" +
                (place.empty() ? std::string() : " and " + std::string(place))
        };
    }
    if (!place.empty()) {
        return {ErrorCode::corrupt_part, std::string(place)};
    }
    return {
        ErrorCode::key_not_committed,
        "its salt does not give the key that the entry is committed to"
    };
}

// From what the entries of a range say to the rows.
void explain_expected(const VerifyInput& input, RecentKeys& keys, const Entry& entry) {
    for (std::size_t part = 0; part < entry.parts.size(); ++part) {
        const PartFacts expected = expected_part(input, entry, part);
        const std::string where = place_of(entry.index) + " part " + std::to_string(part);
        const std::string key = rows::part_key(expected.place);
        const auto read =
            input.log.rows().get(expected.attachment ? rows::kAttachments : rows::kSealed, key);
        const std::optional<std::string> value = read ? *read : std::nullopt;
        if (!value) {
            // An erasure leaves the head of the row.
            input.findings.add(entry.index, ErrorCode::corrupt_part, where + ": missing");
            continue;
        }
        const auto stored = stored_part(input, keys, expected.attachment, key, *value);
        if (!stored) {
            input.findings.add(
                entry.index, stored.error().code, where + ": " + stored.error().context
            );
        } else if (*stored != expected) {
            Error fault = difference(input, *stored, expected);
            fault.context.insert(0, where + ": ");
            input.findings.add(entry.index, std::move(fault));
        } else if (const auto left = check_left_bytes(input, *stored, *value); !left) {
            input.findings.add(entry.index, left.error().code, where + ": " + left.error().context);
        }
    }
}

// From rows that claim to belong to the ranges back to their entries.
void explain_unexpected(
    const VerifyInput& input, bool attachment, const std::vector<std::uint64_t>& ranges
) {
    for_each_row(
        input,
        attachment ? rows::kAttachments : rows::kSealed,
        [&](std::string_view key, std::string_view value) {
            const auto place = rows::parse_part_key(key);
            const auto row = rows::parse_part_row(value);
            if (!place || !row || !concerns(ranges, row->index)) {
                return;
            }
            const auto entry = input.log.entry(row->index);
            if (!entry || entry->stream != place->stream || entry->revision != place->revision ||
                place->part >= entry->parts.size()) {
                input.findings.add(
                    row->index, ErrorCode::corrupt_part, place_of(*place) + ": belongs to no entry"
                );
            }
        }
    );
}

}  // namespace

void check_parts_of(const VerifyInput& input, RecentKeys& keys, const Entry& entry) {
    explain_expected(input, keys, entry);
}

void scan_parts(const VerifyInput& input, unsigned slice, FingerprintSums& sums) {
    constexpr unsigned kStep = 256 / kPartSlices;
    const std::string from = slice == 0 ? "" : std::string(1, static_cast<char>(slice * kStep));
    const std::string end =
        slice + 1 == kPartSlices ? "" : std::string(1, static_cast<char>((slice + 1) * kStep));
    RecentKeys keys(input.keys, RecentKeys::kForStreams);
    for (const bool attachment : {false, true}) {
        for_each_row(
            input,
            attachment ? rows::kAttachments : rows::kSealed,
            [&](std::string_view key, std::string_view value) {
                add_part(input, keys, attachment, key, value, sums);
            },
            from,
            end
        );
    }
}

void scan_ids(const VerifyInput& input, FingerprintSums& sums) {
    RecentKeys keys(input.keys, RecentKeys::for_any_order(input.keys));
    std::vector<StoredId> waiting;
    waiting.reserve(kIdsAtOnce);
    for_each_row(input, rows::kIds, [&](std::string_view key, std::string_view value) {
        const auto row = rows::parse_id_row(value);
        const auto id = EventId::from(as_bytes(key));
        if (!row || !id) {
            input.findings.add(
                std::nullopt, ErrorCode::corrupt_id, "log/ ids: a row has a wrong length"
            );
            return;
        }
        if (row->index.value >= input.edge.size()) {
            return;
        }
        waiting.push_back({*id, *row});
        if (waiting.size() == kIdsAtOnce) {
            check_ids(input, keys, waiting, sums);
            waiting.clear();
        }
    });
    check_ids(input, keys, waiting, sums);
}

void explain_parts(const VerifyInput& input, const std::vector<std::uint64_t>& ranges) {
    RecentKeys keys(input.keys, RecentKeys::kForStreams);
    for (const std::uint64_t range : ranges) {
        const std::uint64_t start = range * FingerprintSums::kRange;
        const std::uint64_t end = std::min(start + FingerprintSums::kRange, input.edge.size());
        for (std::uint64_t index = start; index < end; ++index) {
            // An entry that cannot be read is a finding of the entry scan already.
            if (const auto entry = input.log.entry({index})) {
                explain_expected(input, keys, *entry);
            }
        }
    }
    if (!ranges.empty()) {
        explain_unexpected(input, false, ranges);
        explain_unexpected(input, true, ranges);
    }
}

void explain_ids(const VerifyInput& input, const std::vector<std::uint64_t>& ranges) {
    if (ranges.empty()) {
        return;
    }
    std::unordered_set<std::uint64_t> found;
    for_each_row(input, rows::kIds, [&](std::string_view, std::string_view value) {
        const auto row = rows::parse_id_row(value);
        if (!row || !concerns(ranges, row->index)) {
            return;
        }
        const auto entry = input.log.entry(row->index);
        const bool fits = entry && entry->stream == row->stream && entry->revision == row->revision;
        if (!fits || !found.insert(row->index.value).second) {
            input.findings.add(
                row->index,
                ErrorCode::corrupt_id,
                "log/ ids: a row that does not fit " + place_of(row->index)
            );
        }
    });
    for (const std::uint64_t range : ranges) {
        const std::uint64_t start = range * FingerprintSums::kRange;
        const std::uint64_t end = std::min(start + FingerprintSums::kRange, input.edge.size());
        for (std::uint64_t index = start; index < end; ++index) {
            if (!found.contains(index)) {
                input.findings.add(
                    LogIndex{index},
                    ErrorCode::corrupt_id,
                    place_of(LogIndex{index}) + ": no event id leads to it"
                );
            }
        }
    }
}

}  // namespace tyst
