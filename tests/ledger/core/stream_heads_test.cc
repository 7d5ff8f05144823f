#include "ledger/core/stream_heads.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

using Heads = std::map<StreamId, StreamHeadRecord>;

std::string big_endian(std::uint64_t number) {
    std::string bytes(8, '\0');
    for (std::size_t byte = 8; byte-- > 0; number >>= 8U) {
        bytes[byte] = static_cast<char>(number & 0xffU);
    }
    return bytes;
}

// The two levels word for word as the page on formats has them, without any of our own ideas.
class SlowHeads {
  public:
    static Hash tree(const std::vector<Hash>& leaves, std::size_t begin, std::size_t end) {
        const std::size_t count = end - begin;
        if (count == 0) {
            return sha256(Bytes());
        }
        if (count == 1) {
            return leaves.at(begin);
        }
        std::size_t half = 1;
        while (half * 2 < count) {
            half *= 2;
        }
        return node_hash(tree(leaves, begin, begin + half), tree(leaves, begin + half, end));
    }
    static Hash root(const Heads& heads) {
        std::vector<std::vector<Hash>> buckets(65'536);
        for (const auto& [stream, record] : heads) {
            const std::string bytes = std::string(as_text(stream.view())) +
                                      big_endian(record.events) + big_endian(record.last.value);
            buckets.at(stream.bytes[0] * 256U + stream.bytes[1])
                .push_back(sha256(as_bytes(std::string(1, '\0') + bytes)));
        }
        std::vector<Hash> leaves;
        for (const std::vector<Hash>& bucket : buckets) {
            const Hash bucket_root = tree(bucket, 0, bucket.size());
            const std::string data =
                big_endian(bucket.size()) + std::string(as_text(bucket_root.view()));
            leaves.push_back(sha256(as_bytes(std::string(1, '\0') + data)));
        }
        return tree(leaves, 0, leaves.size());
    }
};

// Streams that fall into few buckets, so that buckets have several.
StreamId crowded_stream(std::mt19937_64& random) {
    StreamId stream;
    for (std::uint8_t& byte : stream.bytes) {
        byte = static_cast<std::uint8_t>(random());
    }
    stream.bytes[0] = random() % 2 == 0 ? 0x00 : 0xff;
    stream.bytes[1] = static_cast<std::uint8_t>(random() % 3 == 0 ? 0xff : random() % 4);
    return stream;
}

struct HeadsSample {
    explicit HeadsSample(std::uint64_t seed, std::size_t count) : random(seed) {
        for (std::size_t i = 0; i < count; ++i) {
            put(crowded_stream(random));
        }
    }
    void put(const StreamId& stream) {
        StreamHeadRecord& record = heads[stream];
        record = {stream, record.events + 1, LogIndex{next++}};
        map.set(record);
    }
    // Beyond every entry there is.
    [[nodiscard]] std::uint64_t size() const { return next + 1; }

