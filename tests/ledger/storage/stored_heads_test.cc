#include "ledger/storage/stored_heads.h"

#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "tests/support/temporary_directory.h"

namespace tyst::storage {
namespace {

// A log of entries alone, some of which carry roots over the heads. All synthetic.
class LogOfHeads {
  public:
    LogOfHeads() { log_ = std::move(LogStore::create({directory_ / "log", nullptr}).value()); }

    [[nodiscard]] LogStore& log() { return *log_; }
    [[nodiscard]] StreamHeadsMap& map() { return map_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }

    static StreamId stream(std::uint64_t number) {
        std::mt19937_64 random(number + 1);
        StreamId stream;
        for (std::uint8_t& byte : stream.bytes) {
            byte = static_cast<std::uint8_t>(random());
        }
        return stream;
    }
    void append(const StreamId& stream) {
        put_entry(stream, std::nullopt);
        changed_.push_back(*map_.find(stream));
    }
    // Takes in the streams of what was appended, so many at once, then an entry that carries the
    // root.
    StoredHeads commit(std::size_t at_once = SIZE_MAX) {
        StoredHeads heads = StoredHeads::load(*log_).value();
        std::span<const StreamHeadRecord> left = changed_;
        do {
            const auto some = left.first(std::min(at_once, left.size()));
            left = left.subspan(some.size());
            const auto updated = heads.update(some, LogIndex{size_});
            REQUIRE(updated);
        } while (!left.empty());
        heads.put(batch_);
        changed_.clear();
        append_root(heads.root());
        return heads;
    }
    void append_root(const Hash& root) {
        put_entry(stream(0), root);
        changed_.push_back(*map_.find(stream(0)));
        REQUIRE(log_->rows().write(batch_));
        batch_.clear();
    }

  private:
    void put_entry(const StreamId& stream, const std::optional<Hash>& root) {
        const StreamHeadRecord* head = map_.find(stream);
        Entry entry;
        entry.index = LogIndex{size_};
        entry.recorded = Timestamp{static_cast<std::int64_t>(size_ + 1)};
        entry.stream = stream;
        if (head != nullptr) {
            entry.revision = StreamRevision{head->events};
            entry.previous = head->last;
        }
        entry.parts.push_back(Part{});
        entry.parts.back().size = 272;
        entry.stream_heads = root;
        batch_.put(log_rows::kEntries, log_rows::number_key(size_), encode(entry).value());
        map_.set({stream, entry.revision.value + 1, entry.index});
        ++size_;
    }

