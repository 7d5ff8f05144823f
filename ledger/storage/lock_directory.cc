#include "ledger/storage/lock_directory.h"

#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"

namespace tyst::storage {
namespace {

constexpr std::string_view kAnchorHeader = "tyst-anchor/1";
constexpr std::size_t kAnchorBytesMax = 1024;
constexpr std::size_t kCheckpointBytesMax = std::size_t{64} << 10U;
constexpr std::size_t kOwnerBytesMax = 64;
constexpr std::string_view kOwner = "owner";
constexpr std::string_view kAnchor = "anchor";
constexpr std::string_view kCheckpoint = "checkpoint";

std::unexpected<Error> damaged(std::string_view reason) {
    return fail(ErrorCode::corrupt_lock, "lock/anchor: " + std::string(reason));
}

Result<FileDescriptor> take_ownership(const std::filesystem::path& directory) {
    const std::filesystem::path path = directory / kOwner;
    FileDescriptor owner(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!owner.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return fail(
                ErrorCode::lock_missing,
                path.string() + ": not there. Without it nobody can tell whether this log is whole"
            );
        }
        return std::unexpected(file_error(path, errno));
    }
    if (::flock(owner.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return std::unexpected(file_error(path, errno));
        }
        const auto text = read_small_file(path, kOwnerBytesMax);
        std::string pid = text && *text ? **text : "";
        while (!pid.empty() && pid.back() == '\n') {
            pid.pop_back();
        }
        return fail(
            ErrorCode::ledger_in_use,
            "the ledger is open in another process, pid " + (pid.empty() ? "unknown" : pid)
        );
    }
    // Only a hint for people; the kernel drops the lock itself when the process ends.
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(owner.number(), 0) != 0 ||
        ::pwrite(owner.number(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
        return std::unexpected(file_error(path, errno));
    }
    return owner;
}

Result<std::string> read_lock_file(
    const std::filesystem::path& directory, std::string_view name, std::size_t bytes_max
) {
    TYST_ASSIGN(std::optional<std::string> content, read_small_file(directory / name, bytes_max));
    if (!content) {
        return fail(
            ErrorCode::lock_missing,
            (directory / name).string() +
                ": not there. Without it nobody can tell whether this log is whole"
        );
    }
    return std::move(*content);
}

}  // namespace

std::string to_text(const Anchor& anchor) {
    std::string text = std::string(kAnchorHeader) + "\n" + anchor.origin + "\n" +
                       std::to_string(anchor.size) + "\n" + to_hex(anchor.root.view()) + "\n";
    text += to_hex(sha256(as_bytes(text)).view()) + "\n";
    return text;
}

Result<Anchor> parse_anchor(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) {
            return damaged("does not end with a line end");
        }
        lines.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    constexpr std::size_t kLines = 5;
    if (lines.size() != kLines || lines[0] != kAnchorHeader) {
        return damaged("is not an anchor of version 1");
    }
    Anchor anchor;
    anchor.origin = lines[1];
    const std::optional<std::uint64_t> size = parse_decimal(lines[2]);
    const std::optional<std::string> root = from_hex(lines[3]);
    const std::optional<Hash> hash = root ? Hash::from(as_bytes(*root)) : std::nullopt;
    if (!size || !hash) {
        return damaged("size or root is not readable");
    }
    anchor.size = *size;
    anchor.root = *hash;
    if (to_text(anchor) != text) {
        return damaged("its check does not fit its content");
    }
    return anchor;
}

LockDirectory::LockDirectory(
    std::filesystem::path directory, FileDescriptor owner, Anchor anchor, std::string checkpoint
)
    : directory_(std::move(directory)),
      owner_(std::move(owner)),
      anchor_(std::move(anchor)),
      checkpoint_(std::move(checkpoint)) {}

Result<void> LockDirectory::create(
    const std::filesystem::path& directory, const Anchor& anchor, std::string_view checkpoint
) {
    TYST_TRY(make_directory(directory));
    TYST_TRY(write_new_file(directory / kAnchor, to_text(anchor)));
    TYST_TRY(write_new_file(directory / kCheckpoint, checkpoint));
    return write_new_file(directory / kOwner, "");
}

Result<std::unique_ptr<LockDirectory>> LockDirectory::open(const std::filesystem::path& directory) {
    TYST_ASSIGN(FileDescriptor owner, take_ownership(directory));
    TYST_ASSIGN(const std::string text, read_lock_file(directory, kAnchor, kAnchorBytesMax));
    TYST_ASSIGN(Anchor anchor, parse_anchor(text));
    TYST_ASSIGN(
        std::string checkpoint, read_lock_file(directory, kCheckpoint, kCheckpointBytesMax)
    );
    return std::unique_ptr<LockDirectory>(
        new LockDirectory(directory, std::move(owner), std::move(anchor), std::move(checkpoint))
    );
}

Result<Anchor> LockDirectory::read_anchor() const {
    TYST_ASSIGN(const std::string text, read_lock_file(directory_, kAnchor, kAnchorBytesMax));
    return parse_anchor(text);
}

Result<std::string> LockDirectory::read_checkpoint() const {
    return read_lock_file(directory_, kCheckpoint, kCheckpointBytesMax);
}

Result<void> LockDirectory::write_anchor(const Anchor& anchor) {
    return replace_file(directory_ / kAnchor, to_text(anchor));
}

std::string LockDirectory::checkpoint() const {
    const std::scoped_lock lock(mutex_);
    return checkpoint_;
}

Result<void> LockDirectory::swap_checkpoint(std::string_view next) {
    const std::scoped_lock lock(mutex_);
    TYST_ASSIGN(
        const std::string present, read_lock_file(directory_, kCheckpoint, kCheckpointBytesMax)
    );
    if (present != checkpoint_) {
        return fail(
            ErrorCode::lock_changed,
            "lock/checkpoint: changed since this process read it; nothing was signed over it"
        );
    }
    TYST_TRY(replace_file(directory_ / kCheckpoint, next));
    checkpoint_ = next;
    return {};
}

}  // namespace tyst::storage
