#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "schema/clock.h"

namespace tyst::cli {

// Everything that a command may touch of the machine besides files. `main` wires the real one,
// tests a tame one. All references outlive the run.
struct Surroundings {
    std::istream& in;
    std::ostream& out;  // data
    std::ostream& err;  // talk
    bool err_is_terminal = false;
    const Clock& clock;
    Entropy& entropy;
    // The value of an environment variable; nothing where it is not set.
    std::function<std::optional<std::string>(const std::string& name)> environment;
    std::string user_name;  // of the operating system's user who runs the program
    // What a person typed, unseen, after the prompt; nothing where there is no terminal.
    std::function<std::optional<std::string>(const std::string& prompt)> ask_secret{};
};

}  // namespace tyst::cli
