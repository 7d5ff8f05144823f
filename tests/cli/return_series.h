#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/small_ledger.h"

namespace tyst::cli::test {

// Successive returns of invented children, imported one after the other into a ledger of the
// test's own, each received on 24 May of its year.
class ReturnSeries {
  public:
    // Tables by the names of their files without ".csv", rows as lines of CSV.
    using Tables = std::map<std::string, std::vector<std::string>>;

    explicit ReturnSeries(std::uint64_t seed = 1) : ledger(seed) {}

    SmallLedger ledger;

    // `received` of the year where nothing is said. The test fails where the import does.
    void import(int year, const Tables& tables, const std::string& received = "");
    // A header row of a child born then.
    [[nodiscard]] static std::string header(const std::string& child, const std::string& born);

    [[nodiscard]] Outcome run(std::vector<std::string> arguments) {
        return ledger.run(std::move(arguments));
    }
    [[nodiscard]] boost::json::object json(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--format", "json"});
        return json_of(ledger.run(std::move(arguments)));
    }

  private:
    tyst::test::TemporaryDirectory place_;
    int count_ = 0;
};

// The value of a figure in an answer of `figures`; -1 where it is not there.
[[nodiscard]] std::int64_t figure_in(
    const boost::json::object& answer, const std::string& id, const std::string& key = "value"
);

}  // namespace tyst::cli::test
