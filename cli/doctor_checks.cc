#include "cli/doctor_checks.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/recovery.h"
#include "ledger/erasure_records.h"
#include "projections/views.h"

namespace tyst::cli {
namespace {

constexpr std::uint64_t kGibibyte = 1024ULL * 1024 * 1024;
constexpr std::int64_t kToleranceMicroseconds = 1'000'000;

bool lies_inside(const std::filesystem::path& file, const std::filesystem::path& directory) {
    std::error_code ignored;
    const auto full_file = std::filesystem::weakly_canonical(file, ignored);
    const auto full_directory = std::filesystem::weakly_canonical(directory, ignored);
    const auto [at_directory, at_file] = std::mismatch(
        full_directory.begin(), full_directory.end(), full_file.begin(), full_file.end()
    );
    return at_directory == full_directory.end();
}

}  // namespace

const char* to_text(Level level) {
    switch (level) {
        case Level::ok:
            return "ok";
        case Level::warn:
            return "warn";
        case Level::fail:
            return "fail";
    }
    return "";
}

Check check_root_key(
    const std::filesystem::path& key_file, const std::filesystem::path& ledger_directory
) {
    std::error_code problem;
    const auto status = std::filesystem::status(key_file, problem);
    if (problem || !std::filesystem::is_regular_file(status)) {
        return {
            "root key",
            Level::fail,
            fmt::format("not found at {}", key_file.string()),
            "bring it back from its own backup, or name it with --root-key; without it nothing in "
            "the ledger can be opened"
        };
    }
    using std::filesystem::perms;
    if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none) {
        return {
            "root key",
            Level::fail,
            fmt::format("{} is open to others", key_file.string()),
            fmt::format("chmod 600 {}", key_file.string())
        };
    }
    if (lies_inside(key_file, ledger_directory)) {
        return {
            "root key",
            Level::fail,
            fmt::format("{} lies in the ledger", key_file.string()),
            "move it out: a backup of the ledger would carry its own key"
        };
    }
    if (access(key_file.c_str(), R_OK) != 0) {
        return {
            "root key",
            Level::fail,
            fmt::format("{} cannot be read", key_file.string()),
            "run as the user who owns it"
        };
    }
    return {
        "root key", Level::ok, fmt::format("{}, readable by its owner only", key_file.string()), ""
    };
}

Check check_lock_directory(const std::filesystem::path& lock_directory) {
    std::error_code problem;
    if (!std::filesystem::is_directory(lock_directory, problem)) {
        return {
            "lock directory",
            Level::fail,
            fmt::format("not found at {}", lock_directory.string()),
            "name it with --lock; a ledger without its anchor is not opened"
        };
    }
    if (access(lock_directory.c_str(), R_OK | W_OK | X_OK) != 0) {
        return {
            "lock directory",
            Level::fail,
            fmt::format("{} cannot be written", lock_directory.string()),
            "run as the user who owns it"
        };
    }
    return {"lock directory", Level::ok, lock_directory.string(), ""};
}

Check check_disk_space(const std::filesystem::path& directory) {
    std::error_code problem;
    const auto space = std::filesystem::space(directory, problem);
    if (problem) {
        return {"disk space", Level::fail, problem.message(), "check the disk"};
    }
    return judge_disk_space(space.available, space.capacity);
}

Check judge_disk_space(std::uint64_t free_bytes, std::uint64_t all_bytes) {
    const double free_gibibytes = static_cast<double>(free_bytes) / static_cast<double>(kGibibyte);
    Check check{"disk space", Level::ok, fmt::format("{:.1f} GiB free", free_gibibytes), ""};
    if (free_bytes < kGibibyte) {
        check.level = Level::fail;
        check.advice = "make room now: a ledger that cannot write closes itself";
    } else if (free_bytes < 10 * kGibibyte || free_bytes < all_bytes / 10) {
        check.level = Level::warn;
        check.advice = "make room soon";
    }
    return check;
}

Check check_clock(Timestamp now, Timestamp last_recorded) {
    Check check{"clock", Level::ok, tyst::to_text(now), ""};
    if (now.microseconds + kToleranceMicroseconds < last_recorded.microseconds) {
        check.level = Level::fail;
        check.found += fmt::format(" is before the newest entry, {}", tyst::to_text(last_recorded));
        check.advice = "set the clock (timedatectl)";
    }
    return check;
}

Check check_recovery(Ledger& ledger) {
    const auto state = recovery_state(ledger);
    if (!state) {
        return {"recovery", Level::fail, state.error().context, "verify the log"};
    }
    if (!state->split) {
        return {
            "recovery",
            Level::warn,
            "there is no recovery key",
            "split one between two holders (tyst key split)"
        };
    }
    if (!state->last_drill) {
        return {
            "recovery",
            Level::warn,
            "never tried since it was split",
            "hold a drill (tyst key drill)"
        };
    }
    Check check{
        "recovery", Level::ok, fmt::format("last drill on {}", to_text(*state->last_drill)), ""
    };
    if (!state->drill_opened) {
        check.level = Level::fail;
        check.found += ": it did not open the root key";
        check.advice = "split a new recovery key (tyst key split)";
    }
    return check;
}

Check check_erasures(Ledger& ledger, Date today) {
    const auto cases = erasure_cases(ledger);
    const auto holds = holds_over(ledger, {});
    if (!cases || !holds) {
        const Error& error = cases ? holds.error() : cases.error();
        return {"erasures", Level::fail, error.context, "verify the log"};
    }
    const auto count = [&](auto&& matches) { return std::ranges::count_if(*cases, matches); };
    const auto undecided = [](const ErasureCase& erasure) {
        return !erasure.erased && !erasure.refusal;
    };
    const auto waits = [&](const ErasureCase& erasure) {
        return undecided(erasure) && erasure.approval && erasure.first_day() <= today;
    };
    const auto standing =
        std::ranges::count_if(*holds, [](const LegalHold& hold) { return !hold.lifted; });
    const auto waiting = count(waits);
    Check check{
        "erasures",
        Level::ok,
        fmt::format(
            "{} carried out, {} asked for, {} approved and past their day; {} holds over all "
            "records",
            count([](const ErasureCase& erasure) { return erasure.erased.has_value(); }),
            count(undecided),
            waiting,
            standing
        ),
        ""
    };
    if (waiting > 0 && standing == 0) {
        check.level = Level::warn;
        check.advice = "carry them out or refuse them (tyst retention list)";
    }
    return check;
}

Check check_views(Ledger& ledger, const ReferenceSet& reference) {
    Check check{"stored views", Level::ok, "none built yet", ""};
    std::error_code ignored;
    if (!std::filesystem::exists(ledger.directory() / "views" / "current", ignored)) {
        return check;
    }
    const auto views = Views::open(ledger, reference);
    // Views that cannot be read are opened as empty ones, and no others have read nothing.
    if (!views || (*views)->cursor().size == 0) {
        check.level = Level::warn;
        check.found = views ? "cannot be read" : views.error().context;
        check.advice = "the next list builds them again, or `tyst rebuild` now";
        return check;
    }
    const ViewCursor& cursor = (*views)->cursor();
    check.found = fmt::format(
        "stand at entry {} of {}, for {}", cursor.size, ledger.size(), to_text(cursor.today)
    );
    return check;
}

}  // namespace tyst::cli
