#include "tests/crash/worker_process.h"

#include <array>
#include <sstream>

#include <catch2/catch.hpp>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "schema/error.h"

namespace tyst::test {
namespace {

// A line that a kill cut short has no end and is left out: it was never heard.
std::string complete_lines(const std::string& said) {
    const std::size_t end = said.rfind('\n');
    return end == std::string::npos ? "" : said.substr(0, end + 1);
}

}  // namespace

void Acknowledged::add(const Acknowledged& other) {
    appends.insert(other.appends.begin(), other.appends.end());
    for (const auto& [size, root] : other.checkpoints) {
        const auto [place, is_new] = checkpoints.emplace(size, root);
        if (!is_new) {
            REQUIRE(place->second == root);
        }
    }
}

WorkerProcess::WorkerProcess(
    const std::filesystem::path& directory,
    const std::filesystem::path& root_key,
    std::uint32_t run,
    const std::optional<EventId>& request
) {
    std::array<int, 2> ends{};
    TYST_ASSERT(pipe(ends.data()) == 0);
    std::string program = TYST_APPEND_WORKER;
    std::string ledger = directory.string();
    std::string key_file = root_key.string();
    std::string run_text = std::to_string(run);
    std::string request_text = request ? to_hex(request->view()) : "";
    const std::array<char*, 6> arguments{
        program.data(),
        ledger.data(),
        key_file.data(),
        run_text.data(),
        request ? request_text.data() : nullptr,
        nullptr
    };
    // Not fork: copying the address space of a sanitized process takes longer than its work.
    posix_spawn_file_actions_t actions;
    TYST_ASSERT(posix_spawn_file_actions_init(&actions) == 0);
    TYST_ASSERT(posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0);
    TYST_ASSERT(posix_spawn_file_actions_addclose(&actions, ends[0]) == 0);
    TYST_ASSERT(posix_spawn_file_actions_addclose(&actions, ends[1]) == 0);
    TYST_ASSERT(
        posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ) == 0
    );
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    output_ = ends[0];
}

WorkerProcess::~WorkerProcess() {
    kill();
    close(output_);
}

bool WorkerProcess::read_some() {
    std::array<char, 65536> buffer{};
    const ssize_t count = read(output_, buffer.data(), buffer.size());
    if (count <= 0) {
        return false;
    }
    said_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

void WorkerProcess::read_until(std::size_t acks) {
    while (acknowledged().appends.size() < acks && read_some()) {
    }
}

bool WorkerProcess::read_until_said(const std::string& word) {
    const auto has_said = [&] {
        return ("\n" + complete_lines(said_)).find("\n" + word) != std::string::npos;
    };
    while (!has_said() && read_some()) {
    }
    return has_said();
}

void WorkerProcess::stop() {
    ::kill(pid_, SIGSTOP);
    int status = 0;
    waitpid(pid_, &status, WUNTRACED);
}

void WorkerProcess::kill() {
    if (pid_ < 0) {
        return;
    }
    ::kill(pid_, SIGKILL);
    while (read_some()) {
    }
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

Acknowledged WorkerProcess::acknowledged() const {
    Acknowledged result;
    std::istringstream lines(complete_lines(said_));
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "checkpoint") {
            std::uint64_t size = 0;
            std::string root;
            words >> size >> root;
            result.checkpoints[size] = root;
            continue;
        }
        if (kind == "erasing" || kind == "erased") {
            continue;
        }
        REQUIRE(kind == "ack");
        std::pair<std::uint32_t, std::uint32_t> append;
        words >> append.first >> append.second;
        std::string event;
        while (words >> event) {
            const std::size_t colon = event.find(':');
            result.appends[append].emplace_back(
                std::stoull(event.substr(0, colon)), event.substr(colon + 1)
            );
        }
    }
    return result;
}

}  // namespace tyst::test
