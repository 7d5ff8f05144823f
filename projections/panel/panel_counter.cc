#include "projections/panel/panel_counter.h"

#include <algorithm>
#include <optional>

namespace tyst::panel {
namespace {

constexpr std::string_view kFirstReview = "R-first-review";
constexpr std::string_view kSecondReview = "R-second-review";
constexpr std::string_view kLaterReview = "R-later-review";
constexpr std::string_view kAdvocacyOffer = "D24";
constexpr int kMonthsToSecondReview = 3;

bool is_review(std::string_view rule) {
    return rule == kFirstReview || rule == kSecondReview || rule == kLaterReview;
}

bool is_visit(std::string_view rule) {
    return rule == "R-first-visit" || rule == "R-later-visit" || rule == "R-visit-after-order";
}

bool is_short_break(const PeriodOfCare& care, const History& history) {
    if (care.first_status == kNone) return false;
    const StatusFacts* facts = history.statuses[care.first_status].facts;
    return facts != nullptr && facts->short_break;
}

// It fell due while it was owed: done or not. What ended before its day never did, and of what is
// not held here, exempt or without a day nothing can be told.
bool fell_due(const Obligation& obligation) {
    switch (obligation.status) {
        case ObligationStatus::open:
        case ObligationStatus::overdue:
        case ObligationStatus::satisfied:
            return true;
        case ObligationStatus::lapsed:
            return obligation.days_over > 0;
        default:
            return false;
    }
}

bool done_in_time(const Obligation& obligation) {
    return obligation.status == ObligationStatus::satisfied && !obligation.late;
}

const Obligation* find(const Obligations& obligations, Place care, std::string_view rule) {
    const auto found = std::ranges::find_if(obligations.all, [&](const Obligation& one) {
        return one.care == care && one.rule->id == rule;
    });
    return found == obligations.all.end() ? nullptr : &*found;
}

// The day on which the second review of a period of care fell due. Where no first review was held,
// three months after the first one was due (domain reading of D3). Nothing where none fell due, or
// that cannot be told.
std::optional<Date> second_review_due(const Obligations& obligations, Place care) {
    if (const Obligation* second = find(obligations, care, kSecondReview)) {
        return fell_due(*second) ? std::optional(second->due) : std::nullopt;
    }
    const Obligation* first = find(obligations, care, kFirstReview);
    const bool missed =
        first != nullptr && fell_due(*first) && first->status != ObligationStatus::satisfied;
    return missed ? std::optional(plus_months(first->due, kMonthsToSecondReview)) : std::nullopt;
}

bool has_plan_on(const History& history, const PeriodOfCare& care, Date day) {
    return std::ranges::any_of(history.permanence_plans, [&](const PermanencePlan& plan) {
        return care.from <= plan.from && plan.from <= day && (!plan.to || *plan.to > day);
    });
}

const PeriodOfCare* care_on(const History& history, Date day) {
    for (const PeriodOfCare& care : history.care) {
        if (care.from <= day && (!care.to || day < *care.to)) return &care;
    }
    return nullptr;
}

std::string_view figure_of_new_place(const PlacementStarted& placement) {
    switch (placement_figure(placement)) {
        case PlacementFigure::foster_agency:
            return "placements-begun.foster-agency";
        case PlacementFigure::residential:
        case PlacementFigure::residential_school:
        case PlacementFigure::secure:
            return "placements-begun.residential";
        default:
            return "placements-begun.other";
    }
}

}  // namespace

std::uint64_t PanelCounts::value(std::string_view figure) const {
    const auto found = values.find(figure);
    return found == values.end() ? 0 : found->second;
}

PanelCounter::PanelCounter(Period period, const RuleEngine& engine, const Coverage& coverage)
    : period_(period), engine_(&engine), coverage_(&coverage), figures_(period.to, period) {}

void PanelCounter::count(std::string_view figure) {
    const auto found = own_.find(figure);
    if (found == own_.end()) {
        own_.emplace(figure, 1);
    } else {
        ++found->second;
    }
}

void PanelCounter::add(const History& history) {
    figures_.add(history);
    if (history.looked_after()) add_location(history);
    add_new_places(history);
    add_coverage(history);
    add_duties(history);
}

void PanelCounter::add_location(const History& history) {
    const Placement* placement = history.counted_placement();
    const std::string id =
        "placement-location." + (placement == nullptr ? "" : placement->what().location);
    count(find_panel_figure(id) == nullptr ? "placement-location.other" : id);
}

void PanelCounter::add_new_places(const History& history) {
    for (const Placement& placement : history.placements) {
        if (!in_period(placement.from) || placement.what().temporary) continue;
        const PeriodOfCare* care = care_on(history, placement.from);
        if (care == nullptr || is_short_break(*care, history)) continue;
        if (care->began_earlier() && placement.from == care->from) continue;
        count("placements-begun");
        count(figure_of_new_place(placement.what()));
    }
}

void PanelCounter::add_coverage(const History& history) {
    std::array<bool, kPanelFamilyCount> missing{};
    bool in_care = false;
    for (const PeriodOfCare& care : history.care) {
        if (is_short_break(care, history)) continue;
        const Date from = std::max(care.from, period_.from);
        const Date to = care.to ? std::min(care.to->plus_days(-1), period_.to) : period_.to;
        if (to < from) continue;
        in_care = true;
        for (std::size_t family = 0; family < kPanelFamilyCount; ++family) {
            for (const std::string_view fact : facts_needed(static_cast<PanelFamily>(family))) {
                missing[family] = missing[family] ||
                                  coverage_->last_day_uncovered(history.references, fact, from, to);
            }
        }
    }
    if (!in_care) return;
    for (std::size_t family = 0; family < kPanelFamilyCount; ++family)
        ++(missing[family] ? covered_[family].not_covered : covered_[family].covered);
}

void PanelCounter::add_duties(const History& history) {
    const Obligations obligations = engine_->apply(history, *coverage_);
    for (const Obligation& obligation : obligations.all)
        add_duty(obligation);
    add_second_reviews(history, obligations);
}

void PanelCounter::add_duty(const Obligation& obligation) {
    const std::string_view rule = obligation.rule->id;
    if (rule == kAdvocacyOffer) {
        const bool told = obligation.status == ObligationStatus::satisfied ||
                          obligation.status == ObligationStatus::open ||
                          obligation.status == ObligationStatus::overdue ||
                          obligation.status == ObligationStatus::lapsed;
        if (!told || !in_period(obligation.trigger_day)) return;
        count("advocacy.entitled");
        count(
            obligation.status == ObligationStatus::satisfied ? "advocacy.offered"
                                                             : "advocacy.not-offered"
        );
        return;
    }
    const bool review = is_review(rule);
    if (!review && !is_visit(rule)) return;
    if (!in_period(obligation.due) || !fell_due(obligation)) return;
    count(review ? "reviews.due" : "visits.due");
    if (done_in_time(obligation)) {
        count(review ? "reviews.on-time" : "visits.on-time");
    } else {
        count(review ? "reviews.not-on-time" : "visits.not-on-time");
    }
}

void PanelCounter::add_second_reviews(const History& history, const Obligations& obligations) {
    for (std::size_t place = 0; place < history.care.size(); ++place) {
        const PeriodOfCare& care = history.care[place];
        const auto due = second_review_due(obligations, static_cast<Place>(place));
        if (!due || !in_period(*due) || (care.to && *care.to <= *due)) continue;
        count("second-review.due");
        count(
            has_plan_on(history, care, *due) ? "second-review.with-plan"
                                             : "second-review.without-plan"
        );
    }
}

void PanelCounter::merge(const PanelCounter& other) {
    figures_.merge(other.figures_);
    for (const auto& [figure, value] : other.own_)
        own_[figure] += value;
    for (std::size_t family = 0; family < kPanelFamilyCount; ++family) {
        covered_[family].covered += other.covered_[family].covered;
        covered_[family].not_covered += other.covered_[family].not_covered;
    }
}

PanelCounts PanelCounter::counts() const {
    PanelCounts counts;
    for (const PanelFigure& figure : panel_figures())
        counts.values.emplace(figure.id, 0);
    const auto take = [&](const std::string& figure, std::uint64_t value) {
        const auto found = counts.values.find(figure);
        if (found != counts.values.end()) found->second = value;
    };
    for (const Figure& figure : figures_.figures())
        take(figure.id, figure.value);
    for (const auto& [figure, value] : own_)
        take(figure, value);
    counts.coverage = covered_;
    return counts;
}

}  // namespace tyst::panel
