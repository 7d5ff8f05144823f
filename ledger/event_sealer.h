#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/core/sealing.h"
#include "ledger/ledger.h"
#include "ledger/pool.h"
#include "ledger/storage/key_store.h"
#include "schema/entry.h"
#include "schema/error.h"
#include "schema/event_codec.h"

namespace tyst {

// One part as it goes into `sealed` or `attachments`, still without index and recorded time.
struct SealedPartRow {
    std::uint16_t part = 0;
    PartKind kind = PartKind::event;
    std::string row;
};

// An event that lacks only what the writer gives it: index, recorded time, revision, previous
// entry.
struct SealedEvent {
    EventId id;
    Entry entry;
    std::vector<SealedPartRow> rows;
    Hash content;  // keyed digest of all plaintexts: tells an equal retry from another event
    std::shared_ptr<const storage::SubjectKey> key;
    std::optional<EventId> target;  // of its relation
    std::optional<Timestamp> learned;
    bool commits_heads = false;  // its entry is to carry the root over the heads of all streams
    std::size_t bytes = 0;       // about what its rows take
};

// Encodes and seals events on the caller's thread. Safe to use from several threads.
class EventSealer {
  public:
    EventSealer(storage::KeyStore& keys, Entropy& entropy) : keys_(keys), entropy_(entropy) {}

    // In the order given. Fails with key_not_found or part_erased (stream or cited person),
    // too_large, invalid_value (a zero event id; `learned` without a source system), what the codec
    // refuses.
    [[nodiscard]] Result<std::vector<SealedEvent>> seal(std::span<const PreparedEvent> events);

  private:
    Result<SealedEvent> seal_one(
        const PreparedEvent& prepared,
        const EncodedEvent& encoded,
        PartSealer& sealer,
        std::vector<Salt>& salts
    );

    storage::KeyStore& keys_;
    Entropy& entropy_;
    Pool<PartSealer> sealers_;
};

}  // namespace tyst
