#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/intake/ssda903_child.h"

namespace tyst {

// Gathers what the rows of one child say while they are read.
class Ssda903Collector {
  public:
    // Both must outlive the collector.
    Ssda903Collector(std::string_view child, const Ssda903Context& context)
        : child_(child), context_(&context) {}

    void find(ImportFindingKind kind, Ssda903Table table, std::uint32_t line);
    // About a row of an earlier return, of the collection that ended in `year`.
    void find_earlier(ImportFindingKind kind, Ssda903Table table, int year, std::uint32_t line);
    void refuse(
        const Ssda903Row& row,
        std::size_t column,
        std::string_view reason,
        bool show_value,
        bool whole_row
    );
    void settle(Ssda903Table table, Ssda903RowFate::Fate fate);
    // The row gives no end for what it began.
    void leave_open(const Ssda903Row& row, std::string_view key, std::string_view occurrence);
    // The event's id is the one for `key` and `occurrence` in the table.
    Event& add(
        Ssda903Table table,
        std::uint32_t line,
        std::string_view key,
        std::string_view occurrence,
        Occurrence occurred,
        Body body
    );
    [[nodiscard]] EventId id(Ssda903Table table, std::string_view key, std::string_view occurrence)
        const;

    [[nodiscard]] std::string_view child() const { return child_; }
    [[nodiscard]] const Ssda903Context& context() const { return *context_; }
    [[nodiscard]] const Ssda903Codes& codes() const { return *context_->codes; }
    [[nodiscard]] std::vector<Event>& events() { return facts_.events; }
    [[nodiscard]] const Ssda903ChildFacts& facts() const { return facts_; }
    [[nodiscard]] Ssda903ChildFacts finish() { return std::move(facts_); }

  private:
    std::string_view child_;
    const Ssda903Context* context_;
    Ssda903ChildFacts facts_;
};

[[nodiscard]] Occurrence on_day(Date date);
// Nothing says more than the year.
[[nodiscard]] Occurrence some_day_of(int year);
// What ends on a day comes before what starts on it, unless it started on that day.
[[nodiscard]] Occurrence starts_on(Date date);
[[nodiscard]] Occurrence ends_on(Date began, Date ended);

// Reads the values of one row. What cannot be understood is refused: `..._part` refuse the value by
// itself, for facts that stand without it; the others refuse the row. Where there is no collector
// nothing is reported.
class Ssda903RowReader {
  public:
    Ssda903RowReader(const Ssda903Row& row, Ssda903Collector* collector)
        : row_(&row), collector_(collector) {}

    [[nodiscard]] std::string_view text(std::size_t column) const { return row_->values[column]; }
    // Nothing where empty.
    [[nodiscard]] std::optional<Date> date(std::size_t column);
    [[nodiscard]] std::optional<Date> required_date(std::size_t column);
    // `meaning` is what the codes make of text(column); empty text gives an empty answer.
    template <class Meaning>
    [[nodiscard]] Meaning code(std::size_t column, std::optional<Meaning> meaning) {
        if (!meaning && !text(column).empty()) refuse(column, "unknown code");
        return meaning ? *std::move(meaning) : Meaning{};
    }
    template <class Meaning>
    [[nodiscard]] Meaning required_code(std::size_t column, std::optional<Meaning> meaning) {
        if (text(column).empty()) refuse(column, "empty");
        return code(column, std::move(meaning));
    }
    void refuse(std::size_t column, std::string_view reason);

    // Nothing, or an empty code, where the text is empty or refused.
    [[nodiscard]] std::optional<Date> date_part(std::size_t column);
    [[nodiscard]] Code code_part(std::size_t column, std::optional<Code> meaning);
    [[nodiscard]] std::optional<bool> flag_part(std::size_t column);
    [[nodiscard]] std::optional<std::uint32_t> number_part(
        std::size_t column, std::uint32_t least, std::uint32_t most
    );
    void refuse_part(std::size_t column, std::string_view reason);

    void find(ImportFindingKind kind) const;
    void find_if_ahead(std::optional<Date> date) const;
    void find_in_span(Date began, std::optional<Date> ended) const;
    [[nodiscard]] bool refused() const { return refused_; }

  private:
    const Ssda903Row* row_;
    Ssda903Collector* collector_;
    bool refused_ = false;
};

// Natural keys of the rows of one table in one return. Rows that share a key are told apart by
// "#2", "#3" in the order of the file; a row that repeats another gets none.
class Ssda903RowKeys {
  public:
    // Nothing for a repetition. Raises duplicate_row or same_key_row where `collector` is given.
    [[nodiscard]] std::optional<std::string> take(
        std::string key, const Ssda903Row& row, Ssda903Collector* collector
    );

  private:
    std::map<std::string, std::vector<const Ssda903Row*>, std::less<>> seen_;
};

}  // namespace tyst
