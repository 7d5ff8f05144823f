#include "ledger/intake/csv_import.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "ledger/intake/bulk_append.h"
#include "ledger/intake/csv_event_ids.h"
#include "ledger/intake/csv_row_reader.h"
#include "schema/event_catalogue.h"
#include "schema/event_people.h"

namespace tyst {
namespace {

using Kind = ImportFindingKind;

constexpr std::size_t kRowsAtOnce = 256;
constexpr std::string_view kCoverageTable = "coverage";

// A stored citation names the person only.
Body without_people(Event event) {
    visit_people(event, [](const std::string&, PersonCitation& citation) {
        PersonCitation person;
        person.person = citation.person;
        citation = person;
    });
    return std::move(event.body);
}

bool says_the_same(const Event& stated, const Event& stored) {
    return stated.occurred == stored.occurred && stated.reason == stored.reason &&
           without_people(stated) == stored.body;
}

class CsvImport {
  public:
    CsvImport(
        Ledger& ledger,
        const CodeBook& codes,
        const CsvImportRequest& request,
        const CsvFile& file,
        Date received
    )
        : ledger_(ledger),
          codes_(codes),
          request_(request),
          file_(file),
          ids_(ledger, request.type, request.source),
          append_(ledger) {
        report_.type = request.type;
        report_.file = file.name;
        report_.source = request.source;
        report_.children_source = request.children_source;
        report_.received = received;
    }

    Result<CsvImportReport> run(const Progress& progress) {
        TYST_ASSIGN(const CsvRowReader reader, open_reader());
        TYST_TRY(check(reader));
        if (!report_.refusals.empty() && !request_.skip_refused) {
            report_.stopped = true;
            return finish_report();
        }
        TYST_TRY(write(reader, progress));
        TYST_TRY(add_coverage());
        TYST_TRY(append_.finish());
        TYST_TRY(ledger_.checkpoint());
        report_.events_written = append_.written();
        return finish_report();
    }

  private:
    Result<CsvRowReader> open_reader() {
        CsvRowContext context;
        context.type = request_.type;
        context.codes = &codes_;
        context.source = request_.source;
        context.children_source = request_.children_source;
        context.received = report_.received;
        context.find_event = [this](const SubjectReference& child, const std::string& named) {
            return ids_.find_named(child, named);
        };
        return CsvRowReader::open(file_, std::move(context));
    }

    // ---- reading everything, writing nothing ----

    Result<void> check(const CsvRowReader& reader) {
        report_.rows.read = file_.rows.size();
        wanted_.assign(file_.rows.size(), false);
        for (std::size_t at = 0; at < file_.rows.size(); ++at) {
            const CsvRow& row = file_.rows[at];
            const auto event = reader.read(row, report_.refusals);
            if (!event) {
                ++report_.rows.refused;
                continue;
            }
            TYST_ASSIGN(const bool known, subject_is_known(*event, row));
            if (known) take_or_repeat(*event, row, at);
        }
        return {};
    }

    // Whether the row's child is there, or is made by the row itself.
    Result<bool> subject_is_known(const CsvEvent& event, const CsvRow& row) {
        if (request_.type == EventType::child_registered) return true;
        const SubjectReference& subject = event.submission.subject;
        TYST_ASSIGN(const auto stream, ids_.stream_of(subject));
        if (stream) return true;
        TYST_ASSIGN(const std::string advice, advice_about(subject));
        refuse(
            row,
            "child",
            "no child of this reference is known under the source " + subject.source + ": " + advice
        );
        return false;
    }

    Result<std::string> advice_about(const SubjectReference& subject) {
        for (const std::string& source : request_.other_sources) {
            SubjectReference other = subject;
            other.source = source;
            TYST_ASSIGN(const auto stream, ids_.stream_of(other));
            if (stream) return "the source " + source + " knows it (--children " + source + ")";
        }
        return std::string("import child_registered first");
    }

    void take_or_repeat(const CsvEvent& event, const CsvRow& row, std::size_t at) {
        const SubjectReference& subject = event.submission.subject;
        std::string key = subject.source + '\n' + subject.reference + '\n';
        key += static_cast<char>('0' + static_cast<int>(subject.compartment));
        key += event.row_id.empty() ? "=" + event.content : "#" + event.row_id;
        const auto [first, fresh] = first_rows_.try_emplace(key, FirstRow{row.line, event.content});
        if (fresh) {
            wanted_[at] = true;
            ++report_.rows.understood;
            subjects_.insert(subject);
            find_in_row(event, row);
        } else if (first->second.content == event.content) {
            ++report_.rows.repeated;
            find(Kind::duplicate_row, row);
        } else {
            refuse(
                row,
                "id",
                "line " + std::to_string(first->second.line) +
                    " has the same id and says something else"
            );
        }
    }

