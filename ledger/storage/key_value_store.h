#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/storage/options.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// Place of a family in the list that a store was opened with.
using FamilyNumber = std::size_t;

// Rows that are written together or not at all, with eight bytes of protection for each from here
// to the disk.
class Batch {
  public:
    Batch();
    ~Batch();
    Batch(Batch&&) noexcept;
    Batch& operator=(Batch&&) noexcept;
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    void put(FamilyNumber family, std::string_view key, std::string_view value);
    void remove(FamilyNumber family, std::string_view key);
    void clear();
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    friend class KeyValueStore;
    struct Row {
        FamilyNumber family;
        bool removed;
        std::size_t key_end;
        std::size_t value_end;
    };
    // Families are known by handles of one database, so rows wait here until the write.
    std::string content_;
    std::vector<Row> entries_;
    std::size_t rows_ = 0;
    std::size_t bytes_ = 0;
};

// Walks the rows of one family in key order, as they stood when it was made. One thread at a time;
// must not outlive the store.
class Cursor {
  public:
    ~Cursor();
    Cursor(Cursor&&) noexcept;
    Cursor& operator=(Cursor&&) noexcept;
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    void seek(std::string_view key);               // first row at or after
    void seek_for_previous(std::string_view key);  // last row at or before
    void seek_to_first();
    void seek_to_last();
    void next();
    [[nodiscard]] bool valid() const;
    // Valid until the cursor moves.
    [[nodiscard]] std::string_view key() const;
    [[nodiscard]] std::string_view value() const;
    // Once valid() is false: whether it stopped at the end of the rows, or at damage or an I/O
    // error.
    [[nodiscard]] Result<void> status() const;

  private:
    friend class KeyValueStore;
    struct State;
    explicit Cursor(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

enum class Scan : std::uint8_t {
    few_rows,  // within one prefix where the family has prefixes; goes through the cache
    whole,     // many rows once: readahead, and the cache left alone
};

// RocksDB behind one class: sorted rows in column families, synced writes, and every status turned
// into an Error. After a failed write it refuses all others with storage_closed: what reached the
// disk is only known by opening again. Safe to use from several threads.
class KeyValueStore {
  public:
    struct Options {
        std::filesystem::path path;
        std::vector<Family> families;
        bool create = false;                // must not exist yet; otherwise it must
        std::shared_ptr<void> file_system;  // see environment_on
        bool read_only = false;             // leaves every byte of the directory as it is
    };
    // Fails with already_exists, ledger_not_found, ledger_in_use (another process has it open), the
    // families' corruption codes, io_failed, disk_full.
    [[nodiscard]] static Result<std::unique_ptr<KeyValueStore>> open(const Options& options);
    // Leaves little in the write-ahead log, so that the next open is quick.
    ~KeyValueStore();
    KeyValueStore(const KeyValueStore&) = delete;
    KeyValueStore& operator=(const KeyValueStore&) = delete;

    // The family's corruption code, io_failed.
    [[nodiscard]] Result<std::optional<std::string>> get(FamilyNumber family, std::string_view key)
        const;
    // In the order asked; one pass over shared blocks.
    [[nodiscard]] Result<std::vector<std::optional<std::string>>> get_many(
        FamilyNumber family, std::span<const std::string_view> keys
    ) const;
    [[nodiscard]] Cursor cursor(FamilyNumber family, Scan scan) const;
    // All rows, durable when it returns. Fails with io_failed or disk_full, and then closes the
    // store for writing; storage_closed afterwards.
    [[nodiscard]] Result<void> write(const Batch& batch);
    // The same for rows that can be made again: they pass by the write-ahead log, and a crash
    // before the next flush() may lose any of them.
    [[nodiscard]] Result<void> write_unlogged(const Batch& batch);
    // Makes unlogged rows durable. Fails as write() does.
    [[nodiscard]] Result<void> flush();
    // Writes the tables of these families anew, down to the last level, and removes every file that
    // was only there for rows that were replaced or removed, the write-ahead log included. Files
    // that a cursor still reads go with the cursor. Fails as write() does.
    [[nodiscard]] Result<void> rewrite(std::span<const FamilyNumber> families);
    // A copy as of now in a directory that must not be there yet; on the same file system files are
    // shared by hard links, and never changed. already_exists, io_failed, disk_full.
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& directory);
    [[nodiscard]] bool closed_for_writing() const { return closed_.load(); }

  private:
    struct State;
    explicit KeyValueStore(std::unique_ptr<State> state);
    Result<void> write_with(const Batch& batch, bool logged);

    std::unique_ptr<State> state_;
    std::atomic<bool> closed_ = false;
};

// ---- Keys: numbers big-endian, so that the order of bytes is the order of numbers.
void append_u16(std::string& target, std::uint16_t value);
void append_u32(std::string& target, std::uint32_t value);
void append_u64(std::string& target, std::uint64_t value);
void append_bytes(std::string& target, Bytes bytes);
// The caller has checked the length.
[[nodiscard]] std::uint16_t read_u16(std::string_view bytes, std::size_t offset);
[[nodiscard]] std::uint32_t read_u32(std::string_view bytes, std::size_t offset);
[[nodiscard]] std::uint64_t read_u64(std::string_view bytes, std::size_t offset);

}  // namespace tyst::storage
