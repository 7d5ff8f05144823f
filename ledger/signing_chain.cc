#include "ledger/signing_chain.h"

#include <algorithm>

#include "ledger/core/key_statement.h"

namespace tyst {
namespace {

std::unexpected<Error> not_introduced(const VerifierKey& key, std::string_view reason) {
    return fail(
        ErrorCode::signing_key_unknown,
        "signing/keys: " + key.text() + ": " + std::string(reason) +
            ". Nothing is served; restore signing/ from a backup"
    );
}

// Where the event with this id stands; nothing where it is not in the log.
Result<std::optional<LogIndex>> index_of(
    const storage::LogStore& log, const std::optional<EventId>& id
) {
    if (!id) {
        return std::nullopt;
    }
    TYST_ASSIGN(const auto rows, log.find_ids(std::span(&*id, 1)));
    return rows.front() ? std::optional(rows.front()->index) : std::nullopt;
}

// The size that a new generation kept; nothing where the entry before does not start one.
Result<std::optional<std::uint64_t>> generation_before(
    LogIndex index, const VerifierKey& old_key, EventReader& reader
) {
    if (index.value == 0) {
        return std::nullopt;
    }
    TYST_ASSIGN(
        const StoredEvent before, reader.read(LogIndex{index.value - 1}, ReadDepth::event_only)
    );
    const auto* started = std::get_if<GenerationStarted>(&before.event.body);
    if (started == nullptr || started->previous_origin != old_key.name ||
        started->kept != index.value - 1) {
        return std::nullopt;
    }
    return started->kept;
}

}  // namespace

std::vector<VerifierKey> SigningChain::at(std::uint64_t size) const {
    std::vector<VerifierKey> known;
    for (const ChainKey& key : keys_) {
        if (size >= key.from && (!key.to || size <= *key.to)) {
            known.push_back(key.key);
        }
    }
    return known;
}

Result<Checkpoint> SigningChain::open(std::string_view note) const {
    // What it claims, to know which keys may sign that; believed only when one of them has.
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const Checkpoint claimed, parse_checkpoint_text(parsed.text));
    return open_checkpoint(note, at(claimed.size));
}

std::optional<std::size_t> SigningChain::find(std::string_view verifier_key) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const ChainKey& key) {
        return key.key.text() == verifier_key;
    });
    if (found == keys_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - keys_.begin());
}

std::vector<SigningKeySpan> SigningChain::spans() const {
    std::vector<SigningKeySpan> spans;
    for (const ChainKey& key : keys_) {
        spans.push_back({key.key.text(), key.from, key.to});
    }
    return spans;
}

void SigningChain::introduce(
    const VerifierKey& key, std::size_t row, LogIndex index, std::optional<std::uint64_t> kept
) {
    for (ChainKey& earlier : keys_) {
        if (kept && !earlier.to) {
            earlier.to = *kept;
        }
    }
    keys_.push_back({key, row, index.value + 1, std::nullopt});
}

Result<SigningChain> SigningChain::resolve(
    std::span<const storage::SigningKeyRow> rows, const storage::LogStore& log, EventReader& reader
) {
    SigningChain chain;
    for (std::size_t place = 0; place < rows.size(); ++place) {
        const storage::SigningKeyRow& row = rows[place];
        if (place == 0) {
            // Vouched for by the root key, under which the file has its check.
            chain.keys_.push_back({row.key, 0, 0, std::nullopt});
        } else {
            TYST_ASSIGN(const auto index, index_of(log, row.introduced_by));
            if (!index) {
                continue;  // it never signed: a key signs once its entry is durable
            }
            TYST_ASSIGN(const StoredEvent stored, reader.read(*index, ReadDepth::event_only));
            const auto* body = std::get_if<SigningKeyIntroduced>(&stored.event.body);
            const auto old_place = body != nullptr ? chain.find(body->old_key) : std::nullopt;
            if (!old_place || body->new_key != row.key.text()) {
                return not_introduced(row.key, place_of(*index) + " does not introduce it");
            }
            const ChainKey old_key = chain.keys_[*old_place];
            if (old_key.to && index->value > *old_key.to) {
                return not_introduced(row.key, "the key before it was retired already");
            }
            TYST_TRY(check_key_statement(body->statement, old_key.key, row.key));
            std::optional<std::uint64_t> kept;
            if (row.key.name != old_key.key.name) {
                TYST_ASSIGN(kept, generation_before(*index, old_key.key, reader));
                if (!kept) {
                    return not_introduced(row.key, "it has another name and starts no generation");
                }
            }
            chain.introduce(row.key, place, *index, kept);
        }
        TYST_ASSIGN(const auto retired, index_of(log, row.retired_by));
        if (!retired) {
            continue;
        }
        TYST_ASSIGN(const StoredEvent stored, reader.read(*retired, ReadDepth::event_only));
        const auto* body = std::get_if<SigningKeyRetired>(&stored.event.body);
        if (body == nullptr || body->key != row.key.text()) {
            return not_introduced(row.key, place_of(*retired) + " does not retire it");
        }
        chain.retire(chain.keys_.size() - 1, *retired);
    }
    return chain;
}

}  // namespace tyst
