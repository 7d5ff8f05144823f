#include "schema/pattern_reader.h"

#include <algorithm>
#include <string>

#include "schema/event_catalogue.h"

namespace tyst {
namespace {

constexpr auto kInvalidFile = ErrorCode::invalid_rule_file;
// Ten years in days: no clock of the law runs longer.
constexpr std::int64_t kTermCountMax = 3660;

}  // namespace

EventType read_event_type(TomlTableReader& reader, std::string_view key) {
    std::string name = reader.text(key);
    std::ranges::replace(name, '-', '_');
    if (const auto type = type_named(name)) return *type;
    reader.refuse(
        reader.line_of(key),
        "'" + name + "' is no event; docs/events.md lists them (with - in the place of _)"
    );
    return EventType::none;
}

std::optional<DueTerm> read_term(
    TomlTableReader& outer, std::string_view key, std::string_view path
) {
    const TomlValue* table = outer.optional_table(key);
    if (table == nullptr) {
        return std::nullopt;
    }
    TomlTableReader reader(*table, path, kInvalidFile);
    DueTerm term;
    term.count = static_cast<int>(reader.number("count", 0, kTermCountMax));
    term.unit = reader.word(
        "unit",
        {TermUnit::hours,
         TermUnit::working_days,
         TermUnit::school_days,
         TermUnit::days,
         TermUnit::weeks,
         TermUnit::calendar_months}
    );
    term.start_day = reader.flag("start_day_counts") ? StartDay::counted : StartDay::not_counted;
    outer.absorb(reader.finish());
    return term;
}

std::vector<Situation> read_situations(TomlTableReader& reader, std::string_view key) {
    std::vector<Situation> situations;
    if (!reader.has(key)) return situations;
    for (const std::string& word : reader.texts(key)) {
        if (const auto situation = situation_named(word)) {
            situations.push_back(*situation);
        } else {
            reader.refuse(
                reader.line_of(key),
                "'" + word + "' is not known for '" + std::string(key) + "', only " +
                    situation_words()
            );
        }
    }
    return situations;
}

std::vector<FieldTest> read_field_tests(
    TomlTableReader& outer, std::string_view key, EventType type, std::string_view path
) {
    std::vector<FieldTest> tests;
    const TomlValue* table = outer.optional_table(key);
    if (table == nullptr) return tests;
    TomlTableReader reader(*table, path, kInvalidFile);
    for (const auto& [field, value] : std::get<TomlTable>(table->value)) {
        FieldTest test{field, reader.texts(field), nullptr};
        if (const auto read = field_word(type, field)) {
            test.read = *read;
        } else {
            reader.refuse(
                value.line, "'" + field + "' is no field of " + std::string(name_of(type))
            );
        }
        tests.push_back(std::move(test));
    }
    outer.absorb(reader.finish());
    return tests;
}

EventPattern read_pattern(TomlTableReader& reader, std::string_view path) {
    EventPattern pattern;
    pattern.type = read_event_type(reader, "event");
    pattern.where = read_field_tests(reader, "where", pattern.type, path);
    if (reader.has("link")) {
        const std::string field = reader.text("link");
        if (const auto read = field_event(pattern.type, field)) {
            pattern.link = *read;
        } else {
            reader.refuse(reader.line_of("link"), "'" + field + "' names no event");
        }
    }
    return pattern;
}

}  // namespace tyst
