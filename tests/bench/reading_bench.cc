#include <algorithm>
#include <array>
#include <limits>

#include "ledger/core/aead.h"
#include "ledger/core/hash.h"
#include "ledger/core/sealing.h"
#include "ledger/storage/log_store.h"
#include "projections/query.h"
#include "projections/views.h"
#include "schema/reference_set.h"
#include "tests/bench/bench.h"

namespace tyst::bench {
namespace {

constexpr unsigned kThreads = 2;  // that fold for a question
const Date kToday = Date::of(2024, 12, 31);

constexpr std::uint32_t kOpenStreams = 1'000;
constexpr std::uint64_t kEntriesToReplay = 2'000;

// A copy while the process runs is what a kill leaves; tables never change, so a link will do. The
// anchor may just be renamed into place: its `.new` file, which no open reads, can vanish
// meanwhile.
void copy_as_left_by_a_kill(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::create_directories(to);
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
        if (entry.path().extension() == ".new") continue;
        const auto target = to / entry.path().filename();
        if (entry.is_directory()) {
            copy_as_left_by_a_kill(entry.path(), target);
        } else if (entry.path().extension() == ".sst") {
            std::filesystem::create_hard_link(entry.path(), target);
        } else {
            std::filesystem::copy_file(entry.path(), target);
        }
    }
}

// Calls visit(value) for every row of a family.
void scan(
    const storage::LogStore& log,
    storage::FamilyNumber family,
    const std::function<void(std::string_view value)>& visit
) {
    storage::Cursor row = log.rows().cursor(family, storage::Scan::whole);
    for (row.seek_to_first(); row.valid(); row.next()) {
        visit(row.value());
    }
    need(row.status(), "scan");
}

// The least that checking a log by its own hashes costs.
Cost scan_and_hash(const std::filesystem::path& directory) {
    namespace rows = storage::log_rows;
    const auto log = need(storage::LogStore::open({directory, {}}), "log");
    Hash sum;
    return cost_of([&] {
        scan(*log, rows::kEntries, [&](std::string_view entry) {
            sum = node_hash(sum, leaf_hash(as_bytes(entry)));
        });
        for (const storage::FamilyNumber family : {rows::kSealed, rows::kAttachments}) {
            scan(*log, family, [&](std::string_view value) {
                sum = sha256(as_bytes(need(rows::parse_part_row(value), "part row").sealed));
            });
        }
        scan(*log, rows::kIds, [](std::string_view) {});
    });
}

// Scans `sealed` as the views do and does what opening every event costs: its key and AES-GCM. The
// subject key is the benchmark's own, so the tag is wrong at the end of the same work.
Cost scan_and_open(const std::filesystem::path& directory) {
    const auto log = need(storage::LogStore::open({directory, {}}), "log");
    const HmacKey key{SecretKey{}};
    Aead aead = need(Aead::create(), "aead");
    std::vector<std::uint8_t> plaintext(kSealedPartBytesMax);
    return cost_of([&] {
        storage::Cursor row = log->rows().cursor(storage::log_rows::kSealed, storage::Scan::whole);
        for (row.seek_to_first(); row.valid(); row.next()) {
            if (need(storage::log_rows::parse_part_key(row.key()), "part key").part > 0) {
                continue;  // of a person: the views read events only
            }
            const auto part = need(storage::log_rows::parse_part_row(row.value()), "part row");
            const Bytes sealed = as_bytes(part.sealed);
            aead.set_key(event_key(key, part.salt));
            static_cast<void>(need(
                aead.open(
                    AeadNonce{},
                    {},
                    sealed,
                    std::span(plaintext).first(sealed.size() - kAeadTagBytes)
                ),
                "open"
            ));
        }
        need(row.status(), "scan");
    });
}

}  // namespace

// Re-reads and re-hashes everything, opens nothing; beside only reading the same rows and hashing
// what must be hashed: each entry as a leaf, a node for it, each sealed part. The middle one of
// some runs: RocksDB still compacts what was just filled in during the first ones, on the same
// processors and in the same count of their seconds.
Figures verify(const Scale& scale) {
    BenchLedger ledger(scale.place);
    fill_with_cohort(*ledger, scale.events);
    ledger.close();
    ledger.open();  // from tables, as the log of every day is read
    const auto entries = static_cast<double>(ledger->size());
    std::array<Cost, 5> runs;
    for (Cost& run : runs) {
        run = cost_of([&] {
            const VerifyReport report = need(ledger->verify({}), "verify");
            if (!report.findings.empty()) {
                give_up("verify found a fault: " + report.findings.front().error.context);
            }
        });
    }
    std::ranges::nth_element(runs, runs.begin() + runs.size() / 2, {}, &Cost::cpu_seconds);
    const Cost cost = runs[runs.size() / 2];
    ledger.close();
    const Cost least = scan_and_hash(ledger.directory() / "log");
    Figures figures("verify");
    figures.add("entries", entries);
    figures.add("entries_a_second", entries / cost.seconds);
    figures.add("entries_a_cpu_second", entries / cost.cpu_seconds);
    figures.add("scan_and_hash_entries_a_cpu_second", entries / least.cpu_seconds);
    figures.add("cpu_ratio_to_scan_and_hash", cost.cpu_seconds / least.cpu_seconds);
    return figures;
}

