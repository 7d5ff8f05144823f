#include "tests/faults/faulty_disk.h"

#include <map>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include <rocksdb/file_system.h>

#include "tests/faults/file_bytes.h"

namespace tyst::test {
namespace {

using rocksdb::DirFsyncOptions;
using rocksdb::FileOptions;
using rocksdb::FSDirectory;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// One spelling for a path, whatever RocksDB puts between its parts.
std::string canonical(const std::string& path) {
    return std::filesystem::path(path).lexically_normal().string();
}

CallSite site_of(DiskCall call, const std::string& path) {
    const std::filesystem::path file(path);
    const std::string name = file.filename().string();
    FileKind kind = FileKind::other;
    if (name.ends_with(".log")) {
        kind = FileKind::write_ahead_log;
    } else if (name.ends_with(".sst")) {
        kind = FileKind::table;
    } else if (name.starts_with("MANIFEST")) {
        kind = FileKind::manifest;
    }
    return {call, kind, file.parent_path().filename().string(), name};
}

IOStatus failure(FaultWay way) {
    return way == FaultWay::no_space_left
               ? IOStatus::NoSpace("injected: no space left")
               : IOStatus::IOError("injected fault", "/srv/blocks/000001.log");
}

}  // namespace

// What is known about every file that was written, and the plan. Guarded by one mutex, which is
// held while a call is carried out, so that a copy sees each call done or not done.
class FaultyDisk::Records {
  public:
    // What to do with a call.
    enum class Verdict : std::uint8_t { carry_out, fail, carry_out_and_fail, half_and_fail };
    struct Tracked {
        std::uint64_t written = 0;
        std::uint64_t synced = 0;
        bool name_synced = false;
    };
    // A rename whose directory was not synced since.
    struct Renamed {
        std::string path;
        std::optional<std::string> before;  // content under the new name; nothing: no such file
    };

    Verdict judge(DiskCall call, const std::string& path) {
        const CallSite site = site_of(call, path);
        const bool needs_space = call == DiskCall::append || call == DiskCall::create;
        if (full && needs_space) {
            return Verdict::fail;
        }
        const bool fits = (!plan.call || *plan.call == call) &&
                          (!plan.kind || *plan.kind == site.kind) &&
                          (plan.store.empty() || plan.store == site.store);
        if (!fits || ++calls != plan.call_number) {
            return Verdict::carry_out;
        }
        struck = site;
        switch (plan.way) {
            case FaultWay::not_done:
                return Verdict::fail;
            case FaultWay::done:
                return Verdict::carry_out_and_fail;
            case FaultWay::half_done:
                return call == DiskCall::append ? Verdict::half_and_fail : Verdict::fail;
            case FaultWay::no_space_left:
                full = true;
                return needs_space ? Verdict::fail : Verdict::carry_out;
        }
        return Verdict::carry_out;
    }

    // Judges a call and carries it out accordingly.
    template <class Action>
    IOStatus perform(DiskCall call, const std::string& path, Action&& action) {
        const Verdict verdict = judge(call, path);
        if (verdict == Verdict::fail || verdict == Verdict::half_and_fail) {
            return failure(plan.way);
        }
        IOStatus status = action();
        return verdict == Verdict::carry_out ? std::move(status) : failure(plan.way);
    }

