#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/core/hash.h"
#include "ledger/core/key_wrap.h"
#include "ledger/storage/erasure_journal.h"
#include "ledger/storage/key_rows.h"
#include "ledger/storage/key_value_store.h"
#include "ledger/storage/root_key.h"
#include "ledger/storage/subject_key.h"
#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"
#include "schema/subject.h"

namespace tyst::storage {

struct TopKeys;  // key_destruction.h

// The store `keys/`: every subject's key, wrapped in a tree of fan-out 256 whose root lies in a
// file elsewhere; the way from a reference to a pseudonym, without plaintext; and the ledger's own
// keys. Safe to use from several threads.
class KeyStore {
  public:
    struct Options {
        std::filesystem::path directory;
        std::filesystem::path root_key_file;
        std::shared_ptr<void> file_system;        // fault tests, see environment_on
        RootKeyFile::AskPassphrase passphrase{};  // for a root key file that is wrapped
        std::filesystem::path wrapping_key_file{};
        bool read_only = false;  // leaves every byte of the directory as it is

        [[nodiscard]] RootKeyFile root_key() const {
            return {root_key_file, passphrase, wrapping_key_file};
        }
    };
    // Makes the store and, where it is missing, the root key file.
    [[nodiscard]] static Result<void> create(const Options& options, Entropy& entropy);
    // Ends or forgets a replacement of the root that was cut off (next_root_key.h). Fails with
    // key_not_found (no root key file), wrong_root_key, corrupt_key, keys_before_erasure (a next
    // root waits that belongs to newer rows than these), ledger_not_found, io_failed. `entropy`
    // must outlive the store.
    [[nodiscard]] static Result<std::unique_ptr<KeyStore>> open(
        const Options& options, Entropy& entropy
    );
    ~KeyStore();
    KeyStore(const KeyStore&) = delete;
    KeyStore& operator=(const KeyStore&) = delete;

    // The pseudonym of a reference; nothing where it has none. corrupt_key, io_failed.
    [[nodiscard]] Result<std::optional<StreamId>> find(const SubjectReference& reference) const;
    // The same, with a new pseudonym and key for each reference that has none; all new ones are
    // durable, after one sync, when this returns. invalid_value for an empty source or reference,
    // too_large for one beyond kReferenceBytesMax or when all slots are given out.
    [[nodiscard]] Result<std::vector<StreamId>> find_or_create(
        std::span<const SubjectReference> references
    );
    // The key of a pseudonym. key_not_found where it was never given out, part_erased where its key
    // was destroyed, corrupt_key, io_failed.
    [[nodiscard]] Result<std::shared_ptr<const SubjectKey>> key_of(const StreamId& subject) const;

    // The subjects whose keys were destroyed. Reads a row of every subject.
    [[nodiscard]] Result<std::unordered_set<StreamId, StrongBytesHash>> erased() const;

    // Slots given out so far: grows with each new subject, never falls.
    [[nodiscard]] std::uint64_t subjects() const { return next_slot_.load(); }
    [[nodiscard]] SecretKey views_key() const;
    [[nodiscard]] std::uint64_t root_generation() const;

    // ---- erasing (docs/architecture.md, "Erasure") ----
    // Destroys the keys of the subjects that `order` names: they are gone from the store, durable,
    // when this returns, and so are the old root, lookup key and views key; the root key file holds
    // the new root. What it could not say beforehand is filled in: generation and commitments.
    // Waits for whoever makes subjects; whoever reads waits for the last write alone. Fails with
    // invalid_value (names nobody), key_not_found, part_erased, wrong_root_key, as read_root_key,
    // storage_closed (also while another erasure is under way), disk_full, io_failed. After
    // io_failed or disk_full only the next open tells whether it happened.
    [[nodiscard]] Result<ErasureJournal> destroy(ErasureJournal order);
    // The erasure whose keys are destroyed and that end_erasure() has not ended.
    [[nodiscard]] Result<std::optional<ErasureJournal>> erasure_under_way() const;
    // Rewrites all tables, so that no file holds a row that was replaced.
    [[nodiscard]] Result<void> rewrite_files();
    [[nodiscard]] Result<void> end_erasure();

