#include "ledger/intake/fact_difference.h"

#include <utility>

#include "schema/event_catalogue.h"

namespace tyst {
namespace {

constexpr const char* kOccurred = "occurred";

Event correction_of(const Event& from, std::vector<std::string> fields) {
    Event correction;
    correction.occurred = from.occurred;
    correction.body = from.body;
    correction.relation.kind = RelationKind::corrects;
    correction.relation.fields = std::move(fields);
    return correction;
}

}  // namespace

std::vector<std::string> differing_fields(const Event& one, const Event& other) {
    std::vector<std::string> fields;
    if (one.body.index() != other.body.index()) return fields;
    if (one.body != other.body) {
        for (const FieldDescription& field : describe_fields(type_of(one.body))) {
            Event changed = one;
            const bool whole =
                apply_correction(changed, correction_of(other, {field.name})).has_value();
            if (whole && changed.body != one.body) fields.push_back(field.name);
        }
    }
    if (one.occurred != other.occurred) fields.emplace_back(kOccurred);
    return fields;
}

bool says(const Body& body, const std::string& field) {
    if (field == kOccurred) return true;
    const auto word = field_word(type_of(body), field);
    return !word || (*word)(body) != "none";
}

void copy_fields(Event& to, const Event& from, std::vector<std::string> fields) {
    const auto copied = apply_correction(to, correction_of(from, std::move(fields)));
    TYST_ASSERT(copied.has_value());
}

}  // namespace tyst
