#include <algorithm>
#include <tuple>
#include <utility>

#include "projections/history.h"
#include "projections/joins.h"
#include "projections/order.h"
#include "projections/relations.h"

namespace tyst {

namespace {

// Goes through the ordered steps day by day and writes the history. Each handler returns false
// where what it ends is not open: it is tried again at the end of its day, so that an end sorts
// after the start that it means.
class Folder {
  public:
    Folder(History& history, const CodeFacts& codes) : history_(history), codes_(codes) {}

    void run(std::span<const OrderedStep> steps) {
        history_.facts.reserve(steps.size());
        for (const OrderedStep& step : steps) {
            read_identity(step);
            list_fact(step);
        }
        if (const auto born = history_.identity.best_birth_date()) {
            last_day_ = birthday(*born, 18).plus_days(-1);
        }
        for (std::size_t place = 0; place < steps.size();) {
            const Date day = steps[place].day;
            if (last_day_ && *last_day_ < day) {
                cease_by_age();
            }
            for (; place < steps.size() && steps[place].day == day; ++place) {
                if (!take(steps[place])) {
                    deferred_.push_back(&steps[place]);
                }
            }
            finish_day(day);
        }
        if (last_day_ && *last_day_ <= history_.question.as_at) {
            cease_by_age();
        }
    }

  private:
    // ---- what each kind of event does ----

    void read_identity(const OrderedStep& step) {
        const auto* said = std::get_if<IdentityRecorded>(&step.event().body);
        if (said == nullptr || step.step.reversed != nullptr) return;
        Identity& identity = history_.identity;
        if (said->birth_date) {
            identity.birth_date = said->birth_date;
            identity.birth_event = step.step.event;
        }
        const auto keep = [](std::string_view& kept, const std::string& text) {
            if (!text.empty()) kept = text;
        };
        const auto keep_value = [](auto& kept, const auto& value) {
            if (value) kept = value;
        };
        keep(identity.birth_date_certainty, said->birth_date_certainty);
        keep(identity.sex, said->sex);
        keep(identity.ethnicity, said->ethnicity);
        keep(identity.given_name, said->given_name);
        keep(identity.family_name, said->family_name);
        keep(identity.language_preference, said->language_preference);
        keep(identity.unique_pupil_number, said->unique_pupil_number);
        keep_value(identity.unaccompanied_asylum_seeking, said->unaccompanied_asylum_seeking);
        keep_value(identity.asylum_status_ceased, said->asylum_status_ceased);
        keep_value(identity.mother, said->mother);
        keep_value(identity.own_child_born, said->own_child_born);
        keep_value(identity.death_date, said->death_date);
    }

    void list_fact(const OrderedStep& step) {
        if (step.step.reversed == nullptr) {
            history_.facts.push_back(
                {step.step.event, step.day, dated_after_learned(step.step), false}
            );
        }
    }

    [[nodiscard]] bool take(const OrderedStep& step) {
        const StoredEvent* event = step.step.event;
        if (step.step.reversed != nullptr) {
            return reverse(step);
        }
        const Body& body = event->event.body;
        if (std::holds_alternative<LookedAfterStarted>(body)) return start_care(event, step.day);
        if (std::holds_alternative<LookedAfterEnded>(body)) return end_care(event, step.day);
        if (std::holds_alternative<LegalStatusStarted>(body)) {
            return start_status(event, step.day);
        }
        if (std::holds_alternative<LegalStatusEnded>(body)) return end_status(event, step.day);
        if (std::holds_alternative<PlacementStarted>(body)) return start_placement(event, step.day);
        if (std::holds_alternative<PlacementEnded>(body)) return end_placement(event, step.day);
        if (std::holds_alternative<AllocationStarted>(body)) {
            return start_allocation(event, step.day);
        }
        if (std::holds_alternative<AllocationEnded>(body)) return end_allocation(event, step.day);
        if (const auto* decided = std::get_if<ApplicationDecided>(&body)) {
            return decide(event, *decided);
        }
        if (const auto* varied = std::get_if<LegalStatusVaried>(&body)) return vary(*varied);
        list(step);
        return true;
    }

