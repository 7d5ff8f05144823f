#include <memory>
#include <ostream>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/table.h"
#include "schema/event_json.h"

namespace tyst::cli {
namespace {

struct EventShowOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::string format = "table";
};

// An entry beyond the newest checkpoint gets one, so that its proof can be handed out.
Result<std::uint64_t> proved_in_size(Ledger& ledger, LogIndex index) {
    TYST_TRY(ledger.prove(index));
    return ledger.head().size;
}

void print_table(
    std::ostream& out,
    const StoredEvent& stored,
    const boost::json::object& event,
    std::uint64_t proved_in
) {
    out << fmt::format(
        "index     {}\nrecorded  {}\nlearned   {}\noccurred  {}\nstream    {}, event {}\n"
        "type      {} ({})\nproof     in the signed log of {} entries; tyst log prove {}\n",
        stored.index.value,
        to_text(stored.recorded),
        stored.event.learned ? to_text(*stored.event.learned) + " (claimed by the source)"
                             : "when recorded",
        to_text(stored.event.occurred.date),
        to_hex(stored.stream.view()),
        stored.revision.value,
        title_of(type_of(stored.event.body)),
        static_cast<int>(type_of(stored.event.body)),
        proved_in,
        stored.index.value
    );
    print_json(out, event);
}

void print_csv(std::ostream& out, const StoredEvent& stored, const std::string& json) {
    Table table(
        {{"index", ""},
         {"recorded", ""},
         {"learned", ""},
         {"occurred", ""},
         {"stream", ""},
         {"revision", ""},
         {"type", ""},
         {"event", ""}}
    );
    table.add_row(
        {std::to_string(stored.index.value),
         to_text(stored.recorded),
         stored.event.learned ? to_text(*stored.event.learned) : "",
         to_text(stored.event.occurred.date),
         to_hex(stored.stream.view()),
         std::to_string(stored.revision.value),
         std::to_string(static_cast<int>(type_of(stored.event.body))),
         json}
    );
    table.print_csv(out);
}

Result<ExitCode> show(const EventShowOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    const LogIndex index{options.index};
    TYST_ASSIGN(const StoredEvent stored, ledger->read(index, ReadDepth::with_people));
    TYST_ASSIGN(const std::uint64_t proved_in, proved_in_size(*ledger, index));
    const std::string json = event_to_json(
        stored.event, {stored.index, stored.recorded, stored.stream, stored.revision}
    );
    boost::json::object event = boost::json::parse(json).as_object();
    switch (output_format_from(options.format)) {
        case OutputFormat::table:
            print_table(surroundings.out, stored, event, proved_in);
            break;
        case OutputFormat::csv:
            print_csv(surroundings.out, stored, json);
            break;
        case OutputFormat::json:
            event["proved_in_size"] = proved_in;
            print_json(surroundings.out, event);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_event_show(Command parent, CommandLine& line) {
    auto options = std::make_shared<EventShowOptions>();
    Command command = parent.add(
        {"show",
         "One entry of the log: its place, its event, the people it cites",
         "tyst event show 42 --ledger demo"}
    );
    command.option("index", options->index, "Place of the entry in the log, from 0")
        .required()
        .shown_as("INDEX");
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return show(*options, surroundings);
    });
}

}  // namespace tyst::cli
