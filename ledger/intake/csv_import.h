#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/intake/import_report.h"
#include "ledger/ledger.h"
#include "schema/code_book.h"

namespace tyst {

// What a source is said to supply from now on: absence of a record is then absence of the fact.
struct CsvCoverage {
    std::vector<Code> facts;  // codes/fact-kind
    Date from;
    std::optional<Date> to;  // last day covered
};

struct CsvImportRequest {
    std::filesystem::path file;
    EventType type = EventType::none;
    std::string source;                      // the system that the rows come from
    std::string children_source;             // the system whose references the children have
    std::optional<Date> received;            // today where nothing is said
    bool skip_refused = false;               // write the other rows although some are refused
    std::optional<CsvCoverage> coverage;     // of children_source
    std::vector<std::string> other_sources;  // asked for advice about a reference that is not known
    StreamId actor;
};

// read = understood + repeated + refused.
struct CsvRowCounts {
    std::uint64_t read = 0;
    std::uint64_t understood = 0;
    std::uint64_t repeated = 0;  // says what another row of the file says
    std::uint64_t refused = 0;
    bool operator==(const CsvRowCounts&) const = default;
};

// What an import did. The same file on the same ledger gives the same report.
struct CsvImportReport {
    EventType type = EventType::none;
    std::string file;
    std::string source;
    std::string children_source;
    Date received;
    CsvRowCounts rows;
    std::uint64_t children = 0;
    bool stopped = false;  // rows were refused, so that nothing was written
    std::map<EventType, std::uint64_t> events_written;
    std::uint64_t events_already_known = 0;
    std::vector<ImportRefusal> refusals;  // by line
    std::vector<ImportFinding> findings;  // by kind, line

    [[nodiscard]] std::uint64_t written() const;
    bool operator==(const CsvImportReport&) const = default;
};
// One JSON object, keys in a fixed order.
[[nodiscard]] std::string to_json(const CsvImportReport& report);

// Reads a file of one kind of event whole, then appends what it says: one event a row, with ids
// that the same row always gets, so that a repeat writes nothing and an import that was killed is
// finished by repeating it. A row that says otherwise what was recorded under its id stands as
// first stated, with a finding. Ends with the coverage, where one is declared, and a checkpoint.
// A kind other than child_registered makes no child: a reference that is not known is refused.
// Fails with invalid_value (a type that is no kind, a day received that is still to come, a
// coverage that ends before it begins), unknown_columns, unknown_code (a kind of fact), and as
// read_csv_file, Ledger::find, prepare and append.
[[nodiscard]] Result<CsvImportReport> import_csv(
    Ledger& ledger, const CodeBook& codes, const CsvImportRequest& request, const Progress& progress
);

}  // namespace tyst
