#include <fstream>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "cli/options.h"
#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using Words = std::vector<std::string>;

std::string text_of(const Words& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    return text;
}

std::uint64_t size_of(test::SmallLedger& ledger) {
    return test::json_of(ledger.run({"log", "verify", "--format", "json"}))
        .at("size")
        .to_number<std::uint64_t>();
}

TEST_CASE("init: a second one for the same directory is a conflict and changes nothing") {
    test::SmallLedger ledger;
    const std::uint64_t size = size_of(ledger);
    const test::Outcome outcome = ledger.run({"init", "--authority", "W06000014"});
    CHECK(outcome.code == 5);
    CHECK_THAT(outcome.err, Catch::Contains("already_exists 302"));
    CHECK(size_of(ledger) == size);
}

TEST_CASE("init: says where the root key lies, that it needs a backup of its own, and what is next"
) {
    const tyst::test::TemporaryDirectory place;
    test::TameMachine machine;
    machine.environment["XDG_CONFIG_HOME"] = (place / "config").string();
    const auto outcome =
        machine.run({"init", "--ledger", (place / "ledger").string(), "--authority", "W06000015"});
    CHECK(outcome.code == 0);
    CHECK(outcome.out.empty());
    const auto key = default_root_key_file(place / "ledger", machine.surroundings());
    CHECK(std::filesystem::exists(key));
    CHECK_THAT(outcome.err, Catch::Contains(key.string()));
    CHECK_THAT(outcome.err, Catch::Contains("Back up the root key"));
    CHECK_THAT(outcome.err, Catch::Contains("Try next"));
}

TEST_CASE("init: takes no root key file that is there already, unless it is told to") {
    const tyst::test::TemporaryDirectory place;
    test::TameMachine machine;
    const auto init = [&](const char* ledger, Words more) {
        Words words{
            "init",
            "--no-recovery",
            "--ledger",
            (place / ledger).string(),
            "--root-key",
            (place / "key").string(),
            "--authority",
            "W06000014"
        };
        words.insert(words.end(), more.begin(), more.end());
        return machine.run(words);
    };
    REQUIRE(init("first", {}).code == 0);
    const auto refused = init("second", {});
    CHECK(refused.code == 5);
    CHECK_THAT(refused.err, Catch::Contains("already_exists 302"));
    CHECK_THAT(refused.err, Catch::Contains("--reuse-root-key"));
    CHECK_FALSE(std::filesystem::exists(place / "second"));
    std::filesystem::remove_all(place / "first");
    CHECK(init("second", {"--reuse-root-key"}).code == 0);
}

TEST_CASE("init: what is no Welsh authority is refused before anything is made") {
    const tyst::test::TemporaryDirectory place;
    test::TameMachine machine;
    const auto outcome = machine.run(
        {"init",
         "--ledger",
         (place / "ledger").string(),
         "--root-key",
         (place / "key").string(),
         "--authority",
         "E06000001"}
    );
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Catch::Contains("E06000001"));
    CHECK_FALSE(std::filesystem::exists(place / "ledger"));
    CHECK_FALSE(std::filesystem::exists(place / "key"));
}

TEST_CASE("event append: the same lines again write nothing and give the same receipts") {
    test::SmallLedger ledger;
    const std::string text = text_of(test::child_lines(1, "A1"));
    const Words command{"event", "append", "-", "--receipts", "--format", "json"};
    const auto first = test::json_of(ledger.run(command, text));
    const std::uint64_t size = size_of(ledger);
    ledger.machine.clock.set({ledger.machine.clock.now().microseconds + 60'000'000});
    const auto again = test::json_of(ledger.run(command, text));
    CHECK(first.at("written") == 7);
    CHECK(first.at("known") == 0);
    CHECK(again.at("written") == 0);
    CHECK(again.at("known") == 7);
    CHECK(first.at("receipts") == again.at("receipts"));
    CHECK(size_of(ledger) == size);
}

TEST_CASE(
    "event append: an id with other content is a conflict, found before new events are written"
) {
    test::SmallLedger ledger;
    ledger.append(test::child_lines(1, "A1"));
    const std::uint64_t size = size_of(ledger);
    const std::string fresh = text_of(test::child_lines(100, "A2"));
    const std::string changed =
        test::event_line(7, "review_held", "A1", "2018-02-02", R"({"participation":"PN1"})");
    const auto outcome = ledger.run({"event", "append", "-"}, fresh + changed + '\n');
    CHECK(outcome.code == 5);
    CHECK_THAT(outcome.err, Catch::Contains("line 8"));
    CHECK(size_of(ledger) == size);
}

struct BadLine {
    std::string line;
    Words said;
};

