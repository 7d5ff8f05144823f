#include "projections/disclosure.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "projections/disclosure_alternatives.h"

namespace tyst {
namespace {

using disclosure::Bounds;
using disclosure::bounds_to_a_reader;
using disclosure::kUnbounded;

bool tighten(Bounds& bounds, std::int64_t least, std::int64_t most) {
    const Bounds before = bounds;
    bounds.least = std::max(bounds.least, least);
    bounds.most = std::min(bounds.most, most);
    return bounds.least != before.least || bounds.most != before.most;
}

// factor · cell, added up over the terms, and the constant, give 0.
struct Term {
    std::size_t cell = 0;
    std::int64_t factor = 0;
};
struct Equation {
    std::vector<Term> terms;
    std::int64_t constant = 0;
};

std::int64_t bounded(std::int64_t value) {
    return std::clamp(value, -kUnbounded, kUnbounded);
}

// The least and the most of factor · cell.
Bounds scaled(const Term& term, const std::vector<Bounds>& cells) {
    const auto times = [&](std::int64_t value) {
        return value >= kUnbounded ? (term.factor > 0 ? kUnbounded : -kUnbounded)
                                   : value * term.factor;
    };
    const std::int64_t one = times(cells[term.cell].least);
    const std::int64_t other = times(cells[term.cell].most);
    return {std::min(one, other), std::max(one, other)};
}

std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return quotient - (value % by != 0 && (value < 0) != (by < 0) ? 1 : 0);
}

// The sum of several bounds from which one can be taken away again: unbounded ones are counted.
class SummedBounds {
  public:
    void add(const Bounds& bounds, std::int64_t sign) {
        if (bounds.least <= -kUnbounded) {
            unbounded_below_ += sign;
        } else {
            least_ += sign * bounds.least;
        }
        if (bounds.most >= kUnbounded) {
            unbounded_above_ += sign;
        } else {
            most_ += sign * bounds.most;
        }
    }
    [[nodiscard]] Bounds all() const {
        return {
            unbounded_below_ > 0 ? -kUnbounded : bounded(least_),
            unbounded_above_ > 0 ? kUnbounded : bounded(most_)
        };
    }

  private:
    std::int64_t least_ = 0;
    std::int64_t most_ = 0;
    std::int64_t unbounded_below_ = 0;
    std::int64_t unbounded_above_ = 0;
};

// Narrows each cell of a equation by the others; whether anything changed.
bool narrow(const Equation& equation, std::vector<Bounds>& cells) {
    bool changed = false;
    SummedBounds all;
    all.add({equation.constant, equation.constant}, 1);
    for (const Term& term : equation.terms) {
        all.add(scaled(term, cells), 1);
    }
    for (const Term& term : equation.terms) {
        const Bounds before = scaled(term, cells);
        SummedBounds rest = all;
        rest.add(before, -1);
        const Bounds others = rest.all();
        // factor · cell = −others
        const std::int64_t sign = term.factor > 0 ? 1 : -1;
        const std::int64_t size = term.factor * sign;
        const std::int64_t low = sign > 0 ? -others.most : others.least;
        const std::int64_t high = sign > 0 ? -others.least : others.most;
        if (tighten(
                cells[term.cell], -floor_divided(-low, size), bounded(floor_divided(high, size))
            )) {
            changed = true;
            all.add(before, -1);
            all.add(scaled(term, cells), 1);
        }
    }
    return changed;
}

Equation equation_of(const SumOfCells& sum) {
    Equation equation{{{sum.total, -1}}, 0};
    for (const std::size_t part : sum.parts) {
        equation.terms.push_back({part, 1});
    }
    return equation;
}

// A equation as factors of the cells that are kept back, in their order, and what the others add up
// to behind them.
using Row = std::vector<std::int64_t>;

void divide_by_common(Row& row) {
    std::int64_t common = 0;
    for (const std::int64_t factor : row) {
        common = std::gcd(common, factor);
    }
    if (common > 1) {
        for (std::int64_t& factor : row) {
            factor /= common;
        }
    }
}

// Makes `row` 0 in the column by means of `pivot`. A row whose numbers would grow too large stays
// as it is: it is true all the same.
void take_away(Row& row, const Row& pivot, std::size_t column) {
    const std::int64_t mine = pivot[column];
    const std::int64_t theirs = row[column];
    Row result(row.size());
    for (std::size_t at = 0; at < row.size(); ++at) {
        std::int64_t scaled_row = 0;
        std::int64_t scaled_pivot = 0;
        if (__builtin_mul_overflow(row[at], mine, &scaled_row) ||
            __builtin_mul_overflow(pivot[at], theirs, &scaled_pivot) ||
            __builtin_sub_overflow(scaled_row, scaled_pivot, &result[at])) {
            return;
        }
    }
    divide_by_common(result);
    row = std::move(result);
}

// Gauss-Jordan: afterwards each row has a column in which no other row has anything, so that what
// the sums say together about single cells is said by single rows.
void eliminate(std::vector<Row>& rows) {
    const std::size_t columns = rows.empty() ? 0 : rows.front().size() - 1;
    std::size_t done = 0;
    for (std::size_t column = 0; column < columns && done < rows.size(); ++column) {
        const auto pivot = std::find_if(
            rows.begin() + static_cast<std::ptrdiff_t>(done),
            rows.end(),
            [&](const Row& row) { return row[column] != 0; }
        );
        if (pivot == rows.end()) {
            continue;
        }
        std::iter_swap(pivot, rows.begin() + static_cast<std::ptrdiff_t>(done));
        for (std::size_t other = 0; other < rows.size(); ++other) {
            if (other == done || rows[other][column] == 0) {
                continue;
            }
            take_away(rows[other], rows[done], column);
        }
        ++done;
    }
}

// What all sums together say about the cells that are kept back, where the others are shown
// exactly.
std::vector<Equation> combined(const CountTable& table, std::span<const ShownCell> shown) {
    std::vector<std::size_t> hidden;
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        if (shown[cell].how != Shown::value) {
            hidden.push_back(cell);
        }
    }
    std::vector<Row> rows;
    for (const SumOfCells& sum : table.sums) {
        Row row(hidden.size() + 1, 0);
        for (const Term& term : equation_of(sum).terms) {
            const auto place = std::ranges::find(hidden, term.cell);
            if (place != hidden.end()) {
                row[static_cast<std::size_t>(place - hidden.begin())] += term.factor;
            } else {
                row.back() += term.factor * static_cast<std::int64_t>(shown[term.cell].value);
            }
        }
        rows.push_back(std::move(row));
    }
    eliminate(rows);
    std::vector<Equation> equations;
    for (const Row& row : rows) {
        Equation equation{{}, row.back()};
        for (std::size_t at = 0; at < hidden.size(); ++at) {
            if (row[at] != 0) {
                equation.terms.push_back({hidden[at], row[at]});
            }
        }
        equations.push_back(std::move(equation));
    }
    return equations;
}

