#include <algorithm>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"
#include "ledger/core/proof_file.h"
#include "ledger/verification.h"
#include "tests/ledger/damage.h"

namespace tyst {
namespace {

namespace rows = storage::log_rows;
using test::damage_row;
using test::flip_bit;
using test::LedgerFixture;

constexpr std::uint64_t kVictim = 100;  // an entry inside the first full tile
constexpr std::size_t kRowIndexByte = 7;
constexpr std::size_t kRowRecordedByte = 15;
constexpr std::size_t kRowSubjectByte = 20;
constexpr std::size_t kRowSaltByte = 40;
constexpr std::size_t kRowCipherByte = 80;
constexpr std::size_t kIdStreamByte = 10;
constexpr std::size_t kIdRevisionByte = 31;
constexpr std::size_t kIdContentByte = 40;
constexpr std::size_t kIdCheckByte = 70;

bool names(const VerifyReport& report, ErrorCode code, std::optional<std::uint64_t> index) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
        return finding.error.code == code &&
               (!index || (finding.index && finding.index->value == *index));
    });
}

std::string text_of(const VerifyReport& report) {
    std::string text;
    for (const Finding& finding : report.findings) {
        text += std::string(name(finding.error.code)) + ": " + finding.error.context + "\n";
    }
    return text;
}

// A closed ledger of 700 entries with a cited person and an attachment at kVictim.
struct Original : LedgerFixture {
    Original() {
        fill(kVictim);
        victim = placement(child("F0"), "Synthetic Carer");
        victim.event.attachments.push_back({"plan.txt", "attached text"});
        receipt = append({victim}).value().front();
        fill(599);
        REQUIRE(ledger().checkpoint());
        close();
    }
    PreparedEvent victim;
    Receipt receipt;
};

// A copy of it for each section; the original is made once in a process.
struct Filled : LedgerFixture {
    Filled() : Filled(original()) {}
    explicit Filled(const Original& source)
        : LedgerFixture(static_cast<const LedgerFixture&>(source)),
          victim(source.victim),
          receipt(source.receipt) {}
    static const Original& original() {
        static const Original source;
        return source;
    }
    [[nodiscard]] std::string part(std::uint16_t number) const {
        return rows::part_key({receipt.stream, receipt.revision, number});
    }
    [[nodiscard]] VerifyReport verify() {
        open();
        auto report = ledger().verify({});
        REQUIRE(report);
        return std::move(*report);
    }
    PreparedEvent victim;
    Receipt receipt;
};

TEST_CASE("verify: an untouched ledger has no findings and is counted right") {
    Filled ledger;
    std::uint64_t last_done = 0;
    ledger.open();
    const auto report = ledger.ledger().verify([&](std::uint64_t done, std::uint64_t total) {
        last_done = done;
        REQUIRE(total == 700);
    });
    REQUIRE(report);
    INFO(text_of(*report));
    REQUIRE(report->findings.empty());
    REQUIRE(report->entries == 700);
    REQUIRE(report->parts == 702);
    REQUIRE(report->checkpoints >= 2);
    REQUIRE(report->head == ledger.ledger().head());
    REQUIRE(last_done == 700);
}

TEST_CASE("verify: a changed entry is named") {
    Filled ledger;
    const std::string key = rows::number_key(kVictim);
    SECTION("a flipped bit") {
        damage_row(ledger, rows::kEntries, key, flip_bit(GENERATE(0U, 9U, 40U, 120U)));
    }
    SECTION("cut short") {
        damage_row(ledger, rows::kEntries, key, [](std::string& value) { value.resize(16); });
    }
    SECTION("another entry in its place") {
        std::string other;
        damage_row(ledger, rows::kEntries, rows::number_key(kVictim + 7), [&](std::string& value) {
            other = value;
        });
        damage_row(ledger, rows::kEntries, key, [&](std::string& value) { value = other; });
    }
    SECTION("removed") {
        test::remove_row(ledger, rows::kEntries, key);
    }
    const VerifyReport report = ledger.verify();
    INFO(text_of(report));
    REQUIRE(names(report, ErrorCode::corrupt_entry, kVictim));
    REQUIRE(names(report, ErrorCode::root_mismatch, std::nullopt));
    REQUIRE(report.findings.front().index == LogIndex{kVictim});
}

