#include <array>

#include "projections/returns/return_rule.h"

// Source of each rule's sense: data-to-insight/csc-validator-be-903 at 10ad07c, in our words;
// reference/return-rules/ssda903.toml has what they say and where we depart from that program.
namespace tyst {
namespace {

using enum Ssda903Field;

constexpr std::string_view kContinues = "X1";
const Date kActInForce = Date::of(1991, 10, 14);  // Children Act 1989

const EpisodeRow* next_of(const std::vector<EpisodeRow>& episodes, std::size_t at) {
    return at + 1 < episodes.size() && episodes[at + 1].began ? &episodes[at + 1] : nullptr;
}

bool leaves(const EpisodeRow& episode) {
    return !episode.reason_ceased.empty() && episode.reason_ceased != kContinues;
}

// Placement, carer, provider and place, as an episode has them.
struct Stay {
    std::string_view place;
    std::string_view provider;
    std::string_view postcode;
    std::string_view reference;
    bool operator==(const Stay&) const = default;
};
Stay stay_of(const EpisodeRow& episode) {
    return {
        episode.place,
        episode.provider,
        episode.row.code(episode_place_postcode),
        episode.row.code(episode_provider_reference),
    };
}

void check_142(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at + 1 < episodes.size(); ++at) {
        if (!episodes[at].row.empty(episode_ended) && !episodes[at].reason_ceased.empty()) {
            continue;
        }
        found.add(episodes[at].row, {episode_ended, episode_reason_ceased});
    }
}

void check_148(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.row.empty(episode_ended) != episode.reason_ceased.empty()) {
            found.add(episode.row, {episode_ended, episode_reason_ceased});
        }
    }
}

void check_353(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && *episode.began < kActInForce) {
            found.add(episode.row, {episode_began});
        }
    }
}

void check_354(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && *episode.began > child.year_ends) {
            found.add(episode.row, {episode_began});
        }
    }
}

void check_385(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.ended && *episode.ended > child.year_ends) {
            found.add(episode.row, {episode_ended});
        }
    }
}

void check_355(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && episode.ended && *episode.began == *episode.ended) {
            found.add(episode.row, {episode_began, episode_ended});
        }
    }
}

void check_356(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && episode.ended && *episode.ended < *episode.began) {
            found.add(episode.row, {episode_began, episode_ended});
        }
    }
}

void check_501(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow* const next = next_of(episodes, at);
        if (next != nullptr && episodes[at].ended && *next->began < *episodes[at].ended) {
            found.add(next->row, {episode_began});
        }
    }
}

void check_433(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow* const next = next_of(episodes, at);
        if (next != nullptr && next->reason_new != "S" && !next->reason_new.empty() &&
            episodes[at].ended && *next->began != *episodes[at].ended) {
            found.add(next->row, {episode_began, episode_reason_new});
        }
    }
}

void check_431(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow* const next = next_of(episodes, at);
        if (next != nullptr && next->reason_new == "S" && episodes[at].ended &&
            *next->began <= *episodes[at].ended) {
            found.add(next->row, {episode_began, episode_reason_new});
        }
    }
}

void check_432(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow* const next = next_of(episodes, at);
        if (next != nullptr && leaves(episodes[at]) && next->reason_new != "S") {
            found.add(next->row, {episode_reason_new});
        }
    }
}

// Three ways in which the continuation and the rows disagree.
void check_388(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow& episode = episodes[at];
        if (!episode.ended) {
            continue;
        }
        const EpisodeRow* const next = next_of(episodes, at);
        const bool followed = next != nullptr && *next->began == *episode.ended;
        const bool continues = episode.reason_ceased == kContinues;
        if (followed != continues) {
            found.add(episode.row, {episode_ended, episode_reason_ceased});
        }
    }
}

// The first episode of all that is held: with every year at hand the true first one.
void check_357(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    if (episodes.empty() || !episodes.front().began || episodes.front().reason_new == "S") {
        return;
    }
    for (const ChildStatement& statement : child.earlier) {
        if (!statement.episodes().empty()) {
            return;
        }
    }
    found.add(episodes.front().row, {episode_reason_new});
}

// Calls check(previous, next) for each pair that touches within a period of care.
template <class Check>
void for_each_step(const ReturnCase& child, const Check& check) {
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        const EpisodeRow* const next = next_of(episodes, at);
        if (next != nullptr && !leaves(episodes[at])) {
            check(episodes[at], *next);
        }
    }
}

// What a reason for a new episode says changed, and what did not.
struct StatedChange {
    std::string_view reasons;  // one letter each
    bool status = false;
    bool stay = false;
};

