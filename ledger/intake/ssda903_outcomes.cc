#include "ledger/intake/ssda903_outcomes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tyst {
namespace {

constexpr std::uint32_t kScoreMax = 40;
constexpr int kFirstLeaverBirthday = 17;
constexpr int kLastLeaverBirthday = 21;

// Somebody born on 29 February has a birthday on 1 March in other years.
Date birthday_in(Date birth, int year) {
    const Date clamped = plus_months(birth, (year - birth.year()) * 12);
    return clamped.day() == birth.day() ? clamped : clamped.plus_days(1);
}

}  // namespace

bool Ssda903Outcomes::map_yearly_outcomes(const Ssda903Row& row) {
    namespace field = outcomes_column;
    Ssda903RowReader reader(row, collector_);
    const int year = collector_->context().year;
    const auto key = outcomes_.take(std::to_string(year), row, collector_);
    if (!key) return true;
    YearlyOutcomesStated stated;
    stated.year = static_cast<std::uint32_t>(year);
    const auto score = reader.number_part(field::kScore, 0, kScoreMax);
    stated.questionnaire_missing = reader.code_part(
        field::kNotScored,
        collector_->codes().code_of("questionnaire-missing", reader.text(field::kNotScored))
    );
    if (score || !stated.questionnaire_missing.empty()) {
        stated.questionnaire_scored = score.has_value();
        stated.questionnaire_score = score.value_or(0);
    }
    stated.convicted = reader.flag_part(field::kConvicted);
    stated.health_check = reader.flag_part(field::kHealthCheck);
    stated.immunisations = reader.flag_part(field::kImmunisations);
    stated.teeth_check = reader.flag_part(field::kTeethCheck);
    stated.health_assessment = reader.flag_part(field::kHealthAssessment);
    stated.substance_misuse = reader.flag_part(field::kSubstanceMisuse);
    stated.intervention_received = reader.flag_part(field::kInterventionReceived);
    stated.intervention_offered = reader.flag_part(field::kInterventionOffered);
    const Date stands_on = std::min(collection_ends(year), collector_->context().received);
    collector_->add(
        row.table, row.line, *key, "yearly_outcomes_stated", on_day(stands_on), std::move(stated)
    );
    return true;
}

bool Ssda903Outcomes::map_care_leaver(const Ssda903Row& row, std::optional<Date> birth) {
    namespace field = leavers_column;
    Ssda903RowReader reader(row, collector_);
    LeaverContactRecorded contact;
    contact.in_touch = reader.required_code(
        field::kInTouch,
        collector_->codes().code_of("leaver-in-touch", reader.text(field::kInTouch))
    );
    if (reader.refused()) return false;
    contact.activity = reader.code_part(
        field::kActivity,
        collector_->codes().code_of("leaver-activity", reader.text(field::kActivity))
    );
    const auto home = collector_->codes().leaver_home(reader.text(field::kAccommodation));
    contact.accommodation =
        reader.code_part(field::kAccommodation, home ? std::optional(home->kind) : std::nullopt);
    if (home) contact.suitable_accommodation = home->suitable;
    const auto key = leavers_.take(std::to_string(collector_->context().year), row, collector_);
    if (!key) return true;
    if (!birth) {
        const auto own = parse_slashed_date(reader.text(field::kBirth));
        if (own) birth = *own;
    }
    const Occurrence occurred = birthday_in_collection(birth);
    reader.find_if_ahead(occurred.date);
    collector_->add(
        row.table, row.line, *key, "leaver_contact_recorded", occurred, std::move(contact)
    );
    return true;
}

Occurrence Ssda903Outcomes::birthday_in_collection(std::optional<Date> birth) const {
    const int year = collector_->context().year;
    for (const int with : {year - 1, year}) {
        if (!birth) break;
        const int age = with - birth->year();
        if (age < kFirstLeaverBirthday || age > kLastLeaverBirthday) continue;
        const Date day = birthday_in(*birth, with);
        if (collection_begins(year) <= day && day <= collection_ends(year)) return on_day(day);
    }
    return some_day_of(year);
}

}  // namespace tyst
