#include <algorithm>
#include <array>
#include <map>

#include "projections/returns/return_rule.h"

namespace tyst {
namespace {

using enum Ssda903Field;

constexpr int kFirstAgeAsked = 4;  // from which a child's part in a review is coded

// ---- Reviews

void check_166(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : child.now->rows_with(review_day)) {
        if (row.empty(review_day) && !row.empty(review_code)) {
            found.add(row, {review_day});
        }
    }
}

void check_167(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : child.now->rows_with(review_day)) {
        if (!row.empty(review_day) && row.empty(review_code)) {
            found.add(row, {review_code});
        }
    }
}

// `young` says which of the two disagreements is meant.
void check_review_age(const ReturnCase& child, bool young, FindingSink& found) {
    if (!child.now->birth()) {
        return;
    }
    for (const FieldRow& row : child.now->rows_with(review_day)) {
        const auto day = row.day(review_day);
        if (!day || row.empty(review_code)) {
            continue;
        }
        const bool is_young = years_lived(*child.now->birth(), *day) < kFirstAgeAsked;
        const bool coded_young = row.code(review_code) == "PN0";
        if (is_young == young && coded_young != young) {
            found.add(row, {review_day, review_code});
        }
    }
}
void check_440(const ReturnCase& child, FindingSink& found) {
    check_review_age(child, false, found);
}
void check_441(const ReturnCase& child, FindingSink& found) {
    check_review_age(child, true, found);
}

void check_399(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    const bool only_breaks =
        !episodes.empty() && std::ranges::all_of(episodes, [](const EpisodeRow& episode) {
            return is_any(episode.status, {"V3", "V4"});
        });
    if (!only_breaks) {
        return;
    }
    for (const FieldRow& row : child.now->rows_with(review_day)) {
        found.add(row, {review_day});
    }
}

// ---- Periods in a table of their own: missing, deprivation of liberty

struct PeriodFields {
    Ssda903Field began;
    Ssda903Field ended;
};
constexpr PeriodFields kMissingPeriod{missing_began, missing_ended};
constexpr PeriodFields kLibertyPeriod{liberty_began, liberty_ended};

// Those with a first day, by it.
std::vector<FieldRow> periods_of(const ChildStatement& statement, const PeriodFields& fields) {
    std::vector<FieldRow> rows = statement.rows_with(fields.began);
    std::erase_if(rows, [&](const FieldRow& row) { return !row.day(fields.began); });
    std::ranges::stable_sort(rows, [&](const FieldRow& left, const FieldRow& right) {
        return *left.day(fields.began) < *right.day(fields.began);
    });
    return rows;
}

void check_begins_while_open(
    const ReturnCase& child, const PeriodFields& fields, FindingSink& found
) {
    const auto rows = periods_of(*child.now, fields);
    for (std::size_t at = 0; at + 1 < rows.size(); ++at) {
        if (rows[at].empty(fields.ended)) {
            found.add(rows[at + 1], {fields.began});
        }
    }
}

void check_overlaps(const ReturnCase& child, const PeriodFields& fields, FindingSink& found) {
    const auto rows = periods_of(*child.now, fields);
    for (std::size_t at = 0; at + 1 < rows.size(); ++at) {
        const auto ended = rows[at].day(fields.ended);
        if (ended && *rows[at + 1].day(fields.began) < *ended) {
            found.add(rows[at + 1], {fields.began});
        }
    }
}

// The episode that holds on a day; nullptr where the child is not looked after then.
const EpisodeRow* episode_on(const ReturnCase& child, Date day) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && *episode.began <= day && (!episode.ended || day < *episode.ended)) {
            return &episode;
        }
    }
    return nullptr;
}

bool leaves_care(const EpisodeRow& episode) {
    return episode.ended && !episode.reason_ceased.empty() && episode.reason_ceased != "X1";
}

// The first day from `day` on on which care ends.
std::optional<Date> care_ends_after(const ReturnCase& child, Date day) {
    std::optional<Date> ends;
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (leaves_care(episode) && *episode.ended >= day && (!ends || *episode.ended < *ends)) {
            ends = episode.ended;
        }
    }
    return ends;
}

