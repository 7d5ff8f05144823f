#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"
#include "projections/obligations.h"
#include "schema/date.h"
#include "schema/reference_set.h"

// What lies on the desk of an independent reviewing officer on a day, of the children allocated to
// them: plain data that owns what it holds.
namespace tyst {

// Whether a record says so. Without one it is "no" only where a source supplies such records.
enum class Recorded : std::uint8_t { yes, no, not_held };
// "yes", "no", "not-held-here": stable, for scripts.
[[nodiscard]] std::string_view name(Recorded recorded);

// What has come in about a child since the officer last looked.
struct DeskNews {
    std::string child;
    std::size_t facts = 0;            // learned since
    std::vector<EventType> kinds;     // of them, each once, in the order of the fold
    std::vector<std::string> alerts;  // rules whose open alert arose since
};

// A review that is due or booked within the week.
struct DeskReview {
    std::string child;
    std::optional<Date> due;  // nothing where none is awaited
    bool overdue = false;
    std::optional<Date> booked;  // the day set last since the review before, unless it fell through
    Recorded consulted = Recorded::no;  // since the review before, about the review
    Recorded reports = Recorded::no;
    std::vector<Code> reports_in;  // codes/review-report, each once
    [[nodiscard]] Date day() const { return booked ? *booked : *due; }
};

// A decision of a review whose day has passed.
struct DeskDecision {
    std::string child;
    Date review;  // when it was made
    std::string decision;
    std::string text;
    Date due;
    int days_over = 0;
};

// A challenge that is not settled.
struct DeskChallenge {
    std::string child;
    Date raised;
    Code stage;  // codes/escalation-stage; the one reached
    std::optional<Date> answer_due;
    std::optional<Date> answered;  // last answer at this stage
    int days = 0;                  // since it was raised
};

// A child not looked at for more than half the time between the last review and the next.
struct DeskMidpoint {
    std::string child;
    Date last_review;
    std::optional<Date> last_check;  // since that review
    Date since;                      // first day on which a check is wanted
    Date next_review;
};

// Meetings that fall due in a calendar month, as far as their days are known.
struct DeskMonth {
    Date from;
    Date to;  // both included
    std::size_t reviews = 0;
    std::size_t conferences = 0;
};

// An obligation that is overdue, or that falls due within its rule's lead time.
struct DeskDuty {
    std::string child;
    std::string rule;
    std::string title;
    Date due;
    int days = 0;  // over, or left
};

// What the latest review said to the two questions that are answered at every review.
struct DeskAnswers {
    std::string child;
    std::optional<Date> review;  // nothing where none was held
    std::optional<bool> legal_help_needed;
    std::optional<bool> rights_breached;
};

struct IroDesk {
    static constexpr int kWeekDays = 7;
    static constexpr std::size_t kMonths = 3;

    Date as_at;
    Date new_since;  // the day of the last look: what came later is new
    std::size_t children = 0;
    std::size_t preparation_not_held = 0;  // children whose bookings and reports are not held here
    std::size_t challenges_not_held = 0;
    std::vector<DeskNews> news;             // by child; those with none are left out
    std::vector<DeskReview> reviews;        // by day
    std::vector<DeskDecision> decisions;    // by due day
    std::vector<DeskChallenge> challenges;  // by the day raised
    std::vector<DeskMidpoint> midpoints;    // by the day since when
    std::array<DeskMonth, kMonths> months;  // from the day asked about on
    std::vector<DeskDuty> overdue;          // by due day; not what stands above
    std::vector<DeskDuty> at_risk;          // by due day
    std::vector<DeskAnswers> answers;       // by child
};

// One child with all that the desk is made from. Everything must outlive the call only.
struct DeskChild {
    const History& history;
    const Obligations& obligations;
    const Coverage& coverage;
};

// An empty desk of a day, for somebody who last looked on another.
[[nodiscard]] IroDesk desk_on(Date as_at, Date new_since);
// Lays a child's matters on it; children come in any order. Unverified rules lay nothing on it.
void lay_on(IroDesk& desk, const DeskChild& child);
// Puts every list into its order. Called once, after the last child.
void put_in_order(IroDesk& desk);

}  // namespace tyst
