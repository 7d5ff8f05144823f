#include <algorithm>
#include <array>
#include <string>

#include "projections/returns/return_rule.h"

namespace tyst {
namespace {

using enum Ssda903Field;

bool for_adoption(const EpisodeRow& episode) {
    return is_any(episode.place, {"A3", "A4", "A5", "A6"});
}

bool adopted(const EpisodeRow& episode) {
    return is_any(episode.reason_ceased, {"E11", "E12"});
}

bool adopted_in_year(const ReturnCase& child) {
    return std::ranges::any_of(child.now->episodes(), [&](const EpisodeRow& episode) {
        return adopted(episode) && episode.ended && *episode.ended >= child.year_begins &&
               *episode.ended <= child.year_ends;
    });
}

// The decisions that the child should be placed for adoption, those with a day.
std::vector<FieldRow> decisions(const ReturnCase& child) {
    std::vector<FieldRow> rows = child.now->rows_with(decision_day);
    std::erase_if(rows, [](const FieldRow& row) { return row.empty(decision_day); });
    return rows;
}

// The last decision's day, which is what a placement or an order must follow.
std::optional<Date> decided_on(const ReturnCase& child) {
    std::optional<Date> latest;
    for (const FieldRow& row : decisions(child)) {
        latest = std::max(latest, row.day(decision_day));
    }
    return latest;
}

// The first episode for which `what` holds, in the years that are held.
template <class What>
std::optional<Date> first_since(const ReturnCase& child, const What& what) {
    std::optional<Date> first;
    const auto look = [&](const ChildStatement& statement) {
        for (const EpisodeRow& episode : statement.episodes()) {
            if (what(episode) && episode.began && (!first || *episode.began < *first)) {
                first = episode.began;
            }
        }
    };
    std::ranges::for_each(child.earlier, look);
    look(*child.now);
    return first;
}

void check_390(const ReturnCase& child, FindingSink& found) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (adopted(episode) && !for_adoption(episode)) {
            found.add(episode.row, {episode_place, episode_reason_ceased});
        }
    }
}

void check_551(const ReturnCase& child, FindingSink& found) {
    if (!decisions(child).empty()) {
        return;
    }
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (for_adoption(episode)) {
            found.add(episode.row, {episode_place});
        }
    }
}

void check_552(const ReturnCase& child, FindingSink& found) {
    const auto decided = decided_on(child);
    if (!decided) {
        return;
    }
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (for_adoption(episode) && episode.began && *episode.began < *decided) {
            found.add(episode.row, {episode_place, episode_began});
            return;  // the first of them says it
        }
    }
}

void check_553(const ReturnCase& child, FindingSink& found) {
    if (!decisions(child).empty()) {
        return;
    }
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.status == "E1") {
            found.add(episode.row, {episode_status});
        }
    }
}

// With two years alone the order may have been made before the first of them.
void check_554(const ReturnCase& child, FindingSink& found) {
    const auto ordered =
        first_since(child, [](const EpisodeRow& episode) { return episode.status == "E1"; });
    if (!ordered) {
        return;
    }
    for (const FieldRow& row : decisions(child)) {
        const auto day = row.day(decision_day);
        if (day && *day > *ordered) {
            found.add(row, {decision_day});
        }
    }
}

void check_557(const ReturnCase& child, FindingSink& found) {
    const auto& episodes = child.now->episodes();
    if (episodes.empty()) {
        return;
    }
    const EpisodeRow& last = episodes.back();
    if (!last.ended || last.reason_ceased.empty() || last.reason_ceased == "X1" || adopted(last)) {
        return;
    }
    for (const FieldRow& row : decisions(child)) {
        if (row.empty(decision_ceased) || row.empty(decision_reason_ceased)) {
            found.add(row, {decision_ceased, decision_reason_ceased});
        }
    }
}

void check_558(const ReturnCase& child, FindingSink& found) {
    if (!adopted_in_year(child)) {
        return;
    }
    for (const FieldRow& row : decisions(child)) {
        // A decision that was reversed and made again has a later row.
        if (!row.empty(decision_ceased) && row.day(decision_day) == decided_on(child)) {
            found.add(row, {decision_ceased});
        }
    }
}

constexpr std::array kDetails{
    adoption_introduced,
    adoption_matched,
    adoption_foster_care,
    adoption_adopters,
    adoption_sex_of_adopters,
    adoption_status_of_adopters,
};

