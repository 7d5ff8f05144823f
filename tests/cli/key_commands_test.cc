#include <fstream>

#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using test::json_of;
using test::Outcome;
using test::SmallLedger;
namespace fs = std::filesystem;

void put(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

fs::path beside(const SmallLedger& ledger, const std::string& name) {
    return ledger.directory().parent_path() / name;
}

std::vector<std::string> shares_of(const SmallLedger& ledger) {
    return {
        "--share",
        ledger.root_key().string() + ".share-1",
        "--share",
        ledger.root_key().string() + ".share-2"
    };
}

Outcome run_with(
    SmallLedger& ledger, std::vector<std::string> words, const std::vector<std::string>& more
) {
    words.insert(words.end(), more.begin(), more.end());
    return ledger.run(words);
}

std::string recovery_line(SmallLedger& ledger) {
    const Outcome outcome = ledger.run({"doctor"});
    const std::size_t at = outcome.out.find("recovery");
    REQUIRE(at != std::string::npos);
    return outcome.out.substr(at, outcome.out.find('\n', at) - at);
}

TEST_CASE("key rotate and retire: list tells who signs which sizes") {
    SmallLedger ledger;
    const std::string old_key = json_of(ledger.run({"key", "list", "--format", "json"}))
                                    .at("keys")
                                    .as_array()[0]
                                    .at("key")
                                    .as_string()
                                    .c_str();
    const Outcome rotated = ledger.run({"key", "rotate"});
    REQUIRE(rotated.code == 0);
    REQUIRE(ledger.run({"key", "rotate"}).code == 5);
    REQUIRE(ledger.run({"key", "retire", old_key, "--cause", "rotated"}).code == 0);
    REQUIRE(ledger.run({"key", "retire", old_key}).code == 5);
    REQUIRE(ledger.run({"key", "retire", "nobody"}).code == 3);
    const auto keys =
        json_of(ledger.run({"key", "list", "--format", "json"})).at("keys").as_array();
    REQUIRE(keys.size() == 2);
    REQUIRE_FALSE(keys[0].at("signs").as_bool());
    REQUIRE(keys[1].at("signs").as_bool());
    const std::string table = ledger.run({"key", "list"}).out;
    REQUIRE(table.starts_with("From size  To size  Verifier key\n0 "));
    REQUIRE(rotated.out == std::string(keys[1].at("key").as_string()) + "\n");
    REQUIRE(ledger.run({"log", "verify"}).code == 0);
}

TEST_CASE("recovery: split, drilled, told by doctor, and brings the root key back") {
    SmallLedger ledger;
    REQUIRE(recovery_line(ledger).find("no recovery key") != std::string::npos);
    REQUIRE(ledger.run({"key", "split", "--holder", "Legal", "--holder", "Chief"}).code == 0);
    REQUIRE(ledger.run({"key", "split"}).code == 5);
    REQUIRE(recovery_line(ledger).find("never tried") != std::string::npos);
    REQUIRE(run_with(ledger, {"key", "drill"}, shares_of(ledger)).code == 0);
    REQUIRE(recovery_line(ledger).find("last drill on 2026-03-02") != std::string::npos);

    const std::string one = ledger.root_key().string() + ".share-1";
    const Outcome alone = ledger.run({"key", "drill", "--share", one, "--share", one});
    REQUIRE(alone.code == 6);
    REQUIRE(alone.err.find("recovery_share_mismatch 442") != std::string::npos);

    const fs::path recovered = beside(ledger, "recovered");
    const std::string recovery = ledger.root_key().string() + ".recovery";
    std::vector<std::string> words{
        "key", "recover", "--recovery", recovery, "--root-key", recovered.string()
    };
    const auto shares = shares_of(ledger);
    words.insert(words.end(), shares.begin(), shares.end());
    REQUIRE(ledger.machine.run(words).code == 0);
    fs::rename(recovered, ledger.root_key());
    REQUIRE(ledger.run({"log", "verify"}).code == 0);
}

TEST_CASE("key wrap: the passphrase is asked for by file, and a wrong one changes nothing") {
    SmallLedger ledger;
    const fs::path right = beside(ledger, "right");
    const fs::path wrong = beside(ledger, "wrong");
    put(right, "correct horse\n");
    put(wrong, "wrong horse\n");
    REQUIRE(ledger.run({"key", "wrap"}).code == 2);
    REQUIRE(ledger.run({"key", "wrap", "--passphrase-file", right.string()}).code == 0);
    REQUIRE(ledger.run({"key", "list"}).code == 3);
    const Outcome refused = ledger.run({"key", "list", "--root-passphrase", wrong.string()});
    REQUIRE(refused.code == 6);
    REQUIRE(refused.err.find("wrong_passphrase 440") != std::string::npos);
    REQUIRE(refused.err.find("tyst key recover") != std::string::npos);
    ledger.machine.environment["TYST_ROOT_PASSPHRASE_FILE"] = right.string();
    REQUIRE(ledger.run({"key", "wrap", "--unwrap"}).code == 0);
    ledger.machine.environment.clear();
    REQUIRE(ledger.run({"key", "list"}).code == 0);

    const std::string wrapping = beside(ledger, "wrapping").string();
    REQUIRE(ledger.run({"key", "wrap", "--wrapping-key", wrapping}).code == 0);
    const Outcome unnamed = ledger.run({"key", "list"});
    REQUIRE(unnamed.code == 3);
    REQUIRE(unnamed.err.find("(--root-wrapping-key)") != std::string::npos);
    REQUIRE(ledger.run({"key", "list", "--root-wrapping-key", wrapping}).code == 0);
}

TEST_CASE("backup: made, verified, restored behind a published checkpoint as a new generation") {
    SmallLedger ledger;
    const std::string backup = beside(ledger, "backup").string();
    const std::string restored = beside(ledger, "restored").string();
    const std::string key = ledger.root_key().string();
    REQUIRE(ledger.run({"backup", "create", backup}).code == 0);
    REQUIRE(ledger.run({"backup", "create", backup}).code == 5);
    REQUIRE(ledger.run({"backup", "verify", backup}).code == 0);
    ledger.append(test::child_lines(1, "C1"));
    const fs::path published = beside(ledger, "published");
    put(published, ledger.run({"log", "checkpoint"}).out);
    const auto restore = [&](const std::string& way, const std::string& value) {
        std::vector<std::string> words{
            "backup", "restore", backup, "--to", restored, "--root-key", key, way
        };
        if (!value.empty()) words.push_back(value);
        return ledger.machine.run(words);
    };
    REQUIRE(
        ledger.machine.run({"backup", "restore", backup, "--to", restored, "--root-key", key})
            .code == 2
    );
    const Outcome done = restore("--published", published.string());
    INFO(done.err);
    REQUIRE(done.code == 0);
    REQUIRE(done.err.find("/g2") != std::string::npos);
    REQUIRE(restore("--nothing-newer", "").code == 5);
    REQUIRE(
        ledger.machine.run({"log", "verify", "--ledger", restored, "--root-key", key}).code == 0
    );
    const Outcome early = ledger.machine.run({"backup", "prune", backup});
    REQUIRE(early.out.empty());
    REQUIRE(early.err.find("due on 2026-04-02;") != std::string::npos);
    REQUIRE(early.err.find("backup prune --now " + backup) != std::string::npos);
    const Outcome now = ledger.machine.run({"backup", "prune", "--now", backup});
    REQUIRE(now.out == backup + "\n");
    REQUIRE(now.err == "Destroyed the keys of 1 backups\n");
    REQUIRE_FALSE(fs::exists(fs::path(backup) / "keys"));
    REQUIRE(ledger.run({"log", "verify"}).code == 0);
}

TEST_CASE("backup restore: says whether the policy of witnesses came with it") {
    SmallLedger ledger;
    const std::string key = ledger.root_key().string();
    const auto restored =
        [&](const std::string& backup, const std::string& way, const std::string& value) {
            const std::string target = backup + "-restored";
            std::vector<std::string> words{
                "backup", "restore", backup, "--to", target, "--root-key", key, way
            };
            if (!value.empty()) words.push_back(value);
            const Outcome outcome = ledger.machine.run(words);
            INFO(outcome.err);
            REQUIRE(outcome.code == 0);
            return outcome.err;
        };
    const auto policy_of = [&](const std::string& backup) {
        const Outcome outcome = ledger.machine.run(
            {"witness", "policy", "--ledger", backup + "-restored", "--root-key", key}
        );
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        return outcome.out;
    };
    const std::string without = beside(ledger, "without").string();
    REQUIRE(ledger.run({"backup", "create", without}).code == 0);
    const std::string said = restored(without, "--nothing-newer", "");
    CHECK(said.find("holds no policy") != std::string::npos);
    CHECK(said.find("tyst witness policy --set FILE") != std::string::npos);

    const std::string signs = ledger.run({"witness", "policy"}).out;
    REQUIRE(signs.starts_with("log "));
    const fs::path policy = beside(ledger, "policy");
    put(policy, "# ours\n" + signs);
    REQUIRE(ledger.run({"witness", "policy", "--set", policy.string()}).code == 0);
    const std::string backup = beside(ledger, "with").string();
    REQUIRE(ledger.run({"backup", "create", backup}).code == 0);
    ledger.append(test::child_lines(1, "C1"));
    const fs::path published = beside(ledger, "published");
    put(published, ledger.run({"log", "checkpoint"}).out);
    CHECK(
        restored(backup, "--published", published.string()).find("a line for the new key") !=
        std::string::npos
    );
    const std::string kept = policy_of(backup);
    CHECK(kept.ends_with("# ours\n" + signs));
    CHECK(kept.starts_with("log "));
    CHECK(kept.find("/g2+") != std::string::npos);
}

TEST_CASE("init: makes a recovery key with two pages, or warns where it is told not to") {
    test::TameMachine machine;
    const tyst::test::TemporaryDirectory place;
    const std::string key = (place / "root").string();
    put(place / "passphrase", "correct horse\n");
    const Outcome made = machine.run(
        {"init",
         "--authority",
         "W06000014",
         "--ledger",
         (place / "ledger").string(),
         "--root-key",
         key,
         "--passphrase-file",
         (place / "passphrase").string()}
    );
    INFO(made.err);
    REQUIRE(made.code == 0);
    REQUIRE(fs::exists(key + ".share-1"));
    REQUIRE(fs::exists(key + ".share-2"));
    REQUIRE(fs::exists(key + ".recovery"));
    std::ifstream file(key);
    std::string header;
    file >> header;
    REQUIRE(header == "tyst-root-key/2");
    const Outcome bare = machine.run(
        {"init",
         "--authority",
         "W06000014",
         "--ledger",
         (place / "bare").string(),
         "--root-key",
         (place / "bare-root").string(),
         "--no-recovery"}
    );
    REQUIRE(bare.code == 0);
    REQUIRE(bare.err.find("Warning: no recovery key") != std::string::npos);
    REQUIRE_FALSE(fs::exists((place / "bare-root.recovery")));
}

}  // namespace
}  // namespace tyst::cli
