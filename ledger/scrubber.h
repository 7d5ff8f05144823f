#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "ledger/ledger.h"
#include "schema/error.h"

namespace tyst {

// Lets time pass.
class Sleeper {
  public:
    virtual ~Sleeper() = default;
    // Waits; false where the work is to stop, at once or in the middle of the pause.
    virtual bool pause(std::chrono::milliseconds time) = 0;
};

// The text of the file that keeps how far a scrub has come (docs/formats.md, "Scrub").
[[nodiscard]] std::string to_text(const ScrubState& state);
// invalid_value where it is not exactly what to_text gives.
[[nodiscard]] Result<ScrubState> parse_scrub_state(std::string_view text);

// Reads the whole log again, slowly, for ever: slice after slice with pauses between, each pass
// ended by an entry that says what was found. How far it has come is kept in the file `scrub` of
// the ledger's directory, so that a pass survives the process. For one thread, which may be another
// than those that use the ledger meanwhile; the references outlive it.
class Scrubber {
  public:
    struct Options {
        std::uint64_t entries_per_second = 500;  // at most; 0: without pauses
        std::uint64_t slice = 1'000;             // entries between two pauses
        std::chrono::milliseconds between_passes = std::chrono::hours(24);
    };
    Scrubber(Ledger& ledger, StreamId actor, Sleeper& sleeper, const Options& options)
        : ledger_(ledger), actor_(actor), sleeper_(sleeper), options_(options) {}

    struct Pass {
        ScrubState state;
        LogIndex recorded;  // of its scrub_completed
    };
    // Goes on with the pass that was begun, or begins one over all entries of now. Nothing where
    // the sleeper stopped it; the pass is gone on with later. A position that cannot be read is a
    // failure (invalid_value) that names the file. Fails as Ledger::scrub and Ledger::append.
    [[nodiscard]] Result<std::optional<Pass>> run_pass(const Progress& progress);
    // Pass after pass until the sleeper stops it.
    [[nodiscard]] Result<void> run(const Progress& progress);

  private:
    [[nodiscard]] std::filesystem::path position_file() const;
    Result<ScrubState> begin_or_resume() const;
    Result<LogIndex> record(const ScrubState& state);
    [[nodiscard]] std::chrono::milliseconds pause_after(std::uint64_t entries) const;

    Ledger& ledger_;
    const StreamId actor_;
    Sleeper& sleeper_;
    const Options options_;
};

}  // namespace tyst