    void list(const OrderedStep& step) {
        const StoredEvent* event = step.step.event;
        const Body& body = event->event.body;
        if (std::holds_alternative<ReviewHeld>(body)) {
            history_.reviews.push_back({event, step.day, dated_after_learned(step.step)});
        } else if (std::holds_alternative<PermanencePlanRecorded>(body)) {
            history_.permanence_plans.push_back({event, step.day, std::nullopt});
        } else if (std::holds_alternative<CareAndSupportPlanRecorded>(body)) {
            history_.care_plans.push_back({event, step.day, std::nullopt});
        } else if (std::holds_alternative<ApplicationMade>(body)) {
            history_.applications.push_back({event, nullptr, step.day});
        } else if (std::holds_alternative<DocumentAttached>(body)) {
            history_.documents.push_back({event, step.day});
        } else if (const auto* known = std::get_if<ChildRegistered>(&body)) {
            history_.references.push_back({known->source, known->reference, event});
        }
    }

    // ---- periods of care ----

    bool start_care(const StoredEvent* event, Date day) {
        if (care_ != kNone) {
            find(FindingKind::care_started_twice, event, day);
            return true;
        }
        care_ = static_cast<Place>(history_.care.size());
        history_.care.push_back({event, nullptr, day, std::nullopt, ClosedBy::open, kNone});
        const Code& basis = std::get<LookedAfterStarted>(event->event.body).legal_status;
        const bool told = primary_ != kNone && (history_.statuses[primary_].from == day ||
                                                history_.statuses[primary_].code == basis);
        if (!basis.empty() && !told) {
            open_status(event, basis, std::nullopt, day);
        }
        return true;
    }

    bool end_care(const StoredEvent* event, Date day) {
        if (care_ != kNone) {
            history_.care[care_].end = event;
            close_care(day, ClosedBy::event);
            return true;
        }
        // The 18th birthday was first: the event still tells why and where to.
        if (!history_.care.empty()) {
            PeriodOfCare& last = history_.care.back();
            if (last.closed == ClosedBy::eighteenth_year && last.end == nullptr) {
                last.end = event;
                if (day > last.to->plus_days(1)) {
                    find(FindingKind::fact_after_end_of_care, event, day);
                }
                return true;
            }
        }
        return false;
    }

    void close_care(Date day, ClosedBy why) {
        PeriodOfCare& care = history_.care[care_];
        care.to = day;
        care.closed = why;
        if (care.from == day) {
            care.first_status = primary_;
        }
        for (LegalStatus& status : history_.statuses) {
            if (!status.to && (status.facts == nullptr || status.facts->looked_after)) {
                close(status, nullptr, day, ClosedBy::care_ended);
            }
        }
        primary_ = kNone;
        hidden_ = kNone;
        for (const Place place : {base_, temporary_}) {
            if (place != kNone) {
                close(history_.placements[place], nullptr, day, ClosedBy::care_ended);
            }
        }
        base_ = kNone;
        temporary_ = kNone;
        care_ = kNone;
        episode_care_ended(day);
    }

    void cease_by_age() {
        if (care_ == kNone) return;
        const PeriodOfCare& care = history_.care[care_];
        const Date day = std::max(*last_day_, care.from);
        find(FindingKind::care_ceased_by_age, care.start, day);
        if (!history_.identity.birth_date_known()) {
            find(FindingKind::ceased_by_uncertain_birth_date, care.start, day);
        }
        close_care(day, ClosedBy::eighteenth_year);
    }

    // ---- legal statuses ----

    bool start_status(const StoredEvent* event, Date day) {
        const auto& body = std::get<LegalStatusStarted>(event->event.body);
        if (primary_ != kNone) {
            LegalStatus& open = history_.statuses[primary_];
            const bool implied = std::holds_alternative<LookedAfterStarted>(open.start->event.body);
            if (implied && open.code == body.status && open.from == day) {
                open.start = event;
                open.expires = body.expires;
                return true;
            }
        }
        open_status(event, body.status, body.expires, day);
        return true;
    }

