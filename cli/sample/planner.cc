#include <algorithm>
#include <set>
#include <string>

#include "cli/sample/assignment.h"
#include "cli/sample/cohort.h"
#include "cli/sample/plausibility.h"
#include "cli/sample/random_source.h"

namespace tyst::sample {
namespace {

// An emergency protection order ends after eight days, so a child counted under one came just
// before.
constexpr int kDaysOfEmergency = 5;

struct Cell {
    State state;
    int children = 0;
};

std::vector<Cell> cells_of(const Stock& stock) {
    std::vector<Cell> cells;
    for (std::size_t status = 0; status < kStatuses; ++status) {
        for (std::size_t placement = 0; placement < kPlacements; ++placement) {
            if (stock[status][placement] > 0) {
                cells.push_back(
                    {{static_cast<Status>(status), static_cast<Placement>(placement)},
                     stock[status][placement]}
                );
            }
        }
    }
    return cells;
}

// How long a child of the first table has been in care already.
int days_in_care_before(State state, RandomSource& random) {
    switch (state.status) {
        case Status::care_order: {
            const int least = state.placement == Placement::independent ? 900 : 260;
            // Most of a stock has come within three years; some have been there for ten.
            return least + (random.chance(65) ? random.between(0, 900) : random.between(0, 3000));
        }
        case Status::interim_care_order:
            return random.between(8, 230);
        case Status::placement_order:
            return random.between(250, 800);
        case Status::voluntary:
            return random.chance(70) ? random.between(5, 300) : random.between(300, 1100);
        case Status::remand:
            return random.between(3, 60);
        case Status::emergency_protection:
            return random.between(1, kDaysOfEmergency);
    }
    return 0;
}

Basis first_basis_before(State state, RandomSource& random) {
    switch (state.status) {
        case Status::voluntary:
            return Basis::voluntary;
        case Status::remand:
            return Basis::remand;
        case Status::emergency_protection:
            return Basis::emergency_protection;
        default:
            return random.chance(60)   ? Basis::interim_care_order
                   : random.chance(70) ? Basis::voluntary
                                       : Basis::emergency_protection;
    }
}

class Planner {
  public:
    Planner(const Cohort& cohort, std::uint64_t seed) : cohort_(cohort), random_(seed, 1) {}

    Result<std::vector<Child>> run() {
        place_first_stock();
        for (std::size_t i = 0; i + 1 < cohort_.pins.size(); ++i) {
            TYST_TRY(cross_interval(i));
        }
        TYST_TRY(settle_births());
        std::sort(children_.begin(), children_.end(), [](const Child& a, const Child& b) {
            return std::tie(a.entered, a.number) < std::tie(b.entered, b.number);
        });
        for (std::size_t i = 0; i < children_.size(); ++i) {
            children_[i].number = static_cast<std::uint32_t>(i + 1);
            children_[i].person = children_[i].number;
        }
        bring_some_back();
        return std::move(children_);
    }

  private:
    void place_first_stock() {
        const Pin& pin = cohort_.pins.front();
        for (const Cell& cell : cells_of(pin.stock)) {
            for (int i = 0; i < cell.children; ++i) {
                Child child = new_child();
                int days = days_in_care_before(cell.state, random_);
                child.entry.basis = first_basis_before(cell.state, random_);
                child.entry.need = random_.chance(75) ? "N1" : random_.chance(50) ? "N5" : "N3";
                days = std::max(days, days_needed(child.entry.basis, cell.state) + 5);
                if (child.entry.basis == Basis::emergency_protection &&
                    cell.state.status == Status::emergency_protection) {
                    days = random_.between(1, kDaysOfEmergency);
                }
                child.entered = pin.date.plus_days(-days);
                child.born = births_fitting(child.entry, child.entered);
                const Date order_made = std::min(pin.date, child.entered.plus_days(230));
                stand_at(child, pin.date, cell.state, order_made);
                children_.push_back(std::move(child));
            }
        }
    }

