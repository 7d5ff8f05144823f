#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "cli/sample/ssda903.h"
#include "ledger/intake/bulk_append.h"
#include "ledger/intake/return_snapshot_reader.h"
#include "ledger/intake/ssda903_import.h"
#include "projections/returns/return_checks.h"
#include "projections/returns/return_figures.h"
#include "projections/returns/value_rules.h"
#include "tests/bench/bench.h"

// Statutory returns: how long one of the size of a nation takes to read, check and count, and how
// far the import of one lies from the bulk append that it rests on.
namespace tyst::bench {
namespace {

constexpr int kYear = 2019;
constexpr std::uint64_t kRowsOfAChild = 9;     // about, over all tables
constexpr std::uint64_t kEventsOfAReturn = 9;  // about, of one return

// A sound return of so many invented children; earlier rows and this year's share their children.
void write_return(const std::filesystem::path& directory, std::uint32_t children, int year) {
    sample::SsdaReturn made = sample::empty_ssda903(static_cast<std::uint32_t>(year));
    sample::RandomSource random(1, 903);
    for (std::uint32_t number = 1; number <= children; ++number) {
        sample::add_ssda903_child(made, number, random);
    }
    need(sample::write_ssda903_tables(directory, made), "write the return");
}

// "101" of the fourth copy is "101-3".
std::string in_copy(const std::string& reference, std::uint64_t copy) {
    return reference.empty() ? reference : reference + '-' + std::to_string(copy);
}

void write_line(std::ofstream& out, const std::vector<std::string>& values) {
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (values[at].find_first_of(",\"\n\r") != std::string::npos) {
            give_up("a value of the return needs quotes, which this does not write");
        }
        out << (at == 0 ? "" : ",") << values[at];
    }
    out << '\n';
}

// The return in `from` as often as it takes to have so many rows, each time with other children.
void repeat_return(
    const std::filesystem::path& from,
    const std::filesystem::path& directory,
    std::uint64_t rows,
    int year
) {
    const Ssda903Return once = need(read_ssda903_return(from, year), "read the return");
    std::uint64_t rows_once = 0;
    for (const Ssda903File& file : once.files)
        rows_once += file.csv.rows.size();
    const std::uint64_t copies =
        std::max<std::uint64_t>(1, rows / std::max<std::uint64_t>(1, rows_once));
    std::filesystem::create_directories(directory);
    for (const Ssda903File& file : once.files) {
        std::ofstream out(directory / (std::string(shape_of(file.table).name) + ".csv"));
        write_line(out, file.csv.columns);
        for (std::uint64_t copy = 0; copy < copies; ++copy) {
            for (const CsvRow& row : file.csv.rows) {
                std::vector<std::string> values = row.values;
                std::string& child = values.at(file.order.front());  // of CHILD
                child = in_copy(child, copy);
                write_line(out, values);
            }
        }
        if (!out) give_up("cannot write the return");
    }
}

struct ReadReturns {
    std::vector<ReturnSnapshot> snapshots;

    [[nodiscard]] ReturnCheckInput input() const {
        ReturnCheckInput input;
        for (const ReturnSnapshot& snapshot : snapshots)
            input.earlier.push_back(&snapshot);
        input.current = input.earlier.back();
        input.earlier.pop_back();
        return input;
    }
    [[nodiscard]] std::uint64_t rows() const {
        std::uint64_t rows = 0;
        for (const ReturnTable& table : snapshots.back().tables())
            rows += table.rows();
        return rows;
    }
};

ReadReturns read_returns(
    const std::filesystem::path& place, const ReturnForm& form, const std::vector<int>& years
) {
    ReadReturns read;
    const auto pool = std::make_shared<TextPool>();
    for (const int year : years) {
        auto received =
            need(read_ssda903_return(place / std::to_string(year), year), "read the return");
        auto snapshot =
            need(snapshot_of(std::move(received), form.layout(year), pool), "take the return in");
        read.snapshots.push_back(std::move(snapshot.snapshot));
    }
    return read;
}

std::uint64_t events_of(const std::map<EventType, std::uint64_t>& written) {
    std::uint64_t events = 0;
    for (const auto& [type, count] : written)
        events += count;
    return events;
}

// Every event of a ledger, with its stream and under a new id, as another ledger may take it.
std::vector<PreparedEvent> events_in(Ledger& ledger) {
    std::vector<PreparedEvent> events;
    need(
        ledger.scan_streams(
            ledger.size(),
            0,
            1,
            [&](Ledger::StreamContent&& content) -> Result<void> {
                if (content.kind != SubjectKind::child) return {};
                for (StoredEvent& stored : content.events) {
                    stored.event.id = ledger.new_event_id();
                    events.push_back({stored.stream, std::move(stored.event)});
                }
                return {};
            }
        ),
        "read the events"
    );
    return events;
}

// The same events again, under new ids, in appends as the import makes them.
double append_again(Ledger& ledger, std::vector<PreparedEvent> events) {
    return seconds_of([&] {
        BulkAppend append(ledger);
        for (PreparedEvent& event : events) {
            std::vector<PreparedEvent> unit;
            unit.push_back(std::move(event));
            need(append.add(std::move(unit)), "append");
        }
        need(append.finish(), "append");
        need(ledger.checkpoint(), "checkpoint");
    });
}

}  // namespace

