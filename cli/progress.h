#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/surroundings.h"

namespace tyst::cli {

// One line on a terminal that says how far long work has come, at most ten times a second; silent
// where talk goes elsewhere. Used by one thread. The line is wiped at destruction.
class ProgressLine {
  public:
    ProgressLine(const Surroundings& surroundings, std::string what);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(std::uint64_t done, std::uint64_t total);

  private:
    const Surroundings& surroundings_;
    std::string what_;
    std::optional<Timestamp> shown_;
};

}  // namespace tyst::cli