    void open_status(
        const StoredEvent* event, std::string_view code, std::optional<Date> expires, Date day
    ) {
        const StatusFacts* facts = codes_.status(code);
        if (facts == nullptr) {
            find(FindingKind::unknown_code, event, day);
        }
        const auto place = static_cast<Place>(history_.statuses.size());
        if (facts == nullptr || facts->primary()) {
            if (care_ == kNone) {
                find(FindingKind::status_outside_care, event, day);
            }
            supersede(code, place, event, day);
            primary_ = place;
        } else {
            for (LegalStatus& open : history_.statuses) {
                if (!open.to && open.code == code) {
                    close(open, event, day, ClosedBy::next);
                }
            }
        }
        history_.statuses.push_back(
            {code, facts, event, nullptr, day, std::nullopt, ClosedBy::open, expires, kNone, {}}
        );
    }

    // A new legal basis ends the one before, except that a placement order hides a care order.
    void supersede(std::string_view code, Place place, const StoredEvent* event, Date day) {
        if (primary_ == kNone) return;
        LegalStatus& open = history_.statuses[primary_];
        if (code == "placement-order" && open.code == "care-order") {
            open.hidden_by = place;
            hidden_ = primary_;
            return;
        }
        close(open, event, day, ClosedBy::next);
        // The same placement order again still lies over the care order.
        if (hidden_ != kNone && code == "placement-order") {
            history_.statuses[hidden_].hidden_by = place;
        } else if (hidden_ != kNone) {
            close(history_.statuses[hidden_], event, day, ClosedBy::next);
            hidden_ = kNone;
        }
    }

    bool end_status(const StoredEvent* event, Date day) {
        const auto& body = std::get<LegalStatusEnded>(event->event.body);
        for (std::size_t place = history_.statuses.size(); place-- > 0;) {
            LegalStatus& status = history_.statuses[place];
            const bool named = body.started.is_zero() ? status.code == body.status
                                                      : status.start->event.id == body.started;
            if (!named) continue;
            if (!status.to) {
                status.end_reason = body.reason;
                end_open_status(static_cast<Place>(place), event, day, ClosedBy::event);
                return true;
            }
            if (!body.started.is_zero() || *status.to == day) {
                return explain_end(status, event, body.reason, day);
            }
            // An end that names only the code means a status of that code that is open, or begins
            // on its day: one that was over before is left alone.
        }
        return false;
    }

    // It ends on another day by itself; any other change is in the event only.
    bool vary(const LegalStatusVaried& varied) {
        for (LegalStatus& status : history_.statuses) {
            if (status.start->event.id != varied.started) continue;
            if (varied.expires) status.expires = varied.expires;
            return true;
        }
        return false;
    }

    void end_open_status(Place place, const StoredEvent* event, Date day, ClosedBy why) {
        close(history_.statuses[place], event, day, why);
        if (place == hidden_) {
            hidden_ = kNone;
        }
        if (place == primary_) {
            primary_ = std::exchange(hidden_, kNone);
            if (primary_ != kNone) {
                history_.statuses[primary_].hidden_by = kNone;
            }
        }
    }

    // ---- placements ----

    bool start_placement(const StoredEvent* event, Date day) {
        const auto place = static_cast<Place>(history_.placements.size());
        const bool temporary = std::get<PlacementStarted>(event->event.body).temporary;
        if (care_ == kNone) {
            find(FindingKind::placement_outside_care, event, day);
        }
        if (temporary_ != kNone) {
            close(history_.placements[temporary_], event, day, ClosedBy::next);
            temporary_ = kNone;
        }
        Place interrupted = kNone;
        if (temporary) {
            interrupted = base_ != kNone ? base_ : ended_on(day);
            temporary_ = place;
        } else {
            if (base_ != kNone) {
                close(history_.placements[base_], event, day, ClosedBy::next);
            }
            base_ = place;
        }
        history_.placements.push_back(
            {event, nullptr, day, std::nullopt, ClosedBy::open, interrupted, {}}
        );
        return true;
    }

