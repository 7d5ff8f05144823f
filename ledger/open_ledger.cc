#include <algorithm>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/stored_ledger.h"

namespace tyst {
namespace {

std::filesystem::path lock_path(
    const std::filesystem::path& directory, const std::filesystem::path& lock_directory
) {
    return lock_directory.empty() ? directory / "lock" : lock_directory;
}

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& directory) {
    const auto inner = std::filesystem::absolute(path).lexically_normal();
    const auto outer = std::filesystem::absolute(directory).lexically_normal();
    const auto relative = inner.lexically_relative(outer);
    return !relative.empty() && *relative.begin() != "..";
}

Result<void> check(const CreateOptions& options) {
    if (!is_key_name(options.origin)) {
        return fail(
            ErrorCode::invalid_value,
            "origin: must not be empty and must be free of white space and '+'"
        );
    }
    if (options.authority.empty()) {
        return fail(ErrorCode::invalid_value, "authority: must not be empty");
    }
    if (is_inside(options.root_key_file, options.directory)) {
        return fail(
            ErrorCode::invalid_value,
            "root key file: must not lie in the ledger directory, or every copy of the ledger "
            "would hold the key to it"
        );
    }
    std::error_code error;
    if (std::filesystem::exists(options.directory, error) &&
        !std::filesystem::is_empty(options.directory, error)) {
        return fail(
            ErrorCode::already_exists, options.directory.string() + ": is there and not empty"
        );
    }
    return {};
}

storage::KeyStore::Options key_options_of(
    const std::filesystem::path& directory,
    const std::filesystem::path& root_key_file,
    const RootKeyUnlock& unlock,
    const std::shared_ptr<void>& file_system
) {
    return {
        directory / "keys",
        root_key_file,
        file_system,
        unlock.passphrase,
        unlock.wrapping_key_file,
    };
}

Result<std::string> sign_first(
    const std::filesystem::path& signing,
    const Checkpoint& first,
    const storage::KeyStore& keys,
    Entropy& entropy
) {
    TYST_ASSIGN(const auto signing_keys, storage::SigningKeys::open(signing, "", keys, entropy));
    TYST_ASSIGN(const SigningKey key, signing_keys.signing_key(0));
    return sign_checkpoint(first, key);
}

// The keys that sign, each vouched for by the log.
Result<std::unique_ptr<Signer>> open_signer(
    const OpenOptions& options, const Stores& stores, Entropy& entropy
) {
    TYST_ASSIGN(const auto first_note, stores.log->checkpoint(0));
    TYST_ASSIGN(
        auto keys,
        storage::SigningKeys::open(
            options.directory / "signing", first_note.value_or(""), *stores.keys, entropy
        )
    );
    EventReader reader(*stores.log, *stores.keys);
    TYST_ASSIGN(SigningChain chain, SigningChain::resolve(keys.rows(), *stores.log, reader));
    return Signer::open(std::move(keys), std::move(chain), stores.log->meta().origin);
}

// The leaf hashes of the tile that is still open at level 0, from the entries themselves.
Result<std::vector<Hash>> open_leaves(const storage::LogStore& log, std::uint64_t size) {
    std::vector<Hash> leaves;
    for (std::uint64_t index = size - size % kTileHashes; index < size; ++index) {
        TYST_ASSIGN(const std::string bytes, log.entry_bytes(LogIndex{index}));
        leaves.push_back(leaf_hash(as_bytes(bytes)));
    }
    return leaves;
}

// The roots of the perfect subtrees in a size, from the stored tree.
Result<CompactRange> range_at(SubtreeReader& tree, std::uint64_t size) {
    std::vector<Hash> hashes;
    std::uint64_t start = 0;
    for (int bit = 63; bit >= 0; --bit) {
        const auto level = static_cast<unsigned>(bit);
        if ((size >> level & 1U) != 0) {
            TYST_ASSIGN(const Hash hash, tree.subtree_root(level, start >> level));
            hashes.push_back(hash);
            start += std::uint64_t{1} << level;
        }
    }
    return CompactRange::restore(size, std::move(hashes));
}

struct Opened {
    TileAppender edge;
    Checkpoint checkpoint;
    CompactRange checked;
};

Result<void> check_size(
    std::uint64_t size, std::uint64_t promised, ErrorCode code, std::string_view witness
) {
    if (size >= promised) {
        return {};
    }
    return fail(
        code,
        "log/ holds " + std::to_string(size) + " entries, " + std::string(witness) + " saw " +
            std::to_string(promised) +
            ": entries were lost, or this is an older copy. Nothing is served; restore the newer "
            "storage"
    );
}

Result<void> check_root(const Hash& found, const Hash& promised, std::string_view witness) {
    if (found == promised) {
        return {};
    }
    return fail(
        ErrorCode::root_mismatch,
        "the entries in log/ give another root than " + std::string(witness) +
            " saw: the log was changed. Nothing is served; compare with `log verify` on a copy"
    );
}

// What the lock directory saw must be in the log, unchanged. Reads the right edge of the tree only.
Result<Opened> check_against_lock(const Stores& stores, const Signer& signer) {
    const storage::Anchor& anchor = stores.lock->anchor();
    if (anchor.origin != signer.origin()) {
        return fail(ErrorCode::corrupt_lock, "lock/anchor: belongs to the log " + anchor.origin);
    }
    Opened opened;
    auto checkpoint = signer.verify(stores.lock->checkpoint());
    if (!checkpoint) {
        return fail(ErrorCode::corrupt_lock, "lock/checkpoint: " + checkpoint.error().context);
    }
    opened.checkpoint = std::move(*checkpoint);
    TYST_ASSIGN(const std::uint64_t size, stores.log->size());
    TYST_TRY(check_size(size, anchor.size, ErrorCode::storage_behind_anchor, "lock/anchor"));
    TYST_TRY(
        check_size(size, opened.checkpoint.size, ErrorCode::storage_behind_lock, "lock/checkpoint")
    );
    TYST_ASSIGN(opened.edge, restored_edge(*stores.log, size));
    LedgerTiles tiles(*stores.log, opened.edge);
    TreeReader tree(tiles);
    TYST_ASSIGN(const CompactRange anchored, range_at(tree, anchor.size));
    TYST_TRY(check_root(anchored.root(), anchor.root, "lock/anchor"));
    TYST_ASSIGN(opened.checked, range_at(tree, opened.checkpoint.size));
    TYST_TRY(check_root(opened.checked.root(), opened.checkpoint.root, "lock/checkpoint"));
    return opened;
}

Result<Stores> open_stores(const OpenOptions& options, Entropy& entropy) {
    std::error_code ignored;
    if (!std::filesystem::exists(options.directory / "log", ignored)) {
        return fail(
            ErrorCode::ledger_not_found, options.directory.string() + ": no ledger is here"
        );
    }
    Stores stores;
    TYST_ASSIGN(
        stores.lock,
        storage::LockDirectory::open(lock_path(options.directory, options.lock_directory))
    );
    TYST_ASSIGN(
        stores.log, storage::LogStore::open({options.directory / "log", options.file_system})
    );
    TYST_ASSIGN(
        stores.keys,
        storage::KeyStore::open(
            key_options_of(
                options.directory, options.root_key_file, options.unlock, options.file_system
            ),
            entropy
        )
    );
    if (stores.keys->root_generation() < stores.log->meta().root_generation) {
        return fail(
            ErrorCode::keys_before_erasure,
            "keys/ lies under root " + std::to_string(stores.keys->root_generation()) +
                " of the key tree, log/ records an erasure that made root " +
                std::to_string(stores.log->meta().root_generation) +
                ": keys/ and the root key file are copies from before it. Destroy them, and put "
                "back the present ones"
        );
    }
    if (stores.keys->subjects() < stores.log->meta().subjects) {
        return fail(
            ErrorCode::subject_without_key,
            "keys/ holds " + std::to_string(stores.keys->subjects()) + " subjects, log/ knew of " +
                std::to_string(stores.log->meta().subjects) + ": keys/ is an older copy"
        );
    }
    return stores;
}

Result<Timestamp> last_recorded_in(const storage::LogStore& log, std::uint64_t size) {
    if (size == 0) {
        return Timestamp{};
    }
    TYST_ASSIGN(const Entry last, log.entry(LogIndex{size - 1}));
    return last.recorded;
}

// A crash between the lock file and the row leaves the newest note in the lock file alone.
Result<void> store_locked_checkpoint(const Stores& stores, const Checkpoint& checkpoint) {
    TYST_ASSIGN(const auto stored, stores.log->checkpoint(checkpoint.size));
    if (stored) {
        return {};
    }
    return stores.log->put_checkpoint(checkpoint.size, stores.lock->checkpoint());
}

}  // namespace

