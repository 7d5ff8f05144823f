#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/intake/ssda903_child.h"
#include "schema/code_book.h"

namespace tyst::test {

// The code sets that the program ships.
[[nodiscard]] CodeBook shipped_codes();

// The header line of a table.
[[nodiscard]] std::string header_of(Ssda903Table table);

// A folder with one return: rows are added as lines of CSV.
class ReturnFolder {
  public:
    // Adds "line\n" to TABLE.csv, which begins with the table's header line.
    void add(Ssda903Table table, std::string_view line);
    // Writes all tables into the folder, which is made; other files in it stay.
    void write(const std::filesystem::path& directory) const;

  private:
    std::map<Ssda903Table, std::string> tables_;
};

void write_file(const std::filesystem::path& path, std::string_view content);

// One child's rows as lines of CSV, by table and return, mapped as an import does it.
class ChildRows {
  public:
    explicit ChildRows(int year = 2018, Date received = Date::of(2018, 5, 24));

    // The first line added to a table is line 2.
    ChildRows& row(Ssda903Table table, std::string_view line);
    // What follows belongs to another return, taken after what went before.
    ChildRows& next_return();

    // The last return is the current one.
    [[nodiscard]] Ssda903ChildFacts map() const;

  private:
    struct Row {
        Ssda903Table table;
        std::uint32_t line;
        std::vector<std::string> values;
    };
    int year_;
    Date received_;
    std::vector<std::vector<Row>> returns_{1};
};

// "2018-02-01 placement_started foster" and so on: what happened when, in the order of the events.
[[nodiscard]] std::vector<std::string> told(const Ssda903ChildFacts& facts);
// The kinds of finding with their lines: "overlap 3".
[[nodiscard]] std::vector<std::string> found(const Ssda903ChildFacts& facts);
[[nodiscard]] std::vector<std::string> refused(const Ssda903ChildFacts& facts);

}  // namespace tyst::test
