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
    SECTION("what was judged under whose trust is said, in words and in JSON") {
        const auto& policies = report.at("policies").as_array();
        REQUIRE(policies.size() == 1);
        CHECK(policies[0].at("trust").as_string() == "pack");
        CHECK(policies[0].at("met").as_bool());
        CHECK(report.at("time_stamps").as_array().empty());
        const test::Outcome said = ledger.machine.run({"evidence", "verify", first});
        CHECK_THAT(
            said.out,
            Catch::Contains("the pack's own policy (the authority's word) asks for no witness") &&
                Catch::Contains("who the witnesses are") &&
                Catch::Contains("the pack carries no time-stamp") &&
                Catch::Contains("key taken from the pack itself") &&
                Catch::Contains("1 stream is whole: every entry") &&
                Catch::Contains(", 1 stream whole,")
        );
        const std::string policy = (ledger.directory().parent_path() / "policy").string();
        std::ofstream(policy) << ledger.run({"witness", "policy"}).out;
        const test::Outcome own =
            ledger.machine.run({"evidence", "verify", first, "--policy", policy});
        CHECK(own.code == 0);
        CHECK_THAT(own.out, Catch::Contains("your policy asks for no witness"));
        CHECK(
            ledger.machine.run({"evidence", "verify", first, "--timestamp-ca", policy}).code == 1
        );
        CHECK(
            ledger.machine.run({"evidence", "verify", first, "--timestamp-ca", "none"}).code == 3
        );
    }
    SECTION("an earlier checkpoint that it does not prove to continue is refused") {
        const std::string kept = (ledger.directory().parent_path() / "kept").string();
        std::ofstream(kept) << ledger.run({"log", "checkpoint"}).out;
        const test::Outcome refused =
            ledger.machine.run({"evidence", "verify", first, "--earlier", kept});
        CHECK(refused.code == 6);
        CHECK_THAT(refused.out, Catch::Contains("earlier_unproved"));
        const std::string third = (ledger.directory().parent_path() / "c.zip").string();
        auto from = create(third);
        from.insert(from.end(), {"--from", [&] {
                                     const std::string text = bytes_of(kept);
                                     const std::size_t start = text.find('\n') + 1;
                                     return text.substr(start, text.find('\n', start) - start);
                                 }()});
        REQUIRE(ledger.run(from).code == 0);
        const test::Outcome proved =
            ledger.machine.run({"evidence", "verify", third, "--earlier", kept});
        CHECK(proved.code == 0);
        CHECK_THAT(proved.out, Catch::Contains("the log continues your checkpoint"));
    }
    SECTION("a child that is unknown, or was not there yet at the size, is told so") {
        const std::string none = (ledger.directory().parent_path() / "none.zip").string();
        auto unknown = create(none);
        unknown[3] = "T9";
        const test::Outcome refused = ledger.run(unknown);
        CHECK(refused.code == 3);
        CHECK_THAT(refused.err, Catch::Contains("subject_not_found"));
        ledger.append(test::child_lines(50, "T9"));
        unknown = create(none, size);
        unknown[3] = "T9";
        CHECK(ledger.run(unknown).code == 3);
        CHECK_FALSE(std::filesystem::exists(none));
        CHECK_FALSE(std::filesystem::exists(none + ".receipt"));
    }
    SECTION("a changed pack exits with 6") {
        std::string bytes = bytes_of(first);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        std::ofstream(second, std::ios::binary) << bytes;
        const test::Outcome refused = ledger.machine.run({"evidence", "verify", second});
        CHECK(refused.code == 6);
        CHECK_THAT(refused.out, Catch::Contains("DOES NOT HOLD: 1 fault;"));
    }
}

}  // namespace
}  // namespace tyst::cli
