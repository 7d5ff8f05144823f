#include "projections/census/census_record.h"

namespace tyst {
namespace {

bool asylum_seeking_on(const Identity& identity, Date day) {
    return identity.unaccompanied_asylum_seeking == true &&
           !(identity.asylum_status_ceased && *identity.asylum_status_ceased <= day);
}

}  // namespace

CensusRecord::CensusRecord(const CensusQuestion& question, const History& history, Date day)
    : question_(question) {
    const Identity& identity = history.identity;
    text(CensusFact::reference, question.reference);
    date(CensusFact::birth_date, identity.best_birth_date());
    letter(CensusFact::sex, "sex", identity.sex);
    letter(CensusFact::ethnicity, "ethnicity", identity.ethnicity);
    text(CensusFact::pupil_number, identity.unique_pupil_number);
    flag(CensusFact::asylum_seeking, asylum_seeking_on(identity, day));
}

CensusRecord& CensusRecord::text(CensusFact fact, std::string_view value) {
    told_.insert_or_assign(fact, std::string(value));
    return *this;
}

CensusRecord& CensusRecord::date(CensusFact fact, std::optional<Date> day) {
    return text(fact, day ? to_slashed_text(*day) : "");
}

CensusRecord& CensusRecord::flag(CensusFact fact, std::optional<bool> value) {
    return text(fact, !value ? "" : *value ? "1" : "0");
}

CensusRecord& CensusRecord::letter(CensusFact fact, std::string_view set, std::string_view code) {
    const CodeEntry* entry = question_.codes->find(set, code);
    const bool has_letter = entry != nullptr && !entry->ssda903.empty();
    return text(fact, has_letter ? std::string_view(entry->ssda903) : code);
}

std::vector<std::string> CensusRecord::values(const ReturnTableLayout& table) const {
    std::vector<std::string> values;
    values.reserve(table.columns.size());
    for (const ReturnColumn& column : table.columns) {
        const auto found = told_.find(column.fact);
        values.push_back(found == told_.end() ? std::string() : found->second);
    }
    return values;
}

}  // namespace tyst