    void find_in_row(const CsvEvent& event, const CsvRow& row) {
        if (event.submission.event.occurred.date > report_.received) {
            find(Kind::dated_after_received, row);
        }
    }

    void find(Kind kind, const CsvRow& row) {
        report_.findings.push_back({kind, file_.name, row.line});
    }

    void refuse(const CsvRow& row, const char* column, std::string reason) {
        ++report_.rows.refused;
        report_.refusals.push_back({file_.name, row.line, column, "", std::move(reason), true});
    }

    // ---- writing ----

    Result<void> write(const CsvRowReader& reader, const Progress& progress) {
        std::vector<ImportRefusal> none;  // what is wanted was understood before
        std::vector<std::pair<const CsvRow*, CsvEvent>> chunk;
        for (std::size_t at = 0; at < file_.rows.size(); ++at) {
            if (wanted_[at]) {
                auto event = reader.read(file_.rows[at], none);
                TYST_ASSERT(event);
                chunk.emplace_back(&file_.rows[at], *std::move(event));
            }
            if (chunk.size() == kRowsAtOnce || at + 1 == file_.rows.size()) {
                TYST_TRY(write_chunk(std::exchange(chunk, {})));
                if (progress) progress(at + 1, file_.rows.size());
            }
        }
        return {};
    }

    Result<void> write_chunk(std::vector<std::pair<const CsvRow*, CsvEvent>> chunk) {
        TYST_ASSIGN(const std::vector<EventId> ids, ids_of(chunk));
        TYST_ASSIGN(const auto places, ledger_.find_events(ids));
        std::vector<Submission> submissions;
        submissions.reserve(chunk.size());
        for (std::size_t at = 0; at < chunk.size(); ++at) {
            submissions.push_back(std::move(chunk[at].second.submission));
            submissions.back().event.id = ids[at];
        }
        TYST_ASSIGN(auto prepared, ledger_.prepare(std::move(submissions), request_.actor));
        for (std::size_t at = 0; at < prepared.size(); ++at) {
            if (places[at]) {
                TYST_TRY(compare(prepared[at].event, *places[at], *chunk[at].first));
            } else {
                std::vector<PreparedEvent> unit;
                unit.push_back(std::move(prepared[at]));
                TYST_TRY(append_.add(std::move(unit)));
            }
        }
        return {};
    }

    Result<std::vector<EventId>> ids_of(const std::vector<std::pair<const CsvRow*, CsvEvent>>& chunk
    ) {
        std::vector<SubjectReference> subjects;
        for (const auto& [row, event] : chunk)
            subjects.push_back(event.submission.subject);
        TYST_ASSIGN(const auto streams, ledger_.find_or_create(subjects));
        std::vector<EventId> ids;
        for (std::size_t at = 0; at < chunk.size(); ++at) {
            TYST_ASSIGN(ids.emplace_back(), ids_.id_of(streams[at], chunk[at].second));
        }
        return ids;
    }

    Result<void> compare(const Event& stated, LogIndex place, const CsvRow& row) {
        ++report_.events_already_known;
        TYST_ASSIGN(const StoredEvent stored, ledger_.read(place, ReadDepth::event_only));
        if (!says_the_same(stated, stored.event)) find(Kind::restated_differently, row);
        return {};
    }

    Result<void> add_coverage() {
        if (!request_.coverage) return {};
        CoverageDeclared body;
        body.source = request_.children_source;
        body.facts = request_.coverage->facts;
        body.from = request_.coverage->from;
        body.to = request_.coverage->to;
        std::string row = to_text(body.from) + " " + (body.to ? to_text(*body.to) : "");
        for (const Code& fact : body.facts)
            row += " " + fact;
        const StreamId authority = ledger_.authority_stream();
        Event event;
        TYST_ASSIGN(
            event.id,
            ledger_.derived_event_id(
                authority, body.source, kCoverageTable, row, name_of(EventType::coverage_declared)
            )
        );
        event.occurred.date = body.from;
        event.learned = start_of_london_day(report_.received);
        event.source = {request_.source, std::string(kCoverageTable), 0};
        event.recorded_by = request_.actor;
        event.body = std::move(body);
        TYST_ASSIGN(const auto known, ledger_.find_events(std::vector<EventId>{event.id}));
        if (known.front()) {
            ++report_.events_already_known;
            return {};
        }
        std::vector<PreparedEvent> unit;
        unit.push_back({authority, std::move(event)});
        return append_.add(std::move(unit));
    }

