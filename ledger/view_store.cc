#include "ledger/view_store.h"

#include <algorithm>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/core/key_wrap.h"
#include "ledger/storage/key_value_store.h"

namespace tyst {
namespace {

constexpr std::string_view kRowPseudonymPurpose = "tyst/1/view-row-pseudonym";

}  // namespace

struct ViewStore::State {
    std::vector<std::string> views;
    SecretKey key;
    Entropy& entropy;
    std::unique_ptr<storage::KeyValueStore> rows;

    // Length-prefixed, so that no view and key can be read as another pair.
    [[nodiscard]] std::string place(View view, std::string_view row_key) const {
        std::string bytes;
        storage::append_u32(bytes, static_cast<std::uint32_t>(views[view].size()));
        bytes += views[view];
        bytes += row_key;
        return bytes;
    }
    [[nodiscard]] Result<storage::Batch> sealed(const std::vector<Change>& changes) const;
};

Result<storage::Batch> ViewStore::State::sealed(const std::vector<Change>& changes) const {
    TYST_ASSIGN(auto box, SecretBox::create(key, ErrorCode::corrupt_view));
    std::vector<std::uint8_t> nonces(changes.size() * kAeadNonceBytes);
    entropy.fill(nonces);
    storage::Batch batch;
    for (std::size_t number = 0; number < changes.size(); ++number) {
        const Change& change = changes[number];
        if (!change.value) {
            batch.remove(change.view, change.key);
        } else {
            AeadNonce nonce;
            std::copy_n(nonces.data() + number * kAeadNonceBytes, nonce.size(), nonce.begin());
            TYST_ASSIGN(
                const std::string value,
                box.seal(nonce, as_bytes(place(change.view, change.key)), as_bytes(*change.value))
            );
            batch.put(change.view, change.key, value);
        }
    }
    return batch;
}

ViewStore::ViewStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
ViewStore::~ViewStore() = default;

Result<std::unique_ptr<ViewStore>> ViewStore::open(const Options& options, Entropy& entropy) {
    storage::KeyValueStore::Options store;
    store.path = options.directory;
    store.create = options.create;
    for (const std::string& view : options.views) {
        store.families.push_back({view, storage::Access::in_order, ErrorCode::corrupt_view});
    }
    TYST_ASSIGN(auto rows, storage::KeyValueStore::open(store));
    return std::unique_ptr<ViewStore>(
        new ViewStore(std::make_unique<State>(options.views, options.key, entropy, std::move(rows)))
    );
}

Result<void> ViewStore::write(const std::vector<Change>& changes) {
    TYST_ASSIGN(const storage::Batch batch, state_->sealed(changes));
    return state_->rows->write(batch);
}

Result<void> ViewStore::write_unsettled(const std::vector<Change>& changes) {
    TYST_ASSIGN(const storage::Batch batch, state_->sealed(changes));
    return state_->rows->write_unlogged(batch);
}

Result<void> ViewStore::settle() {
    return state_->rows->flush();
}

Result<std::optional<std::string>> ViewStore::get(View view, std::string_view key) const {
    TYST_ASSIGN(const auto sealed, state_->rows->get(view, key));
    if (!sealed) {
        return std::optional<std::string>();
    }
    TYST_ASSIGN(auto box, SecretBox::create(state_->key, ErrorCode::corrupt_view));
    TYST_ASSIGN(std::string value, box.open(as_bytes(state_->place(view, key)), as_bytes(*sealed)));
    return std::optional<std::string>(std::move(value));
}

Result<void> ViewStore::scan(
    View view, std::string_view from, std::string_view to, const RowVisitor& visit
) const {
    TYST_ASSIGN(auto box, SecretBox::create(state_->key, ErrorCode::corrupt_view));
    storage::Cursor cursor = state_->rows->cursor(view, storage::Scan::few_rows);
    for (cursor.seek(from); cursor.valid() && (to.empty() || cursor.key() < to); cursor.next()) {
        TYST_ASSIGN(
            const std::string value,
            box.open(as_bytes(state_->place(view, cursor.key())), as_bytes(cursor.value()))
        );
        TYST_ASSIGN(const bool go_on, visit(cursor.key(), value));
        if (!go_on) {
            return {};
        }
    }
    return cursor.status();
}

std::string ViewStore::pseudonym_of(std::string_view text) const {
    const Hash mac = HmacKey(derive_key(state_->key, kRowPseudonymPurpose)).mac(as_bytes(text));
    return std::string(as_text(mac.view().first(16)));
}

}  // namespace tyst
