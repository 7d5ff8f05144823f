#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/whole_file.h"
#include "ledger/timestamps/checkpoint_time_stamps.h"
#include "ledger/witnessing/curl_transport.h"

namespace tyst::cli {
namespace {

struct TimestampOptions {
    LedgerOptions ledger;
    std::string file;
    std::string authority_file;
    std::string url;
};

Result<ExitCode> query_time_stamp(
    const TimestampOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const CheckpointQuery query, query_newest_checkpoint(*ledger));
    TYST_TRY(write_whole_file(options.file, query.query));
    surroundings.out << fmt::format(
        "{}: a query about the checkpoint of {} entries\n", options.file, query.size
    );
    return ExitCode::ok;
}

void print_time_stamp(std::ostream& out, const CheckpointTimeStamp& found) {
    out << fmt::format(
        "checkpoint  of {} entries, with its first {} signature lines\nwas there   {}\n",
        found.size,
        found.signature_lines,
        to_text(found.stamp.time)
    );
}

Result<ExitCode> take_time_stamp(
    const TimestampOptions& options, const Surroundings& surroundings
) {
    if (options.file.empty() == options.url.empty()) {
        return usage_error(
            surroundings, "timestamp add: name a response file or --url, one of them"
        );
    }
    TYST_ASSIGN(
        const std::string authority, read_whole_file(options.authority_file, kNoteFileBytesMax)
    );
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    if (options.file.empty()) {
        CurlTransport transport({});
        TYST_ASSIGN(
            const CheckpointTimeStamp found,
            fetch_time_stamp(*ledger, transport, options.url, authority)
        );
        print_time_stamp(surroundings.out, found);
        return ExitCode::ok;
    }
    TYST_ASSIGN(const std::string response, read_whole_file(options.file, kNoteFileBytesMax));
    TYST_ASSIGN(
        const CheckpointTimeStamp found, add_checkpoint_time_stamp(*ledger, response, authority)
    );
    print_time_stamp(surroundings.out, found);
    return ExitCode::ok;
}

Result<ExitCode> check_time_stamps(
    const TimestampOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(
        const std::string authority, read_whole_file(options.authority_file, kNoteFileBytesMax)
    );
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const auto checked, verify_time_stamps(*ledger, authority));
    Table table({{"size", "Size", Align::right}, {"time", "Was there"}, {"result", "Result"}});
    std::size_t bad = 0;
    for (const CheckedTimeStamp& each : checked) {
        bad += each.found ? 0U : 1U;
        table.add_row(
            {std::to_string(each.size),
             each.found ? to_text(each.found->stamp.time) : "",
             each.found ? "holds" : each.found.error().context}
        );
    }
    table.print_text(surroundings.out);
    surroundings.out << fmt::format("{} time-stamps, {} do not hold\n", checked.size(), bad);
    return bad == 0 ? ExitCode::ok : ExitCode::integrity;
}

void add_authority_option(Command command, TimestampOptions& options) {
    command.option("--ca", options.authority_file, "The authority's certificates, PEM")
        .required()
        .shown_as("CA.pem");
}

void add_timestamp_query(Command parent, CommandLine& line) {
    auto options = std::make_shared<TimestampOptions>();
    Command command = parent.add(
        {"query",
         "Write an RFC 3161 query about the newest checkpoint",
         "tyst timestamp query --out q.tsq --ledger demo"}
    );
    command.option("--out", options->file, "New file").required().shown_as("Q.tsq");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return query_time_stamp(*options, surroundings);
    });
}

void add_timestamp_add(Command parent, CommandLine& line) {
    auto options = std::make_shared<TimestampOptions>();
    Command command = parent.add(
        {"add",
         "Verify an authority's response and keep it with its checkpoint",
         "tyst timestamp add r.tsr --ca ca.pem --ledger demo"}
    );
    command.option("file", options->file, "Response of the authority").shown_as("R.tsr");
    command.option("--url", options->url, "Ask this authority instead, now").shown_as("URL");
    add_authority_option(command, *options);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return take_time_stamp(*options, surroundings);
    });
}

void add_timestamp_verify(Command parent, CommandLine& line) {
    auto options = std::make_shared<TimestampOptions>();
    Command command = parent.add(
        {"verify",
         "Check every time-stamp that is kept",
         "tyst timestamp verify --ca ca.pem --ledger demo"}
    );
    add_authority_option(command, *options);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return check_time_stamps(*options, surroundings);
    });
}

}  // namespace

void add_timestamp(Command parent, CommandLine& line) {
    Command group = parent.add_group(
        {"timestamp",
         "When checkpoints were there, by an authority's word (RFC 3161)",
         "tyst timestamp verify --ca ca.pem --ledger demo"}
    );
    add_timestamp_query(group, line);
    add_timestamp_add(group, line);
    add_timestamp_verify(group, line);
}

}  // namespace tyst::cli
