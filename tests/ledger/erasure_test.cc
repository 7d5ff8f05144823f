#include <algorithm>
#include <filesystem>
#include <iterator>
#include <thread>

#include <catch2/catch.hpp>

#include "ledger/backup.h"
#include "ledger/core/hash.h"
#include "ledger/erasure_records.h"
#include "ledger/root_copies.h"
#include "ledger/root_keys.h"
#include "ledger/storage/key_destruction.h"
#include "ledger/storage/key_making.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/storage/root_key.h"
#include "schema/utf8.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/erasure_fixture.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::ErasureFixture;
using test::files_with;

constexpr std::string_view kName = "Canari-Enw-Plentyn";
constexpr std::string_view kCase = "canary case text of an invented child";
constexpr std::string_view kDocument = "canary words of an invented court order";
constexpr const char* kReference = "CANARY-REF-1";

template <class T>
T value_of(Result<T> result) {
    INFO((result ? "" : result.error().context));
    REQUIRE(result);
    return *std::move(result);
}

ErrorCode erase_code(const Result<Receipt>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

void require_no_findings(Ledger& ledger, std::uint64_t parts_erased) {
    const VerifyReport report = value_of(ledger.verify({}));
    for (const Finding& finding : report.findings) {
        INFO(finding.error.context);
        CHECK(false);
    }
    CHECK(report.parts_erased == parts_erased);
}

// A child who is to go, two who stay, a carer whom both cite, and a log with roots over its heads.
struct Erasable : ErasureFixture {
    Erasable() {
        gone = child(kReference);
        sibling = child("STAYS-1");
        other = child("STAYS-2");
        for (int round = 0; round < 3; ++round) {
            PreparedEvent named = identity(gone, std::string(kName));
            named.event.reason = kCase;
            named.event.attachments.push_back({"order.txt", std::string(kDocument)});
            REQUIRE(append({named, identity(sibling, "Stays")}));
            REQUIRE(append({placement(gone, "Synthetic Carer"), placement(other, "Carer Two")}));
        }
        heads = value_of(ledger().commit_heads("daily", ledger().authority_stream()));
    }
    // 3 identities with a document each, 3 placements; the carer's parts are another person's.
    static constexpr std::uint64_t kParts = 9;

    [[nodiscard]] std::vector<std::string> sealed_of(const StreamId& subject) {
        std::vector<std::string> sealed;
        for (std::uint64_t index = 0; index < ledger().size(); ++index) {
            const Entry entry =
                value_of(decode_entry(as_bytes(value_of(ledger().entry_bytes({index})))));
            for (std::size_t part = 0; part < entry.parts.size(); ++part) {
                if (entry.parts[part].subject == subject) {
                    sealed.push_back(
                        value_of(ledger().sealed_part({index}, static_cast<std::uint16_t>(part)))
                            .sealed
                    );
                }
            }
        }
        return sealed;
    }
    [[nodiscard]] SecretKey root() {
        return value_of(storage::read_root_key({open_options.root_key_file})).key;
    }

    StreamId gone;
    StreamId sibling;
    StreamId other;
    Receipt heads;
};

TEST_CASE("erasure: the record is gone, the receipt says what and why, all others read as before") {
    Erasable fixture;
    Ledger& ledger = fixture.ledger();
    const auto before = value_of(ledger.read_stream(fixture.sibling, ReadDepth::with_attachments));
    const SecretKey views = ledger.views_key();
    const SecretKey old_root = fixture.root();
    const EventId asked = fixture.ready({fixture.gone});
    const Receipt receipt = value_of(fixture.erase(asked));

    CHECK(
        ledger.read_stream(fixture.gone, ReadDepth::event_only).error().code ==
        ErrorCode::part_erased
    );
    CHECK_FALSE(ledger.kind_of(fixture.gone));
    CHECK_FALSE(value_of(ledger.find(fixture.reference(kReference))));
    CHECK(value_of(ledger.find(fixture.reference("STAYS-1"))) == fixture.sibling);
    CHECK(value_of(ledger.find(fixture.reference("STAYS-2"))) == fixture.other);
    const auto after = value_of(ledger.read_stream(fixture.sibling, ReadDepth::with_attachments));
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        CHECK(after[i].event == before[i].event);
    }
    CHECK(ledger.views_key() != views);
    CHECK(ledger.root_key_generation() == 1);

    const RecordErased body = fixture.receipt_body(receipt);
    CHECK(body.request == asked);
    REQUIRE(body.erased.size() == 1);
    CHECK(body.erased[0].stream == fixture.gone);
    CHECK_FALSE(body.erased[0].key.is_zero());
    CHECK(body.erased[0].events == 6);
    CHECK(
        value_of(ledger.entries(body.erased[0].first, body.erased[0].first + 1))[0].stream ==
        fixture.gone
    );
    CHECK(
        value_of(ledger.entries(body.erased[0].last, body.erased[0].last + 1))[0].revision ==
        StreamRevision{5}
    );
    CHECK(body.parts == Erasable::kParts);
    CHECK(body.root_generation == 1);
    CHECK(body.old_root == storage::commitment_to_destroyed(old_root));
    CHECK(body.new_root == storage::commitment_to_destroyed(fixture.root()));
    CHECK(body.holds_checked == 0);
    require_no_findings(ledger, Erasable::kParts);
    fixture.reopen();
    require_no_findings(fixture.ledger(), Erasable::kParts);
    CHECK(fixture.ledger().root_key_generation() == 1);
}

