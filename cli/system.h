#pragma once

#include <optional>
#include <string>

namespace tyst::cli {

// Nothing where it is not set.
[[nodiscard]] std::optional<std::string> environment_variable(const std::string& name);

// The login name of the user who runs this process, or "uid-NUMBER" where the system knows none.
[[nodiscard]] std::string current_user_name();

}  // namespace tyst::cli
