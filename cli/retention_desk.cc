#include "cli/retention_desk.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/append_file.h"
#include "cli/find_child.h"

namespace tyst::cli {
namespace {

std::optional<StreamId> stream_named(const std::string& text) {
    const auto bytes = from_hex(text);
    return bytes ? StreamId::from(as_bytes(*bytes)) : std::nullopt;
}

Result<std::optional<RetainedRecord>> record_with(Reading& reading, const StreamId& stream) {
    TYST_ASSIGN(
        auto records,
        retained_records(*reading.ledger, reading.question, reading.codes, thread_count())
    );
    const auto found = std::ranges::find_if(records, [&](const RetainedRecord& record) {
        return record.holds(stream);
    });
    if (found == records.end()) {
        return fail(
            ErrorCode::subject_not_found,
            fmt::format("no child's record '{}' in this ledger", to_hex(stream.view()))
        );
    }
    return std::optional(std::move(*found));
}

// The correlation of the hold that the entry places; nothing where it places none. An entry that
// cannot be opened any more is passed over.
struct Neighbour {
    StreamId stream;
    std::optional<CorrelationId> placed;
    bool unreadable = false;
};

Result<Neighbour> neighbour_at(Ledger& ledger, std::uint64_t index) {
    const auto stored = ledger.read(LogIndex{index}, ReadDepth::event_only);
    if (!stored) {
        return stored.error().code == ErrorCode::part_erased
                   ? Result<Neighbour>(Neighbour{{}, {}, true})
                   : std::unexpected(stored.error());
    }
    Neighbour neighbour{stored->stream, {}};
    if (std::holds_alternative<LegalHoldPlaced>(stored->event.body)) {
        neighbour.placed = stored->event.correlation;
    }
    return neighbour;
}

// One append stands in the log without a gap, so its other entries are next to this one.
Result<void> add_neighbours(
    Ledger& ledger,
    std::uint64_t index,
    std::int64_t step,
    const CorrelationId& correlation,
    std::vector<StreamId>& streams
) {
    const std::uint64_t size = ledger.size();
    for (std::size_t seen = 0; seen < kAppendEventsMax; ++seen) {
        index += static_cast<std::uint64_t>(step);
        if (index >= size) return {};
        TYST_ASSIGN(const Neighbour neighbour, neighbour_at(ledger, index));
        if (neighbour.unreadable) continue;
        if (neighbour.placed != correlation) return {};
        streams.push_back(neighbour.stream);
    }
    return {};
}

}  // namespace

Result<std::optional<RetainedRecord>> find_record(
    Reading& reading, const std::string& text, const Surroundings& surroundings
) {
    if (const auto stream = stream_named(text)) return record_with(reading, *stream);
    TYST_ASSIGN(const auto child, find_child(reading, text, ReadDepth::event_only, surroundings));
    if (!child) return std::optional<RetainedRecord>();
    TYST_ASSIGN(
        RetainedRecord record,
        retained_record(*reading.ledger, child->person.history, reading.codes)
    );
    return std::optional(std::move(record));
}

std::string reference_of(const RetainedRecord& record) {
    return record.known_as.empty() ? to_hex(record.person.view())
                                   : record.known_as.front().reference;
}

std::vector<Compartment> compartments_from(const std::string& word) {
    for (const Compartment compartment :
         {Compartment::child_case, Compartment::adoption, Compartment::restricted}) {
        if (tyst::to_text(compartment) == word) return {compartment};
    }
    return {};
}

Result<ErasureCase> request_at(Ledger& ledger, std::uint64_t index) {
    TYST_ASSIGN(auto cases, erasure_cases(ledger));
    const auto found = std::ranges::find(cases, LogIndex{index}, &ErasureCase::index);
    if (found == cases.end()) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "entry {} is no request for an erasure; `tyst retention list` shows them", index
            )
        );
    }
    return std::move(*found);
}

std::string_view state_of(const ErasureCase& erasure) {
    if (erasure.erased) return "carried-out";
    if (erasure.refusal) return "refused";
    return erasure.approval ? "approved" : "requested";
}

bool is_open(const ErasureCase& erasure) {
    return !erasure.erased && !erasure.refusal;
}

Result<LegalHold> hold_at(Ledger& ledger, std::uint64_t index) {
    TYST_ASSIGN(const StoredEvent stored, ledger.read(LogIndex{index}, ReadDepth::event_only));
    TYST_ASSIGN(auto holds, holds_over(ledger, std::span(&stored.stream, 1)));
    const auto found = std::ranges::find(holds, LogIndex{index}, &LegalHold::index);
    if (found == holds.end()) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "entry {} places no legal hold; `tyst retention list --holds` shows them", index
            )
        );
    }
    return std::move(*found);
}

std::vector<LegalHold> standing(std::vector<LegalHold> holds) {
    std::erase_if(holds, [](const LegalHold& hold) { return hold.lifted.has_value(); });
    return holds;
}

Result<std::vector<LegalHold>> placed_with(Ledger& ledger, const LegalHold& hold) {
    TYST_ASSIGN(const StoredEvent stored, ledger.read(hold.index, ReadDepth::event_only));
    const auto& correlation = stored.event.correlation;
    std::vector<StreamId> streams = {hold.stream};
    if (correlation) {
        TYST_TRY(add_neighbours(ledger, hold.index.value, -1, *correlation, streams));
        TYST_TRY(add_neighbours(ledger, hold.index.value, 1, *correlation, streams));
    }
    TYST_ASSIGN(const auto holds, holds_over(ledger, streams));
    std::vector<LegalHold> together;
    for (const LegalHold& one : holds) {
        TYST_ASSIGN(const Neighbour placed, neighbour_at(ledger, one.index.value));
        if (one.id == hold.id || (correlation && placed.placed == correlation)) {
            together.push_back(one);
        }
    }
    return together;
}

Date day_of_retention(const Reading& reading, const Surroundings& surroundings) {
    return std::min(reading.question.as_at, london_date(surroundings.clock.now()));
}

std::string actor_text(Ledger& ledger, const StreamId& actor) {
    if (const auto events = ledger.read_stream(actor, ReadDepth::event_only)) {
        for (const StoredEvent& stored : *events) {
            const auto* registered = std::get_if<ActorRegistered>(&stored.event.body);
            if (registered != nullptr) return registered->name;
        }
    }
    return to_hex(actor.view());
}

void add_text_language_option(Command command, std::string& language) {
    command.option("--language", language, "Language of the words given").one_of({"en", "cy"});
}

void add_hold_options(Command command, HoldOptions& options, CommandLine& line) {
    command
        .option(
            "--cause",
            options.cause,
            "Why. Of a hold over all records it is kept for good with the authority's own events: "
            "never name a child in it"
        )
        .required();
    add_text_language_option(command, options.language);
    add_ledger_options(command, options.ledger, line);
}

Result<std::vector<Receipt>> record_together(
    Ledger& ledger,
    std::vector<StreamBody> bodies,
    const std::optional<CorrelationId>& correlation,
    const HoldOptions& options,
    StreamId actor
) {
    Append append;
    for (StreamBody& each : bodies) {
        Event event;
        event.id = ledger.new_event_id();
        event.occurred.date = london_date(ledger.clock().now());
        event.recorded_by = actor;
        event.language = options.language;
        event.correlation = correlation;
        event.body = std::move(each.body);
        append.events.push_back({each.stream, std::move(event)});
    }
    TYST_ASSIGN(auto receipts, ledger.append(append));
    TYST_TRY(ledger.checkpoint());
    return receipts;
}

}  // namespace tyst::cli
