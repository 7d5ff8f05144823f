#include <array>

#include "projections/returns/return_rule.h"
#include "schema/returns/ssda903_codes.h"

namespace tyst {
namespace {

using enum Ssda903Field;

// The episode that was open when the year before ended; nullptr where there is none.
const EpisodeRow* carried_over(const ReturnCase& child) {
    if (child.before == nullptr || child.before->episodes().empty()) {
        return nullptr;
    }
    const EpisodeRow& last = child.before->episodes().back();
    return last.began && last.row.empty(episode_ended) ? &last : nullptr;
}

// The same episode as this year's return has it: the one that holds as the year begins.
const EpisodeRow* taken_over(const ReturnCase& child) {
    for (const EpisodeRow& episode : child.now->episodes()) {
        if (episode.began && *episode.began < child.year_begins &&
            (!episode.ended || *episode.ended >= child.year_begins)) {
            return &episode;
        }
    }
    return nullptr;
}

void check_502(const ReturnCase& child, FindingSink& found) {
    const EpisodeRow* const before = carried_over(child);
    const auto& episodes = child.now->episodes();
    if (before == nullptr || episodes.empty() || !episodes.front().began) {
        return;
    }
    if (*episodes.front().began != *before->began) {
        found.add(episodes.front().row, {episode_began});
    }
}

// What is coded otherwise from one year to the next without having changed.
bool same_under_new_codes(Ssda903Field field, std::string_view before, std::string_view after) {
    return before == after || (field == episode_place && place_was_recoded(before, after));
}

template <Ssda903Field Field>
void check_carried(const ReturnCase& child, FindingSink& found) {
    const EpisodeRow* const before = carried_over(child);
    const EpisodeRow* const after = taken_over(child);
    if (before == nullptr || after == nullptr || *before->began != *after->began) {
        return;
    }
    if (!same_under_new_codes(Field, before->row.code(Field), after->row.code(Field))) {
        found.add(after->row, {Field});
    }
}

// Short breaks stand in no chain over the year's end.
bool short_break(const EpisodeRow& episode) {
    return is_any(episode.status, {"V3", "V4"});
}

void check_562(const ReturnCase& child, FindingSink& found) {
    const EpisodeRow* const episode = taken_over(child);
    if (episode == nullptr || short_break(*episode) || child.before == nullptr) {
        return;
    }
    for (const EpisodeRow& known : child.before->episodes()) {
        if (known.began && *known.began == *episode->began) {
            return;
        }
    }
    found.add(episode->row, {episode_began});
}

// No episodes at all in the year before, although one of them was going on then.
void check_no_episodes(const ReturnCase& child, FindingSink& found) {
    const EpisodeRow* const episode = taken_over(child);
    if (episode == nullptr || short_break(*episode) ||
        (child.before != nullptr && !child.before->episodes().empty())) {
        return;
    }
    found.add(episode->row, {episode_began});
}

// From the collection of 2025 on the letters stand for the figures.
std::string_view sex_in_terms_of(std::string_view now, std::string_view before) {
    const bool figure = before == "1" || before == "2";
    if (!figure || !is_any(now, {"M", "F", "U"})) {
        return before;
    }
    return before == "1" ? "M" : "F";
}

template <Ssda903Field Field>
void check_header(const ReturnCase& child, FindingSink& found) {
    const auto now = child.now->header();
    const auto before = child.before == nullptr ? std::nullopt : child.before->header();
    if (!before || !now) {
        return;
    }
    std::string_view was = before->code(Field);
    if (Field == header_sex) {
        was = sex_in_terms_of(now->code(Field), was);
    }
    if (was != now->code(Field)) {
        found.add(*now, {Field});
    }
}

void check_207(const ReturnCase& child, FindingSink& found) {
    const auto now = child.now->header();
    const auto before = child.before == nullptr ? std::nullopt : child.before->header();
    // Somebody becomes a mother; nobody ceases to be one.
    if (now && before && before->code(header_mother) == "1" && now->code(header_mother) != "1") {
        found.add(*now, {header_mother});
    }
}
void check_208(const ReturnCase& child, FindingSink& found) {
    const auto now = child.now->header();
    const auto before = child.before == nullptr ? std::nullopt : child.before->header();
    if (!now || !before) {
        return;
    }
    const std::string_view was = before->code(header_pupil_number);
    // A number that was not known may become known.
    if (!was.empty() && !was.starts_with("UN") && was != now->code(header_pupil_number)) {
        found.add(*now, {header_pupil_number});
    }
}

constexpr std::array kCarriedFields{
    episode_began,
    episode_ended,
    episode_reason_new,
    episode_status,
    episode_need,
    episode_place,
    episode_provider,
    episode_provider_reference,
};
constexpr std::array kHeaderFields{
    header_sex,
    header_birth,
    header_ethnicity,
    header_mother,
    header_pupil_number,
};
constexpr auto kYearBefore = RuleReads::year_before;
constexpr auto kPostcodes = RuleReads::postcodes;

constexpr std::array kYearJoinRules{
    ReturnRule{"202", 0, 9999, kYearBefore, kHeaderFields, check_header<header_sex>},
    ReturnRule{"203", 0, 9999, kYearBefore, kHeaderFields, check_header<header_birth>},
    ReturnRule{"204", 0, 9999, kYearBefore, kHeaderFields, check_header<header_ethnicity>},
    ReturnRule{"207", 0, 9999, kYearBefore, kHeaderFields, check_207},
    ReturnRule{"208", 0, 9999, kYearBefore, kHeaderFields, check_208},
    ReturnRule{"502", 0, 9999, kYearBefore, kCarriedFields, check_502},
    ReturnRule{"503A", 0, 9999, kYearBefore, kCarriedFields, check_carried<episode_reason_new>},
    ReturnRule{"503B", 0, 9999, kYearBefore, kCarriedFields, check_carried<episode_status>},
    ReturnRule{"503C", 0, 9999, kYearBefore, kCarriedFields, check_carried<episode_need>},
    ReturnRule{"503D", 0, 9999, kYearBefore, kCarriedFields, check_carried<episode_place>},
    ReturnRule{"503E", 0, 9999, kYearBefore, kCarriedFields, check_carried<episode_provider>},
    ReturnRule{"503F", 0, 9999, kYearBefore, kCarriedFields, check_carried<episode_provider_reference>},
    ReturnRule{"503G", 0, 9999, kPostcodes, kCarriedFields, nullptr},
    ReturnRule{"503H", 0, 9999, kPostcodes, kCarriedFields, nullptr},
    ReturnRule{"503J", 0, 9999, kPostcodes, kCarriedFields, nullptr},
    ReturnRule{"562", 0, 9999, kYearBefore, kCarriedFields, check_562},
    ReturnRule{"NoE", 0, 9999, kYearBefore, kCarriedFields, check_no_episodes},
};

}  // namespace

std::span<const ReturnRule> year_join_rules() {
    return kYearJoinRules;
}

}  // namespace tyst