bool hidden(const ShownCell& cell) {
    return cell.how != Shown::value;
}

std::vector<Bounds> narrowed(
    const CountTable& table, std::span<const ShownCell> shown, const DisclosurePolicy& policy
) {
    std::vector<Bounds> cells;
    for (const ShownCell& cell : shown) {
        cells.push_back(bounds_to_a_reader(cell, policy));
    }
    std::vector<Equation> equations;
    equations.reserve(table.sums.size());
    for (const SumOfCells& sum : table.sums) {
        equations.push_back(equation_of(sum));
    }
    if (policy.round_to <= 1 && std::ranges::any_of(shown, &hidden)) {
        std::ranges::move(combined(table, shown), std::back_inserter(equations));
    }
    // Each round moves a bound by a whole number towards the truth, so it ends.
    for (bool changed = true; changed;) {
        changed = false;
        for (const Equation& equation : equations) {
            changed |= narrow(equation, cells);
        }
    }
    return cells;
}

bool is_small(std::uint64_t value, const DisclosurePolicy& policy) {
    return value > 0 && value < policy.threshold;
}

// Where each cell stands: the sums that hold it as total or part.
std::vector<std::vector<std::size_t>> sums_of_cells(const CountTable& table) {
    std::vector<std::vector<std::size_t>> sums(table.cells.size());
    for (std::size_t sum = 0; sum < table.sums.size(); ++sum) {
        sums[table.sums[sum].total].push_back(sum);
        for (const std::size_t part : table.sums[sum].parts) {
            sums[part].push_back(sum);
        }
    }
    return sums;
}

// How a cell lies to one that is to be protected: how many sums lie between them, going over cells
// that are kept back, and whether it is only the total of what leads to it.
struct Nearness {
    std::size_t sums = SIZE_MAX;  // SIZE_MAX: none lead there
    bool total = false;
};

std::vector<Nearness> nearness_to(
    const CountTable& table,
    const std::vector<std::vector<std::size_t>>& sums_of,
    std::span<const ShownCell> shown,
    std::size_t exposed
) {
    std::vector<Nearness> near(table.cells.size());
    std::vector<std::size_t> reached{exposed};
    near[exposed] = {0, false};
    for (std::size_t next = 0; next < reached.size(); ++next) {
        const std::size_t from = reached[next];
        if (from != exposed && shown[from].how == Shown::value) continue;
        const auto reach = [&](std::size_t cell, bool as_total) {
            const std::size_t sums = near[from].sums + 1;
            if (near[cell].sums == SIZE_MAX) {
                near[cell] = {sums, as_total};
                reached.push_back(cell);
            } else if (near[cell].sums == sums && !as_total) {
                near[cell].total = false;
            }
        };
        for (const std::size_t sum : sums_of[from]) {
            reach(table.sums[sum].total, true);
            for (const std::size_t part : table.sums[sum].parts) {
                reach(part, false);
            }
        }
    }
    return near;
}

