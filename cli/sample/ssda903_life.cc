#include "cli/sample/ssda903_life.h"

#include <algorithm>

#include "cli/sample/ssda903.h"

namespace tyst::sample {
namespace {

constexpr std::uint64_t kLives = 904;
constexpr std::uint32_t kLettersForSexFrom = 2025;
constexpr std::uint32_t kGuardianshipSplitFrom = 2019;
constexpr std::uint32_t kSupportedHomesFrom = 2025;
constexpr std::uint32_t kOtherPlacementsSplitFrom = 2026;
constexpr std::uint32_t kSocialWorkersFrom = 2024;
constexpr std::uint32_t kLibertyFrom = 2027;
constexpr int kLeaverAgeMost = 21;

bool within(Date day, Date from, Date to) {
    return from <= day && day <= to;
}

}  // namespace

Date ssda903_year_begins(std::uint32_t year) {
    return Date::of(static_cast<int>(year) - 1, 4, 1);
}

Date ssda903_year_ends(std::uint32_t year) {
    return Date::of(static_cast<int>(year), 3, 31);
}

std::string ssda903_place_in_year(const std::string& place, std::uint32_t year) {
    if (place == "H5" || place == "K3") {
        return year >= kSupportedHomesFrom ? "K3" : "H5";
    }
    if (place.starts_with("Z1")) {
        if (year < kOtherPlacementsSplitFrom) {
            return "Z1";
        }
        return place == "Z1" ? "Z11" : place;
    }
    return place;
}

SsdaLife::SsdaLife(std::uint32_t number, SsdaYears years, std::uint64_t seed)
    : child_(ssda903_reference(number)), seed_(mix(seed) ^ number) {
    RandomSource random(seed_, kLives);
    choose_period(years, random);
    choose_facts(random);
    choose_episodes(ssda903_year_ends(years.last), random);
    choose_reviews(ssda903_year_ends(years.last), random);
    choose_absences(years, random);
}

int SsdaLife::age_on(Date day) const {
    return (day.days - birth_.days) * 100 / 36525;
}

// In care on a day of at least one of the years, and for no day as an adult.
void SsdaLife::choose_period(SsdaYears years, RandomSource& random) {
    const Date begin = ssda903_year_begins(years.first);
    const Date end = ssda903_year_ends(years.last);
    entered_ = random.chance(45) ? random.between(begin.plus_days(-4 * 365), begin.plus_days(-1))
                                 : random.between(begin, end.plus_days(-40));
    const int age_days = random.chance(20) ? random.between(1, 400) : random.between(400, 17 * 365);
    birth_ = entered_.plus_days(-age_days);
    if (birth_.month() == 2 && birth_.day() == 29) {
        birth_ = birth_.plus_days(-1);
    }
    birth_text_ = to_slashed_text(birth_);
    const Date adult = plus_months(birth_, 18 * 12);
    const Date at_least = std::max(entered_, begin).plus_days(20);
    Date leaves = at_least.plus_days(random.between(0, random.chance(30) ? 120 : 1500));
    leaves = std::min(leaves, std::max(adult, entered_.plus_days(2)));
    if (leaves <= end) {
        left_ = leaves;
    }
}

void SsdaLife::choose_facts(RandomSource& random) {
    static constexpr const char* kBefore[] = {"Z1", "Z1", "Z1", "Z1", "Z1", "Z1", "Z1", "P4"};
    female_ = random.chance(46);
    ethnicity_ = ssda903_ethnicity(random);
    pupil_ = age_on(entered_) < 4 ? "UN1" : "Z000000" + child_;
    need_ = ssda903_need(random);
    permanence_before_ = random.pick(kBefore);
    asylum_seeking_ = age_on(entered_) >= 14 && random.chance(12);
    worker_ = "SW" + std::to_string(random.between(100, 180));
}

void SsdaLife::add_episode(
    Date from, const std::string& reason_new, const SsdaStay& stay, RandomSource& random
) {
    Episode episode;
    episode.from = from;
    episode.reason_new = reason_new;
    episode.stay = stay;
    episode.home_postcode = episodes_.empty() ? ssda903_postcode(random) : "";
    if (!episodes_.empty()) {
        episode.home_postcode = episodes_.back().home_postcode;
    }
    if (reason_new == "L") {
        episode.place_postcode = episodes_.back().place_postcode;
        episode.provider_reference = episodes_.back().provider_reference;
    } else if (stay.placement != "P1") {
        episode.place_postcode = ssda903_postcode(random);
        episode.provider_reference = ssda903_provider_reference(random);
    }
    episodes_.push_back(std::move(episode));
}

void SsdaLife::choose_episodes(Date horizon, RandomSource& random) {
    const Date end = left_.value_or(horizon);
    const auto setting = [&](Date day) {
        return SsdaSetting{
            kSupportedHomesFrom, age_on(day), entered_ > plus_months(birth_, 12 * 12)
        };
    };
    SsdaStay stay = first_ssda903_stay(setting(entered_), random);
    if (stay.status == "V3") {
        stay.status = "V2";
    }
    add_episode(entered_, "S", stay, random);
    while (true) {
        const bool protection = stay.status[0] == 'L';
        const Date from = episodes_.back().from;
        const Date until =
            from.plus_days(protection ? random.between(1, 3) : random.between(40, 500));
        if (until >= end) {
            break;
        }
        SsdaStay next = stay;
        next.status = next_ssda903_status(stay.status, age_on(until), random);
        const bool other_status = next.status != stay.status;
        const bool moves = !other_status || next.status == "E1" || random.chance(40);
        if (moves) {
            next = place_ssda903(next, setting(until), random);
            if (next.placement == "K2" && random.chance(25)) {
                next.placement = "Z1" + std::to_string(random.between(1, 4));
            }
        }
        episodes_.back().until = until;
        episodes_.back().reason_ceased = "X1";
        episodes_.back().place_change = moves ? ssda903_place_change(random) : "";
        add_episode(until, !moves ? "L" : other_status ? "B" : "P", next, random);
        stay = next;
    }
    if (!left_) {
        return;
    }
    const bool grown_up = *left_ >= plus_months(birth_, 18 * 12);
    episodes_.back().until = left_;
    episodes_.back().reason_ceased =
        grown_up ? (random.chance(70) ? "E5" : "E7")
                 : ssda903_reason_left(stay, kGuardianshipSplitFrom, random);
}

void SsdaLife::choose_reviews(Date horizon, RandomSource& random) {
    const Date end = left_.value_or(horizon);
    Date day = entered_.plus_days(random.between(14, 34));
    for (int number = 1; day < end; ++number) {
        reviews_.push_back({day, ssda903_review_code(day < plus_months(birth_, 48), random)});
        day = plus_months(day, number == 1 ? 3 : 6).plus_days(random.between(-20, 10));
    }
}

void SsdaLife::choose_absences(SsdaYears years, RandomSource& random) {
    for (std::uint32_t year = years.first; year <= years.last; ++year) {
        const Date first = std::max(entered_, ssda903_year_begins(year));
        const Date end = std::min(left_.value_or(ssda903_year_ends(year)), ssda903_year_ends(year));
        if (age_on(first) < 11 || end.days - first.days < 40 || !random.chance(9)) {
            continue;
        }
        const Date from = random.between(first.plus_days(5), end.plus_days(-20));
        absences_.push_back(
            {from, from.plus_days(random.between(1, 12)), random.chance(60) ? "M" : "A"}
        );
    }
}

bool SsdaLife::in_care_in(std::uint32_t year) const {
    return entered_ <= ssda903_year_ends(year) && (!left_ || *left_ >= ssda903_year_begins(year));
}

// At least 13 weeks in care, some of it at 16, and 17 to 21 now.
bool SsdaLife::care_leaver_in(std::uint32_t year) const {
    const int age = age_on(ssda903_year_ends(year));
    return left_ && *left_ < ssda903_year_begins(year) && left_->days - entered_.days >= 13 * 7 &&
           age_on(*left_) >= 16 && age >= 17 && age <= kLeaverAgeMost;
}

SsdaChildRows SsdaLife::stated_in(std::uint32_t year) const {
    SsdaChildRows rows;
    const bool in_care = in_care_in(year);
    if (!in_care && !care_leaver_in(year)) {
        return rows;
    }
    state_header(rows, year);
    state_outcomes(rows, year);
    if (in_care) {
        state_episodes(rows, year);
        state_reviews_and_absences(rows, year);
        state_adoption(rows, year);
        state_social_worker(rows, year);
    }
    return rows;
}

void SsdaLife::state_header(SsdaChildRows& rows, std::uint32_t year) const {
    const bool letters = year >= kLettersForSexFrom;
    const std::string sex = letters ? (female_ ? "F" : "M") : (female_ ? "2" : "1");
    rows["header"].push_back({child_, sex, birth_text_, ethnicity_, pupil_, "", ""});
    if (asylum_seeking_) {
        const std::string ceases = to_slashed_text(plus_months(birth_, 18 * 12));
        rows["uasc"].push_back({child_, sex, birth_text_, ceases});
    }
}

void SsdaLife::state_episodes(SsdaChildRows& rows, std::uint32_t year) const {
    for (const Episode& episode : episodes_) {
        const bool over = episode.until && *episode.until < ssda903_year_begins(year);
        if (over || episode.from > ssda903_year_ends(year)) {
            continue;
        }
        const bool ends = episode.until && *episode.until <= ssda903_year_ends(year);
        const bool joined = episode.reason_ceased == "E45" && year < kGuardianshipSplitFrom;
        rows["episodes"].push_back(
            {child_,
             to_slashed_text(episode.from),
             episode.reason_new,
             episode.stay.status,
             need_,
             ssda903_place_in_year(episode.stay.placement, year),
             episode.stay.provider,
             ends ? to_slashed_text(*episode.until) : "",
             !ends    ? ""
             : joined ? "E43"
                      : episode.reason_ceased,
             ends ? episode.place_change : "",
             episode.home_postcode,
             episode.place_postcode,
             episode.provider_reference}
        );
    }
}

void SsdaLife::state_reviews_and_absences(SsdaChildRows& rows, std::uint32_t year) const {
    const Date begin = ssda903_year_begins(year);
    const Date end = ssda903_year_ends(year);
    for (const DatedCode& review : reviews_) {
        if (within(review.day, begin, end)) {
            rows["reviews"].push_back(
                {child_, birth_text_, to_slashed_text(review.day), review.code}
            );
        }
    }
    for (const Absence& absence : absences_) {
        if (within(absence.from, begin, end)) {
            rows["missing"].push_back(
                {child_,
                 birth_text_,
                 absence.kind,
                 to_slashed_text(absence.from),
                 to_slashed_text(absence.until)}
            );
        }
    }
}

void SsdaLife::state_outcomes(SsdaChildRows& rows, std::uint32_t year) const {
    static constexpr const char* kHome[] = {"B1", "C1", "D1", "K1", "U1", "Z1"};
    static constexpr const char* kActivity[] = {"F2", "F1", "P2", "G5", "G4"};
    RandomSource random(seed_, year);
    const int age = age_on(ssda903_year_ends(year));
    const bool all_year =
        entered_ <= ssda903_year_begins(year) && (!left_ || *left_ > ssda903_year_ends(year));
    if (all_year) {
        const bool scored = age >= 4 && random.chance(75);
        rows["oc2"].push_back(
            {child_,
             birth_text_,
             scored ? std::to_string(random.between(0, 40)) : "",
             scored || age < 4 ? "" : "SDQ" + std::to_string(random.between(1, 5)),
             ssda903_flag(3, random),
             age < 5 ? ssda903_flag(85, random) : "",
             ssda903_flag(88, random),
             ssda903_flag(80, random),
             ssda903_flag(90, random),
             ssda903_flag(4, random),
             "",
             ""}
        );
    }
    if (care_leaver_in(year)) {
        rows["oc3"].push_back(
            {child_,
             birth_text_,
             random.chance(90) ? "YES" : "NO",
             random.pick(kActivity),
             random.pick(kHome)}
        );
    }
    if (in_care_in(year)) {
        rows["previous_permanence"].push_back({child_, birth_text_, permanence_before_, "", ""});
    }
}

// The decision stands from the day of the placement order.
void SsdaLife::state_adoption(SsdaChildRows& rows, std::uint32_t year) const {
    const auto ordered = std::ranges::find_if(episodes_, [](const Episode& episode) {
        return episode.stay.status == "E1";
    });
    if (ordered == episodes_.end() || ordered->from > ssda903_year_ends(year)) {
        return;
    }
    const Episode& last = episodes_.back();
    const bool left = left_ && *left_ <= ssda903_year_ends(year);
    const bool adopted = left && (last.reason_ceased == "E11" || last.reason_ceased == "E12");
    const bool given_up = left && !adopted;
    rows["placed_for_adoption"].push_back(
        {child_,
         birth_text_,
         to_slashed_text(ordered->from),
         given_up ? to_slashed_text(*left_) : "",
         given_up ? "RD4" : ""}
    );
    if (adopted) {
        rows["ad1"].push_back(
            {child_,
             birth_text_,
             to_slashed_text(ordered->from),
             to_slashed_text(std::min(ordered->from.plus_days(30), *left_)),
             "0",
             "2",
             "MF",
             "L0"}
        );
    }
}

void SsdaLife::state_social_worker(SsdaChildRows& rows, std::uint32_t year) const {
    if (year < kSocialWorkersFrom) {
        return;
    }
    // The table asks for workers from its first year on.
    const Date from = std::max(entered_, ssda903_year_begins(kSocialWorkersFrom));
    const bool ends = left_ && *left_ <= ssda903_year_ends(year);
    rows["social_worker"].push_back(
        {child_,
         birth_text_,
         worker_,
         to_slashed_text(from),
         ends ? to_slashed_text(*left_) : "",
         "MANAGE"}
    );
    const Episode& last = episodes_.back();
    if (year >= kLibertyFrom && last.stay.placement == "K2" && age_on(last.from) >= 13 &&
        last.from <= ssda903_year_ends(year)) {
        rows["dolo"].push_back(
            {child_, birth_text_, to_slashed_text(last.from), ends ? to_slashed_text(*left_) : ""}
        );
    }
}

}  // namespace tyst::sample
