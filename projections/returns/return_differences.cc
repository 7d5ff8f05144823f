#include "projections/returns/return_differences.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "projections/returns/difference_case.h"
#include "schema/returns/collection_year.h"
#include "schema/returns/value_fault.h"

namespace tyst {
namespace {

using Cause = DifferenceCause;

// In the order of the enum.
constexpr std::array<std::string_view, kDifferenceCauseCount> kCauseNames{
    "written-otherwise",
    "code-not-told-apart",
    "no-code-in-year",
    "no-event",
    "value-refused",
    "repeated-value-disagrees",
    "child-not-in-header",
    "not-in-cohort",
    "not-in-care",
    "outside-collection",
    "dated-after-received",
    "duplicate-row",
    "same-key-row",
    "covers-no-day",
    "nothing-changed",
    "not-stated-in-return",
    "began-earlier",
    "reason-disagrees-with-change",
    "starts-while-in-care",
    "open-row-followed",
    "overlap",
    "ended-by-overlapping-row",
    "gap",
    "continuation-without-next",
    "end-reason-without-date",
    "end-date-without-reason",
    "need-of-period",
    "placement-goes-on",
    "no-placement-ended",
    "ended-with-care",
    "ended-by-age",
    "ceased-status-outside",
    "of-earlier-care",
    "first-stated-otherwise",
    "later-knowledge",
    "known-from-elsewhere",
    "under-other-reference",
    "unexplained",
};

// Which columns of a table say on which days a row holds.
struct Days {
    std::string_view table;
    std::string_view first;
    std::string_view last;  // the day on which it ended; the same as `first` for single days
};
constexpr Days kDays[] = {
    {"episodes", "DECOM", "DEC"},
    {"reviews", "REVIEW", "REVIEW"},
    {"missing", "MIS_START", "MIS_END"},
    {"social_worker", "SW_DECOM", "SW_DEC"},
    {"dolo", "DOLO_START", "DOLO_END"},
    {"placed_for_adoption", "DATE_PLACED", "DATE_PLACED_CEASED"},
};

// Columns that no event can hold (docs/import.md).
struct ColumnOfTable {
    std::string_view table;
    std::string_view column;
};
constexpr ColumnOfTable kNoEvent[] = {{"social_worker", "SW_REASON"}};

const Days* days_of(std::string_view table) {
    const auto found = std::ranges::find(kDays, table, &Days::table);
    return found == std::end(kDays) ? nullptr : &*found;
}

std::string key_of(const ReturnTableLayout& table, const auto& values) {
    std::string key;
    for (const std::size_t place : table.key) {
        if (table.columns[place].kind == ReturnValueKind::reference) continue;
        key += key.empty() ? "" : " ";
        key += values[place];
    }
    return key;
}

bool is_repeated(const ReturnTableLayout& table, std::string_view column) {
    return table.id != "header" && (column == "DOB" || column == "SEX");
}

bool rests_only_before(const ExportedRow& row, LogIndex statement) {
    return !row.events.empty() && row.events.back() < statement;
}

// ---- causes of one cell ----

const UntoldValue* untold_at(const RowCase& row, std::string_view column) {
    for (const UntoldValue& value : row.child->now->untold) {
        if (value.table == row.table->id && value.column == column &&
            std::ranges::binary_search(row.exported->events, value.event)) {
            return &value;
        }
    }
    return nullptr;
}

// Our code says what the received one says, and the year's return has more codes than one for it.
bool says_the_same(const RowCase& row, std::string_view column, const UntoldValue& untold) {
    if (column != "PLACE") return false;
    const auto meant = row.child->returns->codes->placement(row.received_text(column));
    return meant && meant->setting == untold.code;
}

std::optional<Cause> cause_of_code(const RowCase& row, std::string_view column) {
    if (upper_cased(row.received_text(column)) == upper_cased(row.exported_text(column))) {
        return Cause::written_otherwise;
    }
    const UntoldValue* const untold = untold_at(row, column);
    if (untold == nullptr) return std::nullopt;
    return says_the_same(row, column, *untold) ? Cause::code_not_told_apart
                                               : Cause::no_code_in_year;
}

std::optional<Cause> cause_of_repeated(const RowCase& row, std::string_view column) {
    if (!is_repeated(*row.table, column)) return std::nullopt;
    return row.child->header() == nullptr ? Cause::child_not_in_header
                                          : Cause::repeated_value_disagrees;
}

// Tables of which the import refuses a whole row or none of it: a row of theirs that became facts
// has no refused value.
constexpr std::string_view kRefusedWhole[] = {"episodes", "reviews", "social_worker", "dolo"};

bool is_refused(const RowCase& row, std::string_view column) {
    if (std::ranges::find(kRefusedWhole, row.table->id) != std::end(kRefusedWhole)) return false;
    const ReturnColumn& of = row.table->columns[*row.table->place_of(column)];
    return row.exported_text(column).empty() && !row.received_text(column).empty() &&
           fault_of(row.child->layout(), of, row.received_text(column)).has_value();
}

// That a child is a mother is said from the day on which her own child was born.
bool ends_outside(const RowCase& row, std::string_view column) {
    const auto day = row.received_day(column == "MOTHER" ? "MC_DOB" : column);
    return day && row.exported_text(column).empty() &&
           *day > row.child->returns->now->question.as_at;
}

bool is_repetition(const RowCase& row) {
    const auto table = static_cast<std::size_t>(row.table - row.child->layout().tables.data());
    return std::ranges::any_of(row.child->received[table], [&](const ReceivedCells& other) {
        return other.line < row.received->line && other.values == row.received->values;
    });
}

bool shares_its_key(const RowCase& row) {
    const auto table = static_cast<std::size_t>(row.table - row.child->layout().tables.data());
    const std::string key = key_of(*row.table, row.received->values);
    return std::ranges::any_of(row.child->received[table], [&](const ReceivedCells& other) {
        return &other != row.received && key_of(*row.table, other.values) == key;
    });
}

// Where something ends with the start of another row of its table: open, or ended later.
std::optional<Cause> cause_of_span_end(const RowCase& row, std::string_view column) {
    const Days* const days = days_of(row.table->id);
    const auto exported = row.exported_day(column);
    if (days == nullptr || column != days->last || !exported) return std::nullopt;
    const auto table = static_cast<std::size_t>(row.table - row.child->layout().tables.data());
    const std::size_t first = *row.table->place_of(days->first);
    const bool followed =
        std::ranges::any_of(row.child->received[table], [&](const ReceivedCells& other) {
            return &other != row.received && other.values[first] == row.exported_text(column);
        });
    if (!followed) return std::nullopt;
    if (row.received_text(column).empty()) return Cause::open_row_followed;
    const auto received = row.received_day(column);
    return received && *received > *exported ? std::optional(Cause::overlap) : std::nullopt;
}

// Why a decision was reversed, where no day says that it was.
bool reason_without_day(const RowCase& row, std::string_view column) {
    return column == "REASON_PLACED_CEASED" && row.exported_text(column).empty() &&
           row.received_text("DATE_PLACED_CEASED").empty();
}

// An order that no row ends, at the end of care at the latest.
bool ends_with_care(const RowCase& row, std::string_view column) {
    const auto ended = row.exported_day(column);
    if (column != "DOLO_END" || !ended || !row.received_text(column).empty()) return false;
    const ReturnTableLayout& episodes = *row.child->layout().table("episodes");
    return std::ranges::any_of(row.child->now->rows, [&](const ExportedRow& other) {
        return other.table == episodes.id &&
               other.values[*episodes.place_of("DEC")] == row.exported_text(column) &&
               other.values[*episodes.place_of("REC")] != "X1";
    });
}

Cause cause_of_value(const RowCase& row, std::string_view column) {
    if (const auto cause = cause_of_code(row, column)) return *cause;
    if (row.then != nullptr) {
        const std::size_t place = *row.table->place_of(column);
        if (row.then->values[place] == row.received_text(column)) return Cause::later_knowledge;
    }
    if (const auto cause = cause_of_repeated(row, column)) return *cause;
    for (const auto& [table, of] : kNoEvent) {
        if (table == row.table->id && of == column) return Cause::no_event;
    }
    if (is_refused(row, column)) return Cause::value_refused;
    if (ends_outside(row, column)) return Cause::outside_collection;
    if (reason_without_day(row, column)) return Cause::end_reason_without_date;
    if (ends_with_care(row, column)) return Cause::ended_with_care;
    if (row.table->id == "episodes") {
        if (const auto cause = episode_value_cause(row, column)) return *cause;
    } else if (shares_its_key(row)) {
        return Cause::same_key_row;
    } else if (const auto cause = cause_of_span_end(row, column)) {
        return *cause;
    }
    if (rests_only_before(*row.exported, row.child->returns->statement)) {
        return Cause::first_stated_otherwise;
    }
    return Cause::unexplained;
}

// ---- causes of rows that only one side has ----

// The import refuses a row for a date or a code that it does not understand, or a missing day.
bool is_row_refused(const RowCase& row) {
    if (row.table->id == "episodes") return !row.child->place_of(*row.received);
    const Days* const days = days_of(row.table->id);
    if (days != nullptr && row.received_text(days->first).empty()) return true;
    for (std::size_t place = 0; place < row.table->columns.size(); ++place) {
        const std::string_view text = row.received->values[place];
        const ReturnColumn& column = row.table->columns[place];
        if (!text.empty() && !is_repeated(*row.table, column.name) &&
            fault_of(row.child->layout(), column, text)) {
            return true;
        }
    }
    return false;
}

bool is_adopted(const ReceivedEpisode& episode) {
    return episode.reason_ceased == "E11" || episode.reason_ceased == "E12";
}

// Details of an adoption are of the day on which the return's own episodes end with it.
bool is_adopted_after(const ChildCase& child, Date day) {
    return std::ranges::any_of(child.chain, [day](const ReceivedEpisode& episode) {
        return is_adopted(episode) && episode.ended && *episode.ended > day;
    });
}

bool is_outside(const RowCase& row) {
    if (row.table->id == "ad1") {
        return is_adopted_after(*row.child, row.child->returns->now->question.as_at);
    }
    const Days* const days = days_of(row.table->id);
    if (days == nullptr) return false;
    const auto first = row.received_day(days->first);
    const auto last = row.received_day(days->last);
    const int year = row.child->returns->received->year();
    return (first && *first > row.child->returns->now->question.as_at) ||
           (last && *last < collection_begins(year));
}

bool is_ahead(const RowCase& row) {
    const Days* const days = days_of(row.table->id);
    const auto first = days == nullptr ? std::nullopt : row.received_day(days->first);
    return first && *first > row.child->returns->received_on;
}

bool is_of_earlier_care(const RowCase& row) {
    const Days* const days = days_of(row.table->id);
    const auto first = days == nullptr ? std::nullopt : row.received_day(days->first);
    const Date begins = collection_begins(row.child->returns->received->year());
    return first && std::ranges::any_of(row.child->chain, [&](const ReceivedEpisode& episode) {
               return episode.leaves() && *episode.ended < begins && *first <= *episode.ended;
           });
}

// On a day of the row the child was in care, as the exported episodes tell.
bool is_in_care(const RowCase& row) {
    const ReturnTableLayout& episodes = *row.child->layout().table("episodes");
    const auto first = row.received_day("SW_DECOM");
    const auto last = row.received_day("SW_DEC");
    return std::ranges::any_of(row.child->now->rows, [&](const ExportedRow& episode) {
        if (episode.table != episodes.id) return false;
        const auto began = parse_slashed_date(episode.values[*episodes.place_of("DECOM")]);
        const auto ended = parse_slashed_date(episode.values[*episodes.place_of("DEC")]);
        return first && began && (!last || *began < *last) && (!ended || *ended > *first);
    });
}

Cause cause_of_missing(const RowCase& row) {
    const ChildCase& child = *row.child;
    if (row.then != nullptr) return Cause::later_knowledge;
    if (child.under_other_reference) return Cause::under_other_reference;
    if (is_repetition(row)) return Cause::duplicate_row;
    if (is_outside(row)) return Cause::outside_collection;
    if (row.table->id != "header" && row.table->id != "uasc" && is_row_refused(row)) {
        return Cause::value_refused;
    }
    if (is_ahead(row)) return Cause::dated_after_received;
    if (row.table->id == "episodes") {
        return episode_missing_cause(row).value_or(Cause::unexplained);
    }
    if (child.now == nullptr) return Cause::not_in_cohort;
    if (is_of_earlier_care(row)) return Cause::of_earlier_care;
    if (row.table->id == "uasc") {
        const auto ceased = row.received_day("DUC");
        const int year = child.returns->received->year();
        if (ceased && *ceased < collection_begins(year)) return Cause::ceased_status_outside;
    }
    if (shares_its_key(row)) return Cause::same_key_row;
    if (row.table->id == "social_worker" && !is_in_care(row)) return Cause::not_in_care;
    return Cause::unexplained;
}

// The return's own episodes end with an adoption, and it has no row of the adoption's details.
bool is_adoption_left_out(const RowCase& row) {
    if (row.table->id != "ad1") return false;
    const auto place = static_cast<std::size_t>(row.table - row.child->layout().tables.data());
    return row.child->received[place].empty() && std::ranges::any_of(row.child->chain, is_adopted);
}

Cause cause_of_extra(const RowCase& row) {
    if (row.then == nullptr) return Cause::later_knowledge;
    if (row.table->id == "header" && row.child->header() == nullptr) {
        return Cause::child_not_in_header;
    }
    if (rests_only_before(*row.exported, row.child->returns->statement)) {
        return Cause::known_from_elsewhere;
    }
    if (row.table->id == "episodes") {
        return episode_extra_cause(row).value_or(Cause::unexplained);
    }
    if (is_adoption_left_out(row)) return Cause::not_stated_in_return;
    return Cause::unexplained;
}

// ---- matching ----

std::vector<const ExportedRow*> rows_of(const ExportedChild* child, std::string_view table) {
    std::vector<const ExportedRow*> rows;
    if (child == nullptr) return rows;
    for (const ExportedRow& row : child->rows) {
        if (row.table == table) rows.push_back(&row);
    }
    return rows;
}

bool equal_rows(const ReceivedCells& received, const ExportedRow& exported) {
    return std::ranges::equal(received.values, exported.values);
}

// For each received row the exported one of the same key: first those that agree in every cell,
// then the others in their order.
class Matching {
  public:
    Matching(
        const ReturnTableLayout& table,
        const std::vector<ReceivedCells>& received,
        std::vector<const ExportedRow*> exported
    )
        : table_(table), exported_(std::move(exported)), matched_(received.size(), nullptr) {
        const auto match = [&](bool equal_only) {
            for (std::size_t at = 0; at < received.size(); ++at) {
                if (matched_[at] == nullptr) matched_[at] = take(received[at], equal_only);
            }
        };
        match(true);
        match(false);
    }