    std::mutex mutex;
    FaultPlan plan;
    std::uint64_t calls = 0;
    std::optional<CallSite> struck;
    bool full = false;
    std::map<std::string, Tracked> files;
    std::vector<Renamed> renames;
};

class FaultyDisk::File final : public rocksdb::FSWritableFileOwnerWrapper {
  public:
    File(std::unique_ptr<FSWritableFile>&& file, std::string path, std::shared_ptr<Records> records)
        : FSWritableFileOwnerWrapper(std::move(file)),
          path_(std::move(path)),
          records_(std::move(records)) {}

    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
        const std::scoped_lock lock(records_->mutex);
        const Records::Verdict verdict = records_->judge(DiskCall::append, path_);
        if (verdict == Records::Verdict::fail) {
            return failure(records_->plan.way);
        }
        const bool half = verdict == Records::Verdict::half_and_fail;
        const Slice part(data.data(), half ? data.size() / 2 : data.size());
        IOStatus status = target()->Append(part, options, context);
        if (status.ok()) {
            records_->files[path_].written += part.size();
        }
        return verdict == Records::Verdict::carry_out ? std::move(status)
                                                      : failure(records_->plan.way);
    }
    IOStatus Append(
        const Slice& data,
        const IOOptions& options,
        const rocksdb::DataVerificationInfo&,
        IODebugContext* context
    ) override {
        return Append(data, options, context);
    }
    IOStatus Sync(const IOOptions&, IODebugContext*) override { return sync(); }
    IOStatus Fsync(const IOOptions&, IODebugContext*) override { return sync(); }
    // A hint to start writing: promises nothing, so nothing counts as synced by it.
    IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
        return IOStatus::OK();
    }
    IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* context)
        override {
        const std::scoped_lock lock(records_->mutex);
        records_->files[path_].written = size;
        return target()->Truncate(size, options, context);
    }
    // Space set aside ahead of the end of a file would be copied as zeros.
    IOStatus Allocate(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
        return IOStatus::OK();
    }
    void PrepareWrite(std::size_t, std::size_t, const IOOptions&, IODebugContext*) override {}

  private:
    IOStatus sync() {
        const std::scoped_lock lock(records_->mutex);
        return records_->perform(DiskCall::sync, path_, [&] {
            Records::Tracked& tracked = records_->files[path_];
            tracked.synced = tracked.written;
            return IOStatus::OK();
        });
    }

    const std::string path_;
    const std::shared_ptr<Records> records_;
};

class FaultyDisk::Directory final : public FSDirectory {
  public:
    Directory(std::string path, std::shared_ptr<Records> records)
        : path_(std::move(path)), records_(std::move(records)) {}

    IOStatus Fsync(const IOOptions&, IODebugContext*) override {
        const std::scoped_lock lock(records_->mutex);
        return records_->perform(DiskCall::sync_directory, (path_ / "directory").string(), [&] {
            for (auto& [file, tracked] : records_->files) {
                if (std::filesystem::path(file).parent_path() == path_) {
                    tracked.name_synced = true;
                }
            }
            std::erase_if(records_->renames, [&](const Records::Renamed& renamed) {
                return std::filesystem::path(renamed.path).parent_path() == path_;
            });
            return IOStatus::OK();
        });
    }
    IOStatus
    FsyncWithDirOptions(const IOOptions& options, IODebugContext* context, const DirFsyncOptions&)
        override {
        return Fsync(options, context);
    }
    IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

  private:
    const std::filesystem::path path_;
    const std::shared_ptr<Records> records_;
};

class FaultyDisk::System final : public rocksdb::FileSystemWrapper {
  public:
    explicit System(std::shared_ptr<Records> records)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), records_(std::move(records)) {}
    const char* Name() const override { return "FaultyDisk"; }

    IOStatus NewWritableFile(
        const std::string& name,
        const FileOptions& options,
        std::unique_ptr<FSWritableFile>* result,
        IODebugContext* context
    ) override {
        const std::string path = canonical(name);
        const std::scoped_lock lock(records_->mutex);
        return records_->perform(DiskCall::create, path, [&] {
            std::unique_ptr<FSWritableFile> file;
            IOStatus status = target()->NewWritableFile(name, options, &file, context);
            if (status.ok()) {
                records_->files[path] = {};
                *result = std::make_unique<File>(std::move(file), path, records_);
            }
            return status;
        });
    }
    IOStatus
    ReopenWritableFile(const std::string&, const FileOptions&, std::unique_ptr<FSWritableFile>*, IODebugContext*)
        override {
        return IOStatus::NotSupported("not needed by a ledger");
    }
    IOStatus
    ReuseWritableFile(const std::string&, const std::string&, const FileOptions&, std::unique_ptr<FSWritableFile>*, IODebugContext*)
        override {
        return IOStatus::NotSupported("a write-ahead log is never recycled");
    }
    IOStatus
    NewDirectory(const std::string& name, const IOOptions&, std::unique_ptr<FSDirectory>* result, IODebugContext*)
        override {
        std::string path = canonical(name);
        if (path.ends_with('/')) {
            path.pop_back();
        }
        *result = std::make_unique<Directory>(path, records_);
        return IOStatus::OK();
    }
    IOStatus RenameFile(
        const std::string& from,
        const std::string& to,
        const IOOptions& options,
        IODebugContext* context
    ) override {
        const std::string path = canonical(to);
        const std::scoped_lock lock(records_->mutex);
        return records_->perform(DiskCall::rename, path, [&] {
            Records::Renamed renamed{path, std::nullopt};
            if (std::filesystem::exists(path)) {
                renamed.before = content_of(path);
            }
            IOStatus status = target()->RenameFile(from, to, options, context);
            if (status.ok()) {
                records_->renames.push_back(std::move(renamed));
                records_->files[path] = records_->files[canonical(from)];
                // From here on `renames` alone says whether the name is synced.
                records_->files[path].name_synced = true;
                records_->files.erase(canonical(from));
            }
            return status;
        });
    }
    IOStatus DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* context)
        override {
        const std::scoped_lock lock(records_->mutex);
        return records_->perform(DiskCall::remove, canonical(name), [&] {
            records_->files.erase(canonical(name));
            return target()->DeleteFile(name, options, context);
        });
    }

  private:
    const std::shared_ptr<Records> records_;
};

