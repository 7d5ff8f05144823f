#include "projections/counted_cases.h"

#include <algorithm>
#include <set>

#include "projections/short_breaks.h"

namespace tyst {

namespace {

constexpr int kMonthsOfYear = 12;

bool in_days(const Period& period, Date day) {
    return period.from <= day && day <= period.to;
}

// Whole months from one day to another, by calendar months.
std::uint16_t months_between(Date from, Date to) {
    if (to < from) return 0;
    const auto first = from.civil();
    const auto last = to.civil();
    const int years = static_cast<int>(last.year()) - static_cast<int>(first.year());
    const int months = static_cast<int>(static_cast<unsigned>(last.month())) -
                       static_cast<int>(static_cast<unsigned>(first.month()));
    int whole = years * kMonthsOfYear + months;
    if (to < plus_months(from, whole)) --whole;
    return static_cast<std::uint16_t>(whole);
}

const char* yes_or_no(bool yes) {
    return yes ? "yes" : "no";
}

bool overlaid(const History& history, std::string_view code, Date day) {
    return std::ranges::any_of(history.statuses, [&](const LegalStatus& status) {
        return status.code == code && status.from <= day && (!status.to || day < *status.to);
    });
}

std::string carer_key(const PersonCitation& carer) {
    if (carer.person != StreamId{}) {
        return {carer.person.bytes.begin(), carer.person.bytes.end()};
    }
    return carer.source + '\n' + carer.reference;
}

}  // namespace

CaseCounter::CaseCounter(Date as_at, Period period) : as_at_(as_at), period_(period) {}

std::uint16_t CaseCounter::number_of(FigureAttribute attribute, std::string_view word) {
    if (word.empty()) return kUnknownValue;
    Words& words = words_[static_cast<std::size_t>(attribute)];
    const auto found = words.numbers.find(word);
    if (found != words.numbers.end()) return found->second;
    const auto number = static_cast<std::uint16_t>(words.words.size());
    words.words.emplace_back(word);
    words.numbers.emplace(std::string(word), number);
    return number;
}

std::string_view CaseCounter::word(FigureAttribute attribute, std::uint16_t number) const {
    return number == kUnknownValue ? std::string_view()
                                   : words_[static_cast<std::size_t>(attribute)].words[number];
}

std::span<const CountedCase> CaseCounter::cases(CountKind kind) const {
    return cases_[static_cast<std::size_t>(kind)];
}

void CaseCounter::count(CountKind kind, const History& history, const Moment& moment) {
    CountedCase counted{history.person, {}};
    counted.values.fill(kUnknownValue);
    const auto say = [&](FigureAttribute attribute, std::string_view word) {
        counted.values[static_cast<std::size_t>(attribute)] = number_of(attribute, word);
    };
    if (moment.status != nullptr) say(FigureAttribute::legal_status, moment.status->code);
    if (moment.placement != nullptr) {
        const PlacementStarted& what = moment.placement->what();
        say(FigureAttribute::placement, name(placement_figure(what)));
        say(FigureAttribute::setting, what.setting);
        say(FigureAttribute::location, what.location);
        say(FigureAttribute::provider, what.provider);
    }
    const Identity& identity = history.identity;
    say(FigureAttribute::sex, identity.sex);
    say(FigureAttribute::ethnicity, identity.ethnicity);
    const bool asylum_ended =
        identity.asylum_status_ceased && *identity.asylum_status_ceased <= moment.day;
    say(FigureAttribute::asylum,
        yes_or_no(identity.unaccompanied_asylum_seeking.value_or(false) && !asylum_ended));
    say(FigureAttribute::secure,
        yes_or_no(overlaid(history, "secure-accommodation-order", moment.day)));
    say(FigureAttribute::liberty,
        yes_or_no(overlaid(history, "deprivation-of-liberty-order", moment.day)));
    const auto born = identity.best_birth_date();
    if (born && *born <= moment.day) {
        counted.values[static_cast<std::size_t>(FigureAttribute::age)] =
            static_cast<std::uint16_t>(age_on(*born, moment.day));
    }
    if (moment.care != nullptr) {
        const auto& started = std::get<LookedAfterStarted>(moment.care->start->event.body);
        say(FigureAttribute::need, started.category_of_need);
        say(FigureAttribute::route_in, started.route);
        if (!moment.care->began_earlier()) {
            counted.values[static_cast<std::size_t>(FigureAttribute::months)] =
                months_between(moment.care->from, moment.last);
        }
        if (moment.care->end != nullptr && kind == CountKind::ceased) {
            if (const auto* ended = std::get_if<LookedAfterEnded>(&moment.care->end->event.body)) {
                say(FigureAttribute::reason, ended->reason);
                say(FigureAttribute::route_out, ended->route);
            }
        }
    }
    cases_[static_cast<std::size_t>(kind)].push_back(counted);
}

// The episode that holds on the day, or the last one before it, with a temporary stay as what it
// interrupts.
CaseCounter::Moment CaseCounter::moment_in(const History& history, Place care, Date day) {
    Moment moment;
    moment.day = day;
    moment.last = day;
    moment.care = &history.care[care];
    for (const Episode& episode : history.episodes) {
        if (episode.care != care || day < episode.from) continue;
        moment.status = episode.status == kNone ? nullptr : &history.statuses[episode.status];
        moment.placement =
            episode.placement == kNone ? nullptr : &history.placements[episode.placement];
    }
    if (moment.placement != nullptr && moment.placement->what().temporary &&
        moment.placement->interrupts != kNone) {
        moment.placement = &history.placements[moment.placement->interrupts];
    }
    return moment;
}

void CaseCounter::add(const History& history) {
    add_register(history);
    add_stock(history);
    add_flows(history);
}

void CaseCounter::add_stock(const History& history) {
    if (history.current_care() == nullptr) return;
    const Moment moment{
        as_at_,
        history.current_status(),
        history.counted_placement(),
        history.current_care(),
        as_at_,
    };
    if (!history.looked_after()) {
        count(CountKind::short_breaks, history, moment);
        return;
    }
    count(CountKind::looked_after, history, moment);
    add_kin(history, moment.placement);
}

void CaseCounter::add_kin(const History& history, const Placement* placement) {
    if (placement == nullptr || placement_figure(placement->what()) != PlacementFigure::kinship) {
        return;
    }
    const PlacementStarted& what = placement->what();
    // Nobody knows who the carer is: counted as one that no other child has.
    const std::string key =
        what.carer ? carer_key(*what.carer)
                   : std::string(history.person.bytes.begin(), history.person.bytes.end()) + "?";
    kin_[key].push_back(history.person);
}

std::vector<StreamId> CaseCounter::children_with_kin() const {
    std::vector<StreamId> children;
    for (const auto& [carer, theirs] : kin_) {
        children.insert(children.end(), theirs.begin(), theirs.end());
    }
    std::ranges::sort(children);
    return children;
}

void CaseCounter::add_register(const History& history) {
    bool registered = false;
    for (const DatedFact& fact : history.facts) {
        if (!fact.counts()) continue;
        if (std::holds_alternative<ProtectionRegistered>(fact.body())) registered = true;
        if (std::holds_alternative<ProtectionDeregistered>(fact.body())) registered = false;
    }
    if (registered) {
        Moment moment;
        moment.day = as_at_;
        count(CountKind::on_register, history, moment);
    }
}

void CaseCounter::add_flows(const History& history) {
    bool first_start = true;
    InPeriod in_period = InPeriod::no;
    for (Place place = 0; place < history.care.size(); ++place) {
        const PeriodOfCare& care = history.care[place];
        add_period(history, place, in_period);
        if (short_breaks_only(care, history)) continue;
        const auto born = history.identity.best_birth_date();
        const bool adult = born && birthday(*born, kAdultAge) <= care.from;
        if (in_days(period_, care.from) && !adult && !care.began_earlier()) {
            Moment moment = moment_in(history, place, care.from);
            moment.status =
                care.first_status == kNone ? nullptr : &history.statuses[care.first_status];
            count(CountKind::starts, history, moment);
            if (std::exchange(first_start, false)) {
                count(CountKind::children_started, history, moment);
            }
        }
        if (care.to && in_days(period_, *care.to)) {
            Moment moment = moment_in(history, place, std::max(care.from, care.to->plus_days(-1)));
            moment.day = *care.to;
            moment.last = *care.to;
            count(CountKind::ceased, history, moment);
        }
    }
}

void CaseCounter::add_period(const History& history, Place place, InPeriod& in_period) {
    if (in_period == InPeriod::throughout) return;
    const PeriodOfCare& care = history.care[place];
    const bool before = care.from < period_.from;
    const bool any_day =
        in_days(period_, care.from) || (before && (!care.to || period_.from < *care.to));
    if (!any_day || only_short_breaks_in(history, place, period_)) return;
    // The last period of care of a child stands for it; periods come in order.
    if (in_period == InPeriod::some_days) {
        cases_[static_cast<std::size_t>(CountKind::looked_after_in_period)].pop_back();
    }
    in_period = InPeriod::some_days;
    const Date last = care.to && *care.to <= period_.to
                          ? std::max(care.from, care.to->plus_days(-1))
                          : period_.to;
    Moment moment = moment_in(history, place, last);
    moment.day = period_.to;
    count(CountKind::looked_after_in_period, history, moment);
    const bool from_the_first_day = care.from <= period_.from;
    const bool to_the_last = !care.to || period_.to <= *care.to;
    if (from_the_first_day && to_the_last && !short_break_in(history, period_)) {
        in_period = InPeriod::throughout;
        count(CountKind::looked_after_throughout, history, moment);
    }
}

void CaseCounter::merge(const CaseCounter& other) {
    std::array<std::vector<std::uint16_t>, kFigureAttributeCount> renumbered;
    for (std::size_t place = 0; place < kFigureAttributeCount; ++place) {
        for (const std::string& word : other.words_[place].words) {
            renumbered[place].push_back(number_of(static_cast<FigureAttribute>(place), word));
        }
    }
    for (std::size_t kind = 0; kind < kCountKindCount; ++kind) {
        for (CountedCase counted : other.cases_[kind]) {
            for (std::size_t place = 0; place < kFigureAttributeCount; ++place) {
                std::uint16_t& value = counted.values[place];
                if (value != kUnknownValue && !is_number(static_cast<FigureAttribute>(place))) {
                    value = renumbered[place][value];
                }
            }
            cases_[kind].push_back(counted);
        }
    }
    for (const auto& [carer, children] : other.kin_) {
        auto& own = kin_[carer];
        own.insert(own.end(), children.begin(), children.end());
    }
}

}  // namespace tyst
