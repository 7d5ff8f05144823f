#include <algorithm>
#include <filesystem>
#include <functional>

#include <catch2/catch.hpp>

#include "ledger/erasure_records.h"
#include "ledger/root_keys.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/storage/root_key.h"
#include "tests/faults/faulty_disk.h"
#include "tests/faults/small_file_faults.h"
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

constexpr Survival kErasureSurvivals[] = {
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

// Opens what was left: nothing of the erasure happened, or all of it; and it can be carried out.
void require_one_or_the_other(
    const Prepared& base, const fs::path& found, const OpenOptions& options, bool told_done
) {
    test::ManualClock clock(base.clock.now());
    SystemEntropy entropy;
    {
        const auto opened = Ledger::open(options, clock, entropy);
        INFO((opened ? std::string() : error_text(opened.error())));
        REQUIRE(opened);
        Ledger& ledger = **opened;
        require_sound(ledger, base);
        if (!is_erased(ledger, base)) {
            REQUIRE_FALSE(told_done);
            require_untouched(ledger, base);
            const auto receipt = ledger.erase(base.request, base.second, base.whole_record);
            INFO((receipt ? std::string() : error_text(receipt.error())));
            REQUIRE(receipt);
        }
        require_whole(ledger, base, found);
    }
    const auto again = Ledger::open(options, clock, entropy);
    REQUIRE(again);
    require_sound(**again, base);
    require_whole(**again, base, found);
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
        const auto receipt = (*opened)->erase(base.request, base.second, base.whole_record);
        told_done = receipt.has_value();
        if (!receipt) {
            INFO(error_text(receipt.error()));
            REQUIRE(static_cast<unsigned>(receipt.error().code) / 100 == 5);
        }
        disk.copy(working, found, survival);
        test::copy_as_it_stands(
            base.root_of(working).parent_path(), base.root_of(found).parent_path()
        );
    }
    const auto struck = disk.struck();
    INFO((struck ? test::to_text(*struck) : "no fault"));
    require_one_or_the_other(base, found, base.options_of(found, base.healthy), told_done);
    return struck.has_value();
}

// Each so many calls from the first one on.
void try_calls(Prepared& base, FaultWay way, std::uint64_t first, std::uint64_t step) {
    std::uint64_t number = first;
    while (erase_once(
        base, {way, number, {}, {}, {}}, kErasureSurvivals[number % std::size(kErasureSurvivals)]
    )) {
        number += step;
    }
    INFO("way: " << test::to_text(way));
    REQUIRE(number > 40);  // calls that one erasure makes
}

TEST_CASE("erasure faults: whatever call fails, nothing was erased or all of it, and told once") {
    constexpr std::uint64_t kStep = 19;
    Prepared base;
    std::uint64_t first = 1;
    for (const FaultWay way : kFaultWays) {
        try_calls(base, way, first, kStep);
        first += kStep / kFaultWays.size();
    }
}

TEST_CASE("erasure faults: the same for every write and sync of the keys' batch and the log's") {
    Prepared base;
    for (const char* store : {"keys", "log"}) {
        for (const FaultWay way : {FaultWay::not_done, FaultWay::done}) {
            std::uint64_t number = 1;
            while (erase_once(
                base,
                {way, number, {}, test::FileKind::write_ahead_log, store},
                kErasureSurvivals[number % std::size(kErasureSurvivals)]
            )) {
                ++number;
            }
            REQUIRE(number > 2);
        }
    }
}

// Every draw of randomness is a moment at which the machine may die: between the parts of the next
// root's file, its recovery file and the rows, which no fault of a store reaches.
class DyingEntropy final : public Entropy {
  public:
    DyingEntropy(std::uint64_t at, std::function<void()> die) : at_(at), die_(std::move(die)) {}
    void fill(std::span<std::uint8_t> target) override {
        if (++draws_ == at_) {
            die_();
        }
        system_.fill(target);
    }
    [[nodiscard]] bool died() const { return draws_ >= at_; }
    // Draws from here on count.
    void begin() { draws_ = 0; }

  private:
    SystemEntropy system_;
    std::uint64_t draws_ = 0;
    const std::uint64_t at_;
    std::function<void()> die_;
};

