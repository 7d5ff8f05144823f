#include "ledger/log_export.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <utility>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/tile.h"
#include "ledger/storage/files.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::size_t kExportedFileBytesMax = std::size_t{8} << 20U;

// The files of one export.
class ExportFiles {
  public:
    explicit ExportFiles(std::filesystem::path root) : root_(std::move(root)) {}

    // Leaves alone what is there with the same content; otherwise replaces the file whole, so that
    // whoever reads meanwhile sees the old or the new one. Tiles can be made again, so only what
    // names them is synced.
    Result<void> put(const std::string& name, std::string_view content) {
        const std::filesystem::path path = root_ / name;
        TYST_ASSIGN(const auto found, storage::read_small_file(path, kExportedFileBytesMax));
        if (found && *found == content) {
            ++kept_;
            return {};
        }
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        const std::filesystem::path fresh = path.string() + ".new";
        std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
        file.close();
        if (file) {
            std::filesystem::rename(fresh, path, error);
        }
        if (!file || error) {
            return fail(
                ErrorCode::io_failed,
                path.string() + ": could not be written; make room or give another directory"
            );
        }
        ++written_;
        return {};
    }
    Result<void> put_synced(const std::string& name, std::string_view content) {
        ++written_;
        return storage::replace_file(root_ / name, content);
    }
    // The numbers that are names of files in a folder.
    [[nodiscard]] std::set<std::uint64_t> numbers_in(const std::string& folder) const {
        std::set<std::uint64_t> numbers;
        std::error_code error;
        for (std::filesystem::directory_iterator at(root_ / folder, error), end;
             !error && at != end;
             at.increment(error)) {
            if (const auto number = parse_decimal(at->path().filename().string())) {
                numbers.insert(*number);
            }
        }
        return numbers;
    }
    void remove(const std::string& name) {
        std::error_code ignored;
        std::filesystem::remove(root_ / name, ignored);
        std::filesystem::remove((root_ / name).parent_path(), ignored);  // where it is empty
    }
    [[nodiscard]] Result<std::optional<std::string>> read(const std::string& name) const {
        return storage::read_small_file(root_ / name, kExportedFileBytesMax);
    }
    [[nodiscard]] std::uint64_t written() const { return written_; }
    [[nodiscard]] std::uint64_t kept() const { return kept_; }

  private:
    std::filesystem::path root_;
    std::uint64_t written_ = 0;
    std::uint64_t kept_ = 0;
};

std::string hash_bytes(std::span<const Hash> hashes) {
    std::string bytes;
    for (const Hash& hash : hashes) {
        bytes.append(as_text(hash.view()));
    }
    return bytes;
}

// The names of the tiles and the bundle that are not full at a size.
std::vector<std::string> partial_names(std::uint64_t size) {
    std::vector<std::string> names;
    for (std::uint8_t level = 0; level < kTileLevels; ++level) {
        if (const std::size_t width = open_width(size, level); width > 0) {
            names.push_back(tile_path({level, full_tiles(size, level)}, width));
        }
    }
    if (const std::size_t width = open_width(size, 0); width > 0) {
        names.push_back(entry_bundle_path(full_tiles(size, 0), width));
    }
    return names;
}

// What an earlier export into the directory said; nothing where there is none. The directory is
// only refreshed where this log still begins with that one.
Result<std::optional<Checkpoint>> earlier_export(
    Ledger& ledger,
    const ExportFiles& files,
    std::span<const VerifierKey> keys,
    const Checkpoint& checkpoint
) {
    TYST_ASSIGN(const auto note, files.read("checkpoint"));
    if (!note) {
        return std::nullopt;
    }
    auto earlier = open_checkpoint(*note, keys);
    if (!earlier) {
        return fail(
            ErrorCode::root_mismatch,
            "checkpoint in the directory: " + earlier.error().context +
                "; it is not an export of this log: give another directory"
        );
    }
    const auto root = ledger.root_at(earlier->size);
    if (contradict(*earlier, checkpoint)) {
        return fail(
            ErrorCode::checkpoints_contradict,
            "checkpoint in the directory: the log signed two roots at size " +
                std::to_string(earlier->size) +
                "; keep the directory as evidence and give another one"
        );
    }
    if (!root || *root != earlier->root) {
        return fail(
            ErrorCode::root_mismatch,
            "checkpoint in the directory: this log does not begin with the " +
                std::to_string(earlier->size) +
                " entries that were exported; keep the directory as evidence and give another one"
        );
    }
    return std::optional(std::move(*earlier));
}

