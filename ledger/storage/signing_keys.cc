#include "ledger/storage/signing_keys.h"

#include <utility>

#include <fmt/format.h>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"
#include "ledger/storage/files.h"

namespace tyst::storage {
namespace {

constexpr std::string_view kSigningHeader = "tyst-signing-keys/1";
constexpr std::string_view kSigningFile = "keys";
constexpr std::size_t kSigningBytesMax = std::size_t{1} << 20U;
constexpr std::string_view kNothing = "-";

std::unexpected<Error> damaged_signing(std::string_view reason) {
    return fail(ErrorCode::corrupt_key, "signing/keys: " + std::string(reason));
}

std::string id_text(const std::optional<EventId>& id) {
    return id ? to_uuid_text(id->view()) : std::string(kNothing);
}

std::string line_of(const SigningKeyRow& row) {
    return fmt::format(
        "{} {} {} {}\n",
        row.key.text(),
        row.sealed_seed.empty() ? std::string(kNothing) : to_hex(as_bytes(row.sealed_seed)),
        id_text(row.introduced_by),
        id_text(row.retired_by)
    );
}

Result<std::optional<EventId>> parse_id(std::string_view text) {
    if (text == kNothing) {
        return std::nullopt;
    }
    const auto bytes = from_uuid_text(text);
    if (!bytes) {
        return damaged_signing("an event id is not readable");
    }
    return EventId{*bytes};
}

Result<SigningKeyRow> parse_line(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    if (words.size() != 4) {
        return damaged_signing("a line has not four fields");
    }
    SigningKeyRow row;
    TYST_ASSIGN(row.key, parse_verifier_key(words[0]));
    if (words[1] != kNothing) {
        const auto sealed = from_hex(words[1]);
        if (!sealed || sealed->size() != kWrappedKeyBytes) {
            return damaged_signing("a sealed seed has a wrong length");
        }
        row.sealed_seed = *sealed;
    }
    TYST_ASSIGN(row.introduced_by, parse_id(words[2]));
    TYST_ASSIGN(row.retired_by, parse_id(words[3]));
    return row;
}

// Readable and searchable by its owner alone.
Result<void> make_private_directory(const std::filesystem::path& directory) {
    TYST_TRY(make_directory(directory));
    std::error_code error;
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    if (error) {
        return std::unexpected(file_error(directory, error.value()));
    }
    return {};
}

}  // namespace

std::string to_text(const std::vector<SigningKeyRow>& rows, const SecretKey& sealing_key) {
    std::string text = std::string(kSigningHeader) + "\n";
    for (const SigningKeyRow& row : rows) {
        text += line_of(row);
    }
    SecretKey key = derive_key(sealing_key, label::kSigningFile);
    text += to_hex(HmacKey(key).mac(as_bytes(text)).view()) + "\n";
    wipe(key);
    return text;
}

Result<std::vector<SigningKeyRow>> parse_signing_keys(
    std::string_view text, const SecretKey& sealing_key
) {
    std::vector<std::string_view> lines;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) {
            return damaged_signing("does not end with a line end");
        }
        lines.push_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    if (lines.size() < 3 || lines.front() != kSigningHeader) {
        return damaged_signing("is not of version 1, or holds no key");
    }
    std::vector<SigningKeyRow> rows;
    for (std::size_t at = 1; at + 1 < lines.size(); ++at) {
        auto row = parse_line(lines[at]);
        if (!row) {
            return damaged_signing(row.error().context);
        }
        rows.push_back(std::move(*row));
    }
    if (to_text(rows, sealing_key) != text) {
        return damaged_signing("its check does not fit its content and the root key");
    }
    return rows;
}

Result<std::string> read_signing_keys(const std::filesystem::path& directory) {
    TYST_ASSIGN(auto text, read_small_file(directory / kSigningFile, kSigningBytesMax));
    if (!text) {
        return fail(
            ErrorCode::key_not_found,
            (directory / kSigningFile).string() + ": not there; without it nothing can be signed"
        );
    }
    return std::move(*text);
}

Result<void> write_signing_keys(const std::filesystem::path& directory, std::string_view text) {
    TYST_TRY(make_private_directory(directory));
    return write_new_file(directory / kSigningFile, text);
}

SigningKeys::SigningKeys(
    std::filesystem::path directory,
    std::vector<SigningKeyRow> rows,
    const SecretKey& sealing,
    Entropy& entropy
)
    : directory_(std::move(directory)),
      rows_(std::move(rows)),
      sealing_(sealing),
      entropy_(entropy) {}

SigningKeys::SigningKeys(SigningKeys&& other) noexcept
    : directory_(std::move(other.directory_)),
      rows_(std::move(other.rows_)),
      sealing_(other.sealing_),
      entropy_(other.entropy_) {
    wipe(other.sealing_);
}

SigningKeys::~SigningKeys() {
    wipe(sealing_);
}

SecretKey SigningKeys::secret_of(const KeyStore& keys) {
    return keys.signing_secret(KeyStore::SigningAccess());
}

