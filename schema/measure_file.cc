#include <algorithm>

#include "schema/pattern_reader.h"
#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidMeasure = ErrorCode::invalid_rule_file;
constexpr std::int64_t kPlacementsMax = 100;
constexpr std::int64_t kLeaverAgeMax = 25;
constexpr std::int64_t kLeaverMonthsMax = 120;

std::vector<std::string> texts_if_any(TomlTableReader& reader, std::string_view key) {
    return reader.has(key) ? reader.texts(key) : std::vector<std::string>();
}

// A stretch of the calendar, forwards or backwards: neither hours nor working days.
void require_calendar_term(
    TomlTableReader& reader, std::string_view key, const std::optional<DueTerm>& term
) {
    const bool calendar = !term || term->unit == TermUnit::calendar_months ||
                          term->unit == TermUnit::weeks || term->unit == TermUnit::days;
    if (!calendar || (term && term->start_day == StartDay::counted)) {
        reader.refuse(
            reader.line_of(key), "'" + std::string(key) + "' is in calendar-months, weeks or days"
        );
    }
}

std::optional<RecordedCondition> read_recorded(TomlTableReader& outer, std::string_view path) {
    const TomlValue* table = outer.optional_table("recorded");
    if (table == nullptr) return std::nullopt;
    TomlTableReader reader(*table, path, kInvalidMeasure);
    RecordedCondition recorded;
    recorded.event = read_pattern(reader, path);
    recorded.in_year = reader.flag("in_year");
    recorded.before = read_term(reader, "before", path);
    require_calendar_term(reader, "before", recorded.before);
    if (recorded.in_year && recorded.before) {
        reader.refuse(reader.line_of("before"), "'before' and 'in_year' exclude each other");
    }
    outer.absorb(reader.finish());
    return recorded;
}

std::optional<NearestCondition> read_nearest(TomlTableReader& outer, std::string_view path) {
    const TomlValue* table = outer.optional_table("nearest");
    if (table == nullptr) return std::nullopt;
    TomlTableReader reader(*table, path, kInvalidMeasure);
    NearestCondition nearest;
    nearest.event = read_pattern(reader, path);
    const auto within = read_term(reader, "within", path);
    require_calendar_term(reader, "within", within);
    if (within) {
        nearest.within = *within;
    } else {
        reader.refuse(reader.line(), "'within' is missing: how far off the event may lie");
    }
    outer.absorb(reader.finish());
    return nearest;
}

// The conditions among the keys of a table.
MeasureConditions read_conditions(TomlTableReader& reader, std::string_view path) {
    MeasureConditions where;
    where.during = read_situations(reader, "during");
    where.not_during = read_situations(reader, "not_during");
    where.not_looked_after = reader.flag("not_looked_after");
    if (reader.has("placements_at_least")) {
        where.placements_at_least =
            static_cast<int>(reader.number("placements_at_least", 1, kPlacementsMax));
    }
    where.in_time = reader.flag("in_time");
    where.satisfies_in_time = texts_if_any(reader, "satisfies_in_time");
    where.placement_duty_in_time = reader.optional_text("placement_duty_in_time");
    where.permanence_plan = reader.flag("permanence_plan");
    where.care_plan = reader.flag("care_plan");
    where.allocated = reader.optional_text("allocated");
    where.left = texts_if_any(reader, "left");
    where.recorded = read_recorded(reader, path);
    where.nearest = read_nearest(reader, path);
    return where;
}

MeasurePopulation read_population(
    const TomlValue& table, std::string_view path, TomlTableReader& outer
) {
    TomlTableReader reader(table, path, kInvalidMeasure);
    MeasurePopulation population;
    population.kind = reader.word(
        "count",
        {PopulationKind::looked_after_at_end,
         PopulationKind::short_breaks_at_end,
         PopulationKind::looked_after_in_year,
         PopulationKind::first_placements,
         PopulationKind::obligations_due,
         PopulationKind::events,
         PopulationKind::care_and_support_at_end,
         PopulationKind::care_and_support_all_quarter,
         PopulationKind::registrations_in_year,
         PopulationKind::leavers_after,
         PopulationKind::leavers_at_birthday,
         PopulationKind::leavers_in_year}
    );
    switch (population.kind) {
        case PopulationKind::obligations_due:
            population.rules = reader.texts("rules");
            break;
        case PopulationKind::events:
            population.event = read_pattern(reader, path);
            break;
        case PopulationKind::leavers_after:
            population.months = static_cast<int>(reader.number("months", 1, kLeaverMonthsMax));
            break;
        case PopulationKind::leavers_at_birthday:
            population.age = static_cast<int>(reader.number("age", 18, kLeaverAgeMax));
            break;
        case PopulationKind::looked_after_at_end:
        case PopulationKind::short_breaks_at_end:
        case PopulationKind::looked_after_in_year:
        case PopulationKind::first_placements:
        case PopulationKind::care_and_support_at_end:
        case PopulationKind::care_and_support_all_quarter:
        case PopulationKind::registrations_in_year:
        case PopulationKind::leavers_in_year:
            break;
    }
    if (const TomlValue* where = reader.optional_table("of_whom")) {
        TomlTableReader inner(*where, path, kInvalidMeasure);
        population.where = read_conditions(inner, path);
        if (population.where.in_time || !population.where.satisfies_in_time.empty()) {
            inner.refuse(inner.line(), "whether it was in time decides the numerator only");
        }
        reader.absorb(inner.finish());
    }
    population.needs = reader.texts("needs");
    outer.absorb(reader.finish());
    return population;
}

