#include <cstdint>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/storage/lock_directory.h"
#include "tests/faults/faulty_disk.h"
#include "tests/faults/file_bytes.h"
#include "tests/faults/trial.h"
#include "tests/support/long_runs.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::Base;
using test::content_of;
using test::error_text;
using test::write_content;

constexpr std::uint64_t kWitnessed = 25;
constexpr std::uint64_t kEntries = 60;  // more than one block of 32 KiB in the write-ahead log

// A closed ledger whose entries all lie in its live write-ahead log. Two states of lock/: as it was
// left, which promises every entry, and as a crash might have left it, which promises kWitnessed.
class Logged : public test::LedgerFixture {
  public:
    Logged() {
        fill(kWitnessed);
        const auto note = ledger().checkpoint();
        REQUIRE(note);
        early_checkpoint_ = *note;
        const TreeHead early = ledger().head();
        early_anchor_ = storage::to_text({ledger().origin(), early.size, early.root});
        fill(kEntries - kWitnessed);
        (void)child("LATE");  // known to keys/ alone
        REQUIRE(ledger().checkpoint());
        head = ledger().head();
        close();
    }
    // The one write-ahead log of `store` that holds anything.
    [[nodiscard]] fs::path live(const std::string& store) const {
        fs::path newest;
        for (const auto& file : fs::directory_iterator(open_options.directory / store)) {
            const bool is_log = file.path().extension() == ".log" && file.file_size() > 0;
            if (is_log && (newest.empty() || file.path() > newest)) {
                newest = file.path();
            }
        }
        REQUIRE_FALSE(newest.empty());
        return newest;
    }
    // A copy of the ledger with other bytes in the live log of `store`.
    [[nodiscard]] OpenOptions damaged(
        const std::string& store, const std::string& content, bool early_lock
    ) const {
        const fs::path copy = directory / "copy";
        fs::remove_all(copy);
        fs::copy(open_options.directory, copy, fs::copy_options::recursive);
        write_content(copy / store / live_name(store), content);
        if (early_lock) {
            write_content(copy / "lock" / "anchor", early_anchor_);
            write_content(copy / "lock" / "checkpoint", early_checkpoint_);
        }
        OpenOptions options = open_options;
        options.directory = copy;
        options.file_system = healthy_.file_system();
        return options;
    }

    TreeHead head;

  private:
    [[nodiscard]] std::string live_name(const std::string& store) const {
        return live(store).filename().string();
    }
    test::FaultyDisk healthy_;
    std::string early_checkpoint_;
    std::string early_anchor_;
};

struct Tally {
    unsigned refused = 0;
    unsigned opened = 0;
};

// Either it does not open and says that the bytes are wrong, or it opens with at least what lock/
// promises and everything in it fits together.
void require_not_shorter_in_silence(
    Logged& logged, const OpenOptions& options, std::uint64_t promised, Tally& tally
) {
    const auto opened = Ledger::open(options, logged.clock, logged.entropy);
    if (!opened) {
        INFO(error_text(opened.error()));
        const auto code = static_cast<unsigned>(opened.error().code);
        REQUIRE((code >= 400 && code < 500));
        REQUIRE_FALSE(opened.error().context.empty());
        ++tally.refused;
        return;
    }
    ++tally.opened;
    Ledger& ledger = **opened;
    REQUIRE(ledger.size() >= promised);
    REQUIRE(ledger.size() <= kEntries);
    if (ledger.size() == kEntries) {
        REQUIRE(ledger.head() == logged.head);
    }
    const auto report = ledger.verify({});
    REQUIRE(report);
    std::string findings;
    for (const Finding& finding : report->findings) {
        findings += error_text(finding.error) + "\n";
    }
    INFO(findings);
    REQUIRE(report->findings.empty());
    REQUIRE(report->entries == ledger.size());
    for (std::uint64_t index = 0; index < ledger.size(); ++index) {
        REQUIRE(ledger.read({index}, ReadDepth::event_only));
    }
}

std::uint64_t promised_by(bool early_lock) {
    return early_lock ? kWitnessed : kEntries;
}

