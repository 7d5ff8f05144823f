#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/date.h"
#include "schema/error.h"

namespace tyst {

struct BankHoliday {
    Date date;
    BilingualText name;
    // Why the day is one: "common-law", "statute", "proclaimed", or "expected" (proclaimed each
    // year; not yet for this one).
    std::string basis;
    bool operator==(const BankHoliday&) const = default;
};

// A school term, both days included; days off within it are left out by giving it in parts.
struct SchoolTerm {
    Date first;
    Date last;
    bool operator==(const SchoolTerm&) const = default;
};

// The days that are no working days in one part of the United Kingdom, over whole covered years. A
// working day is not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday (Visits to
// Children in Detention (Wales) Regulations 2015 reg 2). Immutable: safe to share between threads.
class BankHolidays {
  public:
    // Covers nothing.
    BankHolidays() = default;
    // Fails with invalid_calendar where the span is empty, or a day stands twice, out of order or
    // outside the span.
    [[nodiscard]] static Result<BankHolidays> make(
        std::string id,
        std::string version,
        Date first_covered_day,
        Date last_covered_day,
        std::vector<BankHoliday> in_order
    );

    // Fails with invalid_calendar for a day outside the covered span.
    [[nodiscard]] Result<bool> is_working_day(Date date) const;
    // A working day within a school term. Fails with invalid_calendar for a day outside the covered
    // span, or outside the span of the terms: no terms, no answer.
    [[nodiscard]] Result<bool> is_school_day(Date date) const;
    // In order, not touching one another; each authority has its own. Fails with invalid_calendar.
    [[nodiscard]] Result<void> set_school_terms(std::vector<SchoolTerm> in_order);
    // Why the day is no working day ("Good Friday", "Saturday"); nullptr for a working day and for
    // a day outside the covered span. Valid as long as this object.
    [[nodiscard]] const BilingualText* name_of(Date date) const;

    [[nodiscard]] Date first_covered_day() const { return first_; }
    [[nodiscard]] Date last_covered_day() const { return last_; }
    [[nodiscard]] bool covers(Date date) const {
        return !kinds_.empty() && first_ <= date && date <= last_;
    }
    // "england-and-wales"
    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const std::string& version() const { return version_; }
    // In the order of their dates.
    [[nodiscard]] const std::vector<BankHoliday>& holidays() const { return holidays_; }

  private:
    std::string id_;
    std::string version_;
    Date first_;
    Date last_;
    std::vector<BankHoliday> holidays_;
    // For each covered day: 0 for a working day, 1 for a Saturday, 2 for a Sunday, else 3 + the
    // place in holidays_.
    std::vector<std::uint16_t> kinds_;
    std::vector<SchoolTerm> school_terms_;
};

}  // namespace tyst