    [[nodiscard]] const ExportedRow* of(std::size_t received) const { return matched_[received]; }
    // Exported rows that no received one has.
    [[nodiscard]] std::vector<const ExportedRow*> left() const {
        std::vector<const ExportedRow*> rows;
        for (const ExportedRow* row : exported_) {
            if (row != nullptr) rows.push_back(row);
        }
        return rows;
    }

  private:
    const ExportedRow* take(const ReceivedCells& received, bool equal_only) {
        const std::string key = key_of(table_, received.values);
        for (const ExportedRow*& row : exported_) {
            const bool fits = row != nullptr && (equal_only ? equal_rows(received, *row)
                                                            : key_of(table_, row->values) == key);
            if (fits) return std::exchange(row, nullptr);
        }
        return nullptr;
    }

    const ReturnTableLayout& table_;
    std::vector<const ExportedRow*> exported_;
    std::vector<const ExportedRow*> matched_;
};

class Comparer {
  public:
    void compare(const ChildCase& child) {
        for (const ReturnTableLayout& table : child.layout().tables) {
            if (is_exported(table.id)) compare_table(child, table);
        }
    }

    ReturnComparison finish() {
        std::ranges::stable_sort(comparison_.differences, {}, [](const ReturnDifference& one) {
            return std::tie(one.child, one.table, one.key, one.line);
        });
        return std::move(comparison_);
    }

