#include "cli/people.h"

#include <utility>

#include "projections/views.h"

namespace tyst::cli {
namespace {

bool has_alert(const PersonRow& row) {
    return !row.alerts.empty() || !row.unknown.empty();
}

Result<std::vector<PersonRow>> stored_people(Reading& reading, People wanted) {
    TYST_ASSIGN(const auto views, Views::open(*reading.ledger, reading.reference));
    TYST_TRY(views->catch_up(reading.question.as_at, {}));
    if (wanted == People::with_alerts) {
        return views->with_alerts();
    }
    std::vector<PersonRow> rows;
    const auto visited = views->for_each_person([&rows](const PersonRow& row) -> Result<void> {
        rows.push_back(row);
        return {};
    });
    TYST_TRY(visited);
    return rows;
}

}  // namespace

Result<std::vector<PersonRow>> people_of(Reading& reading, People wanted) {
    if (reading.asks_now) {
        return stored_people(reading, wanted);
    }
    TYST_ASSIGN(
        auto rows,
        fold_person_rows(*reading.ledger, reading.question, reading.reference, thread_count())
    );
    if (wanted == People::with_alerts) {
        std::erase_if(rows, [](const PersonRow& row) { return !has_alert(row); });
    }
    return rows;
}

}  // namespace tyst::cli
