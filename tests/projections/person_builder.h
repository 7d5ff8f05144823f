#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/history.h"
#include "schema/reference_set.h"
#include "tests/support/day.h"

namespace tyst::test {

// The legal statuses that the tests use, as reference/codes has them.
[[nodiscard]] const CodeFacts& test_codes();

// The reference set that is built into the program.
[[nodiscard]] const ReferenceSet& shipped_reference();

// Everything known by far in the future, at the end of a day.
[[nodiscard]] Question asked(std::string_view as_at);
[[nodiscard]] Question asked(std::string_view as_at, std::string_view known_on);

// The code of the status in force; "none" without one.
[[nodiscard]] std::string_view status_code(const History& history);

// Writes one person's events as a ledger would give them back: indexes count up in the order of
// adding; each is recorded at nine o'clock UTC on the day it occurred unless `recorded_on` says
// otherwise.
class PersonBuilder {
  public:
    explicit PersonBuilder(std::uint8_t person = 1, std::uint64_t first_index = 0);

    // The id of the event added.
    EventId add(Body body, std::string_view occurred);
    PersonBuilder& recorded_on(std::string_view date);  // of the event added last
    PersonBuilder& learned_on(std::string_view date);   // claimed by a source, of the same
    PersonBuilder& in_sequence(std::uint16_t sequence);
    EventId correct(
        EventId target, Body body, std::vector<std::string> fields, std::string_view on
    );
    EventId annul(EventId target, std::string_view on);
    EventId reverse(EventId target, std::string_view on);

    // ---- short ways to say the usual ----
    PersonBuilder& born(std::string_view date, std::string_view certainty = "known");
    EventId enters(std::string_view on, std::string_view basis, std::string_view need = "N1");
    EventId leaves(std::string_view on, std::string_view route = "other");
    EventId status(std::string_view code, std::string_view on);
    EventId status_ends(
        EventId started, std::string_view on, std::string_view reason = "discharged"
    );
    EventId placed(std::string_view setting, std::string_view on, bool temporary = false);
    EventId fostered(std::string_view relationship, std::string_view provider, std::string_view on);
    EventId placement_ends(EventId started, std::string_view on);
    EventId reviewed(std::string_view on);
    EventId planned(std::string_view on);
    EventId allocated(std::string_view role, std::uint8_t worker, std::string_view on);

    [[nodiscard]] History fold(const Question& question) const;
    [[nodiscard]] std::vector<StoredEvent>& events() { return events_; }
    [[nodiscard]] const std::vector<StoredEvent>& events() const { return events_; }

  private:
    std::vector<StoredEvent> events_;
    std::uint8_t person_;
    std::uint64_t next_index_;
};

[[nodiscard]] std::size_t count(const History& history, FindingKind kind);

}  // namespace tyst::test