TEST_CASE("erasure: what the erased child's entries prove they prove after it as before") {
    Erasable fixture;
    Ledger& ledger = fixture.ledger();
    (void)value_of(ledger.checkpoint());
    const std::uint64_t size = ledger.head().size;
    const Hash root = ledger.head().root;
    std::vector<std::string> inclusion;
    std::vector<std::string> entries;
    std::vector<std::vector<Hash>> consistency;
    for (std::uint64_t index = 0; index < size; ++index) {
        inclusion.push_back(value_of(ledger.prove({index}, size)));
        entries.push_back(value_of(ledger.entry_bytes({index})));
        consistency.push_back(value_of(ledger.prove_consistency(index, size)));
    }
    const std::uint64_t heads_size = fixture.heads.index.value + 1;
    const HeadProof head = value_of(ledger.prove_head(fixture.gone, heads_size));
    fixture.destroy({fixture.gone});
    for (std::uint64_t index = 0; index < size; ++index) {
        INFO("entry " << index);
        CHECK(value_of(ledger.prove({index}, size)) == inclusion[index]);
        CHECK(value_of(ledger.entry_bytes({index})) == entries[index]);
        CHECK(value_of(ledger.prove_consistency(index, size)) == consistency[index]);
    }
    CHECK(value_of(ledger.root_at(size)) == root);
    const HeadProof again = value_of(ledger.prove_head(fixture.gone, heads_size));
    CHECK(head_proof_text(again) == head_proof_text(head));
    // And the newest root over the heads still has the erased stream in its place.
    const Receipt newest = value_of(ledger.commit_heads("daily", ledger.authority_stream()));
    const HeadProof now = value_of(ledger.prove_head(fixture.gone, newest.index.value + 1));
    const Entry carrier =
        value_of(decode_entry(as_bytes(value_of(ledger.entry_bytes(newest.index)))));
    REQUIRE(carrier.stream_heads);
    CHECK(verify_head_proof(now, *carrier.stream_heads));
}