    std::mt19937_64 random;
    Heads heads;
    StreamHeadsMap map;
    std::uint64_t next = 0;
};

TEST_CASE("stream heads: the root is that of the slow definition after every change") {
    constexpr std::uint64_t kSeed = 1200;
    INFO("seed " << kSeed);
    HeadsSample sample(kSeed, 0);
    REQUIRE(sample.map.root() == SlowHeads::root(sample.heads));
    for (int round = 0; round < 6; ++round) {
        for (int count = 0; count < 1 << round; ++count) {
            const bool update = !sample.heads.empty() && sample.random() % 3 == 0;
            const auto place =
                static_cast<std::ptrdiff_t>(update ? sample.random() % sample.heads.size() : 0);
            sample.put(
                update ? std::next(sample.heads.begin(), place)->first
                       : crowded_stream(sample.random)
            );
        }
        REQUIRE(sample.map.root() == SlowHeads::root(sample.heads));
    }
}

TEST_CASE("stream heads: every stream is proved where it stands, every other one as absent") {
    constexpr std::uint64_t kSeed = 1201;
    INFO("seed " << kSeed);
    HeadsSample sample(kSeed, 150);
    const Hash root = sample.map.root();
    for (const auto& [stream, record] : sample.heads) {
        const HeadProof proof = sample.map.prove(stream, sample.size()).value();
        REQUIRE(verify_head_proof(proof, root).value() == record);
        REQUIRE(parse_head_proof(head_proof_text(proof)).value() == proof);
        REQUIRE(sample.map.find(stream) != nullptr);
        REQUIRE(*sample.map.find(stream) == record);
        // The neighbour that differs in the last byte alone.
        StreamId other = stream;
        other.bytes[15] ^= 1U;
        const HeadProof absent = sample.map.prove(other, sample.size()).value();
        REQUIRE(verify_head_proof(absent, root).value() == std::nullopt);
        REQUIRE(sample.map.find(other) == nullptr);
    }
    for (const std::uint8_t bucket : std::vector<std::uint8_t>{0x00, 0x03, 0x7f, 0xff}) {
        for (const std::uint8_t rest : std::vector<std::uint8_t>{0x00, 0xff}) {
            StreamId edge;
            edge.bytes.fill(rest);
            edge.bytes[0] = bucket == 0x7f ? 0x7f : 0x00;
            edge.bytes[1] = bucket;
            const HeadProof proof = sample.map.prove(edge, sample.size()).value();
            REQUIRE(verify_head_proof(proof, root).value() == std::nullopt);
            REQUIRE(parse_head_proof(head_proof_text(proof)).value() == proof);
            REQUIRE(proof.heads.size() == (bucket == 0x7f ? 0U : 1U));
        }
    }
}

TEST_CASE("stream heads: root and file are those of the published example") {
    StreamHeadRecord record{{}, 2, LogIndex{1}};
    for (std::size_t byte = 0; byte < StreamId::kSize; ++byte) {
        record.stream.bytes[byte] = static_cast<std::uint8_t>(0x10 + byte);
    }
    StreamHeadsMap map;
    map.set(record);
    CHECK(
        to_hex(map.root().view()) ==
        "a7605f023ba62e94ffb5fe73a869b92082ce0c2cb270838d5c139026361f9111"
    );
    const std::string text = head_proof_text(map.prove(record.stream, 3).value());
    CHECK(
        text.starts_with("tyst-stream-head/1\n"
                         "size 3\n"
                         "stream 101112131415161718191a1b1c1d1e1f\n"
                         "bucket 1 aYgRBwBdZ1grEH8K8AM7uVrf33NlvXWbrbIiBgc12cY=\n"
                         "0X4uTwvCyyeybwxJuXEskdE4qyjudEFyOrG+fdZYENo=\n")
    );
    CHECK(text.ends_with("\nrecord 0 101112131415161718191a1b1c1d1e1f 2 1\n"));
}

TEST_CASE("stream heads: what was changed in a proof is refused") {
    HeadsSample sample(1202, 150);
    const Hash root = sample.map.root();
    const StreamId stream = std::next(sample.heads.begin(), 20)->first;
    HeadProof proof = sample.map.prove(stream, sample.size()).value();
    REQUIRE(proof.count > 3);
    PlacedHead& head = proof.heads.front();
    SECTION("a later event kept back") {
        --head.record.events;
    }
    SECTION("another last entry") {
        ++head.record.last.value;
    }
    SECTION("another position") {
        head.position = head.position == 0 ? 1 : 0;
    }
    SECTION("another number of streams") {
        --proof.count;
    }
    SECTION("another bucket root") {
        proof.bucket_root.bytes[7] ^= 1U;
    }
    SECTION("a hash of the map") {
        proof.map_path[9].bytes[0] ^= 1U;
    }
    SECTION("a shorter path of the map") {
        proof.map_path.pop_back();
    }
    SECTION("a hash of the bucket") {
        head.path[0].bytes[31] ^= 1U;
    }
    SECTION("said to be absent") {
        proof.heads.clear();
    }
    SECTION("a record that the root cannot cover") {
        proof.size = head.record.last.value + 1;
    }
    SECTION("the record of a stream in another bucket") {
        proof.stream.bytes[1] ^= 1U;
    }
    SECTION("many records") {
        proof.heads.resize(3, head);
    }
    const auto refused = verify_head_proof(proof, root);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == ErrorCode::proof_invalid);
}

