#include "ledger/intake/csv_event_ids.h"

#include <algorithm>

#include "schema/event_catalogue.h"

namespace tyst {
namespace {

// Occurrence of the one fact that a row states; a row without an id has what it says instead.
constexpr std::string_view kWholeRow = "row";

// "placement_" of placement_ended.
std::string_view family_of(EventType type) {
    const std::string_view name = name_of(type);
    return name.substr(0, name.rfind('_') + 1);
}

}  // namespace

CsvEventIds::CsvEventIds(Ledger& ledger, EventType type, std::string source)
    : ledger_(&ledger), type_(type), source_(std::move(source)) {}

Result<std::optional<StreamId>> CsvEventIds::stream_of(const SubjectReference& subject) {
    const auto known = streams_.find(subject);
    if (known != streams_.end()) return known->second;
    TYST_ASSIGN(auto stream, ledger_->find(subject));
    if (stream) {
        TYST_ASSIGN(const std::uint64_t events, ledger_->events_in(*stream));
        if (events == 0) stream.reset();  // an append that was refused left the reference behind
    }
    streams_.emplace(subject, stream);
    return stream;
}

Result<EventId> CsvEventIds::id_of(StreamId stream, const CsvEvent& event) {
    const std::string kind(name_of(type_));
    if (!event.row_id.empty()) {
        return ledger_->derived_event_id(stream, source_, kind, event.row_id, kWholeRow);
    }
    return ledger_->derived_event_id(stream, source_, kind, "", event.content);
}

Result<EventId> CsvEventIds::find_named(const SubjectReference& child, const std::string& named) {
    if (const auto uuid = from_uuid_text(named)) {
        EventId id;
        id.bytes = *uuid;
        TYST_ASSIGN(const auto place, ledger_->find_events(std::vector<EventId>{id}));
        if (place.front()) return id;
        return fail(ErrorCode::not_found, "no event has that UUID");
    }
    TYST_ASSIGN(const auto stream, stream_of(child));
    if (!stream) return fail(ErrorCode::not_found, "the child is not known");
    const std::size_t colon = named.find(':');
    if (colon != std::string::npos) {
        const auto kind = type_named(named.substr(0, colon));
        if (!kind || !is_csv_kind(*kind)) {
            return fail(
                ErrorCode::invalid_value,
                "no kind of event stands before the colon (tyst import csv --list)"
            );
        }
        TYST_ASSIGN(const auto found, recorded(*stream, named.substr(colon + 1), {*kind}));
        return choose(found);
    }
    TYST_ASSIGN(const auto found, recorded(*stream, named, csv_kinds()));
    return choose(found);
}

Result<std::vector<CsvEventIds::Candidate>> CsvEventIds::recorded(
    StreamId stream, const std::string& row, const std::vector<EventType>& kinds
) {
    std::vector<EventId> ids;
    ids.reserve(kinds.size());
    for (const EventType kind : kinds) {
        TYST_ASSIGN(
            ids.emplace_back(),
            ledger_->derived_event_id(stream, source_, name_of(kind), row, kWholeRow)
        );
    }
    TYST_ASSIGN(const auto places, ledger_->find_events(ids));
    std::vector<Candidate> found;
    for (std::size_t at = 0; at < ids.size(); ++at) {
        if (places[at]) found.push_back({kinds[at], ids[at]});
    }
    return found;
}

Result<EventId> CsvEventIds::choose(const std::vector<Candidate>& found) const {
    if (found.empty()) {
        return fail(
            ErrorCode::not_found,
            "no row with this id was imported for the child from this source: import first what it "
            "names, or give that event's UUID"
        );
    }
    std::vector<Candidate> akin = found;
    std::erase_if(akin, [&](const Candidate& one) {
        return !name_of(one.kind).starts_with(family_of(type_));
    });
    const auto& chosen = akin.empty() ? found : akin;
    if (chosen.size() == 1) return chosen.front().id;
    std::string kinds;
    for (const Candidate& one : chosen) {
        kinds += (kinds.empty() ? "" : ", ") + std::string(name_of(one.kind));
    }
    return fail(
        ErrorCode::invalid_value,
        "rows of several kinds have this id (" + kinds + "): write KIND:ID"
    );
}

}  // namespace tyst
