#include "projections/coverage.h"

#include <algorithm>
#include <tuple>

#include "projections/relations.h"

namespace tyst {

namespace {

const Date kNoEnd = Date::of(kYearMax, 12, 31);

}  // namespace

Coverage Coverage::fold(std::span<const StoredEvent> authority_events, const Question& question) {
    Coverage coverage;
    History relations;
    relations.question = question;
    for (const FoldStep& step : resolve_relations(authority_events, relations)) {
        const auto* body = std::get_if<CoverageDeclared>(&step.event->event.body);
        if (body == nullptr) continue;
        for (const Code& fact : body->facts) {
            coverage.declared_.push_back(
                {body->source, fact, body->from, body->to, step.event->index}
            );
        }
    }
    std::ranges::sort(coverage.declared_, {}, [](const Declared& declared) {
        return std::tie(declared.source, declared.fact, declared.from, declared.index);
    });
    return coverage;
}

std::vector<const Coverage::Declared*> Coverage::declarations(
    std::span<const KnownAs> sources, std::string_view fact
) const {
    std::vector<const Declared*> result;
    for (const Declared& declared : declared_) {
        const bool supplies = std::ranges::any_of(sources, [&](const KnownAs& known) {
            return known.source == declared.source;
        });
        if (supplies && declared.fact == fact) {
            result.push_back(&declared);
        }
    }
    return result;
}

bool Coverage::covered(std::span<const KnownAs> sources, std::string_view fact, Date day) const {
    return !last_day_uncovered(sources, fact, day, day);
}

std::optional<Date> Coverage::last_day_uncovered(
    std::span<const KnownAs> sources, std::string_view fact, Date from, Date to
) const {
    return last_day_outside(stretches(sources, fact), from, to);
}

std::vector<CoveredStretch> Coverage::stretches(
    std::span<const KnownAs> sources, std::string_view fact
) const {
    std::vector<CoveredStretch> declared;
    for (const Declared* declaration : declarations(sources, fact)) {
        declared.push_back({declaration->from, declaration->to.value_or(kNoEnd)});
    }
    std::ranges::sort(declared, {}, &CoveredStretch::first);
    std::vector<CoveredStretch> joined;
    for (const CoveredStretch& stretch : declared) {
        if (stretch.last < stretch.first) continue;
        if (!joined.empty() && stretch.first <= joined.back().last.plus_days(1)) {
            joined.back().last = std::max(joined.back().last, stretch.last);
        } else {
            joined.push_back(stretch);
        }
    }
    return joined;
}

std::optional<Date> last_day_outside(
    std::span<const CoveredStretch> stretches, Date from, Date to
) {
    Date day = to;
    for (std::size_t place = stretches.size(); place-- > 0 && day >= from;) {
        const CoveredStretch& stretch = stretches[place];
        if (stretch.first <= day && day <= stretch.last) {
            day = stretch.first.plus_days(-1);
        }
    }
    return day >= from ? std::optional(day) : std::nullopt;
}

bool Coverage::supplied(std::string_view fact, Date from, Date to) const {
    return std::ranges::any_of(declared_, [&](const Declared& one) {
        return one.fact == fact && one.from <= to && (!one.to || from <= *one.to);
    });
}

}  // namespace tyst
