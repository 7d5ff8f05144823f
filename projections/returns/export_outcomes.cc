#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "projections/returns/export_facts.h"

namespace tyst {
namespace {

constexpr int kFirstLeaverAge = 17;
constexpr int kLastLeaverAge = 21;

// ---- Yearly outcomes

void add_stated_outcomes(
    const ReturnSource& source,
    const StoredEvent* event,
    const YearlyOutcomesStated& stated,
    ExportedChild& child
) {
    const bool scored = stated.questionnaire_scored == true;
    ExportedRowBuilder row(source, "oc2");
    row.number("SDQ_SCORE", scored ? std::optional(stated.questionnaire_score) : std::nullopt)
        .code("SDQ_REASON", "questionnaire-missing", stated.questionnaire_missing, event)
        .flag("CONVICTED", stated.convicted)
        .flag("HEALTH_CHECK", stated.health_check)
        .flag("IMMUNISATIONS", stated.immunisations)
        .flag("TEETH_CHECK", stated.teeth_check)
        .flag("HEALTH_ASSESSMENT", stated.health_assessment)
        .flag("SUBSTANCE_MISUSE", stated.substance_misuse)
        .flag("INTERVENTION_RECEIVED", stated.intervention_received)
        .flag("INTERVENTION_OFFERED", stated.intervention_offered)
        .rests_on(event)
        .add_to(child);
}

// In care on every day of the collection, and not for short breaks.
bool in_care_all_year(const ReturnSource& source) {
    const bool throughout =
        std::ranges::any_of(source.history->care, [&](const PeriodOfCare& care) {
            return care.from <= source.first_day && (!care.to || *care.to >= source.last_day);
        });
    const bool short_break =
        std::ranges::any_of(source.history->statuses, [&](const LegalStatus& status) {
            return status.facts != nullptr && status.facts->short_break &&
                   source.touches(status.from, status.to);
        });
    return throughout && !short_break;
}

const DatedFact* last_check(const ReturnSource& source, std::string_view check) {
    const DatedFact* found = nullptr;
    for_each_fact<HealthCheckRecorded>(
        source,
        [&](const DatedFact& fact, const HealthCheckRecorded& recorded) {
            if (fact.counts() && source.in_collection(fact.day) && recorded.check == check &&
                recorded.outcome == "done") {
                found = &fact;
            }
        }
    );
    return found;
}

// What days are known of. That nothing was recorded is no "no": such a cell stays empty.
void add_recorded_outcomes(const ReturnSource& source, ExportedChild& child) {
    const DatedFact* scored = nullptr;
    for_each_fact<StrengthsQuestionnaireScored>(
        source,
        [&](const DatedFact& fact, const StrengthsQuestionnaireScored&) {
            if (fact.counts() && source.in_collection(fact.day)) scored = &fact;
        }
    );
    const DatedFact* const dentist = last_check(source, "dentist");
    const DatedFact* const assessment = last_check(source, "assessment");
    if (scored == nullptr && dentist == nullptr && assessment == nullptr) return;
    ExportedRowBuilder row(source, "oc2");
    if (scored != nullptr) {
        row.number("SDQ_SCORE", std::get<StrengthsQuestionnaireScored>(scored->body()).score)
            .rests_on(scored->event);
    }
    if (dentist != nullptr) row.flag("TEETH_CHECK", true).rests_on(dentist->event);
    if (assessment != nullptr) row.flag("HEALTH_ASSESSMENT", true).rests_on(assessment->event);
    row.add_to(child);
}

// ---- Care leavers

struct Contact {
    const DatedFact* fact = nullptr;
    const LeaverContactRecorded* said = nullptr;
};

void add_contact(const ReturnSource& source, const Contact& contact, ExportedChild& child) {
    const StoredEvent* const event = contact.fact->event;
    const LeaverContactRecorded& said = *contact.said;
    const auto home = source.codes->leaver_home_text(
        {said.accommodation, said.suitable_accommodation}, source.year
    );
    ExportedRowBuilder row(source, "oc3");
    row.code("IN_TOUCH", "leaver-in-touch", said.in_touch, event)
        .code("ACTIV", "leaver-activity", said.activity, event)
        .told_code("ACCOM", home, "leaver-accommodation", said.accommodation, event)
        .rests_on(event)
        .add_to(child);
}

// The birthday that the return asks about: the 17th to the 21st, in the collection.
std::optional<Date> leaver_birthday(const ReturnSource& source) {
    const auto born = source.history->identity.best_birth_date();
    if (!born) return std::nullopt;
    for (int age = kFirstLeaverAge; age <= kLastLeaverAge; ++age) {
        const Date day = birthday(*born, age);
        if (source.in_collection(day)) return day;
    }
    return std::nullopt;
}

}  // namespace

// A statement of the year comes out as it is; where there is none, what was recorded by its day.
void export_yearly_outcomes(const ReturnSource& source, ExportedChild& child) {
    bool stated = false;
    for_each_fact<YearlyOutcomesStated>(
        source,
        [&](const DatedFact& fact, const YearlyOutcomesStated& outcomes) {
            if (outcomes.year != static_cast<std::uint32_t>(source.year)) return;
            add_stated_outcomes(source, fact.event, outcomes, child);
            stated = true;
        }
    );
    if (!stated && in_care_all_year(source)) add_recorded_outcomes(source, child);
}

// What a return said of the birthday comes out as it is; of other contacts the one nearest to it,
// of two as near the later.
void export_care_leavers(const ReturnSource& source, ExportedChild& child) {
    std::vector<Contact> contacts;
    for_each_fact<LeaverContactRecorded>(
        source,
        [&](const DatedFact& fact, const LeaverContactRecorded& said) {
            if (source.in_collection(fact.day)) contacts.push_back({&fact, &said});
        }
    );
    bool stated = false;
    for (const Contact& contact : contacts) {
        if (!from_return(*contact.fact->event)) continue;
        add_contact(source, contact, child);
        stated = true;
    }
    const auto birthday_then = leaver_birthday(source);
    if (stated || contacts.empty() || !birthday_then) return;
    const auto distance = [&](const Contact& contact) {
        return std::abs(contact.fact->day.days - birthday_then->days);
    };
    const auto nearest = std::ranges::min_element(contacts.rbegin(), contacts.rend(), {}, distance);
    add_contact(source, *nearest, child);
}

}  // namespace tyst
