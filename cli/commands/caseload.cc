#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "cli/worker_text.h"

namespace tyst::cli {
namespace {

struct CaseloadOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string by;
};

struct Caseload {
    std::vector<CaseloadRow> rows;
    bool rests_on_claimed_time = false;
};

CaseloadGrouping grouping_from(const std::string& by) {
    return by == "iro"         ? CaseloadGrouping::iro
           : by == "worker"    ? CaseloadGrouping::worker
           : by == "team"      ? CaseloadGrouping::team
           : by == "status"    ? CaseloadGrouping::status
           : by == "placement" ? CaseloadGrouping::placement
                               : CaseloadGrouping::child;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::string review_text(const CaseloadRow& row) {
    return row.next_review_due
               ? to_text(*row.next_review_due) + (row.next_review_overdue ? " overdue" : "")
               : "";
}

// For people: one column less of everything that repeats.
Table people_table(const std::vector<CaseloadRow>& rows, const CodeBook& codes) {
    Table table(
        {{"child", "Child"},
         {"age", "Age", Align::right},
         {"status", "Legal status"},
         {"placement", "Placement"},
         {"since", "Since"},
         {"iro", "IRO"},
         {"worker", "Social worker"},
         {"team", "Team"},
         {"review", "Next review"},
         {"alerts", "Alerts"}}
    );
    for (const CaseloadRow& row : rows) {
        std::string status = title_of(codes, "legal-status", row.status);
        for (const std::string& overlay : row.overlays) {
            status += " + " + title_of(codes, "legal-status", overlay);
        }
        table.add_row(
            {row.reference,
             row.age ? std::to_string(*row.age) : "",
             status,
             row.placement + (row.temporary ? " (away)" : ""),
             to_text(row.looked_after_since),
             worker_text(row.iro),
             worker_text(row.social_worker),
             row.team,
             review_text(row),
             joined(row.open_alerts)}
        );
    }
    return table;
}

Table machine_table(const std::vector<CaseloadRow>& rows) {
    Table table(
        {{"child", ""},
         {"age", ""},
         {"legal_status", ""},
         {"overlays", ""},
         {"placement", ""},
         {"temporary", ""},
         {"looked_after_since", ""},
         {"iro", ""},
         {"social_worker", ""},
         {"team", ""},
         {"next_review_due", ""},
         {"next_review_overdue", ""},
         {"open_alerts", ""},
         {"not_held", ""}}
    );
    for (const CaseloadRow& row : rows) {
        table.add_row(
            {row.reference,
             row.age ? std::to_string(*row.age) : "",
             row.status,
             joined(row.overlays),
             row.placement,
             row.temporary ? "true" : "false",
             to_text(row.looked_after_since),
             row.iro.reference,
             row.social_worker.reference,
             row.team,
             row.next_review_due ? to_text(*row.next_review_due) : "",
             row.next_review_overdue ? "true" : "false",
             joined(row.open_alerts),
             joined(row.not_held)}
        );
    }
    return table;
}

boost::json::object row_json(const CaseloadRow& row) {
    return {
        {"child", row.reference},
        {"age", row.age ? boost::json::value(*row.age) : boost::json::value(nullptr)},
        {"legal_status", row.status},
        {"overlays", texts_json(row.overlays)},
        {"placement", row.placement},
        {"temporary", row.temporary},
        {"looked_after_since", to_text(row.looked_after_since)},
        {"iro", row.iro.reference},
        {"social_worker", row.social_worker.reference},
        {"team", row.team},
        {"next_review_due",
         row.next_review_due ? boost::json::value(to_text(*row.next_review_due))
                             : boost::json::value(nullptr)},
        {"next_review_overdue", row.next_review_overdue},
        {"open_alerts", texts_json(row.open_alerts)},
        {"not_held", texts_json(row.not_held)},
    };
}

void print_rows(std::ostream& out, const Reading& reading, const Caseload& answer) {
    switch (reading.format) {
        case OutputFormat::json: {
            boost::json::object document = frame_json(reading);
            document["rests_on_claimed_time"] = answer.rests_on_claimed_time;
            document["erased"] = reading.authority.erased.size();
            document["count"] = answer.rows.size();
            boost::json::array children;
            for (const CaseloadRow& row : answer.rows) {
                children.push_back(row_json(row));
            }
            document["children"] = std::move(children);
            print_json(out, document);
            break;
        }
        case OutputFormat::csv:
            machine_table(answer.rows).print_csv(out);
            break;
        case OutputFormat::table:
            people_table(answer.rows, reading.reference.codes()).print_text(out);
            out << fmt::format("{} children looked after\n", answer.rows.size());
            break;
    }
}

struct GroupCounts {
    std::size_t overdue = 0;
    std::size_t with_alerts = 0;
};

GroupCounts count(const CaseloadGroup& group) {
    GroupCounts counts;
    for (const CaseloadRow* row : group.rows) {
        counts.overdue += row->next_review_overdue ? 1U : 0U;
        counts.with_alerts += row->open_alerts.empty() ? 0U : 1U;
    }
    return counts;
}

std::string group_title(
    const CaseloadGroup& group, CaseloadGrouping grouping, const CodeBook& codes
) {
    if (group.key.empty()) {
        return "(none)";
    }
    return grouping == CaseloadGrouping::status ? title_of(codes, "legal-status", group.key)
           : group.title == group.key           ? group.key
                                                : fmt::format("{} ({})", group.title, group.key);
}

boost::json::array groups_json(const std::vector<CaseloadGroup>& groups) {
    boost::json::array list;
    for (const CaseloadGroup& group : groups) {
        boost::json::array children;
        for (const CaseloadRow* row : group.rows) {
            children.push_back(boost::json::string(row->reference));
        }
        const GroupCounts counts = count(group);
        list.push_back(
            {{"key", group.key},
             {"title", group.title},
             {"value", group.rows.size()},
             {"reviews_overdue", counts.overdue},
             {"with_open_alerts", counts.with_alerts},
             {"children", std::move(children)}}
        );
    }
    return list;
}

void print_groups(
    std::ostream& out, const Reading& reading, const Caseload& answer, CaseloadGrouping grouping
) {
    const auto groups = group_rows(answer.rows, grouping);
    if (reading.format == OutputFormat::json) {
        boost::json::object document = frame_json(reading);
        document["rests_on_claimed_time"] = answer.rests_on_claimed_time;
        document["erased"] = reading.authority.erased.size();
        document["count"] = answer.rows.size();
        document["groups"] = groups_json(groups);
        print_json(out, document);
        return;
    }
    const bool csv = reading.format == OutputFormat::csv;
    Table table(
        {{"group", "Group"},
         {"children", "Children", Align::right},
         {"reviews_overdue", "Reviews overdue", Align::right},
         {"with_open_alerts", "With alerts", Align::right}}
    );
    GroupCounts all;
    for (const CaseloadGroup& group : groups) {
        const GroupCounts counts = count(group);
        all.overdue += counts.overdue;
        all.with_alerts += counts.with_alerts;
        table.add_row(
            {csv ? group.key : group_title(group, grouping, reading.reference.codes()),
             std::to_string(group.rows.size()),
             std::to_string(counts.overdue),
             std::to_string(counts.with_alerts)}
        );
    }
    if (csv) {
        table.print_csv(out);
        return;
    }
    table.add_row(
        {"All",
         std::to_string(answer.rows.size()),
         std::to_string(all.overdue),
         std::to_string(all.with_alerts)}
    );
    table.print_text(out);
}

Result<ExitCode> caseload(const CaseloadOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(const FoundPeople people, people_of(reading, People::all));
    Caseload answer;
    for (const PersonRow& person : people.rows) {
        if (person.caseload) {
            answer.rows.push_back(*person.caseload);
        }
        answer.rests_on_claimed_time |= person.rests_on_claimed_time;
    }
    sort_rows(answer.rows);
    TYST_TRY(name_workers(*reading.ledger, answer.rows));
    if (options.by.empty()) {
        print_rows(surroundings.out, reading, answer);
    } else {
        print_groups(surroundings.out, reading, answer, grouping_from(options.by));
    }
    if (reading.format != OutputFormat::json) {
        tell_erased(
            reading.format == OutputFormat::csv ? surroundings.err : surroundings.out, reading
        );
    }
    return ExitCode::ok;
}

}  // namespace

void add_caseload(Command parent, CommandLine& line) {
    auto options = std::make_shared<CaseloadOptions>();
    Command command = parent.add(
        {"caseload",
         "Children looked after on a day, one by one or counted by group",
         "tyst caseload --ledger demo --by iro"}
    );
    command.option("--by", options->by, "iro, worker, team, status or placement")
        .shown_as("GROUP")
        .one_of({"iro", "worker", "team", "status", "placement"});
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return caseload(*options, surroundings);
    });
}

}  // namespace tyst::cli