    CsvImportReport finish_report() {
        report_.children = subjects_.size();
        std::ranges::stable_sort(report_.refusals, {}, &ImportRefusal::line);
        std::ranges::sort(report_.findings);
        return std::move(report_);
    }

    struct FirstRow {
        std::uint32_t line = 0;
        std::string content;
    };

    Ledger& ledger_;
    const CodeBook& codes_;
    const CsvImportRequest& request_;
    const CsvFile& file_;
    CsvEventIds ids_;
    BulkAppend append_;
    CsvImportReport report_;
    std::vector<bool> wanted_;  // rows to be written
    std::unordered_map<std::string, FirstRow> first_rows_;
    std::set<SubjectReference> subjects_;
};

Result<void> check_request(
    const CodeBook& codes, const CsvImportRequest& request, Date received, Date today
) {
    if (!is_csv_kind(request.type)) {
        return fail(ErrorCode::invalid_value, "no such kind of event comes in as CSV");
    }
    if (received > today) {
        return fail(
            ErrorCode::invalid_value,
            "received " + to_text(received) + ": that day is still to come"
        );
    }
    if (!request.coverage) return {};
    for (const Code& fact : request.coverage->facts) {
        if (!codes.contains("fact-kind", fact)) {
            return fail(
                ErrorCode::unknown_code, "no kind of fact that a source may cover: " + fact
            );
        }
    }
    if (request.coverage->to && *request.coverage->to < request.coverage->from) {
        return fail(ErrorCode::invalid_value, "the coverage ends before it begins");
    }
    return {};
}

boost::json::array refusals_json(const std::vector<ImportRefusal>& refusals) {
    boost::json::array all;
    for (const ImportRefusal& refusal : refusals) {
        all.push_back(boost::json::object{
            {"file", refusal.file},
            {"line", refusal.line},
            {"column", refusal.column},
            {"value", refusal.value},
            {"reason", refusal.reason}
        });
    }
    return all;
}

boost::json::array findings_json(const std::vector<ImportFinding>& findings) {
    boost::json::array all;
    for (const ImportFinding& finding : findings) {
        all.push_back(boost::json::object{
            {"kind", std::string(name(finding.kind))},
            {"file", finding.file},
            {"line", finding.line},
            {"explanation", std::string(explanation(finding.kind))}
        });
    }
    return all;
}

}  // namespace

std::uint64_t CsvImportReport::written() const {
    std::uint64_t sum = 0;
    for (const auto& [event, count] : events_written)
        sum += count;
    return sum;
}

std::string to_json(const CsvImportReport& report) {
    boost::json::object written;
    for (const auto& [type, count] : report.events_written) {
        written[std::string(name_of(type))] = count;
    }
    boost::json::object rows{
        {"read", report.rows.read},
        {"understood", report.rows.understood},
        {"repeated", report.rows.repeated},
        {"refused", report.rows.refused}
    };
    boost::json::object result{
        {"kind", std::string(name_of(report.type))},
        {"file", report.file},
        {"source", report.source},
        {"children_source", report.children_source},
        {"received", to_text(report.received)},
        {"children", report.children},
        {"stopped", report.stopped}
    };
    result["rows"] = std::move(rows);
    result["events_written"] = std::move(written);
    result["events_already_known"] = report.events_already_known;
    result["refusals"] = refusals_json(report.refusals);
    result["findings"] = findings_json(report.findings);
    return boost::json::serialize(result);
}

Result<CsvImportReport> import_csv(
    Ledger& ledger, const CodeBook& codes, const CsvImportRequest& request, const Progress& progress
) {
    const Date today = london_date(ledger.clock().now());
    const Date received = request.received.value_or(today);
    TYST_TRY(check_request(codes, request, received, today));
    TYST_ASSIGN(const CsvFile file, read_csv_file(request.file));
    return CsvImport(ledger, codes, request, file, received).run(progress);
}

}  // namespace tyst
