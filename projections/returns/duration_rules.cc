#include <array>

#include "projections/returns/return_rule.h"

namespace tyst {
namespace {

using enum Ssda903Field;

constexpr int kTemporaryTimesMost = 2;  // with a carer on holiday, in a year

// The first day after the part of an episode that lies up to the year's end: one that is open has
// lasted until then.
Date lasted_to(const EpisodeRow& episode, Date year_ends) {
    const Date after_year = year_ends.plus_days(1);
    return episode.ended && *episode.ended < after_year ? *episode.ended : after_year;
}

// Episodes that join (the next begins on the day on which the one before ended) and for all of
// which `same` holds; the days that they last together.
struct Run {
    const EpisodeRow* last = nullptr;
    int days = 0;
};
template <class Same>
std::vector<Run> runs_of(const ReturnCase& child, const Same& same) {
    std::vector<Run> runs;
    const EpisodeRow* before = nullptr;
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (!episode.began || !same(episode)) {
            before = nullptr;
            continue;
        }
        if (before == nullptr || before->ended != episode.began) {
            runs.emplace_back();
        }
        runs.back().last = &episode;
        runs.back().days += lasted_to(episode, child.year_ends).days - episode.began->days;
        before = &episode;
    }
    return runs;
}

void check_status_lasts(
    const ReturnCase& child, std::string_view status, int days_most, FindingSink& found
) {
    for (const Run& run :
         runs_of(child, [&](const EpisodeRow& episode) { return episode.status == status; })) {
        if (run.days > days_most) {
            found.add(run.last->row, {episode_status, episode_began, episode_ended});
        }
    }
}

void check_place_lasts(
    const ReturnCase& child, std::string_view place, int days_most, FindingSink& found
) {
    for (const Run& run :
         runs_of(child, [&](const EpisodeRow& episode) { return episode.place == place; })) {
        if (run.days > days_most) {
            found.add(run.last->row, {episode_place, episode_began, episode_ended});
        }
    }
}

void check_361(const ReturnCase& child, FindingSink& found) {
    check_status_lasts(child, "L1", 3, found);  // police protection
}
void check_362(const ReturnCase& child, FindingSink& found) {
    check_status_lasts(child, "L2", 21, found);  // emergency protection, as coded
}
void check_363(const ReturnCase& child, FindingSink& found) {
    check_status_lasts(child, "L3", 7, found);  // child assessment
}
void check_364(const ReturnCase& child, FindingSink& found) {
    check_status_lasts(child, "J2", 21, found);  // PACE, as coded
}

void check_365(const ReturnCase& child, FindingSink& found) {
    constexpr int kBreakDaysMost = 17;
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.status == "V3" && episode.began &&
            lasted_to(episode, child.year_ends).days - episode.began->days > kBreakDaysMost) {
            found.add(episode.row, {episode_status, episode_began, episode_ended});
        }
    }
}

void check_366(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.status == "V3" && episode.reason_new != "S") {
            found.add(episode.row, {episode_status, episode_reason_new});
        }
    }
}

void check_367(const ReturnCase& child, FindingSink& found) {
    constexpr int kBreakDaysInAYear = 75;
    const EpisodeRow* last = nullptr;
    int days = 0;
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.status != "V3" || !episode.began) {
            continue;
        }
        const Date from = std::max(*episode.began, child.year_begins);
        days += std::max(0, lasted_to(episode, child.year_ends).days - from.days);
        last = &episode;
    }
    if (last != nullptr && days > kBreakDaysInAYear) {
        found.add(last->row, {episode_status, episode_began, episode_ended});
    }
}

void check_375(const ReturnCase& child, FindingSink& found) {
    check_place_lasts(child, "T1", 42, found);  // hospital
}
void check_376(const ReturnCase& child, FindingSink& found) {
    check_place_lasts(child, "T3", 21, found);  // the carer's holiday
}
void check_379(const ReturnCase& child, FindingSink& found) {
    check_place_lasts(child, "T4", 7, found);  // any other temporary stay
}

// Within the collection year, not within the file.
void check_377(const ReturnCase& child, FindingSink& found) {
    int times = 0;
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.place == "T3" && episode.began && *episode.began >= child.year_begins &&
            *episode.began <= child.year_ends && ++times > kTemporaryTimesMost) {
            found.add(episode.row, {episode_place, episode_began});
        }
    }
}

bool temporary(const EpisodeRow& episode) {
    return is_any(episode.place, {"T0", "T1", "T2", "T3", "T4"});
}

void check_380(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.reason_new == "S" && temporary(episode)) {
            found.add(episode.row, {episode_reason_new, episode_place});
        }
    }
}

void check_381(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (temporary(episode) && !episode.reason_ceased.empty() && episode.reason_ceased != "X1") {
            found.add(episode.row, {episode_place, episode_reason_ceased});
        }
    }
}

// The first stay that is not temporary, from `at` on within the period of care; nullptr where the
// rows end first.
const EpisodeRow* returned_to(const std::vector<EpisodeRow>& episodes, std::size_t at) {
    for (; at < episodes.size() && episodes[at].reason_new != "S"; ++at) {
        if (!temporary(episodes[at])) {
            return &episodes[at];
        }
    }
    return nullptr;
}

void check_383(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 1; at < episodes.size(); ++at) {
        if (!temporary(episodes[at]) || temporary(episodes[at - 1])) {
            continue;
        }
        const EpisodeRow* const after = returned_to(episodes, at + 1);
        const EpisodeRow& before = episodes[at - 1];
        if (after != nullptr &&
            (after->place != before.place || after->provider != before.provider ||
             after->row.code(episode_place_postcode) != before.row.code(episode_place_postcode))) {
            found.add(after->row, {episode_place, episode_provider, episode_place_postcode});
        }
    }
}

constexpr std::array kStatus{episode_began, episode_ended, episode_status, episode_reason_new};
constexpr std::array kPlace{
    episode_began,
    episode_ended,
    episode_place,
    episode_reason_new,
    episode_reason_ceased,
    episode_provider,
    episode_place_postcode,
};

constexpr std::array kDurationRules{
    ReturnRule{"361", 0, 9999, RuleReads::return_alone, kStatus, check_361},
    ReturnRule{"362", 0, 9999, RuleReads::return_alone, kStatus, check_362},
    ReturnRule{"363", 0, 9999, RuleReads::return_alone, kStatus, check_363},
    ReturnRule{"364", 0, 9999, RuleReads::return_alone, kStatus, check_364},
    ReturnRule{"365", 0, 9999, RuleReads::return_alone, kStatus, check_365},
    ReturnRule{"366", 0, 9999, RuleReads::return_alone, kStatus, check_366},
    ReturnRule{"367", 0, 9999, RuleReads::return_alone, kStatus, check_367},
    ReturnRule{"375", 0, 9999, RuleReads::return_alone, kPlace, check_375},
    ReturnRule{"376", 0, 9999, RuleReads::return_alone, kPlace, check_376},
    ReturnRule{"377", 0, 9999, RuleReads::return_alone, kPlace, check_377},
    ReturnRule{"379", 0, 9999, RuleReads::return_alone, kPlace, check_379},
    ReturnRule{"380", 0, 9999, RuleReads::return_alone, kPlace, check_380},
    ReturnRule{"381", 0, 9999, RuleReads::return_alone, kPlace, check_381},
    ReturnRule{"383", 0, 9999, RuleReads::return_alone, kPlace, check_383},
};

}  // namespace

std::span<const ReturnRule> duration_rules() {
    return kDurationRules;
}

}  // namespace tyst