TEST_CASE("stream heads: a stream that is there is never proved absent by others' records") {
    HeadsSample sample(1203, 150);
    const Hash root = sample.map.root();
    std::size_t tried = 0;
    for (const auto& [stream, record] : sample.heads) {
        for (const auto& [first, unused] : sample.heads) {
            if (head_bucket_of(first) != head_bucket_of(stream) || first == stream) {
                continue;
            }
            const HeadProof one = sample.map.prove(first, sample.size()).value();
            HeadProof absent = one;
            absent.stream = stream;
            REQUIRE_FALSE(verify_head_proof(absent, root));
            for (const auto& [second, unused_too] : sample.heads) {
                if (head_bucket_of(second) == head_bucket_of(stream) && second != stream) {
                    absent.heads.resize(1);
                    absent.heads.push_back(
                        sample.map.prove(second, sample.size()).value().heads.front()
                    );
                    REQUIRE_FALSE(verify_head_proof(absent, root));
                    ++tried;
                }
            }
        }
        if (tried > 2000) {
            break;
        }
    }
    REQUIRE(tried > 100);
}

TEST_CASE("stream heads: a changed bit of the file is refused, or speaks of another question") {
    HeadsSample sample(1204, 100);
    const Hash root = sample.map.root();
    const StreamId present = std::next(sample.heads.begin(), 10)->first;
    StreamId absent = present;
    absent.bytes[15] ^= 1U;
    for (const StreamId& stream : {present, absent}) {
        const HeadProof proof = sample.map.prove(stream, sample.size()).value();
        std::string text = head_proof_text(proof);
        for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
            const char kept = text[bit / 8];
            text[bit / 8] = static_cast<char>(static_cast<unsigned char>(kept) ^ (1U << bit % 8));
            const auto parsed = parse_head_proof(text);
            text[bit / 8] = kept;
            if (!parsed) {
                REQUIRE(parsed.error().code == ErrorCode::proof_invalid);
                continue;
            }
            REQUIRE(*parsed != proof);
            const bool same_question = parsed->stream == proof.stream && parsed->size == proof.size;
            REQUIRE_FALSE((same_question && verify_head_proof(*parsed, root)));
        }
        for (std::size_t size = 0; size < text.size(); ++size) {
            const auto cut = parse_head_proof(text.substr(0, size));
            REQUIRE_FALSE((cut && verify_head_proof(*cut, root)));
        }
    }
}

TEST_CASE("stream heads: a file beyond its limits, or of noise, is refused") {
    std::mt19937_64 random(1205);
    HeadsSample sample(1206, 10);
    const std::string text =
        head_proof_text(sample.map.prove(sample.heads.begin()->first, sample.size()).value());
    REQUIRE_FALSE(parse_head_proof(text + "\n"));
    REQUIRE_FALSE(parse_head_proof(text + text));
    REQUIRE_FALSE(parse_head_proof(std::string(kHeadProofBytesMax + 1, 'A')));
    REQUIRE_FALSE(parse_head_proof(""));
    for (int round = 0; round < 500; ++round) {
        std::string noise = text.substr(0, random() % text.size());
        for (std::size_t count = random() % 200; count > 0; --count) {
            noise.push_back(static_cast<char>(random()));
        }
        const auto parsed = parse_head_proof(noise);
        REQUIRE((parsed || parsed.error().code == ErrorCode::proof_invalid));
    }
}

}  // namespace
}  // namespace tyst
