#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>

#include "ledger/core/proof_file.h"
#include "ledger/log_export.h"
#include "ledger/storage/key_store.h"
#include "schema/base64.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/forger.h"

// What somebody who wants the record to say something else could do, and what tells.
namespace tyst {
namespace {

namespace rows = storage::log_rows;
using test::Holds;
using test::LedgerFixture;

constexpr std::uint64_t kReplaced = 7;

Result<std::string> read_whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// A closed ledger of 300 entries; what an inspector took away of it.
struct Told : LedgerFixture {
    Told() {
        fill(300);
        note = ledger().checkpoint().value();
        proof = ledger().prove({kReplaced}).value();
        entry = ledger().entry_bytes({kReplaced}).value();
        key = parse_verifier_key(ledger().verifier_key()).value();
        head = ledger().head();
        close();
    }
    [[nodiscard]] ErrorCode refused() {
        const auto opened = try_open();
        REQUIRE_FALSE(opened);
        return opened.error().code;
    }
    std::string note;
    std::string proof;
    std::string entry;
    VerifierKey key;
    TreeHead head;
};

bool has(const VerifyReport& report, ErrorCode code) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
        return finding.error.code == code;
    });
}

// The entry says that somebody else recorded it.
void replace_one(std::vector<Entry>& entries) {
    entries.at(kReplaced).actor.bytes[0] ^= 1U;
}

TEST_CASE("adversary: a log cut short is refused, also where the tree was built again") {
    Told told;
    test::forge(told, Holds::storage, [](std::vector<Entry>& entries) { entries.resize(290); });
    REQUIRE(told.refused() == ErrorCode::storage_behind_anchor);
}

TEST_CASE("adversary: a replaced entry under a tree built again is refused by the old checkpoint") {
    Told told;
    test::forge(told, Holds::storage, replace_one);
    REQUIRE(told.refused() == ErrorCode::root_mismatch);
}

TEST_CASE("adversary: who also signs anew is caught by what was told before") {
    Told told;
    test::forge(told, Holds::storage_and_keys, replace_one);
    told.open();
    REQUIRE(told.ledger().verify({}).value().findings.empty());
    const std::string forged = told.ledger().entry_bytes({kReplaced}).value();
    REQUIRE(forged != told.entry);
    // Against the inspector's proof.
    const ProofFile old = parse_proof_file(told.proof).value();
    const auto span = std::span(&told.key, 1);
    REQUIRE(verify_proof_file(old, leaf_hash(as_bytes(told.entry)), span));
    REQUIRE(
        verify_proof_file(old, leaf_hash(as_bytes(forged)), span).error().code ==
        ErrorCode::proof_invalid
    );
    // Two signed checkpoints of one size, and one that does not grow out of the other.
    const Checkpoint first = open_checkpoint(told.note, span).value();
    const std::string note = told.ledger().checkpoint_of(first.size).value();
    const Checkpoint second = open_checkpoint(note, span).value();
    REQUIRE(second.size == first.size);
    REQUIRE(
        verify_consistency(first.size, second.size, {}, first.root, second.root).error().code ==
        ErrorCode::proof_invalid
    );
    told.fill(5);
    const std::uint64_t later = told.ledger().size();
    const auto path = told.ledger().prove_consistency(first.size, later).value();
    REQUIRE(
        verify_consistency(
            first.size, later, path, first.root, told.ledger().root_at(later).value()
        )
            .error()
            .code == ErrorCode::proof_invalid
    );
}

