#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/date.h"
#include "schema/event.h"

namespace tyst::sample {

// Rows and columns of the published tables.
enum class Status : std::uint8_t {
    care_order,
    interim_care_order,
    placement_order,
    voluntary,
    remand,
    emergency_protection
};
enum class Placement : std::uint8_t {
    own_foster,
    agency_foster,
    kinship,
    parents,
    residential,
    residential_school,
    secure,
    adoption,
    independent,
    other
};
inline constexpr std::size_t kStatuses = 6;
inline constexpr std::size_t kPlacements = 10;

struct State {
    Status status = Status::voluntary;
    Placement placement = Placement::own_foster;
    bool operator==(const State&) const = default;
};

// How many children stand in each cell of a table.
using Stock = std::array<std::array<int, kPlacements>, kStatuses>;
[[nodiscard]] int total(const Stock& stock);

// The legal basis on a child's first day of care.
enum class Basis : std::uint8_t {
    interim_care_order,
    care_order,
    voluntary,
    emergency_protection,
    police_protection,
    remand
};
enum class AgeBand : std::uint8_t { any, under_11, from_11 };

// One start of care that the figures ask for.
struct Entry {
    Basis basis = Basis::voluntary;
    AgeBand age = AgeBand::any;
    Code need = "N1";
};

struct Pin {
    Date date;
    Stock stock;
};

// What the authority itself states, in its own stream.
struct Statement {
    Date day;
    Body body;
};

// What a cohort must come to: the stock at each pinned day, and every start between two of them.
// How many cease between two pinned days follows from these.
struct Cohort {
    std::string name;
    std::string reference_prefix;
    Date today;
    std::vector<Pin> pins;
    std::vector<std::vector<Entry>> entries;  // entries[i] lie after pins[i], up to pins[i + 1]
    std::optional<std::array<int, 18>> ages;  // of the stock at the last pin
    int children_at_once = 0;                 // about how many; sets the size of the workforce
    Date reviews_from;                        // before it the source holds no reviews and plans
    Date review_gap_from;                     // first day of the gap in them
    Date review_gap_to;                       // last day of it
    Date allocations_from;
    // At this day the kinship placements are with so many distinct carers.
    std::optional<Date> kinship_carers_at;
    int kinship_carers = 0;
    std::vector<Statement> statements;
};

struct DateRange {
    Date first;
    Date last;
    [[nodiscard]] bool empty() const { return last < first; }
};
[[nodiscard]] DateRange intersect(DateRange a, DateRange b);

// Where a child stands at the end of a pinned day.
struct Anchor {
    Date date;
    State state;
};

// One child's period of care with everything that the figures fix; the rest of the life is told
// around it.
struct Child {
    std::uint32_t number = 0;  // one for each period of care
    std::uint32_t person = 0;  // the number of the child's first period
    Entry entry;
    Date entered;
    DateRange born;  // while planning: the birth dates that are still possible
    Date birth;
    std::vector<Anchor> anchors;
    std::optional<Date> left;
    bool turned_18 = false;
};

// `birth` plus whole years; somebody born on 29 February has the birthday on 1 March.
[[nodiscard]] Date birthday(Date birth, int years);
[[nodiscard]] int age_on(Date birth, Date day);

// Makes children whose stocks, starts and ages are exactly those of the cohort. Fails with
// `internal` where the cohort cannot be met.
[[nodiscard]] Result<std::vector<Child>> plan(const Cohort& cohort, std::uint64_t seed);

}  // namespace tyst::sample
