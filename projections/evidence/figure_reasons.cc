#include "projections/evidence/figure_reasons.h"

#include <set>
#include <string>

namespace tyst::evidence {
namespace {

class Because {
  public:
    Because(std::string key, std::optional<Date> day = {}) {
        why_.reason.key = std::move(key);
        why_.reason.day = day;
    }
    Because& code(std::string_view set, std::string_view code) {
        why_.reason.set = set;
        why_.reason.code = code;
        return *this;
    }
    Because& days(int count) {
        why_.reason.days = count;
        return *this;
    }
    Because& by(const StoredEvent* event) {
        if (event != nullptr) events_.insert(event->index);
        return *this;
    }
    operator FigureReason() {  // NOLINT(google-explicit-constructor): the end of a sentence
        why_.events.assign(events_.begin(), events_.end());
        return why_;
    }

  private:
    FigureReason why_;
    std::set<LogIndex> events_;
};

const StoredEvent* first_event(const History& history) {
    return history.references.empty() ? nullptr : history.references.front().event;
}

FigureReason not_looked_after(const History& history) {
    if (history.current_care() != nullptr) {
        const LegalStatus* status = history.current_status();
        return Because("reason.short_breaks", history.current_care()->from)
            .by(history.current_care()->start)
            .by(status == nullptr ? nullptr : status->start);
    }
    if (!history.care.empty()) {
        const PeriodOfCare& last = history.care.back();
        const bool by_age = last.closed == ClosedBy::eighteenth_year;
        return Because(by_age ? "reason.became_adult" : "reason.care_ended", last.to)
            .by(last.start)
            .by(last.end)
            .by(by_age ? history.identity.birth_event : nullptr);
    }
    return Because("reason.never_in_care").by(first_event(history));
}

FigureReason in_stock(std::string_view figure, const History& history) {
    const PeriodOfCare* care = history.current_care();
    if (figure.starts_with("legal-status.") || figure.starts_with("overlay.")) {
        const LegalStatus* status = history.current_status();
        Because why(
            status == nullptr ? "reason.no_status" : "reason.status",
            status == nullptr ? care->from : status->from
        );
        why.by(care->start);
        if (status != nullptr) why.code("legal-status", status->code).by(status->start);
        for (const LegalStatus* overlay : history.current_overlays())
            why.by(overlay->start);
        return why;
    }
    if (figure.starts_with("placement.")) {
        const Placement* placement = history.counted_placement();
        Because why(
            placement == nullptr ? "reason.no_placement" : "reason.placement",
            placement == nullptr ? care->from : placement->from
        );
        why.by(care->start);
        if (placement != nullptr) {
            why.code("placement-setting", placement->what().setting).by(placement->start);
        }
        return why;
    }
    if (figure.starts_with("age.") || figure == "turning-18") {
        const auto age = history.age();
        return Because(age ? "reason.age" : "reason.no_age", history.identity.best_birth_date())
            .days(age.value_or(0))
            .by(care->start)
            .by(history.identity.birth_event);
    }
    return Because("reason.in_care", care->from).by(care->start);
}

FigureReason in_flow(
    std::string_view figure, const History& history, const Period& period, bool counted
) {
    const bool starts = figure != "ceased";
    Because why(
        counted ? (starts ? "reason.started" : "reason.ceased")
                : (starts ? "reason.no_start" : "reason.no_end")
    );
    if (history.care.empty()) return why.by(first_event(history));
    for (const PeriodOfCare& care : history.care) {
        const std::optional<Date> day = starts ? std::optional(care.from) : care.to;
        const bool within = day && period.from <= *day && *day <= period.to;
        if (counted && !within) continue;
        why.by(care.start).by(starts ? nullptr : care.end);
        if (starts && care.first_status != kNone && within) {
            why.by(history.statuses[care.first_status].start);
        }
    }
    return why.by(history.identity.birth_event);
}

}  // namespace

FigureReason figure_reason(
    std::string_view figure, const History& history, const Period& period, bool counted
) {
    if (figure.starts_with("starts") || figure == "ceased") {
        return in_flow(figure, history, period, counted);
    }
    return history.looked_after() ? in_stock(figure, history) : not_looked_after(history);
}

}  // namespace tyst::evidence
