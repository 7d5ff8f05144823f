#include "projections/child_facts.h"

#include <algorithm>

namespace tyst {
namespace {

constexpr int kCategory1Days = 13 * 7;
constexpr int kCategory1CountsFrom = 14;
constexpr int kCategory1From = 16;

EventType type_of_fact(const DatedFact* fact) {
    return type_of(fact->body());
}

bool short_breaks_only(const History& history, const Episode& episode) {
    if (episode.status == kNone) return false;
    const StatusFacts* facts = history.statuses[episode.status].facts;
    return facts != nullptr && facts->short_break;
}

}  // namespace

ChildFacts::ChildFacts(const History& history, const Coverage& coverage)
    : history_(history), coverage_(coverage) {
    by_type_.reserve(history.facts.size());
    for (const DatedFact& fact : history.facts)
        by_type_.push_back(&fact);
    std::ranges::stable_sort(by_type_, {}, type_of_fact);
}

std::span<const DatedFact* const> ChildFacts::of(EventType type) const {
    const auto found = std::ranges::equal_range(by_type_, type, {}, type_of_fact);
    return {found.begin(), found.end()};
}

const DatedFact* ChildFacts::fact_of(const StoredEvent* event) const {
    const auto found = std::ranges::find(history_.facts, event, &DatedFact::event);
    return found == history_.facts.end() ? nullptr : &*found;
}

const Episode* ChildFacts::episode_on(Place care, Date day) const {
    const Episode* found = nullptr;
    for (const Episode& episode : history_.episodes) {
        if (episode.care == care && (found == nullptr || episode.from <= day)) found = &episode;
    }
    return found;
}

const Placement* ChildFacts::counted_placement(const Episode& episode) const {
    if (episode.placement == kNone) return nullptr;
    const Placement& placement = history_.placements[episode.placement];
    return placement.interrupts == kNone ? &placement : &history_.placements[placement.interrupts];
}

const LegalStatus* ChildFacts::status_of(const Episode& episode) const {
    return episode.status == kNone ? nullptr : &history_.statuses[episode.status];
}

bool ChildFacts::holds_in(const Situation& situation, const Episode& episode) const {
    const LegalStatus* status = status_of(episode);
    const std::string_view code = status == nullptr ? std::string_view() : status->code;
    const Placement* placement = counted_placement(episode);
    const PlacementStarted none;
    const PlacementStarted& lived = placement == nullptr ? none : placement->what();
    switch (situation.kind) {
        case SituationKind::voluntary:
            return code == "voluntary";
        case SituationKind::care_order:
            return code == "care-order";
        case SituationKind::interim_care_order:
            return code == "interim-care-order";
        case SituationKind::placement_order:
            return code == "placement-order";
        case SituationKind::remand:
            return code.starts_with("remand");
        case SituationKind::short_breaks:
            return short_breaks_only(history_, episode);
        case SituationKind::placed_for_adoption:
            return lived.setting == "placed-for-adoption";
        case SituationKind::with_parents:
            return lived.setting == "with-parents";
        case SituationKind::kinship:
            return lived.setting == "foster" && lived.carer_relationship == "kin";
        case SituationKind::agency:
            return lived.setting == "foster" &&
                   (lived.provider == "private" || lived.provider == "voluntary");
        case SituationKind::residential:
            return lived.setting == "childrens-home" || lived.setting == "residential-school" ||
                   lived.setting == "care-home" || lived.setting == "family-centre";
        case SituationKind::outside_authority:
            return lived.location == "elsewhere-in-wales" || lived.location == "outside-wales" ||
                   lived.location == "elsewhere-in-england" || lived.location == "outside-england";
        case SituationKind::outside_wales:
            return lived.location == "outside-wales";
        default:
            return false;
    }
}

bool ChildFacts::done_since(EventType type, Date from, Date to) const {
    return std::ranges::any_of(of(type), [&](const DatedFact* fact) {
        return fact->counts() && from <= fact->day && fact->day <= to;
    });
}

// Before the child moves in, or after; what an earlier stay with parents rested on is used up.
bool ChildFacts::parents_assessed(const Placement& placement, Date day) const {
    Date from = Date::of(kYearMin, 1, 1);
    for (const Placement& earlier : history_.placements) {
        if (&earlier != &placement && earlier.what().setting == "with-parents" && earlier.to &&
            *earlier.to <= placement.from) {
            from = std::max(from, *earlier.to);
        }
    }
    return done_since(EventType::parents_placement_assessed, from, day) ||
           done_since(EventType::parents_placement_decided, from, day);
}

bool ChildFacts::temporarily_approved(const Placement& placement, Date day) const {
    return done_since(EventType::temporary_approval_given, placement.from, day) &&
           !done_since(EventType::connected_person_decided, placement.from, day);
}

bool ChildFacts::holds_for_placement(SituationKind kind, const Placement& placement, Date day)
    const {
    switch (kind) {
        case SituationKind::parents_not_assessed:
            return placement.what().setting == "with-parents" && !parents_assessed(placement, day);
        case SituationKind::temporarily_approved:
            return temporarily_approved(placement, day);
        case SituationKind::before_first_review:
            return !done_since(EventType::review_held, placement.from, day);
        case SituationKind::first_year:
            return day < plus_months(placement.from, 12);
        case SituationKind::intended_to_18: {
            std::optional<bool> intended = placement.what().intended_to_18;
            for (const DatedFact* fact : of(EventType::placement_changed)) {
                const auto& changed = std::get<PlacementChanged>(fact->body());
                if (changed.started == placement.start->event.id && changed.intended_to_18 &&
                    fact->counts() && fact->day <= day) {
                    intended = changed.intended_to_18;
                }
            }
            return intended == true;
        }
        default:
            return false;
    }
}

std::optional<bool> ChildFacts::holds(const Situation& situation, Place care, Date day) const {
    const Identity& identity = history_.identity;
    switch (situation.kind) {
        case SituationKind::asylum_seeking:
            return identity.unaccompanied_asylum_seeking == true &&
                   !(identity.asylum_status_ceased && *identity.asylum_status_ceased <= day);
        case SituationKind::under_age:
        case SituationKind::aged: {
            if (!identity.birth_date_known()) return std::nullopt;
            const bool reached = birthday(*identity.birth_date, situation.years) <= day;
            return reached == (situation.kind == SituationKind::aged);
        }
        case SituationKind::consents_at_16: {
            const auto consents = of(EventType::accommodation_consent_recorded);
            for (auto fact = consents.rbegin(); fact != consents.rend(); ++fact) {
                const auto& said = std::get<AccommodationConsentRecorded>((*fact)->body());
                if (!(*fact)->counts() || (*fact)->day > day) continue;
                return said.giver == "child-16" &&
                       (said.decision == "given" || said.decision == "renewed");
            }
            return false;
        }
        default:
            break;
    }
    const Episode* episode = care == kNone ? nullptr : episode_on(care, day);
    if (episode == nullptr) return false;
    if (holds_for_episodes(situation.kind)) return holds_in(situation, *episode);
    const Placement* placement = counted_placement(*episode);
    return placement != nullptr && holds_for_placement(situation.kind, *placement, day);
}

std::optional<bool> ChildFacts::all_hold(
    std::span<const Situation> situations, Place care, Date day
) const {
    bool unknown = false;
    for (const Situation& situation : situations) {
        const auto held = holds(situation, care, day);
        if (held == false) return false;
        unknown |= !held;
    }
    return unknown ? std::nullopt : std::optional(true);
}

std::optional<Date> ChildFacts::category_1_on() const {
    const PeriodOfCare* care = history_.current_care();
    if (care == nullptr || !history_.identity.birth_date_known() || !history_.looked_after()) {
        return std::nullopt;
    }
    const Date born = *history_.identity.birth_date;
    const Date counts_from = birthday(born, kCategory1CountsFrom);
    const Date before_care = care->from.plus_days(-1);
    const int earlier = looked_after_days(history_, counts_from, before_care);
    const Date first = std::max(counts_from, care->from);
    const int missing = std::max(kCategory1Days - earlier, 1);
    const Date reached = first.plus_days(missing - 1);
    const Date category_1 = std::max(reached, birthday(born, kCategory1From));
    return category_1 < birthday(born, 18) ? std::optional(category_1) : std::nullopt;
}

std::optional<Date> ChildFacts::last_day_not_covered(const Rule& rule, Date from, Date to) const {
    std::optional<Date> last;
    for (std::size_t need = 0; need < rule.needs.size(); ++need) {
        last = std::max(last, last_day_outside(covered(rule, need), from, to));
    }
    return last;
}

std::vector<std::string_view> ChildFacts::not_covered(const Rule& rule, Date from, Date to) const {
    std::vector<std::string_view> kinds;
    for (std::size_t need = 0; need < rule.needs.size(); ++need) {
        if (last_day_outside(covered(rule, need), from, to)) kinds.emplace_back(rule.needs[need]);
    }
    return kinds;
}

std::span<const CoveredStretch> ChildFacts::covered(const Rule& rule, std::size_t need) const {
    const std::size_t place = rule.need_places[need];
    if (place >= covered_.size()) covered_.resize(place + 1);
    if (!covered_[place]) {
        covered_[place] = coverage_.stretches(history_.references, rule.needs[need]);
    }
    return *covered_[place];
}

int looked_after_days(const History& history, Date from, Date to) {
    int days = 0;
    for (const Episode& episode : history.episodes) {
        if (short_breaks_only(history, episode)) continue;
        const Date first = std::max(from, episode.from);
        const Date last = std::min(to, episode.to ? episode.to->plus_days(-1) : to);
        if (first <= last) days += last.days - first.days + 1;
    }
    return days;
}

}  // namespace tyst
