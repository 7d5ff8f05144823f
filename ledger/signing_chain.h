#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/note.h"
#include "ledger/event_reader.h"
#include "ledger/ledger.h"
#include "ledger/storage/log_store.h"
#include "ledger/storage/signing_keys.h"
#include "schema/error.h"

namespace tyst {

// A key that the log vouches for, and the sizes whose checkpoints it may sign.
struct ChainKey {
    VerifierKey key;
    std::size_t row = 0;     // in signing/keys
    std::uint64_t from = 0;  // both included
    std::optional<std::uint64_t> to;
};

// The keys of a log, each introduced by an entry that the one before it signed, back to the key
// that signed the empty log. Checkpoints are believed by these alone, each within its sizes.
class SigningChain {
  public:
    // Rows whose entry is not in the log (a rotation that a crash cut off) are left out. Fails with
    // signing_key_unknown where an entry does not introduce or retire the key that names it.
    [[nodiscard]] static Result<SigningChain> resolve(
        std::span<const storage::SigningKeyRow> rows,
        const storage::LogStore& log,
        EventReader& reader
    );

    [[nodiscard]] const std::vector<ChainKey>& keys() const { return keys_; }
    // Those that may sign a checkpoint of this size.
    [[nodiscard]] std::vector<VerifierKey> at(std::uint64_t size) const;
    // The checkpoint in a note that one of them signed. corrupt_checkpoint, signature_invalid.
    [[nodiscard]] Result<Checkpoint> open(std::string_view note) const;
    // The key with this verifier text; nothing where the log has none such.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view verifier_key) const;
    [[nodiscard]] std::vector<SigningKeySpan> spans() const;

    // What entries just appended did; `kept` is given where the key begins a new generation.
    void introduce(
        const VerifierKey& key, std::size_t row, LogIndex index, std::optional<std::uint64_t> kept
    );
    void retire(std::size_t place, LogIndex index) { keys_[place].to = index.value; }

  private:
    std::vector<ChainKey> keys_;
};

}  // namespace tyst
