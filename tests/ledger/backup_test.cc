#include "ledger/backup.h"

#include <fstream>

#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/core/policy.h"
#include "ledger/storage/root_key.h"
#include "tests/ledger/erasure_fixture.h"
#include "tests/ledger/ledger_fixture.h"
#include "tests/support/test_keys.h"

namespace tyst {
namespace {

using test::LedgerFixture;
namespace fs = std::filesystem;

constexpr std::size_t kFilled = 300;  // more than one full tile

// A ledger with a backup of it beside it.
struct BackedUp : LedgerFixture {
    BackedUp() : today(london_date(clock.now())) {
        fill(kFilled);
        const auto made =
            create_backup(ledger(), place(), today.plus_days(30), ledger().authority_stream());
        INFO((made ? "" : made.error().context));
        REQUIRE(made);
        manifest = *made;
    }
    [[nodiscard]] fs::path place() const { return directory / "backup"; }
    [[nodiscard]] RootKeyPlace root_key() const { return {open_options.root_key_file, {}}; }
    [[nodiscard]] Result<BackupReport> verify() {
        return verify_backup(place(), root_key(), entropy, {});
    }
    [[nodiscard]] RestoreRequest request(const NewestKnown& newest) const {
        return {place(), directory / "restored", {}, root_key(), newest, "disk lost"};
    }
    [[nodiscard]] Result<RestoreReport> restore(const NewestKnown& newest) {
        return restore_backup(request(newest), clock, entropy);
    }
    [[nodiscard]] std::unique_ptr<Ledger> open_restored() {
        OpenOptions options = open_options;
        options.directory = directory / "restored";
        auto opened = Ledger::open(options, clock, entropy);
        INFO((opened ? "" : opened.error().context));
        REQUIRE(opened);
        return std::move(*opened);
    }