Result<TileAppender> restored_edge(const storage::LogStore& log, std::uint64_t size) {
    TYST_ASSIGN(const std::vector<Hash> leaves, open_leaves(log, size));
    storage::StoredTiles full_tiles(log);
    return TileAppender::restore(size, leaves, full_tiles);
}

SubjectReference authority_reference(const std::string& authority) {
    return {SubjectKind::authority, Compartment::none, "tyst", authority};
}

Result<void> Ledger::create(const CreateOptions& options, const Clock&, Entropy& entropy) {
    TYST_TRY(check(options));
    TYST_TRY(storage::make_directory(options.directory));
    const storage::KeyStore::Options key_options = key_options_of(
        options.directory, options.root_key_file, options.unlock, options.file_system
    );
    TYST_TRY(storage::KeyStore::create(key_options, entropy));
    TYST_ASSIGN(const auto keys, storage::KeyStore::open(key_options, entropy));
    const SubjectReference authority = authority_reference(options.authority);
    TYST_TRY(keys->find_or_create(std::span(&authority, 1)));
    TYST_TRY(
        storage::SigningKeys::create(options.directory / "signing", options.origin, *keys, entropy)
    );
    TYST_ASSIGN(
        const auto log, storage::LogStore::create({options.directory / "log", options.file_system})
    );
    TYST_TRY(storage::sync_directory(options.directory));
    const Checkpoint first{options.origin, 0, empty_root()};
    TYST_ASSIGN(
        const std::string note, sign_first(options.directory / "signing", first, *keys, entropy)
    );
    TYST_TRY(storage::LockDirectory::create(
        lock_path(options.directory, options.lock_directory),
        {options.origin, first.size, first.root},
        note
    ));
    // Last, because this row makes it a ledger: what a crash leaves before it is no ledger at all.
    return log->begin({options.origin, options.authority, keys->subjects()}, note);
}