void check_601(const ReturnCase& child, FindingSink& found) {
    if (!adopted_in_year(child)) {
        return;
    }
    const std::vector<FieldRow> details = child.now->rows_with(adoption_introduced);
    for (const FieldRow& row : details) {
        for (const Ssda903Field field : kDetails) {
            if (row.empty(field)) {
                found.add(row, {field});
            }
        }
    }
    if (details.empty()) {
        for (const EpisodeRow& episode : child.now->episodes()) {
            if (adopted(episode)) {
                found.add(episode.row, {episode_reason_ceased});
            }
        }
    }
}

void check_602(const ReturnCase& child, FindingSink& found) {
    if (adopted_in_year(child)) {
        return;
    }
    for (const FieldRow& row : child.now->rows_with(adoption_introduced)) {
        for (const Ssda903Field field : kDetails) {
            if (!row.empty(field)) {
                found.add(row, {field});
            }
        }
    }
}

// The earliest day that a date can mean of which parts are masked as ZZ; nothing where the year is
// not known or it is no such date.
std::optional<Date> earliest_meant(std::string_view masked) {
    std::string text(masked);
    if (text.starts_with("ZZ/")) text.replace(0, 2, "01");
    if (text.size() > 5 && text.substr(3, 2) == "ZZ") text.replace(3, 2, "01");
    const auto day = parse_slashed_date(text);
    return day ? std::optional(*day) : std::nullopt;
}

bool masked_year(std::string_view masked) {
    return masked.ends_with("/ZZZZ");
}

// The day on which the period of care began that this return is about: the last start in any
// return that is held, or the first episode of all where none is one.
std::optional<Date> care_began(const ReturnCase& child) {
    const auto episodes = episodes_ever(child);
    const auto start = std::find_if(episodes.rbegin(), episodes.rend(), [](const auto* episode) {
        return episode->reason_new == "S";
    });
    if (start != episodes.rend()) {
        return (*start)->began;
    }
    return episodes.empty() ? std::nullopt : episodes.front()->began;
}

void check_632(const ReturnCase& child, FindingSink& found) {
    const auto began = care_began(child);
    for (const FieldRow& row : child.now->rows_with(permanence_day)) {
        const std::string_view stated = row.code(permanence_day);
        if (stated.empty() || masked_year(stated)) {
            continue;
        }
        const auto day = earliest_meant(stated);
        if (!day || (began && *day >= *began)) {
            found.add(row, {permanence_day});
        }
    }
}

constexpr std::array kPermanence{permanence_day, episode_began, episode_reason_new};
// Read by the two rules about the details, besides the details themselves.
constexpr std::array kDetailsRead{
    adoption_introduced,
    adoption_matched,
    adoption_foster_care,
    adoption_adopters,
    adoption_sex_of_adopters,
    adoption_status_of_adopters,
    episode_began,
    episode_ended,
    episode_reason_ceased,
};
constexpr std::array kDecision{
    episode_began,
    episode_ended,
    episode_status,
    episode_place,
    episode_reason_ceased,
    decision_day,
    decision_ceased,
    decision_reason_ceased,
};

constexpr std::array kAdoptionRules{
    ReturnRule{"390", 0, 9999, RuleReads::return_alone, kDecision, check_390},
    ReturnRule{"551", 0, 9999, RuleReads::return_alone, kDecision, check_551},
    ReturnRule{"552", 0, 9999, RuleReads::return_alone, kDecision, check_552},
    ReturnRule{"553", 0, 9999, RuleReads::return_alone, kDecision, check_553},
    ReturnRule{"554", 0, 9999, RuleReads::all_years, kDecision, check_554},
    ReturnRule{"557", 0, 9999, RuleReads::return_alone, kDecision, check_557},
    ReturnRule{"558", 0, 9999, RuleReads::return_alone, kDecision, check_558},
    ReturnRule{"601", 0, 9999, RuleReads::return_alone, kDetailsRead, check_601},
    ReturnRule{"602", 0, 9999, RuleReads::return_alone, kDetailsRead, check_602},
    ReturnRule{"632", 0, 9999, RuleReads::all_years, kPermanence, check_632},
};

}  // namespace

std::span<const ReturnRule> adoption_rules() {
    return kAdoptionRules;
}

}  // namespace tyst
