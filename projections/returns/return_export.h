#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/history.h"
#include "schema/date.h"
#include "schema/returns/return_layout.h"
#include "schema/returns/ssda903_codes.h"

// The rows of a statutory return, written from what is known of a child.
namespace tyst {

// The reference of a worker by their stream, as the return names workers (SW_ID).
using WorkerReferences = std::map<StreamId, std::string>;

// Why episodes began, as received returns state it: RNE by DECOM. Only for care that was going on
// when it was first spoken of, of which no event says it.
using StatedReasons = std::map<Date, std::string>;

// What the exporters of one child's rows are given. Everything it points to outlives the export.
struct ReturnSource {
    const History* history = nullptr;  // its `facts` are every event known and of the time asked
    const ReturnLayout* layout = nullptr;  // of `year`
    const Ssda903Codes* codes = nullptr;
    const WorkerReferences* workers = nullptr;
    const StatedReasons* stated_reasons = nullptr;  // nullptr: none
    int year = 0;                                   // in which the collection ends
    Date first_day;                                 // 1 April of the year before
    Date last_day;               // 31 March, or the day asked about where that is earlier
    std::string_view reference;  // the child's, for CHILD

    [[nodiscard]] bool in_collection(Date day) const { return day >= first_day && day <= last_day; }
    // Whether the collection tells of something that holds from `from` until before `to`: of what
    // holds on one of its days, and of what ends on one.
    [[nodiscard]] bool touches(Date from, std::optional<Date> to) const {
        return from <= last_day && (!to || *to >= first_day);
    }
    // Only an end within the collection is told.
    [[nodiscard]] std::optional<Date> end_told(std::optional<Date> to) const {
        return to && *to <= last_day ? to : std::nullopt;
    }
};

struct ExportedRow {
    std::string_view table;           // id in the layout
    std::vector<std::string> values;  // in the layout's usual order of columns
    std::vector<LogIndex> events;     // that the row rests on, relations on them included; sorted
};

// A value that events say and that year's return has no code for; its cell is left empty.
struct UntoldValue {
    std::string_view table;
    std::string column;
    std::string set;   // of our codes
    std::string code;  // ours
    LogIndex event;    // that says it
};

struct ExportedChild {
    std::string reference;
    std::vector<std::string> other_references;  // of the same person
    StreamId person;
    std::vector<ExportedRow> rows;  // in the order of the layout's tables; each table as it reads
    std::vector<UntoldValue> untold;
};

// Fills one row by the names of its columns. CHILD, and DOB and SEX where the table has them, are
// filled in from the start. A column that the year's table does not have is left out.
class ExportedRowBuilder {
  public:
    // `table` must be one of the source's layout.
    ExportedRowBuilder(const ReturnSource& source, std::string_view table);

    ExportedRowBuilder& text(std::string_view column, std::string_view value);
    ExportedRowBuilder& date(std::string_view column, std::optional<Date> day);
    // "1" or "0"; empty where nothing was said.
    ExportedRowBuilder& flag(std::string_view column, std::optional<bool> value);
    ExportedRowBuilder& number(std::string_view column, std::optional<std::uint32_t> value);
    // One of our codes through Ssda903Codes::text_of; one that the year has no code for is an
    // UntoldValue. An empty code says nothing.
    ExportedRowBuilder& code(
        std::string_view column,
        std::string_view set,
        std::string_view ours,
        const StoredEvent* event
    );
    // The same with the return's code already looked up.
    ExportedRowBuilder& told_code(
        std::string_view column,
        std::optional<std::string_view> text,
        std::string_view set,
        std::string_view ours,
        const StoredEvent* event
    );
    // nullptr is left out.
    ExportedRowBuilder& rests_on(const StoredEvent* event);
    void add_to(ExportedChild& child);

  private:
    [[nodiscard]] std::string* cell(std::string_view column);

    const ReturnSource* source_;
    const ReturnTableLayout* layout_;
    ExportedRow row_;
    std::vector<UntoldValue> untold_;
};

// Writes the rows of one table for one child: pure, and the same rows for the same source.
using TableExporter = void (*)(const ReturnSource& source, ExportedChild& child);

// One for each table. Each stands in the file of its group.
void export_header(const ReturnSource& source, ExportedChild& child);
void export_asylum(const ReturnSource& source, ExportedChild& child);
void export_episodes(const ReturnSource& source, ExportedChild& child);
void export_reviews(const ReturnSource& source, ExportedChild& child);
void export_social_workers(const ReturnSource& source, ExportedChild& child);
void export_yearly_outcomes(const ReturnSource& source, ExportedChild& child);
void export_care_leavers(const ReturnSource& source, ExportedChild& child);
void export_adopted(const ReturnSource& source, ExportedChild& child);
void export_placed_for_adoption(const ReturnSource& source, ExportedChild& child);
void export_previous_permanence(const ReturnSource& source, ExportedChild& child);
void export_missing(const ReturnSource& source, ExportedChild& child);
void export_liberty(const ReturnSource& source, ExportedChild& child);

// Whether rows of that table are written.
[[nodiscard]] bool is_exported(std::string_view table);

// Every row of one child in the collection, in the order of the layout's tables. A child is in a
// return because of an episode or as a care leaver: without such a row there are none.
[[nodiscard]] ExportedChild export_child(const ReturnSource& source);

}  // namespace tyst
