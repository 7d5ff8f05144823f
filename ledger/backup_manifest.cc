#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "ledger/backup.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/storage/files.h"

namespace tyst {
namespace {

constexpr std::string_view kBackupHeader = "tyst-backup/1";
constexpr std::size_t kManifestBytesMax = std::size_t{16} << 20U;
constexpr std::string_view kBetweenDigestAndPath = "  ";  // as sha256sum writes
constexpr std::size_t kDigestDigits = 64;

std::unexpected<Error> damaged_manifest(std::string_view reason) {
    return fail(ErrorCode::backup_damaged, "backup manifest: " + std::string(reason));
}

// Takes "NAME VALUE\n" off the front; nothing where another name stands there.
std::optional<std::string_view> take_field(std::string_view& text, std::string_view name) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(name) || end <= name.size() ||
        text[name.size()] != ' ') {
        return std::nullopt;
    }
    const std::string_view value = text.substr(name.size() + 1, end - name.size() - 1);
    text.remove_prefix(end + 1);
    return value;
}

std::optional<Hash> hash_from(std::string_view hex) {
    const auto bytes = from_hex(hex);
    return bytes ? Hash::from(as_bytes(*bytes)) : std::nullopt;
}

// A path that stays within the backup.
bool is_inner_path(std::string_view path) {
    const std::filesystem::path parsed(path);
    if (path.empty() || parsed.is_absolute()) {
        return false;
    }
    for (const auto& part : parsed) {
        if (part == "..") {
            return false;
        }
    }
    return true;
}

Result<std::vector<BackupFile>> parse_files(std::string_view text) {
    std::vector<BackupFile> files;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const auto digest = hash_from(line.substr(0, kDigestDigits));
        if (end == std::string_view::npos || !digest ||
            line.size() <= kDigestDigits + kBetweenDigestAndPath.size() ||
            !is_inner_path(line.substr(kDigestDigits + kBetweenDigestAndPath.size()))) {
            return damaged_manifest("a line of its files is not readable");
        }
        files.push_back(
            {std::string(line.substr(kDigestDigits + kBetweenDigestAndPath.size())), *digest}
        );
        text.remove_prefix(end + 1);
    }
    return files;
}

}  // namespace

std::string to_text(const BackupManifest& manifest) {
    std::string text = fmt::format(
        "{}\norigin {}\nauthority {}\nsize {}\nroot {}\ntaken {}\nroot-generation {}\n"
        "keys-expire {}\n",
        kBackupHeader,
        manifest.origin,
        manifest.authority,
        manifest.size,
        to_hex(manifest.root.view()),
        to_text(manifest.taken),
        manifest.root_generation,
        to_text(manifest.keys_expire)
    );
    for (const BackupFile& file : manifest.files) {
        text += to_hex(file.digest.view()) + std::string(kBetweenDigestAndPath) + file.path + "\n";
    }
    return text + "check " + to_hex(sha256(as_bytes(text)).view()) + "\n";
}

Result<BackupManifest> parse_backup_manifest(std::string_view text) {
    std::string_view rest = text;
    const std::string header = std::string(kBackupHeader) + "\n";
    if (!rest.starts_with(header)) {
        return damaged_manifest("is not of version 1");
    }
    rest.remove_prefix(header.size());
    const auto origin = take_field(rest, "origin");
    const auto authority = take_field(rest, "authority");
    const auto size = parse_decimal(take_field(rest, "size").value_or(""));
    const auto root = hash_from(take_field(rest, "root").value_or(""));
    const auto taken = parse_timestamp(take_field(rest, "taken").value_or(""));
    const auto generation = parse_decimal(take_field(rest, "root-generation").value_or(""));
    const auto expire = parse_date(take_field(rest, "keys-expire").value_or(""));
    const std::size_t check = rest.rfind("check ");
    if (!origin || !authority || !size || !root || !taken || !generation || !expire ||
        check == std::string_view::npos) {
        return damaged_manifest("a field is missing or not readable");
    }
    BackupManifest manifest{
        std::string(*origin),
        std::string(*authority),
        *size,
        *root,
        *taken,
        *generation,
        *expire,
        {}
    };
    TYST_ASSIGN(manifest.files, parse_files(rest.substr(0, check)));
    if (to_text(manifest) != text) {
        return damaged_manifest("its check does not fit its content");
    }
    return manifest;
}

Result<BackupManifest> read_backup_manifest(const std::filesystem::path& directory) {
    TYST_ASSIGN(
        const auto text, storage::read_small_file(directory / "manifest", kManifestBytesMax)
    );
    if (!text) {
        return fail(
            ErrorCode::backup_damaged,
            directory.string() + ": holds no manifest; it is no backup, or one never finished"
        );
    }
    return parse_backup_manifest(*text);
}

}  // namespace tyst