TEST_CASE("verify: a changed sealed part is named, whichever of its fields was changed") {
    Filled ledger;
    const auto [family, number] = GENERATE(
        std::pair(rows::kSealed, std::uint16_t{0}),
        std::pair(rows::kSealed, std::uint16_t{1}),
        std::pair(rows::kAttachments, std::uint16_t{2})
    );
    INFO("part " << number);
    const std::string key = ledger.part(number);
    ErrorCode expected = ErrorCode::corrupt_part;
    SECTION("repeated index") {
        damage_row(ledger, family, key, flip_bit(kRowIndexByte));
    }
    SECTION("repeated recorded time") {
        damage_row(ledger, family, key, flip_bit(kRowRecordedByte));
    }
    SECTION("repeated subject") {
        damage_row(ledger, family, key, flip_bit(kRowSubjectByte));
    }
    SECTION("salt") {
        damage_row(ledger, family, key, flip_bit(kRowSaltByte));
        expected = ErrorCode::key_not_committed;
    }
    SECTION("ciphertext") {
        damage_row(ledger, family, key, flip_bit(kRowCipherByte));
        expected = ErrorCode::part_digest_mismatch;
    }
    SECTION("tag") {
        damage_row(ledger, family, key, [](std::string& value) {
            value.back() = static_cast<char>(value.back() ^ 1);
        });
        expected = ErrorCode::part_digest_mismatch;
    }
    SECTION("too short to be a row") {
        damage_row(ledger, family, key, [](std::string& value) { value.resize(20); });
    }
    SECTION("removed") {
        test::remove_row(ledger, family, key);
    }
    const VerifyReport report = ledger.verify();
    INFO(text_of(report));
    REQUIRE(names(report, expected, kVictim));
}

TEST_CASE("verify: a part that belongs to no entry is found") {
    Filled ledger;
    std::string copied;
    damage_row(ledger, rows::kSealed, ledger.part(0), [&](std::string& value) { copied = value; });
    {
        const auto log = storage::LogStore::open({ledger.open_options.directory / "log", nullptr});
        storage::Batch batch;
        batch.put(rows::kSealed, ledger.part(9), copied);
        REQUIRE((*log)->rows().write(batch));
    }
    const VerifyReport report = ledger.verify();
    INFO(text_of(report));
    REQUIRE(names(report, ErrorCode::corrupt_part, kVictim));
}

TEST_CASE("open: a changed tile at the right edge is refused") {
    Filled ledger;
    damage_row(ledger, rows::kTiles, rows::tile_key({0, 0}), flip_bit(Hash::kSize * kVictim));
    const auto opened = ledger.try_open();
    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().code == ErrorCode::root_mismatch);
}

TEST_CASE("open: a missing tile at the right edge is refused") {
    Filled ledger;
    test::remove_row(ledger, rows::kTiles, rows::tile_key({0, 1}));
    const auto opened = ledger.try_open();
    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().code == ErrorCode::corrupt_tree);
}

TEST_CASE("verify: a changed tile is told from a changed entry") {
    Filled ledger;
    const auto log = storage::LogStore::open({ledger.open_options.directory / "log", nullptr});
    REQUIRE(log);
    const auto keys = storage::KeyStore::open(
        {ledger.open_options.directory / "keys", ledger.open_options.root_key_file, nullptr},
        ledger.entropy
    );
    REQUIRE(keys);
    // The right edge from before the damage, as a ledger that stays open has it.
    std::vector<Hash> leaves;
    for (std::uint64_t index = 512; index < 700; ++index) {
        leaves.push_back(leaf_hash(as_bytes((*log)->entry_bytes({index}).value())));
    }
    storage::StoredTiles tiles(**log);
    const TileAppender edge = TileAppender::restore(700, leaves, tiles).value();
    const auto put = [&](storage::FamilyNumber family, const std::string& key) {
        std::string value = (*log)->rows().get(family, key).value().value();
        flip_bit(Hash::kSize * kVictim % value.size())(value);
        storage::Batch batch;
        batch.put(family, key, value);
        REQUIRE((*log)->rows().write(batch));
    };
    ErrorCode expected = ErrorCode::corrupt_tree;
    SECTION("tile") {
        put(rows::kTiles, rows::tile_key({0, 0}));
    }
    SECTION("entry") {
        put(rows::kEntries, rows::number_key(kVictim));
        expected = ErrorCode::corrupt_entry;
    }
    Findings findings;
    const VerifyInput input{**log, **keys, edge, {}, {}, findings};
    EntryScan(input, {}).run({});
    VerifyReport report;
    report.findings = findings.take();
    INFO(text_of(report));
    REQUIRE(report.findings.front().error.code == expected);
    REQUIRE(report.findings.front().index == LogIndex{kVictim});
}

