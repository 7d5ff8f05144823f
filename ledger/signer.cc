#include "ledger/signer.h"

#include <algorithm>
#include <utility>

#include "ledger/core/key_statement.h"

namespace tyst {

Signer::Signer(storage::SigningKeys keys, SigningChain chain, std::string origin)
    : keys_(std::move(keys)), chain_(std::move(chain)), origin_(std::move(origin)) {}

Result<std::unique_ptr<Signer>> Signer::open(
    storage::SigningKeys keys, SigningChain chain, std::string origin
) {
    std::unique_ptr<Signer> signer(new Signer(std::move(keys), std::move(chain), std::move(origin))
    );
    TYST_TRY(signer->load_active());
    return signer;
}

Result<void> Signer::load_active() {
    active_.clear();
    active_places_.clear();
    const std::vector<ChainKey>& chain = chain_.keys();
    for (std::size_t place = 0; place < chain.size(); ++place) {
        const ChainKey& key = chain[place];
        if (key.to) {
            // A crash may have come between the entry that retired it and this.
            if (!keys_.rows()[key.row].sealed_seed.empty()) {
                TYST_TRY(keys_.destroy_seed(key.row));
            }
            continue;
        }
        TYST_ASSIGN(SigningKey opened, keys_.signing_key(key.row));
        active_.push_back(std::move(opened));
        active_places_.push_back(place);
    }
    if (active_.empty()) {
        return fail(ErrorCode::corrupt_key, "signing/keys: no key signs any more");
    }
    return {};
}

Result<std::string> Signer::sign(const Checkpoint& checkpoint) const {
    const std::scoped_lock lock(mutex_);
    return sign_checkpoint(checkpoint, active_);
}

Result<Checkpoint> Signer::verify(std::string_view note) const {
    const std::scoped_lock lock(mutex_);
    return chain_.open(note);
}

SigningChain Signer::chain() const {
    const std::scoped_lock lock(mutex_);
    return chain_;
}

std::string Signer::origin() const {
    const std::scoped_lock lock(mutex_);
    return origin_;
}

// Keys of rotations that were cut off stand behind those of the chain.
Result<void> Signer::forget_unintroduced() {
    while (keys_.rows().size() > chain_.keys().back().row + 1) {
        TYST_TRY(keys_.remove(keys_.rows().size() - 1));
    }
    return {};
}

Result<SigningKeySpan> Signer::rotate(const EventId& id, const AppendEvent& append) {
    {
        const std::scoped_lock lock(mutex_);
        if (active_.size() > 1) {
            return fail(
                ErrorCode::already_exists,
                "two keys sign already; retire one first (tyst key retire)"
            );
        }
    }
    return introduce(origin(), std::nullopt, id, append);
}

Result<SigningKeySpan> Signer::start_generation(
    const std::string& origin, std::uint64_t kept, const EventId& id, const AppendEvent& append
) {
    return introduce(origin, kept, id, append);
}

Result<SigningKeySpan> Signer::introduce(
    const std::string& origin,
    std::optional<std::uint64_t> kept,
    const EventId& id,
    const AppendEvent& append
) {
    std::unique_lock lock(mutex_);
    TYST_TRY(forget_unintroduced());
    TYST_TRY(keys_.add(origin, id));
    const std::size_t row = keys_.rows().size() - 1;
    const VerifierKey new_key = keys_.rows()[row].key;
    const VerifierKey old_key = chain_.keys()[active_places_.front()].key;
    TYST_ASSIGN(SigningKey opened, keys_.signing_key(row));
    TYST_ASSIGN(
        std::string statement,
        sign_key_statement(old_key.name, active_.front(), new_key.name, opened)
    );
    lock.unlock();  // appending reads the chain again; who changes it is one caller at a time
    TYST_ASSIGN(
        const LogIndex index,
        append(id, SigningKeyIntroduced{new_key.text(), old_key.text(), std::move(statement)})
    );
    lock.lock();
    chain_.introduce(new_key, row, index, kept);
    origin_ = origin;
    if (kept) {
        active_.clear();
        active_places_.clear();
    }
    active_.push_back(std::move(opened));
    active_places_.push_back(chain_.keys().size() - 1);
    return chain_.spans().back();
}

Result<void> Signer::check_retirable(std::string_view verifier_key) const {
    const std::scoped_lock lock(mutex_);
    const auto place = chain_.find(verifier_key);
    if (!place) {
        return fail(
            ErrorCode::not_found, "verifier key: no key of this log (tyst key list names them)"
        );
    }
    if (chain_.keys()[*place].to) {
        return fail(ErrorCode::already_exists, "verifier key: signs no more already");
    }
    if (active_.size() == 1) {
        return fail(
            ErrorCode::invalid_value,
            "verifier key: the only one that signs; introduce another first (tyst key rotate)"
        );
    }
    return {};
}

Result<void> Signer::retire(
    std::string_view verifier_key,
    std::string_view cause,
    const EventId& id,
    const AppendEvent& append
) {
    TYST_TRY(check_retirable(verifier_key));
    std::unique_lock lock(mutex_);
    const std::size_t place = *chain_.find(verifier_key);
    const std::size_t row = chain_.keys()[place].row;
    TYST_TRY(keys_.mark_retired(row, id));
    lock.unlock();
    TYST_ASSIGN(
        const LogIndex index,
        append(id, SigningKeyRetired{std::string(verifier_key), std::string(cause)})
    );
    lock.lock();
    chain_.retire(place, index);
    const auto at = std::find(active_places_.begin(), active_places_.end(), place);
    active_.erase(active_.begin() + (at - active_places_.begin()));
    active_places_.erase(at);
    return keys_.destroy_seed(row);
}

}  // namespace tyst
