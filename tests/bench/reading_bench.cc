#include <algorithm>
#include <limits>

#include "ledger/core/aead.h"
#include "ledger/core/hash.h"
#include "ledger/core/sealing.h"
#include "ledger/storage/log_rows.h"
#include "projections/query.h"
#include "projections/views.h"
#include "reference/embedded.h"
#include "schema/reference_set.h"
#include "tests/bench/bench.h"

namespace tyst::bench {
namespace {

constexpr unsigned kThreads = 2;
const Date kToday = Date::of(2024, 12, 31);

ReferenceSet reference_set() {
    std::vector<ReferenceFileText> files;
    for (const auto& file : embedded_reference_files()) {
        files.push_back({std::string(file.path), std::string(file.text)});
    }
    return need(ReferenceSet::load(std::move(files)), "reference set");
}

// Reads every sealed row and does what opening costs: the event key, its commitment, AES-GCM. The
// key is the benchmark's own, so the tag is wrong at the end of the same work.
double scan_and_open(const std::filesystem::path& log) {
    const HmacKey key{SecretKey{}};
    Aead aead = need(Aead::create(), "aead");
    std::vector<std::uint8_t> plaintext(kSealedPartBytesMax);
    std::uint64_t opened = 0;
    const std::vector<RawRow> rows = raw_rows(log);
    const double seconds = seconds_of([&] {
        for (const RawRow& row : rows) {
            if (row.family != storage::log_rows::kSealed) {
                continue;
            }
            const auto part = need(storage::log_rows::parse_part_row(row.value), "part row");
            const SecretKey event = event_key(key, part.salt);
            static_cast<void>(commitment_to(event));
            aead.set_key(event);
            const Bytes sealed = as_bytes(part.sealed);
            static_cast<void>(need(
                aead.open(
                    AeadNonce{},
                    {},
                    sealed,
                    std::span(plaintext).first(sealed.size() - kAeadTagBytes)
                ),
                "open"
            ));
            ++opened;
        }
    });
    return seconds / static_cast<double>(opened);
}

}  // namespace

// Re-reads and re-hashes everything, opens nothing.
Figures verify(const Scale& scale) {
    BenchLedger ledger(scale.place);
    fill_with_cohort(*ledger, scale.events);
    const auto entries = static_cast<double>(ledger->size());
    const double seconds = seconds_of([&] {
        const VerifyReport report = need(ledger->verify({}), "verify");
        if (!report.findings.empty()) {
            give_up("verify found a fault: " + report.findings.front().error.context);
        }
    });
    Figures figures("verify");
    figures.add("entries", entries);
    figures.add("entries_a_second", entries / seconds);
    figures.add("entries_a_second_a_core", entries / seconds / kThreads);
    return figures;
}

// All views from nothing, beside only reading and opening the same rows.
Figures rebuild(const Scale& scale) {
    BenchLedger ledger(scale.place);
    fill_with_cohort(*ledger, scale.events);
    const auto events = static_cast<double>(ledger->size());
    const ReferenceSet reference = reference_set();
    double seconds = 0;
    {
        const auto views = need(Views::open(*ledger, reference), "views");
        seconds = seconds_of([&] { need(views->rebuild(kToday, {}), "rebuild"); });
    }
    ledger.close();
    const double open_seconds = scan_and_open(ledger.directory() / "log");
    Figures figures("rebuild");
    figures.add("events", events);
    figures.add("events_a_second", events / seconds);
    figures.add("events_a_second_a_core", events / seconds / kThreads);
    figures.add("scan_and_open_rows_a_second_a_core", 1 / open_seconds);
    figures.add("ratio_to_scan_and_open", open_seconds * events / (seconds * kThreads));
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
// `events`.
Figures open_times(const Scale& scale) {
    Figures figures("open");
    for (const std::uint64_t events :
         {std::min(std::uint64_t{10'000}, scale.events / 10), scale.events}) {
        BenchLedger ledger(scale.place / std::to_string(events));
        fill_with_cohort(*ledger, events);
        // A copy while it runs is what a killed process leaves; the anchor is at most 50 ms behind.
        const std::filesystem::path copy = scale.place / ("copy-" + std::to_string(events));
        std::filesystem::copy(
            ledger.directory().parent_path(), copy, std::filesystem::copy_options::recursive
        );
        SystemClock clock;
        SystemEntropy entropy;
        figures.add(
            "seconds_at_" + std::to_string(events), seconds_of([&] {
                need(
                    Ledger::open({copy / "ledger", copy / "root-key", {}, {}}, clock, entropy),
                    "open"
                );
            })
        );
    }
    return figures;
}

}  // namespace tyst::bench
