#include "projections/caseload.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tyst {

namespace {

CaseloadWorker worker_of(const History& history, std::string_view role) {
    CaseloadWorker worker;
    const Allocation* allocation = history.current_allocation(role);
    if (allocation == nullptr || !allocation->what().worker) return worker;
    const PersonCitation& cited = *allocation->what().worker;
    worker.person = cited.person;
    worker.reference = cited.reference;
    worker.name = cited.name;
    worker.role = cited.role;
    worker.allocation = allocation->start->index;
    return worker;
}

std::string team_of(const History& history) {
    for (const std::string_view role : {"team", "social-worker"}) {
        const Allocation* allocation = history.current_allocation(role);
        if (allocation != nullptr && !allocation->what().team.empty()) {
            return allocation->what().team;
        }
    }
    return {};
}

RowAlert row_alert(const Alert& alert, const Obligations& obligations) {
    const Obligation& obligation = obligations.all[alert.obligation];
    RowAlert row;
    row.rule = alert.rule->id;
    row.version = alert.rule->version;
    row.grade = alert.rule->grade;
    row.status = alert.status;
    row.since = alert.since;
    row.days_over = alert.days_over;
    row.due = obligation.due;
    row.number = obligation.number;
    if (obligation.trigger != nullptr) {
        row.trigger = obligation.trigger->index;
    }
    return row;
}

void add_once(std::vector<std::string>& ids, const std::string& id) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

void add_alerts(CaseloadRow& row, const Obligations& obligations) {
    for (const Alert& alert : obligations.alerts) {
        if (alert.status == AlertStatus::not_held) {
            add_once(row.not_held, alert.rule->id);
            continue;
        }
        row.alerts.push_back(row_alert(alert, obligations));
        if (alert.status == AlertStatus::open) add_once(row.open_alerts, alert.rule->id);
    }
    if (const Obligation* review = obligations.next_review()) {
        row.next_review_due = review->due;
        row.next_review_overdue = review->status == ObligationStatus::overdue;
    }
}

std::string_view key_of(const CaseloadRow& row, CaseloadGrouping grouping) {
    const auto worker_key = [](const CaseloadWorker& worker) -> std::string_view {
        return worker.reference;
    };
    switch (grouping) {
        case CaseloadGrouping::child:
            return {};
        case CaseloadGrouping::iro:
            return worker_key(row.iro);
        case CaseloadGrouping::worker:
            return worker_key(row.social_worker);
        case CaseloadGrouping::team:
            return row.team;
        case CaseloadGrouping::status:
            return row.status;
        case CaseloadGrouping::placement:
            return row.placement;
    }
    return {};
}

const CaseloadWorker* worker_in(const CaseloadRow& row, CaseloadGrouping grouping) {
    if (grouping == CaseloadGrouping::iro) return &row.iro;
    if (grouping == CaseloadGrouping::worker) return &row.social_worker;
    return nullptr;
}

}  // namespace

std::optional<CaseloadRow> caseload_row(const History& history, const Obligations& obligations) {
    if (!history.looked_after()) return std::nullopt;
    CaseloadRow row;
    if (!history.references.empty()) {
        row.reference = history.references.front().reference;
    }
    row.person = history.person;
    row.age = history.age();
    if (const LegalStatus* status = history.current_status()) {
        row.status = status->code;
    }
    for (const LegalStatus* overlay : history.current_overlays()) {
        row.overlays.emplace_back(overlay->code);
    }
    if (const Placement* placement = history.counted_placement()) {
        row.placement = name(placement_figure(placement->what()));
        row.temporary = placement != history.current_placement();
    }
    row.looked_after_since = history.current_care()->from;
    row.iro = worker_of(history, "iro");
    row.social_worker = worker_of(history, "social-worker");
    row.team = team_of(history);
    row.findings = static_cast<std::uint32_t>(history.findings.size());
    add_alerts(row, obligations);
    return row;
}

void sort_rows(std::vector<CaseloadRow>& rows) {
    std::ranges::sort(rows, {}, [](const CaseloadRow& row) {
        return std::tie(row.reference, row.person);
    });
}

std::vector<CaseloadGroup> group_rows(
    const std::vector<CaseloadRow>& rows, CaseloadGrouping grouping
) {
    // Workers whose reference is not known (their key is destroyed) still have groups of their own.
    using Key = std::tuple<bool, std::string_view, StreamId>;
    std::map<Key, CaseloadGroup> groups;
    for (const CaseloadRow& row : rows) {
        const std::string_view key = key_of(row, grouping);
        const CaseloadWorker* worker = worker_in(row, grouping);
        const StreamId person = worker == nullptr ? StreamId{} : worker->person;
        const bool none = key.empty() && person.is_zero();
        CaseloadGroup& group = groups[Key(none, key, person)];
        group.key = key;
        group.title = worker != nullptr && !worker->name.empty() ? worker->name : group.key;
        group.rows.push_back(&row);
    }
    std::vector<CaseloadGroup> result;
    result.reserve(groups.size());
    for (auto& [key, group] : groups) {
        result.push_back(std::move(group));
    }
    return result;
}

std::vector<const CaseloadRow*> drift_list(const std::vector<CaseloadRow>& rows) {
    std::vector<const CaseloadRow*> drifting;
    for (const CaseloadRow& row : rows) {
        if (!row.alerts.empty()) drifting.push_back(&row);
    }
    std::ranges::sort(drifting, {}, [](const CaseloadRow* row) {
        const RowAlert& worst = row->alerts.front();
        return std::tuple(
            worst.status,
            worst.grade,
            -worst.days_over,
            std::string_view(row->reference),
            row->person
        );
    });
    return drifting;
}

Result<void> name_workers(Ledger& ledger, std::vector<CaseloadRow>& rows) {
    std::map<StreamId, CaseloadWorker> named;
    for (CaseloadRow& row : rows) {
        for (CaseloadWorker* worker : {&row.iro, &row.social_worker}) {
            if (worker->person.is_zero()) continue;
            CaseloadWorker& newest = named.try_emplace(worker->person, *worker).first->second;
            newest.allocation = std::max(newest.allocation, worker->allocation);
        }
    }
    for (auto& [person, worker] : named) {
        TYST_ASSIGN(
            const StoredEvent stored, ledger.read(worker.allocation, ReadDepth::with_people)
        );
        const auto* allocation = std::get_if<AllocationStarted>(&stored.event.body);
        if (allocation == nullptr || !allocation->worker) continue;
        worker.reference = allocation->worker->reference;
        worker.name = allocation->worker->name;
        worker.role = allocation->worker->role;
    }
    for (CaseloadRow& row : rows) {
        for (CaseloadWorker* worker : {&row.iro, &row.social_worker}) {
            const auto found = named.find(worker->person);
            if (found == named.end()) continue;
            worker->reference = found->second.reference;
            worker->name = found->second.name;
            worker->role = found->second.role;
        }
    }
    return {};
}

}  // namespace tyst
