#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> create(const std::string& output, const std::string& more = "0") {
    return {
        "evidence",
        "create",
        "--children",
        "T1",
        "--purpose",
        "Test",
        "--recipient",
        "Synthetic inspectorate",
        "--size",
        more,
        "-o",
        output,
    };
}

TEST_CASE("evidence create: a pack verifies with its receipt, and the same size gives it again") {
    test::SmallLedger ledger;
    ledger.append({test::coverage_line(1)});
    ledger.append(test::child_lines(10, "T1"));
    const std::string first = (ledger.directory().parent_path() / "a.zip").string();
    const test::Outcome made = ledger.run(create(first));
    INFO(made.err);
    REQUIRE(made.code == 0);

    const test::Outcome verified = ledger.machine.run(
        {"evidence", "verify", first, "--receipt", first + ".receipt", "--format", "json"}
    );
    const auto report = test::json_of(verified);
    CHECK(report.at("holds").as_bool());
    CHECK_FALSE(report.at("key_given").as_bool());
    const std::string size = std::to_string(report.at("size").to_number<std::uint64_t>());

    const std::string second = (ledger.directory().parent_path() / "b.zip").string();
    REQUIRE(ledger.run(create(second, size)).code == 0);
    CHECK(bytes_of(first) == bytes_of(second));

    SECTION("a name that is taken is refused, and nothing is recorded") {
        const std::uint64_t before = report.at("created").to_number<std::uint64_t>();
        CHECK(ledger.run(create(first, size)).code == 5);
        CHECK(ledger.run({"event", "show", std::to_string(before + 2)}).code == 3);
    }
    SECTION("handing over is recorded for the creation of a pack only") {
        const std::string made_at = std::to_string(report.at("created").to_number<std::uint64_t>());
        const auto hand_over = [&](const std::string& index) {
            return ledger.run(
                {"evidence", "hand-over", index, "--how", "post", "--received-by", "Synthetic"}
            );
        };
        CHECK(hand_over(made_at).code == 0);
        CHECK(hand_over("0").code == 3);
    }
    SECTION("a changed pack exits with 6") {
        std::string bytes = bytes_of(first);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        std::ofstream(second, std::ios::binary) << bytes;
        CHECK(ledger.machine.run({"evidence", "verify", second}).code == 6);
    }
}

}  // namespace
}  // namespace tyst::cli