  private:
    void compare_table(const ChildCase& child, const ReturnTableLayout& table) {
        const auto place = static_cast<std::size_t>(&table - child.layout().tables.data());
        const std::vector<ReceivedCells>& received = child.received[place];
        const Matching now(table, received, rows_of(child.now, table.id));
        const Matching then(table, received, rows_of(child.then, table.id));
        comparison_.rows_received += received.size();
        for (std::size_t at = 0; at < received.size(); ++at) {
            const RowCase row{&child, &table, &received[at], now.of(at), then.of(at)};
            if (row.exported == nullptr) {
                add(row, DifferenceKind::row_not_exported, "", cause_of_missing(row));
            } else {
                compare_cells(row);
            }
        }
        const std::vector<const ExportedRow*> left_then = then.left();
        for (const ExportedRow* extra : now.left()) {
            ++comparison_.rows_exported;
            const auto known = std::ranges::find_if(left_then, [&](const ExportedRow* row) {
                return key_of(table, row->values) == key_of(table, extra->values);
            });
            const RowCase row{
                &child, &table, nullptr, extra, known == left_then.end() ? nullptr : *known
            };
            add(row, DifferenceKind::row_not_received, "", cause_of_extra(row));
        }
    }

    void compare_cells(const RowCase& row) {
        ++comparison_.rows_exported;
        comparison_.cells_compared += row.table->columns.size();
        bool equal = true;
        for (const ReturnColumn& column : row.table->columns) {
            if (row.received_text(column.name) == row.exported_text(column.name)) continue;
            equal = false;
            add(row, DifferenceKind::value, column.name, cause_of_value(row, column.name));
        }
        comparison_.rows_equal += equal ? 1 : 0;
    }

