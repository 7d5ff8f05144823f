#include "projections/coverage.h"

#include <algorithm>
#include <tuple>

#include "projections/relations.h"

namespace tyst {

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
    // Each pass goes back behind one declaration that covers the day.
    Date day = to;
    for (bool moved = true; moved && day >= from;) {
        moved = false;
        for (const Declared& declared : declared_) {
            const bool covers = declared.fact == fact && declared.from <= day &&
                                (!declared.to || day <= *declared.to);
            const bool supplies = covers && std::ranges::any_of(sources, [&](const KnownAs& known) {
                                      return known.source == declared.source;
                                  });
            if (supplies) {
                day = declared.from.plus_days(-1);
                moved = true;
            }
        }
    }
    return day >= from ? std::optional(day) : std::nullopt;
}

}  // namespace tyst