Result<std::unique_ptr<StoredLedger>> open_stored_ledger(
    const OpenOptions& options, const Clock& clock, Entropy& entropy
) {
    TYST_ASSIGN(Stores stores, open_stores(options, entropy));
    TYST_ASSIGN(auto signer, open_signer(options, stores, entropy));
    TYST_ASSIGN(Opened opened, check_against_lock(stores, *signer));
    TYST_TRY(store_locked_checkpoint(stores, opened.checkpoint));
    TYST_ASSIGN(
        const std::optional<StreamId> authority,
        stores.keys->find(authority_reference(stores.log->meta().authority))
    );
    if (!authority) {
        return fail(ErrorCode::subject_without_key, "the authority's own stream has no key");
    }
    TYST_ASSIGN(const auto under_way, stores.keys->erasure_under_way());
    TYST_ASSIGN(const Timestamp recorded, last_recorded_in(*stores.log, opened.edge.size()));
    StoredLedger::Start start{
        options.directory,
        std::move(stores),
        {std::move(opened.edge), recorded},
        {std::move(opened.checkpoint), std::move(opened.checked)},
        std::move(signer),
        *authority
    };
    auto ledger = std::make_unique<StoredLedger>(std::move(start), clock, entropy);
    if (under_way) {
        auto ended = ledger->finish_erasure(*under_way);
        if (!ended) {
            return fail_in("an erasure that was cut off cannot be ended", ended.error());
        }
    }
    return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open(
    const OpenOptions& options, const Clock& clock, Entropy& entropy
) {
    return open_stored_ledger(options, clock, entropy);
}

}  // namespace tyst
