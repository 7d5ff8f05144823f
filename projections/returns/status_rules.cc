#include <array>

#include "projections/returns/return_rule.h"

namespace tyst {
namespace {

using enum Ssda903Field;

// The Adoption and Children Act 2002 came into force: freeing orders before, placement orders
// after.
const Date kPlacementOrdersFrom = Date::of(2005, 12, 30);

// Adds each episode of which `wrong` is true.
template <class Wrong>
void add_where(
    const ReturnCase& child,
    std::initializer_list<Ssda903Field> fields,
    FindingSink& found,
    const Wrong& wrong
) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (wrong(episode)) {
            found.add(episode.row, fields);
        }
    }
}

bool short_breaks(const EpisodeRow& episode) {
    return is_any(episode.status, {"V3", "V4"});
}

void check_378(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_place}, found, [](const EpisodeRow& episode) {
        return episode.place == "P1" && episode.status == "V2";
    });
}

void check_382(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_place}, found, [](const EpisodeRow& episode) {
        return short_breaks(episode) && is_any(episode.place, {"T0", "T1", "T2", "T3", "T4"});
    });
}

void check_384(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_place}, found, [](const EpisodeRow& episode) {
        return short_breaks(episode) && is_any(episode.place, {"U1", "U4"});
    });
}

void check_408(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_place}, found, [](const EpisodeRow& episode) {
        return is_any(episode.place, {"A5", "A6"}) && episode.status != "E1";
    });
}

// One agreement is recorded in one of two ways within a year.
void check_426(const ReturnCase& child, FindingSink& found) {
    const EpisodeRow* each_break = nullptr;
    const EpisodeRow* agreement = nullptr;
    for (const EpisodeRow& episode : child.now->episodes()) {
        each_break = episode.status == "V3" ? &episode : each_break;
        agreement = episode.status == "V4" ? &episode : agreement;
    }
    if (each_break != nullptr && agreement != nullptr) {
        found.add(each_break->row, {episode_status});
        found.add(agreement->row, {episode_status});
    }
}

void check_445(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_began}, found, [](const EpisodeRow& episode) {
        return episode.status == "D1" && episode.began && *episode.began > kPlacementOrdersFrom;
    });
}

void check_446(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_began}, found, [](const EpisodeRow& episode) {
        return episode.status == "E1" && episode.began && *episode.began < kPlacementOrdersFrom;
    });
}

void check_451(const ReturnCase& child, FindingSink& found) {
    add_where(child, {episode_status, episode_ended}, found, [](const EpisodeRow& episode) {
        return episode.status == "D1" && episode.began && episode.row.empty(episode_ended);
    });
}

constexpr std::array kStatusFields{episode_began, episode_ended, episode_status, episode_place};

constexpr std::array kStatusRules{
    ReturnRule{"378", 0, 9999, RuleReads::return_alone, kStatusFields, check_378},
    ReturnRule{"382", 0, 9999, RuleReads::return_alone, kStatusFields, check_382},
    ReturnRule{"384", 0, 9999, RuleReads::return_alone, kStatusFields, check_384},
    ReturnRule{"408", 0, 9999, RuleReads::return_alone, kStatusFields, check_408},
    ReturnRule{"426", 0, 9999, RuleReads::return_alone, kStatusFields, check_426},
    ReturnRule{"445", 0, 9999, RuleReads::return_alone, kStatusFields, check_445},
    ReturnRule{"446", 0, 9999, RuleReads::return_alone, kStatusFields, check_446},
    ReturnRule{"451", 0, 9999, RuleReads::return_alone, kStatusFields, check_451},
};

}  // namespace

std::span<const ReturnRule> status_rules() {
    return kStatusRules;
}

}  // namespace tyst
