#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"
#include "ledger/core/proof_file.h"
#include "ledger/storage/key_store.h"
#include "tests/ledger/core/two_plaintexts.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/erasure_fixture.h"
#include "tests/ledger/evidence/pack_case.h"
#include "tests/ledger/forger.h"

// Each of eight attacks is carried out, and what refuses it is an error of its own: who reads the
// name knows what was done.
namespace tyst {
namespace {

namespace fs = std::filesystem;
namespace rows = storage::log_rows;
using test::ErasureFixture;
using test::Holds;
using test::LedgerFixture;
using test::PackCase;

// A closed ledger with a signed checkpoint at its end.
struct Closed : LedgerFixture {
    Closed() {
        fill(20);
        REQUIRE(ledger().checkpoint());
        size = ledger().size();
        root = ledger().head().root;
        close();
    }
    [[nodiscard]] std::string refusal() {
        const auto opened = try_open();
        REQUIRE_FALSE(opened);
        return std::string(name(opened.error().code));
    }
    [[nodiscard]] std::string only_finding() {
        open();
        const VerifyReport report = ledger().verify({}).value();
        std::set<std::string> names;
        for (const Finding& finding : report.findings) {
            names.insert(std::string(name(finding.error.code)));
        }
        REQUIRE(names.size() == 1);
        return *names.begin();
    }
    std::uint64_t size = 0;
    Hash root;
};

std::string log_cut_short() {
    Closed ledger;
    test::forge(ledger, Holds::storage, [](std::vector<Entry>& entries) { entries.resize(15); });
    return ledger.refusal();
}

std::string entry_replaced_under_an_old_checkpoint() {
    Closed ledger;
    test::forge(ledger, Holds::storage, [](std::vector<Entry>& entries) {
        entries.at(7).actor.bytes[0] ^= 1U;
    });
    return ledger.refusal();
}

std::string two_checkpoints_of_one_size() {
    Closed ledger;
    Checkpoint other{ledger.create_options.origin, ledger.size, ledger.root};
    other.root.bytes[3] ^= 1U;
    const std::string note = sign_checkpoint(other, test::stolen_key(ledger)).value();
    test::damage_row(
        ledger,
        rows::kCheckpoints,
        rows::number_key(ledger.size),
        [&](std::string& value) { value = note; }
    );
    return ledger.only_finding();
}

std::string sealed_parts_swapped() {
    Closed ledger;
    ledger.open();
    const auto all = ledger.ledger().entries(0, 2).value();
    ledger.close();
    const std::string first = rows::part_key({all[0].stream, all[0].revision, 0});
    const std::string second = rows::part_key({all[1].stream, all[1].revision, 0});
    std::string kept;
    test::damage_row(ledger, rows::kSealed, first, [&](std::string& value) { kept = value; });
    test::damage_row(ledger, rows::kSealed, second, [&](std::string& value) {
        std::swap(kept, value);
    });
    test::damage_row(ledger, rows::kSealed, first, [&](std::string& value) { value = kept; });
    ledger.open();
    const auto read = ledger.ledger().read(all[0].index, ReadDepth::event_only);
    REQUIRE_FALSE(read);
    const VerifyReport report = ledger.ledger().verify({}).value();
    CHECK(std::ranges::any_of(report.findings, [&](const Finding& finding) {
        return finding.error.code == read.error().code;
    }));
    return std::string(name(read.error().code));
}

std::string proof_for_another_index() {
    Closed ledger;
    ledger.open();
    const VerifierKey key = parse_verifier_key(ledger.ledger().verifier_key()).value();
    const std::string entry = ledger.ledger().entry_bytes({7}).value();
    const ProofFile other = parse_proof_file(ledger.ledger().prove({8}).value()).value();
    const auto proved = verify_proof_file(other, leaf_hash(as_bytes(entry)), std::span(&key, 1));
    REQUIRE_FALSE(proved);
    return std::string(name(proved.error().code));
}

std::string last_event_of_a_child_left_out() {
    PackCase pack;
    const LogIndex last{6};
    const PackReport report = pack.verify_changed([&](std::vector<ZipMember>& members) {
        test::remove(members, pack_path::entry(last));
        test::remove(members, pack_path::proof(last));
        const std::string part = pack_path::part(last, 0);
        std::erase_if(members, [&](const ZipMember& each) {
            return each.name.starts_with(part.substr(0, part.size() - 1));
        });
        test::drop_lines(test::member(members, "log/keys").content, "6 ");
        test::drop_lines(test::member(members, "events.ndjson").content, "{\"index\":6,");
    });
    std::set<std::string> names;
    for (const PackFinding& finding : report.findings) {
        // That the receipt is for another manifest tells nothing of what is missing.
        if (finding.place != "receipt") names.insert(std::string(name(finding.fault)));
    }
    REQUIRE(names.size() == 1);
    return *names.begin();
}

std::string old_keys_after_an_erasure() {
    ErasureFixture fixture;
    const StreamId gone = fixture.child("GONE");
    REQUIRE(fixture.append({fixture.identity(gone, "Synthetic")}));
    const fs::path keys = fixture.open_options.directory / "keys";
    const fs::path kept = fixture.directory / "kept";
    const fs::path root_file = fixture.open_options.root_key_file;
    fixture.close();
    fs::copy(keys, kept, fs::copy_options::recursive);
    const std::string old_root = test::bytes_of(root_file);
    fixture.open();
    fixture.destroy({gone});
    fixture.close();
    fs::remove_all(keys);
    fs::copy(kept, keys, fs::copy_options::recursive);
    test::write_bytes(root_file, old_root);
    const auto opened = fixture.try_open();
    REQUIRE_FALSE(opened);
    return std::string(name(opened.error().code));
}

// Two salts give two keys of one child; the part's bytes open under both, and the entry commits to
// the first. Then the second salt is put beside them.
std::string key_that_opens_to_another_plaintext() {
    LedgerFixture fixture;
    const StreamId child = fixture.child("A");
    const Receipt receipt = fixture.append({fixture.identity(child, "Synthetic")}).value().front();
    fixture.close();
    Salt first;
    Salt second;
    first.bytes.fill(0x01);
    second.bytes.fill(0x02);
    std::string sealed;
    Hash commitment;
    {
        const auto keys = storage::KeyStore::open(
            {fixture.open_options.directory / "keys", fixture.open_options.root_key_file, nullptr},
            fixture.entropy
        );
        REQUIRE(keys);
        const auto subject = (*keys)->key_of(child).value();
        sealed = test::sealed_under_both(
            event_key(subject->sealing(), first), event_key(subject->sealing(), second)
        );
        commitment = commitment_of(subject->sealing(), first);
    }
    test::forge(fixture, Holds::storage_and_keys, [&](std::vector<Entry>& entries) {
        Part& part = entries.at(receipt.index.value).parts.at(0);
        part.digest = sha256(as_bytes(sealed));
        part.commitment = commitment;
        part.size = static_cast<std::uint32_t>(sealed.size());
    });
    const auto refused_with = [&](const Salt& salt) {
        test::damage_row(
            fixture,
            rows::kSealed,
            rows::part_key({receipt.stream, receipt.revision, 0}),
            [&](std::string& value) {
                value.resize(rows::kCutPartRowBytes);
                value.append(as_text(salt.view())).append(sealed);
            }
        );
        fixture.open();
        const auto read = fixture.ledger().read(receipt.index, ReadDepth::event_only);
        fixture.close();
        REQUIRE_FALSE(read);
        return std::string(name(read.error().code));
    };
    // Under its own key the cipher takes it, and it is refused for what it says.
    REQUIRE(refused_with(first) == "corrupt_part");
    return refused_with(second);
}

TEST_CASE("adversary: eight attacks are refused with eight errors, each its own") {
    struct Attack {
        const char* what;
        std::string (*carry_out)();
        const char* error;
    };
    const Attack attacks[] = {
        {"truncated log", log_cut_short, "storage_behind_anchor"},
        {"replaced entry, tree built again, old checkpoint",
         entry_replaced_under_an_old_checkpoint,
         "root_mismatch"},
        {"two checkpoints of one size", two_checkpoints_of_one_size, "checkpoints_contradict"},
        {"swapped sealed parts", sealed_parts_swapped, "part_digest_mismatch"},
        {"proof for another index", proof_for_another_index, "proof_invalid"},
        {"pack without one child's last event", last_event_of_a_child_left_out, "stream_incomplete"
        },
        {"old key store put back after an erasure", old_keys_after_an_erasure, "keys_before_erasure"
        },
        {"key that decrypts to another plaintext",
         key_that_opens_to_another_plaintext,
         "key_not_committed"},
    };
    std::set<std::string> errors;
    for (const Attack& attack : attacks) {
        INFO(attack.what);
        const std::string error = attack.carry_out();
        CHECK(error == attack.error);
        CHECK(errors.insert(error).second);
    }
    CHECK(errors.size() == std::size(attacks));
}

}  // namespace
}  // namespace tyst
