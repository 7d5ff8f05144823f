#include <atomic>
#include <chrono>
#include <thread>

#include "ledger/storage/log_rows.h"
#include "tests/bench/bench.h"

namespace tyst::bench {
namespace {

constexpr std::uint32_t kStreams = 1'000;
constexpr std::uint64_t kEventsInAppend = 512;

// Plain RocksDB writes the rows of `events` events in synced batches of as many; seconds.
double write_rows(RawStore& store, std::span<const RawRow> rows, std::uint64_t events) {
    const std::uint64_t batches = (events + kEventsInAppend - 1) / kEventsInAppend;
    return seconds_of([&] {
        for (std::uint64_t batch = 0; batch < batches; ++batch) {
            const std::size_t from = rows.size() * batch / batches;
            store.write(rows.subspan(from, rows.size() * (batch + 1) / batches - from));
        }
    });
}

// The same for rows that are made as they are needed; making them is not counted.
double write_rows_like(RawStore& store, RawRowsLike& like, std::uint64_t from, std::uint64_t to) {
    double seconds = 0;
    std::vector<RawRow> rows;
    while (from < to) {
        rows.clear();
        for (std::uint64_t count = 0; count < kEventsInAppend && from < to; ++count, ++from) {
            like.add_event(from, rows);
        }
        seconds += seconds_of([&] { store.write(rows); });
    }
    return seconds;
}

}  // namespace

double append_in_bulk(
    Ledger& ledger, const EventSource& source, std::uint64_t from, std::uint64_t to
) {
    return seconds_of([&] {
        while (from < to) {
            Append append;
            for (; append.events.size() < kEventsInAppend && from < to; ++from) {
                append.events.push_back(source.next(from));
            }
            need(ledger.append(append), "append");
        }
    });
}

// Durable appends of one event each from `writers` threads for about `seconds`; events a second.
double append_rate(const Scale& scale) {
    BenchLedger ledger(scale.place);
    const EventSource source(*ledger, kStreams);
    std::atomic<std::uint64_t> next = 0;
    std::atomic<bool> stop = false;
    const std::uint64_t before = ledger->size();
    const double seconds = seconds_of([&] {
        std::vector<std::jthread> writers;
        for (unsigned writer = 0; writer < scale.writers; ++writer) {
            writers.emplace_back([&] {
                while (!stop.load(std::memory_order_relaxed)) {
                    need(ledger->append({{source.next(next.fetch_add(1))}, {}}), "append");
                }
            });
        }
        std::this_thread::sleep_for(std::chrono::duration<double>(scale.seconds));
        stop = true;
    });
    return static_cast<double>(ledger->size() - before) / seconds;
}

// The entry and the sealed part of one event: what any store would have to keep of it.
std::uint64_t payload_bytes(const Scale& scale) {
    BenchLedger ledger(scale.place);
    const EventSource source(*ledger, 1);
    need(ledger->append({{source.next(1)}, {}}), "append");
    ledger.close();
    std::uint64_t bytes = 0;
    for (const RawRow& row : raw_rows(ledger.directory() / "log")) {
        if (row.family == storage::log_rows::kEntries || row.family == storage::log_rows::kSealed) {
            bytes += row.value.size();
        }
    }
    return bytes;
}

// Appends of 512 events through the façade, beside plain RocksDB writing the same rows in synced
// batches of as many.
Figures bulk(const Scale& scale) {
    BenchLedger ledger(scale.place / "tyst");
    const EventSource source(*ledger, kStreams);
    const double tyst_seconds = append_in_bulk(*ledger, source, 0, scale.events);
    ledger.close();
    const std::vector<RawRow> rows = raw_rows(ledger.directory() / "log");
    RawStore raw(scale.place / "raw");
    const double raw_seconds = write_rows(raw, rows, scale.events);
    const auto events = static_cast<double>(scale.events);
    Figures figures("bulk-append");
    figures.add("events", events);
    figures.add("events_a_second", events / tyst_seconds);
    figures.add("raw_rocksdb_events_a_second", events / raw_seconds);
    figures.add("ratio_to_raw_rocksdb", raw_seconds / tyst_seconds);
    return figures;
}

// The same ratio for each power of ten that the log grows through, up to `events`. Both stores grow
// side by side, so that what else the machine does meets both.
Figures growth(const Scale& scale) {
    BenchLedger example(scale.place / "example");
    append_in_bulk(*example, EventSource(*example, kStreams), 0, std::uint64_t{2} * kStreams);
    example.close();
    RawRowsLike like(raw_rows(example.directory() / "log"));
    RawStore raw(scale.place / "raw");
    BenchLedger ledger(scale.place / "tyst");
    const EventSource source(*ledger, kStreams);
    Figures figures("growth");
    for (std::uint64_t from = 0, to = 10'000; to <= scale.events; from = to, to *= 10) {
        const double tyst_seconds = append_in_bulk(*ledger, source, from, to);
        const double raw_seconds = write_rows_like(raw, like, from, to);
        const auto events = static_cast<double>(to - from);
        const std::string at = std::to_string(to);
        figures.add("events_a_second_at_" + at, events / tyst_seconds);
        figures.add("raw_events_a_second_at_" + at, events / raw_seconds);
        figures.add("ratio_at_" + at, raw_seconds / tyst_seconds);
    }
    return figures;
}

}  // namespace tyst::bench
