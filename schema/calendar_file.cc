#include <algorithm>

#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidCalendar = ErrorCode::invalid_calendar;
constexpr std::string_view kBases[] = {"common-law", "statute", "proclaimed", "expected"};

Result<BankHoliday> read_holiday(const TomlValue& table, std::string_view path) {
    TomlTableReader reader(table, path, kInvalidCalendar);
    BankHoliday holiday;
    holiday.date = reader.date("date");
    holiday.name = {reader.text("en"), reader.text("cy")};
    holiday.basis = reader.text("basis");
    if (std::ranges::find(kBases, holiday.basis) == std::end(kBases)) {
        reader.refuse(
            reader.line_of("basis"), "'basis' is common-law, statute, proclaimed or expected"
        );
    }
    TYST_TRY(reader.finish());
    return holiday;
}

}  // namespace

Result<BankHolidays> read_calendar_file(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidCalendar));
    TomlTableReader reader(top, file.path, kInvalidCalendar);
    const std::string id = reader.text("calendar");
    const std::string version = reader.text("version");
    for (const std::string_view key : {"title_en", "title_cy", "source"}) {
        static_cast<void>(reader.text(key));
    }
    const Date first_day = reader.date("first_day");
    const Date last_day = reader.date("last_day");
    const std::vector<const TomlValue*> tables = reader.tables("holiday");
    TYST_TRY(reader.finish());
    std::vector<BankHoliday> holidays;
    for (const TomlValue* table : tables) {
        TYST_ASSIGN(BankHoliday holiday, read_holiday(*table, file.path));
        if (holiday.date < first_day || last_day < holiday.date) {
            return fail_at(
                kInvalidCalendar, file.path, table->line, "the day lies outside the covered days"
            );
        }
        if (!holidays.empty() && holiday.date <= holidays.back().date) {
            return fail_at(
                kInvalidCalendar, file.path, table->line, "the day stands twice or out of order"
            );
        }
        holidays.push_back(std::move(holiday));
    }
    auto made = BankHolidays::make(id, version, first_day, last_day, std::move(holidays));
    if (!made) {
        return fail_at(
            kInvalidCalendar, file.path, reader.line_of("last_day"), made.error().context
        );
    }
    return made;
}

Result<std::vector<SchoolTerm>> read_school_terms(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidCalendar));
    TomlTableReader reader(top, file.path, kInvalidCalendar);
    for (const std::string_view key : {"terms", "version", "source"}) {
        static_cast<void>(reader.text(key));
    }
    std::vector<SchoolTerm> terms;
    for (const TomlValue* table : reader.tables("term")) {
        TomlTableReader inner(*table, file.path, kInvalidCalendar);
        terms.push_back({inner.date("first"), inner.date("last")});
        reader.absorb(inner.finish());
    }
    TYST_TRY(reader.finish());
    return terms;
}

}  // namespace tyst