    // A source that writes a temporary stay as a move ends the placement before it on that day.
    [[nodiscard]] Place ended_on(Date day) const {
        for (std::size_t place = history_.placements.size(); place-- > 0;) {
            const Placement& placement = history_.placements[place];
            if (placement.to == day) {
                return placement.what().temporary ? placement.interrupts
                                                  : static_cast<Place>(place);
            }
        }
        return kNone;
    }

    bool end_placement(const StoredEvent* event, Date day) {
        const auto& body = std::get<PlacementEnded>(event->event.body);
        if (body.started.is_zero()) {
            const Place current = temporary_ != kNone ? temporary_ : base_;
            if (current == kNone) return false;
            history_.placements[current].end_reason = body.reason;
            end_open_placement(current, event, day, ClosedBy::event);
            return true;
        }
        for (std::size_t place = history_.placements.size(); place-- > 0;) {
            Placement& placement = history_.placements[place];
            if (placement.start->event.id != body.started) continue;
            if (placement.to) return explain_end(placement, event, body.reason, day);
            placement.end_reason = body.reason;
            end_open_placement(static_cast<Place>(place), event, day, ClosedBy::event);
            return true;
        }
        return false;
    }

    void end_open_placement(Place place, const StoredEvent* event, Date day, ClosedBy why) {
        close(history_.placements[place], event, day, why);
        if (place == base_) base_ = kNone;
        if (place == temporary_) temporary_ = kNone;
    }

    // ---- allocations, applications ----

    bool start_allocation(const StoredEvent* event, Date day) {
        const Code& role = std::get<AllocationStarted>(event->event.body).role;
        for (std::size_t place = history_.allocations.size(); place-- > 0;) {
            Allocation& open = history_.allocations[place];
            if (open.what().role != role) continue;
            if (!open.to) {
                close(open, event, day, ClosedBy::next);
            }
            break;
        }
        history_.allocations.push_back({event, nullptr, day, std::nullopt, ClosedBy::open});
        return true;
    }

    bool end_allocation(const StoredEvent* event, Date day) {
        const EventId started = std::get<AllocationEnded>(event->event.body).started;
        for (std::size_t place = history_.allocations.size(); place-- > 0;) {
            Allocation& open = history_.allocations[place];
            if (open.start->event.id != started) continue;
            if (open.to && open.closed == ClosedBy::event) return false;
            if (!open.to || *open.to == day) {
                close(open, event, day, ClosedBy::event);
            }
            return true;
        }
        return false;
    }

    bool decide(const StoredEvent* event, const ApplicationDecided& decided) {
        for (std::size_t place = history_.applications.size(); place-- > 0;) {
            Application& application = history_.applications[place];
            if (application.made->event.id == decided.application) {
                application.decided = event;
                return true;
            }
        }
        return false;
    }

    // ---- reversals: true once, undone in the world from this day ----

    [[nodiscard]] bool reverse(const OrderedStep& step) {
        const StoredEvent* target = step.step.reversed;
        const StoredEvent* event = step.step.event;
        const Body& body = target->event.body;
        if (std::holds_alternative<LookedAfterStarted>(body)) {
            return reverse_care(target, event, step.day);
        }
        if (std::holds_alternative<LegalStatusStarted>(body)) {
            return reverse_in(history_.statuses, target, [&](Place place) {
                end_open_status(place, event, step.day, ClosedBy::reversal);
            });
        }
        if (std::holds_alternative<PlacementStarted>(body)) {
            return reverse_in(history_.placements, target, [&](Place place) {
                end_open_placement(place, event, step.day, ClosedBy::reversal);
            });
        }
        if (std::holds_alternative<AllocationStarted>(body)) {
            return reverse_in(history_.allocations, target, [&](Place place) {
                close(history_.allocations[place], event, step.day, ClosedBy::reversal);
            });
        }
        if (std::holds_alternative<LegalStatusEnded>(body)) {
            return reopen_status(target, event, step.day);
        }
        const bool plan = withdraw(history_.permanence_plans, target, step.day) ||
                          withdraw(history_.care_plans, target, step.day);
        return (plan || stands_by_itself(target->event)) && undo(target);
    }