TEST_CASE("erasure: readers, scans and disclosure say that the parts are erased") {
    Erasable fixture;
    Ledger& ledger = fixture.ledger();
    const RecordErased body = fixture.receipt_body(fixture.destroy({fixture.gone}));
    const LogIndex first{body.erased[0].first};
    CHECK(ledger.read(first, ReadDepth::event_only).error().code == ErrorCode::part_erased);
    CHECK(ledger.sealed_part(first, 0).error().code == ErrorCode::part_erased);
    CHECK(ledger.part_key(first, 0).error().code == ErrorCode::part_erased);
    CHECK(ledger.sealed_part(first, 1).error().code == ErrorCode::part_erased);
    CHECK(value_of(ledger.events_in(fixture.gone)) == 6);
    std::size_t erased = 0;
    std::size_t streams = 0;
    REQUIRE(ledger.scan_streams(ledger.size(), 0, 1, [&](Ledger::StreamContent&& content) {
        ++streams;
        if (content.stream == fixture.gone) {
            ++erased;
            CHECK(content.erased);
            CHECK(content.kind == SubjectKind::child);
            CHECK(content.events.empty());
        } else {
            CHECK_FALSE(content.erased);
            CHECK_FALSE(content.events.empty());
        }
        return Result<void>();
    }));
    CHECK(erased == 1);
    CHECK(streams == 6);  // three children, two actors, the authority
    ScrubState state;
    state.size = ledger.size();
    CHECK(value_of(ledger.scrub(state, state.size)).empty());
    CHECK(state.parts_erased == Erasable::kParts);
    const auto appended = fixture.append({fixture.identity(fixture.gone, "again")});
    CHECK(appended.error().code == ErrorCode::part_erased);
    // The reference is free again, for a record that has nothing to do with the old one.
    CHECK(fixture.child(kReference) != fixture.gone);
}

TEST_CASE("erasure: a cited person goes from the records of all children, who stay readable") {
    Erasable fixture;
    Ledger& ledger = fixture.ledger();
    const StreamId carer = fixture.worker("FC001");
    const RecordErased body = fixture.receipt_body(fixture.destroy({carer}));
    CHECK(body.parts == 6);
    CHECK(body.erased[0].events == 0);
    for (const StreamId& stream : {fixture.gone, fixture.other}) {
        const auto events = value_of(ledger.read_stream(stream, ReadDepth::with_people));
        for (const StoredEvent& stored : events) {
            const StoredEvent single = value_of(ledger.read(stored.index, ReadDepth::with_people));
            CHECK(single.event == stored.event);
            if (const auto* placed = std::get_if<PlacementStarted>(&stored.event.body)) {
                CHECK(placed->carer->person == carer);
                CHECK(placed->carer->name.empty());
            }
        }
    }
    require_no_findings(ledger, 6);
}

TEST_CASE("erasure: is refused, with its reason, until nothing stands against it") {
    Erasable fixture;
    const std::uint64_t parts = fixture.ledger().verify({})->parts;
    const auto refused = [&](const EventId& request, std::string_view reason) {
        const auto receipt = fixture.erase(request);
        REQUIRE_FALSE(receipt);
        INFO(receipt.error().context);
        CHECK(receipt.error().code == ErrorCode::erasure_not_allowed);
        CHECK(receipt.error().context.find(reason) != std::string::npos);
    };
    CHECK(erase_code(fixture.erase(EventId{})) == ErrorCode::not_found);

    const EventId alone = fixture.request({fixture.gone});
    refused(alone, "no second person");
    fixture.approve(alone, fixture.first);
    refused(alone, "no second person");

    const EventId withdrawn = fixture.ready({fixture.gone});
    fixture.refuse(withdrawn);
    refused(withdrawn, "refused or withdrawn");

    const EventId early = fixture.request({fixture.gone}, fixture.today().plus_days(1));
    fixture.approve(early, fixture.second);
    refused(early, "not before");

    const EventId corrected = fixture.ready({fixture.gone});
    PreparedEvent correction = fixture.identity(fixture.ledger().authority_stream(), "");
    ErasureRequested asked;
    asked.subjects = {fixture.sibling};
    correction.event.body = asked;
    correction.event.relation.kind = RelationKind::corrects;
    correction.event.relation.target = corrected;
    correction.event.relation.fields = {"subjects"};
    REQUIRE(fixture.append({correction}));
    refused(corrected, "refused or withdrawn");

    const EventId own = fixture.ready({fixture.ledger().authority_stream()});
    refused(own, "own stream");
    StreamId unknown;
    unknown.bytes.fill(7);
    refused(fixture.ready({fixture.gone, unknown}), "no key was ever made");

    const EventId asked_well = fixture.ready({fixture.gone});
    const EventId record_hold = fixture.hold(fixture.gone);
    refused(asked_well, "legal hold");
    fixture.lift(fixture.gone, record_hold);
    const EventId hold_on_all = fixture.hold(fixture.ledger().authority_stream());
    refused(asked_well, "legal hold");
    fixture.lift(fixture.ledger().authority_stream(), hold_on_all);
    const EventId hold_on_another = fixture.hold(fixture.sibling);
    // Nothing was destroyed by all that was refused.
    CHECK(value_of(fixture.ledger().read_stream(fixture.gone, ReadDepth::event_only)).size() == 8);
    CHECK(fixture.ledger().verify({})->parts > parts);
    CHECK(fixture.ledger().root_key_generation() == 0);

    const Receipt receipt = value_of(fixture.erase(asked_well));
    CHECK(fixture.receipt_body(receipt).holds_checked == 2);
    refused(asked_well, "carried out before");
    refused(fixture.ready({fixture.gone}), "its key is destroyed");
    fixture.lift(fixture.sibling, hold_on_another);
}

