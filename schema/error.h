#pragma once

#include <cstdint>
#include <cstdlib>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace tyst {

// What went wrong, as a number that stays for ever: scripts and stored reports rely on it.
// The hundreds say who can mend it and fix the exit code (docs/formats.md, "Error numbers").
// Add at the end of a group; never renumber, never reuse.
enum class ErrorCode : std::uint16_t {
    // 1xx: the input cannot be understood; exit 1.
    invalid_json = 100,
    unknown_field = 101,
    missing_field = 102,
    wrong_type = 103,
    impossible_date = 104,
    unknown_code = 105,
    year_out_of_range = 106,
    invalid_value = 107,
    unknown_event_type = 108,
    too_large = 109,
    duplicate_key = 110,
    relation_not_allowed = 111,
    invalid_rule_file = 112,
    invalid_calendar = 113,
    unknown_columns = 114,
    not_utf8 = 115,
    // 2xx: the thing asked for is not here; exit 3.
    not_found = 200,
    ledger_not_found = 201,
    subject_not_found = 202,
    key_not_found = 203,
    part_erased = 204,
    // 3xx: it contradicts what is already recorded; exit 5.
    event_id_conflict = 300,
    revision_conflict = 301,
    already_exists = 302,
    erasure_not_allowed = 303,
    // 4xx: stored or presented bytes are not what they must be; exit 6.
    corrupt_entry = 400,
    corrupt_part = 401,
    corrupt_tree = 402,
    corrupt_checkpoint = 403,
    corrupt_lock = 404,
    corrupt_key = 405,
    corrupt_view = 406,
    proof_invalid = 407,
    signature_invalid = 408,
    storage_behind_anchor = 409,
    storage_behind_lock = 410,
    root_mismatch = 411,
    lock_missing = 412,
    lock_changed = 413,
    stream_broken = 414,
    subject_without_key = 415,
    corrupt_event = 416,
    corrupt_id = 417,
    wrong_root_key = 418,
    heads_mismatch = 419,
    not_consistent = 430,
    time_stamp_invalid = 431,
    wrong_passphrase = 440,
    recovery_share_invalid = 441,
    recovery_share_mismatch = 442,
    signing_key_unknown = 443,
    root_key_replaced = 444,
    backup_damaged = 445,
    keys_before_erasure = 446,
    checkpoints_contradict = 447,
    part_digest_mismatch = 448,
    key_not_committed = 449,
    // 5xx: the machine refused; exit 7.
    io_failed = 500,
    storage_closed = 501,
    ledger_in_use = 502,
    disk_full = 503,
    // 9xx: a bug here; exit 70.
    internal = 900,
};

// A failure as a value. `context` names place, field, value and reason for a person to read; it
// never holds a child's name or case text.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string context;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string context) {
    return std::unexpected<Error>(Error{code, std::move(context)});
}

// The short name of a code as printed beside its number, for instance "revision_conflict".
[[nodiscard]] std::string_view name(ErrorCode code);

// "where: context", so that an outer layer can say where an inner failure happened.
[[nodiscard]] inline std::unexpected<Error> fail_in(std::string_view where, Error error) {
    error.context.insert(0, std::string(where) + ": ");
    return std::unexpected<Error>(std::move(error));
}

// Reports a broken invariant and aborts. For bugs only: never for anything that a client can send.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace tyst

// A declaration and an expression are pasted as they stand: parentheses would change what they
// mean. NOLINTBEGIN(bugprone-macro-parentheses)
#define TYST_CONCAT_INNER(a, b) a##b
#define TYST_CONCAT(a, b) TYST_CONCAT_INNER(a, b)

// Returns the error of a Result<void> (or drops the value of a Result<T>) from the enclosing
// function.
#define TYST_TRY(expression)                                                       \
    do {                                                                           \
        if (auto tyst_result = (expression); !tyst_result) {                       \
            return std::unexpected<::tyst::Error>(std::move(tyst_result).error()); \
        }                                                                          \
    } while (false)

#define TYST_ASSIGN_INNER(result, declaration, expression)                \
    auto result = (expression);                                           \
    if (!result) {                                                        \
        return std::unexpected<::tyst::Error>(std::move(result).error()); \
    }                                                                     \
    declaration = *std::move(result)

// TYST_ASSIGN(auto entry, read(index)): declares from a Result, or returns its error.
#define TYST_ASSIGN(declaration, expression) \
    TYST_ASSIGN_INNER(TYST_CONCAT(tyst_result_, __LINE__), declaration, expression)

#define TYST_ASSERT(condition)                                        \
    do {                                                              \
        if (!(condition)) [[unlikely]] {                              \
            ::tyst::assertion_failed(#condition, __FILE__, __LINE__); \
        }                                                             \
    } while (false)
// NOLINTEND(bugprone-macro-parentheses)
