#pragma once

#include <mutex>
#include <set>

#include "ledger/event_reader.h"
#include "ledger/storage/key_store.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// Tells a key that an erasure destroyed from one that somebody emptied by hand. The log is asked
// when a key is missing and at no other time; what it once said stays true. Safe to use from
// several threads.
class ReceiptedErasures {
  public:
    // The stores must outlive it.
    ReceiptedErasures(
        const storage::LogStore& log, const storage::KeyStore& keys, const StreamId& authority
    )
        : keys_(keys), reader_(log, keys), authority_(authority) {}

    // That a record_erased names the subject, whose key is destroyed, or an erasure that is under
    // way does. subject_without_key, naming it, where neither does; fails as Ledger::read_stream.
    [[nodiscard]] Result<void> require(const StreamId& subject);

  private:
    const storage::KeyStore& keys_;
    EventReader reader_;  // of the authority's stream, which is never erased
    const StreamId authority_;

    std::mutex mutex_;
    std::set<StreamId> named_;  // by receipts, as far as they were read
};

}  // namespace tyst
