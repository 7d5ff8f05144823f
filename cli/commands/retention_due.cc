#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <tuple>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

constexpr std::uint32_t kWithinMax = 36'525;  // a hundred years

struct RetentionDueOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string by;
    std::uint32_t within = 0;
    std::string child;
    bool never = false;
};

// One compartment of one record.
struct KeptRow {
    std::string child;
    std::vector<StreamId> all_streams;  // of the person
    CompartmentRetention kept;
    std::vector<LogIndex> held;       // holds that stand over the person
    std::optional<LogIndex> request;  // an open one that names it
    std::string_view request_state;
};

struct KeptRows {
    Date by;
    std::vector<KeptRow> rows;
    std::size_t due = 0;                    // on that day
    std::map<NeverDue, std::size_t> never;  // records that are never due
};

Result<std::vector<RetainedRecord>> records_asked(
    const RetentionDueOptions& options, Reading& reading, const Surroundings& surroundings
) {
    if (options.child.empty()) {
        return retained_records(*reading.ledger, reading.question, reading.codes, thread_count());
    }
    TYST_ASSIGN(auto record, find_record(reading, options.child, surroundings));
    std::vector<RetainedRecord> records;
    if (record) records.push_back(*std::move(record));
    return records;
}

Result<void> mark_held(Ledger& ledger, std::vector<KeptRow>& rows) {
    std::vector<StreamId> streams;
    for (const KeptRow& row : rows) {
        streams.insert(streams.end(), row.all_streams.begin(), row.all_streams.end());
    }
    std::ranges::sort(streams);
    const auto repeated = std::ranges::unique(streams);
    streams.erase(repeated.begin(), repeated.end());
    TYST_ASSIGN(auto holds, holds_over(ledger, streams));
    holds = standing(std::move(holds));
    for (KeptRow& row : rows) {
        for (const LegalHold& hold : holds) {
            if (hold.stream == ledger.authority_stream() ||
                std::ranges::find(row.all_streams, hold.stream) != row.all_streams.end()) {
                row.held.push_back(hold.index);
            }
        }
    }
    return {};
}

Result<void> mark_requested(Ledger& ledger, std::vector<KeptRow>& rows) {
    TYST_ASSIGN(const auto cases, erasure_cases(ledger));
    for (KeptRow& row : rows) {
        for (const ErasureCase& erasure : cases) {
            const bool names = std::ranges::any_of(row.kept.streams, [&](const StreamId& stream) {
                return std::ranges::binary_search(erasure.asked.subjects, stream);
            });
            if (!names || !is_open(erasure)) continue;
            row.request = erasure.index;
            row.request_state = state_of(erasure);
        }
    }
    return {};
}

Result<KeptRows> find_kept(
    const RetentionDueOptions& options, Reading& reading, const Surroundings& surroundings
) {
    KeptRows found;
    const Date today = reading.question.as_at;
    found.by = options.by.empty() ? today.plus_days(static_cast<int>(options.within))
                                  : parse_date(options.by).value_or(today);
    TYST_ASSIGN(const auto records, records_asked(options, reading, surroundings));
    for (const RetainedRecord& record : records) {
        for (CompartmentRetention& kept :
             retention_of(record.facts, record.parts, reading.reference.retention_rules(), today)) {
            const bool due = kept.due_on(found.by);
            found.due += due ? 1U : 0U;
            if (kept.never) ++found.never[*kept.never];
            if (!options.child.empty() || (options.never ? kept.never.has_value() : due)) {
                found.rows.push_back(
                    {reference_of(record), record.streams_of({}), std::move(kept), {}, {}, ""}
                );
            }
        }
    }
    std::ranges::sort(found.rows, {}, [](const KeptRow& row) {
        return std::tuple(row.kept.first_day, row.child, row.kept.compartment);
    });
    TYST_TRY(mark_held(*reading.ledger, found.rows));
    TYST_TRY(mark_requested(*reading.ledger, found.rows));
    return found;
}

std::string rule_text(const CompartmentRetention& kept) {
    return kept.rule == nullptr ? "" : kept.rule->id + " " + kept.rule->version;
}

// "born 1940-05-01; kept to the end of 2015-05-01; may be destroyed from 2015-05-02".
std::string why_text(const CompartmentRetention& kept) {
    if (kept.never) return "never: " + std::string(words(*kept.never));
    std::string text;
    for (const RetentionStep& step : kept.steps) {
        text += fmt::format(
            "{}{} {}", text.empty() ? "" : "; ", name(step.kind), tyst::to_text(step.day)
        );
    }
    return text;
}

