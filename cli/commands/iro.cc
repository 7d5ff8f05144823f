#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "cli/worker_text.h"
#include "projections/iro_desk.h"
#include "projections/query.h"
#include "projections/rule_engine.h"
#include "schema/event_catalogue.h"

namespace tyst::cli {
namespace {

struct IroOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string iro;
    std::string since;
};

// A reviewing officer with the persons allocated to them.
struct FoundIro {
    CaseloadWorker worker;
    std::vector<StreamId> children;
};

// ---- who it is ----

// Workers who go by the name, each with the children looked after.
Result<std::vector<FoundIro>> iros_named(Reading& reading, const std::string& asked) {
    TYST_ASSIGN(const FoundPeople people, people_of(reading, People::all));
    std::vector<CaseloadRow> rows;
    for (const PersonRow& person : people.rows) {
        if (person.caseload) rows.push_back(*person.caseload);
    }
    TYST_TRY(name_workers(*reading.ledger, rows));
    std::map<StreamId, FoundIro> found;
    for (const CaseloadRow& row : rows) {
        if (!goes_by(row.iro, asked)) continue;
        FoundIro& iro = found[row.iro.person];
        iro.worker = row.iro;
        iro.children.push_back(row.person);
    }
    std::vector<FoundIro> iros;
    iros.reserve(found.size());
    for (auto& [person, iro] : found) {
        iros.push_back(std::move(iro));
    }
    return iros;
}

ExitCode tell_several_iros(
    const std::vector<FoundIro>& iros, const std::string& asked, const Surroundings& surroundings
) {
    std::string names;
    for (const FoundIro& iro : iros) {
        names += "\n  " + worker_text(iro.worker);
    }
    return usage_error(
        surroundings, fmt::format("'{}' is several reviewing officers; name one:{}", asked, names)
    );
}

Result<IroDesk> desk_of(Reading& reading, const FoundIro& iro, const std::string& since) {
    const RuleEngine engine = RuleEngine::from(reading.reference);
    const Date as_at = reading.question.as_at;
    IroDesk desk =
        desk_on(as_at, since.empty() ? as_at.plus_days(-IroDesk::kWeekDays) : *parse_date(since));
    for (const StreamId& child : iro.children) {
        TYST_ASSIGN(
            const PersonHistory person,
            read_person(
                *reading.ledger, child, reading.question, reading.codes, ReadDepth::event_only
            )
        );
        const Coverage& coverage = reading.authority.coverage;
        lay_on(
            desk,
            {person.history, engine.apply(person.history, coverage, CareAsked::current), coverage}
        );
    }
    put_in_order(desk);
    return desk;
}

// ---- words ----

std::string desk_day(const std::optional<Date>& day) {
    return day ? to_text(*day) : "";
}

// "yes", "no", "not said".
const char* answer_text(const std::optional<bool>& answer) {
    return !answer ? "not said" : *answer ? "yes" : "no";
}

bool answered_yes(const DeskAnswers& answers) {
    return answers.legal_help_needed == true || answers.rights_breached == true;
}

bool answered_no(const DeskAnswers& answers) {
    return answers.legal_help_needed == false && answers.rights_breached == false;
}

std::string reports_text(const DeskReview& review) {
    return review.reports_in.empty() ? std::string(name(review.reports))
                                     : fmt::format("{}", fmt::join(review.reports_in, ", "));
}

std::string review_due_text(const DeskReview& review) {
    return desk_day(review.due) + (review.overdue ? " overdue" : "");
}

// ---- one screen ----

void print_section(std::ostream& out, const std::string& title, const Table& table) {
    out << '\n' << title << '\n';
    if (table.row_count() == 0) {
        out << "none\n";
    } else {
        table.print_text(out);
    }
}

std::string kinds_text(const DeskNews& news) {
    std::string text;
    for (const EventType kind : news.kinds)
        text += (text.empty() ? "" : ", ") + title_of(kind);
    return text;
}

Table news_table(const IroDesk& desk) {
    Table table(
        {{"child", "Child"},
         {"alerts", "Alerts that arose"},
         {"facts", "Facts", Align::right},
         {"kinds", "Of these kinds"}}
    );
    for (const DeskNews& row : desk.news) {
        table.add_row(
            {row.child,
             fmt::format("{}", fmt::join(row.alerts, " ")),
             std::to_string(row.facts),
             kinds_text(row)}
        );
    }
    return table;
}

Table reviews_table(const IroDesk& desk) {
    Table table(
        {{"child", "Child"},
         {"due", "Due"},
         {"booked", "Booked"},
         {"consulted", "Child consulted"},
         {"reports", "Reports in"}}
    );
    for (const DeskReview& row : desk.reviews) {
        table.add_row(
            {row.child,
             review_due_text(row),
             desk_day(row.booked),
             std::string(name(row.consulted)),
             reports_text(row)}
        );
    }
    return table;
}

Table decisions_table(const IroDesk& desk) {
    Table table(
        {{"child", "Child"},
         {"review", "Review"},
         {"decision", "Decision"},
         {"due", "By"},
         {"days_over", "Days over", Align::right},
         {"text", "What"}}
    );
    for (const DeskDecision& row : desk.decisions) {
        table.add_row(
            {row.child,
             to_text(row.review),
             row.decision,
             to_text(row.due),
             std::to_string(row.days_over),
             row.text}
        );
    }
    return table;
}

Table challenges_table(const IroDesk& desk, const CodeBook& codes) {
    Table table(
        {{"child", "Child"},
         {"raised", "Raised"},
         {"stage", "Stage reached"},
         {"answer_due", "Answer due"},
         {"answered", "Answered"},
         {"days", "Days", Align::right}}
    );
    for (const DeskChallenge& row : desk.challenges) {
        table.add_row(
            {row.child,
             to_text(row.raised),
             title_of(codes, "escalation-stage", row.stage),
             desk_day(row.answer_due),
             desk_day(row.answered),
             std::to_string(row.days)}
        );
    }
    return table;
}

Table midpoints_table(const IroDesk& desk) {
    Table table(
        {{"child", "Child"},
         {"last_review", "Last review"},
         {"last_check", "Last check"},
         {"since", "Wanted since"},
         {"next_review", "Next review due"}}
    );
    for (const DeskMidpoint& row : desk.midpoints) {
        table.add_row(
            {row.child,
             to_text(row.last_review),
             desk_day(row.last_check),
             to_text(row.since),
             to_text(row.next_review)}
        );
    }
    return table;
}

Table months_table(const IroDesk& desk) {
    Table table(
        {{"from", "From"},
         {"to", "To"},
         {"children", "Children", Align::right},
         {"reviews", "Reviews", Align::right},
         {"conferences", "Conferences", Align::right},
         {"meetings", "Meetings", Align::right}}
    );
    for (const DeskMonth& month : desk.months) {
        table.add_row(
            {to_text(month.from),
             to_text(month.to),
             std::to_string(desk.children),
             std::to_string(month.reviews),
             std::to_string(month.conferences),
             std::to_string(month.reviews + month.conferences)}
        );
    }
    return table;
}

Table duties_table(const std::vector<DeskDuty>& duties, const std::string& days) {
    Table table(
        {{"child", "Child"},
         {"rule", "Rule"},
         {"title", "What"},
         {"due", "Due"},
         {"days", days, Align::right}}
    );
    for (const DeskDuty& row : duties) {
        table.add_row({row.child, row.rule, row.title, to_text(row.due), std::to_string(row.days)});
    }
    return table;
}

// Those with a yes; the others are counted in the heading.
Table answers_table(const IroDesk& desk) {
    Table table(
        {{"child", "Child"},
         {"review", "Latest review"},
         {"legal_help_needed", "Legal help needed"},
         {"rights_breached", "Rights breached"}}
    );
    for (const DeskAnswers& row : desk.answers) {
        if (!answered_yes(row)) continue;
        table.add_row(
            {row.child,
             desk_day(row.review),
             answer_text(row.legal_help_needed),
             answer_text(row.rights_breached)}
        );
    }
    return table;
}

std::string not_held_note(std::size_t children) {
    return children == 0 ? "" : fmt::format(" (not held here for {} children)", children);
}

void print_screen(
    std::ostream& out, const Reading& reading, const FoundIro& iro, const IroDesk& desk
) {
    const auto yes = std::ranges::count_if(desk.answers, answered_yes);
    const auto no = std::ranges::count_if(desk.answers, answered_no);
    out << fmt::format("{}: {} children\n", printable(worker_text(iro.worker)), desk.children);
    print_section(out, "New since " + to_text(desk.new_since), news_table(desk));
    print_section(out, "Reviews within seven days", reviews_table(desk));
    print_section(
        out,
        "Review decisions past their date" + not_held_note(desk.preparation_not_held),
        decisions_table(desk)
    );
    print_section(
        out,
        "Challenges open" + not_held_note(desk.challenges_not_held),
        challenges_table(desk, reading.reference.codes())
    );
    print_section(
        out,
        "Midpoint checks wanted" + not_held_note(desk.preparation_not_held),
        midpoints_table(desk)
    );
    print_section(out, "Children and meetings due, by month", months_table(desk));
    print_section(out, "Overdue", duties_table(desk.overdue, "Days over"));
    print_section(out, "Due within the lead time", duties_table(desk.at_risk, "Days left"));
    print_section(
        out,
        fmt::format(
            "Legal help and rights at the latest review ({} answered no twice, {} not said)",
            no,
            std::ssize(desk.answers) - yes - no
        ),
        answers_table(desk)
    );
}

// ---- JSON ----

boost::json::value desk_day_json(const std::optional<Date>& day) {
    return day ? boost::json::value(to_text(*day)) : boost::json::value(nullptr);
}

boost::json::value answer_json(const std::optional<bool>& answer) {
    return answer ? boost::json::value(*answer) : boost::json::value(nullptr);
}

boost::json::object desk_json(const DeskNews& row) {
    boost::json::array kinds;
    for (const EventType kind : row.kinds)
        kinds.emplace_back(name_of(kind));
    return {
        {"child", row.child},
        {"alerts", texts_json(row.alerts)},
        {"facts", row.facts},
        {"kinds", std::move(kinds)},
    };
}

boost::json::object desk_json(const DeskReview& row) {
    return {
        {"child", row.child},
        {"due", desk_day_json(row.due)},
        {"overdue", row.overdue},
        {"booked", desk_day_json(row.booked)},
        {"consulted", name(row.consulted)},
        {"reports", name(row.reports)},
        {"reports_in", texts_json(row.reports_in)},
    };
}

boost::json::object desk_json(const DeskDecision& row) {
    return {
        {"child", row.child},
        {"review", to_text(row.review)},
        {"decision", row.decision},
        {"text", row.text},
        {"due", to_text(row.due)},
        {"days_over", row.days_over},
    };
}

boost::json::object desk_json(const DeskChallenge& row) {
    return {
        {"child", row.child},
        {"raised", to_text(row.raised)},
        {"stage", row.stage},
        {"answer_due", desk_day_json(row.answer_due)},
        {"answered", desk_day_json(row.answered)},
        {"days", row.days},
    };
}

boost::json::object desk_json(const DeskMidpoint& row) {
    return {
        {"child", row.child},
        {"last_review", to_text(row.last_review)},
        {"last_check", desk_day_json(row.last_check)},
        {"since", to_text(row.since)},
        {"next_review", to_text(row.next_review)},
    };
}

boost::json::object desk_json(const DeskMonth& row) {
    return {
        {"from", to_text(row.from)},
        {"to", to_text(row.to)},
        {"reviews", row.reviews},
        {"conferences", row.conferences},
    };
}

boost::json::object desk_json(const DeskDuty& row) {
    return {
        {"child", row.child},
        {"rule", row.rule},
        {"title", row.title},
        {"due", to_text(row.due)},
        {"days", row.days},
    };
}

boost::json::object desk_json(const DeskAnswers& row) {
    return {
        {"child", row.child},
        {"review", desk_day_json(row.review)},
        {"legal_help_needed", answer_json(row.legal_help_needed)},
        {"rights_breached", answer_json(row.rights_breached)},
    };
}

template <class Rows>
boost::json::array desk_rows_json(const Rows& rows) {
    boost::json::array list;
    for (const auto& row : rows) {
        list.push_back(desk_json(row));
    }
    return list;
}

void print_desk_json(
    std::ostream& out, const Reading& reading, const FoundIro& iro, const IroDesk& desk
) {
    boost::json::object answer = frame_json(reading);
    answer["iro"] = iro.worker.reference;
    answer["name"] = iro.worker.name;
    answer["children"] = desk.children;
    answer["preparation_not_held"] = desk.preparation_not_held;
    answer["challenges_not_held"] = desk.challenges_not_held;
    answer["new_since"] = to_text(desk.new_since);
    answer["news"] = desk_rows_json(desk.news);
    answer["reviews"] = desk_rows_json(desk.reviews);
    answer["decisions"] = desk_rows_json(desk.decisions);
    answer["challenges"] = desk_rows_json(desk.challenges);
    answer["midpoint_checks"] = desk_rows_json(desk.midpoints);
    answer["months"] = desk_rows_json(desk.months);
    answer["overdue"] = desk_rows_json(desk.overdue);
    answer["at_risk"] = desk_rows_json(desk.at_risk);
    answer["answers"] = desk_rows_json(desk.answers);
    print_json(out, answer);
}

Result<ExitCode> iro(const IroOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(const auto found, iros_named(reading, options.iro));
    if (found.empty()) {
        return fail(
            ErrorCode::not_found,
            fmt::format("no looked-after child has a reviewing officer '{}'", options.iro)
        );
    }
    if (found.size() > 1) {
        return tell_several_iros(found, options.iro, surroundings);
    }
    TYST_ASSIGN(const IroDesk desk, desk_of(reading, found.front(), options.since));
    if (reading.format == OutputFormat::json) {
        print_desk_json(surroundings.out, reading, found.front(), desk);
    } else {
        print_screen(surroundings.out, reading, found.front(), desk);
    }
    return ExitCode::ok;
}

}  // namespace

void add_iro(Command parent, CommandLine& line) {
    auto options = std::make_shared<IroOptions>();
    Command command = parent.add(
        {"iro", "What lies on a reviewing officer's desk on a day", "tyst iro IRO03 --ledger demo"}
    );
    command.option("name", options->iro, "Reference or name, as caseload shows it")
        .required()
        .shown_as("NAME");
    command
        .option(
            "--since",
            options->since,
            "Day of your last look (default: a week before the day asked about)"
        )
        .shown_as("DATE")
        .checked(check_date);
    add_ledger_options(command, options->ledger, line);
    add_question_options(command, options->read);
    add_format_option(command, options->read.format, {"table", "json"});
    command.run(line, [options](const Surroundings& surroundings) {
        return iro(*options, surroundings);
    });
}

}  // namespace tyst::cli
