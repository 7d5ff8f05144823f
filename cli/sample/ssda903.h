#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/sample/random_source.h"
#include "cli/sample/sample.h"
#include "schema/date.h"

namespace tyst::sample {

// The collections that the samples know.
inline constexpr std::uint32_t kSsdaFirstYear = 2017;
inline constexpr std::uint32_t kSsdaLastYear = 2027;

// One table of the return, as text throughout; every value without commas, quotes or line breaks.
struct SsdaTable {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;

    // The place of a column that the table has.
    [[nodiscard]] std::size_t at(const std::string& column) const;
};

struct SsdaReturn {
    std::uint32_t year = 0;
    Date first_day;  // 1 April
    Date last_day;   // 31 March
    std::vector<SsdaTable> tables;
    std::map<std::string, std::uint32_t> faults;

    [[nodiscard]] SsdaTable* find(const std::string& name);   // nullptr where the year has it not
    [[nodiscard]] SsdaTable& table(const std::string& name);  // one that every year has
};

// The tables of a collection year with their exact columns and no rows.
[[nodiscard]] SsdaReturn empty_ssda903(std::uint32_t year);
// Adds the rows of one child, all of them sound. `number` tells the child apart.
void add_ssda903_child(SsdaReturn& received, std::uint32_t number, RandomSource& random);
// Spoils rows at known counts; `faults` says what was done to how many rows (README.md).
void plant_ssda903_faults(SsdaReturn& received, std::uint32_t children, RandomSource& random);

// Fails with invalid_value where a sample cannot have so many.
[[nodiscard]] Result<void> check_ssda903_children(std::uint32_t children);
// Writes each table as a file into `directory`, made if missing. Gives the rows of each file. Fails
// with io_failed.
[[nodiscard]] Result<std::map<std::string, std::uint32_t>> write_ssda903_tables(
    const std::filesystem::path& directory, const SsdaReturn& made
);

// The CHILD column of the child with this number.
[[nodiscard]] std::string ssda903_reference(std::uint32_t number);

}  // namespace tyst::sample
