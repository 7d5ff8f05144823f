#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/backup.h"
#include "ledger/core/checkpoint.h"
#include "tests/faults/faulty_disk.h"
#include "tests/faults/file_bytes.h"
#include "tests/faults/small_file_faults.h"
#include "tests/faults/trial.h"
#include "tests/ledger/first_form.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::error_text;
using test::FaultPlan;
using test::FaultWay;
using test::FaultyDisk;
using test::kFaultWays;
using test::SmallFileFaults;
using test::Survival;

// How a call past RocksDB fails; the process may be killed at either.
constexpr FaultWay kSmallFileWays[] = {FaultWay::not_done, FaultWay::done};

// What the caller of a rotation and a retirement was told.
struct Told {
    std::string introduced;  // the new key
    bool retired = false;
};

void rotate_and_retire(Ledger& ledger, const std::string& old_key, Told& told) {
    if (const auto rotated = ledger.rotate_signing_key(ledger.authority_stream())) {
        told.introduced = rotated->key;
        told.retired =
            ledger.retire_signing_key(old_key, "rotated", ledger.authority_stream()).has_value();
    }
}

void require_no_findings(Ledger& ledger) {
    const auto report = ledger.verify({});
    REQUIRE(report);
    for (const Finding& finding : report->findings) {
        INFO(error_text(finding.error));
        REQUIRE(report->findings.empty());
    }
}

// One of three states: the old key alone, both, the new one alone; each what was told at least.
// From each of them it goes on.
void require_one_state(test::Base& base, const fs::path& found, const Told& told) {
    {
        const auto opened = Ledger::open(base.options_of(found), base.clock, base.entropy);
        INFO((opened ? std::string() : error_text(opened.error())));
        REQUIRE(opened);
        Ledger& ledger = **opened;
        const std::vector<SigningKeySpan> spans = ledger.signing_keys();
        REQUIRE(spans.front().key == base.verifier_key);
        REQUIRE(spans.size() <= 2);
        REQUIRE((told.introduced.empty() || spans.back().key == told.introduced));
        REQUIRE((!told.retired || spans.front().to.has_value()));
        REQUIRE_FALSE(spans.back().to);
        require_no_findings(ledger);
        // Whatever state was left, a rotation can be ended or begun.
        if (spans.size() == 1) {
            REQUIRE(ledger.rotate_signing_key(ledger.authority_stream()));
        } else if (!spans.front().to) {
            REQUIRE(ledger.retire_signing_key(base.verifier_key, "", ledger.authority_stream()));
        } else {
            // A seed that signs no more is destroyed, at the latest by the open.
            const std::string file = test::content_of(found / "signing" / "keys");
            REQUIRE(file.find(base.verifier_key + " - ") != std::string::npos);
        }
        REQUIRE(ledger.checkpoint());
        require_no_findings(ledger);
    }
    REQUIRE(Ledger::open(base.options_of(found), base.clock, base.entropy));
}

// Rotates and retires on a disk that fails at one call of `log/`, cuts the power, and opens what is
// left. Whether the fault struck.
bool rotate_once(test::Base& base, const FaultPlan& plan, Survival survival) {
    const fs::path working = base.directory / "rotation";
    const fs::path found = base.directory / "rotation-found";
    fs::remove_all(working);
    fs::remove_all(found);
    FaultyDisk disk;
    OpenOptions options = base.copy_to(working);
    options.file_system = disk.file_system();
    Told told;
    {
        const auto opened = Ledger::open(options, base.clock, base.entropy);
        REQUIRE(opened);
        disk.set_plan(plan);
        rotate_and_retire(**opened, base.verifier_key, told);
        disk.copy(working, found, survival);
    }
    const auto struck = disk.struck();
    INFO((struck ? test::to_text(*struck) : "no fault"));
    require_one_state(base, found, told);
    return struck.has_value();
}

TEST_CASE("rotation faults: whatever call fails, the log knows each key that signs") {
    test::Base base;
    constexpr Survival kSurvivals[] = {
        Survival::all_written, Survival::synced_only, Survival::half_of_the_rest
    };
    for (const FaultWay way : kFaultWays) {
        std::uint64_t number = 1;
        for (; rotate_once(
                 base, {way, number, {}, {}, "log"}, kSurvivals[number % std::size(kSurvivals)]
             );
             ++number) {
        }
        INFO("way: " << test::to_text(way));
        REQUIRE(number > 3);
    }
}

