#include "cli/sample/plausibility.h"

#include <algorithm>

#include "cli/sample/assignment.h"

namespace tyst::sample {
namespace {

constexpr int kNo = kImpossible;
// Care proceedings seldom take less than this from interim to final order.
constexpr int kDaysToCareOrder = 100;
// From placement order to placement for adoption at the earliest.
constexpr int kDaysToAdopters = 30;

int cost_of_status(Status from, Status to, int days) {
    const int months = days / 30;
    // Columns: care, interim, placement order, voluntary, remand, emergency protection.
    const int table[kStatuses][kStatuses] = {
        {0, kNo, 14, kNo, kNo, kNo},
        {1, 6 + months, 5, 18, kNo, kNo},
        {14, kNo, 2 + months, kNo, kNo, kNo},
        {8, 5, 14, 3, 18, kNo},
        {kNo, kNo, kNo, 6, 8 + 2 * months, kNo},
        {5, 1, kNo, 4, kNo, kNo},
    };
    return table[static_cast<int>(from)][static_cast<int>(to)];
}

int cost_of_placement(Placement from, Placement to) {
    // Rows: from; columns: own, agency, kinship, parents, residential, school, secure, adoption,
    // independent, other.
    constexpr int kTable[kPlacements][kPlacements] = {
        {0, 4, 4, 4, 7, 11, 14, 1, 3, 10},
        {5, 0, 5, 6, 6, 9, 9, 2, 3, 10},
        {6, 7, 0, 6, 10, 13, 14, 12, 5, 12},
        {7, 8, 7, 0, 9, 13, 14, kNo, 8, 12},
        {9, 6, 9, 7, 0, 5, 4, kNo, 2, 10},
        {9, 8, 11, 11, 5, 0, 9, kNo, 5, 12},
        {9, 8, 12, 10, 3, 9, 10, kNo, 5, 10},
        {9, 11, 12, 20, kNo, kNo, kNo, 1, kNo, 20},
        {14, 12, 14, 12, 8, 14, 14, kNo, 0, 9},
        {4, 4, 6, 8, 6, 12, 12, 8, 4, 5},
    };
    return kTable[static_cast<int>(from)][static_cast<int>(to)];
}

int cost_of_first_placement(Placement to) {
    constexpr int kTable[kPlacements] = {0, 1, 3, 4, 6, 10, 10, 4, 5, 5};
    return kTable[static_cast<int>(to)];
}

int cost_of_first_status(Basis basis, Status to) {
    // Rows: interim, care, voluntary, emergency, police, remand.
    constexpr int kTable[6][kStatuses] = {
        {4, 1, 8, kNo, kNo, kNo},
        {1, kNo, 10, kNo, kNo, kNo},
        {9, 5, 14, 3, kNo, kNo},
        {5, 2, 10, 4, kNo, 0},
        {5, 2, 10, 4, kNo, kNo},
        {kNo, kNo, kNo, 8, 2, kNo},
    };
    return kTable[static_cast<int>(basis)][static_cast<int>(to)];
}

int days_to_change(State from, State to) {
    const bool proceedings_first =
        from.status == Status::voluntary || from.status == Status::emergency_protection;
    int days = 2;
    if (proceedings_first &&
        (to.status == Status::care_order || to.status == Status::placement_order)) {
        days += kDaysToCareOrder;
    }
    if (to.placement == Placement::adoption && from.status != Status::placement_order) {
        days += kDaysToAdopters;
    }
    return days;
}

}  // namespace

bool is_order(Status status) {
    return status == Status::care_order || status == Status::interim_care_order ||
           status == Status::placement_order;
}

int cost_of_change(State from, State to, int days) {
    if (days_to_change(from, to) > days) {
        return kNo;
    }
    // Nobody goes from home into adoption within one step, nor home to voluntary accommodation.
    if (from.placement == Placement::parents &&
        (!is_order(to.status) || to.status == Status::placement_order)) {
        return kNo;
    }
    const int cost = cost_of_status(from.status, to.status, days) +
                     cost_of_placement(from.placement, to.placement);
    return std::min(cost, kNo);
}

int cost_of_entry(const Entry& entry, State to, int days) {
    if (days_needed(entry.basis, to) > days) {
        return kNo;
    }
    const int cost = cost_of_first_status(entry.basis, to.status) +
                     (entry.basis == Basis::remand ? 0 : cost_of_first_placement(to.placement));
    return std::min(cost, kNo);
}

int cost_of_leaving(State from) {
    switch (from.status) {
        case Status::care_order:
            return from.placement == Placement::independent ? 3
                   : from.placement == Placement::parents   ? 6
                   : from.placement == Placement::kinship   ? 8
                                                            : 10;
        case Status::interim_care_order:
            return 8;
        case Status::placement_order:
            return from.placement == Placement::adoption ? 1 : 16;
        case Status::voluntary:
            return from.placement == Placement::independent ? 2 : 5;
        case Status::remand:
            return 1;
        case Status::emergency_protection:
            return 5;
    }
    return kNo;
}

int cost_of_leaving(const Entry& entry) {
    switch (entry.basis) {
        case Basis::interim_care_order:
            return 8;
        case Basis::care_order:
            return 14;
        case Basis::voluntary:
            return 4;
        case Basis::emergency_protection:
        case Basis::police_protection:
            return 5;
        case Basis::remand:
            return 2;
    }
    return kNo;
}

int days_needed(Basis basis, State to) {
    const int to_adopters = to.placement == Placement::adoption ? kDaysToAdopters : 0;
    const bool final_order =
        to.status == Status::care_order || to.status == Status::placement_order;
    switch (basis) {
        case Basis::care_order:
            return 5 + to_adopters;
        case Basis::interim_care_order:
            return 5 + (final_order ? kDaysToCareOrder : 0) + to_adopters;
        case Basis::voluntary:
        case Basis::police_protection:
        case Basis::emergency_protection:
            return to.status == Status::emergency_protection ? 0
                   : final_order                             ? 12 + kDaysToCareOrder + to_adopters
                                                             : 12;
        case Basis::remand:
            return 12;
    }
    return 0;
}

DateRange births_fitting(State state, Date day) {
    // Under 18 with some days in hand, because care ceases on the day before the birthday.
    DateRange range{plus_months(day, -18 * 12).plus_days(4), day.plus_days(-2)};
    const auto at_least = [&](int years) {
        range.last = std::min(range.last, plus_months(day, -years * 12).plus_days(-4));
    };
    const auto younger_than = [&](int years) {
        range.first = std::max(range.first, plus_months(day, -years * 12));
    };
    switch (state.placement) {
        case Placement::adoption:
            younger_than(7);
            break;
        case Placement::independent:
            at_least(16);
            break;
        case Placement::residential:
        case Placement::residential_school:
            at_least(8);
            break;
        case Placement::secure:
            at_least(12);
            break;
        default:
            break;
    }
    if (state.status == Status::remand) {
        at_least(11);
    }
    if (state.status == Status::placement_order) {
        younger_than(9);
    }
    return range;
}

DateRange births_fitting(const Entry& entry, Date day) {
    DateRange range{plus_months(day, -17 * 12 - 6), day.plus_days(-1)};
    if (entry.age == AgeBand::from_11) {
        range.last = plus_months(day, -11 * 12).plus_days(-1);
    } else if (entry.age == AgeBand::under_11) {
        range.first = plus_months(day, -11 * 12).plus_days(2);
    }
    if (entry.basis == Basis::remand) {
        range.last = std::min(range.last, plus_months(day, -11 * 12));
    } else if (entry.basis != Basis::voluntary) {
        range.first = std::max(range.first, births_open_to_orders(day).first);
    }
    return range;
}

DateRange births_open_to_orders(Date day) {
    return {plus_months(day, -17 * 12).plus_days(2), day};
}

}  // namespace tyst::sample
