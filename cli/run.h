#pragma once

#include <span>
#include <string>

#include "cli/surroundings.h"

namespace tyst::cli {

// Runs one command line (without the program's own name) and gives the exit code
// (cli/exit_code.h). Every failure has been told on `surroundings.err` when it returns. Throws only
// what the standard library throws when memory runs out.
[[nodiscard]] int run(std::span<const std::string> arguments, const Surroundings& surroundings);

}  // namespace tyst::cli