TEST_CASE("verify: a changed stored checkpoint is named") {
    Filled ledger;
    const std::string key = rows::number_key(GENERATE(0U, 700U));
    SECTION("its text") {
        damage_row(ledger, rows::kCheckpoints, key, flip_bit(30));
    }
    SECTION("its signature") {
        damage_row(ledger, rows::kCheckpoints, key, [](std::string& value) {
            char& digit = value[value.size() - 10];
            digit = digit == 'A' ? 'B' : 'A';
        });
    }
    const VerifyReport report = ledger.verify();
    INFO(text_of(report));
    REQUIRE(names(report, ErrorCode::corrupt_checkpoint, std::nullopt));
}

TEST_CASE("verify: a changed or missing row of an event id is named") {
    Filled ledger;
    const std::string key(as_text(ledger.victim.event.id.view()));
    const std::size_t byte =
        GENERATE(kRowIndexByte, kIdStreamByte, kIdRevisionByte, kIdContentByte, kIdCheckByte);
    INFO("byte " << byte);
    SECTION("flipped bit") {
        damage_row(ledger, rows::kIds, key, flip_bit(byte));
    }
    SECTION("removed") {
        test::remove_row(ledger, rows::kIds, key);
    }
    SECTION("under another id") {
        std::string moved;
        damage_row(ledger, rows::kIds, key, [&](std::string& value) { moved = value; });
        test::remove_row(ledger, rows::kIds, key);
        const auto log = storage::LogStore::open({ledger.open_options.directory / "log", nullptr});
        storage::Batch batch;
        std::string other = key;
        other[3] = static_cast<char>(other[3] ^ 1);
        batch.put(rows::kIds, other, moved);
        REQUIRE((*log)->rows().write(batch));
    }
    const VerifyReport report = ledger.verify();
    INFO(text_of(report));
    REQUIRE(names(report, ErrorCode::corrupt_id, std::nullopt));
}

TEST_CASE("prove: every proof file verifies against its leaf and against no other") {
    Filled filled;
    filled.open();
    Ledger& ledger = filled.ledger();
    const auto receipt = filled.append({filled.identity(filled.child("F1"), "Late")});
    REQUIRE(receipt);
    const VerifierKey verifier = parse_verifier_key(ledger.verifier_key()).value();
    const auto text = ledger.prove(receipt->front().index);
    INFO((text ? "" : text.error().context));
    REQUIRE(text);
    const ProofFile file = parse_proof_file(*text).value();
    const auto checkpoint = verify_proof_file(file, receipt->front().leaf, std::span(&verifier, 1));
    REQUIRE(checkpoint);
    REQUIRE(checkpoint->size == 701);
    REQUIRE(checkpoint->root == ledger.head().root);
    REQUIRE_FALSE(verify_proof_file(file, filled.receipt.leaf, std::span(&verifier, 1)));
    const ProofFile old = parse_proof_file(ledger.prove(filled.receipt.index).value()).value();
    REQUIRE(verify_proof_file(old, filled.receipt.leaf, std::span(&verifier, 1)));
    REQUIRE_FALSE(ledger.prove({701}));
}

TEST_CASE("checkpoint: says the head, repeats itself where nothing was appended") {
    LedgerFixture fixture;
    fixture.fill(300);
    const std::string note = fixture.ledger().checkpoint().value();
    const VerifierKey verifier = parse_verifier_key(fixture.ledger().verifier_key()).value();
    const Checkpoint checkpoint = open_checkpoint(note, std::span(&verifier, 1)).value();
    REQUIRE(checkpoint.origin == fixture.ledger().origin());
    REQUIRE(TreeHead{checkpoint.size, checkpoint.root} == fixture.ledger().head());
    REQUIRE(fixture.ledger().checkpoint().value() == note);
    fixture.reopen();
    REQUIRE(fixture.ledger().checkpoint().value() == note);
}

}  // namespace
}  // namespace tyst
