#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tyst::cli {

// Nothing where it is not set.
[[nodiscard]] std::optional<std::string> environment_variable(const std::string& name);

// Who logged in, as the kernel keeps it through su and sudo (/proc/self/loginuid), so that several
// people who use one account each act under their own name. Where it keeps nothing: the user that
// runs the program.
[[nodiscard]] std::string current_user_name();
// The same from the text of that file.
[[nodiscard]] std::string user_name_of_login(std::string_view login_uid);

// Asks at the terminal of the process, without showing what is typed; nothing where it has none.
[[nodiscard]] std::optional<std::string> ask_at_terminal(const std::string& prompt);

}  // namespace tyst::cli
