#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/returns/return_export.h"

// The episodes of a child: stretches of care with one legal status and one placement. DEC is the
// first day on which a stretch no longer holds, and the next one's DECOM.
namespace tyst {
namespace {

constexpr std::string_view kContinues = "X1";
constexpr std::string_view kReasonsOnTheWay = "LPTUB";  // all but the start of care

// What of a placement the return tells, as it stood in one stretch.
struct Terms {
    PlacementStarted what;
    const StoredEvent* changed = nullptr;  // the last change that the return tells

    [[nodiscard]] StreamId carer() const { return what.carer ? what.carer->person : StreamId{}; }
};

struct Stretch {
    Date from;
    std::optional<Date> to;
    const PeriodOfCare* care = nullptr;
    const LegalStatus* status = nullptr;   // nullptr where none is recorded
    const Placement* placement = nullptr;  // the same
    Terms terms;
};

class Chain {
  public:
    explicit Chain(const ReturnSource& source) : source_(source), history_(*source.history) {
        for (const Episode& episode : history_.episodes) {
            add(episode);
        }
    }

    void write(ExportedChild& child) const {
        for (std::size_t at = 0; at < stretches_.size(); ++at) {
            const Stretch& stretch = stretches_[at];
            if (!source_.touches(stretch.from, end_of(stretch))) continue;
            const Stretch* before =
                at > 0 && continues(stretches_[at - 1], stretch) ? &stretches_[at - 1] : nullptr;
            const Stretch* after =
                at + 1 < stretches_.size() && continues(stretch, stretches_[at + 1])
                    ? &stretches_[at + 1]
                    : nullptr;
            write(before, stretch, after, child);
        }
    }

  private:
    static bool continues(const Stretch& first, const Stretch& second) {
        return first.care == second.care && first.to == second.from;
    }

    void add(const Episode& episode) {
        Stretch stretch;
        stretch.from = episode.from;
        stretch.to = episode.to;
        stretch.care = &history_.care[episode.care];
        if (episode.status != kNone) stretch.status = &history_.statuses[episode.status];
        if (episode.placement == kNone) {
            stretches_.push_back(std::move(stretch));
            return;
        }
        stretch.placement = &history_.placements[episode.placement];
        stretch.terms.what = stretch.placement->what();
        add_by_terms(std::move(stretch));
    }

    // New terms that the return has another code for begin an episode of their own.
    void add_by_terms(Stretch stretch) {
        for (const DatedFact& fact : history_.facts) {
            const auto* change = std::get_if<PlacementChanged>(&fact.body());
            if (change == nullptr || !fact.counts() ||
                change->started != stretch.placement->start->event.id ||
                (stretch.to && fact.day >= *stretch.to)) {
                continue;
            }
            Terms terms = stretch.terms;
            if (change->intended_to_18) terms.what.intended_to_18 = change->intended_to_18;
            if (change->carer) terms.what.carer = change->carer;
            const bool told = place_of(terms) != place_of(stretch.terms) ||
                              terms.carer() != stretch.terms.carer();
            if (told) terms.changed = fact.event;
            if (told && fact.day > stretch.from) {
                Stretch earlier = stretch;
                earlier.to = fact.day;
                stretches_.push_back(std::move(earlier));
                stretch.from = fact.day;
            }
            stretch.terms = std::move(terms);
        }
        stretches_.push_back(std::move(stretch));
    }

    [[nodiscard]] std::optional<std::string_view> place_of(const Terms& terms) const {
        return source_.codes->place_text(terms.what, source_.year);
    }

    // Care that ends because of age ends at the latest on the 18th birthday, its first day no
    // longer held; on the day that an event says where that is earlier.
    [[nodiscard]] std::optional<Date> end_of(const Stretch& stretch) const {
        const PeriodOfCare& care = *stretch.care;
        const auto birth = history_.identity.best_birth_date();
        if (care.closed != ClosedBy::eighteenth_year || stretch.to != care.to || !birth) {
            return stretch.to;
        }
        Date end = birthday(*birth, kAdultAge);
        if (care.end != nullptr) end = std::min(end, care.end->event.occurred.date);
        return end;
    }

