#include "projections/figures.h"

#include <algorithm>
#include <array>

#include "projections/short_breaks.h"

namespace tyst {

namespace {

constexpr std::array<std::string_view, 5> kStatusFigures = {
    "care-order", "interim-care-order", "placement-order", "voluntary", "other"
};
constexpr std::array<std::string_view, 9> kNeeds = {
    "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "adoption-disruption"
};
constexpr int kOlder = 11;  // the Cardiff strategy counts starts from this age on
constexpr int kMonthsInYear = 12;

std::string_view status_figure(const LegalStatus* status) {
    if (status == nullptr || status->facts == nullptr) return "other";
    const auto found = std::ranges::find(kStatusFigures, status->facts->figure);
    return found == kStatusFigures.end() ? "other" : *found;
}

std::string join(std::string_view first, std::string_view second) {
    std::string id(first);
    id += second;
    return id;
}

// The figures that are given even where they are 0, in the order in which they are printed.
std::vector<std::pair<std::string, bool>> standing_figures() {
    std::vector<std::pair<std::string, bool>> ids;
    ids.emplace_back("looked-after", false);
    for (const std::string_view figure : kStatusFigures) {
        ids.emplace_back(join("legal-status.", figure), false);
    }
    ids.emplace_back("overlay.secure", false);
    for (std::size_t place = 0; place < kPlacementFigureCount; ++place) {
        const auto figure = static_cast<PlacementFigure>(place);
        ids.emplace_back(join("placement.", name(figure)), false);
    }
    for (int age = 0; age < kAdultAge; ++age) {
        ids.emplace_back(join("age.", std::to_string(age)), false);
    }
    ids.emplace_back("turning-18", false);
    ids.emplace_back("starts", true);
    ids.emplace_back("starts.children", true);
    ids.emplace_back("starts.aged-11-plus", true);
    ids.emplace_back("starts.aged-11-plus.voluntary", true);
    for (const std::string_view need : kNeeds) {
        ids.emplace_back(join("starts.aged-11-plus.voluntary.need.", need), true);
    }
    ids.emplace_back("ceased", true);
    return ids;
}

bool within(const Period& period, Date day) {
    return period.from <= day && day <= period.to;
}

}  // namespace

bool short_breaks_only(const PeriodOfCare& care, const History& history) {
    if (care.first_status == kNone) return false;
    const StatusFacts* facts = history.statuses[care.first_status].facts;
    return facts != nullptr && facts->short_break;
}

bool short_break_in(const History& history, const Period& period) {
    return std::ranges::any_of(history.statuses, [&](const LegalStatus& status) {
        return status.facts != nullptr && status.facts->short_break && status.from <= period.to &&
               (!status.to || period.from < *status.to);
    });
}

bool only_short_breaks_in(const History& history, Place care, const Period& period) {
    bool any = false;
    for (const Episode& episode : history.episodes) {
        const bool within_it =
            episode.from <= period.to && (!episode.to || period.from <= *episode.to);
        if (episode.care != care || !within_it) continue;
        const StatusFacts* facts =
            episode.status == kNone ? nullptr : history.statuses[episode.status].facts;
        if (facts == nullptr || !facts->short_break) return false;
        any = true;
    }
    return any;
}

Period year_to(Date as_at) {
    return {plus_months(as_at, -kMonthsInYear).plus_days(1), as_at};
}

FigureCounter::FigureCounter(Date as_at, Period period) : as_at_(as_at), period_(period) {}

void FigureCounter::count(std::string_view id, const StreamId& person) {
    auto found = counted_.find(id);
    if (found == counted_.end()) {
        found = counted_.emplace(std::string(id), std::vector<StreamId>()).first;
    }
    found->second.push_back(person);
}

void FigureCounter::add(const History& history) {
    if (history.looked_after()) {
        add_stock(history);
    }
    add_starts(history);
    add_ceased(history);
}

void FigureCounter::add_stock(const History& history) {
    const StreamId& person = history.person;
    count("looked-after", person);
    count(join("legal-status.", status_figure(history.current_status())), person);
    for (const LegalStatus* overlay : history.current_overlays()) {
        count(join("overlay.", overlay->facts->figure), person);
    }
    const Placement* placement = history.counted_placement();
    const PlacementFigure figure =
        placement == nullptr ? PlacementFigure::other : placement_figure(placement->what());
    count(join("placement.", name(figure)), person);
    const std::optional<int> age = history.age();
    count(age ? join("age.", std::to_string(*age)) : "age.unknown", person);
    if (const auto born = history.identity.best_birth_date()) {
        const Date adult = birthday(*born, kAdultAge);
        if (as_at_ < adult && adult <= plus_months(as_at_, kMonthsInYear)) {
            count("turning-18", person);
        }
    }
}

void FigureCounter::add_starts(const History& history) {
    bool first = true;
    for (const PeriodOfCare& care : history.care) {
        const auto born = history.identity.best_birth_date();
        const bool adult = born && birthday(*born, kAdultAge) <= care.from;
        if (!within(period_, care.from) || adult || short_breaks_only(care, history)) continue;
        if (care.began_earlier()) continue;
        count("starts", history.person);
        if (std::exchange(first, false)) {
            count("starts.children", history.person);
        }
        if (!born || age_on(*born, care.from) < kOlder) continue;
        count("starts.aged-11-plus", history.person);
        const LegalStatus* basis =
            care.first_status == kNone ? nullptr : &history.statuses[care.first_status];
        if (status_figure(basis) != "voluntary") continue;
        count("starts.aged-11-plus.voluntary", history.person);
        const auto& start = std::get<LookedAfterStarted>(care.start->event.body);
        const std::string_view need = start.category_of_need;
        count(
            join("starts.aged-11-plus.voluntary.need.", need.empty() ? "not-stated" : need),
            history.person
        );
    }
}

void FigureCounter::add_ceased(const History& history) {
    for (const PeriodOfCare& care : history.care) {
        if (care.to && within(period_, *care.to) && !short_breaks_only(care, history)) {
            count("ceased", history.person);
        }
    }
}

void FigureCounter::merge(const FigureCounter& other) {
    for (const auto& [id, people] : other.counted_) {
        auto& own = counted_[id];
        own.insert(own.end(), people.begin(), people.end());
    }
}

std::vector<Figure> FigureCounter::figures() const {
    std::vector<Figure> result;
    const auto add = [&](const std::string& id, bool flow, std::vector<StreamId> people) {
        std::ranges::sort(people);
        result.push_back({id, people.size(), flow, std::move(people)});
    };
    std::map<std::string, bool, std::less<>> given;
    for (const auto& [id, flow] : standing_figures()) {
        const auto found = counted_.find(id);
        add(id, flow, found == counted_.end() ? std::vector<StreamId>() : found->second);
        given.emplace(id, flow);
    }
    for (const auto& [id, people] : counted_) {
        if (!given.contains(id)) {
            add(id, id.starts_with("starts") || id == "ceased", people);
        }
    }
    return result;
}

}  // namespace tyst
