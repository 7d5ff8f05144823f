#include "projections/iro_desk.h"

#include <algorithm>
#include <tuple>

#include "schema/date_arithmetic.h"

namespace tyst {
namespace {

constexpr std::string_view kPreparation = "review-preparation";
constexpr std::string_view kChallenge = "challenge";

bool awaited(const Obligation& obligation) {
    return obligation.status == ObligationStatus::open ||
           obligation.status == ObligationStatus::overdue;
}

// Lays the matters of one child on a desk.
class ChildOnDesk {
  public:
    ChildOnDesk(IroDesk& desk, const DeskChild& child)
        : desk_(desk),
          history_(child.history),
          obligations_(child.obligations),
          preparation_held_(
              child.coverage.covered(history_.references, kPreparation, history_.question.as_at)
          ),
          challenges_held_(
              child.coverage.covered(history_.references, kChallenge, history_.question.as_at)
          ) {
        if (!history_.references.empty()) {
            name_ = history_.references.front().reference;
        }
        last_ = last_review();
        next_ = obligations_.next_review();
    }

    void lay() {
        ++desk_.children;
        desk_.preparation_not_held += preparation_held_ ? 0U : 1U;
        desk_.challenges_not_held += challenges_held_ ? 0U : 1U;
        lay_news();
        lay_review();
        lay_challenges();
        lay_midpoint();
        lay_answers();
        for (const Obligation& obligation : obligations_.all) {
            if (awaited(obligation)) lay_obligation(obligation);
        }
    }

  private:
    // In this period of care; nullptr where none was held.
    [[nodiscard]] const Review* last_review() const {
        const PeriodOfCare* care = history_.current_care();
        if (care == nullptr) return nullptr;
        const Review* last = nullptr;
        for (const Review& review : history_.reviews) {
            const bool of_care = care->began_earlier() || review.held >= care->from;
            const bool later = last == nullptr || last->held <= review.held;
            if (of_care && later && !review.dated_after_learned) last = &review;
        }
        return last;
    }

    // Facts that count, in the order of the fold.
    template <class Visit>
    void each_fact(Visit visit) const {
        for (const DatedFact& fact : history_.facts) {
            if (fact.counts()) visit(fact);
        }
    }

    // It prepares the review that comes next, not the last one held. Without a review yet
    // everything in this period of care does.
    [[nodiscard]] bool since_last_review(Date day) const {
        const PeriodOfCare* care = history_.current_care();
        return last_ != nullptr ? day > last_->held : care != nullptr && day >= care->from;
    }

    [[nodiscard]] bool in_week(std::optional<Date> day) const {
        return day && desk_.as_at <= *day && *day <= desk_.as_at.plus_days(IroDesk::kWeekDays);
    }

    // ---- since the last look ----

    void lay_news() {
        DeskNews row;
        const Timestamp looked = end_of_london_day(desk_.new_since);
        for (const DatedFact& fact : history_.facts) {
            if (known_time(*fact.event, history_.question.witnessed) <= looked) continue;
            ++row.facts;
            const EventType kind = type_of(fact.body());
            if (std::ranges::find(row.kinds, kind) == row.kinds.end()) row.kinds.push_back(kind);
        }
        for (const Alert& alert : obligations_.alerts) {
            if (alert.status == AlertStatus::open && alert.since > desk_.new_since) {
                row.alerts.push_back(alert.rule->id);
            }
        }
        if (row.facts == 0 && row.alerts.empty()) return;
        row.child = name_;
        desk_.news.push_back(std::move(row));
    }

    // ---- the week's reviews ----

    // A review is often booked at the one before it: the day set counts, not the day of booking.
    [[nodiscard]] std::optional<Date> booked() const {
        std::optional<Date> day;
        each_fact([&](const DatedFact& fact) {
            if (const auto* booking = std::get_if<ReviewBooked>(&fact.body())) {
                if (since_last_review(booking->held_on)) day = booking->held_on;
            } else if (const auto* fallen = std::get_if<ReviewNotHeld>(&fact.body())) {
                if (day && fallen->held_on.value_or(*day) == *day) day.reset();
            }
        });
        return day;
    }