TEST_CASE(
    "event append: a refused line is named with field, value and reason, and nothing is written"
) {
    const BadLine bad = GENERATE(
        BadLine{"{", {"line 2", "invalid_json"}},
        BadLine{
            test::event_line(50, "review_held", "A1", "2018-02-30", R"({"participation":"PN1"})"),
            {"line 2", "occurred", "2018-02-30", "impossible_date"}
        },
        BadLine{
            test::event_line(50, "review_held", "A1", "2018-02-01", R"({"participation":"PN99"})"),
            {"line 2", "body.participation", "PN99", "unknown_code"}
        },
        BadLine{
            test::event_line(50, "review_held", "A1", "2018-02-01", R"({"colour":"red"})"),
            {"line 2", "colour", "unknown_field"}
        },
        BadLine{
            test::event_line(50, "review_held", "A1", "1066-10-14", R"({"participation":"PN1"})"),
            {"line 2", "occurred", "1066", "year_out_of_range"}
        },
        BadLine{
            test::event_line(50, "review_missed", "A1", "2018-02-01", "{}"),
            {"line 2", "type", "review_missed", "unknown_event_type"}
        }
    );
    INFO(bad.line);
    test::SmallLedger ledger;
    const std::uint64_t size = size_of(ledger);
    const auto outcome =
        ledger.run({"event", "append", "-"}, test::child_lines(1, "A1").front() + '\n' + bad.line);
    CHECK(outcome.code == 1);
    for (const std::string& said : bad.said) {
        CHECK_THAT(outcome.err, Catch::Contains(said));
    }
    CHECK(size_of(ledger) == size);
}

// Reviews of one child with ids from `first` on; all of one correlation where one is given.
Words reviews(int first, int count, const std::string& correlation = "") {
    Words lines;
    for (int number = first; number < first + count; ++number) {
        std::string line = test::event_line(
            number, "review_held", "A1", "2018-02-01", R"({"participation":"PN1"})"
        );
        if (!correlation.empty()) {
            line.insert(1, R"("correlation":")" + correlation + R"(",)");
        }
        lines.push_back(line);
    }
    return lines;
}

constexpr auto kCorrelation = "00000000-0000-7000-8000-0000000000c0";

TEST_CASE("event append: nothing is written where a line far behind the first 512 is refused") {
    test::SmallLedger ledger;
    const std::uint64_t size = size_of(ledger);
    const auto outcome =
        ledger.run({"event", "append", "-"}, text_of(reviews(1000, 1100)) + "[]\n");
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Catch::Contains("line 1101"));
    CHECK(size_of(ledger) == size);
}

TEST_CASE("event append: nothing is written where more than 512 lines share a correlation") {
    test::SmallLedger ledger;
    const std::uint64_t size = size_of(ledger);
    const std::string before = text_of(reviews(1000, 600));
    const auto outcome =
        ledger.run({"event", "append", "-"}, before + text_of(reviews(2000, 513, kCorrelation)));
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Catch::Contains("line 1113"));
    CHECK_THAT(outcome.err, Catch::Contains("too_large"));
    CHECK(size_of(ledger) == size);
}

TEST_CASE("event append: lines that share a correlation are all known or all new, else a conflict"
) {
    test::SmallLedger ledger;
    const Words lines = reviews(2000, 3, kCorrelation);
    ledger.append({lines[0]});
    const std::uint64_t size = size_of(ledger);
    const auto outcome =
        ledger.run({"event", "append", "-"}, text_of(reviews(1000, 600)) + text_of(lines));
    CHECK(outcome.code == 5);
    CHECK_THAT(outcome.err, Catch::Contains("lines 601 to 603"));
    CHECK(size_of(ledger) == size);
}

TEST_CASE("event append: what only the log can refuse leaves what was appended before it") {
    test::SmallLedger ledger;
    const std::uint64_t size = size_of(ledger);
    const std::string annulment =
        R"({"subject":{"kind":"child","source":"test","reference":"A1"},"occurred":"2018-02-01",)"
        R"("reason":"never held","relation":{"kind":"annuls",)"
        R"("target":"00000000-0000-7000-8000-000000009999"}})";
    const auto outcome =
        ledger.run({"event", "append", "-"}, text_of(reviews(1000, 600)) + annulment + '\n');
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Catch::Contains("lines 513 to 601"));
    CHECK_THAT(outcome.err, Catch::Contains("relation_not_allowed"));
    CHECK(size_of(ledger) == size + 512);
}

