#include <algorithm>
#include <memory>
#include <ostream>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/icalendar.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "cli/worker_text.h"

namespace tyst::cli {
namespace {

constexpr int kDueDays = 28;
// Only this command has it, so it is no OutputFormat.
constexpr std::string_view kCalendarFormat = "ics";

struct DueOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string from;
    std::string to;
    std::string iro;
    std::string worker;
    std::string team;
};

struct DuePeriod {
    Date from;
    Date to;  // both included
};

struct DueItem {
    StreamId person;
    std::string child;
    CaseloadRow caseload;  // workers named; empty where the child is not looked after
    DueRow row;
    std::string title;
    std::string kind;
};

struct DueList {
    std::vector<DueItem> items;  // by due day, child, rule
    bool rests_on_claimed_time = false;
};

bool filters(const DueOptions& options) {
    return !options.iro.empty() || !options.worker.empty() || !options.team.empty();
}

bool matches(const CaseloadRow& row, const DueOptions& options) {
    return (options.iro.empty() || goes_by(row.iro, options.iro)) &&
           (options.worker.empty() || goes_by(row.social_worker, options.worker)) &&
           (options.team.empty() || row.team == options.team);
}

Result<std::vector<CaseloadRow>> named_caseloads(
    Ledger& ledger, const std::vector<PersonRow>& people
) {
    std::vector<CaseloadRow> rows;
    rows.reserve(people.size());
    for (const PersonRow& person : people) {
        rows.push_back(person.caseload.value_or(CaseloadRow()));
    }
    TYST_TRY(name_workers(ledger, rows));
    return rows;
}

// A name that nobody goes by must not read as "nothing is due".
Result<void> check_known(Reading& reading, const DueOptions& options) {
    TYST_ASSIGN(const FoundPeople people, people_of(reading, People::all));
    TYST_ASSIGN(const auto rows, named_caseloads(*reading.ledger, people.rows));
    const bool known = std::ranges::any_of(rows, [&options](const CaseloadRow& row) {
        return matches(row, options);
    });
    return known ? Result<void>()
                 : fail(
                       ErrorCode::not_found,
                       "no looked-after child has that reviewing officer, worker or team"
                   );
}

void name_rule(DueItem& item, const ReferenceSet& reference) {
    for (const Rule& rule : reference.rules()) {
        if (rule.id == item.row.rule && rule.version == item.row.version) {
            item.title = rule.title.en;
            item.kind = to_text(rule.kind);
            return;
        }
    }
    item.title = item.row.rule;
}

void add_items(
    const PersonRow& person,
    const CaseloadRow& caseload,
    const DuePeriod& period,
    const ReferenceSet& reference,
    DueList& list
) {
    list.rests_on_claimed_time |= person.rests_on_claimed_time;
    for (const DueRow& row : person.due) {
        if (row.due < period.from || period.to < row.due) continue;
        DueItem item;
        item.person = person.person;
        item.child = person.references.empty() ? "" : person.references.front().reference;
        item.caseload = caseload;
        item.row = row;
        name_rule(item, reference);
        list.items.push_back(std::move(item));
    }
}

Result<DueList> find_due(Reading& reading, const DueOptions& options, const DuePeriod& period) {
    TYST_ASSIGN(const auto people, people_due(reading, period.from, period.to));
    TYST_ASSIGN(const auto caseloads, named_caseloads(*reading.ledger, people));
    DueList list;
    for (std::size_t place = 0; place < people.size(); ++place) {
        if (matches(caseloads[place], options)) {
            add_items(people[place], caseloads[place], period, reading.reference, list);
        }
    }
    if (list.items.empty() && filters(options)) {
        TYST_TRY(check_known(reading, options));
    }
    std::ranges::stable_sort(list.items, {}, [](const DueItem& item) {
        return std::tie(item.row.due, item.child, item.row.rule, item.row.number);
    });
    return list;
}

const char* due_state(const DueItem& item) {
    return item.row.overdue ? "overdue" : "open";
}

Table due_table(const DueList& list, bool for_people) {
    Table table(
        {{"due", "Due"},
         {"child", "Child"},
         {"rule", "Rule"},
         {"number", "No", Align::right},
         {"title", "What"},
         {"status", "Status"},
         {"kind", "Kind"},
         {"iro", "IRO"},
         {"social_worker", "Social worker"},
         {"team", "Team"}}
    );
    for (const DueItem& item : list.items) {
        const CaseloadRow& caseload = item.caseload;
        const auto worker = [for_people](const CaseloadWorker& one) {
            return for_people ? worker_text(one) : one.reference;
        };
        table.add_row(
            {to_text(item.row.due),
             item.child,
             item.row.rule,
             std::to_string(item.row.number),
             item.title,
             due_state(item),
             item.kind,
             worker(caseload.iro),
             worker(caseload.social_worker),
             caseload.team}
        );
    }
    return table;
}

void print_due_json(
    std::ostream& out, const Reading& reading, const DueList& list, const DuePeriod& period
) {
    boost::json::object answer = frame_json(reading);
    answer["rests_on_claimed_time"] = list.rests_on_claimed_time;
    answer["from"] = to_text(period.from);
    answer["to"] = to_text(period.to);
    answer["count"] = list.items.size();
    boost::json::array rows;
    for (const DueItem& item : list.items) {
        rows.push_back(
            {{"due", to_text(item.row.due)},
             {"child", item.child},
             {"rule", item.row.rule},
             {"version", item.row.version},
             {"number", item.row.number},
             {"title", item.title},
             {"status", due_state(item)},
             {"kind", item.kind},
             {"iro", item.caseload.iro.reference},
             {"social_worker", item.caseload.social_worker.reference},
             {"team", item.caseload.team}}
        );
    }
    answer["due"] = std::move(rows);
    print_json(out, answer);
}

// What tells an obligation from every other of the same child, however its day moves.
std::string identity_of(const DueRow& row) {
    return fmt::format(
        "{}/{}/{}/{}",
        row.rule,
        row.number,
        row.about ? std::to_string(row.about->value) : "",
        row.decision
    );
}

// Calendars leave the council's systems: no names, only the reference and the rule.
void print_due_calendar(std::ostream& out, const Reading& reading, const DueList& list) {
    std::vector<CalendarEntry> entries;
    entries.reserve(list.items.size());
    for (const DueItem& item : list.items) {
        entries.push_back(
            {calendar_uid(item.person, identity_of(item.row), reading.ledger->origin()),
             item.row.due,
             fmt::format("{}: {}", item.child, item.title),
             item.kind}
        );
    }
    print_calendar(out, entries, reading.question.known_at);
}

void print_due(
    std::ostream& out, const Reading& reading, const DueList& list, const DuePeriod& period
) {
    switch (reading.format) {
        case OutputFormat::json:
            print_due_json(out, reading, list, period);
            break;
        case OutputFormat::csv:
            due_table(list, false).print_csv(out);
            break;
        case OutputFormat::table:
            due_table(list, true).print_text(out);
            out << fmt::format(
                "{} due from {} to {}\n",
                list.items.size(),
                to_text(period.from),
                to_text(period.to)
            );
            break;
    }
}

DuePeriod period_of(const DueOptions& options, Date as_at) {
    DuePeriod period;
    period.from = options.from.empty() ? as_at : *parse_date(options.from);
    period.to = options.to.empty() ? period.from.plus_days(kDueDays) : *parse_date(options.to);
    return period;
}

Result<ExitCode> due(const DueOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const DuePeriod period = period_of(options, reading.question.as_at);
    if (period.to < period.from) {
        return usage_error(
            surroundings,
            fmt::format("--to {} lies before {}", to_text(period.to), to_text(period.from))
        );
    }
    TYST_ASSIGN(const DueList list, find_due(reading, options, period));
    if (options.read.format == kCalendarFormat) {
        print_due_calendar(surroundings.out, reading, list);
    } else {
        print_due(surroundings.out, reading, list, period);
    }
    return ExitCode::ok;
}

}  // namespace

void add_due(Command parent, CommandLine& line) {
    auto options = std::make_shared<DueOptions>();
    Command command = parent.add(
        {"due",
         "What falls due in a period, also as a calendar",
         "tyst due --ledger demo --iro IRO03 --format ics > iro03.ics"}
    );
    command.option("--from", options->from, "First day; the day asked about")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--to", options->to, "Last day; 28 days after the first")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--iro", options->iro, "Only children of this reviewing officer")
        .shown_as("NAME");
    command.option("--worker", options->worker, "Only children of this social worker")
        .shown_as("NAME");
    command.option("--team", options->team, "Only children of this team").shown_as("NAME");
    add_ledger_options(command, options->ledger, line);
    add_question_options(command, options->read);
    add_format_option(
        command, options->read.format, {"table", "json", "csv", std::string(kCalendarFormat)}
    );
    command.run(line, [options](const Surroundings& surroundings) {
        return due(*options, surroundings);
    });
}

}  // namespace tyst::cli