FaultyDisk::FaultyDisk()
    : records_(std::make_shared<Records>()), system_(std::make_shared<System>(records_)) {}
FaultyDisk::~FaultyDisk() = default;

std::shared_ptr<void> FaultyDisk::file_system() const {
    return std::static_pointer_cast<rocksdb::FileSystem>(system_);
}

void FaultyDisk::set_plan(const FaultPlan& plan) {
    const std::scoped_lock lock(records_->mutex);
    records_->plan = plan;
    records_->calls = 0;
    records_->struck.reset();
    records_->full = false;
}

std::uint64_t FaultyDisk::calls() const {
    const std::scoped_lock lock(records_->mutex);
    return records_->calls;
}

std::optional<CallSite> FaultyDisk::struck() const {
    const std::scoped_lock lock(records_->mutex);
    return records_->struck;
}

void copy_as_it_stands(const std::filesystem::path& from, const std::filesystem::path& to) {
    namespace fs = std::filesystem;
    fs::create_directories(to);
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        const fs::path target = to / entry.path().lexically_relative(from);
        std::error_code failure;
        if (entry.is_directory(failure)) {
            fs::create_directories(target);
            continue;
        }
        failure.clear();
        fs::copy_file(entry.path(), target, fs::copy_options::skip_existing, failure);
        if (failure && failure != std::errc::no_such_file_or_directory) {
            throw fs::filesystem_error("cannot copy", entry.path(), target, failure);
        }
    }
}

void FaultyDisk::copy(
    const std::filesystem::path& from, const std::filesystem::path& to, Survival survival
) const {
    namespace fs = std::filesystem;
    const std::scoped_lock lock(records_->mutex);
    fs::remove_all(to);
    // lock/ first: it must never be newer than the stores beside it.
    fs::create_directories(to);
    if (fs::exists(from / "lock")) {
        copy_as_it_stands(from / "lock", to / "lock");
    }
    copy_as_it_stands(from, to);
    if (survival == Survival::all_written) {
        return;
    }
    const auto place_of = [&](const std::string& path) {
        return to / fs::path(path).lexically_relative(from);
    };
    for (const auto& [path, tracked] : records_->files) {
        const fs::path copied = place_of(path);
        if (!path.starts_with(from.string() + "/") || !fs::exists(copied)) {
            continue;
        }
        if (!tracked.name_synced) {
            fs::remove(copied);
            continue;
        }
        const std::uint64_t rest = tracked.written - tracked.synced;
        fs::resize_file(
            copied, tracked.synced + (survival == Survival::half_of_the_rest ? rest / 2 : 0)
        );
    }
    for (auto renamed = records_->renames.rbegin(); renamed != records_->renames.rend();
         ++renamed) {
        if (renamed->before) {
            write_content(place_of(renamed->path), *renamed->before);
        } else {
            fs::remove(place_of(renamed->path));
        }
    }
}

std::string to_text(const CallSite& site) {
    static constexpr const char* kCalls[] = {
        "create", "append", "sync", "rename", "sync of the directory", "remove"
    };
    static constexpr const char* kKinds[] = {"write-ahead log", "table", "manifest", "other"};
    return std::string(kCalls[static_cast<std::size_t>(site.call)]) + " of " + site.store + "/" +
           site.file + " (" + kKinds[static_cast<std::size_t>(site.kind)] + ")";
}

std::string to_text(FaultWay way) {
    static constexpr const char* kWays[] = {
        "not done", "done but reported failed", "half done", "no space left"
    };
    return kWays[static_cast<std::size_t>(way)];
}

std::string to_text(Survival survival) {
    static constexpr const char* kTexts[] = {
        "all that was written", "synced only", "synced and half of the rest"
    };
    return kTexts[static_cast<std::size_t>(survival)];
}

}  // namespace tyst::test
