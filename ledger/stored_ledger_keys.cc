#include <utility>

#include "ledger/own_event.h"
#include "ledger/storage/signing_keys.h"
#include "ledger/stored_ledger.h"

// Signing keys of an open ledger, generations, and copies for a backup.
namespace tyst {

std::vector<std::string> StoredLedger::verifier_keys() const {
    std::vector<std::string> texts;
    for (SigningKeySpan& span : signing_keys()) {
        texts.push_back(std::move(span.key));
    }
    return texts;
}

Signer::AppendEvent StoredLedger::appending_for(StreamId actor) {
    return [this, actor](EventId id, Body body) -> Result<LogIndex> {
        PreparedEvent prepared = own_event(*this, std::move(body), actor);
        prepared.event.id = id;
        TYST_ASSIGN(const auto receipts, append({{std::move(prepared)}, {}}));
        return receipts.front().index;
    };
}

Result<SigningKeySpan> StoredLedger::rotate_signing_key(StreamId actor) {
    TYST_TRY(checkpointer_.health());
    SigningKeySpan introduced;
    TYST_TRY(checkpointer_.change_keys([&](Signer& signer) -> Result<void> {
        TYST_ASSIGN(introduced, signer.rotate(new_event_id(), appending_for(actor)));
        return {};
    }));
    return introduced;
}

Result<void> StoredLedger::retire_signing_key(
    std::string_view verifier_key, std::string_view cause, StreamId actor
) {
    TYST_TRY(checkpointer_.health());
    return checkpointer_.change_keys([&](Signer& signer) {
        return signer.retire(verifier_key, cause, new_event_id(), appending_for(actor));
    });
}

Result<void> StoredLedger::start_generation(
    const std::string& origin, const GenerationStarted& started, StreamId actor
) {
    const PreparedEvent first = own_event(*this, started, actor);
    const auto both = [&](EventId id, Body body) -> Result<LogIndex> {
        std::vector<PreparedEvent> events{first, own_event(*this, std::move(body), actor)};
        events.back().event.id = id;
        TYST_ASSIGN(const auto receipts, append({std::move(events), {}}));
        return receipts.back().index;
    };
    return checkpointer_.change_keys([&](Signer& signer) -> Result<void> {
        TYST_TRY(signer.start_generation(origin, started.kept, new_event_id(), both));
        return stores_.log->rename(origin);
    });
}

Result<void> StoredLedger::copy_stores(const StoreCopies& to) {
    const std::shared_lock not_erasing(erasing_mutex_);
    TYST_TRY(stores_.keys->copy_to(to.keys));
    TYST_ASSIGN(const std::string keys, storage::read_signing_keys(directory_ / "signing"));
    TYST_TRY(storage::write_signing_keys(to.signing, keys));
    return stores_.log->copy_to(to.log);
}

}  // namespace tyst
