#pragma once

#include <optional>
#include <string>

namespace tyst::cli {

// Nothing where it is not set.
[[nodiscard]] std::optional<std::string> environment_variable(const std::string& name);

// The login name of the user who runs this process, or "uid-NUMBER" where the system knows none.
[[nodiscard]] std::string current_user_name();

// Asks at the terminal of the process, without showing what is typed; nothing where it has none.
[[nodiscard]] std::optional<std::string> ask_at_terminal(const std::string& prompt);

}  // namespace tyst::cli
