#include "cli/system.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include <pwd.h>
#include <termios.h>
#include <unistd.h>

namespace tyst::cli {
namespace {

constexpr int kInterrupt = 3;  // Ctrl-C
constexpr uid_t kNoLogin = static_cast<uid_t>(-1);

std::string name_of_user(uid_t user) {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
        return found->pw_name;
    }
    return "uid-" + std::to_string(user);
}

}  // namespace

std::optional<std::string> environment_variable(const std::string& name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program changes the environment
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string user_name_of_login(std::string_view login_uid) {
    uid_t user = kNoLogin;
    const char* const end = login_uid.data() + login_uid.size();
    const auto read = std::from_chars(login_uid.data(), end, user);
    return name_of_user(read.ec == std::errc() && user != kNoLogin ? user : geteuid());
}

std::string current_user_name() {
    std::ifstream file("/proc/self/loginuid");
    std::string login_uid;
    std::getline(file, login_uid);
    return user_name_of_login(login_uid);
}

std::optional<std::string> ask_at_terminal(const std::string& prompt) {
    std::FILE* const terminal = std::fopen("/dev/tty", "r+e");
    if (terminal == nullptr) {
        return std::nullopt;
    }
    termios shown{};
    const int number = fileno(terminal);
    const bool hides = tcgetattr(number, &shown) == 0;
    if (hides) {
        termios hidden = shown;
        // Ctrl-C ends the line like a line end and is read: a signal would end the program with a
        // terminal that shows nothing.
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        hidden.c_cc[VEOL] = static_cast<cc_t>(kInterrupt);
        (void)tcsetattr(number, TCSAFLUSH, &hidden);
    }
    (void)std::fputs(prompt.c_str(), terminal);
    (void)std::fflush(terminal);
    std::string typed;
    int letter = std::fgetc(terminal);
    for (; letter != EOF && letter != '\n' && letter != kInterrupt; letter = std::fgetc(terminal)) {
        typed.push_back(static_cast<char>(letter));
    }
    if (hides) {
        (void)tcsetattr(number, TCSAFLUSH, &shown);
    }
    (void)std::fputs("\n", terminal);
    (void)std::fclose(terminal);
    const bool broken_off = letter == kInterrupt || (letter == EOF && typed.empty());
    return broken_off ? std::nullopt : std::optional(typed);
}

}  // namespace tyst::cli