    // Of care that was going on when it was first spoken of, events do not say why this began.
    [[nodiscard]] std::string_view stated_reason(Date began) const {
        if (source_.stated_reasons == nullptr) return "";
        const auto stated = source_.stated_reasons->find(began);
        const bool goes_on = stated != source_.stated_reasons->end() &&
                             stated->second.size() == 1 &&
                             kReasonsOnTheWay.contains(stated->second.front());
        return goes_on ? std::string_view(stated->second) : "";
    }

    [[nodiscard]] std::string_view reason_new(const Stretch* before, const Stretch& now) const {
        if (before == nullptr) {
            const bool starts = now.from == now.care->from && !now.care->began_earlier();
            return starts ? "S" : stated_reason(now.from);
        }
        const bool status = before->status != now.status;
        const bool same_carer =
            !now.terms.carer().is_zero() && before->terms.carer() == now.terms.carer();
        const bool placement =
            before->placement != now.placement || before->terms.changed != now.terms.changed;
        if (!placement) return "L";
        if (status) return same_carer ? "U" : "B";
        return same_carer ? "T" : "P";
    }

    void write(
        const Stretch* before, const Stretch& now, const Stretch* after, ExportedChild& child
    ) const {
        ExportedRowBuilder row(source_, "episodes");
        row.date("DECOM", now.from).text("RNE", reason_new(before, now)).rests_on(now.care->start);
        if (now.status != nullptr) {
            row.code("LS", "legal-status", now.status->code, now.status->start)
                .rests_on(now.status->start);
        }
        const auto& care = std::get<LookedAfterStarted>(now.care->start->event.body);
        row.code("CIN", "category-of-need", care.category_of_need, now.care->start);
        if (now.placement != nullptr) write_placement(now, row);
        if (source_.end_told(end_of(now))) write_end(now, after, row);
        row.add_to(child);
    }

    void write_placement(const Stretch& now, ExportedRowBuilder& row) const {
        const PlacementStarted& what = now.terms.what;
        row.told_code(
               "PLACE", place_of(now.terms), "placement-setting", what.setting, now.placement->start
        )
            .code("PLACE_PROVIDER", "placement-provider", what.provider, now.placement->start)
            .text("HOME_POST", what.home_postcode)
            .text("PL_POST", what.placement_postcode)
            .text("URN", what.provider_reference)
            .rests_on(now.placement->start)
            .rests_on(now.terms.changed);
    }

    void write_end(const Stretch& now, const Stretch* after, ExportedRowBuilder& row) const {
        row.date("DEC", end_of(now));
        if (after != nullptr) {
            row.text("REC", kContinues);
            write_move(now, *after, row);
            return;
        }
        const StoredEvent* end = now.care->end;
        row.rests_on(end);
        const auto* ended =
            end == nullptr ? nullptr : std::get_if<LookedAfterEnded>(&end->event.body);
        if (ended != nullptr && ended->reason != kNotStated) {
            row.code("REC", "reason-ceased", ended->reason, end);
        }
    }

    // Why the placement changed; nothing where it goes on, under a temporary stay for instance.
    static void write_move(const Stretch& now, const Stretch& after, ExportedRowBuilder& row) {
        if (after.status != nullptr && after.status != now.status) {
            row.rests_on(after.status->start);
        }
        if (now.placement == nullptr) return;
        if (after.placement != now.placement) {
            if (after.placement != nullptr) row.rests_on(after.placement->start);
            if (now.placement->to != now.to) return;
            row.rests_on(now.placement->end);
            write_change_reason(now.placement->end_reason, now.placement->end, row);
        } else if (after.terms.changed != now.terms.changed) {
            row.rests_on(after.terms.changed);
            const auto& change = std::get<PlacementChanged>(after.terms.changed->event.body);
            write_change_reason(change.reason, after.terms.changed, row);
        }
    }

    static void write_change_reason(
        std::string_view reason, const StoredEvent* event, ExportedRowBuilder& row
    ) {
        if (reason == kNotStated || reason == kEndedWithCare) return;
        row.code("REASON_PLACE_CHANGE", "placement-change-reason", reason, event);
    }

    const ReturnSource& source_;
    const History& history_;
    std::vector<Stretch> stretches_;
};

}  // namespace

void export_episodes(const ReturnSource& source, ExportedChild& child) {
    Chain(source).write(child);
}

}  // namespace tyst
