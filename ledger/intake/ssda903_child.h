#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/intake/import_report.h"
#include "ledger/intake/ssda903_tables.h"
#include "schema/event.h"
#include "schema/returns/ssda903_codes.h"

namespace tyst {

// A row of a table, its values in the usual order of the table's columns. Views into the file or
// into a stored event, which must outlive it.
struct Ssda903Row {
    Ssda903Table table = Ssda903Table::header;
    std::uint32_t line = 0;
    std::vector<std::string_view> values;
};

// The rows of one child in one return, by table, then line. Only rows with as many values as
// columns.
using Ssda903ChildRows = std::vector<Ssda903Row>;

// Which of two returns speaks last: the one of the later collection, of one collection the one
// received later.
struct Ssda903StatementTime {
    int year = 0;  // in which the collection ends
    Date received;
    auto operator<=>(const Ssda903StatementTime&) const = default;
};

// One of the returns that a child stands in.
struct Ssda903Statement {
    Ssda903ChildRows rows;
    bool current = false;  // the one being imported
    Ssda903StatementTime time;
};

// What mapping needs to know besides the rows. `event_id` gives the id of the fact that a row
// states: the same for the same arguments (Ledger::derived_event_id for the child).
struct Ssda903Context {
    const Ssda903Codes* codes = nullptr;
    int year = 0;
    Date received;
    std::vector<Ssda903Table> tables;  // that the current return has
    std::function<
        EventId(std::string_view table, std::string_view row, std::string_view occurrence)>
        event_id;
};

// A row's fate, for the counts: each row of the current return once.
struct Ssda903RowFate {
    Ssda903Table table = Ssda903Table::header;
    enum class Fate : std::uint8_t { understood, refused } fate = Fate::understood;
};

// An end that a row of the current return does not give: an earlier return may have given it.
struct Ssda903OpenEnd {
    EventId id;
    Ssda903Table table = Ssda903Table::header;
    std::uint32_t line = 0;
};

// "missing, return of 2018": where a finding about a row of an earlier return stands.
[[nodiscard]] std::string place_in_earlier_return(Ssda903Table table, int year);

// What the rows of a child say. `file` of findings and refusals is still the table's name, but of
// those about earlier returns.
struct Ssda903ChildFacts {
    std::vector<Event> events;  // in a fixed order; `started` of an end is an id among them
    std::vector<ImportFinding> findings;
    std::vector<ImportRefusal> refusals;
    std::vector<Ssda903RowFate> fates;
    std::vector<Ssda903OpenEnd> left_open;
};

// Turns everything that the returns say about one child into events: pure, without I/O. Statements
// stand in the order in which the returns were taken, and are joined as `first-stated` says
// (docs/returns.md): a row keeps the place that it had first; what a later return says of it
// replaces what was said before, and what that leaves empty stays; an earlier return that comes
// late only fills what is empty. Events of earlier returns come out again, with the ids that they
// had: the caller leaves out what it has. Findings, refusals and fates are about rows of the
// current return only, and so are rows that it leaves out.
[[nodiscard]] Ssda903ChildFacts map_ssda903_child(
    std::string_view child,
    std::span<const Ssda903Statement> statements,
    const Ssda903Context& context
);

}  // namespace tyst
