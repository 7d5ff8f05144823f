#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "ledger/erasure_records.h"
#include "ledger/system.h"
#include "tests/crash/check_after_crash.h"
#include "tests/ledger/erasure_fixture.h"
#include "tests/support/long_runs.h"

namespace tyst::test {
namespace {

namespace fs = std::filesystem;
using Microseconds = std::chrono::microseconds;

constexpr int kEventsOfRecord = 30;

// A closed ledger with an erasure that may be carried out. Its times lie before those of any real
// clock.
struct Prepared : ErasureFixture {
    Prepared() {
        gone = child("GONE");
        for (int round = 0; round < kEventsOfRecord; ++round) {
            PreparedEvent named = identity(gone, "Synthetic");
            named.event.attachments.push_back({"plan.txt", std::string(5'000, 'x')});
            REQUIRE(append({named, placement(child("STAYS"), "Synthetic Carer")}));
        }
        request = ready({gone});
        sealed = ledger().sealed_part({2}, 0)->sealed;
        old_root = bytes_of(open_options.root_key_file);
        close();
    }
    StreamId gone;
    EventId request;
    std::string sealed;
    std::string old_root;
};

// A copy of it that a worker may be killed in.
struct Trial {
    explicit Trial(const Prepared& prepared)
        : ledger(place / "ledger"), root_key(place / "root" / "root.key") {
        fs::copy(prepared.open_options.directory, ledger, fs::copy_options::recursive);
        fs::create_directory(root_key.parent_path());
        fs::copy(prepared.open_options.root_key_file, root_key);
    }
    TemporaryDirectory place;
    fs::path ledger;
    fs::path root_key;
};

// The moments at which erasures are killed, from their beginning on. How long one takes is not
// asked of the clock alone: the machine may be busier, or less so, than it was at the first. After
// one that was carried out the next is killed sooner, after one that was not, later.
class KillMoments {
  public:
    KillMoments(Microseconds longest, std::uint32_t seed) : longest_(longest), random_(seed) {}

    [[nodiscard]] Microseconds next() {
        return Microseconds(std::uniform_int_distribution<std::int64_t>(0, longest_.count())(random_
        ));
    }
    void learn(bool carried_out) {
        longest_ = carried_out ? longest_ / 2 : longest_ * 2 + Microseconds(1);
    }

  private:
    Microseconds longest_;
    std::mt19937 random_;
};

// How long an erasure takes here, to begin with.
Microseconds time_of_one(const Prepared& prepared) {
    const Trial trial(prepared);
    WorkerProcess worker(trial.ledger, trial.root_key, 0, prepared.request);
    REQUIRE(worker.read_until_said("erasing"));
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(worker.read_until_said("erased"));
    return std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - begin);
}

std::size_t receipts_of(Ledger& ledger, const EventId& request) {
    const auto events =
        ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only).value();
    return static_cast<std::size_t>(std::ranges::count_if(events, [&](const StoredEvent& stored) {
        const auto* erased = std::get_if<RecordErased>(&stored.event.body);
        return erased != nullptr && erased->request == request;
    }));
}

// Opened as the next user would: all of the erasure is there, or nothing of it. Whether it is.
bool all_or_nothing(const Trial& trial, const Prepared& prepared) {
    SystemClock clock;
    SystemEntropy entropy;
    OpenOptions options;
    options.directory = trial.ledger;
    options.root_key_file = trial.root_key;
    auto opened = Ledger::open(options, clock, entropy);
    if (!opened) {
        FAIL(name(opened.error().code) << ": " << opened.error().context);
    }
    Ledger& ledger = **opened;
    const bool erased = !ledger.kind_of(prepared.gone).has_value();
    CHECK(receipts_of(ledger, prepared.request) == (erased ? 1 : 0));
    CHECK(erasure_cases(ledger).value().front().erased.has_value() == erased);
    CHECK(ledger.root_key_generation() == (erased ? 1 : 0));
    const auto report = ledger.verify({}).value();
    for (const Finding& finding : report.findings) {
        FAIL_CHECK(name(finding.error.code) << ": " << finding.error.context);
    }
    CHECK(report.parts_erased == (erased ? 2 * kEventsOfRecord : 0));
    const auto events = ledger.read_stream(prepared.gone, ReadDepth::with_attachments);
    if (erased) {
        CHECK(events.error().code == ErrorCode::part_erased);
    } else {
        CHECK(events.value().size() == kEventsOfRecord);
    }
    opened->reset();
    if (erased) {
        CHECK(files_with(trial.ledger, prepared.sealed).empty());
    }
    CHECK((bytes_of(trial.root_key) != prepared.old_root) == erased);
    CHECK(std::distance(fs::directory_iterator(trial.root_key.parent_path()), {}) == 1);
    return erased;
}

TEST_CASE("crash: kill -9 at random moments of an erasure leaves nothing of it or all of it") {
    const std::uint32_t seed = random_seed();
    INFO("seed " << seed);
    const Prepared prepared;
    KillMoments moments(time_of_one(prepared), seed);
    int erased = 0;
    const int cycles = TYST_KILLED_ERASURES * long_runs();
    for (int cycle = 0; cycle < cycles; ++cycle) {
        INFO("cycle " << cycle);
        const Trial trial(prepared);
        Acknowledged said;
        bool was_told = false;
        {
            WorkerProcess worker(trial.ledger, trial.root_key, 1, prepared.request);
            REQUIRE(worker.read_until_said("erasing"));
            std::this_thread::sleep_for(moments.next());
            worker.kill();
            said = worker.acknowledged();
            was_told = worker.read_until_said("erased");
        }
        if (cycle % 2 == 0) {  // once more, while what was cut off is being ended
            WorkerProcess worker(trial.ledger, trial.root_key, 2);
            std::this_thread::sleep_for(moments.next());
            worker.kill();
            said.add(worker.acknowledged());
        }
        const bool is_erased = all_or_nothing(trial, prepared);
        CHECK((is_erased || !was_told));
        require_nothing_lost(trial.ledger, trial.root_key, said, false);
        erased += is_erased ? 1 : 0;
        moments.learn(is_erased);
    }
    // The moments were spread over the beginning and the end of it.
    WARN("seed " << seed << ": of " << cycles << " erasures " << erased << " were carried out");
    CHECK(erased > 0);
    CHECK(erased < cycles);
}

}  // namespace
}  // namespace tyst::test