TEST_CASE("write-ahead log: a deleted live one is refused, naming what is missing") {
    Logged logged;
    SECTION("of log/") {
        fs::remove(logged.live("log"));
        const auto opened = logged.try_open();
        REQUIRE_FALSE(opened);
        INFO(error_text(opened.error()));
        REQUIRE(opened.error().code == ErrorCode::storage_behind_anchor);
        REQUIRE(opened.error().context.find("60") != std::string::npos);
    }
    SECTION("of keys/") {
        fs::remove(logged.live("keys"));
        const auto opened = logged.try_open();
        REQUIRE_FALSE(opened);
        INFO(error_text(opened.error()));
        REQUIRE(opened.error().code == ErrorCode::subject_without_key);
    }
}

struct Case {
    std::string store;
    bool early_lock;
};
const Case kCases[] = {{"log", false}, {"log", true}, {"keys", false}, {"keys", true}};

void try_cuts(std::size_t cuts) {
    Logged logged;
    Tally tally;
    for (const auto& [store, early_lock] : kCases) {
        const std::string content = content_of(logged.live(store));
        for (std::size_t cut = 0; cut < cuts; ++cut) {
            const std::size_t length = content.size() * cut / cuts + cut % 7;
            INFO(store << "/ cut to " << length << " of " << content.size() << " bytes");
            require_not_shorter_in_silence(
                logged,
                logged.damaged(store, content.substr(0, length), early_lock),
                promised_by(early_lock),
                tally
            );
        }
    }
    REQUIRE(tally.refused > 0);
    REQUIRE(tally.opened > 0);
}

void try_flips(std::size_t flips) {
    Logged logged;
    Tally tally;
    for (const auto& [store, early_lock] : kCases) {
        const std::string content = content_of(logged.live(store));
        for (std::size_t flip = 0; flip < flips; ++flip) {
            const std::size_t byte = (content.size() * flip / flips + flip % 11) % content.size();
            std::string damaged = content;
            damaged[byte] = static_cast<char>(damaged[byte] ^ 1 << flip % 8);
            INFO(store << "/ bit " << flip % 8 << " of byte " << byte << " of " << content.size());
            require_not_shorter_in_silence(
                logged, logged.damaged(store, damaged, early_lock), promised_by(early_lock), tally
            );
        }
    }
    REQUIRE(tally.refused > flips);
}

void try_first_bytes(std::size_t step) {
    Logged logged;
    constexpr std::size_t kBytes = 120;  // the headers of the first record and of its rows
    Tally tally;
    for (const std::string store : {"log", "keys"}) {
        const std::string content = content_of(logged.live(store));
        for (std::size_t byte = 0; byte < kBytes; byte += step) {
            std::string damaged = content;
            damaged[byte] = static_cast<char>(damaged[byte] ^ 1 << byte % 8);
            INFO(store << "/ bit " << byte % 8 << " of byte " << byte);
            require_not_shorter_in_silence(
                logged, logged.damaged(store, damaged, false), kEntries, tally
            );
        }
    }
    REQUIRE(tally.opened == 0);
}

TEST_CASE("write-ahead log: cut anywhere, it is refused or loses nothing promised") {
    try_cuts(12);
}

TEST_CASE("write-ahead log: cut at many more places, the same", "[.every]") {
    try_cuts(tyst::test::long_runs() > 1 ? 200 : 40);
}

TEST_CASE("write-ahead log: with a bit flipped anywhere, it is refused or loses nothing promised") {
    try_flips(20);
}

TEST_CASE("write-ahead log: with a bit flipped at many more places, the same", "[.every]") {
    try_flips(tyst::test::long_runs() > 1 ? 400 : 80);
}

TEST_CASE("write-ahead log: with a bit flipped in its first records, it is refused") {
    try_first_bytes(6);
}

TEST_CASE(
    "write-ahead log: with a bit flipped in more bytes of its first records, the same", "[.every]"
) {
    try_first_bytes(tyst::test::long_runs() > 1 ? 1 : 3);
}

TEST_CASE("write-ahead log: zeros behind its end are what some file systems leave, and harmless") {
    Logged logged;
    const std::string store = GENERATE("log", "keys");
    const std::string content = content_of(logged.live(store));
    for (const std::size_t zeros : {1U, 6U, 7U, 100U, 5000U, 100'000U}) {
        INFO(store << "/ with " << zeros << " zeros");
        const auto opened = Ledger::open(
            logged.damaged(store, content + std::string(zeros, '\0'), false),
            logged.clock,
            logged.entropy
        );
        INFO((opened ? std::string() : error_text(opened.error())));
        REQUIRE(opened);
        REQUIRE((*opened)->head() == logged.head);
    }
}

}  // namespace
}  // namespace tyst
