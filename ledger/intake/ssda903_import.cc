#include "ledger/intake/ssda903_import.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "ledger/intake/bulk_append.h"
#include "ledger/intake/return_xml_file.h"
#include "ledger/intake/ssda903_child.h"
#include "ledger/intake/ssda903_collector.h"
#include "ledger/intake/ssda903_earlier.h"
#include "ledger/intake/ssda903_episode.h"
#include "ledger/intake/ssda903_received.h"
#include "ledger/intake/ssda903_succession.h"
#include "ledger/intake/ssda903_tables.h"

namespace tyst {
namespace {

constexpr std::string_view kSystem = "ssda903";
constexpr std::string_view kReturnTable = "return";

using Streams = std::map<std::string, StreamId, std::less<>>;

class Import {
  public:
    Import(Ledger& ledger, const CodeBook& codes, StreamId actor, Date received)
        : ledger_(ledger),
          codes_(codes),
          actor_(actor),
          received_(received),
          append_(ledger),
          earlier_(ledger) {}

    Result<ImportReport> run(const Ssda903Return& received, const Progress& progress) {
        year_ = received.year;
        reference_ = return_reference(received, ledger_.authority());
        for (const Ssda903File& file : received.files)
            tables_.push_back(file.table);
        auto sorted = sort_by_child(received);
        start_report(received, sorted);
        TYST_TRY(leave_out_erased(sorted));
        TYST_TRY(find_streams(sorted));
        TYST_TRY(add_return(received, std::move(sorted.rows_of_no_child)));
        for (std::size_t at = 0; at < sorted.children.size(); ++at) {
            TYST_TRY(add_child(sorted.children[at], child_streams_[at]));
            if (progress) progress(at + 1, sorted.children.size());
        }
        TYST_TRY(find_vanished());
        // Last, so that nothing is called covered before it is there.
        TYST_TRY(add_coverage(received));
        TYST_TRY(append_.finish());
        TYST_TRY(ledger_.checkpoint());
        return finish_report(received);
    }

  private:
    void start_report(const Ssda903Return& received, Ssda903Sorted& sorted) {
        report_.form = kSystem;
        report_.year = year_;
        report_.received = received_;
        report_.return_reference = reference_;
        report_.children = sorted.children.size();
        report_.tables = sorted.tables;
        report_.files_ignored = received.files_ignored;
        report_.refusals = std::move(sorted.refusals);
    }

    // The first import made everybody whom the return names: who is not there at a repetition was
    // destroyed since, and the same files again are no reason to begin that record anew.
    Result<void> leave_out_erased(Ssda903Sorted& sorted) {
        TYST_ASSIGN(const bool whole, was_imported_whole());
        if (!whole) return {};
        std::vector<Ssda903Child> held;
        held.reserve(sorted.children.size());
        for (auto& child : sorted.children) {
            TYST_ASSIGN(const auto stream, ledger_.find(subject_of(child)));
            if (stream) {
                held.push_back(std::move(child));
                continue;
            }
            ++report_.children_erased;
            for (const auto& row : child.rows)
                ++fates_[static_cast<std::size_t>(row.table)].erased;
        }
        sorted.children = std::move(held);
        return {};
    }

    // What a return covers is written last.
    Result<bool> was_imported_whole() {
        TYST_ASSIGN(
            const EventId coverage, return_event_id(ledger_.authority_stream(), "coverage_declared")
        );
        TYST_ASSIGN(const auto found, ledger_.find_events(std::array{coverage}));
        return found.front().has_value();
    }

    static SubjectReference subject_of(const Ssda903Child& child) {
        return {SubjectKind::child, Compartment::child_case, std::string(kSystem), child.reference};
    }

    // The keys of everybody in the return at once, with one sync.
    Result<void> find_streams(const Ssda903Sorted& sorted) {
        std::vector<SubjectReference> subjects{
            {SubjectKind::received_return, Compartment::none, std::string(kSystem), reference_}
        };
        for (const auto& child : sorted.children) {
            subjects.push_back(subject_of(child));
        }
        const std::set<std::string> workers = workers_of(sorted);
        for (const auto& worker : workers) {
            subjects.push_back(
                {SubjectKind::worker, Compartment::none, std::string(kSystem), worker}
            );
        }
        TYST_ASSIGN(const auto streams, ledger_.find_or_create(subjects));
        return_stream_ = streams.front();
        const auto children_end = streams.begin() + 1 + std::ssize(sorted.children);
        child_streams_.assign(streams.begin() + 1, children_end);
        auto next = children_end;
        for (const auto& worker : workers)
            worker_streams_[worker] = *next++;
        return {};
    }

