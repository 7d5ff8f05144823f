#pragma once

#include <variant>

#include "projections/returns/return_export.h"

// What the exporters of tables of single facts share.
namespace tyst {

// visit(const DatedFact&, const Fact&) for each fact of a kind, in the order of the fold; what was
// undone in the world is left out.
template <class Fact, class Visit>
void for_each_fact(const ReturnSource& source, const Visit& visit) {
    for (const DatedFact& fact : source.history->facts) {
        const auto* body = std::get_if<Fact>(&fact.body());
        if (body != nullptr && !fact.undone) visit(fact, *body);
    }
}

// A return stated it.
[[nodiscard]] bool from_return(const StoredEvent& event);
// The same row of the same return stated both.
[[nodiscard]] bool from_same_row(const StoredEvent& left, const StoredEvent& right);
// The child came out of care after `day` and before the collection: what was said of that care is
// told no more.
[[nodiscard]] bool of_earlier_care(const ReturnSource& source, Date day);

}  // namespace tyst
