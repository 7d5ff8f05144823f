#include "tests/cli/tame_machine.h"

namespace tyst::cli::test {

void CountedEntropy::fill(std::span<std::uint8_t> target) {
    std::uint64_t word = 0;
    for (std::size_t at = 0; at < target.size(); ++at) {
        if (at % 8 == 0) {
            // SplitMix64: every step of the counter gives other bits.
            word = state_.fetch_add(0x9E3779B97F4A7C15ULL) + 0x9E3779B97F4A7C15ULL;
            word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
            word ^= word >> 31;
        }
        target[at] = static_cast<std::uint8_t>(word >> (8 * (at % 8)));
    }
}

TameMachine::TameMachine(std::uint64_t seed)
    : clock(*parse_timestamp("2026-03-02T09:00:00Z")), entropy(seed) {}

Outcome TameMachine::run(const std::vector<std::string>& arguments, const std::string& input) {
    in_ = std::istringstream(input);
    out_.str("");
    err_.str("");
    const int code = cli::run(arguments, surroundings());
    return {code, out_.str(), err_.str()};
}

Surroundings TameMachine::surroundings() {
    return {
        .in = in_,
        .out = out_,
        .err = err_,
        .err_is_terminal = false,
        .clock = clock,
        .entropy = entropy,
        .environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        },
        .user_name = user_name,
    };
}

}  // namespace tyst::cli::test
