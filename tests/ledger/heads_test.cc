#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/core/proof_file.h"
#include "ledger/heads_commit.h"
#include "ledger/storage/stored_heads.h"
#include "ledger/stored_ledger.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/forger.h"

namespace tyst {
namespace {

namespace rows = storage::log_rows;
using test::LedgerFixture;

const Code kCause = "pack";

// What a mirror computes of the entries alone.
Hash heads_of_entries(Ledger& ledger, std::uint64_t size) {
    StreamHeadsMap map;
    for (std::uint64_t index = 0; index < size; ++index) {
        const Entry entry = decode_entry(as_bytes(ledger.entry_bytes({index}).value())).value();
        map.set({entry.stream, entry.revision.value + 1, entry.index});
    }
    return map.root();
}

Entry entry_at(Ledger& ledger, LogIndex index) {
    return decode_entry(as_bytes(ledger.entry_bytes(index).value())).value();
}

PreparedEvent heads_event(LedgerFixture& fixture) {
    PreparedEvent prepared = fixture.identity(fixture.ledger().authority_stream(), "");
    prepared.event.body = StreamHeadsCommitted{kCause};
    return prepared;
}

TEST_CASE("heads: an entry carries the root over the heads of all entries before it") {
    LedgerFixture fixture;
    for (const std::size_t events : {0U, 20U, 1U, 300U}) {
        fixture.fill(events);
        const auto receipt =
            fixture.ledger().commit_heads(kCause, fixture.ledger().authority_stream());
        REQUIRE(receipt);
        const Entry entry = entry_at(fixture.ledger(), receipt->index);
        REQUIRE(entry.stream_heads == heads_of_entries(fixture.ledger(), receipt->index.value));
        REQUIRE(fixture.ledger().checkpoint_of(receipt->index.value + 1));
    }
    fixture.reopen();
    fixture.fill(5);
    REQUIRE(fixture.ledger().commit_heads(kCause, fixture.ledger().authority_stream()));
    const auto report = fixture.ledger().verify({});
    REQUIRE(report);
    REQUIRE(report->findings.empty());
    REQUIRE(report->stream_heads == 5);
}

TEST_CASE("heads: appends go on while the first root after an import reads what came before it") {
    LedgerFixture fixture;
    const std::size_t imported = 3 * kHeadsSlice + 7;
    fixture.fill(imported);
    auto& ledger = dynamic_cast<StoredLedger&>(fixture.ledger());
    const StreamId child = fixture.child("MEANWHILE");
    std::size_t appended = 0;
    std::vector<std::uint64_t> read;
    const auto receipt = ledger.commit_heads(
        kCause,
        ledger.authority_stream(),
        [&](std::uint64_t done, std::uint64_t) {
            read.push_back(done);
            // By somebody else; waits for ever where the writer's lock is held meanwhile.
            std::jthread([&] { REQUIRE(fixture.append({fixture.identity(child, "Synthetic")})); });
            ++appended;
        }
    );
    REQUIRE(receipt);
    REQUIRE(appended == 4);  // the slices, of which the last is a short one
    REQUIRE(
        read == std::vector<std::uint64_t>{kHeadsSlice, 2 * kHeadsSlice, 3 * kHeadsSlice, imported}
    );
    REQUIRE(receipt->index.value == imported + appended);
    const Entry entry = entry_at(ledger, receipt->index);
    REQUIRE(entry.stream_heads == heads_of_entries(ledger, receipt->index.value));
    REQUIRE(ledger.prove_head(child, receipt->index.value + 1));
    REQUIRE(ledger.verify({}).value().findings.empty());
}

TEST_CASE("heads: a root that comes while another one reads ahead is built on, not passed over") {
    LedgerFixture fixture;
    fixture.fill(2 * kHeadsSlice);
    auto& ledger = dynamic_cast<StoredLedger&>(fixture.ledger());
    const StreamId authority = ledger.authority_stream();
    bool nested = false;
    const auto outer = ledger.commit_heads(kCause, authority, [&](std::uint64_t, std::uint64_t) {
        if (!std::exchange(nested, true)) {
            REQUIRE(ledger.commit_heads(kCause, authority));
        }
    });
    REQUIRE(outer);
    REQUIRE(outer->index.value == 2 * kHeadsSlice + 1);
    REQUIRE(
        entry_at(ledger, outer->index).stream_heads == heads_of_entries(ledger, outer->index.value)
    );
    fixture.fill(9);
    const auto next = ledger.commit_heads(kCause, authority);
    REQUIRE(next);
    REQUIRE(
        entry_at(ledger, next->index).stream_heads == heads_of_entries(ledger, next->index.value)
    );
    REQUIRE(ledger.verify({}).value().findings.empty());
}

TEST_CASE("heads: what is read ahead leaves less than a slice for the writer's lock") {
    LedgerFixture fixture;
    fixture.fill(2 * kHeadsSlice + 5);
    fixture.close();
    const auto log = storage::LogStore::open({fixture.open_options.directory / "log", nullptr});
    REQUIRE(log);
    const auto ahead = heads_ahead(**log, {});
    REQUIRE(ahead);
    REQUIRE(ahead->taken == 2 * kHeadsSlice + 5);
    REQUIRE_FALSE(ahead->since);
}

TEST_CASE("heads: entries of the same append are covered, and two roots may stand in one") {
    LedgerFixture fixture;
    fixture.fill(10);
    const StreamId first = fixture.child("F0");
    const StreamId unknown = fixture.child("new");
    const auto receipts = fixture.append(
        {fixture.identity(first, "Synthetic"),
         heads_event(fixture),
         fixture.identity(unknown, "Synthetic"),
         heads_event(fixture)}
    );
    REQUIRE(receipts);
    for (const std::size_t place : {1U, 3U}) {
        const LogIndex index = receipts->at(place).index;
        const Entry entry = entry_at(fixture.ledger(), index);
        REQUIRE(entry.stream_heads == heads_of_entries(fixture.ledger(), index.value));
    }
    const auto again = fixture.ledger().commit_heads(kCause, fixture.ledger().authority_stream());
    REQUIRE(again);
    REQUIRE(
        entry_at(fixture.ledger(), again->index).stream_heads ==
        heads_of_entries(fixture.ledger(), again->index.value)
    );
    REQUIRE(fixture.ledger().verify({}).value().findings.empty());
}

TEST_CASE("heads: while others append, each root is right and ends a checkpoint of its own") {
    LedgerFixture fixture;
    fixture.fill(10);
    const StreamId child = fixture.child("F0");
    Ledger& ledger = fixture.ledger();
    std::vector<PreparedEvent> events;
    for (int count = 0; count < 200; ++count) {
        events.push_back(fixture.identity(child, "Synthetic"));
    }
    std::atomic<int> refused = 0;
    std::vector<LogIndex> carriers;
    {
        std::jthread others([&] {
            for (const PreparedEvent& event : events) {
                refused += ledger.append({{event}, {}}) ? 0 : 1;
            }
        });
        for (int count = 0; count < 8; ++count) {
            const auto receipt = ledger.commit_heads(kCause, ledger.authority_stream());
            REQUIRE(receipt);
            carriers.push_back(receipt->index);
        }
    }
    REQUIRE(refused == 0);
    const VerifierKey key = parse_verifier_key(ledger.verifier_key()).value();
    for (const LogIndex carrier : carriers) {
        const std::uint64_t size = carrier.value + 1;
        const std::string note = ledger.checkpoint_of(size).value();
        const Checkpoint checkpoint = open_checkpoint(note, std::span(&key, 1)).value();
        REQUIRE(checkpoint.size == size);
        REQUIRE(checkpoint.root == ledger.root_at(size).value());
        REQUIRE(entry_at(ledger, carrier).stream_heads == heads_of_entries(ledger, carrier.value));
        REQUIRE(ledger.prove_head(child, size));
    }
    REQUIRE(ledger.verify({}).value().findings.empty());
    fixture.reopen();
}

TEST_CASE("heads: an append that is refused behind a root leaves nothing of it") {
    LedgerFixture fixture;
    fixture.fill(3);
    PreparedEvent late = fixture.identity(fixture.child("F0"), "Synthetic");
    late.event.source = {"sample", "table", 1};
    late.event.learned = Timestamp{fixture.clock.now().microseconds + 1'000'000'000};
    const auto refused = fixture.append({heads_event(fixture), late});
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == ErrorCode::invalid_value);
    REQUIRE(fixture.ledger().size() == 3);
    const auto receipt = fixture.ledger().commit_heads(kCause, fixture.ledger().authority_stream());
    REQUIRE(receipt);
    REQUIRE(
        entry_at(fixture.ledger(), receipt->index).stream_heads ==
        heads_of_entries(fixture.ledger(), 3)
    );
}

TEST_CASE("heads: where a stream stood is proved at the last root and at older ones") {
    LedgerFixture fixture;
    fixture.fill(20);
    const StreamId child = fixture.child("F1");
    const StreamId unused = fixture.child("without events");
    const StreamId actor = fixture.ledger().authority_stream();
    const std::uint64_t older = fixture.ledger().commit_heads(kCause, actor)->index.value + 1;
    fixture.fill(9);
    const std::uint64_t newer = fixture.ledger().commit_heads(kCause, actor)->index.value + 1;
    for (const auto& [size, events] : {std::pair(older, 3U), std::pair(newer, 5U)}) {
        const HeadProof proof = fixture.ledger().prove_head(child, size).value();
        const Hash root = *entry_at(fixture.ledger(), {size - 1}).stream_heads;
        const auto head = verify_head_proof(proof, root).value();
        REQUIRE(head.has_value());
        REQUIRE(proof.size == size);
        REQUIRE(head->events == events);
        const Entry last = entry_at(fixture.ledger(), head->last);
        REQUIRE(last.stream == child);
        REQUIRE(last.revision.value + 1 == events);
        const HeadProof absent = fixture.ledger().prove_head(unused, size).value();
        REQUIRE(verify_head_proof(absent, root).value() == std::nullopt);
    }
    for (const std::uint64_t size : {std::uint64_t{0}, older - 1, newer + 1}) {
        const auto none = fixture.ledger().prove_head(child, size);
        REQUIRE_FALSE(none);
        REQUIRE(none.error().code == ErrorCode::not_found);
    }
}

TEST_CASE("heads: damaged rows change no root and no proof") {
    LedgerFixture fixture;
    fixture.fill(30);
    const StreamId child = fixture.child("F1");
    const StreamId actor = fixture.ledger().authority_stream();
    const std::uint64_t size = fixture.ledger().commit_heads(kCause, actor)->index.value + 1;
    fixture.close();
    test::damage_row(fixture, rows::kHeads, rows::head_key(child), test::flip_bit(7));
    fixture.open();
    const HeadProof proof = fixture.ledger().prove_head(child, size).value();
    const Hash root = *entry_at(fixture.ledger(), {size - 1}).stream_heads;
    REQUIRE(verify_head_proof(proof, root).value()->events == 5);
    fixture.fill(7);
    const auto next = fixture.ledger().commit_heads(kCause, actor);
    REQUIRE(next);
    REQUIRE(
        entry_at(fixture.ledger(), next->index).stream_heads ==
        heads_of_entries(fixture.ledger(), next->index.value)
    );
}

TEST_CASE("heads: a root that the entries before it do not give is found, whoever signed it") {
    LedgerFixture fixture;
    fixture.fill(20);
    const StreamId actor = fixture.ledger().authority_stream();
    const LogIndex carrier = fixture.ledger().commit_heads(kCause, actor)->index;
    fixture.fill(4);
    fixture.close();
    test::forge(fixture, test::Holds::storage_and_keys, [&](std::vector<Entry>& entries) {
        entries.at(carrier.value).stream_heads->bytes[5] ^= 1U;
    });
    fixture.open();
    const VerifyReport report = fixture.ledger().verify({}).value();
    REQUIRE(report.findings.size() == 1);
    REQUIRE(report.findings.front().error.code == ErrorCode::heads_mismatch);
    REQUIRE(report.findings.front().index == carrier);
    const auto proof = fixture.ledger().prove_head(fixture.child("F0"), carrier.value + 1);
    REQUIRE_FALSE(proof);
    REQUIRE(proof.error().code == ErrorCode::heads_mismatch);
    const auto next = fixture.ledger().commit_heads(kCause, actor);
    REQUIRE_FALSE(next);
    REQUIRE(next.error().code == ErrorCode::heads_mismatch);
}

TEST_CASE("checkpoints: each that was signed is found by its size and proves what is below it") {
    LedgerFixture fixture;
    fixture.fill(5);
    REQUIRE(fixture.ledger().checkpoint());
    fixture.fill(300);
    const StreamId actor = fixture.ledger().authority_stream();
    const std::uint64_t size = fixture.ledger().commit_heads(kCause, actor)->index.value + 1;
    const std::vector<std::uint64_t> sizes = fixture.ledger().checkpoint_sizes().value();
    REQUIRE(std::is_sorted(sizes.begin(), sizes.end()));
    REQUIRE(sizes.front() == 0);
    REQUIRE(std::count(sizes.begin(), sizes.end(), 5) == 1);
    REQUIRE(std::count(sizes.begin(), sizes.end(), size) == 1);
    const VerifierKey key = parse_verifier_key(fixture.ledger().verifier_key()).value();
    for (const std::uint64_t at : {std::uint64_t{5}, size}) {
        const ProofFile file = parse_proof_file(fixture.ledger().prove({3}, at).value()).value();
        REQUIRE(file.checkpoint == fixture.ledger().checkpoint_of(at).value());
        const Hash leaf = leaf_hash(as_bytes(fixture.ledger().entry_bytes({3}).value()));
        REQUIRE(verify_proof_file(file, leaf, std::span(&key, 1)).value().size == at);
    }
    REQUIRE(fixture.ledger().prove({5}, 5).error().code == ErrorCode::not_found);
    REQUIRE(fixture.ledger().prove({1}, 4).error().code == ErrorCode::not_found);
    REQUIRE(fixture.ledger().checkpoint_of(4).error().code == ErrorCode::not_found);
    const auto path = fixture.ledger().prove_consistency(5, size);
    REQUIRE(path);
    REQUIRE(verify_consistency(
        5, size, *path, fixture.ledger().root_at(5).value(), fixture.ledger().root_at(size).value()
    ));
    REQUIRE(fixture.ledger().prove_consistency(5, size + 100).error().code == ErrorCode::not_found);
    REQUIRE(fixture.ledger().prove_consistency(6, 5).error().code == ErrorCode::not_found);
}

TEST_CASE("disclosing: a part's bytes and its one key open it, and no other part") {
    LedgerFixture fixture;
    PreparedEvent event = fixture.placement(fixture.child("A"), "Synthetic Carer");
    event.event.attachments.push_back({"plan.txt", "attached text"});
    const LogIndex index = fixture.append({event}).value().front().index;
    const Entry entry = entry_at(fixture.ledger(), index);
    REQUIRE(entry.parts.size() == 3);
    PartOpener opener = PartOpener::create().value();
    for (std::uint16_t number = 0; number < 3; ++number) {
        const Part& part = entry.parts[number];
        const Ledger::SealedPartCopy copy = fixture.ledger().sealed_part(index, number).value();
        REQUIRE(copy.subject == part.subject);
        const SecretKey key = fixture.ledger().part_key(index, number).value();
        REQUIRE(opener.open(key, as_bytes(copy.sealed), part.digest, part.commitment));
        const SecretKey other =
            fixture.ledger().part_key(index, static_cast<std::uint16_t>((number + 1) % 3)).value();
        REQUIRE_FALSE(opener.open(other, as_bytes(copy.sealed), part.digest, part.commitment));
    }
    REQUIRE(fixture.ledger().sealed_part(index, 3).error().code == ErrorCode::not_found);
    REQUIRE(fixture.ledger().part_key(index, 3).error().code == ErrorCode::not_found);
    REQUIRE(fixture.ledger().entry_bytes({99}).error().code == ErrorCode::not_found);
    REQUIRE(fixture.ledger().sealed_part({99}, 0).error().code == ErrorCode::not_found);
}

TEST_CASE("disclosing: changed bytes, a changed salt and a missing row are refused") {
    LedgerFixture fixture;
    const Receipt receipt =
        fixture.append({fixture.identity(fixture.child("A"), "Synthetic")}).value().front();
    fixture.close();
    const std::string key = rows::part_key({receipt.stream, receipt.revision, 0});
    SECTION("ciphertext") {
        test::damage_row(fixture, rows::kSealed, key, test::flip_bit(80));
        fixture.open();
        REQUIRE(
            fixture.ledger().sealed_part(receipt.index, 0).error().code ==
            ErrorCode::part_digest_mismatch
        );
    }
    SECTION("salt") {
        test::damage_row(fixture, rows::kSealed, key, test::flip_bit(40));
        fixture.open();
        REQUIRE(
            fixture.ledger().part_key(receipt.index, 0).error().code == ErrorCode::key_not_committed
        );
    }
    SECTION("missing") {
        test::remove_row(fixture, rows::kSealed, key);
        fixture.open();
        REQUIRE(
            fixture.ledger().sealed_part(receipt.index, 0).error().code == ErrorCode::corrupt_part
        );
        REQUIRE(
            fixture.ledger().part_key(receipt.index, 0).error().code == ErrorCode::corrupt_part
        );
    }
}

}  // namespace
}  // namespace tyst
