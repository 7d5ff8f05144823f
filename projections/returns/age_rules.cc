#include <array>

#include "projections/returns/return_rule.h"

namespace tyst {
namespace {

using enum Ssda903Field;

constexpr int kAdult = 18;
constexpr int kCriminalResponsibility = 10;

// Age on the first day of each episode.
template <class Wrong>
void check_age_at_start(
    const ReturnCase& child,
    std::initializer_list<Ssda903Field> fields,
    FindingSink& found,
    const Wrong& wrong
) {
    if (!child.now->birth()) {
        return;
    }
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && wrong(episode, years_lived(*child.now->birth(), *episode.began))) {
            found.add(episode.row, fields);
        }
    }
}

// Age on the day on which an episode ended for one of these reasons.
void check_age_at_end(
    const ReturnCase& child,
    std::initializer_list<std::string_view> reasons,
    int least,
    int below,
    FindingSink& found
) {
    if (!child.now->birth()) {
        return;
    }
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (!episode.ended || !is_any(episode.reason_ceased, reasons)) {
            continue;
        }
        const int age = years_lived(*child.now->birth(), *episode.ended);
        if (age < least || age >= below) {
            found.add(episode.row, {episode_ended, episode_reason_ceased});
        }
    }
}

constexpr int kNoLimit = 1000;

void check_301(const ReturnCase& child, FindingSink& found) {
    const auto header = child.now->header();
    if (header && child.now->birth() && *child.now->birth() > child.year_ends) {
        found.add(*header, {header_birth});
    }
}

void check_302(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    if (!episodes.empty() && episodes.front().began && child.now->birth() &&
        *episodes.front().began < *child.now->birth()) {
        found.add(episodes.front().row, {episode_began});
    }
}

void check_352(const ReturnCase& child, FindingSink& found) {
    check_age_at_start(
        child,
        {episode_began, episode_reason_new},
        found,
        [](const EpisodeRow& episode, int age) {
            return episode.reason_new == "S" && age >= kAdult;
        }
    );
}

void check_359(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    if (episodes.empty() || !child.now->birth() ||
        years_lived(*child.now->birth(), child.year_ends) < kAdult) {
        return;
    }
    const EpisodeRow& last = episodes.back();
    if (last.row.empty(episode_ended) && !(last.status == "V2" && last.place == "K2")) {
        found.add(last.row, {episode_ended, episode_status, episode_place});
    }
}

void check_358(const ReturnCase& child, FindingSink& found) {
    check_age_at_start(
        child,
        {episode_began, episode_status},
        found,
        [](const EpisodeRow& episode, int age) {
            return is_any(episode.status, {"J1", "J2", "J3"}) && age < kCriminalResponsibility;
        }
    );
}

void check_372(const ReturnCase& child, FindingSink& found) {
    check_age_at_start(
        child,
        {episode_began, episode_place},
        found,
        [](const EpisodeRow& episode, int age) {
            return episode.place == "R5" && age < kCriminalResponsibility;
        }
    );
}

void check_234(const ReturnCase& child, FindingSink& found) {
    if (!child.now->birth()) {
        return;
    }
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.ended && episode.row.code(episode_reason_place_change) == "CUSTOD" &&
            years_lived(*child.now->birth(), *episode.ended) < kCriminalResponsibility) {
            found.add(episode.row, {episode_ended, episode_reason_place_change});
        }
    }
}

void check_371(const ReturnCase& child, FindingSink& found) {
    check_age_at_start(
        child,
        {episode_began, episode_place},
        found,
        [](const EpisodeRow& episode, int age) {
            return is_any(episode.place, {"H5", "K3"}) && age < 16;
        }
    );
}

void check_373(const ReturnCase& child, FindingSink& found) {
    check_age_at_start(
        child,
        {episode_began, episode_place},
        found,
        [](const EpisodeRow& episode, int age) { return episode.place == "S1" && age < 4; }
    );
}

void check_374(const ReturnCase& child, FindingSink& found) {
    check_age_at_start(
        child,
        {episode_began, episode_place},
        found,
        [](const EpisodeRow& episode, int age) { return episode.place == "P3" && age < 14; }
    );
}

void check_386(const ReturnCase& child, FindingSink& found) {
    check_age_at_end(child, {"E11", "E12"}, 0, kAdult, found);
}
void check_387(const ReturnCase& child, FindingSink& found) {
    check_age_at_end(child, {"E5", "E6"}, 14, kNoLimit, found);
}
void check_389(const ReturnCase& child, FindingSink& found) {
    check_age_at_end(child, {"E7"}, 16, kNoLimit, found);
}
void check_407(const ReturnCase& child, FindingSink& found) {
    check_age_at_end(child, {"E43", "E44", "E45", "E46", "E47", "E48"}, 0, kAdult, found);
}
void check_460(const ReturnCase& child, FindingSink& found) {
    check_age_at_end(child, {"E17"}, kAdult, kNoLimit, found);
}

constexpr std::array kAges{
    header_birth,
    episode_began,
    episode_reason_new,
    episode_ended,
    episode_status,
    episode_place,
    episode_reason_ceased,
    episode_reason_place_change,
};
constexpr int kCustodyFrom = 2019;  // the reason for a change of place came with that collection

constexpr std::array kAgeRules{
    ReturnRule{"234", kCustodyFrom, 9999, RuleReads::return_alone, kAges, check_234},
    ReturnRule{"301", 0, 9999, RuleReads::return_alone, kAges, check_301},
    ReturnRule{"302", 0, 9999, RuleReads::return_alone, kAges, check_302},
    ReturnRule{"352", 0, 9999, RuleReads::return_alone, kAges, check_352},
    ReturnRule{"358", 0, 9999, RuleReads::return_alone, kAges, check_358},
    ReturnRule{"359", 0, 9999, RuleReads::return_alone, kAges, check_359},
    ReturnRule{"371", 0, 9999, RuleReads::return_alone, kAges, check_371},
    ReturnRule{"372", 0, 9999, RuleReads::return_alone, kAges, check_372},
    ReturnRule{"373", 0, 9999, RuleReads::return_alone, kAges, check_373},
    ReturnRule{"374", 0, 9999, RuleReads::return_alone, kAges, check_374},
    ReturnRule{"386", 0, 9999, RuleReads::return_alone, kAges, check_386},
    ReturnRule{"387", 0, 9999, RuleReads::return_alone, kAges, check_387},
    ReturnRule{"389", 0, 9999, RuleReads::return_alone, kAges, check_389},
    ReturnRule{"407", 0, 9999, RuleReads::return_alone, kAges, check_407},
    ReturnRule{"460", 0, 9999, RuleReads::return_alone, kAges, check_460},
};

}  // namespace

std::span<const ReturnRule> age_rules() {
    return kAgeRules;
}

}  // namespace tyst
