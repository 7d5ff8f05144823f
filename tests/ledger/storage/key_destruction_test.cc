#include "ledger/storage/key_destruction.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <catch2/catch.hpp>

#include "ledger/storage/erasure_journal.h"
#include "ledger/storage/files.h"
#include "ledger/storage/key_making.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/key_value_store.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/storage/recovery.h"
#include "tests/support/temporary_directory.h"

namespace tyst::storage {
namespace {

namespace fs = std::filesystem;

// Bytes that differ from call to call and are the same in every run.
class CountingEntropy final : public Entropy {
  public:
    void fill(std::span<std::uint8_t> target) override {
        std::string seed;
        append_u64(seed, ++calls_);
        for (std::size_t at = 0; at < target.size(); at += Hash::kSize) {
            append_u64(seed, at);
            const Hash bytes = sha256(as_bytes(seed));
            std::copy_n(
                bytes.bytes.begin(), std::min(Hash::kSize, target.size() - at), &target[at]
            );
        }
    }

  private:
    std::atomic<std::uint64_t> calls_ = 0;
};

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void put_file(const fs::path& file, std::string_view content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

SubjectReference numbered(std::size_t number) {
    return {SubjectKind::child, Compartment::child_case, "sample", "K" + std::to_string(number)};
}

// A store with some subjects and a digest under each one's key, to know it again.
struct Keys {
    explicit Keys(std::size_t count) {
        options.directory = directory / "keys";
        options.root_key_file = directory / "root.key";
        REQUIRE(KeyStore::create(options, entropy));
        open();
        std::vector<SubjectReference> references;
        for (std::size_t number = 0; number < count; ++number) {
            references.push_back(numbered(number));
        }
        subjects = store->find_or_create(references).value();
        for (const StreamId& subject : subjects) {
            marks.push_back(mark(subject).value());
        }
    }
    void open() {
        store.reset();
        auto opened = KeyStore::open(options, entropy);
        INFO((opened ? "" : opened.error().context));
        REQUIRE(opened);
        store = std::move(*opened);
    }
    [[nodiscard]] ErrorCode refused() {
        store.reset();
        const auto opened = KeyStore::open(options, entropy);
        REQUIRE_FALSE(opened);
        return opened.error().code;
    }
    // The row that stands before a next root is written, as a crash right after leaves it.
    void announce(std::uint64_t generation) const {
        auto rows = KeyValueStore::open(
            {options.directory,
             {{"own", Access::in_order, ErrorCode::corrupt_key},
              {"nodes", Access::in_order, ErrorCode::corrupt_key},
              {"subjects", Access::by_digest, ErrorCode::corrupt_key},
              {"slots", Access::in_order, ErrorCode::corrupt_key},
              {"lookup", Access::by_digest, ErrorCode::corrupt_key}},
             false,
             nullptr}
        );
        REQUIRE(rows);
        std::string value;
        append_u64(value, generation);
        Batch batch;
        batch.put(key_rows::kOwn, key_rows::kNextRoot, value);
        REQUIRE((*rows)->write(batch));
    }
    [[nodiscard]] Result<Hash> mark(const StreamId& subject) const {
        TYST_ASSIGN(const auto key, store->key_of(subject));
        return key->sealing().mac(as_bytes("mark"));
    }
    [[nodiscard]] static ErasureJournal order(const std::vector<StreamId>& gone) {
        ErasureJournal journal;
        journal.receipt.bytes.fill(1);
        journal.holds_checked = 3;
        for (const StreamId& subject : gone) {
            journal.destroyed.push_back({subject, {}});
        }
        return journal;
    }
    ErasureJournal destroy(const std::vector<StreamId>& gone) {
        auto done = store->destroy(order(gone));
        INFO((done ? "" : done.error().context));
        REQUIRE(done);
        return *done;
    }
    // All but these are what they were, by key and by reference.
    void require_gone(const std::set<std::size_t>& gone) const {
        for (std::size_t number = 0; number < subjects.size(); ++number) {
            const auto now = mark(subjects[number]);
            const auto found = store->find(numbered(number));
            REQUIRE(found);
            if (gone.contains(number)) {
                REQUIRE(now.error().code == ErrorCode::part_erased);
                REQUIRE_FALSE(*found);
            } else {
                REQUIRE(now == marks[number]);
                REQUIRE(*found == subjects[number]);
            }
        }
    }
    [[nodiscard]] bool any_file_holds(std::string_view bytes) const {
        for (const auto& entry : fs::directory_iterator(options.directory)) {
            if (content_of(entry.path()).find(bytes) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    test::TemporaryDirectory directory;
    CountingEntropy entropy;
    KeyStore::Options options;
    std::unique_ptr<KeyStore> store;
    std::vector<StreamId> subjects;
    std::vector<Hash> marks;
};

TEST_CASE("key destruction: the named keys are gone, the others stay, in memory and on disk") {
    Keys keys(600);  // three nodes of the lower level
    const SecretKey views = keys.store->views_key();
    const auto done = keys.destroy({keys.subjects[0], keys.subjects[255], keys.subjects[520]});
    CHECK(done.root_generation == 1);
    CHECK(done.destroyed.size() == 3);
    CHECK(done.old_root != done.new_root);
    const SecretKey renewed = keys.store->views_key();
    CHECK(renewed != views);
    keys.require_gone({0, 255, 520});
    CHECK(keys.store->erased().value().size() == 3);
    keys.open();
    keys.require_gone({0, 255, 520});
    CHECK(keys.store->views_key() == renewed);
    CHECK(keys.store->root_generation() == 1);
    CHECK(keys.store->subjects() == 600);
    // New ones get slots of their own, also with a reference that is free again.
    const StreamId again = keys.store->find_or_create(std::array{numbered(255)}).value().front();
    CHECK(again != keys.subjects[255]);
    CHECK(keys.store->subjects() == 601);
}

TEST_CASE("key destruction: reaches across the upper level of the tree") {
    constexpr std::size_t kMany = 65'536 + 300;
    Keys keys(kMany);
    keys.destroy({keys.subjects[7], keys.subjects[kMany - 1]});
    keys.open();
    for (const std::size_t number :
         {std::size_t{6},
          std::size_t{8},
          std::size_t{255},
          std::size_t{256},
          std::size_t{65'535},
          std::size_t{65'536},
          kMany - 2}) {
        INFO("subject " << number);
        CHECK(keys.mark(keys.subjects[number]) == keys.marks[number]);
        CHECK(keys.store->find(numbered(number)).value() == keys.subjects[number]);
    }
    for (const std::size_t number : {std::size_t{7}, kMany - 1}) {
        CHECK(keys.mark(keys.subjects[number]).error().code == ErrorCode::part_erased);
        CHECK_FALSE(keys.store->find(numbered(number)).value());
    }
}

TEST_CASE("key destruction: refuses what it cannot do whole, and changes nothing") {
    Keys keys(5);
    StreamId unknown;
    unknown.bytes.fill(9);
    CHECK(keys.store->destroy(Keys::order({})).error().code == ErrorCode::invalid_value);
    CHECK(
        keys.store->destroy(Keys::order({keys.subjects[1], unknown})).error().code ==
        ErrorCode::key_not_found
    );
    keys.require_gone({});
    keys.destroy({keys.subjects[1]});
    CHECK(
        keys.store->destroy(Keys::order({keys.subjects[2]})).error().code ==
        ErrorCode::storage_closed
    );
    REQUIRE(keys.store->end_erasure());
    CHECK(
        keys.store->destroy(Keys::order({keys.subjects[2], keys.subjects[1]})).error().code ==
        ErrorCode::part_erased
    );
    keys.require_gone({1});
    keys.destroy({keys.subjects[2]});
    CHECK(keys.store->root_generation() == 2);
    keys.open();
    keys.require_gone({1, 2});
}

TEST_CASE("key destruction: the journal stands until it is ended, as it was given back") {
    Keys keys(3);
    CHECK_FALSE(keys.store->erasure_under_way().value());
    const ErasureJournal done = keys.destroy({keys.subjects[2]});
    CHECK(done.holds_checked == 3);
    keys.open();
    CHECK(keys.store->erasure_under_way().value() == done);
    REQUIRE(keys.store->end_erasure());
    keys.open();
    CHECK_FALSE(keys.store->erasure_under_way().value());
}

TEST_CASE("key destruction: a rewrite leaves no row of before in any file") {
    Keys keys(300);
    keys.open();
    const std::string check =
        key_making::root_check(read_root_key(keys.options.root_key()).value());
    REQUIRE(keys.any_file_holds(check));
    keys.destroy({keys.subjects[2]});
    REQUIRE(keys.store->rewrite_files());
    CHECK_FALSE(keys.any_file_holds(check));
    CHECK(keys.any_file_holds(key_making::root_check(read_root_key(keys.options.root_key()).value())
    ));
    keys.open();
    keys.require_gone({2});
}

TEST_CASE("next root: where the rows lie under it, the next open gives it the file's name") {
    Keys keys(4);
    const fs::path file = keys.options.root_key_file;
    const fs::path next = next_root_key_file(file);
    const std::string before = content_of(file);
    keys.destroy({keys.subjects[0]});
    const std::string after = content_of(file);
    CHECK_FALSE(fs::exists(next));
    keys.store.reset();
    // As a crash between the two leaves it.
    put_file(file, before);
    put_file(next, after);
    KeyStore::Options reading = keys.options;
    reading.read_only = true;
    {
        const auto read_only = KeyStore::open(reading, keys.entropy);
        REQUIRE(read_only);
        CHECK((*read_only)->root_generation() == 1);
        CHECK(content_of(file) == before);
        CHECK(content_of(next) == after);
    }
    keys.open();
    keys.require_gone({0});
    CHECK(content_of(file) == after);
    CHECK_FALSE(fs::exists(next));
}

TEST_CASE("next root: where the rows do not lie under it, it is forgotten, whatever is in it") {
    Keys keys(4);
    const fs::path file = keys.options.root_key_file;
    const fs::path next = next_root_key_file(file);
    const std::string before = content_of(file);
    for (const std::string& left : {to_text(RootKey{1, SecretKey{}}), std::string("tyst-ro")}) {
        keys.store.reset();
        keys.announce(1);
        put_file(next, left);
        KeyStore::Options reading = keys.options;
        reading.read_only = true;
        REQUIRE(KeyStore::open(reading, keys.entropy));
        CHECK(content_of(next) == left);
        keys.open();
        CHECK_FALSE(fs::exists(next));
        CHECK(content_of(file) == before);
        keys.require_gone({});
    }
    // Half a file is no root, whoever wrote it.
    keys.store.reset();
    put_file(next, "tyst-ro");
    keys.open();
    CHECK_FALSE(fs::exists(next));
    // And another root in the file is refused with the next one beside it untouched.
    keys.store.reset();
    put_file(next, to_text(RootKey{1, SecretKey{}}));
    put_file(file, to_text(RootKey{}));
    CHECK(keys.refused() == ErrorCode::wrong_root_key);
    CHECK(fs::exists(next));
    // One that is needed, perhaps, and does not open says so itself.
    put_file(next, "tyst-root-key/1 1 damaged");
    CHECK(keys.refused() == ErrorCode::corrupt_key);
    // And while it waits, nobody covers the present one otherwise.
    put_file(file, before);
    const auto covered = rewrap_root_key(
        keys.options.root_key(), RootKeyWrapping::none, keys.options.root_key(), keys.entropy
    );
    CHECK(covered.error().code == ErrorCode::already_exists);
}

TEST_CASE("next root: older rows, put back while an erasure is cut off, do not forget it") {
    Keys keys(4);
    const fs::path file = keys.options.root_key_file;
    const fs::path next = next_root_key_file(file);
    const fs::path kept = keys.directory / "kept";
    const fs::path newer = keys.directory / "newer";
    const std::string before = content_of(file);
    keys.store.reset();
    fs::copy(keys.options.directory, kept, fs::copy_options::recursive);
    keys.open();
    keys.destroy({keys.subjects[0]});
    keys.store.reset();
    const std::string after = content_of(file);
    put_file(file, before);
    put_file(next, after);
    fs::rename(keys.options.directory, newer);
    fs::copy(kept, keys.options.directory, fs::copy_options::recursive);
    CHECK(keys.refused() == ErrorCode::keys_before_erasure);
    CHECK(content_of(next) == after);
    SECTION("not even where they announce a root of another generation") {
        keys.announce(2);
        CHECK(keys.refused() == ErrorCode::keys_before_erasure);
        CHECK(content_of(next) == after);
    }
    fs::remove_all(keys.options.directory);
    fs::rename(newer, keys.options.directory);
    keys.open();
    keys.require_gone({0});
    CHECK(content_of(file) == after);
    CHECK_FALSE(fs::exists(next));
}

TEST_CASE("former roots: an open takes them away where a replacement or a covering was cut off") {
    Keys keys(4);
    const fs::path file = keys.options.root_key_file;
    const fs::path next = next_root_key_file(file);
    const std::string before = content_of(file);
    const auto beside = [](fs::path path, const char* ending) {
        path += ending;
        return path;
    };
    const std::vector<fs::path> left = {
        beside(file, ".old"),
        beside(file, ".new"),
        beside(recovery_file_of(file), ".old"),
        beside(recovery_file_of(file), ".new")
    };
    const auto require_gone = [&] {
        for (const fs::path& each : left) {
            INFO(each.string());
            CHECK_FALSE(fs::exists(each));
        }
    };
    keys.destroy({keys.subjects[0]});
    require_gone();
    keys.store.reset();
    const std::string after = content_of(file);
    for (const fs::path& each : left) {
        put_file(each, before);
    }
    SECTION("after the renaming") {}
    SECTION("before the renaming: the old file has two names") {
        put_file(next, after);
        put_file(file, before);
        fs::remove(left.front());
        fs::create_hard_link(file, left.front());
    }
    keys.open();
    require_gone();
    keys.require_gone({0});
    CHECK(content_of(file) == after);
    CHECK_FALSE(fs::exists(next));
}

TEST_CASE("next root: nothing is written where another key came into the file meanwhile") {
    Keys keys(2);
    put_file(keys.options.root_key_file, to_text(RootKey{}));
    CHECK(
        keys.store->destroy(Keys::order({keys.subjects[0]})).error().code ==
        ErrorCode::wrong_root_key
    );
    CHECK_FALSE(fs::exists(next_root_key_file(keys.options.root_key_file)));
    keys.require_gone({});
    fs::remove(keys.options.root_key_file);
    CHECK(
        keys.store->destroy(Keys::order({keys.subjects[0]})).error().code ==
        ErrorCode::key_not_found
    );
    keys.require_gone({});
}

TEST_CASE("next root: a recovery file that could not be sealed anew is refused before all") {
    Keys keys(2);
    fs::path recovery = keys.options.root_key_file;
    recovery += ".recovery";
    put_file(recovery, "tyst-recovery/1\ndamaged\n");
    CHECK(
        keys.store->destroy(Keys::order({keys.subjects[0]})).error().code == ErrorCode::corrupt_key
    );
    keys.require_gone({});
    CHECK_FALSE(fs::exists(next_root_key_file(keys.options.root_key_file)));
}

TEST_CASE("key destruction: readers on other threads meet old rows or new ones, never a mixture") {
    Keys keys(2'000);
    std::atomic<bool> stop = false;
    std::atomic<int> faults = 0;
    std::vector<std::thread> readers;
    for (std::size_t reader = 0; reader < 3; ++reader) {
        readers.emplace_back([&, reader] {
            for (std::size_t number = reader; !stop.load(); number = (number + 7) % 2'000) {
                const bool going = number == 1'000;
                const auto now = keys.mark(keys.subjects[number]);
                const auto found = keys.store->find(numbered(number));
                const bool kept = now == keys.marks[number] && found == keys.subjects[number];
                const bool erased =
                    going && found && (now || now.error().code == ErrorCode::part_erased);
                faults += kept || erased ? 0 : 1;
            }
        });
    }
    keys.destroy({keys.subjects[1'000]});
    stop = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    CHECK(faults.load() == 0);
    keys.require_gone({1'000});
}

TEST_CASE("secret files: what goes is written over where it stood") {
    const test::TemporaryDirectory directory;
    const fs::path file = directory / "secret";
    const fs::path other_name = directory / "other-name";
    put_file(file, "the old secret");
    fs::create_hard_link(file, other_name);
    REQUIRE(replace_secret_file(file, "the new one"));
    CHECK(content_of(file) == "the new one");
    CHECK(content_of(other_name) == std::string(14, '\0'));
    put_file(other_name, "a next secret!");
    REQUIRE(rename_over_secret(other_name, file));
    CHECK(content_of(file) == "a next secret!");
    fs::create_hard_link(file, other_name);
    REQUIRE(remove_secret_file(file));
    CHECK_FALSE(fs::exists(file));
    CHECK(content_of(other_name) == std::string(14, '\0'));
    CHECK(remove_secret_file(file));
}

TEST_CASE("secret files: what a replacement left where it was cut off is written over and goes") {
    const test::TemporaryDirectory directory;
    const fs::path file = directory / "secret";
    const fs::path old = directory / "secret.old";
    const fs::path fresh = directory / "secret.new";
    const fs::path other_name = directory / "other-name";
    put_file(file, "the one that holds");
    SECTION("before the new one has the name: the old one is the file itself") {
        fs::create_hard_link(file, old);
    }
    SECTION("after: the old one has that name alone") {
        put_file(old, "a former secret");
        fs::create_hard_link(old, other_name);
    }
    SECTION("the new one was written and never named") {
        put_file(fresh, "another cover!!");
        fs::create_hard_link(fresh, other_name);
    }
    SECTION("nothing was left") {}
    REQUIRE(forget_replaced_secret(file));
    CHECK(content_of(file) == "the one that holds");
    CHECK_FALSE(fs::exists(old));
    CHECK_FALSE(fs::exists(fresh));
    if (fs::exists(other_name)) {
        CHECK(content_of(other_name) == std::string(15, '\0'));
    }
    put_file(old, "a former secret");
    REQUIRE(replace_secret_file(file, "the new one"));
    CHECK(content_of(file) == "the new one");
    CHECK_FALSE(fs::exists(old));
}

}  // namespace
}  // namespace tyst::storage
