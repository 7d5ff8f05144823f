#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "schema/ids.h"

namespace tyst::test {

// What a worker was acknowledged, by (run, number): index and leaf of each event.
struct Acknowledged {
    std::map<
        std::pair<std::uint32_t, std::uint32_t>,
        std::vector<std::pair<std::uint64_t, std::string>>>
        appends;
    std::map<std::uint64_t, std::string> checkpoints;  // size to root, as published

    // Adds what another run was acknowledged. Two checkpoints of one size with different roots fail
    // the test.
    void add(const Acknowledged& other);
};

// A running append_worker, killed by its own process id at the latest when this goes.
class WorkerProcess {
  public:
    // With `request`, which may be carried out, it also destroys that record, once.
    WorkerProcess(
        const std::filesystem::path& directory,
        const std::filesystem::path& root_key,
        std::uint32_t run,
        const std::optional<EventId>& request = {}
    );
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    // Reads what the worker says until `acks` appends were acknowledged or it died.
    void read_until(std::size_t acks);
    // Until it has said a line that begins with this word, or died; whether it has said it.
    bool read_until_said(const std::string& word);
    void stop();  // SIGSTOP: it writes nothing more, its pages stay unsynced
    void kill();  // SIGKILL, then reads what it had said
    // Complete lines only.
    [[nodiscard]] Acknowledged acknowledged() const;

  private:
    bool read_some();

    pid_t pid_ = -1;
    int output_ = -1;
    std::string said_;
};

}  // namespace tyst::test
