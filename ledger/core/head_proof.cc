#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/merkle.h"
#include "ledger/core/stream_heads.h"
#include "schema/base64.h"

// Checking and writing down where a stream stood.
namespace tyst {
namespace {

constexpr std::string_view kHeadProofHeader = "tyst-stream-head/1";
constexpr std::string_view kRecordWord = "record";
// With the blank, which no base64 has.
constexpr std::string_view kRecordStart = "record ";
constexpr std::size_t kNeighboursMax = 2;
constexpr std::size_t kBucketPathMax = 64;

std::unexpected<Error> no_proof(std::string_view reason) {
    return fail(ErrorCode::proof_invalid, "stream head: " + std::string(reason));
}

// The record is in the bucket, at its position.
Result<void> check_place(const HeadProof& proof, const PlacedHead& placed) {
    if (head_bucket_of(placed.record.stream) != head_bucket_of(proof.stream)) {
        return no_proof("a record belongs to another bucket");
    }
    if (placed.record.events == 0) {
        return no_proof("a record of a stream without events");
    }
    // The entry with the root is the last one, and covers what is before it.
    if (placed.record.last.value + 1 >= proof.size) {
        return no_proof("a record of an entry that the root does not cover");
    }
    const Hash leaf = leaf_hash(as_bytes(head_record_bytes(placed.record)));
    return verify_inclusion(leaf, placed.position, proof.count, placed.path, proof.bucket_root);
}

// The records leave no place for the stream.
Result<void> check_absence(const HeadProof& proof) {
    if (proof.count == 0) {
        return proof.heads.empty() && proof.bucket_root == empty_root()
                   ? Result<void>()
                   : no_proof("a bucket without records that is not empty");
    }
    if (proof.heads.size() == kNeighboursMax) {
        const PlacedHead& left = proof.heads[0];
        const PlacedHead& right = proof.heads[1];
        const bool adjacent = left.record.stream < proof.stream &&
                              proof.stream < right.record.stream &&
                              right.position == left.position + 1;
        return adjacent ? Result<void>() : no_proof("its two records are not the neighbours");
    }
    if (proof.heads.size() != 1) {
        return no_proof("it has neither the stream's record nor its neighbours");
    }
    const PlacedHead& only = proof.heads[0];
    const bool at_edge =
        proof.stream < only.record.stream ? only.position == 0 : only.position + 1 == proof.count;
    return at_edge ? Result<void>() : no_proof("its one neighbour is not at the edge");
}

std::optional<std::string_view> next_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

// The words of the next line, whose first must be `word` and whose count must fit.
Result<std::vector<std::string_view>> take_words(
    std::string_view& rest, std::string_view word, std::size_t count
) {
    std::optional<std::string_view> line = next_line(rest);
    std::vector<std::string_view> words;
    while (line && words.size() < count) {
        const std::size_t end = line->find(' ');
        words.push_back(line->substr(0, end));
        if (end == std::string_view::npos) {
            line.reset();
        } else {
            line->remove_prefix(end + 1);
        }
    }
    if (line || words.size() != count || words.front() != word) {
        return no_proof(fmt::format("where a line of {} words '{} …' must stand", count, word));
    }
    return words;
}

Result<std::uint64_t> number_of(std::string_view word) {
    const std::optional<std::uint64_t> number = parse_decimal(word);
    return number ? Result<std::uint64_t>(*number) : no_proof("a number is not decimal");
}

Result<StreamId> stream_of(std::string_view word) {
    const std::optional<std::string> bytes = from_hex(word);
    const auto stream = bytes ? StreamId::from(as_bytes(*bytes)) : std::nullopt;
    // One way to write it: in lower case.
    return stream && to_hex(stream->view()) == word ? Result<StreamId>(*stream)
                                                    : no_proof("a stream is not 32 hex digits");
}

Result<Hash> hash_of_base64(std::string_view word) {
    const std::optional<std::string> bytes = from_base64(word);
    const auto hash = bytes ? Hash::from(as_bytes(*bytes)) : std::nullopt;
    return hash ? Result<Hash>(*hash) : no_proof("a hash is no base64 of 32 bytes");
}

// Hashes as long as no record begins.
Result<std::vector<Hash>> take_path(std::string_view& rest, std::size_t most) {
    std::vector<Hash> path;
    while (!rest.empty() && !rest.starts_with(kRecordStart)) {
        const std::optional<std::string_view> line = next_line(rest);
        if (!line) {
            return no_proof("its last line has no end");
        }
        if (path.size() == most) {
            return no_proof("a path has too many hashes");
        }
        TYST_ASSIGN(const Hash hash, hash_of_base64(*line));
        path.push_back(hash);
    }
    return path;
}

Result<PlacedHead> take_head(std::string_view& rest) {
    TYST_ASSIGN(const auto words, take_words(rest, kRecordWord, 5));
    PlacedHead placed;
    TYST_ASSIGN(placed.position, number_of(words[1]));
    TYST_ASSIGN(placed.record.stream, stream_of(words[2]));
    TYST_ASSIGN(placed.record.events, number_of(words[3]));
    TYST_ASSIGN(placed.record.last.value, number_of(words[4]));
    TYST_ASSIGN(placed.path, take_path(rest, kBucketPathMax));
    return placed;
}

void add_path(std::string& text, const std::vector<Hash>& path) {
    for (const Hash& hash : path) {
        text += to_base64(hash.view()) + "\n";
    }
}

}  // namespace

Result<std::optional<StreamHeadRecord>> verify_head_proof(
    const HeadProof& proof, const Hash& root
) {
    if (proof.heads.size() > kNeighboursMax) {
        return no_proof("it has more than two records");
    }
    TYST_TRY(verify_inclusion(
        head_bucket_leaf(proof.count, proof.bucket_root),
        head_bucket_of(proof.stream),
        kHeadBuckets,
        proof.map_path,
        root
    ));
    for (const PlacedHead& placed : proof.heads) {
        TYST_TRY(check_place(proof, placed));
    }
    if (proof.heads.size() == 1 && proof.heads[0].record.stream == proof.stream) {
        return proof.heads[0].record;
    }
    TYST_TRY(check_absence(proof));
    return std::nullopt;
}

std::string head_proof_text(const HeadProof& proof) {
    std::string text = fmt::format(
        "{}\nsize {}\nstream {}\nbucket {} {}\n",
        kHeadProofHeader,
        proof.size,
        to_hex(proof.stream.view()),
        proof.count,
        to_base64(proof.bucket_root.view())
    );
    add_path(text, proof.map_path);
    for (const PlacedHead& placed : proof.heads) {
        text += fmt::format(
            "{} {} {} {} {}\n",
            kRecordWord,
            placed.position,
            to_hex(placed.record.stream.view()),
            placed.record.events,
            placed.record.last.value
        );
        add_path(text, placed.path);
    }
    return text;
}

Result<HeadProof> parse_head_proof(std::string_view text) {
    if (text.size() > kHeadProofBytesMax) {
        return no_proof(fmt::format("{} bytes are too long", text.size()));
    }
    TYST_TRY(take_words(text, kHeadProofHeader, 1));
    TYST_ASSIGN(const auto size, take_words(text, "size", 2));
    TYST_ASSIGN(const auto stream, take_words(text, "stream", 2));
    TYST_ASSIGN(const auto bucket, take_words(text, "bucket", 3));
    HeadProof proof;
    TYST_ASSIGN(proof.size, number_of(size[1]));
    TYST_ASSIGN(proof.stream, stream_of(stream[1]));
    TYST_ASSIGN(proof.count, number_of(bucket[1]));
    TYST_ASSIGN(proof.bucket_root, hash_of_base64(bucket[2]));
    TYST_ASSIGN(proof.map_path, take_path(text, kHeadMapHeight));
    while (!text.empty()) {
        if (proof.heads.size() == kNeighboursMax) {
            return no_proof("it has more than two records");
        }
        TYST_ASSIGN(PlacedHead placed, take_head(text));
        proof.heads.push_back(std::move(placed));
    }
    return proof;
}

}  // namespace tyst