std::string held_text(const KeptRow& row) {
    std::string text;
    for (const LogIndex& index : row.held) {
        text += fmt::format("{}{}", text.empty() ? "" : " ", index.value);
    }
    return text;
}

Table kept_table(const std::vector<KeptRow>& rows) {
    Table table(
        {{"child", "Child"},
         {"record", "Record"},
         {"first_day", "From"},
         {"rule", "Rule"},
         {"law", "Law"},
         {"held", "Held by"},
         {"request", "Request"},
         {"why", "Counted"}}
    );
    for (const KeptRow& row : rows) {
        table.add_row(
            {row.child,
             std::string(to_text(row.kept.compartment)),
             row.kept.first_day ? tyst::to_text(*row.kept.first_day) : "never",
             rule_text(row.kept),
             row.kept.rule == nullptr ? "" : row.kept.rule->citation,
             held_text(row),
             row.request ? fmt::format("{} {}", row.request->value, row.request_state) : "",
             why_text(row.kept)}
        );
    }
    return table;
}

boost::json::object kept_json(const KeptRow& row) {
    const CompartmentRetention& kept = row.kept;
    boost::json::object json{{"child", row.child}, {"record", to_text(kept.compartment)}};
    boost::json::array streams;
    for (const StreamId& stream : kept.streams) {
        streams.emplace_back(to_hex(stream.view()));
    }
    json["streams"] = std::move(streams);
    if (kept.rule != nullptr) {
        json["rule"] = kept.rule->id;
        json["version"] = kept.rule->version;
        json["kind"] = to_text(kept.rule->kind);
        json["citation"] = kept.rule->citation;
    }
    if (kept.first_day) json["first_day"] = tyst::to_text(*kept.first_day);
    if (kept.never) json["never"] = name(*kept.never);
    boost::json::array steps;
    for (const RetentionStep& step : kept.steps) {
        steps.push_back({{"what", name(step.kind)}, {"day", tyst::to_text(step.day)}});
    }
    json["steps"] = std::move(steps);
    boost::json::array held;
    for (const LogIndex& index : row.held) {
        held.emplace_back(index.value);
    }
    json["held_by"] = std::move(held);
    if (row.request) {
        json["request"] = {{"index", row.request->value}, {"state", row.request_state}};
    }
    return json;
}

void print_kept_json(std::ostream& out, const Reading& reading, const KeptRows& found) {
    boost::json::object answer = frame_json(reading);
    answer["by"] = tyst::to_text(found.by);
    answer["due"] = found.due;
    boost::json::object never;
    for (const auto& [reason, count] : found.never) {
        never[name(reason)] = count;
    }
    answer["never"] = std::move(never);
    boost::json::array rows;
    for (const KeptRow& row : found.rows) {
        rows.push_back(kept_json(row));
    }
    answer["records"] = std::move(rows);
    print_json(out, answer);
}

void print_kept_sums(std::ostream& out, const KeptRows& found) {
    out << fmt::format("{} records may be destroyed by {}\n", found.due, tyst::to_text(found.by));
    for (const auto& [reason, count] : found.never) {
        out << fmt::format("{} never: {}\n", count, words(reason));
    }
}

Result<ExitCode> list_due(const RetentionDueOptions& options, const Surroundings& surroundings) {
    if (!options.by.empty() && options.within != 0) {
        return usage_error(surroundings, "--by and --within both say how far to look; give one");
    }
    if (options.within > kWithinMax) {
        return usage_error(surroundings, fmt::format("--within is at most {} days", kWithinMax));
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(const KeptRows found, find_kept(options, reading, surroundings));
    if (!options.child.empty() && found.rows.empty()) return ExitCode::usage;
    switch (reading.format) {
        case OutputFormat::json:
            print_kept_json(surroundings.out, reading, found);
            break;
        case OutputFormat::csv:
            kept_table(found.rows).print_csv(surroundings.out);
            print_kept_sums(surroundings.err, found);
            break;
        case OutputFormat::table:
            kept_table(found.rows).print_text(surroundings.out);
            print_kept_sums(surroundings.out, found);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_retention_due(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionDueOptions>();
    Command command = parent.add(
        {"due",
         "Records that may be destroyed, by day, with the law and the days counted",
         "tyst retention due --by 2031-12-31 --ledger demo\n"
         "tyst retention due --child V0001 --ledger demo"}
    );
    command.option("--by", options->by, "Due on or before this day; today where nothing is given")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--within", options->within, "Due within so many days").shown_as("DAYS");
    command.option("--child", options->child, "All compartments of one child, due or not")
        .shown_as("CHILD");
    command.flag("--never", options->never, "Records that are never due, and why");
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return list_due(*options, surroundings);
    });
}

}  // namespace tyst::cli
