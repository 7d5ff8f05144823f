#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "projections/history.h"

namespace tyst {

// Why a child has a care and support plan (SSWBA 2014 Parts 4 and 6).
enum class SupportKind : std::uint8_t {
    looked_after,  // a period of care, short breaks included: Part 6
    registered,    // on the child protection register
    part_four,     // a plan for a child who is not looked after
};

// A stretch of days, from the first to the day before `to`.
struct SupportStretch {
    SupportKind kind = SupportKind::looked_after;
    const StoredEvent* start = nullptr;
    Date from;
    std::optional<Date> to;  // empty while it goes on at the end of the day asked about

    [[nodiscard]] bool holds_on(Date day) const { return from <= day && (!to || day < *to); }
};

// Every stretch, in the order of their first days. A registration or a plan that nothing ends is
// over on the 18th birthday, as far as a birth date is known.
[[nodiscard]] std::vector<SupportStretch> support_stretches(const History& history);

// Some stretch holds on each day from `from` to `to`, both included: a plan that closes on the day
// on which the next begins leaves no gap.
[[nodiscard]] bool supported_throughout(
    const std::vector<SupportStretch>& stretches, Date from, Date to
);

// The first day of the time without a gap that ends with `day`; nothing where none holds then.
[[nodiscard]] std::optional<Date> supported_since(
    const std::vector<SupportStretch>& stretches, Date day
);

}  // namespace tyst
