#include <algorithm>
#include <utility>

#include "ledger/core/policy.h"
#include "ledger/storage/files.h"
#include "ledger/stored_ledger.h"

namespace tyst {
namespace {

using storage::log_rows::kTimeStamps;

constexpr std::string_view kPolicyFile = "policy";
constexpr std::size_t kTimeStampBytesMax = std::size_t{64} << 10U;

// A policy that could never accept a checkpoint of this log is a mistake in the file. One that
// names an earlier generation alone is one: it is another origin, and others would judge by it.
Result<void> check_policy(
    std::string_view text, const std::string& origin, const std::string& verifier_key
) {
    TYST_ASSIGN(const Policy policy, parse_policy(text));
    std::string named;
    for (const PolicyLog& log : policy.logs) {
        if (log.key.name == origin) {
            return {};
        }
        named += (named.empty() ? "" : ", ") + log.key.name;
    }
    return fail(
        ErrorCode::invalid_value,
        "policy: names no key of the log " + origin + " (" +
            (named.empty() ? "no log at all" : "only " + named) +
            "), so that it could accept no checkpoint; put the line \"log " + verifier_key +
            "\" before its own and set it with `tyst witness policy --set FILE`"
    );
}

// One signature line with its line end, taken off the front of `lines`.
Result<std::string_view> take_signature_line(std::string_view& lines) {
    const std::size_t end = lines.find('\n');
    if (end == std::string_view::npos) {
        return fail(ErrorCode::corrupt_checkpoint, "cosignatures: the last line has no line end");
    }
    const std::string_view line = lines.substr(0, end + 1);
    lines.remove_prefix(end + 1);
    return line;
}

// What a line says of the note's text, whatever else the note carries.
Result<std::vector<Cosignature>> cosignatures_in(
    const std::string& text, std::string_view line, std::span<const WitnessKey> known
) {
    TYST_ASSIGN(const Note alone, parse_note(text + "\n" + std::string(line)));
    return verify_cosignatures(alone, known);
}

const std::string& name_in(const Policy& policy, const WitnessKey& key) {
    return std::ranges::find_if(
               policy.witnesses, [&](const PolicyWitness& witness) { return witness.key == key; }
    )->name;
}

}  // namespace

Result<std::string> StoredLedger::policy_text() {
    TYST_ASSIGN(auto text, storage::read_small_file(directory_ / kPolicyFile, kPolicyBytesMax));
    if (!text) {
        return policy_without_witnesses(verifier_keys());
    }
    TYST_TRY(check_policy(*text, origin(), verifier_key()));
    return std::move(*text);
}

Result<void> StoredLedger::set_policy(std::string_view text) {
    TYST_TRY(check_policy(text, origin(), verifier_key()));
    return storage::replace_file(directory_ / kPolicyFile, text);
}

Result<std::vector<std::string>> StoredLedger::add_cosignatures(
    std::uint64_t size, std::string_view lines, const Policy& policy
) {
    const std::scoped_lock lock(witnessing_mutex_);
    TYST_ASSIGN(std::string note, checkpoint_of(size));
    TYST_ASSIGN(const Note stored, parse_note(note));
    const std::vector<WitnessKey> known = policy.witness_keys();
    TYST_ASSIGN(std::vector<Cosignature> present, verify_cosignatures(stored, known));
    const std::size_t before = present.size();
    bool any_known = false;
    while (!lines.empty()) {
        TYST_ASSIGN(const std::string_view line, take_signature_line(lines));
        TYST_ASSIGN(const auto found, cosignatures_in(stored.text, line, known));
        for (const Cosignature& cosignature : found) {
            any_known = true;
            if (std::ranges::find(present, cosignature.witness, &Cosignature::witness) ==
                present.end()) {
                present.push_back(cosignature);
                note.append(line);
            }
        }
    }
    if (!any_known) {
        return fail(
            ErrorCode::signature_invalid,
            "cosignatures: no line is of a witness that the policy names"
        );
    }
    std::vector<std::string> added;
    for (std::size_t place = before; place < present.size(); ++place) {
        added.push_back(name_in(policy, present[place].witness));
    }
    if (!added.empty()) {
        TYST_TRY(parse_note(note));  // its limits hold still
        TYST_TRY(stores_.log->put_checkpoint(size, note));
    }
    return added;
}

Result<std::vector<std::string>> StoredLedger::time_stamps_of(std::uint64_t size) {
    std::vector<std::string> responses;
    const std::string prefix = storage::log_rows::number_key(size);
    storage::Cursor cursor = stores_.log->rows().cursor(kTimeStamps, storage::Scan::few_rows);
    for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
        responses.emplace_back(cursor.value());
    }
    if (!cursor.valid()) {
        TYST_TRY(cursor.status());
    }
    return responses;
}

Result<void> StoredLedger::add_time_stamp(std::uint64_t size, std::string_view response) {
    if (response.empty() || response.size() > kTimeStampBytesMax) {
        return fail(
            ErrorCode::too_large,
            "time-stamp: " + std::to_string(response.size()) + " bytes, 1 to " +
                std::to_string(kTimeStampBytesMax) + " are kept"
        );
    }
    const std::scoped_lock lock(witnessing_mutex_);
    TYST_TRY(checkpoint_of(size));
    TYST_ASSIGN(const std::vector<std::string> present, time_stamps_of(size));
    if (std::ranges::find(present, response) != present.end()) {
        return {};
    }
    if (present.size() > UINT16_MAX) {
        return fail(ErrorCode::too_large, "time-stamp: the checkpoint has too many already");
    }
    storage::Batch batch;
    batch.put(
        kTimeStamps,
        storage::log_rows::time_stamp_key({size, static_cast<std::uint16_t>(present.size())}),
        response
    );
    return stores_.log->rows().write(batch);
}

Result<std::vector<std::uint64_t>> StoredLedger::time_stamped_sizes() {
    std::vector<std::uint64_t> sizes;
    storage::Cursor cursor = stores_.log->rows().cursor(kTimeStamps, storage::Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        TYST_ASSIGN(const auto place, storage::log_rows::parse_time_stamp_key(cursor.key()));
        if (sizes.empty() || sizes.back() != place.size) {
            sizes.push_back(place.size);
        }
    }
    TYST_TRY(cursor.status());
    return sizes;
}

}  // namespace tyst
