#include "schema/error.h"

#include <cstdio>

namespace tyst {

std::string_view name(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_json:
            return "invalid_json";
        case ErrorCode::unknown_field:
            return "unknown_field";
        case ErrorCode::missing_field:
            return "missing_field";
        case ErrorCode::wrong_type:
            return "wrong_type";
        case ErrorCode::impossible_date:
            return "impossible_date";
        case ErrorCode::unknown_code:
            return "unknown_code";
        case ErrorCode::year_out_of_range:
            return "year_out_of_range";
        case ErrorCode::invalid_value:
            return "invalid_value";
        case ErrorCode::unknown_event_type:
            return "unknown_event_type";
        case ErrorCode::too_large:
            return "too_large";
        case ErrorCode::duplicate_key:
            return "duplicate_key";
        case ErrorCode::relation_not_allowed:
            return "relation_not_allowed";
        case ErrorCode::invalid_rule_file:
            return "invalid_rule_file";
        case ErrorCode::invalid_calendar:
            return "invalid_calendar";
        case ErrorCode::unknown_columns:
            return "unknown_columns";
        case ErrorCode::not_utf8:
            return "not_utf8";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::ledger_not_found:
            return "ledger_not_found";
        case ErrorCode::subject_not_found:
            return "subject_not_found";
        case ErrorCode::key_not_found:
            return "key_not_found";
        case ErrorCode::part_erased:
            return "part_erased";
        case ErrorCode::event_id_conflict:
            return "event_id_conflict";
        case ErrorCode::revision_conflict:
            return "revision_conflict";
        case ErrorCode::already_exists:
            return "already_exists";
        case ErrorCode::erasure_not_allowed:
            return "erasure_not_allowed";
        case ErrorCode::corrupt_entry:
            return "corrupt_entry";
        case ErrorCode::corrupt_part:
            return "corrupt_part";
        case ErrorCode::corrupt_tree:
            return "corrupt_tree";
        case ErrorCode::corrupt_checkpoint:
            return "corrupt_checkpoint";
        case ErrorCode::corrupt_lock:
            return "corrupt_lock";
        case ErrorCode::corrupt_key:
            return "corrupt_key";
        case ErrorCode::corrupt_view:
            return "corrupt_view";
        case ErrorCode::proof_invalid:
            return "proof_invalid";
        case ErrorCode::signature_invalid:
            return "signature_invalid";
        case ErrorCode::storage_behind_anchor:
            return "storage_behind_anchor";
        case ErrorCode::storage_behind_lock:
            return "storage_behind_lock";
        case ErrorCode::root_mismatch:
            return "root_mismatch";
        case ErrorCode::lock_missing:
            return "lock_missing";
        case ErrorCode::lock_changed:
            return "lock_changed";
        case ErrorCode::stream_broken:
            return "stream_broken";
        case ErrorCode::subject_without_key:
            return "subject_without_key";
        case ErrorCode::corrupt_event:
            return "corrupt_event";
        case ErrorCode::corrupt_id:
            return "corrupt_id";
        case ErrorCode::wrong_root_key:
            return "wrong_root_key";
        case ErrorCode::heads_mismatch:
            return "heads_mismatch";
        case ErrorCode::not_consistent:
            return "not_consistent";
        case ErrorCode::time_stamp_invalid:
            return "time_stamp_invalid";
        case ErrorCode::wrong_passphrase:
            return "wrong_passphrase";
        case ErrorCode::recovery_share_invalid:
            return "recovery_share_invalid";
        case ErrorCode::recovery_share_mismatch:
            return "recovery_share_mismatch";
        case ErrorCode::signing_key_unknown:
            return "signing_key_unknown";
        case ErrorCode::root_key_replaced:
            return "root_key_replaced";
        case ErrorCode::backup_damaged:
            return "backup_damaged";
        case ErrorCode::keys_before_erasure:
            return "keys_before_erasure";
        case ErrorCode::checkpoints_contradict:
            return "checkpoints_contradict";
        case ErrorCode::part_digest_mismatch:
            return "part_digest_mismatch";
        case ErrorCode::key_not_committed:
            return "key_not_committed";
        case ErrorCode::io_failed:
            return "io_failed";
        case ErrorCode::storage_closed:
            return "storage_closed";
        case ErrorCode::ledger_in_use:
            return "ledger_in_use";
        case ErrorCode::disk_full:
            return "disk_full";
        case ErrorCode::internal:
            return "internal";
    }
    return "unknown_error";
}

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "tyst: bug: %s does not hold at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace tyst