void check_574(const ReturnCase& child, FindingSink& found) {
    check_begins_while_open(child, kMissingPeriod, found);
    check_overlaps(child, kMissingPeriod, found);
}

void check_575(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kMissingPeriod)) {
        const EpisodeRow* const from = episode_on(child, *row.day(missing_began));
        if (from != nullptr && from->ended && row.empty(missing_ended)) {
            found.add(row, {missing_ended});
        }
    }
}

// A period that any earlier return left open, as the newest return that has it states it, stands in
// this one. Where it does not, the child's first row says so, or its header where there is none.
void check_576(const ReturnCase& child, FindingSink& found) {
    std::map<Date, bool> open;
    for (const ChildStatement& statement : child.earlier) {
        for (const FieldRow& row : periods_of(statement, kMissingPeriod)) {
            open[*row.day(missing_began)] = row.empty(missing_ended);
        }
    }
    const auto rows = periods_of(*child.now, kMissingPeriod);
    for (const FieldRow& row : rows) {
        open.erase(*row.day(missing_began));
    }
    if (std::ranges::none_of(open, [](const auto& period) { return period.second; })) {
        return;
    }
    if (!rows.empty()) {
        found.add(rows.front(), {missing_began});
    } else if (const auto header = child.now->header()) {
        found.add(*header, {header_child});
    }
}

void check_577(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kMissingPeriod)) {
        const auto ends = care_ends_after(child, *row.day(missing_began));
        const auto ended = row.day(missing_ended);
        if (ends && (!ended || *ended > *ends)) {
            found.add(row, {missing_ended});
        }
    }
}

void check_578(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    if (episodes.empty() || !episodes.front().began) {
        return;
    }
    for (const FieldRow& row : periods_of(*child.now, kMissingPeriod)) {
        if (*row.day(missing_began) < *episodes.front().began) {
            found.add(row, {missing_began});
        }
    }
}

void check_581(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kMissingPeriod)) {
        if (!child.now->episodes().empty() &&
            *row.day(missing_began) >= child.now->episodes().front().began &&
            episode_on(child, *row.day(missing_began)) == nullptr) {
            found.add(row, {missing_began});
        }
    }
}

// ---- Deprivation of liberty

void check_700(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : child.now->rows_with(liberty_began)) {
        if (!row.day(liberty_began)) {
            found.add(row, {liberty_began});
        }
    }
}

void check_701(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : child.now->rows_with(liberty_began)) {
        if (!row.empty(liberty_ended) && !row.day(liberty_ended)) {
            found.add(row, {liberty_ended});
        }
    }
}

void check_702(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kLibertyPeriod)) {
        const auto ended = row.day(liberty_ended);
        if (ended && *ended < *row.day(liberty_began)) {
            found.add(row, {liberty_began, liberty_ended});
        }
    }
}

void check_703(const ReturnCase& child, FindingSink& found) {
    check_begins_while_open(child, kLibertyPeriod, found);
    check_overlaps(child, kLibertyPeriod, found);
}

void check_704(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kLibertyPeriod)) {
        if (child.now->birth() && *row.day(liberty_began) < *child.now->birth()) {
            found.add(row, {liberty_began});
        }
    }
}

void check_705(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kLibertyPeriod)) {
        if (*row.day(liberty_began) > child.year_ends) {
            found.add(row, {liberty_began});
        }
    }
}

// An order that was open when the year before ended stands in this year's table.
void check_706(const ReturnCase& child, FindingSink& found) {
    if (child.before == nullptr) {
        return;
    }
    const auto now = periods_of(*child.now, kLibertyPeriod);
    for (const FieldRow& before : periods_of(*child.before, kLibertyPeriod)) {
        const auto same = [&](const FieldRow& row) {
            return row.day(liberty_began) == before.day(liberty_began);
        };
        const auto header = child.now->header();
        if (before.empty(liberty_ended) && std::ranges::none_of(now, same) && header) {
            found.add(*header, {header_birth});
        }
    }
}