    static std::set<std::string> workers_of(const Ssda903Sorted& sorted) {
        std::set<std::string> workers;
        for (const auto& child : sorted.children) {
            for (const auto& row : child.rows) {
                if (row.table != Ssda903Table::social_worker) continue;
                const auto worker = row.values[social_worker_column::kWorker];
                if (!worker.empty()) workers.emplace(worker);
            }
        }
        return workers;
    }

    // An event about the return as a whole.
    Event received_event(EventId id, Date occurred, Body body) const {
        Event event;
        event.id = id;
        event.occurred.date = occurred;
        event.learned = start_of_london_day(received_);
        event.source = {std::string(kSystem), std::string(kReturnTable), 0};
        event.recorded_by = actor_;
        event.body = std::move(body);
        return event;
    }

    Result<EventId> return_event_id(StreamId subject, std::string_view occurrence) {
        return ledger_.derived_event_id(subject, kSystem, kReturnTable, reference_, occurrence);
    }

    // Adds those of the events that the ledger does not have.
    Result<void> add_unknown(std::vector<PreparedEvent> events) {
        std::vector<EventId> ids;
        ids.reserve(events.size());
        for (const auto& prepared : events)
            ids.push_back(prepared.event.id);
        TYST_ASSIGN(const auto found, ledger_.find_events(ids));
        std::vector<PreparedEvent> unknown;
        for (std::size_t at = 0; at < events.size(); ++at) {
            if (found[at]) {
                ++report_.events_already_known;
            } else {
                unknown.push_back(std::move(events[at]));
            }
        }
        return append_.add(std::move(unknown));
    }

    Result<void> add_return(const Ssda903Return& received, std::vector<ReceivedRow> rows) {
        auto parts = cut_into_parts(std::move(rows));
        std::vector<PreparedEvent> events;
        for (std::size_t part = 0; part < parts.size(); ++part) {
            ReturnReceived body;
            body.form = kSystem;
            body.year = static_cast<std::uint32_t>(year_);
            body.received = received_;
            if (part == 0) body.files = received_files(received);
            body.rows_of_no_child = std::move(parts[part]);
            TYST_ASSIGN(
                const EventId id,
                return_event_id(return_stream_, "return_received#" + std::to_string(part + 1))
            );
            Event event = received_event(id, received_, std::move(body));
            if (part == 0) event.attachments.push_back({"SHA256SUMS", digests_text(received)});
            events.push_back({return_stream_, std::move(event)});
        }
        return add_unknown(std::move(events));
    }

    Result<void> add_coverage(const Ssda903Return& received) {
        CoverageDeclared coverage;
        coverage.source = kSystem;
        coverage.from = collection_begins(year_);
        coverage.to = std::min(collection_ends(year_), received_);
        const auto cover = [&](Ssda903Table table, std::initializer_list<const char*> facts) {
            if (std::ranges::find(received.files, table, &Ssda903File::table) ==
                received.files.end()) {
                return;
            }
            coverage.facts.insert(coverage.facts.end(), facts.begin(), facts.end());
        };
        cover(Ssda903Table::header, {"identity"});
        cover(Ssda903Table::episodes, {"looked-after", "legal-status", "placement"});
        cover(Ssda903Table::reviews, {"review"});
        cover(Ssda903Table::yearly_outcomes, {"yearly-outcomes"});
        cover(Ssda903Table::care_leavers, {"leaver-contact"});
        cover(Ssda903Table::adoption, {"adopters"});
        cover(Ssda903Table::placed_for_adoption, {"adoption-decision"});
        cover(Ssda903Table::previous_permanence, {"previous-permanence"});
        cover(Ssda903Table::missing, {"missing"});
        cover(Ssda903Table::social_worker, {"allocation-social-worker"});
        const StreamId authority = ledger_.authority_stream();
        TYST_ASSIGN(const EventId id, return_event_id(authority, "coverage_declared"));
        const Date from = coverage.from;
        return add_unknown({{authority, received_event(id, from, std::move(coverage))}});
    }

    // ---- one child ----

    Result<void> add_child(Ssda903Child& child, StreamId stream) {
        TYST_ASSIGN(const auto stored, stored_events(stream));
        TYST_ASSIGN(
            const auto earlier,
            earlier_.statements_of(child.rows, return_stream_, {year_, received_}, stored)
        );
        TYST_ASSIGN(auto facts, map_child(child, stream, earlier.statements));
        take_report(facts);
        std::unordered_set<EventId, StrongBytesHash> known;
        for (const auto& event : stored)
            known.insert(event.event.id);
        find_reopened(facts, known);
        std::vector<PreparedEvent> unit;
        if (earlier.taken) {
            report_.events_already_known += facts.events.size();
        } else {
            TYST_ASSIGN(unit, succeed(std::move(facts.events), stored, stream));
        }
        TYST_TRY(add_rows(unit, std::move(child.verbatim), stream, known));
        return append_.add(std::move(unit));
    }