std::optional<MeasureNumerator> read_numerator(
    TomlTableReader& outer, const MeasurePopulation& population, std::string_view path
) {
    const TomlValue* table = outer.optional_table("numerator");
    if (table == nullptr) return std::nullopt;
    TomlTableReader reader(*table, path, kInvalidMeasure);
    MeasureNumerator numerator;
    numerator.where = read_conditions(reader, path);
    if (reader.has("sum")) {
        numerator.sum = reader.word("sum", {MeasureSum::register_days});
        if (population.kind != PopulationKind::registrations_in_year) {
            reader.refuse(
                reader.line_of("sum"), "days on the register are those of registrations-in-year"
            );
        }
    }
    numerator.needs = texts_if_any(reader, "needs");
    const bool duty = population.kind == PopulationKind::obligations_due;
    if (numerator.where.in_time && !duty) {
        reader.refuse(reader.line_of("in_time"), "only what obligations-due counts has a due day");
    }
    if (!numerator.where.satisfies_in_time.empty() && population.kind != PopulationKind::events) {
        reader.refuse(reader.line_of("satisfies_in_time"), "only an event satisfies a duty");
    }
    if (numerator.where == MeasureConditions() && numerator.sum == MeasureSum::none) {
        reader.refuse(reader.line(), "the numerator says neither a condition nor a sum");
    }
    outer.absorb(reader.finish());
    return numerator;
}

void read_description(TomlTableReader& reader, std::string_view path, Measure& measure) {
    measure.unit =
        reader.word("unit", {MeasureUnit::child, MeasureUnit::each, MeasureUnit::meeting});
    measure.result = reader.word(
        "result", {MeasureResult::count, MeasureResult::percentage, MeasureResult::average}
    );
    const TomlValue* population = reader.optional_table("population");
    if (population == nullptr) {
        reader.refuse(
            reader.line(), "'population' says what is counted; 'not_computed_en' why not"
        );
        return;
    }
    measure.population = read_population(*population, path, reader);
    measure.numerator = read_numerator(reader, measure.population, path);
    const bool sum = measure.numerator && measure.numerator->sum != MeasureSum::none;
    if (measure.result != MeasureResult::count && !measure.numerator) {
        reader.refuse(reader.line_of("result"), "without 'numerator' the result is a count");
    }
    if ((measure.result == MeasureResult::average) != sum) {
        reader.refuse(reader.line_of("result"), "an average is that of a sum");
    }
}

// What no file can know alone: the rules and codes that the measure names.
Result<void> check_measure(
    const Measure& measure, const std::vector<RuleWithLines>& rules, const CodeBook& codes
) {
    constexpr int line = 1;
    const auto known_rule = [&](const std::string& id) {
        return std::ranges::any_of(rules, [&](const RuleWithLines& read) {
            return read.rule.id == id && read.rule.jurisdiction == kMeasureJurisdiction &&
                   read.rule.check == RuleCheck::none;
        });
    };
    std::vector<std::string> named = measure.population.rules;
    std::vector<Code> needs = measure.population.needs;
    const MeasureConditions* conditions[] = {
        &measure.population.where, measure.numerator ? &measure.numerator->where : nullptr
    };
    if (measure.numerator) {
        std::ranges::copy(measure.numerator->needs, std::back_inserter(needs));
    }
    for (const MeasureConditions* where : conditions) {
        if (where == nullptr) continue;
        std::ranges::copy(where->satisfies_in_time, std::back_inserter(named));
        if (!where->placement_duty_in_time.empty()) {
            named.push_back(where->placement_duty_in_time);
        }
        for (const Code& exit : where->left) {
            if (!codes.contains("wales-exit", exit)) {
                return fail_at(
                    kInvalidMeasure, measure.path, line, "'" + exit + "' is no code of wales-exit"
                );
            }
        }
        if (!where->allocated.empty() && !codes.contains("allocation-role", where->allocated)) {
            return fail_at(
                kInvalidMeasure,
                measure.path,
                line,
                "'" + where->allocated + "' is no code of allocation-role"
            );
        }
    }
    for (const std::string& id : named) {
        if (!known_rule(id)) {
            return fail_at(
                kInvalidMeasure, measure.path, line, "'" + id + "' is no Welsh rule with a clock"
            );
        }
    }
    for (const Code& need : needs) {
        if (!codes.contains("fact-kind", need)) {
            return fail_at(
                kInvalidMeasure, measure.path, line, "'" + need + "' is no code of fact-kind"
            );
        }
    }
    return {};
}

}  // namespace