TEST_CASE("erasure: no byte of names, documents, ciphertext or old root is left in any file") {
    Erasable fixture;
    // A child, and somebody whose parts stand in the streams of others.
    const StreamId carer = fixture.worker("FC001");
    constexpr std::uint64_t kCarerParts = 6;
    std::vector<std::string> sealed = fixture.sealed_of(fixture.gone);
    std::ranges::move(fixture.sealed_of(carer), std::back_inserter(sealed));
    REQUIRE(sealed.size() == Erasable::kParts + kCarerParts);
    const SecretKey old_root = fixture.root();
    const std::string check = storage::key_making::root_check({0, old_root});
    const fs::path place = fixture.directory.path();
    fixture.reopen();
    // What was there is found where it lies, so the scan sees what it looks for.
    REQUIRE_FALSE(files_with(place / "ledger", sealed.front()).empty());
    REQUIRE_FALSE(files_with(place / "ledger", check).empty());
    REQUIRE(files_with(place, to_hex(old_root.view())).size() == 1);
    test::write_bytes(place / "ledger" / "planted", "…" + std::string(kName) + "…");
    REQUIRE(files_with(place, kName).size() == 1);
    fs::remove(place / "ledger" / "planted");

    fixture.destroy({fixture.gone, carer});
    REQUIRE(create_backup(
        fixture.ledger(), place / "backup", fixture.today().plus_days(9), fixture.second
    ));
    const auto require_nowhere = [&] {
        for (const std::string& bytes : sealed) {
            CHECK(files_with(place, bytes).empty());
            CHECK(files_with(place, std::string_view(bytes).substr(0, 24)).empty());
        }
        for (const std::string_view text :
             {kName, kCase, kDocument, std::string_view(kReference)}) {
            CHECK(files_with(place, text).empty());
        }
        CHECK(files_with(place, as_text(old_root.view())).empty());
        CHECK(files_with(place, to_hex(old_root.view())).empty());
        CHECK(files_with(place, check).empty());
    };
    require_nowhere();
    fixture.close();
    require_nowhere();
    REQUIRE_FALSE(fs::exists(storage::next_root_key_file(fixture.open_options.root_key_file)));
    const auto report = verify_backup(
        place / "backup", {fixture.open_options.root_key_file, {}}, fixture.entropy, {}
    );
    REQUIRE(report);
    CHECK(report->log.findings.empty());
    CHECK(report->log.parts_erased == Erasable::kParts + kCarerParts);
    CHECK(report->manifest.root_generation == 1);
}