TEST_CASE("event append: receipts come in the order of the lines, known and new ones mixed") {
    test::SmallLedger ledger;
    const Words lines = reviews(1000, 1200);
    Words every_other;
    for (std::size_t at = 0; at < lines.size(); at += 2) {
        every_other.push_back(lines[at]);
    }
    ledger.append(every_other);
    const std::uint64_t size = size_of(ledger);
    const auto answer = test::json_of(
        ledger.run({"event", "append", "-", "--receipts", "--format", "json"}, text_of(lines))
    );
    CHECK(answer.at("known") == 600);
    CHECK(answer.at("written") == 600);
    CHECK(answer.at("size") == size + 600);
    const auto& receipts = answer.at("receipts").as_array();
    REQUIRE(receipts.size() == lines.size());
    for (std::size_t at = 0; at < receipts.size(); ++at) {
        REQUIRE(receipts[at].at("line") == at + 1);
        const auto index = receipts[at].at("index").to_number<std::uint64_t>();
        REQUIRE(index == (at % 2 == 0 ? size - 600 : size) + at / 2);
    }
}

TEST_CASE("event append: a name never appears in an error") {
    test::SmallLedger ledger;
    const auto outcome = ledger.run(
        {"event", "append", "-"},
        test::event_line(
            1,
            "identity_recorded",
            "A1",
            "2018-01-08",
            R"({"given_name":"Sampl-Secret","sex":"Sampl-Wrong","family_name":7})"
        )
    );
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, !Catch::Contains("Sampl-Secret"));
}

TEST_CASE("event append: a file is read like standard input, a missing one exits with 3") {
    const tyst::test::TemporaryDirectory place;
    std::ofstream(place / "events.ndjson") << text_of(test::child_lines(1, "A1"));
    test::SmallLedger ledger;
    const auto outcome = ledger.run({"event", "append", (place / "events.ndjson").string()});
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.err, Catch::Contains("7 events written"));
    CHECK(ledger.run({"event", "append", (place / "none").string()}).code == 3);
}

TEST_CASE("event append: events about the authority go to its one stream, others' are refused") {
    test::SmallLedger ledger;
    ledger.append({test::coverage_line(1)});
    std::string other = test::coverage_line(2);
    other.replace(other.find(R"("authority"})"), 11, R"("W06000015")");
    const auto outcome = ledger.run({"event", "append", "-"}, other);
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.err, Catch::Contains("line 1: subject.reference"));
}

TEST_CASE("event show: gives place, both times, the event and the people that it cites") {
    test::SmallLedger ledger;
    ledger.append(test::child_lines(1, "A1"));
    const std::uint64_t allocation = size_of(ledger) - 2;
    const auto event =
        test::json_of(ledger.run({"event", "show", std::to_string(allocation), "--format", "json"})
        );
    CHECK(event.at("index") == allocation);
    CHECK(event.at("type") == "allocation_started");
    CHECK(event.at("occurred") == "2018-01-08");
    CHECK(event.at("recorded").as_string().starts_with("2026-03-02T09:00:00"));
    CHECK(event.at("body").at("worker").at("name") == "Sampl-Iro");
    CHECK(event.at("proved_in_size") == size_of(ledger));
    const auto table = ledger.run({"event", "show", std::to_string(allocation)});
    CHECK_THAT(table.out, Catch::Contains("tyst log prove"));
    CHECK(ledger.run({"event", "show", "999"}).code == 3);
}

TEST_CASE("log: the checkpoint is a signed note of the size and root that verify reports") {
    test::SmallLedger ledger;
    ledger.append(test::child_lines(1, "A1"));
    const auto report = test::json_of(ledger.run({"log", "verify", "--format", "json"}));
    const auto note = ledger.run({"log", "checkpoint"});
    CHECK(report.at("holds") == true);
    CHECK(note.code == 0);
    CHECK_THAT(
        note.out,
        Catch::StartsWith(
            "tyst/W06000014\n" + std::to_string(report.at("size").to_number<std::uint64_t>()) + "\n"
        )
    );
    CHECK_THAT(note.out, Catch::Contains("\n\xE2\x80\x94 tyst/W06000014 "));
    CHECK_THAT(note.err, Catch::Contains("verifier key: tyst/W06000014+"));
}

TEST_CASE("log prove: gives a proof file for an entry and exits with 3 for one that is not there") {
    test::SmallLedger ledger;
    const auto proof = ledger.run({"log", "prove", "1"});
    CHECK(proof.code == 0);
    CHECK_THAT(proof.out, Catch::StartsWith("c2sp.org/tlog-proof@v1\nindex 1\n"));
    CHECK(ledger.run({"log", "prove", "999"}).code == 3);
}

// Turns a byte of the biggest file below `directory` whose name ends in `extension`.
void damage(const std::filesystem::path& directory, const std::string& extension) {
    std::filesystem::path biggest;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (entry.path().extension() == extension &&
            (biggest.empty() || entry.file_size() > std::filesystem::file_size(biggest))) {
            biggest = entry.path();
        }
    }
    REQUIRE_FALSE(biggest.empty());
    std::fstream file(biggest, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(biggest) / 2);
    file.seekg(middle);
    const auto byte = static_cast<char>(file.get() ^ 1);
    file.seekp(middle);
    file.put(byte);
}

