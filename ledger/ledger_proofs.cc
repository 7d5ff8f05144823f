#include <utility>

#include "ledger/core/merkle.h"
#include "ledger/core/proof_file.h"
#include "ledger/own_event.h"
#include "ledger/storage/stored_heads.h"
#include "ledger/stored_ledger.h"

// What StoredLedger proves and discloses.
namespace tyst {
namespace {

std::unexpected<Error> beyond_the_log(LogIndex index) {
    return fail(ErrorCode::not_found, place_of(index) + ": not in the log");
}

// The map as all entries before `index` leave it.
Result<std::shared_ptr<StreamHeadsMap>> heads_from_entries(
    const storage::LogStore& log, LogIndex index
) {
    auto map = std::make_shared<StreamHeadsMap>();
    TYST_TRY(log.visit_entries(0, index.value, [&](const Entry& entry) -> Result<void> {
        map->set({entry.stream, entry.revision.value + 1, entry.index});
        return {};
    }));
    return map;
}

struct StoredPart {
    Part part;
    StreamId subject;  // as the row repeats it
    Salt salt;
    std::string sealed;
};

// One part as its entry and its row have it.
Result<StoredPart> find_part(
    const Stores& stores, ReceiptedErasures& erasures, LogIndex index, std::uint16_t number
) {
    namespace rows = storage::log_rows;
    TYST_ASSIGN(const Entry entry, stores.log->entry(index));
    const std::string where = place_of(index) + " part " + std::to_string(number);
    if (number >= entry.parts.size()) {
        return fail(ErrorCode::not_found, where + ": the entry has fewer parts");
    }
    const Part& part = entry.parts[number];
    const auto family = part.kind == PartKind::attachment ? rows::kAttachments : rows::kSealed;
    TYST_ASSIGN(
        const auto row,
        stores.log->rows().get(family, rows::part_key({entry.stream, entry.revision, number}))
    );
    if (!row) {
        return fail(ErrorCode::corrupt_part, where + ": missing");
    }
    TYST_ASSIGN(const rows::PartRow parsed, rows::parse_part_row(*row));
    if (parsed.is_cut()) {
        // An erasure destroys the key before it takes bytes.
        if (stores.keys->key_of(part.subject).has_value()) {
            return fail(
                ErrorCode::corrupt_part,
                where + ": its bytes are gone, and no erasure destroyed its key"
            );
        }
        TYST_TRY(erasures.require(part.subject));
        return fail(ErrorCode::part_erased, where + ": its bytes are destroyed");
    }
    return StoredPart{part, parsed.subject, parsed.salt, std::string(parsed.sealed)};
}

}  // namespace

Result<Receipt> StoredLedger::commit_heads(
    const Code& cause, StreamId actor, const Progress& progress
) {
    TYST_ASSIGN(
        const auto receipts,
        append({{own_event(*this, StreamHeadsCommitted{cause}, actor)}, {}}, progress)
    );
    const Receipt& receipt = receipts.front();
    TYST_TRY(checkpointer_.checkpoint_at(receipt.index.value + 1));
    return receipt;
}

Result<HeadProof> StoredLedger::prove_head(StreamId stream, std::uint64_t size) {
    if (size == 0 || size > this->size()) {
        return fail(
            ErrorCode::not_found, "size " + std::to_string(size) + ": the log never had it"
        );
    }
    const LogIndex carrier{size - 1};
    TYST_ASSIGN(const Entry entry, stores_.log->entry(carrier));
    if (!entry.stream_heads) {
        return fail(
            ErrorCode::not_found,
            place_of(carrier) +
                ": carries no root over the heads of streams; take a size that "
                "ends in one"
        );
    }
    if (const auto proof = stored_head_proof(stream, carrier)) {
        if (verify_head_proof(*proof, *entry.stream_heads)) {
            return *proof;
        }
    }
    // An older root, or rows that do not fit any more: the entries have it all.
    const std::scoped_lock lock(older_heads_mutex_);
    if (!older_heads_ || older_heads_at_ != carrier) {
        TYST_ASSIGN(older_heads_, heads_from_entries(*stores_.log, carrier));
        older_heads_at_ = carrier;
    }
    TYST_ASSIGN(HeadProof proof, older_heads_->prove(stream, size));
    if (!verify_head_proof(proof, *entry.stream_heads)) {
        return fail(
            ErrorCode::heads_mismatch,
            place_of(carrier) +
                ": carries a root over the heads that the entries before it do not give; see `log "
                "verify`"
        );
    }
    return proof;
}

Result<HeadProof> StoredLedger::stored_head_proof(const StreamId& stream, LogIndex carrier) const {
    TYST_ASSIGN(auto heads, storage::StoredHeads::load(*stores_.log));
    if (heads.last() != carrier) {
        return fail(ErrorCode::not_found, "stream heads: a later root is stored");
    }
    return heads.prove(stream);
}

Result<std::string> StoredLedger::entry_bytes(LogIndex index) {
    if (index.value >= size()) {
        return beyond_the_log(index);
    }
    return stores_.log->entry_bytes(index);
}

Result<Ledger::SealedPartCopy> StoredLedger::sealed_part(LogIndex index, std::uint16_t part) {
    if (index.value >= size()) {
        return beyond_the_log(index);
    }
    TYST_ASSIGN(StoredPart stored, find_part(stores_, erasures_, index, part));
    const std::string where = place_of(index) + " part " + std::to_string(part);
    if (sha256(as_bytes(stored.sealed)) != stored.part.digest) {
        return fail(ErrorCode::part_digest_mismatch, where + ": has another digest than its entry");
    }
    if (stored.subject != stored.part.subject) {
        return fail(ErrorCode::corrupt_part, where + ": repeats another subject");
    }
    return SealedPartCopy{stored.subject, stored.salt, std::move(stored.sealed)};
}

Result<SecretKey> StoredLedger::part_key(LogIndex index, std::uint16_t part) {
    if (index.value >= size()) {
        return beyond_the_log(index);
    }
    TYST_ASSIGN(const StoredPart stored, find_part(stores_, erasures_, index, part));
    const auto subject = stores_.keys->key_of(stored.part.subject);
    if (!subject) {
        if (subject.error().code == ErrorCode::part_erased) {
            TYST_TRY(erasures_.require(stored.part.subject));
        }
        return std::unexpected(subject.error());
    }
    const SecretKey key = event_key((*subject)->sealing(), stored.salt);
    if (commitment_to(key) != stored.part.commitment) {
        return fail(
            ErrorCode::key_not_committed,
            place_of(index) + " part " + std::to_string(part) +
                ": its salt does not give the key that the entry is committed to"
        );
    }
    return key;
}

Result<std::string> StoredLedger::checkpoint_of(std::uint64_t size) {
    TYST_ASSIGN(auto note, stores_.log->checkpoint(size));
    if (!note) {
        return fail(
            ErrorCode::not_found,
            "size " + std::to_string(size) + ": no checkpoint was signed at it"
        );
    }
    return std::move(*note);
}

Result<std::vector<std::uint64_t>> StoredLedger::checkpoint_sizes() {
    return stores_.log->checkpoint_sizes();
}

Result<std::string> StoredLedger::prove(LogIndex index) {
    if (index.value >= size()) {
        return beyond_the_log(index);
    }
    // The note and what it says, from one moment.
    std::string note = stores_.lock->checkpoint();
    TYST_ASSIGN(const Checkpoint checkpoint, checkpointer_.signer().verify(note));
    if (index.value >= checkpoint.size) {
        TYST_ASSIGN(note, checkpointer_.checkpoint());
    }
    return proof_against(index, std::move(note));
}

Result<std::string> StoredLedger::prove(LogIndex index, std::uint64_t size) {
    if (index.value >= size) {
        return fail(
            ErrorCode::not_found,
            place_of(index) + ": is not in the log of size " + std::to_string(size)
        );
    }
    TYST_ASSIGN(std::string note, checkpoint_of(size));
    return proof_against(index, std::move(note));
}

Result<std::string> StoredLedger::proof_against(LogIndex index, std::string note) {
    TYST_ASSIGN(const Checkpoint checkpoint, checkpointer_.signer().verify(note));
    const TileAppender edge = writer_.edge();
    LedgerTiles tiles(*stores_.log, edge);
    TreeReader reader(tiles);
    ProofFile file;
    file.index = index.value;
    TYST_ASSIGN(file.proof, inclusion_proof(reader, index.value, checkpoint.size));
    file.checkpoint = std::move(note);
    return proof_file_text(file);
}

Result<std::vector<Hash>> StoredLedger::prove_consistency(std::uint64_t from, std::uint64_t to) {
    const TileAppender edge = writer_.edge();
    if (to > edge.size()) {
        return fail(ErrorCode::not_found, "size " + std::to_string(to) + ": the log never had it");
    }
    LedgerTiles tiles(*stores_.log, edge);
    TreeReader reader(tiles);
    return consistency_proof(reader, from, to);
}

}  // namespace tyst
