#include "cli/exit_code.h"

#include <fstream>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

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

// First two and last cells of each row that begins with an error number.
std::set<std::string> documented_errors() {
    std::ifstream page(TYST_SOURCE_DIR "/docs/formats.md");
    std::set<std::string> rows;
    for (std::string line; std::getline(page, line);) {
        const std::size_t meaning = line.find("` | ");
        const std::size_t exit = line.rfind(" | ");
        if (line.size() > 9 && line.starts_with("| ") && line.substr(5, 4) == " | `" &&
            exit > meaning) {
            rows.insert(line.substr(0, meaning + 1) + line.substr(exit));
        }
    }
    return rows;
}

TEST_CASE("error numbers: the page on formats has each with its name and exit code, and no other") {
    std::set<std::string> known;
    for (std::uint16_t number = 100; number < 1000; ++number) {
        const auto code = static_cast<ErrorCode>(number);
        if (name(code) != "unknown_error") {
            known.insert(fmt::format(
                "| {} | `{}` | {} |", number, name(code), static_cast<int>(exit_code_for(code))
            ));
        }
    }
    CHECK(documented_errors() == known);
}

}  // namespace
}  // namespace tyst::cli