TEST_CASE("damage: a ledger with a turned byte in its log exits with 6 and is never read as whole"
) {
    test::SmallLedger ledger;
    ledger.append(test::child_lines(1, "A1"));
    damage(ledger.directory() / "log", ".log");
    const auto outcome = ledger.run({"log", "verify"});
    CHECK(outcome.code == 6);
    CHECK_FALSE(outcome.err.empty());
    CHECK(ledger.run({"doctor"}).code == 6);
}

TEST_CASE("damage: a ledger without its lock directory, or with another root key, exits with 6") {
    test::SmallLedger ledger;
    SECTION("lock") {
        std::filesystem::remove_all(ledger.directory() / "lock");
        CHECK(ledger.run({"log", "verify"}).code == 6);
    }
    SECTION("root key") {
        const test::SmallLedger other(2);
        std::filesystem::copy_file(
            other.root_key(), ledger.root_key(), std::filesystem::copy_options::overwrite_existing
        );
        CHECK(ledger.run({"log", "verify"}).code == 6);
    }
}

TEST_CASE("doctor: says how fresh the stored views are, and is well whatever they are") {
    test::SmallLedger ledger;
    const auto doctor = [&ledger](const std::string& said) {
        const auto outcome = ledger.run({"doctor"});
        CHECK(outcome.code == 0);
        CHECK_THAT(outcome.out, Catch::Contains(said));
    };
    doctor("ok    stored views    none built yet");
    REQUIRE(ledger.run({"rebuild"}).code == 0);
    const std::uint64_t built = size_of(ledger);
    ledger.append(test::child_lines(1, "A1"));
    ledger.machine.clock.set(*parse_timestamp("2026-03-04T09:00:00Z"));
    const std::string all = std::to_string(size_of(ledger));
    doctor("stand at entry " + std::to_string(built) + " of " + all + ", for 2026-03-02");
    REQUIRE(ledger.run({"caseload"}).code == 0);
    doctor("stand at entry " + all + " of " + all + ", for 2026-03-04");
    std::filesystem::remove_all(ledger.directory() / "views" / "1");
    doctor("warn  stored views    cannot be read");
    REQUIRE(ledger.run({"caseload"}).code == 0);
    doctor("stand at entry " + all + " of " + all);
}

TEST_CASE("doctor: a sound ledger is well, one with an open root key is not") {
    test::SmallLedger ledger;
    const auto well = ledger.run({"doctor"});
    CHECK(well.code == 0);
    CHECK_THAT(well.out, Catch::Contains("ok    ledger"));
    std::filesystem::permissions(
        ledger.root_key(), std::filesystem::perms::owner_read | std::filesystem::perms::group_read
    );
    const auto open = ledger.run({"doctor", "--format", "json"});
    CHECK(open.code == 1);
    CHECK(boost::json::parse(open.out).at("healthy") == false);
}

TEST_CASE("log: a proof against an older checkpoint, consistency and export speak of one log") {
    test::SmallLedger ledger;
    ledger.append(test::child_lines(1, "A1"));
    const std::uint64_t older = size_of(ledger);
    ledger.append(test::child_lines(100, "A2"));
    const auto text_of_size = std::to_string(older);
    const auto proof = ledger.run({"log", "prove", "3", "--size", text_of_size});
    CHECK(proof.code == 0);
    CHECK_THAT(proof.out, Catch::Contains("index 3\n"));
    CHECK_THAT(proof.out, Catch::Contains("\n" + text_of_size + "\n"));
    CHECK(ledger.run({"log", "prove", text_of_size, "--size", text_of_size}).code == 3);
    CHECK(ledger.run({"log", "prove", "0", "--size", std::to_string(older + 1)}).code == 3);

    const auto consistency = ledger.run({"log", "consistency", "--from", text_of_size});
    CHECK(consistency.code == 0);
    const auto directory = ledger.directory().parent_path() / "export";
    const auto exported = ledger.run({"log", "export", directory.string(), "--from", text_of_size});
    CHECK(exported.code == 0);
    CHECK(exported.out.empty());
    std::ifstream file(directory / "consistency" / text_of_size);
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == consistency.out);
    CHECK(std::filesystem::exists(directory / "vkeys"));
    CHECK(std::filesystem::exists(directory / "policy"));
    CHECK(ledger.run({"log", "consistency", "--from", "1000"}).code == 3);
}

TEST_CASE("event append: a receipt names log, place, revision, time and leaf of every event") {
    test::SmallLedger ledger;
    const auto outcome =
        ledger.run({"event", "append", "-", "--receipts"}, text_of(test::child_lines(1, "A1")));
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::StartsWith("log tyst"));
    for (const char* column : {"Index", "Revision", "Recorded", "Leaf"}) {
        CHECK_THAT(outcome.out, Catch::Contains(column));
    }
}

}  // namespace
}  // namespace tyst::cli