void check_707(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kLibertyPeriod)) {
        const auto ends = care_ends_after(child, *row.day(liberty_began));
        const auto ended = row.day(liberty_ended);
        if (ends && (!ended || *ended > *ends)) {
            found.add(row, {liberty_ended});
        }
    }
}

void check_708(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : periods_of(*child.now, kLibertyPeriod)) {
        if (episode_on(child, *row.day(liberty_began)) == nullptr) {
            found.add(row, {liberty_began});
        }
    }
}

// Calls add for each period of which an episode lies in a placement for which `wrong` is true.
template <class Wrong>
void check_places(const ReturnCase& child, FindingSink& found, const Wrong& wrong) {
    for (const FieldRow& row : periods_of(*child.now, kLibertyPeriod)) {
        const auto ended = row.day(liberty_ended);
        const bool any = std::ranges::any_of(child.now->episodes(), [&](const EpisodeRow& episode) {
            const bool begins_before = episode.began && (!ended || *episode.began < *ended);
            const bool ends_after = !episode.ended || *episode.ended > *row.day(liberty_began);
            return begins_before && ends_after && wrong(episode.place);
        });
        if (any) {
            found.add(row, {liberty_began, liberty_ended});
        }
    }
}

void check_709(const ReturnCase& child, FindingSink& found) {
    check_places(child, found, [](std::string_view place) {
        return is_any(place, {"K1", "K3", "P1", "R5"});
    });
}

void check_710(const ReturnCase& child, FindingSink& found) {
    check_places(child, found, [](std::string_view place) {
        return !is_any(place, {"K2", "Z12", "Z13", "K1", "K3", "P1", "R5"});
    });
}

constexpr std::array kReviews{review_day, review_code, header_birth, episode_began, episode_status};
constexpr std::array kMissing{
    missing_began, missing_ended, episode_began, episode_ended, episode_reason_ceased
};
constexpr std::array kMissingStated{missing_began, missing_ended, header_child};
constexpr std::array kLiberty{
    liberty_began,
    liberty_ended,
    episode_began,
    episode_ended,
    episode_place,
    episode_reason_ceased,
    header_birth
};
constexpr int kLibertyFrom = 2027;

constexpr std::array kOtherTableRules{
    ReturnRule{"166", 0, 9999, RuleReads::return_alone, kReviews, check_166},
    ReturnRule{"167", 0, 9999, RuleReads::return_alone, kReviews, check_167},
    ReturnRule{"399", 0, 9999, RuleReads::return_alone, kReviews, check_399},
    ReturnRule{"440", 0, 9999, RuleReads::return_alone, kReviews, check_440},
    ReturnRule{"441", 0, 9999, RuleReads::return_alone, kReviews, check_441},
    ReturnRule{"574", 0, 9999, RuleReads::return_alone, kMissing, check_574},
    ReturnRule{"575", 0, 9999, RuleReads::return_alone, kMissing, check_575},
    ReturnRule{"576", 0, 9999, RuleReads::years_before, kMissingStated, check_576},
    ReturnRule{"577", 0, 9999, RuleReads::return_alone, kMissing, check_577},
    ReturnRule{"578", 0, 9999, RuleReads::return_alone, kMissing, check_578},
    ReturnRule{"581", 0, 9999, RuleReads::return_alone, kMissing, check_581},
    ReturnRule{"700", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_700},
    ReturnRule{"701", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_701},
    ReturnRule{"702", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_702},
    ReturnRule{"703", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_703},
    ReturnRule{"704", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_704},
    ReturnRule{"705", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_705},
    ReturnRule{"706", kLibertyFrom, 9999, RuleReads::year_before, kLiberty, check_706},
    ReturnRule{"707", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_707},
    ReturnRule{"708", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_708},
    ReturnRule{"709", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_709},
    ReturnRule{"710", kLibertyFrom, 9999, RuleReads::return_alone, kLiberty, check_710},
};

}  // namespace

std::span<const ReturnRule> other_table_rules() {
    return kOtherTableRules;
}

}  // namespace tyst