    void add(const RowCase& row, DifferenceKind kind, std::string_view column, Cause cause) {
        ReturnDifference difference;
        difference.child = row.child->reference;
        difference.table = row.table->id;
        difference.kind = kind;
        difference.column = column;
        difference.cause = cause;
        if (row.received != nullptr) {
            difference.line = row.received->line;
            difference.key = key_of(*row.table, row.received->values);
            if (!column.empty()) difference.received = row.received_text(column);
        }
        if (row.exported != nullptr) {
            difference.key = key_of(*row.table, row.exported->values);
            if (!column.empty()) difference.exported = row.exported_text(column);
            difference.events = row.exported->events;
        }
        comparison_.differences.push_back(std::move(difference));
    }

    ReturnComparison comparison_;
};

// The rows of each table that the snapshot has for the child.
std::vector<std::vector<ReceivedCells>> received_rows(
    const ReturnSnapshot& snapshot, std::optional<std::size_t> child
) {
    std::vector<std::vector<ReceivedCells>> tables(snapshot.tables().size());
    if (!child) return tables;
    for (std::size_t table = 0; table < tables.size(); ++table) {
        const auto [first, last] = snapshot.rows_of(table, *child);
        for (std::size_t at = first; at < last; ++at) {
            const ReturnRow row = snapshot.row(table, at);
            ReceivedCells cells{row.line(), {}};
            for (std::size_t place = 0; place < snapshot.table(table).layout->columns.size();
                 ++place) {
                cells.values.push_back(row.text(place));
            }
            tables[table].push_back(std::move(cells));
        }
    }
    return tables;
}

const ExportedChild* find_child(const ExportedReturn& exported, std::string_view reference) {
    const auto found =
        std::ranges::lower_bound(exported.children, reference, {}, &ExportedChild::reference);
    return found != exported.children.end() && found->reference == reference ? &*found : nullptr;
}

// Another of the person's references, under which the return has them.
bool has_other_name(const ExportedReturn& exported, std::string_view reference) {
    return std::ranges::any_of(exported.children, [&](const ExportedChild& child) {
        return std::ranges::find(child.other_references, reference) != child.other_references.end();
    });
}

}  // namespace

std::string_view name(DifferenceCause cause) {
    return kCauseNames[static_cast<std::size_t>(cause)];
}

std::string_view name(DifferenceKind kind) {
    switch (kind) {
        case DifferenceKind::value:
            return "value";
        case DifferenceKind::row_not_exported:
            return "row-not-exported";
        case DifferenceKind::row_not_received:
            return "row-not-received";
    }
    return "unknown";
}

std::uint64_t ReturnComparison::count(DifferenceCause cause) const {
    return static_cast<std::uint64_t>(
        std::ranges::count(differences, cause, &ReturnDifference::cause)
    );
}

const ReceivedCells* ChildCase::header() const {
    const auto place = static_cast<std::size_t>(layout().table("header") - layout().tables.data());
    return received[place].empty() ? nullptr : &received[place].front();
}

std::optional<Date> ChildCase::birth() const {
    if (header() == nullptr) return std::nullopt;
    const auto day =
        parse_slashed_date(header()->values[*layout().table("header")->place_of("DOB")]);
    return day ? std::optional(*day) : std::nullopt;
}

std::optional<std::size_t> ChildCase::place_of(const ReceivedCells& row) const {
    const auto found = std::ranges::find(chain, &row, &ReceivedEpisode::row);
    return found == chain.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(found - chain.begin()));
}

