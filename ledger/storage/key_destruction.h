#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/core/hash.h"
#include "ledger/storage/erasure_journal.h"
#include "ledger/storage/key_rows.h"
#include "ledger/storage/key_value_store.h"
#include "ledger/storage/root_key.h"
#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// The secrets at the top of `keys/`. Wiped when they go.
struct TopKeys {
    RootKey root;
    SecretKey lookup;
    SecretKey views;
    SecretKey signing;  // of the row `signing-seed`

    TopKeys() = default;
    TopKeys(const TopKeys&) = default;
    TopKeys& operator=(const TopKeys&) = default;
    ~TopKeys();
};

// What a receipt says of a key that is gone: shows later that a key is the one, and nothing else.
[[nodiscard]] Hash commitment_to_destroyed(const SecretKey& key);

// Works out the one batch after which the keys of some subjects are nowhere: every node on the way
// from the root to them is another one, what else hangs under those nodes is wrapped again, and so
// are all nodes below the root; the rows that lead from references to pseudonyms are made again
// under another lookup key, without them. Reads every subject once; memory grows with their number,
// about 300 bytes each. Writes nothing by itself. For one use.
class KeyDestruction {
  public:
    // All of it outlives this. `next.root` and the other new keys are drawn by the caller.
    KeyDestruction(
        const KeyValueStore& store, const TopKeys& present, const TopKeys& next, Entropy& entropy
    );
    ~KeyDestruction();
    KeyDestruction(const KeyDestruction&) = delete;
    KeyDestruction& operator=(const KeyDestruction&) = delete;

    // Adds the rows to `batch`; a commitment to each destroyed key, in the order of the subjects.
    // key_not_found where one was never given out, part_erased where its key is gone already,
    // corrupt_key, io_failed.
    [[nodiscard]] Result<std::vector<ErasureJournal::Destroyed>> run(
        const std::set<StreamId>& subjects, Batch& batch
    );

  private:
    struct Node {
        std::uint64_t generation = 0;
        SecretKey present;
        SecretKey next;  // the same where nothing below it is destroyed
        bool renewed = false;
    };
    using Level = std::map<std::uint64_t, Node>;  // by slot

    Result<void> load_nodes();
    Result<Node*> node_at(unsigned level, std::uint64_t slot);
    Result<void> renew_paths(const std::set<StreamId>& subjects);
    Result<void> put_nodes(Batch& batch);
    Result<void> put_own_keys(Batch& batch);
    Result<void> remove_lookup_rows(Batch& batch);
    Result<void> take_subject(
        const StreamId& subject,
        const key_rows::SubjectRow& row,
        const std::set<StreamId>& subjects,
        Batch& batch
    );
    Result<void> destroy_or_keep(
        const StreamId& subject,
        const key_rows::SubjectRow& row,
        std::string_view plain,
        bool destroyed,
        Batch& batch
    );

    const KeyValueStore& store_;
    const TopKeys& present_;
    const TopKeys& next_;
    Entropy& entropy_;
    HmacKey next_lookup_;
    SecretKey next_lookup_row_;
    Level upper_;  // level 1
    Level lower_;  // level 2
    std::vector<ErasureJournal::Destroyed> destroyed_;
};

}  // namespace tyst::storage
