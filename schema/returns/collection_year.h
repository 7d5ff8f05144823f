#pragma once

#include "schema/date.h"

namespace tyst {

// A year's collection runs from 1 April to 31 March; `year` is the one in which it ends.
[[nodiscard]] inline Date collection_begins(int year) {
    return Date::of(year - 1, 4, 1);
}
[[nodiscard]] inline Date collection_ends(int year) {
    return Date::of(year, 3, 31);
}

}  // namespace tyst
