#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/whole_file.h"
#include "ledger/witnessing/curl_transport.h"
#include "ledger/witnessing/witness_round.h"

namespace tyst::cli {
namespace {

struct WitnessRequestOptions {
    LedgerOptions ledger;
    std::string policy_file;
    bool plain_http = false;
    std::string format = "table";
};

Result<Policy> policy_for(const WitnessRequestOptions& options, Ledger& ledger) {
    if (options.policy_file.empty()) {
        TYST_ASSIGN(const std::string text, ledger.policy_text());
        return parse_policy(text);
    }
    TYST_ASSIGN(const std::string text, read_whole_file(options.policy_file, kNoteFileBytesMax));
    return parse_policy(text);
}

boost::json::object round_json(const WitnessRound& round) {
    boost::json::array witnesses;
    for (const WitnessReport& report : round.reports) {
        witnesses.push_back(
            {{"witness", report.name},
             {"outcome", to_text(report.outcome)},
             {"detail", report.detail}}
        );
    }
    return {
        {"size", round.checkpoint.size},
        {"quorum_met", round.quorum.met},
        {"needed", round.quorum.needed},
        {"got", round.quorum.got},
        {"missing", texts_json(round.quorum.missing)},
        {"recorded", round.recorded ? boost::json::value(round.recorded->value) : nullptr},
        {"witnesses", std::move(witnesses)},
    };
}

Table round_table(const WitnessRound& round) {
    Table table({{"witness", "Witness"}, {"outcome", "Outcome"}, {"detail", "What"}});
    for (const WitnessReport& report : round.reports) {
        table.add_row({report.name, to_text(report.outcome), report.detail});
    }
    return table;
}

void print_round(
    const WitnessRequestOptions& options, std::ostream& out, const WitnessRound& round
) {
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_json(out, round_json(round));
            return;
        case OutputFormat::csv:
            round_table(round).print_csv(out);
            return;
        case OutputFormat::table:
            out << fmt::format(
                "checkpoint  {} of {} entries\n", round.checkpoint.origin, round.checkpoint.size
            );
            round_table(round).print_text(out);
            return;
    }
}

// A witness that saw more, or otherwise, than this log shows: that is no matter of the network.
bool contradicts(const WitnessReport& report) {
    return report.outcome == WitnessOutcome::ahead ||
           report.outcome == WitnessOutcome::contradicted;
}

Result<ExitCode> request(const WitnessRequestOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const Policy policy, policy_for(options, *ledger));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    CurlTransport transport({.plain_http_anywhere = options.plain_http});
    TYST_ASSIGN(const WitnessRound round, run_witness_round(*ledger, policy, transport, actor));
    print_round(options, surroundings.out, round);
    if (!round.quorum.met) {
        surroundings.err << fmt::format(
            "tyst: quorum missed: {} of {} needed, missing {}; the checkpoint stays published, "
            "entry {} says so\n",
            round.quorum.got,
            round.quorum.needed,
            fmt::join(round.quorum.missing, ", "),
            round.recorded->value
        );
    }
    if (std::ranges::any_of(round.reports, contradicts)) {
        surroundings.err << "tyst: a witness has seen another log than this one: keep everything "
                            "as it is and compare with the last backup\n";
        return ExitCode::integrity;
    }
    return round.quorum.met ? ExitCode::ok : ExitCode::problems_found;
}

}  // namespace

void add_witness_request(Command parent, CommandLine& line) {
    auto options = std::make_shared<WitnessRequestOptions>();
    Command command = parent.add(
        {"request",
         "Put the newest checkpoint before the witnesses of the policy",
         "tyst witness request --ledger demo"}
    );
    command
        .option("--policy", options->policy_file, "Another policy than the ledger's, for this time")
        .shown_as("FILE");
    command.flag(
        "--plain-http",
        options->plain_http,
        "Speak plain http to other machines too: for a network of your own"
    );
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return request(*options, surroundings);
    });
}

}  // namespace tyst::cli