    // The row `signing-seed`: in ledgers of the first form the seed itself, in all others what its
    // seal is derived from. For SigningKeys alone, which are the only ones to make the access.
    class SigningAccess {
        friend class SigningKeys;
        SigningAccess() = default;
    };
    [[nodiscard]] const SecretKey& signing_secret(const SigningAccess&) const {
        return signing_seed_;
    }
    // A consistent copy of the store in a directory that must not be there yet. already_exists,
    // io_failed, disk_full.
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& directory) {
        return store_->copy_to(directory);
    }

    static constexpr std::size_t kReferenceBytesMax = 1000;
    static constexpr std::uint64_t kSubjectsMax = std::uint64_t{1} << 24U;

  private:
    KeyStore(
        std::unique_ptr<KeyValueStore> store,
        Options options,
        const RootKey& root,
        Entropy& entropy,
        SecretBox unwrapping
    );

    Result<void> find_root();
    Result<void> forget_other_roots();
    [[nodiscard]] Result<bool> fits(const RootKey& root) const;
    Result<void> load_own_keys();
    [[nodiscard]] Result<SecretKey> read_own_key(std::string_view name) const;
    // Durable before the next root's file is there, so that the next open may forget it.
    Result<void> announce_next_root(std::uint64_t generation);
    Result<void> withdraw_next_root();
    // Wipes them. Needs nodes_mutex_.
    void forget_nodes() const;
    // What begins to hold when a batch of KeyDestruction is durable. Needs both mutexes.
    void take_over(const TopKeys& next, const ErasureJournal& done);
    [[nodiscard]] Result<std::optional<StreamId>> find_by_mac(const Hash& mac) const;

    // The key of the node above a subject's slot. With `batch`, made where it is missing.
    Result<SecretKey> node_above(std::uint64_t subject_slot, unsigned level, Batch* batch) const;
    Result<SecretKey> make_node(
        const SecretKey& parent, std::uint64_t slot, unsigned level, Batch& batch
    ) const;
    Result<std::vector<StreamId>> find_or_make(
        std::span<const SubjectReference> references, std::uint64_t& slot, Batch& batch
    ) const;
    Result<StreamId> make_subject(
        const SubjectReference& reference, const Hash& mac, std::uint64_t slot, Batch& batch
    ) const;
    [[nodiscard]] Result<std::shared_ptr<const SubjectKey>> load_key(const StreamId& subject) const;
    // unwrap_secret with the box that is kept for it.
    [[nodiscard]] Result<std::string> unwrap(const SecretKey& parent, Bytes place, Bytes wrapped)
        const;

    std::unique_ptr<KeyValueStore> store_;
    Options options_;
    Entropy& entropy_;

    std::mutex create_mutex_;  // one caller at a time makes or destroys subjects
    // Held by who reads rows that lie under the keys below, and alone by who replaces both. Taken
    // after create_mutex_ and before all others.
    mutable std::shared_mutex root_mutex_;
    RootKey root_;
    SecretKey lookup_key_{};
    SecretKey views_key_{};
    SecretKey signing_seed_{};  // never replaced
    std::unique_ptr<HmacKey> lookup_;
    std::atomic<std::uint64_t> next_slot_ = 0;

    mutable std::mutex unwrapping_mutex_;
    mutable SecretBox unwrapping_;

    // The nodes last used, by level and slot: subjects are made in the order of their slots.
    mutable std::mutex nodes_mutex_;
    mutable std::unordered_map<std::uint64_t, SecretKey> nodes_;

    // Two generations: when the young one is full it becomes the old one. SubjectKey wipes itself.
    using Cache = std::unordered_map<StreamId, std::shared_ptr<const SubjectKey>, StrongBytesHash>;
    mutable std::mutex cache_mutex_;
    mutable Cache young_;
    mutable Cache old_;
};

}  // namespace tyst::storage
