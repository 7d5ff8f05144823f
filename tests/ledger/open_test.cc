#include <fstream>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/core/hash.h"
#include "ledger/storage/lock_directory.h"
#include "tests/ledger/damage.h"

namespace tyst {
namespace {

namespace rows = storage::log_rows;
using test::LedgerFixture;

ErrorCode open_error(LedgerFixture& fixture) {
    const auto opened = fixture.try_open();
    REQUIRE_FALSE(opened);
    return opened.error().code;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

TEST_CASE("create: refuses a directory that is not empty, and a root key inside it") {
    LedgerFixture fixture;
    const auto again = Ledger::create(fixture.create_options, fixture.clock, fixture.entropy);
    REQUIRE(again.error().code == ErrorCode::already_exists);
    CreateOptions inside = fixture.create_options;
    inside.directory = fixture.directory / "second";
    inside.root_key_file = inside.directory / "root.key";
    const auto refused = Ledger::create(inside, fixture.clock, fixture.entropy);
    REQUIRE(refused.error().code == ErrorCode::invalid_value);
    CreateOptions bad_origin = fixture.create_options;
    bad_origin.directory = fixture.directory / "third";
    bad_origin.origin = "two words";
    REQUIRE_FALSE(Ledger::create(bad_origin, fixture.clock, fixture.entropy));
}

TEST_CASE("create: the root key file can be read by its owner only") {
    const LedgerFixture fixture;
    const auto permissions =
        std::filesystem::status(fixture.create_options.root_key_file).permissions();
    REQUIRE(
        permissions == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
    );
}

TEST_CASE("open: a directory without a ledger is told from one") {
    LedgerFixture fixture;
    fixture.open_options.directory = fixture.directory / "nothing";
    REQUIRE(open_error(fixture) == ErrorCode::ledger_not_found);
}

TEST_CASE("open: a second owner is refused and told the pid, in this process and in another") {
    LedgerFixture fixture;
    const auto second = fixture.try_open();
    REQUIRE_FALSE(second);
    REQUIRE(second.error().code == ErrorCode::ledger_in_use);
    REQUIRE(second.error().context.find(std::to_string(::getpid())) != std::string::npos);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto opened = fixture.try_open();
        ::_exit(!opened && opened.error().code == ErrorCode::ledger_in_use ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 0);
}

TEST_CASE("open: another root key is refused") {
    LedgerFixture fixture;
    fixture.close();
    const std::filesystem::path file = fixture.open_options.root_key_file;
    SECTION("missing") {
        std::filesystem::remove(file);
        REQUIRE(open_error(fixture) == ErrorCode::key_not_found);
    }
    SECTION("of another ledger") {
        LedgerFixture other;
        std::filesystem::copy_file(
            other.open_options.root_key_file,
            file,
            std::filesystem::copy_options::overwrite_existing
        );
        REQUIRE(open_error(fixture) == ErrorCode::wrong_root_key);
    }
    SECTION("damaged") {
        std::string text = read_file(file);
        text[30] = text[30] == '0' ? '1' : '0';
        write_file(file, text);
        REQUIRE(open_error(fixture) == ErrorCode::corrupt_key);
    }
}

TEST_CASE("open: a missing lock directory, or a file missing in it, is refused") {
    LedgerFixture fixture;
    fixture.fill(3);
    fixture.close();
    const std::filesystem::path lock = fixture.open_options.directory / "lock";
    std::filesystem::remove_all(lock / GENERATE("", "owner", "anchor", "checkpoint"));
    REQUIRE(open_error(fixture) == ErrorCode::lock_missing);
}

TEST_CASE("open: a damaged anchor or checkpoint is refused and named") {
    LedgerFixture fixture;
    fixture.fill(3);
    fixture.close();
    const std::string name = GENERATE("anchor", "checkpoint");
    const std::filesystem::path file = fixture.open_options.directory / "lock" / name;
    std::string text = read_file(file);
    const std::size_t step = 29;
    for (std::size_t place = 0; place < text.size(); place += step) {
        std::string changed = text;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        write_file(file, changed);
        const auto opened = fixture.try_open();
        INFO(name << " byte " << place);
        REQUIRE_FALSE(opened);
        REQUIRE(opened.error().code == ErrorCode::corrupt_lock);
        REQUIRE(opened.error().context.find("lock/" + name) != std::string::npos);
    }
    write_file(file, text.substr(0, text.size() / 2));
    REQUIRE(open_error(fixture) == ErrorCode::corrupt_lock);
    write_file(file, text);
    fixture.open();
}

TEST_CASE("open: a deleted live write-ahead log is refused") {
    LedgerFixture fixture;
    fixture.fill(20);
    fixture.close();
    for (const auto& file :
         std::filesystem::directory_iterator(fixture.open_options.directory / "log")) {
        if (file.path().extension() == ".log") {
            std::filesystem::remove(file.path());
        }
    }
    const auto opened = fixture.try_open();
    REQUIRE_FALSE(opened);
    // With it the very first row is gone, the one that makes it a ledger.
    REQUIRE(
        (opened.error().code == ErrorCode::storage_behind_anchor ||
         opened.error().code == ErrorCode::ledger_not_found)
    );
}

TEST_CASE("open: storage without its last entries is refused") {
    LedgerFixture fixture;
    fixture.fill(300);
    fixture.close();
    for (std::uint64_t index = 295; index < 300; ++index) {
        test::remove_row(fixture, rows::kEntries, rows::number_key(index));
    }
    REQUIRE(open_error(fixture) == ErrorCode::storage_behind_anchor);
    // An anchor that was set back does not help: the signed checkpoint still knows.
    write_file(
        fixture.open_options.directory / "lock" / "anchor",
        storage::to_text(storage::Anchor{fixture.create_options.origin, 0, empty_root()})
    );
    REQUIRE(open_error(fixture) == ErrorCode::storage_behind_lock);
}

TEST_CASE("open: an older copy of the storage is refused") {
    LedgerFixture fixture;
    fixture.fill(10);
    fixture.close();
    const auto ledger = fixture.open_options.directory;
    const auto copy = fixture.directory / "copy";
    const std::string store = GENERATE("log", "keys");
    std::filesystem::copy(ledger / store, copy, std::filesystem::copy_options::recursive);
    fixture.open();
    (void)fixture.child("a child that the copy does not know");
    fixture.fill(10);
    fixture.close();
    std::filesystem::remove_all(ledger / store);
    std::filesystem::rename(copy, ledger / store);
    REQUIRE(
        open_error(fixture) ==
        (store == "log" ? ErrorCode::storage_behind_anchor : ErrorCode::subject_without_key)
    );
}

TEST_CASE("open: a changed entry at the right edge gives another root and is refused") {
    LedgerFixture fixture;
    fixture.fill(300);
    fixture.close();
    test::damage_row(fixture, rows::kEntries, rows::number_key(290), test::flip_bit(40));
    REQUIRE(open_error(fixture) == ErrorCode::root_mismatch);
}

TEST_CASE("checkpoint: a lock file that somebody else changed is not signed over") {
    LedgerFixture fixture;
    fixture.fill(3);
    const std::string older = fixture.ledger().checkpoint().value();
    fixture.fill(3);
    REQUIRE(fixture.ledger().checkpoint());
    write_file(fixture.open_options.directory / "lock" / "checkpoint", older);
    fixture.fill(3);
    const auto refused = fixture.ledger().checkpoint();
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == ErrorCode::lock_changed);
}

TEST_CASE("ledger: what names a person stands nowhere in clear") {
    LedgerFixture fixture;
    const std::vector<std::string> canaries{
        "Zebedeecanary", "Quincanary", "REFCANARY1", "notecanary"
    };
    PreparedEvent event = fixture.placement(fixture.child(canaries[2]), canaries[0]);
    event.event.reason = canaries[1];
    event.event.attachments.push_back({"note.txt", canaries[3]});
    REQUIRE(fixture.append({event}));
    REQUIRE(fixture.ledger().checkpoint());
    fixture.close();
    std::size_t files = 0;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(fixture.open_options.directory)) {
        if (!file.is_regular_file()) {
            continue;
        }
        ++files;
        const std::string content = read_file(file.path());
        for (const std::string& canary : canaries) {
            INFO(file.path().string() << " holds " << canary);
            REQUIRE(content.find(canary) == std::string::npos);
        }
    }
    REQUIRE(files > 5);
}

}  // namespace
}  // namespace tyst
