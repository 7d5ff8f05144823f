// The passphrase of the root key, typed at a terminal of its own.

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using test::SmallLedger;

constexpr const char* kPassphrase = "synthetic words, not a secret";
constexpr const char* kPrompt = "Passphrase of the root key: ";
constexpr int kPatience = 60'000;  // milliseconds, for a program that hangs

std::vector<std::string> arguments_of(const SmallLedger& ledger) {
    return {
        TYST_PROGRAM,
        "key",
        "list",
        "--ledger",
        ledger.directory().string(),
        "--root-key",
        ledger.root_key().string()
    };
}

// Replaces this process by the program, without what the environment says of keys.
[[noreturn]] void become(std::vector<std::string> arguments) {
    std::vector<char*> words;
    for (std::string& argument : arguments) {
        words.push_back(argument.data());
    }
    words.push_back(nullptr);
    ::unsetenv("TYST_ROOT_PASSPHRASE_FILE");
    ::execv(words.front(), words.data());
    ::_exit(127);
}

// The program at a terminal that nobody else has.
class Terminal {
  public:
    explicit Terminal(const std::vector<std::string>& arguments) {
        child_ = ::forkpty(&master_, nullptr, nullptr, nullptr);
        REQUIRE(child_ >= 0);
        if (child_ == 0) {
            become(arguments);
        }
    }
    ~Terminal() {
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
        }
        ::close(master_);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    // What the screen shows up to and with `text`, or to the program's end.
    std::string read_to(const std::string& text) {
        while (text.empty() || shown_.find(text) == std::string::npos) {
            pollfd ready{master_, POLLIN, 0};
            REQUIRE(::poll(&ready, 1, kPatience) == 1);
            std::array<char, 512> buffer{};
            const ssize_t count = ::read(master_, buffer.data(), buffer.size());
            if (count <= 0) {
                break;  // the program has closed its side
            }
            shown_.append(buffer.data(), static_cast<std::size_t>(count));
        }
        return shown_;
    }
    void type(const std::string& keys) {
        REQUIRE(::write(master_, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    }
    [[nodiscard]] bool echoes() const {
        termios state{};
        REQUIRE(::tcgetattr(master_, &state) == 0);
        return (state.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
    }
    int exit_code() {
        int status = 0;
        REQUIRE(::waitpid(child_, &status, 0) == child_);
        child_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    int master_ = -1;
    pid_t child_ = 0;
    std::string shown_;
};

void wrap_root_key(SmallLedger& ledger) {
    const auto file = ledger.directory().parent_path() / "passphrase";
    std::ofstream(file) << kPassphrase << "\n";
    REQUIRE(ledger.run({"key", "wrap", "--passphrase-file", file.string()}).code == 0);
    std::filesystem::remove(file);
}

TEST_CASE("terminal: the passphrase is asked for, not shown, and opens the ledger") {
    SmallLedger ledger;
    wrap_root_key(ledger);
    Terminal terminal(arguments_of(ledger));
    REQUIRE_THAT(terminal.read_to(kPrompt), Catch::EndsWith(kPrompt));
    CHECK_FALSE(terminal.echoes());
    terminal.type(std::string(kPassphrase) + "\n");
    const std::string shown = terminal.read_to("");
    INFO(shown);
    CHECK(terminal.exit_code() == 0);
    CHECK_THAT(shown, Catch::Contains("tyst/W06000014+"));  // the key that was asked for
    CHECK_THAT(shown, !Catch::Contains(kPassphrase));
    CHECK(shown.find(kPrompt) == shown.rfind(kPrompt));  // asked once
}

TEST_CASE("terminal: a wrong passphrase is told as such, and the terminal shows again") {
    SmallLedger ledger;
    wrap_root_key(ledger);
    Terminal terminal(arguments_of(ledger));
    (void)terminal.read_to(kPrompt);
    terminal.type("other words\n");
    (void)terminal.read_to("wrong_passphrase 440");
    CHECK(terminal.echoes());
    const std::string shown = terminal.read_to("");
    CHECK(terminal.exit_code() == 6);
    CHECK_THAT(shown, !Catch::Contains("other words"));
}

TEST_CASE("terminal: where typing is broken off nothing is opened, and the terminal shows again") {
    SmallLedger ledger;
    wrap_root_key(ledger);
    for (const char* keys : {"\x04", "\x03", "half\x03"}) {  // Ctrl-D ends the input, Ctrl-C all
        Terminal terminal(arguments_of(ledger));
        (void)terminal.read_to(kPrompt);
        terminal.type(keys);
        (void)terminal.read_to("--root-passphrase");
        CHECK(terminal.echoes());
        CHECK_THAT(terminal.read_to(""), Catch::Contains("typing was broken off"));
        CHECK(terminal.exit_code() == 3);
    }
}

TEST_CASE("terminal: where there is none, the program says so and what to name instead") {
    SmallLedger ledger;
    wrap_root_key(ledger);
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::setsid();  // no terminal is ours any more
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::close(ends[0]);
        become(arguments_of(ledger));
    }
    ::close(ends[1]);
    std::string said;
    std::array<char, 512> buffer{};
    for (ssize_t count = 0; (count = ::read(ends[0], buffer.data(), buffer.size())) > 0;) {
        said.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WEXITSTATUS(status) == 3);
    CHECK_THAT(said, Catch::Contains("no terminal to ask at"));
    CHECK_THAT(said, Catch::Contains("--root-passphrase"));
    CHECK_THAT(said, !Catch::Contains(kPrompt));
}

}  // namespace
}  // namespace tyst::cli
