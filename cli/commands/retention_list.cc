#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/session.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct RetentionListOptions {
    LedgerOptions ledger;
    std::string format = "table";
    bool holds = false;
};

std::string index_or_empty(const std::optional<LogIndex>& index) {
    return index ? std::to_string(index->value) : "";
}

std::string day_or_empty(const std::optional<Date>& day) {
    return day ? to_text(*day) : "";
}

Table requests_table(Ledger& ledger, const std::vector<ErasureCase>& cases) {
    Table table(
        {{"request", "Request", Align::right},
         {"state", "State"},
         {"ground", "Ground"},
         {"streams", "Streams", Align::right},
         {"rule", "Rule"},
         {"due", "Due"},
         {"not_before", "Not before"},
         {"requested_by", "Asked by"},
         {"answered_by", "Answered by"},
         {"carried_out", "Carried out as"},
         {"explanation", "Explanation"}}
    );
    for (const ErasureCase& erasure : cases) {
        const auto& answer = erasure.refusal ? erasure.refusal : erasure.approval;
        table.add_row(
            {std::to_string(erasure.index.value),
             std::string(state_of(erasure)),
             erasure.asked.ground,
             std::to_string(erasure.asked.subjects.size()),
             erasure.asked.rule,
             day_or_empty(erasure.asked.due),
             to_text(erasure.asked.not_before),
             actor_text(ledger, erasure.requested_by),
             answer ? actor_text(ledger, answer->by) : "",
             index_or_empty(erasure.erased),
             erasure.asked.explanation}
        );
    }
    return table;
}

boost::json::object answer_json(Ledger& ledger, const ErasureCase::Answer& answer) {
    return {{"index", answer.index.value}, {"by", actor_text(ledger, answer.by)}};
}

boost::json::object request_json(Ledger& ledger, const ErasureCase& erasure) {
    boost::json::array streams;
    for (const StreamId& stream : erasure.asked.subjects) {
        streams.emplace_back(to_hex(stream.view()));
    }
    boost::json::object json{
        {"request", erasure.index.value},
        {"state", state_of(erasure)},
        {"ground", erasure.asked.ground},
        {"streams", std::move(streams)},
        {"rule", erasure.asked.rule},
        {"not_before", to_text(erasure.asked.not_before)},
        {"requested_by", actor_text(ledger, erasure.requested_by)},
        {"explanation", erasure.asked.explanation},
    };
    if (erasure.asked.due) json["due"] = to_text(*erasure.asked.due);
    if (erasure.approval) json["approval"] = answer_json(ledger, *erasure.approval);
    if (erasure.refusal) json["refusal"] = answer_json(ledger, *erasure.refusal);
    if (erasure.erased) json["carried_out"] = erasure.erased->value;
    return json;
}

// Over all records and over each child's; the latter in a pass over all streams.
Result<std::vector<LegalHold>> all_holds(Ledger& ledger) {
    std::vector<StreamId> streams;
    TYST_TRY(ledger.scan_streams(
        ledger.size(),
        0,
        1,
        [&streams](const Ledger::StreamContent& content) -> Result<void> {
            const bool held = std::ranges::any_of(content.events, [](const StoredEvent& stored) {
                return std::holds_alternative<LegalHoldPlaced>(stored.event.body);
            });
            if (held) streams.push_back(content.stream);
            return {};
        }
    ));
    return holds_over(ledger, streams);
}

std::string held_record(const Ledger& ledger, const LegalHold& hold) {
    return hold.stream == ledger.authority_stream() ? "all records" : to_hex(hold.stream.view());
}

Table holds_table(const Ledger& ledger, const std::vector<LegalHold>& holds) {
    Table table(
        {{"hold", "Hold", Align::right},
         {"record", "Record"},
         {"placed", "Placed on"},
         {"cause", "Cause"},
         {"authority", "On whose order"},
         {"lifted", "Lifted as", Align::right}}
    );
    for (const LegalHold& hold : holds) {
        table.add_row(
            {std::to_string(hold.index.value),
             held_record(ledger, hold),
             to_text(london_date(hold.recorded)),
             hold.placed.cause,
             hold.placed.authority,
             index_or_empty(hold.lifted)}
        );
    }
    return table;
}

boost::json::object hold_json(const Ledger& ledger, const LegalHold& hold) {
    boost::json::object json{
        {"hold", hold.index.value},
        {"record", held_record(ledger, hold)},
        {"placed", to_text(london_date(hold.recorded))},
        {"cause", hold.placed.cause},
        {"authority", hold.placed.authority},
    };
    if (hold.lifted) json["lifted"] = hold.lifted->value;
    return json;
}

Result<ExitCode> list_holds(Ledger& ledger, OutputFormat format, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto holds, all_holds(ledger));
    if (format == OutputFormat::json) {
        boost::json::array list;
        for (const LegalHold& hold : holds) {
            list.push_back(hold_json(ledger, hold));
        }
        print_json(surroundings.out, boost::json::object{{"holds", std::move(list)}});
    } else if (format == OutputFormat::csv) {
        holds_table(ledger, holds).print_csv(surroundings.out);
    } else {
        holds_table(ledger, holds).print_text(surroundings.out);
    }
    return ExitCode::ok;
}

Result<ExitCode> list_requests(
    Ledger& ledger, OutputFormat format, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto cases, erasure_cases(ledger));
    if (format == OutputFormat::json) {
        boost::json::array list;
        for (const ErasureCase& erasure : cases) {
            list.push_back(request_json(ledger, erasure));
        }
        print_json(surroundings.out, boost::json::object{{"requests", std::move(list)}});
    } else if (format == OutputFormat::csv) {
        requests_table(ledger, cases).print_csv(surroundings.out);
    } else {
        requests_table(ledger, cases).print_text(surroundings.out);
    }
    return ExitCode::ok;
}

}  // namespace

void add_retention_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionListOptions>();
    Command command = parent.add(
        {"list",
         "Every request to destroy a record and what became of it; or every legal hold",
         "tyst retention list --ledger demo\ntyst retention list --holds --ledger demo"}
    );
    command.flag("--holds", options->holds, "Legal holds, lifted ones included");
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) -> Result<ExitCode> {
        TYST_ASSIGN(const auto ledger, open_ledger(options->ledger, surroundings));
        const OutputFormat format = output_format_from(options->format);
        return options->holds ? list_holds(*ledger, format, surroundings)
                              : list_requests(*ledger, format, surroundings);
    });
}

}  // namespace tyst::cli