Figures return_check(const Scale& scale) {
    const int year = scale.from.empty() ? kYear : scale.year;
    const std::filesystem::path directory = scale.place / std::to_string(year);
    if (scale.from.empty()) {
        const auto children =
            static_cast<std::uint32_t>(std::max<std::uint64_t>(1, scale.events / kRowsOfAChild));
        write_return(directory, children, year);
    } else {
        repeat_return(scale.from, directory, scale.events, year);
    }
    const double memory_before = peak_memory_mib();
    const ReferenceSet reference = reference_set();
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    ReadReturns read;
    ReturnChecks checks;
    std::vector<ValueFinding> values;
    ReturnFigures counted;
    const double reading = seconds_of([&] {
        read = read_returns(scale.place, *reference.return_form("ssda903"), {year});
    });
    const double checking = seconds_of([&] {
        values = check_values(read.snapshots.back());
        checks = check_return(read.input(), threads);
    });
    const double counting =
        seconds_of([&] { counted = figures_of_return(read.snapshots.back(), threads); });
    Figures figures("return_check");
    figures.add("children", static_cast<double>(read.snapshots.back().children().size()));
    figures.add("rows", static_cast<double>(read.rows()));
    figures.add("findings", static_cast<double>(checks.findings.size() + values.size()));
    figures.add("looked_after", static_cast<double>(counted.looked_after));
    figures.add("reading_seconds", reading);
    figures.add("checking_seconds", checking);
    figures.add("figures_seconds", counting);
    figures.add("seconds", reading + checking + counting);
    figures.add("mib_before", memory_before);
    figures.add("peak_mib", peak_memory_mib());
    return figures;
}

Figures import_rate(const Scale& scale) {
    const auto children =
        static_cast<std::uint32_t>(std::max<std::uint64_t>(1, scale.events / kEventsOfAReturn));
    write_return(scale.place / "return", children, kYear);
    const ReferenceSet reference = reference_set();
    BenchLedger ledger(scale.place);
    Ssda903ImportRequest request;
    request.directory = scale.place / "return";
    request.year = kYear;
    request.received = Date::of(kYear, 6, 1);
    request.actor = need(
        ledger->find_or_create({SubjectKind::actor, Compartment::none, "os-user", "bench"}),
        "make actor"
    );
    ImportReport report;
    const double importing = seconds_of([&] {
        report = need(import_ssda903(*ledger, reference.codes(), request, {}), "import");
    });
    std::vector<PreparedEvent> events = events_in(*ledger);
    const auto appended = static_cast<double>(events.size());
    const double appending = append_again(*ledger, std::move(events));
    const auto imported = static_cast<double>(events_of(report.events_written));
    Figures figures("import");
    figures.add("children", static_cast<double>(report.children));
    figures.add("rows", static_cast<double>(report.rows().read));
    figures.add("events", imported);
    figures.add("events_a_second", imported / importing);
    figures.add("bulk_append_events_a_second", appended / appending);
    figures.add("ratio_to_bulk_append", (imported / importing) / (appended / appending));
    return figures;
}

}  // namespace tyst::bench
