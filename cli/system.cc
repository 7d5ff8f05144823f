#include "cli/system.h"

#include <array>
#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

namespace tyst::cli {

std::optional<std::string> environment_variable(const std::string& name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program changes the environment
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string current_user_name() {
    const uid_t user = geteuid();
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
        return found->pw_name;
    }
    return "uid-" + std::to_string(user);
}

}  // namespace tyst::cli