    // From the day of the reversal on it satisfies nothing.
    bool undo(const StoredEvent* target) {
        const auto fact = std::ranges::find(history_.facts, target, &DatedFact::event);
        if (fact == history_.facts.end() || fact->undone) return false;
        fact->undone = true;
        return true;
    }

    bool reverse_care(const StoredEvent* target, const StoredEvent* event, Date day) {
        if (care_ == kNone || history_.care[care_].start != target) return false;
        history_.care[care_].end = event;
        close_care(day, ClosedBy::reversal);
        return true;
    }

    template <class Items, class Close>
    [[nodiscard]] static bool reverse_in(
        const Items& items, const StoredEvent* target, const Close& close_place
    ) {
        for (std::size_t place = items.size(); place-- > 0;) {
            if (items[place].start == target) {
                if (items[place].to) return false;
                close_place(static_cast<Place>(place));
                return true;
            }
        }
        return false;
    }

    // An end that was set aside, on appeal for instance: the status holds again from that day.
    bool reopen_status(const StoredEvent* target, const StoredEvent* event, Date day) {
        for (std::size_t place = history_.statuses.size(); place-- > 0;) {
            const LegalStatus& status = history_.statuses[place];
            if (status.end == target && status.closed == ClosedBy::event) {
                open_status(event, status.code, status.expires, day);
                return true;
            }
        }
        return false;
    }

    template <class Plan>
    [[nodiscard]] static bool withdraw(
        std::vector<Plan>& plans, const StoredEvent* target, Date day
    ) {
        for (Plan& plan : plans) {
            if (plan.event == target && !plan.to) {
                plan.to = day;
                return true;
            }
        }
        return false;
    }

    // ---- ends ----

    template <class Item>
    static void close(Item& item, const StoredEvent* event, Date day, ClosedBy why) {
        item.to = day;
        item.end = event;
        item.closed = why;
    }

    // The item was closed already by what followed it: on the same day the end explains it, later
    // it comes too late.
    template <class Item>
    bool explain_end(Item& item, const StoredEvent* event, std::string_view reason, Date day) {
        if (item.closed == ClosedBy::event || item.closed == ClosedBy::reversal) return false;
        if (*item.to == day) {
            item.end_reason = reason;
            close(item, event, day, ClosedBy::event);
            return true;
        }
        if (item.closed != ClosedBy::care_ended || day < *item.to) return false;
        item.end_reason = reason;
        item.end = event;
        find(FindingKind::fact_after_end_of_care, event, day);
        return true;
    }

    // ---- the end of a day ----

    void finish_day(Date day) {
        // What is still waiting may wait for one another (an end of what another one reopens).
        for (std::size_t left = deferred_.size() + 1;
             !deferred_.empty() && deferred_.size() < left;) {
            left = deferred_.size();
            std::erase_if(deferred_, [&](const OrderedStep* step) { return take(*step); });
        }
        for (const OrderedStep* step : deferred_) {
            const bool reversal = step->step.reversed != nullptr;
            find(
                reversal ? FindingKind::reversal_without_effect : FindingKind::end_without_start,
                step->step.event,
                day
            );
        }
        deferred_.clear();
        note_episode(day);
    }

    void note_episode(Date day) {
        if (care_ == kNone) return;
        PeriodOfCare& care = history_.care[care_];
        if (care.from == day) {
            care.first_status = primary_;
        }
        const Place lived_in = temporary_ != kNone ? temporary_ : base_;
        if (!history_.episodes.empty()) {
            Episode& last = history_.episodes.back();
            if (!last.to) {
                if (last.status == primary_ && last.placement == lived_in) return;
                last.to = day;
            }
        }
        history_.episodes.push_back({day, std::nullopt, care_, primary_, lived_in});
        check_parents(day, lived_in);
    }

