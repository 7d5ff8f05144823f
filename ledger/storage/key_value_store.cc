#include "ledger/storage/key_value_store.h"

#include <bit>
#include <cstring>
#include <utility>

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/iterator.h>
#include <rocksdb/options.h>
#include <rocksdb/transaction_log.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include "ledger/storage/options.h"
#include "ledger/storage/store_log.h"

namespace tyst::storage {
namespace {

rocksdb::Slice slice(std::string_view text) {
    return {text.data(), text.size()};
}
std::string_view text(const rocksdb::Slice& slice) {
    return {slice.data(), slice.size()};
}

// RocksDB has no code of its own for a store that is open elsewhere.
bool is_taken(std::string_view status) {
    return status.find("lock hold by") != std::string_view::npos ||
           status.find("While lock file") != std::string_view::npos;
}

Error error_of(const rocksdb::Status& status, ErrorCode corruption, std::string_view where) {
    ErrorCode code = ErrorCode::io_failed;
    if (status.IsCorruption()) {
        code = corruption;
    } else if (status.IsNoSpace() || status.subcode() == rocksdb::Status::kNoSpace) {
        code = ErrorCode::disk_full;
    } else if (status.IsIOError() && is_taken(status.ToString())) {
        code = ErrorCode::ledger_in_use;
    }
    return {code, std::string(where) + ": " + status.ToString()};
}

}  // namespace

Batch::Batch() = default;
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::put(FamilyNumber family, std::string_view key, std::string_view value) {
    content_.append(key);
    const std::size_t key_end = content_.size();
    content_.append(value);
    entries_.push_back({family, false, key_end, content_.size()});
    ++rows_;
    bytes_ += key.size() + value.size();
}

void Batch::remove(FamilyNumber family, std::string_view key) {
    content_.append(key);
    entries_.push_back({family, true, content_.size(), content_.size()});
    ++rows_;
    bytes_ += key.size();
}

void Batch::clear() {
    content_.clear();
    entries_.clear();
    rows_ = 0;
    bytes_ = 0;
}

struct Cursor::State {
    std::unique_ptr<rocksdb::Iterator> iterator;
    ErrorCode corruption;
    std::string family;
};

Cursor::Cursor(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cursor::~Cursor() = default;
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;

void Cursor::seek(std::string_view key) {
    state_->iterator->Seek(slice(key));
}
void Cursor::seek_for_previous(std::string_view key) {
    state_->iterator->SeekForPrev(slice(key));
}
void Cursor::seek_to_first() {
    state_->iterator->SeekToFirst();
}
void Cursor::seek_to_last() {
    state_->iterator->SeekToLast();
}
void Cursor::next() {
    state_->iterator->Next();
}
bool Cursor::valid() const {
    return state_->iterator->Valid();
}
std::string_view Cursor::key() const {
    return text(state_->iterator->key());
}
std::string_view Cursor::value() const {
    return text(state_->iterator->value());
}

Result<void> Cursor::status() const {
    const rocksdb::Status status = state_->iterator->status();
    if (!status.ok()) {
        return std::unexpected(error_of(status, state_->corruption, state_->family));
    }
    return {};
}

struct KeyValueStore::State {
    std::filesystem::path path;
    std::vector<Family> families;
    std::shared_ptr<void> file_system;
    std::unique_ptr<rocksdb::Env> environment;
    std::unique_ptr<rocksdb::DB> database;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;

    ~State() {
        for (rocksdb::ColumnFamilyHandle* handle : handles) {
            (void)database->DestroyColumnFamilyHandle(handle);
        }
    }
    // Opens what is there, or makes and opens what must not be there yet.
    rocksdb::Status open() { return open_with(false, described_families()); }
    // RocksDB writes its options, reads them back and compares them after every family that `open`
    // finds missing: made together, they cost that once. A crash between the two leaves a store
    // without families, in a ledger that is not there yet.
    rocksdb::Status create() {
        const std::vector<rocksdb::ColumnFamilyDescriptor> all = described_families();
        rocksdb::Status status = open_with(true, {all.front()});
        if (status.ok()) {
            std::vector<rocksdb::ColumnFamilyHandle*> made;
            status = database->CreateColumnFamilies({all.begin() + 1, all.end()}, &made);
            handles.insert(handles.end(), made.begin(), made.end());
        }
        return status;
    }
    [[nodiscard]] std::string place(FamilyNumber family) const {
        return path.filename().string() + "/ " + families[family].name;
    }
    // What the next open would have to read from the write-ahead log.
    [[nodiscard]] std::uint64_t bytes_to_replay() const {
        rocksdb::VectorLogPtr logs;
        std::uint64_t bytes = 0;
        if (database->GetSortedWalFiles(logs).ok()) {
            for (const auto& log : logs) {
                bytes += log->SizeFileBytes();
            }
        }
        return bytes;
    }
    // What stands in a write-ahead log is read into memory and nothing is written.
    rocksdb::Status open_to_read() {
        rocksdb::DBOptions options;
        set_database_options(options, false);
        options.info_log = silent_store_log();
        if (environment) {
            options.env = environment.get();
        }
        rocksdb::DB* opened = nullptr;
        rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
            options, path.string(), described_families(), &handles, &opened
        );
        database.reset(opened);
        return status;
    }

  private:
    // RocksDB insists on a family named "default"; it stays empty.
    [[nodiscard]] std::vector<rocksdb::ColumnFamilyDescriptor> described_families() const {
        std::vector<rocksdb::ColumnFamilyDescriptor> descriptors{{"default", {}}};
        for (const Family& family : families) {
            rocksdb::ColumnFamilyOptions options;
            set_family_options(options, family);
            descriptors.emplace_back(family.name, options);
        }
        return descriptors;
    }
    rocksdb::Status open_with(
        bool create, const std::vector<rocksdb::ColumnFamilyDescriptor>& descriptors
    ) {
        rocksdb::DBOptions options;
        set_database_options(options, create);
        options.info_log = open_store_log(path);
        if (environment) {
            options.env = environment.get();
        }
        rocksdb::DB* opened = nullptr;
        rocksdb::Status status =
            rocksdb::DB::Open(options, path.string(), descriptors, &handles, &opened);
        database.reset(opened);
        return status;
    }
};

KeyValueStore::KeyValueStore(std::unique_ptr<State> state) : state_(std::move(state)) {}

KeyValueStore::~KeyValueStore() {
    // Durable already: a failure here costs the next open some time and nothing else.
    if (!closed_.load() && state_->bytes_to_replay() > kReplayedAfterCloseBytesMax) {
        (void)state_->database->Flush(rocksdb::FlushOptions(), state_->handles);
    }
}

Result<std::unique_ptr<KeyValueStore>> KeyValueStore::open(const Options& options) {
    const std::string where = options.path.filename().string() + "/";
    std::error_code ignored;
    const bool exists = std::filesystem::exists(options.path / "CURRENT", ignored);
    if (exists && options.create) {
        return fail(ErrorCode::already_exists, where + ": a store is already there");
    }
    if (!exists && !options.create) {
        return fail(ErrorCode::ledger_not_found, where + ": no store at " + options.path.string());
    }
    auto state = std::make_unique<State>();
    state->path = options.path;
    state->families = options.families;
    state->file_system = options.file_system;
    state->environment = environment_on(options.file_system);
    const rocksdb::Status status = options.create      ? state->create()
                                   : options.read_only ? state->open_to_read()
                                                       : state->open();
    if (!status.ok()) {
        return std::unexpected(error_of(status, options.families.front().corruption, where));
    }
    std::unique_ptr<KeyValueStore> store(new KeyValueStore(std::move(state)));
    store->closed_.store(options.read_only);
    return store;
}

Result<std::optional<std::string>> KeyValueStore::get(FamilyNumber family, std::string_view key)
    const {
    rocksdb::ReadOptions options;
    set_read_options(options, false);
    std::string value;
    const rocksdb::Status status =
        state_->database->Get(options, state_->handles[family + 1], slice(key), &value);
    if (status.IsNotFound()) {
        return std::nullopt;
    }
    if (!status.ok()) {
        return std::unexpected(
            error_of(status, state_->families[family].corruption, state_->place(family))
        );
    }
    return value;
}

Result<std::vector<std::optional<std::string>>> KeyValueStore::get_many(
    FamilyNumber family, std::span<const std::string_view> keys
) const {
    rocksdb::ReadOptions options;
    set_read_options(options, false);
    std::vector<rocksdb::Slice> slices;
    slices.reserve(keys.size());
    for (const std::string_view key : keys) {
        slices.push_back(slice(key));
    }
    std::vector<rocksdb::PinnableSlice> values(keys.size());
    std::vector<rocksdb::Status> statuses(keys.size());
    state_->database->MultiGet(
        options,
        state_->handles[family + 1],
        keys.size(),
        slices.data(),
        values.data(),
        statuses.data()
    );
    std::vector<std::optional<std::string>> results(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (statuses[i].ok()) {
            results[i] = values[i].ToString();
        } else if (!statuses[i].IsNotFound()) {
            return std::unexpected(
                error_of(statuses[i], state_->families[family].corruption, state_->place(family))
            );
        }
    }
    return results;
}

Cursor KeyValueStore::cursor(FamilyNumber family, Scan scan) const {
    rocksdb::ReadOptions options;
    set_read_options(options, scan == Scan::whole);
    auto state = std::make_unique<Cursor::State>();
    state->iterator.reset(state_->database->NewIterator(options, state_->handles[family + 1]));
    state->corruption = state_->families[family].corruption;
    state->family = state_->place(family);
    return Cursor(std::move(state));
}

Result<void> KeyValueStore::write(const Batch& batch) {
    return write_with(batch, true);
}

Result<void> KeyValueStore::write_unlogged(const Batch& batch) {
    return write_with(batch, false);
}

Result<void> KeyValueStore::write_with(const Batch& batch, bool logged) {
    const std::string where = state_->path.filename().string() + "/";
    if (closed_.load()) {
        return fail(ErrorCode::storage_closed, where + ": closed after a failed write; open again");
    }
    constexpr std::size_t kProtectionBytes = 8;
    constexpr std::size_t kRowOverhead = 16;
    rocksdb::WriteBatch rows(
        batch.content_.size() + batch.entries_.size() * kRowOverhead, 0, kProtectionBytes, 0
    );
    std::size_t start = 0;
    const std::string_view content = batch.content_;
    for (const Batch::Row& row : batch.entries_) {
        rocksdb::ColumnFamilyHandle* handle = state_->handles[row.family + 1];
        const auto key = slice(content.substr(start, row.key_end - start));
        const auto value = slice(content.substr(row.key_end, row.value_end - row.key_end));
        const rocksdb::Status added =
            row.removed ? rows.Delete(handle, key) : rows.Put(handle, key, value);
        if (!added.ok()) {
            return std::unexpected(error_of(added, ErrorCode::internal, where));
        }
        start = row.value_end;
    }
    rocksdb::WriteOptions options;
    if (logged) {
        set_synced_write(options);
    } else {
        set_unlogged_write(options);
    }
    const rocksdb::Status status = state_->database->Write(options, &rows);
    if (!status.ok()) {
        closed_.store(true);
        return std::unexpected(error_of(status, ErrorCode::io_failed, where));
    }
    return {};
}

Result<void> KeyValueStore::flush() {
    const rocksdb::Status status =
        state_->database->Flush(rocksdb::FlushOptions(), state_->handles);
    if (!status.ok()) {
        closed_.store(true);
        return std::unexpected(
            error_of(status, ErrorCode::io_failed, state_->path.filename().string() + "/")
        );
    }
    return {};
}

Result<void> KeyValueStore::rewrite(std::span<const FamilyNumber> families) {
    const std::string where = state_->path.filename().string() + "/";
    if (closed_.load()) {
        return fail(ErrorCode::storage_closed, where + ": closed after a failed write; open again");
    }
    TYST_TRY(flush());
    rocksdb::CompactRangeOptions options;
    set_rewrite_options(options);
    rocksdb::Status status;
    for (auto family = families.begin(); status.ok() && family != families.end(); ++family) {
        status =
            state_->database->CompactRange(options, state_->handles[*family + 1], nullptr, nullptr);
    }
    if (status.ok()) {
        // Removes what became obsolete before it returns, instead of soon.
        status = state_->database->EnableFileDeletions(true);
    }
    if (!status.ok()) {
        closed_.store(true);
        return std::unexpected(error_of(status, ErrorCode::io_failed, where));
    }
    return {};
}

Result<void> KeyValueStore::copy_to(const std::filesystem::path& directory) {
    const std::string where = state_->path.filename().string() + "/";
    std::error_code ignored;
    if (std::filesystem::exists(directory, ignored)) {
        return fail(ErrorCode::already_exists, directory.string() + ": is already there");
    }
    // Tables instead of a write-ahead log: what is copied while it grows may be cut.
    TYST_TRY(flush());
    rocksdb::Checkpoint* made = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(state_->database.get(), &made);
    const std::unique_ptr<rocksdb::Checkpoint> copy(made);
    if (status.ok()) {
        status = copy->CreateCheckpoint(directory.string());
    }
    if (!status.ok()) {
        return std::unexpected(error_of(status, ErrorCode::io_failed, where));
    }
    return {};
}

namespace {

// Numbers are stored big-endian, so that keys sort as the numbers do.
static_assert(std::endian::native == std::endian::little);

template <class Number>
void append_number(std::string& target, Number value) {
    const Number stored = std::byteswap(value);
    target.append(reinterpret_cast<const char*>(&stored), sizeof stored);
}

template <class Number>
Number read_number(std::string_view bytes, std::size_t offset) {
    TYST_ASSERT(offset + sizeof(Number) <= bytes.size());
    Number stored = 0;
    std::memcpy(&stored, bytes.data() + offset, sizeof stored);
    return std::byteswap(stored);
}

}  // namespace

void append_u16(std::string& target, std::uint16_t value) {
    append_number(target, value);
}
void append_u32(std::string& target, std::uint32_t value) {
    append_number(target, value);
}
void append_u64(std::string& target, std::uint64_t value) {
    append_number(target, value);
}

void append_bytes(std::string& target, Bytes bytes) {
    target.append(as_text(bytes));
}

std::uint16_t read_u16(std::string_view bytes, std::size_t offset) {
    return read_number<std::uint16_t>(bytes, offset);
}
std::uint32_t read_u32(std::string_view bytes, std::size_t offset) {
    return read_number<std::uint32_t>(bytes, offset);
}
std::uint64_t read_u64(std::string_view bytes, std::size_t offset) {
    return read_number<std::uint64_t>(bytes, offset);
}

}  // namespace tyst::storage
