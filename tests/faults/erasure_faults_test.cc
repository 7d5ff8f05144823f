#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "ledger/erasure_records.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/storage/root_key.h"
#include "tests/faults/faulty_disk.h"
#include "tests/faults/trial.h"
#include "tests/ledger/erasure_fixture.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::error_text;
using test::FaultPlan;
using test::FaultWay;
using test::FaultyDisk;
using test::files_with;
using test::kFaultWays;
using test::Survival;

constexpr Survival kSurvivals[] = {
    Survival::all_written, Survival::synced_only, Survival::half_of_the_rest
};

// A closed ledger with an erasure that may be carried out, of which every trial gets a copy, the
// root key's directory included.
struct Prepared : test::ErasureFixture {
    Prepared() {
        gone = child("GONE");
        stays = child("STAYS");
        for (int round = 0; round < 2; ++round) {
            PreparedEvent named = identity(gone, "Synthetic");
            named.event.attachments.push_back({"plan.txt", "attached text"});
            REQUIRE(append({named, identity(stays, "Synthetic")}));
        }
        REQUIRE(append({placement(stays, "Synthetic Carer")}));
        request = ready({gone});
        sealed.push_back(ledger().sealed_part({2}, 0)->sealed);
        sealed.push_back(ledger().sealed_part({2}, 1)->sealed);
        root = storage::read_root_key({open_options.root_key_file})->key;
        close();
    }
    static constexpr std::uint64_t kParts = 4;

    [[nodiscard]] fs::path root_of(const fs::path& ledger) const {
        fs::path place = ledger;
        place += "-root";
        return place / "root.key";
    }
    [[nodiscard]] OpenOptions options_of(const fs::path& ledger, const FaultyDisk& disk) const {
        OpenOptions options = open_options;
        options.directory = ledger;
        options.root_key_file = root_of(ledger);
        options.file_system = disk.file_system();
        return options;
    }
    void begin(const fs::path& working) const {
        fs::remove_all(working);
        fs::remove_all(root_of(working).parent_path());
        fs::copy(open_options.directory, working, fs::copy_options::recursive);
        fs::create_directories(root_of(working).parent_path());
        fs::copy(open_options.root_key_file, root_of(working));
    }

    StreamId gone;
    StreamId stays;
    EventId request;
    std::vector<std::string> sealed;
    SecretKey root;
    FaultyDisk healthy;
};

bool is_erased(Ledger& ledger, const Prepared& base) {
    return !ledger.kind_of(base.gone).has_value();
}

// Wholly: keys, ciphertext, root and receipt, the receipt once.
void require_whole(Ledger& ledger, const Prepared& base, const fs::path& place) {
    const auto events = ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only);
    REQUIRE(events);
    REQUIRE(std::ranges::count_if(*events, [](const StoredEvent& stored) {
                return std::holds_alternative<RecordErased>(stored.event.body);
            }) == 1);
    const auto& body = std::get<RecordErased>(events->back().event.body);
    REQUIRE(body.request == base.request);
    REQUIRE(body.parts == Prepared::kParts);
    REQUIRE(body.root_generation == 1);
    REQUIRE(ledger.root_key_generation() == 1);
    REQUIRE(erasure_cases(ledger)->front().erased);
    for (const std::string& bytes : base.sealed) {
        REQUIRE(files_with(place, bytes).empty());
    }
    const fs::path root_place = base.root_of(place).parent_path();
    REQUIRE(files_with(root_place, to_hex(base.root.view())).empty());
}

void require_untouched(Ledger& ledger, const Prepared& base) {
    REQUIRE(ledger.root_key_generation() == 0);
    const auto events = ledger.read_stream(base.gone, ReadDepth::with_attachments);
    INFO((events ? "" : error_text(events.error())));
    REQUIRE(events);
    REQUIRE(events->size() == 2);
    REQUIRE_FALSE(erasure_cases(ledger)->front().erased);
}

