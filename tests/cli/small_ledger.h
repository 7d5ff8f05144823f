#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/cli/tame_machine.h"
#include "tests/support/temporary_directory.h"

namespace tyst::cli::test {

// A ledger of a test's own with its root key outside it, spoken to through the command line.
class SmallLedger {
  public:
    // Makes it with `tyst init`; aborts where that fails. Another seed gives other keys.
    explicit SmallLedger(std::uint64_t seed = 1);

    TameMachine machine;

    // Runs a command with --ledger and --root-key added.
    Outcome run(std::vector<std::string> arguments, const std::string& input = "");
    // `event append -` of these lines; aborts where it does not exit with 0.
    void append(const std::vector<std::string>& lines);

    [[nodiscard]] std::filesystem::path directory() const { return place_ / "ledger"; }
    [[nodiscard]] std::filesystem::path root_key() const { return place_ / "root-key"; }

  private:
    tyst::test::TemporaryDirectory place_;
};

// The JSON object that a command printed; the test fails where the command did.
[[nodiscard]] boost::json::object json_of(const Outcome& outcome);

// One event as JSON: `number` makes the id, `rest` follows the subject ("\"occurred\":…").
[[nodiscard]] std::string event_line(
    int number,
    const std::string& type,
    const std::string& child,
    const std::string& occurred,
    const std::string& body
);

// A child of source "test", born 2010-05-01, with a care order and a placement from 2018-01-08 and
// a first review held in time on 2018-02-01; the second, due on 2018-05-01, is missing. Ids begin
// at `number`; seven lines.
[[nodiscard]] std::vector<std::string> child_lines(int number, const std::string& child);

// That source "test" supplies reviews, plans and everything else from 2015 on.
[[nodiscard]] std::string coverage_line(int number);

}  // namespace tyst::cli::test