    // The heart: everybody in care at one pin and everybody who starts after it goes to a cell of
    // the next pin's table or leaves, exactly as many as the tables say, as plausibly as possible.
    Result<void> cross_interval(std::size_t interval) {
        const Pin& from = cohort_.pins[interval];
        const Pin& to = cohort_.pins[interval + 1];
        const std::vector<Cell> cells = cells_of(to.stock);
        add_entrants(interval);
        std::vector<Child*> rows;
        std::vector<std::vector<int>> costs;
        for (Child& child : children_) {
            if (!child.left) {
                rows.push_back(&child);
                costs.push_back(costs_of(child, cells, from.date, to.date));
            }
        }
        std::vector<int> capacities;
        int leaving = static_cast<int>(rows.size());
        for (const Cell& cell : cells) {
            capacities.push_back(cell.children);
            leaving -= cell.children;
        }
        capacities.push_back(leaving);
        auto placed = assign(costs, capacities);
        if (!placed) {
            return fail_in(cohort_.name + " up to " + to_text(to.date), placed.error());
        }
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const std::size_t column = (*placed)[row];
            if (column < cells.size()) {
                stand_at(*rows[row], to.date, cells[column].state, to.date);
            } else {
                leave(*rows[row], from.date, to.date);
            }
        }
        return {};
    }

    void add_entrants(std::size_t interval) {
        const Date first = cohort_.pins[interval].date.plus_days(1);
        const Date last = cohort_.pins[interval + 1].date;
        const Stock& stock = cohort_.pins[interval + 1].stock;
        int in_emergency = 0;
        for (const int count : stock[static_cast<int>(Status::emergency_protection)]) {
            in_emergency += count;
        }
        for (const Entry& entry : cohort_.entries[interval]) {
            Child child = new_child();
            child.entry = entry;
            child.entered = random_.between(first, last.plus_days(-3));
            if (entry.basis == Basis::emergency_protection && in_emergency > 0) {
                --in_emergency;
                child.entered = last.plus_days(-random_.between(1, kDaysOfEmergency));
            }
            child.born = births_fitting(entry, child.entered);
            children_.push_back(std::move(child));
        }
    }

    std::vector<int> costs_of(
        const Child& child, const std::vector<Cell>& cells, Date from, Date to
    ) {
        std::vector<int> costs;
        for (const Cell& cell : cells) {
            Child trial = child;
            stand_at(trial, to, cell.state, to);
            int cost =
                child.anchors.empty()
                    ? cost_of_entry(child.entry, cell.state, to.days - child.entered.days)
                    : cost_of_change(child.anchors.back().state, cell.state, to.days - from.days);
            if (cell.state.status == Status::emergency_protection &&
                child.entered < to.plus_days(-kDaysOfEmergency)) {
                cost = kImpossible;
            }
            costs.push_back(trial.born.empty() ? kImpossible : cost + random_.between(0, 5));
        }
        const int leaving = child.anchors.empty() ? cost_of_leaving(child.entry)
                                                  : cost_of_leaving(child.anchors.back().state);
        // Somebody who has just come has had no time to leave.
        costs.push_back(child.entered > to.plus_days(-12) ? 60 : leaving + random_.between(0, 5));
        return costs;
    }

    // Keeps the birth dates that fit, and notes where the child stands. An order that is new since
    // the pin before was made by `order_made`.
    static void stand_at(Child& child, Date day, State state, Date order_made) {
        child.born = intersect(child.born, births_fitting(state, day));
        const bool new_order =
            child.anchors.empty()
                ? is_order(state.status)
                : is_order(state.status) && child.anchors.back().state.status != state.status;
        if (new_order) {
            child.born = intersect(child.born, births_open_to_orders(order_made));
        }
        child.anchors.push_back({day, state});
    }

    // Picks the day of leaving after the pin `from`, by the pin `to`.
    void leave(Child& child, Date from, Date to) {
        if (child.anchors.empty()) {
            child.left = leaving_day_of_short_stay(child, to);
        } else if (child.anchors.back().state.status == Status::emergency_protection) {
            child.left = from.plus_days(random_.between(1, 2));
        } else if (becomes_18(child, from, to)) {
            return;
        } else {
            child.left = random_.between(from.plus_days(1), to);
        }
        child.born.first =
            std::max(child.born.first, plus_months(*child.left, -18 * 12).plus_days(3));
        if (child.born.empty()) {  // only a birthday within the interval is left
            child.born.first = child.born.last;
            child.left = std::min(*child.left, birthday(child.born.last, 18).plus_days(-2));
        }
    }

    Date leaving_day_of_short_stay(const Child& child, Date to) {
        int longest = 150;
        if (child.entry.basis == Basis::police_protection) {
            longest = 2;
        } else if (child.entry.basis == Basis::emergency_protection) {
            longest = 7;
        } else if (child.entry.basis == Basis::remand) {
            longest = 40;
        }
        const int room = to.days - child.entered.days;
        return child.entered.plus_days(random_.between(1, std::min(longest, room)));
    }