TEST_CASE("adversary: a second checkpoint of one size among the stored ones is a finding") {
    Told told;
    {
        Checkpoint other{told.create_options.origin, told.head.size, told.head.root};
        other.root.bytes[3] ^= 1U;
        const SigningKey key = test::stolen_key(told);
        const std::string note = sign_checkpoint(other, key).value();
        test::damage_row(
            told,
            rows::kCheckpoints,
            rows::number_key(told.head.size),
            [&](std::string& value) { value = note; }
        );
    }
    told.open();
    const VerifyReport report = told.ledger().verify({}).value();
    REQUIRE(has(report, ErrorCode::checkpoints_contradict));
    REQUIRE_FALSE(has(report, ErrorCode::root_mismatch));
    ScrubState state;
    state.size = told.ledger().size();
    const std::vector<Finding> scrubbed = told.ledger().scrub(state, state.size).value();
    REQUIRE(scrubbed.size() == 1);
    REQUIRE(scrubbed.front().error.code == ErrorCode::checkpoints_contradict);
}

TEST_CASE("adversary: a checkpoint signed with a key of one's own is refused") {
    Told told;
    SecretKey seed;
    seed.bytes.fill(0x5a);
    const SigningKey own = SigningKey::from_seed(seed).value();
    const Checkpoint checkpoint{told.create_options.origin, told.head.size, told.head.root};
    const std::string note = sign_checkpoint(checkpoint, own).value();
    REQUIRE(
        open_checkpoint(note, std::span(&told.key, 1)).error().code == ErrorCode::signature_invalid
    );
    std::ofstream(told.open_options.directory / "lock" / "checkpoint", std::ios::binary) << note;
    REQUIRE(told.refused() == ErrorCode::corrupt_lock);
}

TEST_CASE("adversary: sealed parts that changed places are refused wherever they are read") {
    Told told;
    told.open();
    const std::vector<EntrySummary> all = told.ledger().entries(0, 2).value();
    told.close();
    const std::string first = rows::part_key({all[0].stream, all[0].revision, 0});
    const std::string second = rows::part_key({all[1].stream, all[1].revision, 0});
    std::string kept;
    test::damage_row(told, rows::kSealed, first, [&](std::string& value) { kept = value; });
    test::damage_row(told, rows::kSealed, second, [&](std::string& value) {
        std::swap(kept, value);
    });
    test::damage_row(told, rows::kSealed, first, [&](std::string& value) { value = kept; });
    told.open();
    for (const LogIndex index : {all[0].index, all[1].index}) {
        REQUIRE(
            told.ledger().read(index, ReadDepth::event_only).error().code ==
            ErrorCode::part_digest_mismatch
        );
        REQUIRE(
            told.ledger().sealed_part(index, 0).error().code == ErrorCode::part_digest_mismatch
        );
        REQUIRE(told.ledger().part_key(index, 0).error().code == ErrorCode::key_not_committed);
    }
    REQUIRE(has(told.ledger().verify({}).value(), ErrorCode::part_digest_mismatch));
}

TEST_CASE("adversary: a proof for another index proves nothing") {
    Told told;
    told.open();
    const auto span = std::span(&told.key, 1);
    const Hash leaf = leaf_hash(as_bytes(told.entry));
    const ProofFile own = parse_proof_file(told.proof).value();
    REQUIRE(verify_proof_file(own, leaf, span));
    ProofFile other = parse_proof_file(told.ledger().prove({kReplaced + 1}).value()).value();
    REQUIRE(verify_proof_file(other, leaf, span).error().code == ErrorCode::proof_invalid);
    other.index = own.index;
    REQUIRE(verify_proof_file(other, leaf, span).error().code == ErrorCode::proof_invalid);
    ProofFile moved = own;
    moved.index = own.index + 1;
    REQUIRE(verify_proof_file(moved, leaf, span).error().code == ErrorCode::proof_invalid);
}

TEST_CASE("adversary: an export is not overwritten by a log that does not begin with it") {
    Told told;
    told.open();
    const LogExport wanted{told.directory / "export", std::nullopt};
    REQUIRE(export_log(told.ledger(), wanted, {}));
    told.close();
    test::forge(told, Holds::storage_and_keys, replace_one);
    told.open();
    const auto refused = export_log(told.ledger(), wanted, {});
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == ErrorCode::checkpoints_contradict);
    REQUIRE(read_whole(wanted.directory / "checkpoint").value() == told.note);
}

