#include "ledger/storage/root_key.h"

#include <charconv>

#include "ledger/core/hash.h"
#include "ledger/storage/files.h"

namespace tyst::storage {
namespace {

constexpr std::string_view kHeader = "tyst-root-key/1 ";
constexpr std::size_t kBytesMax = 256;
constexpr std::size_t kCheckDigits = 16;
constexpr std::ptrdiff_t kKeyDigits = 64;

}  // namespace

std::string to_text(const RootKey& root) {
    std::string text =
        std::string(kHeader) + std::to_string(root.generation) + " " + to_hex(root.key.view());
    // Finds a slip of the pen in a key that was copied by hand.
    text += " " + to_hex(sha256(as_bytes(text)).view()).substr(0, kCheckDigits) + "\n";
    return text;
}

Result<RootKey> parse_root_key(std::string_view text) {
    const auto damaged = fail(ErrorCode::corrupt_key, "root key file: not a key of version 1");
    if (!text.starts_with(kHeader)) {
        return damaged;
    }
    RootKey root;
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data() + kHeader.size(), end, root.generation);
    if (number.ec != std::errc() || end - number.ptr < 1 + kKeyDigits) {
        return damaged;
    }
    std::optional<std::string> bytes = from_hex(std::string_view(number.ptr + 1, kKeyDigits));
    if (!bytes) {
        return damaged;
    }
    root.key = *SecretKey::from(as_bytes(*bytes));
    wipe({reinterpret_cast<std::uint8_t*>(bytes->data()), bytes->size()});
    if (to_text(root) != text) {
        return fail(ErrorCode::corrupt_key, "root key file: its check does not fit its key");
    }
    return root;
}

Result<RootKey> read_root_key(const std::filesystem::path& file) {
    TYST_ASSIGN(const std::optional<std::string> text, read_small_file(file, kBytesMax));
    if (!text) {
        return fail(ErrorCode::key_not_found, "no root key file at " + file.string());
    }
    return parse_root_key(*text);
}

Result<RootKey> read_or_create_root_key(const std::filesystem::path& file, Entropy& entropy) {
    TYST_ASSIGN(const std::optional<std::string> text, read_small_file(file, kBytesMax));
    if (text) {
        return parse_root_key(*text);
    }
    RootKey root;
    entropy.fill(root.key.bytes);
    TYST_TRY(make_directory(std::filesystem::absolute(file).parent_path()));
    TYST_TRY(write_new_file(file, to_text(root)));
    return root;
}

}  // namespace tyst::storage
