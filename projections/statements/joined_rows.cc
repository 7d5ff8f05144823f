#include "projections/statements/joined_rows.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace tyst {
namespace {

namespace field = episodes_column;

// Which column besides the child tells the rows of a table apart.
enum class RowKey : std::uint8_t { child, year, third_column, fourth_column };
constexpr std::array<RowKey, kSsda903TableCount> kRowKeys = {
    RowKey::child,          // header
    RowKey::third_column,   // episodes: joined by their days
    RowKey::third_column,   // reviews: REVIEW
    RowKey::child,          // unaccompanied asylum seeking
    RowKey::year,           // yearly outcomes
    RowKey::year,           // care leavers
    RowKey::child,          // adoption
    RowKey::third_column,   // placed for adoption: DATE_PLACED
    RowKey::child,          // previous permanence
    RowKey::fourth_column,  // missing: MIS_START
    RowKey::fourth_column,  // social worker: SW_DECOM
    RowKey::third_column,   // deprivation of liberty: DOLO_START
};

bool same_row(const Ssda903Row& one, const Ssda903Row& other) {
    if (one.table != other.table) return false;
    switch (kRowKeys[static_cast<std::size_t>(one.table)]) {
        case RowKey::child:
            return true;
        case RowKey::year:
            return false;  // of another year it is another row
        case RowKey::third_column:
            return one.values[2] == other.values[2];
        case RowKey::fourth_column:
            return one.values[3] == other.values[3];
    }
    return false;
}

// The days of an episode; nothing where they cannot be read.
struct Span {
    Date from;
    Date to;  // first day on which it no longer holds
};
std::optional<Span> span_of(const Ssda903Row& row, int year) {
    const auto from = parse_slashed_date(row.values[field::kBegan]);
    if (!from) return std::nullopt;
    const auto to = parse_slashed_date(row.values[field::kEnded]);
    return Span{*from, to ? *to : collection_ends(year).plus_days(1)};
}

bool is_open(const Ssda903Row& row) {
    return row.values[field::kEnded].empty();
}

std::string slashed(Date date) {
    return fmt::format("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
}

// ---- latest ----

// From which day on a statement speaks of the child's episodes.
Date speaks_from(const Ssda903Statement& statement) {
    Date from = collection_begins(statement.time.year);
    for (const Ssda903Row& row : statement.rows) {
        if (row.table != Ssda903Table::episodes) continue;
        if (const auto span = span_of(row, statement.time.year)) from = std::min(from, span->from);
    }
    return from;
}

// Takes away what an earlier statement says of the time from that day on.
void cut(Ssda903Statement& earlier, Date from, JoinedRows& joined) {
    std::erase_if(earlier.rows, [&](const Ssda903Row& row) {
        if (row.table != Ssda903Table::episodes) return false;
        const auto span = span_of(row, earlier.time.year);
        return span && from <= span->from;
    });
    for (Ssda903Row& row : earlier.rows) {
        if (row.table != Ssda903Table::episodes) continue;
        const auto span = span_of(row, earlier.time.year);
        if (!span || (!is_open(row) && span->to <= from)) continue;
        row.values[field::kEnded] = joined.texts.emplace_back(slashed(from));
        row.values[field::kReasonCeased] = {};
        row.values[field::kReasonPlaceChange] = {};
    }
}

void replace_rows(Ssda903Statement& earlier, const Ssda903Statement& later) {
    const bool same_collection = earlier.time.year == later.time.year;
    std::erase_if(earlier.rows, [&](const Ssda903Row& row) {
        if (same_collection) return true;
        if (row.table == Ssda903Table::episodes) return false;
        return std::ranges::any_of(later.rows, [&row](const Ssda903Row& other) {
            return same_row(row, other);
        });
    });
}

void join_latest(JoinedRows& joined) {
    auto& statements = joined.statements;
    std::ranges::stable_sort(statements, {}, &Ssda903Statement::time);
    for (std::size_t later = 1; later < statements.size(); ++later) {
        const Date from = speaks_from(statements[later]);
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            replace_rows(statements[earlier], statements[later]);
            cut(statements[earlier], from, joined);
        }
    }
}

// ---- longest ----

struct Candidate {
    std::size_t statement = 0;
    std::size_t row = 0;
    Span span;
    Ssda903StatementTime time;

    [[nodiscard]] int days() const { return span.to.days - span.from.days; }
    [[nodiscard]] bool overlaps(const Candidate& other) const {
        return span.from < other.span.to && other.span.from < span.to;
    }
};

std::vector<Candidate> candidates_of(const JoinedRows& joined) {
    std::vector<Candidate> candidates;
    for (std::size_t place = 0; place < joined.statements.size(); ++place) {
        const Ssda903Statement& statement = joined.statements[place];
        for (std::size_t row = 0; row < statement.rows.size(); ++row) {
            if (statement.rows[row].table != Ssda903Table::episodes) continue;
            const auto span = span_of(statement.rows[row], statement.time.year);
            if (span) candidates.push_back({place, row, *span, statement.time});
        }
    }
    std::ranges::stable_sort(candidates, [](const Candidate& one, const Candidate& other) {
        if (one.days() != other.days()) return one.days() > other.days();
        if (one.time != other.time) return one.time > other.time;
        return one.span.from < other.span.from;
    });
    return candidates;
}

void join_longest(JoinedRows& joined) {
    std::vector<Candidate> kept;
    std::vector<std::vector<bool>> dropped;
    for (const Ssda903Statement& statement : joined.statements) {
        dropped.emplace_back(statement.rows.size(), false);
    }
    for (const Candidate& candidate : candidates_of(joined)) {
        const bool beaten = std::ranges::any_of(kept, [&candidate](const Candidate& other) {
            return other.statement != candidate.statement && other.overlaps(candidate);
        });
        if (beaten) {
            dropped[candidate.statement][candidate.row] = true;
        } else {
            kept.push_back(candidate);
        }
    }
    for (std::size_t place = 0; place < joined.statements.size(); ++place) {
        std::size_t row = 0;
        std::erase_if(joined.statements[place].rows, [&](const Ssda903Row&) {
            return dropped[place][row++];
        });
    }
}

}  // namespace

JoinedRows join_rows(std::span<const Ssda903Statement> statements, StatementPolicy policy) {
    JoinedRows joined{{statements.begin(), statements.end()}, {}};
    if (policy == StatementPolicy::latest) join_latest(joined);
    if (policy == StatementPolicy::longest) join_longest(joined);
    for (Ssda903Statement& statement : joined.statements) {
        statement.current = false;
    }
    if (!joined.statements.empty()) joined.statements.back().current = true;
    return joined;
}

}  // namespace tyst