TEST_CASE("export: again into the same directory it goes on, mends and leaves no old part") {
    Told told;
    told.open();
    const LogExport wanted{told.directory / "export", std::uint64_t{256}};
    const ExportReport first = export_log(told.ledger(), wanted, {}).value();
    REQUIRE(first.head == told.head);
    REQUIRE(first.kept == 0);
    const auto tile = wanted.directory / "tile" / "0" / "000";
    REQUIRE(std::filesystem::file_size(tile) == 8192);
    REQUIRE(std::filesystem::exists(wanted.directory / "tile/0/001.p/44"));
    REQUIRE(std::filesystem::exists(wanted.directory / "consistency/256"));
    // As an interruption would leave it.
    std::filesystem::resize_file(tile, 100);
    std::filesystem::remove(wanted.directory / "tile/entries/000");
    const ExportReport mended = export_log(told.ledger(), wanted, {}).value();
    REQUIRE(std::filesystem::file_size(tile) == 8192);
    REQUIRE(mended.written == 3);  // these two, and the checkpoint
    told.fill(10);
    std::uint64_t told_done = 0;
    REQUIRE(export_log(told.ledger(), wanted, [&](std::uint64_t done, std::uint64_t total) {
        told_done = done;
        REQUIRE(total == 310);
    }));
    REQUIRE(told_done == 310);
    REQUIRE(std::filesystem::exists(wanted.directory / "tile/0/001.p/54"));
    REQUIRE_FALSE(std::filesystem::exists(wanted.directory / "tile/0/001.p/44"));
    REQUIRE_FALSE(std::filesystem::exists(wanted.directory / "tile/entries/001.p/44"));
}

// Whether the proof files of an export lead from each of the sizes to its checkpoint.
void require_growth(Told& told, const LogExport& wanted, const std::vector<std::uint64_t>& sizes) {
    const Checkpoint checkpoint =
        open_checkpoint(
            read_whole(wanted.directory / "checkpoint").value(), std::span(&told.key, 1)
        )
            .value();
    for (const std::uint64_t size : sizes) {
        INFO("from " << size << " to " << checkpoint.size);
        const auto path = wanted.directory / "consistency" / std::to_string(size);
        std::string text = read_whole(path).value();
        std::vector<Hash> hashes;
        for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            hashes.push_back(Hash::from(as_bytes(from_base64(text.substr(0, end)).value())).value()
            );
            text.erase(0, end + 1);
        }
        REQUIRE_FALSE(hashes.empty());
        REQUIRE(hashes.front() == told.ledger().root_at(size).value());
        const auto proof = std::span(hashes).subspan(1);
        REQUIRE(verify_consistency(size, checkpoint.size, proof, hashes.front(), checkpoint.root));
    }
}

TEST_CASE("export: proves that it continues every size that was published, also once it has grown"
) {
    Told told;
    told.open();
    for (int round = 0; round < 4; ++round) {
        told.fill(3);
        REQUIRE(told.ledger().checkpoint());
    }
    std::vector<std::uint64_t> published = told.ledger().checkpoint_sizes().value();
    std::erase(published, 0U);
    REQUIRE(published.size() >= 5);
    LogExport wanted{told.directory / "export", std::nullopt};
    for (const std::uint64_t size : published) {
        wanted.from = size;
        REQUIRE(export_log(told.ledger(), wanted, {}));
    }
    require_growth(told, wanted, published);
    told.fill(10);
    wanted.from.reset();
    REQUIRE(export_log(told.ledger(), wanted, {}));
    require_growth(told, wanted, published);
}

TEST_CASE("export: a size that the log never had is refused before anything is written") {
    Told told;
    told.open();
    const LogExport wanted{told.directory / "export", std::uint64_t{301}};
    REQUIRE(export_log(told.ledger(), wanted, {}).error().code == ErrorCode::not_found);
    REQUIRE_FALSE(std::filesystem::exists(wanted.directory));
}

}  // namespace
}  // namespace tyst