    [[nodiscard]] Recorded recorded(bool found) const {
        return found ? Recorded::yes : preparation_held_ ? Recorded::no : Recorded::not_held;
    }

    void lay_review() {
        DeskReview row;
        row.booked = booked();
        if (next_ != nullptr) {
            row.due = next_->due;
            row.overdue = next_->status == ObligationStatus::overdue;
        }
        if (!in_week(row.booked) && !in_week(row.due)) return;
        row.child = name_;
        bool consulted = false;
        each_fact([&](const DatedFact& fact) {
            if (!since_last_review(fact.day)) return;
            if (const auto* asked = std::get_if<ChildConsulted>(&fact.body())) {
                consulted |= asked->matter == "review";
            } else if (const auto* came = std::get_if<ReviewReportsReceived>(&fact.body())) {
                if (std::ranges::find(row.reports_in, came->report) == row.reports_in.end()) {
                    row.reports_in.push_back(came->report);
                }
            }
        });
        row.consulted = recorded(consulted);
        row.reports = recorded(!row.reports_in.empty());
        desk_.reviews.push_back(std::move(row));
    }

    // ---- challenges ----

    void lay_challenges() {
        each_fact([&](const DatedFact& fact) {
            const auto* raised = std::get_if<ChallengeRaised>(&fact.body());
            if (raised == nullptr) return;
            DeskChallenge row;
            row.child = name_;
            row.raised = fact.day;
            row.stage = raised->stage;
            row.answer_due = raised->answer_due;
            row.days = desk_.as_at.days - fact.day.days;
            if (follow(fact.event->event.id, row)) desk_.challenges.push_back(std::move(row));
        });
    }

    // Brings a challenge to the stage reached; false where it is settled.
    bool follow(const EventId& challenge, DeskChallenge& row) const {
        bool open = true;
        each_fact([&](const DatedFact& fact) {
            if (const auto* up = std::get_if<ChallengeEscalated>(&fact.body())) {
                if (up->challenge != challenge) return;
                row.stage = up->stage;
                if (up->answer_due) row.answer_due = up->answer_due;
                row.answered.reset();
            } else if (const auto* answer = std::get_if<ChallengeAnswered>(&fact.body())) {
                if (answer->challenge == challenge) row.answered = fact.day;
            } else if (const auto* settled = std::get_if<ChallengeResolved>(&fact.body())) {
                if (settled->challenge == challenge) open = false;
            }
        });
        return open;
    }

    // ---- between two reviews ----

    void lay_midpoint() {
        // Without the facts nobody can tell whether a check was made.
        if (!preparation_held_ || last_ == nullptr || next_ == nullptr) return;
        if (next_->status == ObligationStatus::overdue) return;
        DeskMidpoint row;
        each_fact([&](const DatedFact& fact) {
            if (std::holds_alternative<IroMidpointCheckMade>(fact.body()) &&
                fact.day > last_->held) {
                row.last_check = std::max(row.last_check, std::optional(fact.day));
            }
        });
        const int half = (next_->due.days - last_->held.days) / 2;
        row.since = row.last_check.value_or(last_->held).plus_days(half + 1);
        if (row.since > desk_.as_at) return;
        row.child = name_;
        row.last_review = last_->held;
        row.next_review = next_->due;
        desk_.midpoints.push_back(std::move(row));
    }

    void lay_answers() {
        DeskAnswers row;
        row.child = name_;
        if (last_ != nullptr) {
            row.review = last_->held;
            row.legal_help_needed = last_->what().legal_help_needed;
            row.rights_breached = last_->what().rights_breached;
        }
        desk_.answers.push_back(std::move(row));
    }

    // ---- obligations ----

    void lay_obligation(const Obligation& obligation) {
        count_meeting(obligation);
        if (!obligation.rule->raises()) return;
        if (obligation.rule->satisfied_by_type(EventType::review_decision_actioned)) {
            lay_decision(obligation);
        } else if (obligation.rule->satisfied_by_type(EventType::challenge_answered)) {
            return;  // stands among the challenges
        } else if (obligation.status == ObligationStatus::overdue) {
            desk_.overdue.push_back(duty(obligation, obligation.days_over));
        } else if (at_risk(obligation)) {
            desk_.at_risk.push_back(duty(obligation, obligation.due.days - desk_.as_at.days));
        }
    }