void require_sound(Ledger& ledger, const Prepared& base) {
    const auto report = ledger.verify({});
    REQUIRE(report);
    for (const Finding& finding : report->findings) {
        INFO(error_text(finding.error));
        REQUIRE(false);
    }
    REQUIRE(report->parts_erased == (is_erased(ledger, base) ? Prepared::kParts : 0));
    const auto stays = ledger.read_stream(base.stays, ReadDepth::with_people);
    REQUIRE(stays);
    REQUIRE(stays->size() == 3);
    REQUIRE_FALSE(fs::exists(storage::next_root_key_file(base.root_of(ledger.directory()))));
}

// Erases on a disk that fails at one call, and opens what is left. Whether the fault struck.
bool erase_once(Prepared& base, const FaultPlan& plan, Survival survival) {
    const fs::path working = base.directory / "working";
    const fs::path found = base.directory / "found";
    fs::remove_all(found);
    fs::remove_all(base.root_of(found).parent_path());
    base.begin(working);
    FaultyDisk disk;
    bool told_done = false;
    {
        const auto opened = Ledger::open(base.options_of(working, disk), base.clock, base.entropy);
        REQUIRE(opened);
        disk.set_plan(plan);
        const auto receipt = (*opened)->erase(base.request, base.second);
        told_done = receipt.has_value();
        if (!receipt) {
            INFO(error_text(receipt.error()));
            REQUIRE(static_cast<unsigned>(receipt.error().code) / 100 == 5);
        }
        disk.copy(working, found, survival);
        fs::copy(
            base.root_of(working).parent_path(),
            base.root_of(found).parent_path(),
            fs::copy_options::recursive
        );
    }
    const auto struck = disk.struck();
    INFO((struck ? test::to_text(*struck) : "no fault"));
    {
        const auto opened =
            Ledger::open(base.options_of(found, base.healthy), base.clock, base.entropy);
        INFO((opened ? std::string() : error_text(opened.error())));
        REQUIRE(opened);
        Ledger& ledger = **opened;
        require_sound(ledger, base);
        if (!is_erased(ledger, base)) {
            REQUIRE_FALSE(told_done);
            require_untouched(ledger, base);
            const auto receipt = ledger.erase(base.request, base.second);
            INFO((receipt ? std::string() : error_text(receipt.error())));
            REQUIRE(receipt);
        }
        require_whole(ledger, base, found);
    }
    const auto again = Ledger::open(base.options_of(found, base.healthy), base.clock, base.entropy);
    REQUIRE(again);
    require_sound(**again, base);
    require_whole(**again, base, found);
    return struck.has_value();
}

// Every call that fits, or each so many of them; how many there were, about.
std::uint64_t try_calls(Prepared& base, FaultWay way, std::uint64_t step) {
    std::uint64_t number = 1;
    while (erase_once(base, {way, number, {}, {}, {}}, kSurvivals[number % std::size(kSurvivals)])
    ) {
        number += step;
    }
    INFO("way: " << test::to_text(way));
    REQUIRE(number > 20);
    return number;
}

TEST_CASE("erasure faults: whatever call fails, nothing was erased or all of it, and told once") {
    Prepared base;
    for (const FaultWay way : kFaultWays) {
        try_calls(base, way, 5);
    }
}

TEST_CASE("erasure faults: the same for every write and sync of the keys' batch and the log's") {
    Prepared base;
    for (const char* store : {"keys", "log"}) {
        for (const test::DiskCall call : {test::DiskCall::append, test::DiskCall::sync}) {
            for (const FaultWay way : {FaultWay::not_done, FaultWay::done}) {
                for (const Survival survival : kSurvivals) {
                    std::uint64_t number = 1;
                    while (erase_once(
                        base, {way, number, call, test::FileKind::write_ahead_log, store}, survival
                    )) {
                        ++number;
                    }
                    REQUIRE(number > 1);
                }
            }
        }
    }
}

TEST_CASE("erasure faults: the same for every call, in every way", "[.every]") {
    Prepared base;
    for (const FaultWay way : kFaultWays) {
        try_calls(base, way, 1);
    }
}

}  // namespace
}  // namespace tyst
