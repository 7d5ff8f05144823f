#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/date.h"
#include "schema/rule.h"
#include "schema/subject.h"

// What a file of reference/retention/ says, as plain data (docs/rule-files.md): how long a record
// is kept.
namespace tyst {

// The day from which the years are counted.
enum class RetentionStart : std::uint8_t {
    birth,            // where the birth date is known
    death_before_18,  // where the person died before the 18th birthday
    adoption,         // the order
};

struct RetentionTerm {
    RetentionStart start = RetentionStart::birth;
    int years = 0;
    // "N years beginning with": the start is the first day of them. Otherwise the last day on which
    // the record is kept is the anniversary itself.
    bool first_day_counts = false;
    std::optional<Date> since;  // the earliest start that the law speaks of
    bool operator==(const RetentionTerm&) const = default;
};

// One version of one rule. Versions of an id in one jurisdiction never overlap in time; the day on
// which destruction is considered decides which one applies.
struct RetentionRule {
    std::string id;       // "K-case-record"
    std::string version;  // "2015"
    std::string jurisdiction;
    std::string path;
    RuleKind kind = RuleKind::unverified;  // an unverified one makes nothing due
    std::optional<Date> in_force_from;     // both days included
    std::optional<Date> in_force_to;
    std::string citation;
    BilingualText title;
    bool title_cy_is_draft = false;
    std::vector<Compartment> records;  // which compartments of a child's record it concerns
    std::vector<RetentionTerm> terms;  // the first whose start there is holds
    int delay_days = 0;                // from the request to the first day of carrying out
    std::string delay_source;          // who set the delay

    [[nodiscard]] bool in_force_on(Date date) const {
        return (!in_force_from || *in_force_from <= date) && (!in_force_to || date <= *in_force_to);
    }
    [[nodiscard]] bool concerns(Compartment compartment) const;
    bool operator==(const RetentionRule&) const = default;
};

// The words that retention files use.
[[nodiscard]] std::string_view to_text(RetentionStart start);
[[nodiscard]] std::string_view to_text(Compartment compartment);  // "case", "adoption", …

}  // namespace tyst