Result<SigningKeyRow> SigningKeys::row_of(
    std::string_view origin, const SecretKey& seed, const SecretKey& sealing, Entropy& entropy
) {
    TYST_ASSIGN(const SigningKey key, SigningKey::from_seed(seed));
    SigningKeyRow row{{std::string(origin), key.public_key()}, {}, {}, {}};
    AeadNonce nonce{};
    entropy.fill(nonce);
    TYST_ASSIGN(
        row.sealed_seed, wrap_secret(sealing, nonce, as_bytes(row.key.text()), seed.view())
    );
    return row;
}

Result<void> SigningKeys::create(
    const std::filesystem::path& directory,
    std::string_view origin,
    const KeyStore& keys,
    Entropy& entropy
) {
    SecretKey secret = secret_of(keys);
    SecretKey sealing = derive_key(secret, label::kSigningWrap);
    wipe(secret);
    SecretKey seed;
    entropy.fill(seed.bytes);
    auto row = row_of(origin, seed, sealing, entropy);
    wipe(seed);
    if (!row) {
        wipe(sealing);
        return std::unexpected(row.error());
    }
    const std::string text = to_text({std::move(*row)}, sealing);
    wipe(sealing);
    return write_signing_keys(directory, text);
}

Result<std::vector<SigningKeyRow>> SigningKeys::adopt_first_form(
    const std::filesystem::path& directory,
    std::string_view first_note,
    const SecretKey& secret,
    Entropy& entropy
) {
    TYST_ASSIGN(const SigningKey key, SigningKey::from_seed(secret));
    TYST_ASSIGN(const Note note, parse_note(first_note));
    TYST_ASSIGN(const Checkpoint first, parse_checkpoint_text(note.text));
    const VerifierKey verifier{first.origin, key.public_key()};
    if (!open_checkpoint(first_note, std::span(&verifier, 1))) {
        return fail(
            ErrorCode::key_not_found,
            (directory / kSigningFile).string() +
                ": not there; without it nothing can be signed. Restore it from a backup"
        );
    }
    SecretKey sealing = derive_key(secret, label::kSigningWrap);
    auto row = row_of(first.origin, secret, sealing, entropy);
    if (!row) {
        wipe(sealing);
        return std::unexpected(row.error());
    }
    std::vector rows{std::move(*row)};
    const std::string text = to_text(rows, sealing);
    wipe(sealing);
    TYST_TRY(make_private_directory(directory));
    TYST_TRY(replace_file(directory / kSigningFile, text));
    return rows;
}

Result<SigningKeys> SigningKeys::open(
    const std::filesystem::path& directory,
    std::string_view first_note,
    const KeyStore& keys,
    Entropy& entropy
) {
    SecretKey secret = secret_of(keys);
    const SecretKey sealing = derive_key(secret, label::kSigningWrap);
    const auto text = read_signing_keys(directory);
    auto rows = text ? parse_signing_keys(*text, sealing)
                     : Result<std::vector<SigningKeyRow>>(std::unexpected(text.error()));
    if (!text && text.error().code == ErrorCode::key_not_found) {
        rows = adopt_first_form(directory, first_note, secret, entropy);
    }
    wipe(secret);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return SigningKeys(directory, std::move(*rows), sealing, entropy);
}

Result<SigningKey> SigningKeys::signing_key(std::size_t row) const {
    const SigningKeyRow& found = rows_.at(row);
    TYST_ASSIGN(
        std::string plain,
        unwrap_secret(sealing_, as_bytes(found.key.text()), as_bytes(found.sealed_seed))
    );
    const auto seed = SecretKey::from(as_bytes(plain));
    wipe({reinterpret_cast<std::uint8_t*>(plain.data()), plain.size()});
    if (!seed) {
        return damaged_signing("a seed has a wrong length");
    }
    TYST_ASSIGN(SigningKey key, SigningKey::from_seed(*seed));
    if (key.public_key() != found.key.key) {
        return damaged_signing("a seed does not give the key beside it");
    }
    return key;
}

Result<void> SigningKeys::replace(std::vector<SigningKeyRow> rows) {
    TYST_TRY(replace_file(directory_ / kSigningFile, to_text(rows, sealing_)));
    rows_ = std::move(rows);
    return {};
}

Result<void> SigningKeys::add(std::string_view origin, const EventId& introduced_by) {
    SecretKey seed;
    entropy_.fill(seed.bytes);
    auto row = row_of(origin, seed, sealing_, entropy_);
    wipe(seed);
    if (!row) {
        return std::unexpected(row.error());
    }
    row->introduced_by = introduced_by;
    std::vector<SigningKeyRow> rows = rows_;
    rows.push_back(std::move(*row));
    return replace(std::move(rows));
}

Result<void> SigningKeys::mark_retired(std::size_t row, const EventId& retired_by) {
    std::vector<SigningKeyRow> rows = rows_;
    rows.at(row).retired_by = retired_by;
    return replace(std::move(rows));
}

Result<void> SigningKeys::destroy_seed(std::size_t row) {
    std::vector<SigningKeyRow> rows = rows_;
    rows.at(row).sealed_seed.clear();
    return replace(std::move(rows));
}

Result<void> SigningKeys::remove(std::size_t row) {
    std::vector<SigningKeyRow> rows = rows_;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
    return replace(std::move(rows));
}

}  // namespace tyst::storage