TEST_CASE("erasure: an old copy of the keys opens nothing, nor does an old root") {
    Erasable fixture;
    const fs::path keys = fixture.open_options.directory / "keys";
    const fs::path kept = fixture.directory / "kept";
    const fs::path root_file = fixture.open_options.root_key_file;
    fixture.close();
    fs::create_directory(kept);
    fs::copy(keys, kept / "keys", fs::copy_options::recursive);
    const std::string old_root = test::bytes_of(root_file);
    fixture.open();
    fixture.destroy({fixture.gone});
    fixture.close();
    const std::string new_root = test::bytes_of(root_file);

    test::write_bytes(root_file, old_root);
    CHECK(fixture.try_open().error().code == ErrorCode::wrong_root_key);
    fs::rename(keys, kept / "new-keys");
    fs::copy(kept / "keys", keys, fs::copy_options::recursive);
    CHECK(fixture.try_open().error().code == ErrorCode::keys_before_erasure);
    test::write_bytes(root_file, new_root);
    CHECK(fixture.try_open().error().code == ErrorCode::wrong_root_key);
    fs::remove_all(keys);
    fs::rename(kept / "new-keys", keys);
    fixture.open();
    require_no_findings(fixture.ledger(), Erasable::kParts);
}

TEST_CASE("erasure: a backup from before it is refused, and nothing is restored from it") {
    Erasable fixture;
    const fs::path backup = fixture.directory / "backup";
    const Date expires = fixture.today().plus_days(300);
    REQUIRE(create_backup(fixture.ledger(), backup, expires, fixture.second));
    const RecordErased body = fixture.receipt_body(fixture.destroy({fixture.gone}));
    REQUIRE(body.root_copies.size() == 1);
    CHECK(body.root_copies[0].find(backup.string()) != std::string::npos);
    CHECK(body.root_copies[0].find(to_text(expires)) != std::string::npos);
    const RootKeyPlace root{fixture.open_options.root_key_file, {}};
    CHECK(
        verify_backup(backup, root, fixture.entropy, {}).error().code ==
        ErrorCode::root_key_replaced
    );
    const RestoreRequest request{
        backup, fixture.directory / "restored", {}, root, {"", {}, true}, "test"
    };
    CHECK(
        restore_backup(request, fixture.clock, fixture.entropy).error().code ==
        ErrorCode::root_key_replaced
    );
    // Its keys hold the second record too; whoever has its root opens them.
    const RecordErased second = fixture.receipt_body(fixture.destroy({fixture.other}));
    CHECK(second.root_copies == body.root_copies);
    CHECK(second.root_generation == 2);
    CHECK(second.old_root == body.new_root);
}

TEST_CASE("erasure: the receipt names a backup past its day too, which nobody knows to be pruned") {
    Erasable fixture;
    const Date past = fixture.today().plus_days(3);
    REQUIRE(create_backup(fixture.ledger(), fixture.directory / "old", past, fixture.second));
    const Date later = fixture.today().plus_days(300);
    REQUIRE(create_backup(fixture.ledger(), fixture.directory / "new", later, fixture.second));
    const RecordErased body = fixture.receipt_body(fixture.destroy({fixture.gone}));
    REQUIRE(body.root_copies.size() == 2);
    CHECK(body.root_copies[0].find("keeps keys") != std::string::npos);
    CHECK(body.root_copies[0].find(to_text(later)) != std::string::npos);
    CHECK(body.root_copies[1].find("were to go after " + to_text(past)) != std::string::npos);
    CHECK(body.root_copies[1].find("not recorded") != std::string::npos);
}

TEST_CASE("erasure: the check of the whole record is asked of the case, and what it says holds") {
    Erasable fixture;
    const EventId asked = fixture.ready({fixture.gone});
    int times = 0;
    fixture.whole_record = [&](const ErasureCase& erasure) -> Result<void> {
        ++times;
        CHECK(erasure.request == asked);
        CHECK(erasure.asked.subjects == std::vector{fixture.gone});
        return fail(ErrorCode::erasure_not_allowed, "erasure: not the whole person");
    };
    const auto refused = fixture.erase(asked);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::erasure_not_allowed);
    CHECK(refused.error().context == "erasure: not the whole person");
    CHECK(times == 1);
    CHECK(fixture.ledger().kind_of(fixture.gone));
    CHECK(fixture.ledger().root_key_generation() == 0);
    require_no_findings(fixture.ledger(), 0);
    fixture.whole_record = {};
    CHECK(fixture.erase(asked).error().code == ErrorCode::internal);
    CHECK(fixture.ledger().root_key_generation() == 0);
}

