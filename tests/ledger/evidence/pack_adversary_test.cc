#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/core/signing.h"
#include "tests/ledger/evidence/pack_case.h"

// What somebody could do to make an earlier truth and a pack disagree, and what tells.
namespace tyst {
namespace {

using test::has;
using test::member;
using test::PackCase;

PackReport verify_against(PackCase& pack, const std::string& earlier) {
    PackTrust trust = pack.trust();
    trust.earlier_checkpoint = earlier;
    return pack.verify(trust);
}

TEST_CASE("pack: continues the checkpoint that an inspector kept, of an earlier size or its own") {
    PackCase pack;
    const PackReport report = verify_against(pack, pack.early_note);
    test::require_none(report);
    CHECK(report.continues == pack.early);
    const std::string own = pack.log().checkpoint_of(pack.plan.size).value();
    CHECK(verify_against(pack, own).continues == pack.plan.size);
}

TEST_CASE("pack: of a log whose entry was replaced it contradicts the checkpoint kept before") {
    // Two ledgers under one key: the second tells another story from the first entry on.
    SecretKey seed;
    seed.bytes.fill(0x31);
    PackCase pack;
    const SigningKey key = SigningKey::from_seed(seed).value();
    const VerifierKey believed{"tyst.example/W06000014", key.public_key()};
    Checkpoint kept{believed.name, pack.early, pack.log().root_at(pack.early).value()};
    PackTrust trust = pack.trust();
    trust.verifier_keys.push_back(believed.text());

    trust.earlier_checkpoint = sign_checkpoint(kept, key).value();
    test::require_none(pack.verify(trust));
    kept.root.bytes[7] ^= 1U;
    trust.earlier_checkpoint = sign_checkpoint(kept, key).value();
    CHECK(has(pack.verify(trust), PackFault::earlier_contradicted));
    // Two checkpoints of one size are a fault of their own.
    kept.size = pack.plan.size;
    trust.earlier_checkpoint = sign_checkpoint(kept, key).value();
    const PackReport split = pack.verify(trust);
    CHECK(has(split, PackFault::checkpoints_contradict));
    CHECK_FALSE(has(split, PackFault::earlier_contradicted));
}

TEST_CASE("pack: an earlier checkpoint that it proves nothing about, or that nobody signed") {
    PackCase pack;
    REQUIRE(pack.ledger.append({pack.ledger.identity(pack.child, "Synthetic")}));
    const std::string later = pack.log().checkpoint().value();
    CHECK(has(verify_against(pack, later), PackFault::earlier_unproved));
    std::string changed = pack.early_note;
    changed[changed.size() - 6] = changed[changed.size() - 6] == 'A' ? 'B' : 'A';
    CHECK(has(verify_against(pack, changed), PackFault::earlier_form));
    CHECK(has(verify_against(pack, "no checkpoint"), PackFault::earlier_form));
}

TEST_CASE("pack: a consistency proof that does not prove is refused") {
    PackCase pack;
    const std::string name = pack_path::consistency(pack.early);
    CHECK(
        has(pack.verify_changed([&](std::vector<ZipMember>& members) {
            std::string& text = member(members, name).content;
            text = text.substr(0, text.find('\n') + 1);
        }),
            PackFault::consistency_invalid)
    );
    CHECK(
        has(pack.verify_changed([&](std::vector<ZipMember>& members) {
            std::string& text = member(members, name).content;
            text[0] = text[0] == 'A' ? 'B' : 'A';
        }),
            PackFault::consistency_invalid)
    );
}

TEST_CASE("pack: an entry exchanged for another one, with the old checkpoint, proves nothing") {
    PackCase pack;
    const PackReport report = pack.verify_changed([](std::vector<ZipMember>& members) {
        std::string& entry = member(members, pack_path::entry(LogIndex{2})).content;
        entry[90] = static_cast<char>(entry[90] ^ 1);  // in the pseudonym of who recorded it
    });
    CHECK(has(report, PackFault::proof_invalid));
}

TEST_CASE("pack: about a stream without entries it says so and proves it") {
    PackCase pack;
    const StreamId nobody = pack.ledger.child("P9");
    pack.plan.children = {nobody};
    pack.plan.streams = {nobody};
    pack.plan.further_entries = {};
    pack.plan.files = {{"events.ndjson", ""}};
    pack.make();
    const PackReport report = pack.verify(pack.pack.zip);
    test::require_none(report);
    CHECK(report.streams == std::vector{nobody});
    CHECK(report.entries == 1);  // the one that carries the root over the heads
    CHECK(report.events_compared == 0);
    // An entry of the log cannot be passed off as one of that stream, nor the head be left out.
    CHECK(
        has(pack.verify_changed([&](std::vector<ZipMember>& members) {
            std::string& head = member(members, pack_path::head(nobody)).content;
            head = head.substr(0, head.find("bucket"));
        }),
            PackFault::head_invalid)
    );
}

}  // namespace
}  // namespace tyst