std::string_view to_text(MeasureUnit unit) {
    switch (unit) {
        case MeasureUnit::child:
            return "child";
        case MeasureUnit::each:
            return "each";
        case MeasureUnit::meeting:
            return "meeting";
    }
    return "";
}

std::string_view to_text(MeasureResult result) {
    switch (result) {
        case MeasureResult::count:
            return "count";
        case MeasureResult::percentage:
            return "percentage";
        case MeasureResult::average:
            return "average";
    }
    return "";
}

std::string_view to_text(PopulationKind kind) {
    switch (kind) {
        case PopulationKind::looked_after_at_end:
            return "looked-after-at-end";
        case PopulationKind::short_breaks_at_end:
            return "short-breaks-at-end";
        case PopulationKind::looked_after_in_year:
            return "looked-after-in-year";
        case PopulationKind::first_placements:
            return "first-placements";
        case PopulationKind::obligations_due:
            return "obligations-due";
        case PopulationKind::events:
            return "events";
        case PopulationKind::care_and_support_at_end:
            return "care-and-support-at-end";
        case PopulationKind::care_and_support_all_quarter:
            return "care-and-support-all-quarter";
        case PopulationKind::registrations_in_year:
            return "registrations-in-year";
        case PopulationKind::leavers_after:
            return "leavers-after";
        case PopulationKind::leavers_at_birthday:
            return "leavers-at-birthday";
        case PopulationKind::leavers_in_year:
            return "leavers-in-year";
    }
    return "";
}

std::string_view to_text(MeasureSum sum) {
    switch (sum) {
        case MeasureSum::none:
            return "none";
        case MeasureSum::register_days:
            return "register-days";
    }
    return "";
}

Result<Measure> read_measure_file(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidMeasure));
    TomlTableReader reader(top, file.path, kInvalidMeasure);
    Measure measure;
    measure.path = file.path;
    measure.id = reader.text("measure");
    measure.set = reader.text("measure_set");
    measure.version = reader.text("version");
    measure.title = {reader.text("title_en"), reader.text("title_cy")};
    measure.title_cy_is_draft = reader.flag("cy_draft");
    measure.source = reader.text("source");
    const std::string wording = reader.text("wording");
    measure.wording_verified = wording == "verified";
    if (!measure.wording_verified && wording != "unverified") {
        reader.refuse(reader.line_of("wording"), "'wording' is verified or unverified");
    }
    measure.reading = {reader.optional_text("reading_en"), reader.optional_text("reading_cy")};
    measure.first_year = reader.optional_year("first_year");
    measure.last_year = reader.optional_year("last_year");
    if (measure.first_year && measure.last_year && *measure.last_year < *measure.first_year) {
        reader.refuse(reader.line_of("last_year"), "'last_year' lies before 'first_year'");
    }
    measure.not_computed = {
        reader.optional_text("not_computed_en"), reader.optional_text("not_computed_cy")
    };
    for (const BilingualText* text : {&measure.reading, &measure.not_computed}) {
        if (text->en.empty() != text->cy.empty()) {
            reader.refuse(1, "a text stands in English and in Welsh, or in neither");
        }
    }
    if (measure.computed()) {
        read_description(reader, file.path, measure);
    }
    TYST_TRY(reader.finish());
    return measure;
}

Result<void> check_measures(
    const std::vector<Measure>& measures,
    const std::vector<RuleWithLines>& rules,
    const CodeBook& codes
) {
    for (std::size_t second = 0; second < measures.size(); ++second) {
        const Measure& measure = measures[second];
        for (std::size_t first = 0; first < second; ++first) {
            if (measures[first].id == measure.id) {
                return fail_at(
                    kInvalidMeasure, measure.path, 1, "'" + measure.id + "' stands in two files"
                );
            }
        }
        TYST_TRY(check_measure(measure, rules, codes));
    }
    return {};
}

}  // namespace tyst