TEST_CASE("erasure: the receipt names the copies of the root that nobody recorded as destroyed") {
    Erasable fixture;
    const StreamId own = fixture.ledger().authority_stream();
    const EventId safe = fixture.record_in(own, RootKeyCopyRecorded{"the safe", "", 0}, own);
    fixture.record(RootKeyCopyRecorded{"the bank", "head of IT", 0}, own);
    fixture.record(RootKeyCopyRecorded{"a place to come", "", 1}, own);
    fixture.record(RootKeyCopyDestroyed{safe, "shredded"}, own);
    const RecordErased body = fixture.receipt_body(fixture.destroy({fixture.gone}));
    REQUIRE(body.root_copies.size() == 1);
    CHECK(body.root_copies[0].find("the bank, held by head of IT") != std::string::npos);
    CHECK(body.root_copies[0].find("not recorded as destroyed") != std::string::npos);
    const RecordErased second = fixture.receipt_body(fixture.destroy({fixture.other}));
    REQUIRE(second.root_copies.size() == 2);
    CHECK(second.root_copies[0] == body.root_copies[0]);
    CHECK(second.root_copies[1].find("a place to come") != std::string::npos);
}

TEST_CASE("erasure: a receipt holds what is said of any number of copies, however long") {
    Erasable fixture;
    const StreamId own = fixture.ledger().authority_stream();
    std::string place;
    for (int letter = 0; letter < 20'000; ++letter) {
        place += "ŵ";
    }
    for (std::size_t copy = 0; copy < kRootCopiesMax + 7; ++copy) {
        fixture.record(RootKeyCopyRecorded{place, place, 0}, own);
    }
    const RecordErased body = fixture.receipt_body(fixture.destroy({fixture.gone}));
    REQUIRE(body.root_copies.size() == kRootCopiesMax + 1);
    CHECK(body.root_copies.back() == "and 7 more");
    for (const std::string& text : body.root_copies) {
        CHECK(text.size() <= kRootCopyTextBytesMax);
        CHECK(is_utf8(text));
    }
    CHECK(body.root_copies[0].find(place.substr(0, 240) + "…") != std::string::npos);
    fixture.reopen();
    CHECK_FALSE(fixture.ledger().kind_of(fixture.gone));
}

TEST_CASE("erasure: a receipt that cannot be written is refused before anything is destroyed") {
    Erasable fixture;
    std::vector<SubjectReference> references;
    for (int number = 0; number < 17'000; ++number) {
        references.push_back(fixture.reference("L" + std::to_string(number)));
    }
    const auto streams = value_of(fixture.ledger().find_or_create(references));
    const auto receipt = fixture.erase(fixture.ready(streams));
    CHECK(erase_code(receipt) == ErrorCode::too_large);
    CHECK(receipt.error().context.find("in several parts") != std::string::npos);
    CHECK_FALSE(fs::exists(storage::next_root_key_file(fixture.open_options.root_key_file)));
    fixture.reopen();
    CHECK(fixture.ledger().root_key_generation() == 0);
    CHECK(fixture.ledger().kind_of(streams[0]) == SubjectKind::child);
    fixture.destroy({streams[0]});
}

TEST_CASE("erasure: a wrapped root key file stays wrapped, and a slip in its passphrase is caught"
) {
    Erasable fixture;
    const RootKeyPlace place{fixture.open_options.root_key_file, {}};
    std::string said = "correct horse";
    int asked = 0;
    const RootKeyUnlock unlock{
        [&]() -> Result<std::string> {
            ++asked;
            return said;
        },
        {}
    };
    fixture.close();
    REQUIRE(cover_root_key(place, RootKeyCover::passphrase, unlock, fixture.entropy));
    fixture.open_options.unlock = unlock;
    fixture.open();
    const EventId request = fixture.ready({fixture.gone});
    said = "wrong horse";
    CHECK(erase_code(fixture.erase(request)) == ErrorCode::wrong_passphrase);
    CHECK(fixture.ledger().kind_of(fixture.gone) == SubjectKind::child);
    CHECK_FALSE(fs::exists(storage::next_root_key_file(place.file)));
    said = "correct horse";
    asked = 0;
    REQUIRE(fixture.erase(request));
    CHECK(asked == 1);
    CHECK(root_key_cover(place.file) == RootKeyCover::passphrase);
    fixture.reopen();
    CHECK_FALSE(fixture.ledger().kind_of(fixture.gone));
}

