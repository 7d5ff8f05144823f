#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "ledger/core/tile.h"
#include "ledger/storage/log_store.h"
#include "tests/bench/bench.h"

namespace tyst::bench {
namespace {

constexpr int kColdProofs = 20;
constexpr int kRoots = 5;
constexpr std::uint64_t kStreamsChanged = 100;
constexpr std::uint32_t kProofStreams = 1'000;
constexpr std::uint64_t kProofSeed = 20;
constexpr std::uint32_t kImportStreams = 20'000;

// The full tiles that a proof of the entry reads: its own at each level, and the last of each.
std::vector<TileId> tiles_of_proof(std::uint64_t index, std::uint64_t size) {
    std::vector<TileId> tiles;
    for (std::uint8_t level = 0; level < kTileLevels; ++level) {
        const std::uint64_t full = full_tiles(size, level);
        const std::uint64_t own = (index >> (8U * level)) / kTileHashes;
        if (own < full) {
            tiles.push_back({level, own});
        }
        if (full > 0 && own + 1 != full) {
            tiles.push_back({level, full - 1});
        }
    }
    return tiles;
}

// Seconds to read the tiles from a store just opened, whose files no memory holds.
double seconds_of_tiles(const std::filesystem::path& log_directory, std::span<const TileId> tiles) {
    const auto log = need(storage::LogStore::open({log_directory, {}}), "log");
    forget_files(log_directory);
    return seconds_of([&] {
        for (const TileId& tile : tiles) {
            need(log->full_tile(tile), "tile");
        }
    });
}

// What else the machine does makes single times long; half of them are shorter than this.
double median(std::vector<double> seconds) {
    std::ranges::nth_element(seconds, seconds.begin() + std::ssize(seconds) / 2);
    return seconds[seconds.size() / 2];
}

// Seconds for one root with some streams changed in a ledger of so many, at best.
double seconds_of_root(const std::filesystem::path& place, std::uint64_t streams) {
    BenchLedger ledger(place);
    const EventSource source(*ledger, static_cast<std::uint32_t>(streams));
    append_in_bulk(*ledger, source, 0, streams);
    const StreamId actor = ledger->authority_stream();
    need(ledger->commit_heads("pack", actor), "first root");
    double best = 1e9;
    std::uint64_t next = streams;
    for (int round = 0; round < kRoots; ++round, next += kStreamsChanged) {
        append_in_bulk(*ledger, source, next, next + kStreamsChanged);
        need(ledger->checkpoint(), "checkpoint");
        best =
            std::min(best, seconds_of([&] { need(ledger->commit_heads("pack", actor), "root"); }));
    }
    return best;
}

// What the first root after an import costs, and whom it keeps waiting.
struct FirstRoot {
    double seconds = 0;
    double longest_append = 0;  // of another caller, one event at a time, meanwhile
    std::uint64_t appends = 0;
};

FirstRoot first_root(const std::filesystem::path& place, std::uint64_t entries) {
    BenchLedger ledger(place);
    const EventSource source(*ledger, kImportStreams);
    append_in_bulk(*ledger, source, 0, entries);
    need(ledger->checkpoint(), "checkpoint");
    FirstRoot measured;
    std::atomic<bool> done = false;
    {
        const std::jthread other([&] {
            for (std::uint64_t next = entries; !done; ++next) {
                measured.longest_append =
                    std::max(measured.longest_append, seconds_of([&] {
                                 need(ledger->append({{source.next(next)}, {}}), "append");
                             }));
                ++measured.appends;
            }
        });
        measured.seconds = seconds_of([&] {
            need(ledger->commit_heads("pack", ledger->authority_stream()), "first root");
        });
        done = true;
    }
    return measured;
}

}  // namespace

// An inclusion proof of an open ledger whose files no memory holds any more, beside reading as many
// tiles from its store in the same state. Opening has read the right edge of the tree by then,
// which is told apart.
Figures proofs(const Scale& scale) {
    BenchLedger ledger(scale.place);
    if (ledger->size() < scale.events) {
        append_in_bulk(*ledger, EventSource(*ledger, kProofStreams), ledger->size(), scale.events);
        need(ledger->checkpoint(), "checkpoint");
    }
    const std::uint64_t size = ledger->size();
    ledger.close();
    std::mt19937_64 random(kProofSeed);
    std::vector<double> open_seconds;
    std::vector<double> proof_seconds;
    std::vector<double> raw_seconds;
    double proof_bytes = 0;
    std::size_t tiles_read = 0;
    for (int round = 0; round < kColdProofs; ++round) {
        const std::uint64_t index = random() % size;
        forget_files(ledger.directory());
        open_seconds.push_back(seconds_of([&] { ledger.open(); }));
        forget_files(ledger.directory());
        const double bytes_before = bytes_from_disk();
        proof_seconds.push_back(seconds_of([&] { need(ledger->prove({index}), "proof"); }));
        proof_bytes += bytes_from_disk() - bytes_before;
        ledger.close();
        const std::vector<TileId> tiles = tiles_of_proof(index, size);
        tiles_read += tiles.size();
        raw_seconds.push_back(seconds_of_tiles(ledger.directory() / "log", tiles));
    }
    Figures figures("proofs");
    figures.add("entries", static_cast<double>(size));
    figures.add("cold_proof_milliseconds", median(proof_seconds) * 1e3);
    figures.add("cold_proof_milliseconds_at_most", std::ranges::max(proof_seconds) * 1e3);
    figures.add("kib_from_disk_a_proof", proof_bytes / kColdProofs / 1024);
    figures.add("cold_open_milliseconds", median(open_seconds) * 1e3);
    figures.add("tiles_a_proof", static_cast<double>(tiles_read) / kColdProofs);
    figures.add("raw_cold_read_milliseconds", median(raw_seconds) * 1e3);
    figures.add("ratio_to_raw", median(proof_seconds) / median(raw_seconds));
    return figures;
}

// A root over the heads with 100 streams changed, in a ledger of many streams beside one of a
// tenth.
Figures heads(const Scale& scale) {
    const std::uint64_t few = std::max<std::uint64_t>(scale.events / 10, kStreamsChanged);
    const double small = seconds_of_root(scale.place / "few", few);
    const double large = seconds_of_root(scale.place / "many", scale.events);
    Figures figures("heads");
    figures.add("streams_changed", static_cast<double>(kStreamsChanged));
    figures.add("milliseconds_at_" + std::to_string(few), small * 1e3);
    figures.add("milliseconds_at_" + std::to_string(scale.events), large * 1e3);
    figures.add("ratio_of_large_to_small", large / small);
    const FirstRoot first = first_root(scale.place / "import", scale.events);
    figures.add("first_root_milliseconds", first.seconds * 1e3);
    figures.add("longest_append_milliseconds", first.longest_append * 1e3);
    figures.add("appends_meanwhile", static_cast<double>(first.appends));
    return figures;
}

}  // namespace tyst::bench
