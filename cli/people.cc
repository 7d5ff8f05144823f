#include "cli/people.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/views.h"

namespace tyst::cli {
namespace {

bool has_alert(const PersonRow& row) {
    return !row.alerts.empty() || !row.unknown.empty();
}

bool has_rule_not_held(const PersonRow& row) {
    return row.caseload && !row.caseload->not_held.empty();
}

Result<FoundPeople> stored_people(Reading& reading, People wanted) {
    TYST_ASSIGN(const auto views, Views::open(*reading.ledger, reading.reference));
    TYST_TRY(views->catch_up(reading.question.as_at, {}));
    FoundPeople found;
    TYST_ASSIGN(found.not_held, views->with_rules_not_held());
    if (wanted == People::with_alerts) {
        TYST_ASSIGN(found.rows, views->with_alerts());
        return found;
    }
    TYST_TRY(views->for_each_person([&found](const PersonRow& row) -> Result<void> {
        found.rows.push_back(row);
        return {};
    }));
    return found;
}

Result<std::vector<PersonRow>> stored_people_due(Reading& reading, Date from, Date to) {
    TYST_ASSIGN(const auto views, Views::open(*reading.ledger, reading.reference));
    TYST_TRY(views->catch_up(reading.question.as_at, {}));
    TYST_ASSIGN(const auto days, views->due_between(from, to));
    std::set<StreamId> persons;
    for (const Views::DuePerson& day : days) {
        persons.insert(day.person);
    }
    std::vector<PersonRow> rows;
    for (const StreamId& person : persons) {
        TYST_ASSIGN(auto row, views->person(person));
        if (!row) {
            return fail(ErrorCode::corrupt_view, "the index by due day names a person without row");
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

}  // namespace

Result<FoundPeople> people_of(Reading& reading, People wanted) {
    if (reading.asks_now) {
        return stored_people(reading, wanted);
    }
    FoundPeople found;
    TYST_ASSIGN(
        found.rows,
        fold_person_rows(*reading.ledger, reading.question, reading.reference, thread_count())
    );
    found.not_held = static_cast<std::size_t>(std::ranges::count_if(found.rows, has_rule_not_held));
    if (wanted == People::with_alerts) {
        std::erase_if(found.rows, [](const PersonRow& row) { return !has_alert(row); });
    }
    return found;
}

Result<std::vector<PersonRow>> people_due(Reading& reading, Date from, Date to) {
    if (reading.asks_now) {
        return stored_people_due(reading, from, to);
    }
    TYST_ASSIGN(
        auto rows,
        fold_person_rows(*reading.ledger, reading.question, reading.reference, thread_count())
    );
    std::erase_if(rows, [from, to](const PersonRow& row) {
        return std::ranges::none_of(row.due, [from, to](const DueRow& entry) {
            return from <= entry.due && entry.due <= to;
        });
    });
    return rows;
}

}  // namespace tyst::cli
