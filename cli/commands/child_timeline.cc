#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/find_child.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct ChildTimelineOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string child;
};

// What has been said about an event since: "corrected by 17, annulled by 20".
std::string marks(const History& history, const StoredEvent& stored) {
    std::string text;
    for (const AppliedRelation& applied : history.relations_on(stored.index)) {
        const char* verb = "";
        switch (applied.relation->event.relation.kind) {
            case RelationKind::none:
                break;
            case RelationKind::corrects:
                verb = "corrected";
                break;
            case RelationKind::annuls:
                verb = "annulled";
                break;
            case RelationKind::reverses:
                verb = "reversed";
                break;
        }
        text += fmt::format(
            "{}{} by {}", text.empty() ? "" : ", ", verb, applied.relation->index.value
        );
    }
    return text;
}

std::string type_text(const Event& event) {
    switch (event.relation.kind) {
        case RelationKind::none:
            return title_of(type_of(event.body));
        case RelationKind::corrects:
            return "Correction: " + title_of(type_of(event.body));
        case RelationKind::annuls:
            return "Annulment";
        case RelationKind::reverses:
            return "Reversal";
    }
    return "";
}

std::string what_text(const Event& event, const CodeBook& codes) {
    const std::string what = describe(event, codes);
    return event.reason.empty() ? what
                                : what + (what.empty() ? "" : "; ") + "because: " + event.reason;
}

// What was known under the question and lies on or before its day, oldest first.
std::vector<const StoredEvent*> told(const PersonHistory& person) {
    const Question& question = person.history.question;
    std::vector<const StoredEvent*> events;
    for (const StoredEvent& stored : *person.events) {
        if (known_time(stored, question.witnessed) <= question.known_at &&
            stored.event.occurred.date <= question.as_at) {
            events.push_back(&stored);
        }
    }
    std::sort(events.begin(), events.end(), [](const StoredEvent* left, const StoredEvent* right) {
        return std::pair(left->event.occurred.date, left->index) <
               std::pair(right->event.occurred.date, right->index);
    });
    return events;
}

Table timeline_table(const PersonHistory& person, const CodeBook& codes) {
    Table table(
        {{"occurred", "Occurred"},
         {"learned", "Learned"},
         {"recorded", "Recorded"},
         {"index", "Index", Align::right},
         {"event", "Event"},
         {"what", "What"},
         {"since", "Since"}}
    );
    for (const StoredEvent* stored : told(person)) {
        table.add_row(
            {to_text(stored->event.occurred.date),
             to_text(london_date(learned_time(*stored))),
             to_text(stored->recorded),
             std::to_string(stored->index.value),
             type_text(stored->event),
             what_text(stored->event, codes),
             marks(person.history, *stored)}
        );
    }
    return table;
}

boost::json::array timeline_json(const PersonHistory& person, const CodeBook& codes) {
    boost::json::array events;
    for (const StoredEvent* stored : told(person)) {
        boost::json::array relations;
        for (const AppliedRelation& applied : person.history.relations_on(stored->index)) {
            relations.push_back(applied.relation->index.value);
        }
        events.push_back({
            {"index", stored->index.value},
            {"occurred", to_text(stored->event.occurred.date)},
            {"learned", to_text(learned_time(*stored))},
            {"learned_is_claimed", stored->event.learned.has_value()},
            {"recorded", to_text(stored->recorded)},
            {"type", static_cast<int>(type_of(stored->event.body))},
            {"event", type_text(stored->event)},
            {"what", what_text(stored->event, codes)},
            {"relations", std::move(relations)},
        });
    }
    return events;
}

Result<ExitCode> timeline(const ChildTimelineOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(
        const auto child, find_child(reading, options.child, ReadDepth::with_people, surroundings)
    );
    if (!child) {
        return ExitCode::usage;
    }
    const CodeBook& codes = reading.reference.codes();
    switch (reading.format) {
        case OutputFormat::json: {
            boost::json::object answer = frame_json(reading);
            answer["child"] = references_of(child->person.history);
            answer["events"] = timeline_json(child->person, codes);
            print_json(surroundings.out, answer);
            break;
        }
        case OutputFormat::csv:
            timeline_table(child->person, codes).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            timeline_table(child->person, codes).print_text(surroundings.out);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_child_timeline(Command parent, CommandLine& line) {
    auto options = std::make_shared<ChildTimelineOptions>();
    Command command = parent.add(
        {"timeline",
         "Every event of a child, with the day it happened and when it was known",
         "tyst child timeline V0001 --ledger demo"}
    );
    command.option("child", options->child, "REFERENCE or SOURCE:REFERENCE")
        .required()
        .shown_as("REF");
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return timeline(*options, surroundings);
    });
}

}  // namespace tyst::cli
