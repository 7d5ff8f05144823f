#pragma once

#include <cstdint>
#include <vector>

#include "cli/reading.h"
#include "projections/person_row.h"

namespace tyst::cli {

// Which children are wanted.
enum class People : std::uint8_t { all, with_alerts };

// The children's rows under a reading's question, in order of person: from the stored views,
// brought up to date, where it asks for now; folded on demand otherwise. `with_alerts` leaves out
// those who have neither an alert nor a clock that cannot be read. Fails as Views::catch_up and
// fold_person_rows do.
struct FoundPeople {
    std::vector<PersonRow> rows;
    std::size_t not_held = 0;  // looked-after children with a rule whose facts are not held here
};
[[nodiscard]] Result<FoundPeople> people_of(Reading& reading, People wanted);

// The rows of those for whom something falls due in [from, to], in order of person; found as
// people_of finds them, and failing likewise.
[[nodiscard]] Result<std::vector<PersonRow>> people_due(Reading& reading, Date from, Date to);

}  // namespace tyst::cli
