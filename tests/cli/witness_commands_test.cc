#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli::test {
namespace {

std::string text_in(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

TEST_CASE("witness commands: a line goes from the laptop to the ledger, and doctor tells") {
    SmallLedger ledger;
    const tyst::test::TemporaryDirectory stick;
    const auto file = [&](const std::string& name) { return (stick / name).string(); };
    const auto write = [&](const std::string& name, const std::string& text) {
        std::ofstream(stick / name, std::ios::binary) << text;
        return file(name);
    };
    const Outcome key =
        ledger.machine.run({"witness", "new-key", file("key"), "--name", "inspector.example/laptop"}
        );
    REQUIRE(key.code == 0);
    const Outcome plain = ledger.run({"witness", "policy"});
    CHECK_THAT(plain.out, Catch::EndsWith("quorum none\n"));
    const std::string log_key = plain.out.substr(4, plain.out.find('\n') - 4);
    REQUIRE(
        ledger
            .run(
                {"witness",
                 "policy",
                 "--set",
                 write(
                     "policy", "log " + log_key + "\nwitness laptop " + key.out + "quorum laptop\n"
                 )}
            )
            .code == 0
    );
    const std::string checkpoint = write("checkpoint", ledger.run({"log", "checkpoint"}).out);
    const std::vector<std::string> cosign{
        "witness", "cosign", checkpoint, "--state", file("state"), "--key", file("key")
    };
    CHECK(ledger.machine.run(cosign).code == 1);  // no log is known yet
    auto first = cosign;
    first.insert(first.end(), {"--log-key", log_key});
    const Outcome line = ledger.machine.run(first);
    INFO(line.err);
    REQUIRE(line.code == 0);
    const Outcome added = ledger.run({"witness", "add", write("line", line.out)});
    CHECK_THAT(
        added.out, Catch::Contains("added       laptop") && Catch::Contains("quorum      met")
    );
    CHECK_THAT(ledger.run({"doctor"}).out, Catch::Contains("1 of 1 needed cosigned"));
    CHECK(ledger.run({"witness", "add", write("bad", "x\n")}).code == 6);

    // It has no address, so asking over the network misses the quorum of the next checkpoint.
    ledger.append(child_lines(1, "W1"));
    const Outcome asked = ledger.run({"witness", "request"});
    CHECK(asked.code == 1);
    CHECK_THAT(asked.out, Catch::Contains("no address"));
    CHECK_THAT(asked.err, Catch::Contains("quorum missed: 0 of 1 needed, missing laptop"));
    const Outcome doctor = ledger.run({"doctor"});
    CHECK(doctor.code == 0);
    CHECK_THAT(doctor.out, Catch::Contains("quorum missed 1 times"));

    // The next visit brings the proof; without it, or with an older checkpoint, nothing is signed.
    write("checkpoint", ledger.run({"log", "checkpoint"}).out);
    const Outcome unproved = ledger.machine.run(cosign);
    CHECK(unproved.code == 6);
    CHECK_THAT(unproved.err, Catch::Contains("not_consistent 430"));
    const std::string kept = text_in(stick / "state");
    const std::string size = kept.substr(kept.find("\ntyst/W06000014\n") + 16);
    auto next = cosign;
    next.insert(
        next.end(),
        {"--consistency",
         write("proof", ledger.run({"witness", "proof", size.substr(0, size.find('\n'))}).out)}
    );
    const Outcome proved = ledger.machine.run(next);
    INFO(proved.err);
    CHECK(proved.code == 0);
}

TEST_CASE("log scrub: a pass is recorded, and doctor shows when and what") {
    SmallLedger ledger;
    ledger.append(child_lines(1, "W1"));
    CHECK_THAT(ledger.run({"doctor"}).out, Catch::Contains("none yet"));
    const Outcome scrub = ledger.run({"log", "scrub", "--once", "--rate", "0"});
    INFO(scrub.err);
    REQUIRE(scrub.code == 0);
    CHECK_THAT(scrub.out, Catch::Contains("findings  0"));
    CHECK_THAT(ledger.run({"doctor"}).out, Catch::Contains("entries, 0 findings"));
    CHECK(ledger.run({"log", "verify"}).code == 0);
}

}  // namespace
}  // namespace tyst::cli::test
