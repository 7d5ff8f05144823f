#include "ledger/file_in_waiting.h"

#include <system_error>
#include <utility>

#include "ledger/storage/files.h"

namespace tyst {

FileInWaiting::FileInWaiting(std::filesystem::path path)
    : path_(std::move(path)), waiting_(path_.string() + ".new") {}

FileInWaiting::~FileInWaiting() {
    if (is_waiting_) {
        std::error_code ignored;
        std::filesystem::remove(waiting_, ignored);
    }
}

Result<void> FileInWaiting::check_name_is_free() const {
    std::error_code ignored;
    if (std::filesystem::exists(path_, ignored)) {
        return fail(
            ErrorCode::already_exists, path_.string() + ": there is such a file; take another name"
        );
    }
    return {};
}

Result<void> FileInWaiting::write(std::string_view content) {
    TYST_TRY(check_name_is_free());
    std::error_code ignored;
    std::filesystem::remove(waiting_, ignored);  // of a run that was cut off
    is_waiting_ = true;
    return storage::write_new_file(waiting_, content);
}

Result<void> FileInWaiting::put_in_place() {
    TYST_TRY(check_name_is_free());
    TYST_TRY(storage::rename_file(waiting_, path_));
    is_waiting_ = false;
    return {};
}

}  // namespace tyst
