#include <boost/json.hpp>
#include <boost/system/error_code.hpp>

#include "projections/person_row.h"

namespace tyst {
namespace {

namespace json = boost::json;

json::value date_or_null(const std::optional<Date>& date) {
    return date ? json::value(date->days) : json::value(nullptr);
}

json::object worker_json(const CaseloadWorker& worker) {
    return {{"person", to_hex(worker.person.view())}, {"allocation", worker.allocation.value}};
}

json::value caseload_json(const std::optional<CaseloadRow>& row) {
    if (!row) {
        return nullptr;
    }
    return json::object{
        {"reference", row->reference},
        {"age", row->age ? json::value(*row->age) : json::value(nullptr)},
        {"status", row->status},
        {"overlays", json::value_from(row->overlays)},
        {"placement", row->placement},
        {"temporary", row->temporary},
        {"since", row->looked_after_since.days},
        {"iro", worker_json(row->iro)},
        {"social_worker", worker_json(row->social_worker)},
        {"team", row->team},
        {"review_due", date_or_null(row->next_review_due)},
        {"review_overdue", row->next_review_overdue},
        {"open_alerts", json::value_from(row->open_alerts)},
        {"not_held", json::value_from(row->not_held)},
        {"findings", row->findings},
    };
}

json::array alerts_json(const std::vector<AlertRow>& alerts) {
    json::array list;
    for (const AlertRow& alert : alerts) {
        list.push_back(json::object{
            {"rule", alert.rule},
            {"version", alert.version},
            {"grade", static_cast<std::uint8_t>(alert.grade)},
            {"status", static_cast<std::uint8_t>(alert.status)},
            {"since", alert.since.days},
            {"due", date_or_null(alert.due)},
            {"leaves", date_or_null(alert.leaves)},
            {"clears", alert.clears},
        });
    }
    return list;
}

json::array due_json(const std::vector<DueRow>& due) {
    json::array list;
    for (const DueRow& entry : due) {
        list.push_back(json::object{
            {"rule", entry.rule},
            {"version", entry.version},
            {"number", entry.number},
            {"due", entry.due.days},
            {"overdue", entry.overdue},
            {"about", entry.about ? json::value(entry.about->value) : json::value(nullptr)},
            {"decision", entry.decision},
        });
    }
    return list;
}

// ---- reading back: Boost.JSON throws where a row is not what to_json wrote
// --------------------------

Date date_of(const json::value& value) {
    return {json::value_to<std::int32_t>(value)};
}

std::optional<Date> optional_date_of(const json::value& value) {
    return value.is_null() ? std::nullopt : std::optional<Date>(date_of(value));
}

std::string text_of(const json::value& value) {
    return json::value_to<std::string>(value);
}

std::vector<std::string> texts_of(const json::value& value) {
    return json::value_to<std::vector<std::string>>(value);
}

StreamId stream_of(const json::value& value) {
    const auto raw = from_hex(value.as_string());
    const auto stream = raw ? StreamId::from(as_bytes(*raw)) : std::nullopt;
    if (!stream) {
        throw std::invalid_argument("not a pseudonym");
    }
    return *stream;
}

CaseloadWorker worker_of(const json::value& value) {
    CaseloadWorker worker;
    worker.person = stream_of(value.at("person"));
    worker.allocation.value = json::value_to<std::uint64_t>(value.at("allocation"));
    return worker;
}

std::optional<CaseloadRow> caseload_of(const json::value& value, StreamId person) {
    if (value.is_null()) {
        return std::nullopt;
    }
    CaseloadRow row;
    row.person = person;
    row.reference = text_of(value.at("reference"));
    if (!value.at("age").is_null()) {
        row.age = json::value_to<int>(value.at("age"));
    }
    row.status = text_of(value.at("status"));
    row.overlays = texts_of(value.at("overlays"));
    row.placement = text_of(value.at("placement"));
    row.temporary = value.at("temporary").as_bool();
    row.looked_after_since = date_of(value.at("since"));
    row.iro = worker_of(value.at("iro"));
    row.social_worker = worker_of(value.at("social_worker"));
    row.team = text_of(value.at("team"));
    row.next_review_due = optional_date_of(value.at("review_due"));
    row.next_review_overdue = value.at("review_overdue").as_bool();
    row.open_alerts = texts_of(value.at("open_alerts"));
    row.not_held = texts_of(value.at("not_held"));
    row.findings = json::value_to<std::uint32_t>(value.at("findings"));
    return row;
}

AlertRow alert_of(const json::value& value) {
    AlertRow alert;
    alert.rule = text_of(value.at("rule"));
    alert.version = text_of(value.at("version"));
    alert.grade = static_cast<RuleGrade>(json::value_to<std::uint8_t>(value.at("grade")));
    alert.status = static_cast<AlertStatus>(json::value_to<std::uint8_t>(value.at("status")));
    alert.since = date_of(value.at("since"));
    alert.due = optional_date_of(value.at("due"));
    alert.leaves = optional_date_of(value.at("leaves"));
    alert.clears = text_of(value.at("clears"));
    return alert;
}

DueRow due_of(const json::value& value) {
    DueRow entry;
    entry.rule = text_of(value.at("rule"));
    entry.version = text_of(value.at("version"));
    entry.number = json::value_to<std::uint32_t>(value.at("number"));
    entry.due = date_of(value.at("due"));
    entry.overdue = value.at("overdue").as_bool();
    if (!value.at("about").is_null()) {
        entry.about = LogIndex{json::value_to<std::uint64_t>(value.at("about"))};
    }
    entry.decision = text_of(value.at("decision"));
    return entry;
}

PersonRow row_of(const json::value& value) {
    PersonRow row;
    row.person = stream_of(value.at("person"));
    for (const json::value& stream : value.at("streams").as_array()) {
        row.streams.push_back(stream_of(stream));
    }
    for (const json::value& reference : value.at("references").as_array()) {
        row.references.push_back({text_of(reference.at(0)), text_of(reference.at(1))});
    }
    row.caseload = caseload_of(value.at("caseload"), row.person);
    for (const json::value& alert : value.at("alerts").as_array()) {
        row.alerts.push_back(alert_of(alert));
    }
    for (const json::value& due : value.at("due").as_array()) {
        row.due.push_back(due_of(due));
    }
    row.unknown = texts_of(value.at("unknown"));
    row.changes_on = optional_date_of(value.at("changes_on"));
    row.rests_on_claimed_time = value.at("claimed").as_bool();
    return row;
}

}  // namespace

std::string to_json(const PersonRow& row) {
    json::array streams;
    for (const StreamId& stream : row.streams) {
        streams.emplace_back(to_hex(stream.view()));
    }
    json::array references;
    for (const ReferenceRow& reference : row.references) {
        references.push_back(json::array{reference.source, reference.reference});
    }
    return json::serialize(json::object{
        {"person", to_hex(row.person.view())},
        {"streams", std::move(streams)},
        {"references", std::move(references)},
        {"caseload", caseload_json(row.caseload)},
        {"alerts", alerts_json(row.alerts)},
        {"unknown", json::value_from(row.unknown)},
        {"due", due_json(row.due)},
        {"changes_on", date_or_null(row.changes_on)},
        {"claimed", row.rests_on_claimed_time},
    });
}

Result<PersonRow> person_row_from_json(std::string_view text) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    if (error) {
        return fail(ErrorCode::corrupt_view, "a stored row of a person is not JSON");
    }
    try {
        return row_of(value);
    } catch (const std::exception&) {
        return fail(ErrorCode::corrupt_view, "a stored row of a person lacks a field");
    }
}

}  // namespace tyst
