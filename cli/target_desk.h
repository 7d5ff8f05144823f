#pragma once

#include <optional>
#include <string>

#include "cli/options.h"
#include "cli/reading.h"
#include "ledger/ledger.h"
#include "schema/event.h"

namespace tyst::cli {

// A person as the command line names them: "NAME", with a role of their own.
struct NamedPerson {
    std::string name;
    std::string role;

    // Citable under the name; nothing where there is no name.
    [[nodiscard]] std::optional<PersonCitation> citation() const;
};

// Writes what the authority states of an action into its own stream, as of a day: the options' day,
// else today (the day that a sample pins). Fails as Ledger::prepare, append and checkpoint, with
// what the event's checks refuse.
[[nodiscard]] Result<Receipt> record_statement(
    Reading& reading,
    Body body,
    const std::string& day,
    const std::string& language,
    const Surroundings& surroundings
);

}  // namespace tyst::cli