    void check_parents(Date day, Place lived_in) {
        if (lived_in == kNone || primary_ == kNone) return;
        const Placement& placement = history_.placements[lived_in];
        const StatusFacts* facts = history_.statuses[primary_].facts;
        if (facts != nullptr && facts->figure == "voluntary" &&
            placement.what().setting == "with-parents") {
            find(FindingKind::placed_with_parents_unlawful, placement.start, day);
        }
    }

    void episode_care_ended(Date day) {
        if (!history_.episodes.empty() && !history_.episodes.back().to) {
            history_.episodes.back().to = day;
        }
    }

    void find(FindingKind kind, const StoredEvent* event, Date day) {
        history_.findings.push_back({kind, event, nullptr, day});
    }

    History& history_;
    const CodeFacts& codes_;
    std::optional<Date> last_day_;  // the day before the 18th birthday
    Place care_ = kNone;            // the open period of care
    Place primary_ = kNone;         // the legal basis that holds
    Place hidden_ = kNone;          // the care order under a placement order
    Place base_ = kNone;            // the placement that is not temporary
    Place temporary_ = kNone;
    std::vector<const OrderedStep*> deferred_;
};

void order_findings(std::vector<HistoryFinding>& findings) {
    const auto index = [](const StoredEvent* event) { return event ? event->index.value : 0; };
    std::ranges::sort(findings, {}, [&](const HistoryFinding& finding) {
        return std::tuple(index(finding.event), finding.kind, index(finding.other), finding.day);
    });
}

void note_streams_and_days_to_come(std::span<const StoredEvent> person_events, History& history) {
    const Question& question = history.question;
    const auto note_day = [&](const StoredEvent& stored) {
        const Date day = stored.event.occurred.date;
        if (day > question.as_at && known_time(stored, question.witnessed) <= question.known_at &&
            (!history.next_event_day || day < *history.next_event_day)) {
            history.next_event_day = day;
        }
    };
    for (const StoredEvent& stored : person_events) {
        note_day(stored);
        if (history.streams.empty() || history.streams.back() != stored.stream) {
            history.streams.push_back(stored.stream);
        }
    }
    for (const auto& stored : history.corrected) {
        note_day(*stored);
    }
    std::ranges::sort(history.streams);
    const auto repeated = std::ranges::unique(history.streams);
    history.streams.erase(repeated.begin(), repeated.end());
}

// Whoever is joined from both sides is in the person's streams.
void find_one_sided_joins(std::span<const FoldStep> steps, History& history) {
    for (const Join& join : joins_in_force(steps)) {
        if (!std::ranges::binary_search(history.streams, join.other)) {
            history.findings.push_back(
                {FindingKind::records_joined_one_sided,
                 join.said_by,
                 nullptr,
                 join.said_by->event.occurred.date}
            );
        }
    }
}

}  // namespace

History fold(
    std::span<const StoredEvent> person_events, const Question& question, const CodeFacts& codes
) {
    History history;
    history.question = question;
    const auto first = std::ranges::min_element(person_events, {}, &StoredEvent::index);
    if (first != person_events.end()) {
        history.person = first->stream;
    }
    const std::vector<FoldStep> steps = resolve_relations(person_events, history);
    const std::vector<OrderedStep> ordered = order_steps(steps, history);
    Folder(history, codes).run(ordered);
    note_streams_and_days_to_come(person_events, history);
    find_one_sided_joins(steps, history);
    order_findings(history.findings);
    return history;
}

PersonHistory fold_and_keep(
    std::vector<StoredEvent> person_events, const Question& question, const CodeFacts& codes
) {
    PersonHistory kept;
    kept.events = std::make_unique<const std::vector<StoredEvent>>(std::move(person_events));
    kept.history = fold(*kept.events, question, codes);
    return kept;
}

}  // namespace tyst