bool is_signing_file(const fs::path& path) {
    return path.string().find("/signing") != std::string::npos;
}

// The same at one call that changes `signing/`: opens what a process killed there leaves, with or
// without power, and what is left where it lived and was told of the failure.
bool cut_signing_once(test::Base& base, FaultWay way, std::uint64_t number, Survival survival) {
    const fs::path working = base.directory / "rotation";
    const fs::path killed = base.directory / "rotation-killed";
    const fs::path lived = base.directory / "rotation-lived";
    for (const fs::path& each : {working, killed, lived}) {
        fs::remove_all(each);
    }
    FaultyDisk disk;
    OpenOptions options = base.copy_to(working);
    options.file_system = disk.file_system();
    Told told;
    Told told_before;
    SmallFileFaults faults({way, number, is_signing_file, [&] {
                                told_before = told;
                                disk.copy(working, killed, survival);
                            }});
    {
        const auto opened = Ledger::open(options, base.clock, base.entropy);
        REQUIRE(opened);
        rotate_and_retire(**opened, base.verifier_key, told);
        disk.copy(working, lived, Survival::all_written);
    }
    INFO((faults.struck() ? test::to_text(*faults.struck()) : "no fault"));
    if (faults.struck()) {
        REQUIRE_FALSE(told.retired);  // some step of it failed, and was told
        INFO("killed there");
        require_one_state(base, killed, told_before);
    }
    INFO("lived on");
    require_one_state(base, lived, told);
    return faults.struck().has_value();
}

TEST_CASE("rotation faults: whatever write of signing/ fails or is the last, one state is found") {
    test::Base base;
    for (const FaultWay way : kSmallFileWays) {
        std::uint64_t number = 1;
        while (cut_signing_once(
            base, way, number, number % 2 == 0 ? Survival::all_written : Survival::synced_only
        )) {
            ++number;
        }
        INFO("way: " << test::to_text(way));
        // The key added, the retirement meant, the seed destroyed: each is synced, renamed, and its
        // directory synced.
        REQUIRE(number == 1 + 3 * 3);
    }
}

// Opens a ledger of the first form while one call that changes `signing/` fails.
bool adopt_once(
    const CreateOptions& made, const fs::path& directory, FaultWay way, std::uint64_t number
) {
    const fs::path working = directory / "adopted";
    const fs::path killed = directory / "adopted-killed";
    fs::remove_all(working);
    fs::remove_all(killed);
    fs::copy(made.directory, working, fs::copy_options::recursive);
    test::ManualClock clock;
    SystemEntropy entropy;
    const auto options_of = [&](const fs::path& ledger) {
        OpenOptions options;
        options.directory = ledger;
        options.root_key_file = made.root_key_file;
        return options;
    };
    std::optional<test::SmallFileSite> struck;
    {
        SmallFileFaults faults({way, number, is_signing_file, [&] {
                                    test::copy_as_it_stands(working, killed);
                                }});
        const auto opened = Ledger::open(options_of(working), clock, entropy);
        struck = faults.struck();
        REQUIRE(opened.has_value() != struck.has_value());
    }
    for (const fs::path& found : {working, killed}) {
        if (!fs::exists(found)) {
            continue;
        }
        INFO((struck ? test::to_text(*struck) : "no fault") << ", " << found.filename());
        const auto opened = Ledger::open(options_of(found), clock, entropy);
        INFO((opened ? std::string() : error_text(opened.error())));
        REQUIRE(opened);
        REQUIRE((*opened)->verifier_keys().size() == 1);
        const std::string note = (*opened)->checkpoint_of(0).value();
        const VerifierKey key = parse_verifier_key((*opened)->verifier_key()).value();
        REQUIRE(open_checkpoint(note, std::span(&key, 1)));
        REQUIRE((*opened)->rotate_signing_key((*opened)->authority_stream()));
        REQUIRE((*opened)->checkpoint());
        require_no_findings(**opened);
    }
    return struck.has_value();
}

