#include "ledger/intake/ssda903_periods.h"

#include <utility>

namespace tyst {

bool Ssda903Periods::map_social_worker(const Ssda903Row& row) {
    Ssda903RowReader reader(row, collector_);
    const auto began = reader.required_date(social_worker_column::kBegan);
    const auto ended = reader.date(social_worker_column::kEnded);
    if (reader.text(social_worker_column::kWorker).empty())
        reader.refuse(social_worker_column::kWorker, "empty");
    if (reader.refused()) return false;
    reader.find_in_span(*began, ended);
    const auto key = workers_.take(to_text(*began), row, collector_);
    if (!key) return true;
    AllocationStarted started;
    started.role = "social-worker";
    started.worker = PersonCitation{
        .person = {},
        .source = "ssda903",
        .reference = std::string(reader.text(social_worker_column::kWorker)),
        .name = "",
        .role = ""
    };
    add(row,
        *key,
        {*began, ended},
        {"allocation_started", "allocation_ended"},
        std::move(started),
        [](EventId id) { return AllocationEnded{id, Code(kNotStated)}; });
    return true;
}

bool Ssda903Periods::map_liberty(const Ssda903Row& row) {
    Ssda903RowReader reader(row, collector_);
    const auto began = reader.required_date(liberty_column::kBegan);
    const auto ended = reader.date(liberty_column::kEnded);
    if (reader.refused()) return false;
    reader.find_in_span(*began, ended);
    const auto key = liberty_.take(to_text(*began), row, collector_);
    if (!key) return true;
    LegalStatusStarted started;
    started.status = "deprivation-of-liberty-order";
    add(row,
        *key,
        {*began, ended},
        {"legal_status_started", "legal_status_ended"},
        std::move(started),
        [](EventId id) {
            return LegalStatusEnded{"deprivation-of-liberty-order", id, Code(kNotStated)};
        });
    return true;
}

bool Ssda903Periods::map_missing(const Ssda903Row& row) {
    Ssda903RowReader reader(row, collector_);
    MissingStarted started;
    started.kind = reader.required_code(
        missing_column::kKind,
        collector_->codes().code_of("missing-kind", reader.text(missing_column::kKind))
    );
    const auto began = reader.required_date(missing_column::kBegan);
    const auto ended = reader.date(missing_column::kEnded);
    if (reader.refused()) return false;
    reader.find_in_span(*began, ended);
    const auto key = missing_.take(to_text(*began), row, collector_);
    if (!key) return true;
    add(row,
        *key,
        {*began, ended},
        {"missing_started", "missing_ended"},
        std::move(started),
        [](EventId id) { return MissingEnded{id}; });
    return true;
}

template <class MakeEnded>
void Ssda903Periods::add(
    const Ssda903Row& row,
    const std::string& key,
    const Period& period,
    const Names& names,
    Body started,
    const MakeEnded& make_ended
) {
    const EventId id =
        collector_
            ->add(
                row.table, row.line, key, names.started, starts_on(period.began), std::move(started)
            )
            .id;
    if (!period.ended) {
        collector_->leave_open(row, key, names.ended);
        return;
    }
    collector_->add(
        row.table, row.line, key, names.ended, ends_on(period.began, *period.ended), make_ended(id)
    );
}

}  // namespace tyst