// The next cell to keep back so that `exposed` is harder to work out: the nearest that is shown, of
// several the smallest; parts before totals, zeros (which cover little) after other counts. Nothing
// where all are kept back.
std::optional<std::size_t> cover_for(
    const CountTable& table,
    const std::vector<std::vector<std::size_t>>& sums_of,
    std::span<const ShownCell> shown,
    std::size_t exposed
) {
    const std::vector<Nearness> near = nearness_to(table, sums_of, shown, exposed);
    const auto rank = [&](std::size_t cell) {
        const std::uint64_t value = table.cells[cell].value;
        return std::tuple(
            near[cell].sums == SIZE_MAX, near[cell].total, value == 0, near[cell].sums, value, cell
        );
    };
    std::optional<std::size_t> best;
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        if (shown[cell].how == Shown::value && (!best || rank(cell) < rank(*best))) {
            best = cell;
        }
    }
    return best;
}

// Covers that later ones made needless are shown again, the largest count first, as long as every
// small count stays protected.
void show_what_covers_nothing(
    const CountTable& table,
    const DisclosurePolicy& policy,
    disclosure::Alternatives& others,
    std::vector<std::size_t> small,
    std::vector<ShownCell>& shown
) {
    std::vector<std::size_t> covers;
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        if (shown[cell].how == Shown::for_another) covers.push_back(cell);
    }
    std::ranges::stable_sort(covers, std::greater(), [&](std::size_t cell) {
        return table.cells[cell].value;
    });
    for (const std::size_t cover : covers) {
        shown[cover] = {Shown::value, rounded(table.cells[cover].value, policy.round_to)};
        const auto exposed = std::ranges::find_if(small, [&](std::size_t cell) {
            return others.values_of(cell, shown) < policy.threshold;
        });
        if (exposed == small.end()) continue;
        shown[cover] = {Shown::for_another, 0};
        // It is likely to be the next one's too: asked first, it saves the others.
        std::rotate(small.begin(), exposed, exposed + 1);
    }
}

ShownCell at_first(const Cell& cell, const DisclosurePolicy& policy) {
    if (!cell.published) return {Shown::unpublished, 0};
    if (is_small(cell.value, policy)) return {Shown::small, 0};
    return {Shown::value, rounded(cell.value, policy.round_to)};
}

}  // namespace

DisclosurePolicy policy_of(const DisclosureAudience& audience) {
    return {audience.id, audience.round_to, audience.threshold, audience.percentages};
}

std::uint64_t rounded(std::uint64_t value, std::uint64_t to) {
    return to <= 1 ? value : (value + to / 2) / to * to;
}

std::vector<ShownCell> disclose(const CountTable& table, const DisclosurePolicy& policy) {
    std::vector<ShownCell> shown;
    for (const Cell& cell : table.cells) {
        shown.push_back(at_first(cell, policy));
    }
    const std::vector<std::vector<std::size_t>> sums_of = sums_of_cells(table);
    disclosure::Alternatives others(table, policy);
    std::vector<std::size_t> small;
    // What is kept back later only leaves readers with less, so that a cell stays protected.
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        if (!is_small(table.cells[cell].value, policy)) continue;
        small.push_back(cell);
        while (others.values_of(cell, shown) < policy.threshold) {
            const auto cover = cover_for(table, sums_of, shown, cell);
            if (!cover) break;
            shown[*cover] = {Shown::for_another, 0};
        }
    }
    show_what_covers_nothing(table, policy, others, std::move(small), shown);
    return shown;
}

std::vector<KnownBounds> worked_out(
    const CountTable& table, std::span<const ShownCell> shown, const DisclosurePolicy& policy
) {
    std::vector<KnownBounds> known;
    for (const Bounds& bounds : narrowed(table, shown, policy)) {
        known.push_back(
            {static_cast<std::uint64_t>(bounds.least), static_cast<std::uint64_t>(bounds.most)}
        );
    }
    return known;
}

std::optional<std::uint64_t> tenths_of_per_cent(
    const CountTable& table,
    std::span<const ShownCell> shown,
    const DisclosurePolicy& policy,
    std::size_t numerator,
    std::size_t denominator
) {
    const std::uint64_t whole = table.cells[denominator].value;
    if (shown[numerator].how != Shown::value || shown[denominator].how != Shown::value ||
        whole == 0 || whole < policy.threshold) {
        return std::nullopt;
    }
    constexpr std::uint64_t kTenths = 1000;
    return (table.cells[numerator].value * kTenths + whole / 2) / whole;
}

}  // namespace tyst
