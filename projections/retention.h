#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/history.h"
#include "schema/reference_set.h"

// When a child's record may be destroyed. Pure: nothing here looks at a ledger or a clock.
namespace tyst {

// What retention counts from, as known of one person.
struct RetentionFacts {
    std::optional<Date> birth_date;
    std::string birth_date_certainty;  // codes/birth-date-certainty; empty counts as known
    std::optional<Date> death_date;
    bool died = false;            // also where care ended by death and no day of it is recorded
    std::optional<Date> adopted;  // day of the order, the latest where there are several
    bool operator==(const RetentionFacts&) const = default;
};

// What one history says. The day of adoption is that of a granted application for an adoption
// order, of an end of care by adoption, or of the status itself. Statements of the birth date that
// are in force and differ, in one stream or in joined ones, make it disputed; the date that is
// established in a stream overtakes estimates before it. What is uncertain in one of joined streams
// is uncertain. Of several days of death the latest counts.
[[nodiscard]] RetentionFacts retention_facts(const History& history);
// Adds what another compartment of the same person says, by the same rules; of two days of adoption
// the later counts.
void merge(RetentionFacts& facts, const RetentionFacts& other);

// A stream of a child's record.
struct RecordPart {
    StreamId stream;
    Compartment compartment = Compartment::child_case;
    auto operator<=>(const RecordPart&) const = default;
};

enum class NeverDue : std::uint8_t {
    no_rule,          // none in force concerns the compartment
    unverified_rule,  // one does, and nobody has adopted it
    birth_unknown,
    birth_unborn,
    birth_estimated,
    birth_disputed,
    death_without_day,  // care ended by death, and no day of death is recorded
    dates_contradict,   // death before birth, or after the day asked about
    no_adoption,        // the rule counts from an adoption, and none is recorded
    before_the_law,     // the day counted from lies before the first that the law speaks of
};
inline constexpr std::size_t kNeverDueCount = 10;

// "birth-unknown": stable, for scripts.
[[nodiscard]] std::string_view name(NeverDue reason);
// In words for a person.
[[nodiscard]] std::string_view words(NeverDue reason);

// What a reader needs in order to count again by hand.
struct RetentionStep {
    enum class Kind : std::uint8_t {
        born,
        died,
        eighteenth_birthday,  // with which the day of death is compared
        adopted,
        last_day,  // on which the record is kept
        first_day  // on which it may be destroyed
    };
    Kind kind = Kind::born;
    Date day;
    bool operator==(const RetentionStep&) const = default;
};
[[nodiscard]] std::string_view name(RetentionStep::Kind kind);

// One compartment of one record.
struct CompartmentRetention {
    Compartment compartment = Compartment::child_case;
    std::vector<StreamId> streams;        // sorted
    const RetentionRule* rule = nullptr;  // that decides; nullptr where there is none
    std::vector<RetentionStep> steps;
    std::optional<Date> first_day;  // on which destruction is allowed; nothing: never
    std::optional<NeverDue> never;  // why not, where there is none

    [[nodiscard]] bool due_on(Date day) const { return first_day && *first_day <= day; }
};

// For each compartment that `parts` has, in the order of the compartments. The version in force on
// `today` applies; of several rules that concern a compartment the one that keeps it longest. A
// rule that cannot be computed keeps it for ever. `rules` must outlive the answer.
[[nodiscard]] std::vector<CompartmentRetention> retention_of(
    const RetentionFacts& facts,
    std::span<const RecordPart> parts,
    std::span<const RetentionRule> rules,
    Date today,
    std::string_view jurisdiction = "wales"
);

}  // namespace tyst