    // Whoever must be 18 by the next pin, and some who may be, leave on that ground.
    bool becomes_18(Child& child, Date from, Date to) {
        const DateRange eighteen{
            plus_months(from.plus_days(2), -18 * 12), plus_months(to, -18 * 12).plus_days(1)
        };
        const DateRange births = intersect(child.born, eighteen);
        const bool must = child.born.last <= eighteen.last;
        if (births.empty() || !(must || random_.chance(18))) {
            return false;
        }
        child.born = births;
        child.turned_18 = true;
        child.birth = ordinary_day(births);
        child.left = birthday(child.birth, 18).plus_days(-1);
        return true;
    }

    // Not on 29 February, nor on a day from which two ways of counting ages could differ.
    Date ordinary_day(DateRange range) {
        for (int attempt = 0; attempt < 50; ++attempt) {
            const Date day = random_.between(range.first, range.last);
            const bool leap_day = day.month() == 2 && day.day() == 29;
            const bool turn_of_year =
                (day.month() == 3 && day.day() == 31) || (day.month() == 4 && day.day() <= 2);
            if (!leap_day && !turn_of_year) {
                return day;
            }
        }
        return range.first;
    }

    Result<void> settle_births() {
        if (cohort_.ages) {
            TYST_TRY(settle_ages());
        }
        for (Child& child : children_) {
            if (child.born.empty()) {
                return fail(ErrorCode::internal, cohort_.name + ": a child without a birth date");
            }
            const bool aged = cohort_.ages && !child.left;
            if (!child.turned_18 && !aged) {
                child.birth = ordinary_day(child.born);
            }
        }
        return {};
    }

    // Gives the last pin's stock its ages: again an assignment, of children to years of age.
    Result<void> settle_ages() {
        const Date day = cohort_.pins.back().date;
        std::vector<Child*> rows;
        std::vector<std::vector<int>> costs;
        for (Child& child : children_) {
            if (child.left) {
                continue;
            }
            rows.push_back(&child);
            std::vector<int>& row = costs.emplace_back();
            for (int age = 0; age < 18; ++age) {
                const DateRange range = intersect(child.born, births_of_age(age, day));
                const int days = range.last.days - range.first.days;
                row.push_back(days < 6 ? kImpossible : random_.between(0, 9));
            }
        }
        const std::vector<int> capacities(cohort_.ages->begin(), cohort_.ages->end());
        auto placed = assign(costs, capacities);
        if (!placed) {
            return fail_in(cohort_.name + ": ages", placed.error());
        }
        for (std::size_t row = 0; row < rows.size(); ++row) {
            rows[row]->birth = ordinary_day(
                intersect(rows[row]->born, births_of_age(static_cast<int>((*placed)[row]), day))
            );
        }
        return {};
    }

    // Some starts are of children who were in care before: somebody who left in time and could be
    // of that age takes the later child's birth date, and the two periods become one child's.
    void bring_some_back() {
        std::set<std::uint32_t> taken;
        for (Child& later : children_) {
            if (!random_.chance(6)) {
                continue;
            }
            for (Child& earlier : children_) {
                const bool fits = earlier.born.first <= later.birth &&
                                  later.birth <= earlier.born.last && !earlier.turned_18;
                if (fits && earlier.left && earlier.left->plus_days(60) < later.entered &&
                    !taken.contains(earlier.person) && !taken.contains(later.person)) {
                    earlier.birth = later.birth;
                    taken.insert({earlier.person, later.person});
                    later.person = earlier.number;
                    break;
                }
            }
        }
    }

    static DateRange births_of_age(int age, Date day) {
        return {plus_months(day, -(age + 1) * 12).plus_days(1), plus_months(day, -age * 12)};
    }

    Child new_child() {
        Child child;
        child.number = ++made_;
        return child;
    }

    const Cohort& cohort_;
    RandomSource random_;
    std::vector<Child> children_;
    std::uint32_t made_ = 0;
};

}  // namespace

int total(const Stock& stock) {
    int sum = 0;
    for (const auto& row : stock) {
        for (const int count : row) {
            sum += count;
        }
    }
    return sum;
}

DateRange intersect(DateRange a, DateRange b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

Date birthday(Date birth, int years) {
    const Date day = plus_months(birth, years * 12);
    return day.day() == birth.day() ? day : day.plus_days(1);
}

int age_on(Date birth, Date day) {
    int age = day.year() - birth.year();
    return birthday(birth, age) > day ? age - 1 : age;
}

Result<std::vector<Child>> plan(const Cohort& cohort, std::uint64_t seed) {
    return Planner(cohort, seed).run();
}

}  // namespace tyst::sample