TEST_CASE("first form faults: wherever its adoption is cut, the next open ends it") {
    const test::TemporaryDirectory directory;
    CreateOptions made;
    made.directory = directory / "first-form";
    made.root_key_file = directory / "root.key";
    made.origin = "tyst.example/W06000014";
    made.authority = "W06000014";
    (void)test::create_first_form(made, test::ManualClock());
    for (const FaultWay way : kSmallFileWays) {
        std::uint64_t number = 1;
        while (adopt_once(made, directory.path(), way, number)) {
            ++number;
        }
        REQUIRE(number == 1 + 3);  // one file: synced, renamed, its directory synced
    }
}

// A backup of a ledger, and a checkpoint that was published after it.
struct LateBackup : test::LedgerFixture {
    std::string published;

    LateBackup() {
        fill(10);
        REQUIRE(create_backup(ledger(), directory / "backup", Date::of(2030, 1, 1), authority()));
        fill(5);
        published = ledger().checkpoint().value();
        close();
    }
    StreamId authority() { return ledger().authority_stream(); }

    Result<RestoreReport> restore() {
        RestoreRequest request;
        request.backup = directory / "backup";
        request.ledger = directory / "restored";
        request.root_key.file = open_options.root_key_file;
        request.newest.published = published;
        return restore_backup(request, clock, entropy);
    }
    OpenOptions restored() const {
        OpenOptions options = open_options;
        options.directory = directory / "restored";
        return options;
    }
    // The second generation, begun once.
    void require_second_generation() {
        const auto opened = Ledger::open(restored(), clock, entropy);
        INFO((opened ? std::string() : error_text(opened.error())));
        REQUIRE(opened);
        REQUIRE((*opened)->origin() == create_options.origin + "/g2");
        const std::vector<SigningKeySpan> spans = (*opened)->signing_keys();
        REQUIRE(spans.size() == 2);
        REQUIRE(spans.front().to == 11);  // ten events and the backup's
        REQUIRE_FALSE(spans.back().to);
        REQUIRE((*opened)->size() == 13);
        REQUIRE((*opened)->checkpoint());
        require_no_findings(**opened);
    }
};

// A restore that starts a generation, cut at one call of those that fit. Whether the fault struck.
bool restore_once(
    LateBackup& late,
    FaultWay way,
    std::uint64_t number,
    const std::function<bool(const fs::path&)>& fits
) {
    fs::remove_all(late.directory / "restored");
    fs::remove_all(late.directory / "restored.restoring");
    std::optional<test::SmallFileSite> struck;
    {
        SmallFileFaults faults({way, number, fits, {}});
        const auto restored = late.restore();
        struck = faults.struck();
        // RocksDB does not tell of every sync that fails, of a store that it closes for instance.
        const bool is_ours = struck && struck->path.string().find("/log/") == std::string::npos &&
                             struck->path.string().find("/keys/") == std::string::npos;
        INFO((struck ? test::to_text(*struck) : "no fault"));
        REQUIRE((restored || struck));
        REQUIRE_FALSE((restored && is_ours));
    }
    INFO((struck ? test::to_text(*struck) : "no fault"));
    // What a killed process leaves is the same: the stage stays until the next restore.
    if (!fs::exists(late.directory / "restored")) {
        const auto again = late.restore();
        INFO((again ? std::string() : error_text(again.error())));
        REQUIRE(again);
        REQUIRE(again->origin == late.create_options.origin + "/g2");
    }
    late.require_second_generation();
    return struck.has_value();
}

std::uint64_t cut_restores(const std::function<bool(const fs::path&)>& fits, std::uint64_t step) {
    LateBackup late;
    std::uint64_t cuts = 0;
    for (const FaultWay way : kSmallFileWays) {
        for (std::uint64_t number = 1; restore_once(late, way, number, fits); number += step) {
            ++cuts;
        }
    }
    return cuts;
}

TEST_CASE("generation faults: cut at any write of signing/ or at its end, it begins once or not") {
    const auto fits = [](const fs::path& path) {
        return is_signing_file(path) || path.filename() == "restored";
    };
    REQUIRE(cut_restores(fits, 1) >= 2 * 5);
}

TEST_CASE("generation faults: cut at every call of a restore, it begins once or not", "[.every]") {
    const auto fits = [](const fs::path& path) {
        return path.string().find("/restored") != std::string::npos;
    };
    REQUIRE(cut_restores(fits, 1) > 20);
}

}  // namespace
}  // namespace tyst