// All views from nothing, beside only reading and opening the same rows.
Figures rebuild(const Scale& scale) {
    BenchLedger ledger(scale.place);
    fill_with_cohort(*ledger, scale.events);
    const auto events = static_cast<double>(ledger->size());
    const ReferenceSet reference = reference_set();
    Cost cost;
    {
        const auto views = need(Views::open(*ledger, reference), "views");
        cost = cost_of([&] { need(views->rebuild(kToday, {}), "rebuild"); });
    }
    ledger.close();
    const Cost least = scan_and_open(ledger.directory() / "log");
    Figures figures("rebuild");
    figures.add("events", events);
    figures.add("events_a_second", events / cost.seconds);
    figures.add("events_a_cpu_second", events / cost.cpu_seconds);
    figures.add("scan_and_open_events_a_cpu_second", events / least.cpu_seconds);
    figures.add("cpu_ratio_to_scan_and_open", cost.cpu_seconds / least.cpu_seconds);
    return figures;
}

// A caseload and figures of a past day as it was known then, and today's drift list from a cold
// start.
Figures questions(const Scale& scale) {
    BenchLedger ledger(scale.place);
    fill_with_cohort(*ledger, scale.events);
    const ReferenceSet reference = reference_set();
    const auto events = static_cast<double>(ledger->size());
    const Date past = Date::of(2021, 3, 31);
    std::size_t rows = 0;
    const double caseload_seconds = seconds_of([&] {
        const auto answer = need(
            ask_population(
                *ledger, {past, end_of_london_day(past), false}, reference, std::nullopt, kThreads
            ),
            "caseload"
        );
        rows = answer.rows.size();
    });
    const double memory = peak_memory_mib();
    {
        const auto views = need(Views::open(*ledger, reference), "views");
        need(views->catch_up(kToday, {}), "catch up");
    }
    ledger.close();
    std::size_t alerts = 0;
    const double drift_seconds = seconds_of([&] {
        ledger.open();
        const auto views = need(Views::open(*ledger, reference), "views");
        need(views->catch_up(kToday, {}), "catch up");
        alerts = need(views->with_alerts(), "alerts").size();
    });
    Figures figures("questions");
    figures.add("events", events);
    figures.add("as_at_known_at_caseload_seconds", caseload_seconds);
    figures.add("caseload_rows", static_cast<double>(rows));
    figures.add("peak_memory_mib", memory);
    figures.add("cold_drift_list_seconds", drift_seconds);
    figures.add("children_with_alerts", static_cast<double>(alerts));
    return figures;
}

// Opening a ledger whose process went away without closing it, at ten thousand entries and at
// `events`, with the same number of entries left in the write-ahead log.
Figures open_times(const Scale& scale) {
    Figures figures("open");
    std::vector<double> seconds;
    for (const std::uint64_t events :
         {std::min(std::uint64_t{10'000}, scale.events / 10), scale.events}) {
        BenchLedger ledger(scale.place / std::to_string(events));
        append_in_bulk(*ledger, EventSource(*ledger, kOpenStreams), 0, events);
        ledger.close();
        ledger.open();
        append_in_bulk(
            *ledger, EventSource(*ledger, kOpenStreams), events, events + kEntriesToReplay
        );
        need(ledger->checkpoint(), "checkpoint");
        const std::filesystem::path copy = scale.place / ("copy-" + std::to_string(events));
        copy_as_left_by_a_kill(ledger.directory().parent_path(), copy);
        SystemClock clock;
        SystemEntropy entropy;
        seconds.push_back(seconds_of([&] {
            need(
                Ledger::open(
                    {.directory = copy / "ledger",
                     .root_key_file = copy / "root-key",
                     .lock_directory = {},
                     .unlock = {},
                     .file_system = {}},
                    clock,
                    entropy
                ),
                "open"
            );
        }));
        figures.add("seconds_at_" + std::to_string(events), seconds.back());
    }
    figures.add("entries_replayed", static_cast<double>(kEntriesToReplay));
    figures.add("ratio_of_large_to_small", seconds.back() / seconds.front());
    return figures;
}

}  // namespace tyst::bench
