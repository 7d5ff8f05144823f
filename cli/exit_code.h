#pragma once

#include "schema/error.h"

namespace tyst::cli {

// What the program says to the shell; the numbers are promised in docs/command-line.md.
enum class ExitCode : int {
    ok = 0,
    problems_found = 1,  // it ran and found something wrong: refused input, failed checks
    usage = 2,
    not_found = 3,
    conflict = 5,
    integrity = 6,  // bytes are not what they must be
    input_output = 7,
    bug = 70,
};

// By the hundreds of the error's number (schema/error.h).
[[nodiscard]] ExitCode exit_code_for(ErrorCode code);

}  // namespace tyst::cli
