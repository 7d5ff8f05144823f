// Through the program itself: what only a process of its own can show.

#include <array>
#include <cstdio>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/ledger.h"
#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

struct Finished {
    int code = -1;
    std::string output;  // both streams
};

Finished shell(const std::string& command) {
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    Finished finished;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        finished.output.append(buffer.data(), got);
    }
    const int status = pclose(pipe);
    finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return finished;
}

std::string tyst(const test::SmallLedger& ledger, const std::string& arguments) {
    return fmt::format(
        "{} {} --ledger '{}' --root-key '{}'",
        TYST_PROGRAM,
        arguments,
        ledger.directory().string(),
        ledger.root_key().string()
    );
}

TEST_CASE("program: a ledger that another process has open is refused with 7 and that pid") {
    test::SmallLedger ledger;
    const auto open = Ledger::open(
        {.directory = ledger.directory(),
         .root_key_file = ledger.root_key(),
         .lock_directory = {},
         .unlock = {},
         .file_system = nullptr},
        ledger.machine.clock,
        ledger.machine.entropy
    );
    REQUIRE(open.has_value());
    const Finished finished = shell(tyst(ledger, "log verify"));
    CHECK(finished.code == 7);
    CHECK_THAT(finished.output, Catch::Contains(std::to_string(getpid())));
    CHECK_THAT(finished.output, Catch::Contains("ledger_in_use 502"));
}

TEST_CASE("program: exit codes reach the shell") {
    const test::SmallLedger ledger;
    CHECK(shell(tyst(ledger, "log verify")).code == 0);
    CHECK(shell(tyst(ledger, "log prove 99")).code == 3);
    CHECK(shell(tyst(ledger, "log prove")).code == 2);
    CHECK(shell(TYST_PROGRAM " --help").code == 0);
}

TEST_CASE("program: output that cannot be written exits with 7") {
    const test::SmallLedger ledger;
    CHECK(shell(tyst(ledger, "log checkpoint") + " > /dev/full").code == 7);
}

TEST_CASE("program: piped output holds no terminal codes") {
    const test::SmallLedger ledger;
    const Finished finished = shell(tyst(ledger, "log verify"));
    CHECK(finished.output.find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace tyst::cli