    // What the return adds to what the ledger holds of the child.
    Result<std::vector<PreparedEvent>> succeed(
        std::vector<Event> said, const std::vector<StoredEvent>& stored, StreamId stream
    ) {
        std::erase_if(said, [this](Event& event) { return !name_worker(event.body); });
        std::optional<Error> failure;
        Ssda903Relating relating;
        relating.learned = start_of_london_day(received_);
        relating.id = [&](const EventId& target, std::string_view kind) {
            const std::string occurrence = std::string(kind) + " " + to_hex(target.view());
            const auto id = return_event_id(stream, occurrence);
            if (!id) failure = id.error();
            return id.value_or(EventId{});
        };
        const std::size_t count = said.size();
        auto added = ssda903_succession(std::move(said), Ssda903HeldFacts(stored), relating);
        if (failure) return std::unexpected(*failure);
        std::vector<PreparedEvent> unit;
        std::size_t fresh = 0;
        for (auto& event : added) {
            event.recorded_by = actor_;
            fresh += event.relation.kind == RelationKind::none ? 1U : 0U;
            unit.push_back({stream, std::move(event)});
        }
        report_.events_already_known += count - fresh;
        return unit;
    }

    Result<std::vector<StoredEvent>> stored_events(StreamId stream) {
        TYST_ASSIGN(const auto count, ledger_.events_in(stream));
        if (count == 0) return std::vector<StoredEvent>();
        return ledger_.read_stream(stream, ReadDepth::event_only);
    }

    Result<Ssda903ChildFacts> map_child(
        const Ssda903Child& child, StreamId stream, const std::vector<Ssda903Statement>& statements
    ) {
        std::optional<Error> failure;
        Ssda903Context context;
        context.codes = &codes_;
        context.year = year_;
        context.received = received_;
        context.tables = tables_;
        context.event_id = [&](auto table, auto row, auto occurrence) {
            const auto id = ledger_.derived_event_id(stream, kSystem, table, row, occurrence);
            if (!id) failure = id.error();
            return id.value_or(EventId{});
        };
        auto facts = map_ssda903_child(child.reference, statements, context);
        if (failure) return std::unexpected(*failure);
        return facts;
    }

    void take_report(Ssda903ChildFacts& facts) {
        std::ranges::move(facts.findings, std::back_inserter(report_.findings));
        std::ranges::move(facts.refusals, std::back_inserter(mapped_refusals_));
        for (const auto& [table, fate] : facts.fates) {
            auto& rows = fates_[static_cast<std::size_t>(table)];
            switch (fate) {
                case Ssda903RowFate::Fate::understood:
                    ++rows.understood;
                    break;
                case Ssda903RowFate::Fate::refused:
                    ++rows.refused;
                    break;
            }
        }
    }

    // False where the event cites a worker whom only an earlier return names: nothing new is said.
    bool name_worker(Body& body) const {
        auto* allocation = std::get_if<AllocationStarted>(&body);
        if (allocation == nullptr || !allocation->worker) return true;
        const auto worker = worker_streams_.find(allocation->worker->reference);
        if (worker == worker_streams_.end()) return false;
        allocation->worker->person = worker->second;
        return true;
    }

    // Children whom an earlier return has in care in the collection year, and this one leaves out.
    Result<void> find_vanished() {
        TYST_ASSIGN(const bool first, is_first_return());
        if (first) return {};
        const std::set<StreamId> here(child_streams_.begin(), child_streams_.end());
        return ledger_
            .scan_streams(ledger_.size(), 0, 1, [&](Ledger::StreamContent&& given) -> Result<void> {
                const Ledger::StreamContent content = std::move(given);
                if (content.kind != SubjectKind::child || here.contains(content.stream)) return {};
                return find_vanished_child(content.events);
            });
    }

    Result<bool> is_first_return() {
        const StreamId authority = ledger_.authority_stream();
        TYST_ASSIGN(const EventId own, return_event_id(authority, "coverage_declared"));
        TYST_ASSIGN(const auto events, ledger_.read_stream(authority, ReadDepth::event_only));
        return std::ranges::none_of(events, [&own](const StoredEvent& stored) {
            const auto* coverage = std::get_if<CoverageDeclared>(&stored.event.body);
            return coverage != nullptr && coverage->source == kSystem && stored.event.id != own;
        });
    }