    Date today;
    BackupManifest manifest;
};

void require_sound(Ledger& ledger) {
    const auto report = ledger.verify({});
    REQUIRE(report);
    for (const Finding& finding : report->findings) {
        INFO(finding.error.context);
        CHECK(false);
    }
    REQUIRE(report->findings.empty());
}

TEST_CASE("backup: is recorded, holds no root key, lock or views, and verifies as it lies") {
    BackedUp fixture;
    REQUIRE(fixture.manifest.size == kFilled + 1);
    const auto events = fixture.ledger()
                            .read_stream(fixture.ledger().authority_stream(), ReadDepth::event_only)
                            .value();
    const auto& taken = std::get<BackupTaken>(events.back().event.body);
    REQUIRE(taken.size == kFilled);
    REQUIRE(taken.keys_expire == fixture.today.plus_days(30));
    for (const char* absent : {"lock", "views", "root.key"}) {
        REQUIRE_FALSE(fs::exists(fixture.place() / absent));
    }
    const auto first = fixture.verify();
    INFO((first ? "" : first.error().context));
    REQUIRE(first);
    REQUIRE(first->log.findings.empty());
    REQUIRE(first->log.entries == kFilled + 1);
    REQUIRE(first->log.checkpoints >= 2);
    // Verifying changed nothing: every digest still holds.
    REQUIRE(fixture.verify());
}

TEST_CASE("backup: is made in an empty place only, and one without a manifest is none") {
    BackedUp fixture;
    auto& ledger = fixture.ledger();
    const auto again =
        create_backup(ledger, fixture.place(), fixture.today, ledger.authority_stream());
    REQUIRE(again.error().code == ErrorCode::already_exists);
    fs::remove(fixture.place() / "manifest");
    REQUIRE(fixture.verify().error().code == ErrorCode::backup_damaged);
}

TEST_CASE("backup: a changed or missing file is named") {
    BackedUp fixture;
    for (const BackupFile& file : fixture.manifest.files) {
        const fs::path path = fixture.place() / file.path;
        if (fs::file_size(path) == 0) {
            continue;
        }
        INFO(file.path);
        const fs::path kept = fixture.directory / "kept";
        fs::copy_file(path, kept, fs::copy_options::overwrite_existing);
        fs::remove(path);  // not written over: tables are shared with the ledger by hard links
        const auto missing = fixture.verify();
        REQUIRE(missing.error().code == ErrorCode::backup_damaged);
        REQUIRE(missing.error().context.find(file.path) != std::string::npos);
        fs::copy_file(kept, path);
        {
            std::fstream changed(path, std::ios::binary | std::ios::in | std::ios::out);
            const int first = changed.get();
            changed.seekp(0);
            changed.put(static_cast<char>(first ^ 1));
        }
        REQUIRE(fixture.verify().error().code == ErrorCode::backup_damaged);
        fs::copy_file(kept, path, fs::copy_options::overwrite_existing);
    }
    REQUIRE(fixture.verify());
}

TEST_CASE("backup: keys under a root that was replaced since are refused with an error of their own"
) {
    BackedUp fixture;
    fixture.close();
    const fs::path file = fixture.open_options.root_key_file;
    test::write_bytes(file, storage::to_text({1, test::key_of(4)}));
    REQUIRE(fixture.verify().error().code == ErrorCode::root_key_replaced);
    REQUIRE(fixture.restore({"", {}, true}).error().code == ErrorCode::root_key_replaced);
    test::write_bytes(file, storage::to_text({0, test::key_of(4)}));
    REQUIRE(fixture.verify().error().code == ErrorCode::wrong_root_key);
}

TEST_CASE("backup prune: destroys the keys after their day, and what is left cannot be restored") {
    BackedUp fixture;
    fixture.close();
    const Date last = fixture.manifest.keys_expire;
    const auto early = prune_backups(fixture.directory.path(), last).value();
    REQUIRE(early.pruned.empty());
    REQUIRE(early.next_due == last.plus_days(1));
    const auto due = prune_backups(fixture.directory.path(), last.plus_days(1)).value();
    REQUIRE(due.pruned == std::vector<fs::path>{fixture.place()});
    REQUIRE_FALSE(due.next_due);
    REQUIRE_FALSE(fs::exists(fixture.place() / "keys"));
    const auto report = fixture.verify();
    REQUIRE(report);
    REQUIRE(report->keys_destroyed);
    REQUIRE(fixture.restore({"", {}, true}).error().code == ErrorCode::key_not_found);
    const auto again = prune_backups(fixture.place(), last.plus_days(1)).value();
    REQUIRE(again.pruned.empty());
    REQUIRE_FALSE(again.next_due);
}

TEST_CASE("backup prune: without a day the keys go before theirs, and the next day is the earliest"
) {
    BackedUp fixture;
    const Date later = fixture.today.plus_days(60);
    REQUIRE(create_backup(
        fixture.ledger(), fixture.directory / "later", later, fixture.ledger().authority_stream()
    ));
    fixture.close();
    const fs::path& all = fixture.directory.path();
    REQUIRE(prune_backups(all, fixture.today)->next_due == fixture.today.plus_days(31));
    const auto named = prune_backups(fixture.place(), std::nullopt).value();
    REQUIRE(named.pruned == std::vector<fs::path>{fixture.place()});
    REQUIRE(fixture.verify()->keys_destroyed);
    REQUIRE(fs::exists(fixture.directory / "later" / "keys"));
    REQUIRE(prune_backups(all, fixture.today)->next_due == later.plus_days(1));
    REQUIRE(prune_backups(all, std::nullopt)->pruned.size() == 1);
    REQUIRE_FALSE(fs::exists(fixture.directory / "later" / "keys"));
}

TEST_CASE("restore: with nothing newer the log goes on as the same one") {
    BackedUp fixture;
    const std::string origin = fixture.ledger().origin();
    const std::string note = fixture.ledger().checkpoint().value();
    const TreeHead head = fixture.ledger().head();
    fixture.close();
    const int way = GENERATE(0, 1, 2);
    NewestKnown newest;
    newest.published = way == 0 ? note : "";
    newest.lost_lock = way == 1 ? fixture.open_options.directory / "lock" : fs::path();
    newest.nothing_newer = way == 2;
    const auto report = fixture.restore(newest);
    INFO((report ? "" : report.error().context));
    REQUIRE(report);
    REQUIRE_FALSE(report->behind);
    REQUIRE_FALSE(report->has_policy);
    const auto restored = fixture.open_restored();
    REQUIRE(restored->origin() == origin);
    REQUIRE(restored->head() == head);
    REQUIRE(restored->verifier_keys() == std::vector{restored->verifier_key()});
    require_sound(*restored);
}

TEST_CASE("restore: behind what was published it becomes a new generation and contradicts nothing"
) {
    BackedUp fixture;
    fixture.fill(5);
    const std::string origin = fixture.ledger().origin();
    const std::string old_key = fixture.ledger().verifier_key();
    const std::string note = fixture.ledger().checkpoint().value();
    fixture.close();
    NewestKnown newest;
    if (GENERATE(true, false)) {
        newest.published = note;
    } else {
        newest.lost_lock = fixture.open_options.directory / "lock";
    }
    const auto report = fixture.restore(newest);
    INFO((report ? "" : report.error().context));
    REQUIRE(report);
    REQUIRE(report->behind == kFilled + 6);
    REQUIRE(report->origin == origin + "/g2");
    const auto restored = fixture.open_restored();
    REQUIRE(restored->origin() == origin + "/g2");
    const auto first = restored->read(LogIndex{kFilled + 1}, ReadDepth::event_only).value();
    const auto& started = std::get<GenerationStarted>(first.event.body);
    REQUIRE(started.previous_origin == origin);
    REQUIRE(started.previous_checkpoint == note);
    REQUIRE(started.kept == kFilled + 1);
    const std::vector<SigningKeySpan> spans = restored->signing_keys();
    REQUIRE(spans.size() == 2);
    REQUIRE(spans[0] == SigningKeySpan{old_key, 0, kFilled + 1});
    REQUIRE(spans[1].key.starts_with(origin + "/g2+"));
    const std::string newer = restored->checkpoint().value();
    REQUIRE(newer.starts_with(origin + "/g2\n"));
    require_sound(*restored);
    REQUIRE(next_generation(restored->origin()) == origin + "/g3");
}

TEST_CASE("restore: a policy comes with the backup, and a new generation's key is added to it") {
    BackedUp fixture;
    REQUIRE_FALSE(fs::exists(fixture.place() / "policy"));  // the ledger had none of its own
    const std::string old_key = fixture.ledger().verifier_key();
    const std::string policy =
        "log " + old_key + "\nwitness inspector " +
        WitnessKey{"inspector.example", SigningKey::from_seed(test::key_of(9)).value().public_key()}
            .text() +
        "\nquorum inspector\n";
    REQUIRE(fixture.ledger().set_policy(policy));
    fs::remove_all(fixture.place());
    REQUIRE(create_backup(
        fixture.ledger(),
        fixture.place(),
        fixture.today.plus_days(30),
        fixture.ledger().authority_stream()
    ));
    const bool behind = GENERATE(false, true);
    fixture.fill(behind ? 5 : 0);
    const std::string note = fixture.ledger().checkpoint().value();
    fixture.close();
    const auto report = fixture.restore({note, {}, false});
    INFO((report ? "" : report.error().context));
    REQUIRE(report);
    REQUIRE(report->has_policy);
    REQUIRE(report->behind.has_value() == behind);
    const auto restored = fixture.open_restored();
    const std::string before = behind ? "log " + restored->verifier_key() + "\n" : "";
    REQUIRE(restored->policy_text().value() == before + policy);
    const Policy kept = parse_policy(restored->policy_text().value()).value();
    REQUIRE(kept.quorum);
    REQUIRE(kept.witnesses.size() == 1);
    // The ledger's own checkpoints fit it, signed by the old key or the new one.
    const auto judged = judge_checkpoint(kept, restored->checkpoint().value());
    REQUIRE(judged);
    REQUIRE_FALSE(judged->quorum.met);
}

TEST_CASE("restore: a backup that names no policy restores without one, whatever lies beside it") {
    BackedUp fixture;
    fixture.close();
    std::ofstream(fixture.place() / "policy") << "quorum none\n";
    const auto report = fixture.restore({"", {}, true});
    REQUIRE(report);
    REQUIRE_FALSE(report->has_policy);
    REQUIRE_FALSE(fs::exists(fixture.directory / "restored" / "policy"));
}

TEST_CASE("backup: a policy that is none stops it before anything is recorded") {
    BackedUp fixture;
    std::ofstream(fixture.open_options.directory / "policy") << "quorum nobody\n";
    const TreeHead head = fixture.ledger().head();
    const auto made = create_backup(
        fixture.ledger(),
        fixture.directory / "second",
        fixture.today,
        fixture.ledger().authority_stream()
    );
    REQUIRE(made.error().code == ErrorCode::invalid_value);
    REQUIRE(fixture.ledger().head() == head);
    REQUIRE_FALSE(fs::exists(fixture.directory / "second"));
}

TEST_CASE("restore: refuses to write over anything, and wants to know what is newer") {
    BackedUp fixture;
    const std::string note = fixture.ledger().checkpoint().value();
    fixture.close();
    REQUIRE(fixture.restore({}).error().code == ErrorCode::missing_field);
    REQUIRE_FALSE(fs::exists(fixture.directory / "restored"));
    RestoreRequest over = fixture.request({"", {}, true});
    over.ledger = fixture.open_options.directory;
    REQUIRE(
        restore_backup(over, fixture.clock, fixture.entropy).error().code ==
        ErrorCode::already_exists
    );
    LedgerFixture stranger;
    stranger.fill(2);
    const std::string strange = stranger.ledger().checkpoint().value();
    // Same name, another key: nobody's word about this log, and not even newer.
    REQUIRE(fixture.restore({strange, {}, false}).error().code == ErrorCode::signature_invalid);
    std::string renamed = note;
    renamed.replace(0, note.find('\n'), "tyst.example/another");
    REQUIRE(fixture.restore({renamed, {}, false}).error().code == ErrorCode::invalid_value);
}

TEST_CASE("backup manifest: any changed byte is refused") {
    BackupManifest manifest{
        "tyst.example/W06000014",
        "W06000014",
        7,
        {},
        {1'700'000'000'000'000},
        2,
        Date::of(2026, 4, 1),
        {{"keys/signing/keys", {}}, {"log/CURRENT", {}}}
    };
    const std::string text = to_text(manifest);
    const auto parsed = parse_backup_manifest(text);
    REQUIRE(parsed);
    REQUIRE(to_text(*parsed) == text);
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string changed = text;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        INFO("byte " << place);
        REQUIRE(parse_backup_manifest(changed).error().code == ErrorCode::backup_damaged);
    }
    manifest.files = {{"../elsewhere", {}}};
    REQUIRE_FALSE(parse_backup_manifest(to_text(manifest)));
}

}  // namespace
}  // namespace tyst
