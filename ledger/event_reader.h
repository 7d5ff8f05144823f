#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/core/sealing.h"
#include "ledger/ledger.h"
#include "ledger/pool.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/log_store.h"
#include "schema/error.h"

namespace tyst {

class ReceiptedErasures;

// Opens stored events. Safe to use from several threads.
class EventReader {
  public:
    // With `erasures` (which must outlive it) a key that is gone must be one that an erasure
    // destroyed, else subject_without_key; without, whoever reads compares the two.
    EventReader(
        const storage::LogStore& log,
        const storage::KeyStore& keys,
        ReceiptedErasures* erasures = nullptr
    )
        : log_(log), keys_(keys), erasures_(erasures) {}

    // Checks the parts that it opens against the entry's digests and commitments. Failures as
    // Ledger::read.
    [[nodiscard]] Result<StoredEvent> read(LogIndex index, ReadDepth depth);
    // Opens by the tags alone, without the entries: `verify` is what compares the two.
    [[nodiscard]] Result<std::vector<StoredEvent>> read_stream(
        const StreamId& stream, std::uint64_t size, ReadDepth depth
    );
    // As Ledger::scan_streams.
    [[nodiscard]] Result<void> scan(
        std::uint64_t size, unsigned shard, unsigned shard_count, const Ledger::StreamVisitor& visit
    );

  private:
    // The key of a subject that the log knows. part_erased where it is destroyed,
    // subject_without_key where it is gone in another way.
    [[nodiscard]] Result<std::shared_ptr<const storage::SubjectKey>> known_key(
        const StreamId& subject
    ) const;
    // Of a row without bytes: part_erased where the subject's key is destroyed too, corrupt_part
    // where it is not.
    [[nodiscard]] Error why_cut(const StreamId& subject) const;
    Result<void> open_part(
        const storage::log_rows::PartPlace& place,
        PartKind kind,
        const Part& part,
        StoredEvent& stored,
        PartOpener& opener
    );
    Result<void> add_rows(
        storage::Cursor& cursor,
        const StreamId& stream,
        const storage::SubjectKey& key,
        std::uint64_t size,
        ReadDepth depth,
        PartOpener& opener,
        std::vector<StoredEvent>& events
    );
    Result<void> take_stream(
        storage::Cursor& cursor,
        std::uint64_t size,
        PartOpener& opener,
        Ledger::StreamContent& content
    );
    Result<void> add_person(
        StoredEvent& stored, std::uint16_t part, std::string_view row, PartOpener& opener
    );
    Result<void> add_attachments(
        const StreamId& stream,
        const storage::SubjectKey& key,
        PartOpener& opener,
        std::vector<StoredEvent>& events
    );

    const storage::LogStore& log_;
    const storage::KeyStore& keys_;
    ReceiptedErasures* const erasures_;
    Pool<PartOpener> openers_;
};

}  // namespace tyst