void check_change(const ReturnCase& child, const StatedChange& says, FindingSink& found) {
    for_each_step(child, [&](const EpisodeRow& before, const EpisodeRow& after) {
        const bool as_stated = (before.status != after.status) == says.status &&
                               (stay_of(before) != stay_of(after)) == says.stay;
        const bool meant = !after.reason_new.empty() && says.reasons.contains(after.reason_new);
        if (meant && !as_stated) {
            found.add(
                after.row,
                {episode_reason_new,
                 episode_status,
                 episode_place,
                 episode_provider,
                 episode_place_postcode,
                 episode_provider_reference}
            );
        }
    });
}

void check_434(const ReturnCase& child, FindingSink& found) {
    check_change(child, {.reasons = "L", .status = true, .stay = false}, found);
}
void check_435(const ReturnCase& child, FindingSink& found) {
    check_change(child, {.reasons = "PT", .status = false, .stay = true}, found);
}
void check_436(const ReturnCase& child, FindingSink& found) {
    check_change(child, {.reasons = "BU", .status = true, .stay = true}, found);
}

void check_504(const ReturnCase& child, FindingSink& found) {
    for_each_step(child, [&](const EpisodeRow& before, const EpisodeRow& after) {
        if (after.reason_new != "S" && before.need != after.need) {
            found.add(after.row, {episode_need});
        }
    });
}

// Nothing may follow an episode that ends for one of these reasons, in this or an earlier return.
void check_nothing_after(
    const ReturnCase& child, std::initializer_list<std::string_view> reasons, FindingSink& found
) {
    const auto ends_all = [&](const ChildStatement& statement, std::size_t at) {
        return is_any(statement.episodes()[at].reason_ceased, reasons);
    };
    bool ended = false;
    for (const ChildStatement& statement : child.earlier) {
        for (std::size_t at = 0; at < statement.episodes().size(); ++at) {
            ended = ended || ends_all(statement, at);
        }
    }
    const auto& episodes = child.now->episodes();
    for (std::size_t at = 0; at < episodes.size(); ++at) {
        // A row that the return repeats from the year in which it ended is no new one.
        const bool in_the_year = !episodes[at].ended || *episodes[at].ended >= child.year_begins;
        if (ended && in_the_year) {
            found.add(episodes[at].row, {episode_began, episode_reason_ceased});
        }
        ended = ended || ends_all(*child.now, at);
    }
}

void check_437(const ReturnCase& child, FindingSink& found) {
    check_nothing_after(child, {"E2", "E15"}, found);
}

void check_199(const ReturnCase& child, FindingSink& found) {
    check_nothing_after(child, {"E11", "E12"}, found);
}

constexpr std::array kDates{episode_began, episode_ended, episode_reason_ceased};
constexpr std::array kChain{
    episode_began, episode_ended, episode_reason_new, episode_reason_ceased
};
constexpr std::array kSteps{
    episode_began,
    episode_reason_new,
    episode_status,
    episode_place,
    episode_provider,
    episode_place_postcode,
    episode_need,
    episode_provider_reference,
    episode_reason_ceased,
};
constexpr auto kAllYears = RuleReads::all_years;

constexpr std::array kEpisodeRules{
    ReturnRule{"142", 0, 9999, RuleReads::return_alone, kDates, check_142},
    ReturnRule{"148", 0, 9999, RuleReads::return_alone, kDates, check_148},
    ReturnRule{"199", 0, 9999, kAllYears, kDates, check_199},
    ReturnRule{"353", 0, 9999, RuleReads::return_alone, kDates, check_353},
    ReturnRule{"354", 0, 9999, RuleReads::return_alone, kDates, check_354},
    ReturnRule{"355", 0, 9999, RuleReads::return_alone, kDates, check_355},
    ReturnRule{"356", 0, 9999, RuleReads::return_alone, kDates, check_356},
    ReturnRule{"357", 0, 9999, kAllYears, kChain, check_357},
    ReturnRule{"385", 0, 9999, RuleReads::return_alone, kDates, check_385},
    ReturnRule{"388", 0, 9999, RuleReads::return_alone, kChain, check_388},
    ReturnRule{"431", 0, 9999, RuleReads::return_alone, kChain, check_431},
    ReturnRule{"432", 0, 9999, RuleReads::return_alone, kChain, check_432},
    ReturnRule{"433", 0, 9999, RuleReads::return_alone, kChain, check_433},
    ReturnRule{"434", 0, 9999, RuleReads::return_alone, kSteps, check_434},
    ReturnRule{"435", 0, 9999, RuleReads::return_alone, kSteps, check_435},
    ReturnRule{"436", 0, 9999, RuleReads::return_alone, kSteps, check_436},
    ReturnRule{"437", 0, 9999, kAllYears, kDates, check_437},
    ReturnRule{"501", 0, 9999, RuleReads::return_alone, kChain, check_501},
    ReturnRule{"504", 0, 9999, RuleReads::return_alone, kSteps, check_504},
};

}  // namespace

std::span<const ReturnRule> episode_rules() {
    return kEpisodeRules;
}

}  // namespace tyst
