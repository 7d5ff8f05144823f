#include "projections/returns/export_facts.h"

#include <algorithm>

namespace tyst {

bool from_return(const StoredEvent& event) {
    return event.event.source.system == "ssda903";
}

bool from_same_row(const StoredEvent& left, const StoredEvent& right) {
    return from_return(left) && left.event.source == right.event.source &&
           left.event.learned == right.event.learned;
}

bool of_earlier_care(const ReturnSource& source, Date day) {
    return std::ranges::any_of(source.history->care, [&](const PeriodOfCare& care) {
        return care.to && *care.to < source.first_day && day <= *care.to;
    });
}

}  // namespace tyst
