#include <memory>
#include <ostream>
#include <thread>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "ledger/scrubber.h"

namespace tyst::cli {
namespace {

struct LogScrubOptions {
    LedgerOptions ledger;
    std::uint64_t entries_per_second = Scrubber::Options().entries_per_second;
    bool once = false;
};

class ThreadSleeper final : public Sleeper {
  public:
    bool pause(std::chrono::milliseconds time) override {
        std::this_thread::sleep_for(time);
        return true;
    }
};

Result<ExitCode> report_pass(const Scrubber::Pass& pass, const Surroundings& surroundings) {
    surroundings.out << fmt::format(
        "size      {}\nroot      {}\nparts     {} checked, {} without a key (erased)\n"
        "findings  {}\nrecorded  entry {}\n",
        pass.state.size,
        to_hex(pass.state.root.view()),
        pass.state.parts,
        pass.state.parts_erased,
        pass.state.findings,
        pass.recorded.value
    );
    if (pass.state.findings == 0) {
        return ExitCode::ok;
    }
    surroundings.err << fmt::format(
        "tyst: the log does not hold: {}; `tyst log verify` says all\n", pass.state.first_finding
    );
    return ExitCode::integrity;
}

Result<ExitCode> scrub(const LogScrubOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    ThreadSleeper sleeper;
    Scrubber::Options pace;
    pace.entries_per_second = options.entries_per_second;
    Scrubber scrubber(*ledger, actor, sleeper, pace);
    ProgressLine line(surroundings, "scrubbing entry");
    const Progress progress = [&line](std::uint64_t done, std::uint64_t total) {
        line.show(done, total);
    };
    if (!options.once) {
        TYST_TRY(scrubber.run(progress));
        return ExitCode::ok;
    }
    TYST_ASSIGN(const auto pass, scrubber.run_pass(progress));
    TYST_ASSERT(pass.has_value());  // this sleeper never stops it
    return report_pass(*pass, surroundings);
}

}  // namespace

void add_log_scrub(Command parent, CommandLine& line) {
    auto options = std::make_shared<LogScrubOptions>();
    Command command = parent.add(
        {"scrub",
         "Re-read the whole log slowly, pass after pass, and record what each pass found",
         "tyst log scrub --rate 500 --once --ledger demo"}
    );
    command
        .option(
            "--rate", options->entries_per_second, "Entries a second at most; 0 without pauses; 500"
        )
        .shown_as("ENTRIES");
    command.flag("--once", options->once, "End with the pass that was begun, or with one");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return scrub(*options, surroundings);
    });
}

}  // namespace tyst::cli