    void count_meeting(const Obligation& obligation) {
        const bool conference = obligation.rule->satisfied_by_type(EventType::conference_held);
        if (&obligation != next_ && !conference) return;
        for (DeskMonth& month : desk_.months) {
            if (obligation.due < month.from || month.to < obligation.due) continue;
            ++(conference ? month.conferences : month.reviews);
        }
    }

    void lay_decision(const Obligation& obligation) {
        if (obligation.status != ObligationStatus::overdue) return;
        DeskDecision row;
        row.child = name_;
        row.review = obligation.trigger_day;
        row.decision = obligation.decision;
        row.text = decision_text(obligation);
        row.due = obligation.due;
        row.days_over = obligation.days_over;
        desk_.decisions.push_back(std::move(row));
    }

    [[nodiscard]] static std::string decision_text(const Obligation& obligation) {
        const auto* review = obligation.trigger == nullptr
                                 ? nullptr
                                 : std::get_if<ReviewHeld>(&obligation.trigger->event.body);
        if (review == nullptr) return {};
        const auto found =
            std::ranges::find(review->decisions, obligation.decision, &ReviewDecision::id);
        return found == review->decisions.end() ? std::string() : found->text;
    }

    // A day outside the calendar's years has no lead time: it is told as overdue when it passes.
    [[nodiscard]] bool at_risk(const Obligation& obligation) const {
        if (!obligation.rule->warn_before) return false;
        const auto from = lead_date(
            obligation.due, *obligation.rule->warn_before, obligations_.reference->bank_holidays()
        );
        return from && *from <= desk_.as_at;
    }

    [[nodiscard]] DeskDuty duty(const Obligation& obligation, int days) const {
        return {name_, obligation.rule->id, obligation.rule->title.en, obligation.due, days};
    }

    IroDesk& desk_;
    const History& history_;
    const Obligations& obligations_;
    bool preparation_held_;
    bool challenges_held_;
    std::string name_;
    const Review* last_ = nullptr;      // held last; nullptr where none was
    const Obligation* next_ = nullptr;  // the review awaited
};

}  // namespace

std::string_view name(Recorded recorded) {
    switch (recorded) {
        case Recorded::yes:
            return "yes";
        case Recorded::no:
            return "no";
        case Recorded::not_held:
            return "not-held-here";
    }
    return "not-held-here";
}

IroDesk desk_on(Date as_at, Date new_since) {
    IroDesk desk;
    desk.as_at = as_at;
    desk.new_since = new_since;
    const Date first = Date::of(as_at.year(), as_at.month(), 1);
    for (std::size_t place = 0; place < IroDesk::kMonths; ++place) {
        const int months = static_cast<int>(place);
        desk.months[place].from = std::max(as_at, plus_months(first, months));
        desk.months[place].to = plus_months(first, months + 1).plus_days(-1);
    }
    return desk;
}

void lay_on(IroDesk& desk, const DeskChild& child) {
    ChildOnDesk(desk, child).lay();
}

void put_in_order(IroDesk& desk) {
    const auto by_due = [](const auto& row) { return std::tie(row.due, row.child); };
    std::ranges::stable_sort(desk.reviews, {}, [](const DeskReview& row) {
        return std::tuple(row.day(), std::string_view(row.child));
    });
    std::ranges::stable_sort(desk.news, {}, &DeskNews::child);
    std::ranges::stable_sort(desk.decisions, {}, by_due);
    std::ranges::stable_sort(desk.challenges, {}, [](const DeskChallenge& row) {
        return std::tie(row.raised, row.child);
    });
    std::ranges::stable_sort(desk.midpoints, {}, [](const DeskMidpoint& row) {
        return std::tie(row.since, row.child);
    });
    std::ranges::stable_sort(desk.overdue, {}, by_due);
    std::ranges::stable_sort(desk.at_risk, {}, by_due);
    std::ranges::stable_sort(desk.answers, {}, &DeskAnswers::child);
}

}  // namespace tyst