// Proofs from the size that is asked for, and anew those that lie there: each is against the
// checkpoint of the export.
Result<void> put_consistency(
    Ledger& ledger, const LogExport& wanted, std::uint64_t size, ExportFiles& files
) {
    std::set<std::uint64_t> sizes = files.numbers_in("consistency");
    if (wanted.from) {
        sizes.insert(*wanted.from);
    }
    for (const std::uint64_t from : sizes) {
        TYST_ASSIGN(const std::string text, consistency_text(ledger, from, size));
        TYST_TRY(files.put("consistency/" + std::to_string(from), text));
    }
    return {};
}

// Entry bundles and full tiles as the entries complete them, then the open ones.
Result<TileAppender> put_tiles(
    Ledger& ledger, std::uint64_t size, ExportFiles& files, const Progress& progress
) {
    TileAppender tree;
    std::vector<FullTile> completed;
    std::string bundle;
    for (std::uint64_t index = 0; index < size; ++index) {
        TYST_ASSIGN(const std::string entry, ledger.entry_bytes({index}));
        bundle.push_back(static_cast<char>(entry.size() >> 8U));
        bundle.push_back(static_cast<char>(entry.size() & 0xffU));
        bundle += entry;
        completed.clear();
        tree.append(leaf_hash(as_bytes(entry)), completed);
        for (const FullTile& tile : completed) {
            TYST_TRY(files.put(tile_path(tile.id), as_text(tile.bytes())));
        }
        if (!completed.empty() || index + 1 == size) {
            const std::size_t open = open_width(index + 1, 0);
            const std::size_t width = open == 0 ? kTileHashes : open;
            TYST_TRY(files.put(entry_bundle_path(index / kTileHashes, width), bundle));
            bundle.clear();
            if (progress) {
                progress(index + 1, size);
            }
        }
    }
    for (std::uint8_t level = 0; level < kTileLevels; ++level) {
        if (const auto open = tree.open_hashes(level); !open.empty()) {
            const TileId id{level, full_tiles(size, level)};
            TYST_TRY(files.put(tile_path(id, open.size()), hash_bytes(open)));
        }
    }
    return tree;
}

}  // namespace

Result<std::string> consistency_text(Ledger& ledger, std::uint64_t from, std::uint64_t to) {
    TYST_ASSIGN(const std::vector<Hash> proof, ledger.prove_consistency(from, to));
    TYST_ASSIGN(const Hash root, ledger.root_at(from));
    std::string text = to_base64(root.view()) + "\n";
    for (const Hash& hash : proof) {
        text += to_base64(hash.view()) + "\n";
    }
    return text;
}

Result<ExportReport> export_log(Ledger& ledger, const LogExport& wanted, const Progress& progress) {
    std::vector<VerifierKey> keys;
    std::string key_lines;
    for (const std::string& text : ledger.verifier_keys()) {
        TYST_ASSIGN(VerifierKey key, parse_verifier_key(text));
        keys.push_back(std::move(key));
        key_lines += text + "\n";
    }
    TYST_ASSIGN(const std::string note, ledger.checkpoint());
    TYST_ASSIGN(const Checkpoint checkpoint, open_checkpoint(note, keys));
    if (wanted.from) {  // before anything is written
        TYST_TRY(ledger.prove_consistency(*wanted.from, checkpoint.size));
    }
    TYST_TRY(storage::make_directory(wanted.directory));
    ExportFiles files(wanted.directory);
    TYST_ASSIGN(const auto earlier, earlier_export(ledger, files, keys, checkpoint));
    TYST_ASSIGN(const TileAppender tree, put_tiles(ledger, checkpoint.size, files, progress));
    if (tree.root() != checkpoint.root) {
        return fail(
            ErrorCode::root_mismatch,
            "the entries read for the export give another root than the checkpoint of size " +
                std::to_string(checkpoint.size) + "; see `log verify`"
        );
    }
    TYST_TRY(put_consistency(ledger, wanted, checkpoint.size, files));
    TYST_TRY(files.put("vkeys", key_lines));
    TYST_ASSIGN(const std::string policy, ledger.policy_text());
    TYST_TRY(files.put("policy", policy));
    // Last: from here on the directory is an export of this size.
    TYST_TRY(files.put_synced("checkpoint", note));
    if (earlier) {
        const std::vector<std::string> current = partial_names(checkpoint.size);
        for (const std::string& name : partial_names(earlier->size)) {
            if (std::find(current.begin(), current.end(), name) == current.end()) {
                files.remove(name);
            }
        }
    }
    return ExportReport{{checkpoint.size, checkpoint.root}, files.written(), files.kept()};
}

}  // namespace tyst
