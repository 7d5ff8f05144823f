#include "tests/bench/bench.h"

#include <chrono>
#include <cstdlib>
#include <iostream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/sample/sample.h"
#include "reference/embedded.h"

namespace tyst::bench {

void give_up(const std::string& what) {
    std::cerr << "tyst_bench: " << what << '\n';
    std::exit(1);
}

std::string Figures::json() const {
    std::string text = fmt::format(R"({{"workload":"{}")", workload_);
    for (const auto& [figure, value] : figures_) {
        text += fmt::format(R"(,"{}":{:.6g})", figure, value);
    }
    return text + "}";
}

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

namespace {

double in_seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

rusage usage_so_far() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage;
}

double cpu_seconds_so_far() {
    const rusage usage = usage_so_far();
    return in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
}

}  // namespace

Cost cost_of(const std::function<void()>& work) {
    const double before = cpu_seconds_so_far();
    const double seconds = seconds_of(work);
    return {seconds, cpu_seconds_so_far() - before};
}

void forget_files(const std::filesystem::path& directory) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) {
            continue;
        }
        const int file = open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        // Pages that are not on the disk yet cannot be forgotten.
        if (file < 0 || fsync(file) != 0 || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0) {
            give_up("cannot forget " + entry.path().string());
        }
        close(file);
    }
}

double bytes_from_disk() {
    constexpr double kBlockBytes = 512;  // of ru_inblock, whatever the disk has
    return static_cast<double>(usage_so_far().ru_inblock) * kBlockBytes;
}

ReferenceSet reference_set() {
    std::vector<ReferenceFileText> files;
    for (const auto& file : embedded_reference_files()) {
        files.push_back({std::string(file.path), std::string(file.text)});
    }
    return need(ReferenceSet::load(std::move(files)), "reference set");
}

double peak_memory_mib() {
    return static_cast<double>(usage_so_far().ru_maxrss) / 1024.0;
}

BenchLedger::BenchLedger(const std::filesystem::path& place)
    : directory_(place / "ledger"), root_key_(place / "root-key") {
    std::filesystem::create_directories(place);
    if (!std::filesystem::exists(directory_)) {
        need(
            Ledger::create(
                {.directory = directory_,
                 .root_key_file = root_key_,
                 .lock_directory = {},
                 .origin = "tyst.example/bench",
                 .authority = "W06000014",
                 .unlock = {},
                 .file_system = {}},
                clock_,
                entropy_
            ),
            "create"
        );
    }
    open();
}

void BenchLedger::open() {
    ledger_ = need(
        Ledger::open(
            {.directory = directory_,
             .root_key_file = root_key_,
             .lock_directory = {},
             .unlock = {},
             .file_system = {}},
            clock_,
            entropy_
        ),
        "open"
    );
}

EventSource::EventSource(Ledger& ledger, std::uint32_t streams) : ledger_(ledger) {
    std::vector<SubjectReference> references;
    for (std::uint32_t child = 0; child < streams; ++child) {
        references.push_back(
            {SubjectKind::child, Compartment::child_case, "bench", fmt::format("B{:06}", child)}
        );
    }
    streams_ = need(ledger.find_or_create(references), "make streams");
    actor_ = need(
        ledger.find_or_create({SubjectKind::actor, Compartment::none, "os-user", "bench"}),
        "make actor"
    );
}

PreparedEvent EventSource::next(std::uint64_t number) const {
    PreparedEvent prepared;
    prepared.stream = streams_[number * 2'654'435'761U % streams_.size()];
    Event& event = prepared.event;
    event.id = ledger_.new_event_id();
    event.recorded_by = actor_;
    event.occurred.date = Date::of(2019, 1, 1).plus_days(static_cast<int>(number % 900));
    event.reason = "Synthetic: recorded by a benchmark, about as long as a short note.";
    event.language = "en";
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer_relationship = "unrelated";
    placement.provider = "own";
    placement.location = "own-authority";
    placement.intended_to_18 = false;
    placement.home_postcode = "CF00 0AA";
    placement.placement_postcode = "CF00 0AB";
    event.body = std::move(placement);
    return prepared;
}

void fill_with_cohort(Ledger& ledger, std::uint64_t events) {
    if (ledger.size() >= events) {
        return;
    }
    const StreamId actor = need(
        ledger.find_or_create({SubjectKind::actor, Compartment::none, "os-user", "bench"}),
        "make actor"
    );
    std::vector<Submission> waiting;
    const auto flush = [&] {
        auto prepared = need(ledger.prepare(std::move(waiting), actor), "prepare");
        waiting.clear();
        need(ledger.append({std::move(prepared), {}}), "append");
    };
    const auto children = static_cast<std::uint32_t>(events / 20 + 10);
    const std::string enough = "enough events";
    const auto written =
        write_random({children, 8, 1}, [&](const Submission& submission) -> Result<void> {
            waiting.push_back(submission);
            if (waiting.size() == 512) {
                flush();
            }
            return ledger.size() + waiting.size() < events ? Result<void>()
                                                           : fail(ErrorCode::internal, enough);
        });
    if (!written && written.error().context != enough) {
        give_up("sample: " + written.error().context);
    }
    if (!waiting.empty()) {
        flush();
    }
    need(ledger.checkpoint(), "checkpoint");
}

}  // namespace tyst::bench
