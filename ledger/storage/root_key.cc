#include "ledger/storage/root_key.h"

#include <charconv>

#include "ledger/core/hash.h"
#include "ledger/storage/files.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/storage/recovery.h"
#include "ledger/storage/root_key_wrapping.h"

namespace tyst::storage {
namespace {

constexpr std::string_view kHeader = "tyst-root-key/1 ";
constexpr std::size_t kBytesMax = 1024;
constexpr std::size_t kCheckDigits = 16;
constexpr std::ptrdiff_t kKeyDigits = 64;

void wipe_line(std::string& text) {
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

Result<std::string> text_in(const std::filesystem::path& file) {
    TYST_ASSIGN(std::optional<std::string> text, read_small_file(file, kBytesMax));
    if (!text) {
        return fail(ErrorCode::key_not_found, "no root key file at " + file.string());
    }
    return std::move(*text);
}

Result<std::string> text_under(
    const RootKeyFile& file, RootKeyWrapping wrapping, const RootKey& root, Entropy& entropy
) {
    if (wrapping == RootKeyWrapping::none) {
        return to_text(root);
    }
    return wrapped_root_key_text(file, wrapping, ScryptCost{}, root, entropy);
}

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

Result<RootKeyWrapping> wrapping_of(const std::filesystem::path& file) {
    TYST_ASSIGN(const std::string text, text_in(file));
    if (is_wrapped_root_key(text)) {
        return wrapping_in(text);
    }
    TYST_ASSIGN(RootKey root, parse_root_key(text));
    wipe(root.key);
    return RootKeyWrapping::none;
}

Result<RootKey> read_root_key(const RootKeyFile& file) {
    TYST_ASSIGN(const std::string text, text_in(file.path));
    return is_wrapped_root_key(text) ? open_wrapped_root_key(file, text) : parse_root_key(text);
}

Result<RootKey> read_or_create_root_key(const RootKeyFile& file, Entropy& entropy) {
    auto present = read_root_key(file);
    std::error_code ignored;
    if (present || present.error().code != ErrorCode::key_not_found ||
        std::filesystem::exists(file.path, ignored)) {
        return present;
    }
    RootKey root;
    entropy.fill(root.key.bytes);
    TYST_TRY(write_new_root_key(file, RootKeyWrapping::none, root, entropy));
    return root;
}

Result<void> write_new_root_key(
    const RootKeyFile& file, RootKeyWrapping wrapping, const RootKey& root, Entropy& entropy
) {
    TYST_ASSIGN(std::string text, text_under(file, wrapping, root, entropy));
    TYST_TRY(make_directory(std::filesystem::absolute(file.path).parent_path()));
    const auto written = write_new_file(file.path, text);
    wipe_line(text);
    return written;
}

Result<void> rewrap_root_key(
    const RootKeyFile& present, RootKeyWrapping wrapping, const RootKeyFile& next, Entropy& entropy
) {
    TYST_TRY(require_no_next_root_key(present.path));
    TYST_ASSIGN(RootKey root, read_root_key(present));
    auto text = text_under(next, wrapping, root, entropy);
    wipe(root.key);
    if (!text) {
        return std::unexpected(text.error());
    }
    const auto written = replace_secret_file(present.path, *text);
    wipe_line(*text);
    return written;
}

}  // namespace tyst::storage
