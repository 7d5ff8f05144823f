#include <memory>
#include <ostream>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/whole_file.h"
#include "ledger/evidence/pack_receipt.h"
#include "ledger/evidence/pack_verifier.h"
#include "ledger/evidence/zip_archive.h"

namespace tyst::cli {
namespace {

struct EvidenceVerifyOptions {
    std::string pack;
    std::string receipt;
    std::string verifier_key;
    std::string policy;
    std::string time_stamp_authority;
    std::string earlier;
    std::string format = "table";
};

boost::json::object policy_json(std::string_view trust, const JudgedPolicy& judged) {
    boost::json::array cosignatures;
    for (const Cosignature& each : judged.cosignatures) {
        cosignatures.push_back({{"witness", each.witness.text()}, {"time", each.time}});
    }
    return {
        {"trust", trust},
        {"needed", judged.quorum.needed},
        {"got", judged.quorum.got},
        {"met", judged.quorum.met},
        {"missing", texts_json(judged.quorum.missing)},
        {"cosignatures", std::move(cosignatures)},
    };
}

// What witnesses and time-stamp authorities say, and by whose word they are believed.
void add_others_json(boost::json::object& object, const PackReport& report) {
    boost::json::array policies;
    if (report.policy_given) {
        policies.push_back(policy_json("given", *report.policy_given));
    }
    if (report.policy_of_pack) {
        policies.push_back(policy_json("pack", *report.policy_of_pack));
    }
    boost::json::array stamps;
    for (const PackTimeStamp& stamp : report.time_stamps) {
        stamps.push_back(
            {{"file", stamp.file},
             {"time", to_text(stamp.time)},
             {"signature_lines", stamp.signature_lines},
             {"authority", stamp.authority_given ? "given" : "not judged"}}
        );
    }
    object["policies"] = std::move(policies);
    object["time_stamps"] = std::move(stamps);
    object["followed_keys"] = texts_json(report.followed_keys);
}

void print_report_json(std::ostream& out, const PackReport& report) {
    boost::json::array found;
    for (const PackFinding& finding : report.findings) {
        found.push_back(
            {{"fault", name(finding.fault)}, {"place", finding.place}, {"reason", finding.reason}}
        );
    }
    boost::json::array streams;
    for (const StreamId& stream : report.streams) {
        streams.push_back(boost::json::string(to_hex(stream.view())));
    }
    boost::json::object object{
        {"holds", report.findings.empty()},
        {"origin", report.origin},
        {"size", report.size},
        {"root", to_hex(report.root.view())},
        {"manifest", to_hex(report.manifest.view())},
        {"key_given", report.keys_were_given},
        {"signers", texts_json(report.signers)},
        {"files", report.files},
        {"entries", report.entries},
        {"whole_streams", std::move(streams)},
        {"single_entries", report.single_entries},
        {"parts_opened", report.parts_opened},
        {"events_compared", report.events_compared},
        {"parts_withheld", report.parts_withheld},
        {"findings", std::move(found)},
        {"further_findings", report.findings_more},
        {"established", texts_json(report.established())},
        {"not_established", texts_json(report.not_established())},
    };
    add_others_json(object, report);
    if (report.continues) {
        object["continues"] = *report.continues;
    }
    if (report.created) {
        object["created"] = report.created->value;
    }
    print_json(out, object);
}

std::string_view plural(std::size_t count) {
    return count == 1 ? "" : "s";
}

void print_report(std::ostream& out, const PackReport& report) {
    if (!report.findings.empty()) {
        for (const PackFinding& finding : report.findings) {
            out << fmt::format("{}  {}: {}\n", name(finding.fault), finding.place, finding.reason);
        }
        const std::size_t faults = report.findings.size() + report.findings_more;
        out << fmt::format(
            "DOES NOT HOLD: {} fault{}; nothing in this pack is established\n",
            faults,
            plural(faults)
        );
        return;
    }
    for (const std::string& said : report.established()) {
        out << fmt::format("holds            {}\n", said);
    }
    for (const std::string& said : report.not_established()) {
        out << fmt::format("not established  {}\n", said);
    }
    out << fmt::format(
        "HOLDS: the first {} of {}, {} stream{} whole{}; key {}\n",
        report.size == 1 ? "entry" : fmt::format("{} entries", report.size),
        report.origin,
        report.streams.size(),
        plural(report.streams.size()),
        report.created ? ", made as " + place_of(*report.created) : ", no receipt given",
        report.keys_were_given ? "given by you" : "taken from the pack itself: compare it"
    );
}

Result<ExitCode> verify_file(
    const EvidenceVerifyOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const std::string pack, read_whole_file(options.pack, kZipBytesMax));
    std::optional<std::string> receipt;
    if (!options.receipt.empty()) {
        TYST_ASSIGN(receipt, read_whole_file(options.receipt, kPackReceiptBytesMax));
    }
    PackTrust trust;
    if (!options.verifier_key.empty()) {
        trust.verifier_keys = {options.verifier_key};
    }
    if (!options.policy.empty()) {
        TYST_ASSIGN(trust.policy, read_whole_file(options.policy, kNoteFileBytesMax));
    }
    if (!options.time_stamp_authority.empty()) {
        TYST_ASSIGN(
            trust.time_stamp_authority,
            read_whole_file(options.time_stamp_authority, kNoteFileBytesMax)
        );
    }
    if (!options.earlier.empty()) {
        TYST_ASSIGN(trust.earlier_checkpoint, read_whole_file(options.earlier, kNoteFileBytesMax));
    }
    TYST_ASSIGN(const PackReport report, verify_pack(pack, receipt, trust));
    if (output_format_from(options.format) == OutputFormat::json) {
        print_report_json(surroundings.out, report);
    } else {
        print_report(surroundings.out, report);
    }
    return report.findings.empty() ? ExitCode::ok : ExitCode::integrity;
}

}  // namespace

void add_evidence_verify(Command parent, CommandLine& line) {
    auto options = std::make_shared<EvidenceVerifyOptions>();
    Command command = parent.add(
        {"verify",
         "Check an evidence pack, without ledger and network",
         "tyst evidence verify pack.zip --receipt pack.zip.receipt --vkey KEY"}
    );
    command.option("pack", options->pack, "The pack").required().shown_as("PACK.zip");
    command.option("--receipt", options->receipt, "The receipt that came beside it")
        .shown_as("FILE");
    command.option("--vkey", options->verifier_key, "The log's key, from elsewhere than the pack");
    command
        .option(
            "--policy",
            options->policy,
            "A tlog-policy of yours: its logs are believed, its quorum of witnesses must be met"
        )
        .shown_as("FILE");
    command
        .option(
            "--earlier",
            options->earlier,
            "A checkpoint of this log that you kept: the log must still begin with it"
        )
        .shown_as("FILE");
    command
        .option(
            "--timestamp-ca",
            options->time_stamp_authority,
            "Certificates (PEM) of the authorities whose time-stamps are believed"
        )
        .shown_as("FILE");
    add_format_option(command, options->format, {"table", "json"});
    command.run(line, [options](const Surroundings& surroundings) {
        return verify_file(*options, surroundings);
    });
}

}  // namespace tyst::cli