    test::TemporaryDirectory directory_;
    std::unique_ptr<LogStore> log_;
    StreamHeadsMap map_;
    std::vector<StreamHeadRecord> changed_;
    Batch batch_;
    std::uint64_t size_ = 0;
};

TEST_CASE("stored heads: kept up to date by changes they give the root of the whole map") {
    constexpr std::uint64_t kSeed = 1210;
    INFO("seed " << kSeed);
    std::mt19937_64 random(kSeed);
    LogOfHeads log;
    for (int round = 0; round < 12; ++round) {
        for (std::size_t count = random() % 40; count > 0; --count) {
            log.append(LogOfHeads::stream(random() % 150));
        }
        const Hash expected = log.map().root();
        // All at once, or a few and then more of them.
        REQUIRE(
            log.commit(round % 3 == 0 ? SIZE_MAX : static_cast<std::size_t>(round)).root() ==
            expected
        );
        StoredHeads again = StoredHeads::load(log.log()).value();
        REQUIRE(again.root() == expected);
        REQUIRE(again.last() == LogIndex{log.size() - 1});
        for (std::uint64_t number = 0; number < 160; number += 13) {
            const HeadProof proof = again.prove(LogOfHeads::stream(number)).value();
            REQUIRE(proof.size == log.size());
            REQUIRE(verify_head_proof(proof, expected));
        }
    }
}

TEST_CASE("stored heads: work grows with the streams changed, not with all there are") {
    const auto rows_for = [](std::uint64_t streams, std::uint64_t changed) {
        LogOfHeads log;
        for (std::uint64_t number = 0; number < streams; ++number) {
            log.append(LogOfHeads::stream(number));
        }
        log.commit();
        for (std::uint64_t number = 0; number < changed; ++number) {
            log.append(LogOfHeads::stream(number * (streams / changed)));
        }
        const StoredHeads heads = log.commit();
        return std::pair(heads.rows_read(), heads.rows_changed());
    };
    const auto [read_few, changed_few] = rows_for(1'000, 10);
    const auto [read_many, changed_many] = rows_for(20'000, 10);
    const auto [read_hundred, changed_hundred] = rows_for(20'000, 100);
    // A stream costs its bucket and at most four tiles.
    REQUIRE(changed_few <= 11 * 5 + 1);
    REQUIRE(changed_many <= 11 * 5 + 1);
    REQUIRE(changed_hundred <= 101 * 5 + 1);
    REQUIRE(read_few <= 11 * 6);
    REQUIRE(read_many <= 11 * 6);
    REQUIRE(read_hundred <= 101 * 6);
    REQUIRE(read_hundred > 2 * read_many);
    REQUIRE(changed_hundred > 2 * changed_many);
}

TEST_CASE("stored heads: a wrong row is noticed before a root is made of it, and mended") {
    const StreamId victim = LogOfHeads::stream(50);
    const std::size_t bucket = head_bucket_of(victim);
    const std::string key = GENERATE_COPY(
        log_rows::head_key(victim),
        log_rows::head_tile_key(0, bucket / 16),
        log_rows::head_tile_key(1, bucket / 256),
        log_rows::head_tile_key(2, bucket / 4096),
        log_rows::head_tile_key(3, 0),
        std::string(log_rows::kHeadsLastKey)
    );
    const bool removed = GENERATE(true, false);
    LogOfHeads log;
    for (std::uint64_t number = 0; number < 100; ++number) {
        log.append(LogOfHeads::stream(number));
    }
    const Hash root = log.commit().root();
    std::string value = log.log().rows().get(log_rows::kHeads, key).value().value();
    Batch batch;
    if (!removed) {
        value.back() = static_cast<char>(value.back() ^ 1);
        batch.put(log_rows::kHeads, key, value);
    } else {
        batch.remove(log_rows::kHeads, key);
    }
    REQUIRE(log.log().rows().write(batch));
    const std::vector<StreamHeadRecord> changed{{victim, 2, LogIndex{log.size()}}};
    auto heads = StoredHeads::load(log.log());
    const Result<void> updated =
        heads ? heads->update(changed, LogIndex{log.size() + 1}) : std::unexpected(heads.error());
    REQUIRE_FALSE(updated);
    REQUIRE(updated.error().code == ErrorCode::heads_mismatch);

    REQUIRE(StoredHeads::rebuild(log.log()));
    heads = StoredHeads::load(log.log());
    REQUIRE(heads);
    REQUIRE(heads->root() == root);
    REQUIRE(verify_head_proof(heads->prove(victim).value(), root).value().value().events == 1);
    REQUIRE(heads->update(changed, LogIndex{log.size() + 1}));
}

TEST_CASE("store: one of an earlier version gets the families that came later, empty") {
    const test::TemporaryDirectory directory;
    const Family first{"first", Access::in_order, ErrorCode::corrupt_entry};
    const Family second{"second", Access::in_order, ErrorCode::corrupt_entry};
    const Family later{"later", Access::in_order, ErrorCode::corrupt_entry};
    {
        const auto store =
            KeyValueStore::open({directory / "store", {first, second}, true, nullptr}).value();
        Batch batch;
        batch.put(1, "key", "value");
        REQUIRE(store->write(batch));
    }
    for (int opened = 0; opened < 2; ++opened) {
        const auto store =
            KeyValueStore::open({directory / "store", {first, second, later}, false, nullptr});
        REQUIRE(store);
        REQUIRE((*store)->get(1, "key").value() == "value");
        REQUIRE((*store)->get(2, "key").value() == std::nullopt);
    }
}

TEST_CASE("stored heads: a root that the entries do not give cannot be mended") {
    LogOfHeads log;
    log.append(LogOfHeads::stream(1));
    Hash wrong = log.map().root();
    wrong.bytes[0] ^= 1U;
    log.append_root(wrong);
    const auto rebuilt = StoredHeads::rebuild(log.log());
    REQUIRE_FALSE(rebuilt);
    REQUIRE(rebuilt.error().code == ErrorCode::heads_mismatch);
}

}  // namespace
}  // namespace tyst::storage