TEST_CASE("erasure: a root under a key file stays there, and the recovery shares open the new one"
) {
    Erasable fixture;
    const fs::path wrapping = fixture.directory / "wrapping.key";
    REQUIRE(create_wrapping_key(wrapping, fixture.entropy));
    const RootKeyPlace plain{fixture.open_options.root_key_file, {}};
    const RootKeyUnlock unlock{{}, wrapping};
    fixture.close();
    REQUIRE(cover_root_key(plain, RootKeyCover::key_file, unlock, fixture.entropy));
    const RootKeyPlace place{plain.file, unlock};
    const RecoverySplit split = value_of(split_recovery_key(place, fixture.entropy));
    const RecoveryPages pages{split.shares[0], split.shares[1]};
    fixture.open_options.unlock = unlock;
    fixture.open();
    fixture.destroy({fixture.gone});
    fixture.close();
    CHECK(root_key_cover(place.file) == RootKeyCover::key_file);
    CHECK(value_of(recovery_opens_present_root(place, pages)));
    REQUIRE(recover_root_key(
        recovery_file(place.file), pages, fixture.directory / "recovered.key", fixture.entropy
    ));
    fixture.open_options.root_key_file = fixture.directory / "recovered.key";
    fixture.open_options.unlock = {};
    fixture.open();
    CHECK(fixture.ledger().root_key_generation() == 1);
}

TEST_CASE("erasure: many records at once, and again, with signing keys that go on signing") {
    Erasable fixture;
    std::vector<SubjectReference> references;
    for (int number = 0; number < 600; ++number) {
        references.push_back(fixture.reference("M" + std::to_string(number)));
    }
    const auto streams = value_of(fixture.ledger().find_or_create(references));
    for (const std::size_t at : {std::size_t{0}, std::size_t{300}, std::size_t{599}}) {
        REQUIRE(fixture.append({fixture.identity(streams[at], "Many")}));
    }
    const std::string verifier = fixture.ledger().verifier_key();
    fixture.destroy({streams[0], streams[599]});
    fixture.destroy({streams[300]});
    REQUIRE(fixture.ledger().rotate_signing_key(fixture.second));
    fixture.reopen();
    CHECK(fixture.ledger().verifier_keys().front() == verifier);
    for (std::size_t at = 0; at < references.size(); ++at) {
        const bool gone = at == 0 || at == 300 || at == 599;
        const auto found = value_of(fixture.ledger().find(references[at]));
        REQUIRE(found == (gone ? std::nullopt : std::optional(streams[at])));
        REQUIRE(fixture.ledger().kind_of(streams[at]).has_value() != gone);
    }
    require_no_findings(fixture.ledger(), 3);
}

TEST_CASE("erasure: appends and reads go on beside it, and each is whole or refused") {
    Erasable fixture;
    const EventId request = fixture.ready({fixture.gone});
    std::atomic<bool> stop = false;
    std::atomic<int> faults = 0;
    const auto work = [&](const StreamId& stream) {
        int number = 0;
        while (!stop.load()) {
            const auto appended =
                fixture.append({fixture.identity(stream, "Beside " + std::to_string(++number))});
            const auto read = fixture.ledger().read_stream(stream, ReadDepth::event_only);
            const bool erased = stream == fixture.gone &&
                                (appended || appended.error().code == ErrorCode::part_erased) &&
                                (read || read.error().code == ErrorCode::part_erased);
            faults += (appended && read) || erased ? 0 : 1;
        }
    };
    std::thread own([&] { work(fixture.gone); });
    std::thread others([&] { work(fixture.sibling); });
    std::thread makers([&] {
        for (int number = 0; !stop.load(); ++number) {
            faults +=
                fixture.ledger().find_or_create(fixture.reference("N" + std::to_string(number)))
                    ? 0
                    : 1;
        }
    });
    const auto receipt = fixture.erase(request);
    stop = true;
    for (std::thread* thread : {&own, &others, &makers}) {
        thread->join();
    }
    INFO((receipt ? "" : receipt.error().context));
    REQUIRE(receipt);
    CHECK(faults.load() == 0);
    const RecordErased body = fixture.receipt_body(*receipt);
    CHECK(body.erased[0].events == value_of(fixture.ledger().events_in(fixture.gone)));
    fixture.reopen();
    const VerifyReport report = value_of(fixture.ledger().verify({}));
    CHECK(report.findings.empty());
    CHECK(report.parts_erased == body.parts);
}

