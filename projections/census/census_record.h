#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/census/census_rows.h"
#include "projections/history.h"

// Inside the census only: what one row can tell, before the form says which columns there are.
namespace tyst {

class CensusRecord {
  public:
    // Tells what every table may ask of the child. `day` is the last day of the row.
    CensusRecord(const CensusQuestion& question, const History& history, Date day);

    CensusRecord& text(CensusFact fact, std::string_view value);
    CensusRecord& date(CensusFact fact, std::optional<Date> day);
    // "1" or "0"; empty where nothing was said.
    CensusRecord& flag(CensusFact fact, std::optional<bool> value);
    // The letter of the return; our own code where it has none there.
    CensusRecord& letter(CensusFact fact, std::string_view set, std::string_view code);

    // In the order of the table's columns.
    [[nodiscard]] std::vector<std::string> values(const ReturnTableLayout& table) const;

  private:
    const CensusQuestion& question_;
    std::map<CensusFact, std::string> told_;
};

// One for each table; each gives the table's rows of one child in the year, in order.
using CensusRecords = std::vector<CensusRecord>;
[[nodiscard]] CensusRecords census_episodes(const CensusQuestion& question, const History& history);
[[nodiscard]] CensusRecords census_short_breaks(
    const CensusQuestion& question, const History& history
);
[[nodiscard]] CensusRecords census_adoption(const CensusQuestion& question, const History& history);
[[nodiscard]] CensusRecords census_leavers(const CensusQuestion& question, const History& history);
[[nodiscard]] CensusRecords census_care_and_support(
    const CensusQuestion& question, const History& history
);

}  // namespace tyst
