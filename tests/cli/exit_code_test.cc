#include "cli/exit_code.h"

#include <catch2/catch.hpp>

namespace tyst::cli {
namespace {

struct Row {
    ErrorCode error;
    int exit;
};

TEST_CASE("exit codes: the hundreds of an error number decide") {
    const auto row = GENERATE(
        Row{ErrorCode::invalid_json, 1},
        Row{ErrorCode::not_utf8, 1},
        Row{ErrorCode::not_found, 3},
        Row{ErrorCode::part_erased, 3},
        Row{ErrorCode::event_id_conflict, 5},
        Row{ErrorCode::already_exists, 5},
        Row{ErrorCode::corrupt_entry, 6},
        Row{ErrorCode::wrong_root_key, 6},
        Row{ErrorCode::io_failed, 7},
        Row{ErrorCode::ledger_in_use, 7},
        Row{ErrorCode::disk_full, 7},
        Row{ErrorCode::internal, 70}
    );
    INFO(name(row.error));
    CHECK(static_cast<int>(exit_code_for(row.error)) == row.exit);
}

}  // namespace
}  // namespace tyst::cli