TEST_CASE("erasure adversary: bytes cut by hand, put back or exchanged are found") {
    namespace rows = storage::log_rows;
    Erasable fixture;
    const RecordErased body = fixture.receipt_body(fixture.destroy({fixture.gone}));
    const auto findings = [&] {
        fixture.open();
        const VerifyReport report = value_of(fixture.ledger().verify({}));
        ScrubState state;
        state.size = fixture.ledger().size();
        CHECK_FALSE(value_of(fixture.ledger().scrub(state, state.size)).empty());
        fixture.close();
        return report.findings;
    };
    fixture.close();
    const std::string living = rows::part_key({fixture.sibling, StreamRevision{1}, 0});
    const std::string erased = rows::part_key({fixture.gone, StreamRevision{1}, 0});
    SECTION("the part of a child whose key is there is cut") {
        test::damage_row(fixture, rows::kSealed, living, [](std::string& row) { row.resize(32); });
        const auto found = findings();
        REQUIRE(found.size() == 1);
        CHECK(found[0].error.code == ErrorCode::corrupt_part);
        CHECK(found[0].error.context.find("no erasure destroyed its key") != std::string::npos);
        fixture.open();
        const auto read = fixture.ledger().read(*found[0].index, ReadDepth::event_only);
        CHECK(read.error().code == ErrorCode::corrupt_part);
    }
    SECTION("what is left of an erased part says that it belongs elsewhere") {
        test::damage_row(fixture, rows::kSealed, erased, test::flip_bit(7));
        CHECK_FALSE(findings().empty());
    }
    SECTION("what is left of an erased part is taken away") {
        test::remove_row(fixture, rows::kSealed, erased);
        const auto found = findings();
        REQUIRE(found.size() == 1);
        CHECK(found[0].error.context.find("missing") != std::string::npos);
    }
    SECTION("other bytes are put where the erased ones stood") {
        test::damage_row(fixture, rows::kSealed, erased, [](std::string& row) {
            row += std::string(32 + 272, 'x');
        });
        const auto found = findings();
        REQUIRE(found.size() == 1);
        CHECK(found[0].error.context.find("another digest") != std::string::npos);
    }
    SECTION("a row of neither length is no row") {
        test::damage_row(fixture, rows::kSealed, erased, [](std::string& row) { row += "x"; });
        for (const Finding& found : findings()) {
            CHECK(found.error.code == ErrorCode::corrupt_part);
            CHECK(found.error.context.find("too short") != std::string::npos);
        }
    }
    CHECK(body.erased.size() == 1);
}

TEST_CASE("erasure: a root that waits beside the root key file keeps a restore away") {
    Erasable fixture;
    const fs::path backup = fixture.directory / "backup";
    REQUIRE(create_backup(fixture.ledger(), backup, fixture.today(), fixture.second));
    const RootKeyPlace root{fixture.open_options.root_key_file, {}};
    test::write_bytes(storage::next_root_key_file(root.file), "half");
    const RestoreRequest request{
        backup, fixture.directory / "restored", {}, root, {"", {}, true}, "test"
    };
    CHECK(
        restore_backup(request, fixture.clock, fixture.entropy).error().code ==
        ErrorCode::already_exists
    );
    // The ledger itself knows that its keys lie under the present root.
    fixture.reopen();
    CHECK_FALSE(fs::exists(storage::next_root_key_file(root.file)));
    CHECK(restore_backup(request, fixture.clock, fixture.entropy));
}

}  // namespace
}  // namespace tyst
