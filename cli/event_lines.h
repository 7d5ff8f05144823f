#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "cli/line_file.h"
#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst::cli {

// Events as lines of JSON (docs/events.md) in a text that need not fit into memory: checked as a
// whole first, then given one by one as often as wanted. Empty lines are passed over. A line that
// says an earlier one again, its id included, is left out.
class EventLines {
  public:
    // `file` and `codes` must outlive it. `authority` is the code of the ledger's own.
    EventLines(const LineFile& file, const CodeBook& codes, std::string authority);

    using Visitor = std::function<Result<void>(std::uint64_t line, Submission&& submission)>;

    struct Checked {
        std::uint64_t events = 0;
        std::uint64_t without_id = 0;  // of the events
        std::uint64_t repeats = 0;     // lines left out
        std::vector<Error> refusals;   // "line 3: …", in line order, at most kRefusalsMax
        bool more_refusals = false;    // reading stopped after kRefusalsMax of them

        static constexpr std::size_t kRefusalsMax = 100;
    };
    // Reads every line and gives the events, up to the first line that is refused: for what
    // submission_from_json refuses, for an id that an earlier line has with other content
    // (event_id_conflict), or for being about another authority or of a type that own_command_of
    // keeps for a command (invalid_value). Fails as
    // LineFile::read and with the visitor's first failure. Called once.
    [[nodiscard]] Result<Checked> check(const Visitor& visit);

    // Gives the events again, where none was refused. Fails with io_failed where the file no longer
    // says what was checked, and as check.
    [[nodiscard]] Result<void> for_each(const Visitor& visit) const;

  private:
    class Checker;

    // Nothing where the line is empty.
    [[nodiscard]] Result<std::optional<Submission>> parse(const LineReader::Line& line) const;

    const LineFile& file_;
    const CodeBook& codes_;
    std::string authority_;
    std::uint64_t events_ = 0;
    std::unordered_set<std::uint64_t> repeats_;  // lines left out
};

}  // namespace tyst::cli
