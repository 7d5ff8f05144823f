#include "ledger/storage/next_root_key.h"

#include <memory>
#include <string>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/storage/files.h"
#include "ledger/storage/key_making.h"
#include "ledger/storage/recovery.h"

namespace tyst::storage {
namespace {

// A passphrase that was asked for once and is wiped when it goes.
struct AskedPassphrase {
    explicit AskedPassphrase(RootKeyFile::AskPassphrase how) : ask(std::move(how)) {}
    AskedPassphrase(const AskedPassphrase&) = delete;
    AskedPassphrase& operator=(const AskedPassphrase&) = delete;
    ~AskedPassphrase() {
        if (text) {
            key_making::wipe_text(*text);
        }
    }
    Result<std::string> get() {
        if (!text) {
            TYST_ASSIGN(text, ask());
        }
        return *text;
    }

    RootKeyFile::AskPassphrase ask;
    std::optional<std::string> text;
};

RootKeyFile asked_once(const RootKeyFile& file) {
    RootKeyFile once = file;
    if (file.passphrase) {
        once.passphrase = [asked = std::make_shared<AskedPassphrase>(file.passphrase)] {
            return asked->get();
        };
    }
    return once;
}

RootKeyFile beside(const RootKeyFile& file) {
    RootKeyFile next = file;
    next.path = next_root_key_file(file.path);
    return next;
}

Result<void> require_present(const RootKeyFile& file, const RootKey& present) {
    TYST_ASSIGN(RootKey found, read_root_key(file));
    const bool same = found.key == present.key && found.generation == present.generation;
    wipe(found.key);
    if (!same) {
        return fail(
            ErrorCode::wrong_root_key,
            file.path.string() + ": holds another key than when the ledger was opened"
        );
    }
    return {};
}

}  // namespace

std::filesystem::path next_root_key_file(const std::filesystem::path& root_key_file) {
    std::filesystem::path next = root_key_file;
    next += ".next";
    return next;
}

Result<void> write_next_root_key(
    const RootKeyFile& file, const RootKey& present, const RootKey& next, Entropy& entropy
) {
    const RootKeyFile once = asked_once(file);
    TYST_TRY(require_present(once, present));
    TYST_TRY(check_recovery(recovery_file_of(file.path)));
    TYST_ASSIGN(const RootKeyWrapping wrapping, wrapping_of(file.path));
    const auto written = write_new_root_key(beside(once), wrapping, next, entropy);
    if (!written && written.error().code != ErrorCode::already_exists) {
        (void)discard_next_root_key(file);  // half written, and no use
    }
    return written;
}

Result<std::optional<RootKey>> read_next_root_key(const RootKeyFile& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(next_root_key_file(file.path), ignored)) {
        return std::nullopt;
    }
    TYST_ASSIGN(const RootKey next, read_root_key(beside(file)));
    return std::optional(next);
}

Result<void> require_no_next_root_key(const std::filesystem::path& root_key_file) {
    const std::filesystem::path next = next_root_key_file(root_key_file);
    std::error_code ignored;
    if (std::filesystem::exists(next, ignored)) {
        return fail(
            ErrorCode::already_exists,
            next.string() +
                ": is there, of an erasure that was cut off; open the ledger that it belongs to, "
                "which ends it, or remove the file where that ledger is lost"
        );
    }
    return {};
}

Result<void> install_next_root_key(const RootKeyFile& file, const RootKey& next, Entropy& entropy) {
    TYST_TRY(reseal_recovery(recovery_file_of(file.path), next, entropy));
    TYST_TRY(rename_over_secret(next_root_key_file(file.path), file.path));
    return forget_former_roots(file);
}

Result<void> forget_former_roots(const RootKeyFile& file) {
    TYST_TRY(forget_replaced_secret(file.path));
    return forget_replaced_secret(recovery_file_of(file.path));
}

Result<void> discard_next_root_key(const RootKeyFile& file) {
    return remove_secret_file(next_root_key_file(file.path));
}

}  // namespace tyst::storage
