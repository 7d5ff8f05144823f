#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cli/event_lines.h"
#include "ledger/ledger.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst::cli {

inline constexpr std::size_t kAppendEventsMax = 512;  // Append: one atomic append

// Places in a list of submissions, [first, first + count).
struct Unit {
    std::size_t first = 0;
    std::size_t count = 0;
    bool operator==(const Unit&) const = default;
};

// What is appended all or nothing: neighbours that share a correlation are one unit, every other
// event is one of its own.
[[nodiscard]] std::vector<Unit> atomic_units(std::span<const Submission> submissions);

// Units next to each other joined into one.
[[nodiscard]] std::vector<Unit> join_neighbours(std::span<const Unit> units);

// Cuts events that come one by one into chunks of whole units, each as large as one append may be.
class Chunker {
  public:
    struct Chunk {
        std::uint64_t first = 0;  // place of its first event among all
        std::vector<Submission> submissions;
        std::vector<std::uint64_t> lines;  // of each submission
    };
    // May take what is in the chunk.
    using Visitor = std::function<Result<void>(Chunk& chunk)>;

    explicit Chunker(Visitor visit) : visit_(std::move(visit)) {}

    // Fails with too_large, naming the line, where the event is one too many of its unit, and with
    // the visitor's failure.
    [[nodiscard]] Result<void> add(std::uint64_t line, Submission&& submission);
    // Gives what is left.
    [[nodiscard]] Result<void> finish();

  private:
    [[nodiscard]] std::size_t events_before_unit_of(const Submission& next) const;
    [[nodiscard]] Result<void> give(std::size_t count);

    Visitor visit_;
    Chunk chunk_;
};

struct LineReceipt {
    std::uint64_t line = 0;
    EventId id;
    Receipt receipt;
};

struct AppendSummary {
    std::uint64_t written = 0;
    std::uint64_t known = 0;            // their first receipts were given again
    std::vector<LineReceipt> receipts;  // in the order of the lines; none where none are wanted
};

// Appends the events of an input of any size, of which it holds one chunk at a time.
class FileAppender {
  public:
    // Both must outlive it.
    FileAppender(Ledger& ledger, EventLines& events) : ledger_(ledger), events_(events) {}

    // Reads everything and writes nothing. Fails as EventLines::check; and, where no line is
    // refused, with too_large for a unit of too many events, with event_id_conflict for one of
    // which only some are recorded already, and with relation_not_allowed for an annulment or a
    // reversal of what own_command_of keeps for a command.
    [[nodiscard]] Result<EventLines::Checked> check();

    // Appends in order what was checked and not refused. Units whose events are all known come
    // first and write nothing, so that a contradiction with what is recorded is found before
    // anything is written. Fails as EventLines::for_each and, naming the lines, as Ledger::prepare
    // and append; what was appended before the failure stays.
    [[nodiscard]] Result<AppendSummary> append(
        StreamId actor, bool wants_receipts, const Progress& progress
    );

  private:
    struct Job;

    [[nodiscard]] Result<void> look_up(const Chunker::Chunk& chunk);
    [[nodiscard]] Result<void> check_targets(const Chunker::Chunk& chunk, const Unit& unit) const;
    [[nodiscard]] Result<void> append_those(bool known, Job& job, std::uint64_t& counted);
    // Of the chunk's units, those that are known or those that are not, neighbours together.
    [[nodiscard]] std::vector<Unit> runs(const Chunker::Chunk& chunk, bool known) const;
    [[nodiscard]] Result<void> append_run(Chunker::Chunk& chunk, const Unit& run, Job& job);

    Ledger& ledger_;
    EventLines& events_;
    std::vector<bool> known_;  // of each event: recorded already, with all of its unit
    std::optional<Error> contradiction_;
};

}  // namespace tyst::cli
