#pragma once

#include <atomic>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run.h"
#include "cli/surroundings.h"
#include "schema/clock.h"

namespace tyst::cli::test {

// Stands at one instant until told otherwise.
class SetClock final : public Clock {
  public:
    explicit SetClock(Timestamp start) : now_us_(start.microseconds) {}
    [[nodiscard]] Timestamp now() const override { return {now_us_.load()}; }
    void set(Timestamp time) { now_us_ = time.microseconds; }

  private:
    std::atomic<std::int64_t> now_us_;
};

// The same bytes in every run; never repeats within one. Not for anything real.
class CountedEntropy final : public Entropy {
  public:
    explicit CountedEntropy(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> target) override;

  private:
    std::atomic<std::uint64_t> state_;
};

struct Outcome {
    int code = 0;
    std::string out;
    std::string err;
};

// A machine whose clock, randomness, environment and streams belong to one test.
class TameMachine {
  public:
    explicit TameMachine(std::uint64_t seed = 1);

    std::map<std::string, std::string> environment;
    SetClock clock;
    CountedEntropy entropy;
    std::string user_name = "tester";  // of whoever runs the next command

    // Runs a command line with `input` on its standard input.
    Outcome run(const std::vector<std::string>& arguments, const std::string& input = "");
    [[nodiscard]] Surroundings surroundings();

  private:
    std::istringstream in_;
    std::ostringstream out_;
    std::ostringstream err_;
};

}  // namespace tyst::cli::test
