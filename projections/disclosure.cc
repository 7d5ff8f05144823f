#include "projections/disclosure.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

namespace tyst {
namespace {

// Signed, so that differences may pass through below 0.
struct Bounds {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

constexpr std::int64_t kUnbounded = INT64_MAX / 4;

Bounds bounds_of_shown(std::uint64_t value, std::uint64_t round_to) {
    const auto shown = static_cast<std::int64_t>(value);
    const auto step = static_cast<std::int64_t>(std::max<std::uint64_t>(round_to, 1));
    // Halves go up: for steps of 5 from 3 below 5 ... 7; for steps of 10 from 5 ... 14.
    return {std::max<std::int64_t>(0, shown - step / 2), shown + (step - 1) / 2};
}

// What somebody sees who knows the policy. What is kept back may be anything: the mark does not say
// why.
Bounds bounds_to_a_reader(const ShownCell& cell, const DisclosurePolicy& policy) {
    if (cell.how != Shown::value) {
        return {0, kUnbounded};
    }
    Bounds bounds = bounds_of_shown(cell.value, policy.round_to);
    // A value that is shown is no small one: it is 0, or the threshold at least.
    if (policy.threshold > 1) {
        bounds.least = std::max(
            bounds.least, cell.value > 0 ? static_cast<std::int64_t>(policy.threshold) : 0
        );
        bounds.most = cell.value == 0 ? 0 : bounds.most;
    }
    return bounds;
}

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
struct Relation {
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

// Narrows each cell of a relation by the others; whether anything changed.
bool narrow(const Relation& relation, std::vector<Bounds>& cells) {
    bool changed = false;
    for (const Term& term : relation.terms) {
        Bounds others{relation.constant, relation.constant};
        for (const Term& other : relation.terms) {
            if (other.cell != term.cell) {
                const Bounds add = scaled(other, cells);
                others.least = bounded(others.least + add.least);
                others.most = bounded(others.most + add.most);
            }
        }
        // factor · cell = −others
        const std::int64_t sign = term.factor > 0 ? 1 : -1;
        const std::int64_t size = term.factor * sign;
        const std::int64_t low = sign > 0 ? -others.most : others.least;
        const std::int64_t high = sign > 0 ? -others.least : others.most;
        changed |= tighten(
            cells[term.cell], -floor_divided(-low, size), bounded(floor_divided(high, size))
        );
    }
    return changed;
}

Relation relation_of(const SumOfCells& sum) {
    Relation relation{{{sum.total, -1}}, 0};
    for (const std::size_t part : sum.parts) {
        relation.terms.push_back({part, 1});
    }
    return relation;
}

// A relation as factors of the cells that are kept back, in their order, and what the others add up
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
            const std::int64_t mine = rows[done][column];
            const std::int64_t theirs = rows[other][column];
            for (std::size_t at = 0; at <= columns; ++at) {
                rows[other][at] = rows[other][at] * mine - rows[done][at] * theirs;
            }
            divide_by_common(rows[other]);
        }
        ++done;
    }
}

// What all sums together say about the cells that are kept back, where the others are shown
// exactly.
std::vector<Relation> combined(const CountTable& table, std::span<const ShownCell> shown) {
    std::vector<std::size_t> hidden;
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        if (shown[cell].how != Shown::value) {
            hidden.push_back(cell);
        }
    }
    std::vector<Row> rows;
    for (const SumOfCells& sum : table.sums) {
        Row row(hidden.size() + 1, 0);
        for (const Term& term : relation_of(sum).terms) {
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
    std::vector<Relation> relations;
    for (const Row& row : rows) {
        Relation relation{{}, row.back()};
        for (std::size_t at = 0; at < hidden.size(); ++at) {
            if (row[at] != 0) {
                relation.terms.push_back({hidden[at], row[at]});
            }
        }
        relations.push_back(std::move(relation));
    }
    return relations;
}

std::vector<Bounds> narrowed(
    const CountTable& table, std::span<const ShownCell> shown, const DisclosurePolicy& policy
) {
    std::vector<Bounds> cells;
    for (const ShownCell& cell : shown) {
        cells.push_back(bounds_to_a_reader(cell, policy));
    }
    std::vector<Relation> relations;
    for (const SumOfCells& sum : table.sums) {
        relations.push_back(relation_of(sum));
    }
    if (policy.round_to <= 1) {
        std::ranges::move(combined(table, shown), std::back_inserter(relations));
    }
    // Each round moves a bound by a whole number towards the truth, so it ends.
    for (bool changed = true; changed;) {
        changed = false;
        for (const Relation& relation : relations) {
            changed |= narrow(relation, cells);
        }
    }
    return cells;
}

bool is_small(std::uint64_t value, const DisclosurePolicy& policy) {
    return value > 0 && value < policy.threshold;
}

bool holds(const SumOfCells& sum, std::size_t cell) {
    return sum.total == cell || std::ranges::find(sum.parts, cell) != sum.parts.end();
}

// The next cell to keep back so that `exposed` is harder to work out: the smallest that is shown in
// a sum with it, and where there is none any more, the smallest of the table; parts before totals,
// zeros (which cover little) after other counts. Nothing where all are kept back.
std::optional<std::size_t> cover_for(
    const CountTable& table, std::span<const ShownCell> shown, std::size_t exposed
) {
    const auto rank = [&](std::size_t cell) {
        const bool near = std::ranges::any_of(table.sums, [&](const SumOfCells& sum) {
            return holds(sum, exposed) && holds(sum, cell);
        });
        const bool total = std::ranges::any_of(table.sums, [&](const SumOfCells& sum) {
            return sum.total == cell;
        });
        const std::uint64_t value = table.cells[cell].value;
        return std::tuple(!near, total, value == 0, value, cell);
    };
    std::optional<std::size_t> best;
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        if (shown[cell].how == Shown::value && (!best || rank(cell) < rank(*best))) {
            best = cell;
        }
    }
    return best;
}

}  // namespace

std::uint64_t rounded(std::uint64_t value, std::uint64_t to) {
    return to <= 1 ? value : (value + to / 2) / to * to;
}

std::vector<ShownCell> disclose(const CountTable& table, const DisclosurePolicy& policy) {
    std::vector<ShownCell> shown;
    for (const Cell& cell : table.cells) {
        shown.push_back(
            is_small(cell.value, policy)
                ? ShownCell{Shown::small, 0}
                : ShownCell{Shown::value, rounded(cell.value, policy.round_to)}
        );
    }
    const auto needed = static_cast<std::int64_t>(policy.threshold) - 1;
    for (bool covered = true; covered;) {
        covered = false;
        const std::vector<Bounds> known = narrowed(table, shown, policy);
        for (std::size_t cell = 0; cell < shown.size() && !covered; ++cell) {
            if (shown[cell].how != Shown::small || known[cell].most - known[cell].least >= needed) {
                continue;
            }
            if (const auto cover = cover_for(table, shown, cell)) {
                shown[*cover] = {Shown::for_another, 0};
                covered = true;
            }
        }
    }
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
