#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/intake/csv_columns.h"
#include "ledger/intake/csv_file.h"
#include "ledger/intake/import_report.h"
#include "schema/error.h"

namespace tyst {

// Finds the event that a cell names by the id of its row ("1001", "placement_started:1001") or by
// its UUID, for the child of the row. Fails with not_found or invalid_value and a reason for
// people.
using OtherEventFinder =
    std::function<Result<EventId>(const SubjectReference& child, const std::string& named)>;

// What a file of one kind is read with. All must outlive the reader.
struct CsvRowContext {
    EventType type = EventType::none;
    const CodeBook* codes = nullptr;
    std::string source;           // the system that the rows come from
    std::string children_source;  // the system whose references the children have
    Date received;
    OtherEventFinder find_event;
};

// A row that was understood.
struct CsvEvent {
    Submission submission;  // its event has no id yet
    std::string row_id;     // empty where the row has none
    // What the row says, the same whatever the order of columns and rows: without the id, when it
    // was learned, and the names and roles of other people, which change without the fact changing.
    std::string content;
};

// Reads the rows of one file. Pure but for the finder.
class CsvRowReader {
  public:
    // Fails with unknown_columns, naming what is missing, not known, or given twice, and what is
    // known. Names are compared without regard to case.
    [[nodiscard]] static Result<CsvRowReader> open(const CsvFile& file, CsvRowContext context);

    // Nothing where the row is refused; then `refusals` says why, each value that is wrong by
    // itself.
    [[nodiscard]] std::optional<CsvEvent> read(
        const CsvRow& row, std::vector<ImportRefusal>& refusals
    ) const;

  private:
    struct PlacedColumn {
        CsvColumn column;
        std::size_t place = 0;  // in the file
    };
    class RowInHand;

    CsvRowReader(CsvRowContext context, std::string file)
        : context_(std::move(context)), file_(std::move(file)) {}

    CsvRowContext context_;
    std::string file_;
    std::size_t width_ = 0;
    std::vector<PlacedColumn> columns_;  // in the order of csv_columns
};

}  // namespace tyst
