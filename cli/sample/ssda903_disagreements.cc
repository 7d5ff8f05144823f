#include <algorithm>

#include "cli/sample/ssda903_series.h"

namespace tyst::sample {
namespace {

using namespace ssda_column;

using Rows = std::vector<SsdaRow>;

const Rows& rows_in(const SsdaChildRows& rows, const std::string& table) {
    static const Rows kNone;
    const auto found = rows.find(table);
    return found == rows.end() ? kNone : found->second;
}

bool open_at_end(const SsdaChildRows& rows) {
    const Rows& episodes = rows_in(rows, "episodes");
    return !episodes.empty() && episodes.back()[kEnded].empty();
}

// Whether both returns have the episode that was open between them.
bool carried_over(const SsdaChildRows& before, const SsdaChildRows& after) {
    const Rows& now = rows_in(after, "episodes");
    return open_at_end(before) && !now.empty() &&
           now.front()[kBegan] == rows_in(before, "episodes").back()[kBegan];
}

// One of the places from 1 on for which `fits` is true; nothing where there is none.
template <class Fits>
std::optional<std::size_t> pick_year(
    const SsdaSeriesChild& child, RandomSource& random, const Fits& fits
) {
    std::vector<std::size_t> places;
    for (std::size_t at = 1; at < child.years.size(); ++at) {
        if (fits(child.years[at - 1], child.years[at])) {
            places.push_back(at);
        }
    }
    return places.empty() ? std::nullopt : std::optional(random.pick(places));
}

// Where the child is stated for the last time, if it was stated the year before too.
std::optional<std::size_t> last_year(const SsdaSeriesChild& child, const std::string& table) {
    for (std::size_t at = child.years.size() - 1; at >= 1; --at) {
        if (!rows_in(child.years[at], table).empty()) {
            return rows_in(child.years[at - 1], table).empty() ? std::nullopt : std::optional(at);
        }
    }
    return std::nullopt;
}

SsdaPlant planted(
    const SsdaSeriesChild& child, std::size_t at, const std::string& table, const std::string& row
) {
    SsdaPlant plant;
    plant.child = child.reference;
    plant.year = child.year_at(at);
    plant.table = table;
    plant.row = row;
    return plant;
}

// A change of placement or status that became known only after the year's return: that return had
// the episode before it as open; the next one ends it and has the episode that followed.
std::optional<SsdaPlant> late_episode(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = pick_year(child, random, [](const auto& before, const auto& after) {
        const Rows& episodes = rows_in(before, "episodes");
        if (!carried_over(before, after) || episodes.size() < 2) {
            return false;
        }
        const SsdaRow& last = episodes.back();
        const SsdaRow& ended = episodes[episodes.size() - 2];
        return ended[kEnded] == last[kBegan] && last[kStatus] != "E1";
    });
    if (!at) {
        return std::nullopt;
    }
    Rows& before = child.years[*at - 1].at("episodes");
    before.pop_back();
    SsdaRow ended = before.back();
    for (const std::size_t column : {kEnded, kReasonCeased, kPlaceChange}) {
        before.back()[column].clear();
    }
    ended[kPlace] = ssda903_place_in_year(ended[kPlace], child.year_at(*at));
    Rows& after = child.years[*at].at("episodes");
    SsdaPlant plant = planted(child, *at, "episodes", after.front()[kBegan]);
    after.insert(after.begin(), std::move(ended));
    return plant;
}

bool has_reviews_and_goes_on(const SsdaChildRows& before, const SsdaChildRows& after) {
    return !rows_in(before, "reviews").empty() && !rows_in(after, "header").empty();
}

// A review that only the next year's return has.
std::optional<SsdaPlant> late_review(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = pick_year(child, random, has_reviews_and_goes_on);
    if (!at) {
        return std::nullopt;
    }
    Rows& before = child.years[*at - 1].at("reviews");
    Rows& after = child.years[*at]["reviews"];
    after.insert(after.begin(), before.back());
    before.pop_back();
    return planted(child, *at, "reviews", after.front()[kReview]);
}

// A review that the next year's return has again, otherwise.
std::optional<SsdaPlant> restated_review(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = pick_year(child, random, [](const auto& before, const auto& after) {
        return has_reviews_and_goes_on(before, after) &&
               rows_in(before, "reviews").back()[kReviewCode] != "PN0";
    });
    if (!at) {
        return std::nullopt;
    }
    SsdaRow review = child.years[*at - 1].at("reviews").back();
    SsdaPlant plant = planted(child, *at, "reviews", review[kReview]);
    plant.field = "REVIEW_CODE";
    plant.was = review[kReviewCode];
    plant.is = plant.was == "PN7" ? "PN3" : "PN7";
    review[kReviewCode] = plant.is;
    Rows& after = child.years[*at]["reviews"];
    after.insert(after.begin(), std::move(review));
    return plant;
}

// The episode open between two returns, its last: the later return gives one value otherwise.
std::optional<SsdaPlant> restated_episode(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = last_year(child, "episodes");
    if (!at || !carried_over(child.years[*at - 1], child.years[*at]) ||
        child.years[*at].at("episodes").size() != 1) {
        return std::nullopt;
    }
    SsdaRow& row = child.years[*at].at("episodes").front();
    SsdaPlant plant = planted(child, *at, "episodes", row[kBegan]);
    std::size_t column = kHomePostcode;
    plant.field = "HOME_POST";
    plant.is = ssda903_postcode(random);
    if (random.chance(40)) {
        column = kNeed;
        plant.field = "CIN";
        plant.is = row[kNeed] == "N5" ? "N1" : "N5";
    } else if (row[kProvider] != "PR0" && random.chance(60)) {
        column = kProvider;
        plant.field = "PLACE_PROVIDER";
        plant.is = row[kProvider] == "PR4" ? "PR5" : "PR4";
    }
    if (row[column] == plant.is) {
        return std::nullopt;
    }
    plant.was = std::exchange(row[column], plant.is);
    return plant;
}

// The last return that has the child gives another date of birth, or another ethnicity.
std::optional<SsdaPlant> restated_header(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = last_year(child, "header");
    if (!at || !rows_in(child.years[*at], "uasc").empty()) {
        return std::nullopt;
    }
    SsdaRow& header = child.years[*at].at("header").front();
    SsdaPlant plant = planted(child, *at, "header", "");
    if (random.chance(50)) {
        plant.field = "ETHNIC";
        plant.is = header[kHeaderEthnicity] == "MOTH" ? "WBRI" : "MOTH";
        plant.was = std::exchange(header[kHeaderEthnicity], plant.is);
        return plant;
    }
    plant.field = "DOB";
    plant.was = header[kHeaderBirth];
    plant.is = to_slashed_text(parse_slashed_date(plant.was).value_or(Date{}).plus_days(-1));
    header[kHeaderBirth] = plant.is;
    for (auto& [table, rows] : child.years[*at]) {
        if (table == "header" || table == "episodes") {
            continue;
        }
        for (SsdaRow& row : rows) {
            row[kBirth] = plant.is;
        }
    }
    return plant;
}

// A child whose episode was open, and whom no later return has.
std::optional<SsdaPlant> vanished_child(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = pick_year(child, random, carried_over);
    if (!at) {
        return std::nullopt;
    }
    SsdaPlant plant =
        planted(child, *at, "episodes", rows_in(child.years[*at], "episodes").front()[kBegan]);
    for (std::size_t later = *at; later < child.years.size(); ++later) {
        child.years[later].clear();
    }
    return plant;
}

// An episode that was open, and whose end no return states: the next one goes on with what
// followed.
std::optional<SsdaPlant> vanished_row(SsdaSeriesChild& child, RandomSource& random) {
    const auto at = pick_year(child, random, [](const auto& before, const auto& after) {
        return carried_over(before, after) && rows_in(after, "episodes").size() > 1;
    });
    if (!at) {
        return std::nullopt;
    }
    Rows& after = child.years[*at].at("episodes");
    SsdaPlant plant = planted(child, *at, "episodes", after.front()[kBegan]);
    after.erase(after.begin());
    return plant;
}

}  // namespace

const std::vector<SsdaDisagreement>& ssda903_disagreements() {
    static const std::vector<SsdaDisagreement> kWays{
        {"late_episode", late_episode},
        {"restated_episode", restated_episode},
        {"vanished_row", vanished_row},
        {"vanished_child", vanished_child},
        {"restated_header", restated_header},
        {"restated_review", restated_review},
        {"late_review", late_review},
    };
    return kWays;
}

}  // namespace tyst::sample
