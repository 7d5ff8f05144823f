#include "cli/append_file.h"

#include <catch2/catch.hpp>

namespace tyst::cli {
namespace {

// One submission for each number; equal numbers other than 0 share a correlation.
std::vector<Submission> correlated(const std::vector<int>& numbers) {
    std::vector<Submission> submissions;
    for (const int number : numbers) {
        Submission& submission = submissions.emplace_back();
        if (number != 0) {
            submission.event.correlation.emplace();
            submission.event.correlation->bytes[0] = static_cast<std::uint8_t>(number);
        }
    }
    return submissions;
}

TEST_CASE("append: neighbours that share a correlation are one atomic unit, others stand alone") {
    const auto units = atomic_units(correlated({0, 0, 1, 1, 2, 0, 1}));
    CHECK(units == std::vector<Unit>{{0, 1}, {1, 1}, {2, 2}, {4, 1}, {5, 1}, {6, 1}});
    CHECK(atomic_units({}).empty());
}

TEST_CASE("append: units are packed up to 512 events and never split") {
    const std::vector<Unit> units{{0, 500}, {500, 12}, {512, 1}, {513, 600}, {1113, 1}};
    CHECK(pack(units) == std::vector<Unit>{{0, 512}, {512, 1}, {513, 600}, {1113, 1}});
}

TEST_CASE("append: units that are not neighbours are not packed together") {
    const std::vector<Unit> units{{0, 1}, {2, 1}, {3, 1}};
    CHECK(pack(units) == std::vector<Unit>{{0, 1}, {2, 2}});
}

}  // namespace
}  // namespace tyst::cli
