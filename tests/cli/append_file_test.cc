#include "cli/append_file.h"

#include <utility>

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

TEST_CASE("append: units next to each other are joined, others are not") {
    const std::vector<Unit> units{{0, 1}, {2, 1}, {3, 4}};
    CHECK(join_neighbours(units) == std::vector<Unit>{{0, 1}, {2, 5}});
    CHECK(join_neighbours({}).empty());
}

// The numbers once for each time, in turn.
std::vector<int> repeated(const std::vector<std::pair<int, int>>& numbers_and_times) {
    std::vector<int> numbers;
    for (const auto& [number, times] : numbers_and_times) {
        numbers.insert(numbers.end(), static_cast<std::size_t>(times), number);
    }
    return numbers;
}

struct Cut {
    std::vector<Unit> chunks;
    Result<void> outcome;
};

// Lines are numbered from 1.
Cut cut(const std::vector<int>& numbers) {
    Cut result;
    Chunker chunker([&result](const Chunker::Chunk& chunk) -> Result<void> {
        CHECK(chunk.lines.front() == chunk.first + 1);
        CHECK(chunk.lines.size() == chunk.submissions.size());
        result.chunks.push_back({chunk.first, chunk.lines.size()});
        return {};
    });
    std::uint64_t line = 0;
    for (Submission& submission : correlated(numbers)) {
        result.outcome = chunker.add(++line, std::move(submission));
        if (!result.outcome) {
            return result;
        }
    }
    result.outcome = chunker.finish();
    return result;
}

TEST_CASE("append: units are gathered into chunks of up to 512 events and never split") {
    CHECK(cut({}).chunks.empty());
    CHECK(cut(repeated({{0, 512}})).chunks == std::vector<Unit>{{0, 512}});
    CHECK(cut(repeated({{0, 1025}})).chunks == std::vector<Unit>{{0, 512}, {512, 512}, {1024, 1}});
    CHECK(
        cut(repeated({{0, 500}, {1, 12}, {2, 1}, {3, 512}, {0, 1}})).chunks ==
        std::vector<Unit>{{0, 512}, {512, 1}, {513, 512}, {1025, 1}}
    );
    CHECK(cut(repeated({{0, 500}, {1, 13}})).chunks == std::vector<Unit>{{0, 500}, {500, 13}});
}

TEST_CASE("append: a unit of more than 512 events is refused at the line that is too many") {
    const Cut refused = cut(repeated({{0, 3}, {1, 513}, {0, 1}}));
    CHECK(refused.chunks == std::vector<Unit>{{0, 3}});
    REQUIRE_FALSE(refused.outcome);
    CHECK(refused.outcome.error().code == ErrorCode::too_large);
    CHECK_THAT(refused.outcome.error().context, Catch::StartsWith("line 516: "));
}

}  // namespace
}  // namespace tyst::cli