std::string_view RowCase::received_text(std::string_view column) const {
    return received->values[*table->place_of(column)];
}

std::string_view RowCase::exported_text(std::string_view column) const {
    return exported->values[*table->place_of(column)];
}

std::optional<Date> RowCase::received_day(std::string_view column) const {
    const auto day = parse_slashed_date(received_text(column));
    return day ? std::optional(*day) : std::nullopt;
}

std::optional<Date> RowCase::exported_day(std::string_view column) const {
    const auto day = parse_slashed_date(exported_text(column));
    return day ? std::optional(*day) : std::nullopt;
}

ReturnComparison compare_returns(const ComparedReturns& returns) {
    const ReturnSnapshot& snapshot = *returns.received;
    std::set<std::string_view> references;
    for (const TextId child : snapshot.children()) {
        if (child != kEmptyText) references.insert(snapshot.pool().text(child));
    }
    for (const ExportedChild& child : returns.now->children) {
        references.insert(child.reference);
    }
    Comparer comparer;
    for (const std::string_view reference : references) {
        const auto known = snapshot.pool().find(reference);
        ChildCase child;
        child.returns = &returns;
        child.reference = reference;
        child.received = received_rows(snapshot, known ? snapshot.place_of(*known) : std::nullopt);
        child.now = find_child(*returns.now, reference);
        child.then = find_child(*returns.then, reference);
        child.under_other_reference =
            child.now == nullptr && has_other_name(*returns.now, reference);
        child.chain = received_chain(child);
        comparer.compare(child);
    }
    return comparer.finish();
}

}  // namespace tyst