    Result<void> find_vanished_child(std::span<const StoredEvent> stored) {
        const Ssda903StatementTime time{year_, received_};
        TYST_ASSIGN(auto earlier, earlier_.statements_of({}, return_stream_, time, stored));
        std::erase_if(earlier.statements, [&time](const Ssda903Statement& statement) {
            return time <= statement.time;
        });
        Ssda903Context context;
        context.codes = &codes_;
        context.year = year_;
        context.received = received_;
        Ssda903Collector unheard("", context);
        const auto chain = read_ssda903_chain(earlier.statements, unheard);
        const auto expected = std::ranges::find_if(chain, [this](const Ssda903Episode& episode) {
            return held_in_collection(episode, year_);
        });
        if (expected == chain.end()) return {};
        vanished_.push_back(
            {ImportFindingKind::no_longer_stated,
             place_in_earlier_return(Ssda903Table::episodes, expected->stated.year),
             expected->line}
        );
        return {};
    }

    // An end that an earlier return gave and this one leaves out.
    void find_reopened(
        const Ssda903ChildFacts& facts, const std::unordered_set<EventId, StrongBytesHash>& known
    ) {
        for (const auto& end : facts.left_open) {
            if (!known.contains(end.id)) continue;
            report_.findings.push_back(
                {ImportFindingKind::restated_differently,
                 std::string(shape_of(end.table).name),
                 end.line}
            );
        }
    }

    Result<void> add_rows(
        std::vector<PreparedEvent>& unit,
        std::vector<ReceivedRow> verbatim,
        StreamId stream,
        const std::unordered_set<EventId, StrongBytesHash>& known
    ) {
        auto parts = cut_into_parts(std::move(verbatim));
        for (std::size_t part = 0; part < parts.size(); ++part) {
            TYST_ASSIGN(
                const EventId id,
                return_event_id(stream, "return_rows_received#" + std::to_string(part + 1))
            );
            if (known.contains(id)) {
                ++report_.events_already_known;
                continue;
            }
            ReturnRowsReceived body;
            body.received_return.stream = return_stream_;
            body.rows = std::move(parts[part]);
            unit.push_back({stream, received_event(id, received_, std::move(body))});
        }
        return {};
    }

    // ---- the report ----

    ImportReport finish_report(const Ssda903Return& received) {
        std::map<std::string, std::string, std::less<>> files;
        for (std::size_t at = 0; at < report_.tables.size(); ++at) {
            auto& table = report_.tables[at];
            const auto& mapped = fates_[static_cast<std::size_t>(received.files[at].table)];
            table.rows.understood = mapped.understood;
            table.rows.refused += mapped.refused;
            table.rows.erased = mapped.erased;
            files[table.table] = table.file;
        }
        for (auto& finding : report_.findings) {
            // Others name a place in an earlier return.
            if (const auto file = files.find(finding.file); file != files.end()) {
                finding.file = file->second;
            }
        }
        for (auto& refusal : mapped_refusals_)
            refusal.file = files[refusal.file];
        std::ranges::move(vanished_, std::back_inserter(report_.findings));
        std::ranges::move(mapped_refusals_, std::back_inserter(report_.refusals));
        std::ranges::sort(report_.refusals);
        std::ranges::sort(report_.findings);
        const auto repeated = std::ranges::unique(report_.findings);
        report_.findings.erase(repeated.begin(), repeated.end());
        report_.events_written = append_.written();
        return std::move(report_);
    }

    Ledger& ledger_;
    Ssda903Codes codes_;
    StreamId actor_;
    Date received_;
    BulkAppend append_;
    Ssda903EarlierReturns earlier_;
    int year_ = 0;
    std::vector<Ssda903Table> tables_;  // that the return has
    std::string reference_;
    StreamId return_stream_;
    std::vector<StreamId> child_streams_;
    Streams worker_streams_;
    std::array<ImportRowCounts, kSsda903TableCount> fates_{};
    std::vector<ImportRefusal> mapped_refusals_;
    std::vector<ImportFinding> vanished_;  // their places are in earlier returns
    ImportReport report_;
};

Result<Date> day_of_receipt(const Ledger& ledger, const Ssda903ImportRequest& request) {
    const Date today = london_date(ledger.clock().now());
    const Date received = request.received.value_or(today);
    if (received > today) {
        return fail(
            ErrorCode::invalid_value,
            "received " + to_text(received) + ": that day is still to come"
        );
    }
    if (received < collection_begins(request.year)) {
        return fail(
            ErrorCode::invalid_value,
            "received " + to_text(received) + ": the collection of year " +
                std::to_string(request.year) + " begins on " +
                to_text(collection_begins(request.year))
        );
    }
    return received;
}

}  // namespace

Result<ImportReport> import_ssda903(
    Ledger& ledger,
    const CodeBook& codes,
    const Ssda903ImportRequest& request,
    const Progress& progress
) {
    TYST_ASSIGN(const auto received, read_any_ssda903_return(request.directory, request.year));
    TYST_ASSIGN(const Date day, day_of_receipt(ledger, request));
    return Import(ledger, codes, request.actor, day).run(received, progress);
}

}  // namespace tyst
