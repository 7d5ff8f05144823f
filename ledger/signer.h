#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/signing.h"
#include "ledger/signing_chain.h"
#include "ledger/storage/signing_keys.h"
#include "schema/error.h"

namespace tyst {

// All that signs for one log: its keys and what the log says of them. Owned by the checkpointer;
// nothing else reaches the secret halves. Reading functions may be called from any thread, changing
// ones by one at a time.
class Signer {
  public:
    // Appends one event to the authority's stream; its index once it is durable.
    using AppendEvent = std::function<Result<LogIndex>(EventId id, Body body)>;

    // Opens the keys that sign at present, those named `origin`. Ends what a crash left of a
    // retirement. Fails with corrupt_key, io_failed.
    [[nodiscard]] static Result<std::unique_ptr<Signer>> open(
        storage::SigningKeys keys, SigningChain chain, std::string origin
    );

    [[nodiscard]] Result<std::string> sign(const Checkpoint& checkpoint) const;
    [[nodiscard]] Result<Checkpoint> verify(std::string_view note) const;
    [[nodiscard]] SigningChain chain() const;
    [[nodiscard]] std::string origin() const;

    // As Ledger::rotate_signing_key. A crash before the entry is durable leaves a key that nobody
    // knows and that never signed; after it, a key that signs from the next open on.
    [[nodiscard]] Result<SigningKeySpan> rotate(const EventId& id, const AppendEvent& append);
    // As Ledger::retire_signing_key. A crash before the entry leaves the key as it was; after it,
    // the next open retires it.
    [[nodiscard]] Result<void> retire(
        std::string_view verifier_key,
        std::string_view cause,
        const EventId& id,
        const AppendEvent& append
    );
    // The same as rotate() under another origin: the keys of the old one sign no more. `append` has
    // to put the entry right behind the one that starts the generation, which kept `kept` entries.
    [[nodiscard]] Result<SigningKeySpan> start_generation(
        const std::string& origin, std::uint64_t kept, const EventId& id, const AppendEvent& append
    );

  private:
    Signer(storage::SigningKeys keys, SigningChain chain, std::string origin);
    Result<void> load_active();
    Result<void> forget_unintroduced();
    Result<SigningKeySpan> introduce(
        const std::string& origin,
        std::optional<std::uint64_t> kept,
        const EventId& id,
        const AppendEvent& append
    );
    Result<void> check_retirable(std::string_view verifier_key) const;

    mutable std::mutex mutex_;  // guards all below
    storage::SigningKeys keys_;
    SigningChain chain_;
    std::string origin_;
    std::vector<SigningKey> active_;          // in the order of the chain
    std::vector<std::size_t> active_places_;  // in the chain
};

}  // namespace tyst