TEST_CASE("erasure faults: the power goes between the steps, the root under a key file and shares"
) {
    Prepared base;
    const fs::path wrapping = base.directory / "wrapping.key";
    REQUIRE(create_wrapping_key(wrapping, base.entropy));
    const RootKeyUnlock unlock{{}, wrapping};
    const RootKeyPlace plain{base.open_options.root_key_file, {}};
    REQUIRE(cover_root_key(plain, RootKeyCover::key_file, unlock, base.entropy));
    const RootKeyPlace place{plain.file, unlock};
    const auto split = split_recovery_key(place, base.entropy);
    REQUIRE(split);
    const fs::path working = base.directory / "working";
    const fs::path found = base.directory / "found";
    const auto recovery_of = [&](const fs::path& ledger) {
        return recovery_file(base.root_of(ledger));
    };
    std::uint64_t number = 1;
    for (bool died = true; died; ++number) {
        INFO("draw " << number);
        base.begin(working);
        fs::copy(recovery_file(place.file), recovery_of(working));
        FaultyDisk disk;
        DyingEntropy entropy(number, [&] {
            fs::remove_all(found);
            fs::remove_all(base.root_of(found).parent_path());
            disk.copy(working, found, kErasureSurvivals[number % std::size(kErasureSurvivals)]);
            test::copy_as_it_stands(
                base.root_of(working).parent_path(), base.root_of(found).parent_path()
            );
        });
        OpenOptions options = base.options_of(working, disk);
        options.unlock = unlock;
        {
            const auto opened = Ledger::open(options, base.clock, entropy);
            REQUIRE(opened);
            entropy.begin();
            REQUIRE((*opened)->erase(base.request, base.second, base.whole_record));
            died = entropy.died();
        }
        if (!died) {
            break;
        }
        OpenOptions healthy = base.options_of(found, base.healthy);
        healthy.unlock = unlock;
        require_one_or_the_other(base, found, healthy, false);
        const auto opens = recovery_opens_present_root(
            {base.root_of(found), unlock}, {split->shares[0], split->shares[1]}
        );
        REQUIRE(opens);
        REQUIRE(*opens);
    }
    REQUIRE(number > 15);
}

TEST_CASE("erasure faults: killed at any sync or renaming of the root's files, no old root stays") {
    Prepared base;
    const RootKeyPlace plain{base.open_options.root_key_file, {}};
    REQUIRE(split_recovery_key(plain, base.entropy));
    const fs::path working = base.directory / "working";
    const fs::path found = base.directory / "found";
    const fs::path root_place = base.root_of(working).parent_path();
    const fs::path found_place = base.root_of(found).parent_path();
    for (const FaultWay way : {FaultWay::not_done, FaultWay::done}) {
        std::uint64_t number = 1;
        for (bool struck = true; struck; ++number) {
            base.begin(working);
            fs::copy(recovery_file(plain.file), recovery_file(base.root_of(working)));
            FaultyDisk disk;
            const auto opened =
                Ledger::open(base.options_of(working, disk), base.clock, base.entropy);
            REQUIRE(opened);
            std::string site = "none";
            {
                test::SmallFileFaults faults({
                    .way = way,
                    .call_number = number,
                    .fits = [&](const fs::path& path
                            ) { return path.string().starts_with(root_place.string()); },
                    .at_fault =
                        [&] {
                            fs::remove_all(found);
                            fs::remove_all(found_place);
                            disk.copy(working, found, Survival::synced_only);
                            test::copy_as_it_stands(root_place, found_place);
                        },
                });
                const auto receipt = (*opened)->erase(base.request, base.second, base.whole_record);
                struck = faults.struck().has_value();
                REQUIRE(receipt.has_value() != struck);
                site = struck ? test::to_text(*faults.struck()) : site;
            }
            if (!struck) {
                break;
            }
            INFO(test::to_text(way) << ", call " << number << ", " << site);
            require_one_or_the_other(base, found, base.options_of(found, base.healthy), false);
            for (const auto& entry : fs::directory_iterator(found_place)) {
                const std::string ending = entry.path().extension().string();
                INFO(entry.path().string());
                REQUIRE((ending == ".key" || ending == ".recovery"));
            }
        }
        REQUIRE(number > 10);
    }
}

TEST_CASE("erasure faults: the same for every call, in every way", "[.every]") {
    Prepared base;
    for (const FaultWay way : kFaultWays) {
        try_calls(base, way, 1, 1);
    }
}

}  // namespace
}  // namespace tyst
