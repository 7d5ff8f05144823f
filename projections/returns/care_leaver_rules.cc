#include <algorithm>
#include <array>

#include "projections/returns/return_rule.h"

// Who belongs into the care leavers' part (OC3). All of them look back further than a year: a young
// person of twenty left care in a return of two or three years ago.
namespace tyst {
namespace {

using enum Ssda903Field;

// Children (Leaving Care) Act 2000: 13 weeks from the age of 14, some of them at 16 or over.
constexpr int kDaysAsRelevant = 13 * 7;
constexpr int kCountsFromAge = 14;
constexpr int kLeaverFromAge = 16;
// Older ones are judged only where the returns that are held reach back to that age.
constexpr int kJudgedUnderAge = 20;

void find_leaver_rows(const ReturnCase& child, FindingSink& found) {
    for (const FieldRow& row : child.now->rows_with(leaver_in_touch)) {
        found.add(row, {leaver_in_touch, leaver_activity, leaver_accommodation});
    }
}

void check_1000(const ReturnCase& child, FindingSink& found) {
    const auto episodes = episodes_ever(child);
    if (!episodes.empty() && is_any(episodes.back()->reason_ceased, {"E2", "E3", "E11", "E12"})) {
        find_leaver_rows(child, found);
    }
}

// Days in care from `from` on, short breaks left out. An episode without an end lasts until the
// next one, the last one until the year's end.
int days_in_care_since(const ReturnCase& child, Date from) {
    const auto episodes = episodes_ever(child);
    int days = 0;
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow& episode = *episodes[at];
        if (is_any(episode.status, {"V3", "V4"})) {
            continue;
        }
        const Date unstated = at + 1 < episodes.size() ? *episodes[at + 1]->began : child.year_ends;
        const Date until = episode.ended.value_or(unstated);
        days += std::max(0, until.days - std::max(*episode.began, from).days);
    }
    return days;
}

void check_1001(const ReturnCase& child, FindingSink& found) {
    const auto birth = child.now->birth();
    if (!birth) {
        return;
    }
    const Date counts_from = day_of_age(*birth, kCountsFromAge);
    const bool judged =
        years_lived(*birth, child.year_ends) < kJudgedUnderAge || child.held_since <= counts_from;
    if (!judged) {
        return;
    }
    const bool long_enough = days_in_care_since(child, counts_from) >= kDaysAsRelevant;
    const Date leaver_from = day_of_age(*birth, kLeaverFromAge);
    if (!long_enough || days_in_care_since(child, leaver_from) == 0) {
        find_leaver_rows(child, found);
    }
}

void check_1002(const ReturnCase& child, FindingSink& found) {
    const auto has_none = [](const ChildStatement& statement) {
        return statement.episodes().empty();
    };
    if (has_none(*child.now) && std::ranges::all_of(child.earlier, has_none)) {
        find_leaver_rows(child, found);
    }
}

constexpr std::array kLeavers{
    leaver_in_touch,
    leaver_activity,
    leaver_accommodation,
    header_birth,
    episode_began,
    episode_ended,
    episode_status,
    episode_reason_ceased,
};

constexpr std::array kCareLeaverRules{
    ReturnRule{"1000", 0, 9999, RuleReads::all_years, kLeavers, check_1000},
    ReturnRule{"1001", 0, 9999, RuleReads::years_before, kLeavers, check_1001},
    ReturnRule{"1002", 0, 9999, RuleReads::years_before, kLeavers, check_1002},
};

}  // namespace

std::span<const ReturnRule> care_leaver_rules() {
    return kCareLeaverRules;
}

}  // namespace tyst
