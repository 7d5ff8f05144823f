#include "ledger/evidence/pack_verifier.h"

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/evidence/pack_contents.h"
#include "ledger/evidence/pack_trust.h"

namespace tyst {

using verifying::Findings;
using verifying::PackContents;

std::string_view name(PackFault fault) {
    switch (fault) {
        case PackFault::archive:
            return "archive";
        case PackFault::manifest_form:
            return "manifest_form";
        case PackFault::member_unlisted:
            return "member_unlisted";
        case PackFault::member_missing:
            return "member_missing";
        case PackFault::member_changed:
            return "member_changed";
        case PackFault::member_unknown:
            return "member_unknown";
        case PackFault::checkpoint_form:
            return "checkpoint_form";
        case PackFault::checkpoint_signature:
            return "checkpoint_signature";
        case PackFault::quorum_missed:
            return "quorum_missed";
        case PackFault::entry_form:
            return "entry_form";
        case PackFault::proof_missing:
            return "proof_missing";
        case PackFault::proof_invalid:
            return "proof_invalid";
        case PackFault::heads_missing:
            return "heads_missing";
        case PackFault::head_invalid:
            return "head_invalid";
        case PackFault::stream_broken:
            return "stream_broken";
        case PackFault::stream_incomplete:
            return "stream_incomplete";
        case PackFault::part_unaccounted:
            return "part_unaccounted";
        case PackFault::part_unexpected:
            return "part_unexpected";
        case PackFault::part_digest:
            return "part_digest";
        case PackFault::key_commitment:
            return "key_commitment";
        case PackFault::part_opening:
            return "part_opening";
        case PackFault::event_form:
            return "event_form";
        case PackFault::event_text:
            return "event_text";
        case PackFault::consistency_invalid:
            return "consistency_invalid";
        case PackFault::receipt_form:
            return "receipt_form";
        case PackFault::receipt_proof:
            return "receipt_proof";
        case PackFault::receipt_opening:
            return "receipt_opening";
        case PackFault::receipt_manifest:
            return "receipt_manifest";
        case PackFault::receipt_statement:
            return "receipt_statement";
    }
    return "unknown";
}

std::vector<std::string> PackReport::established() const {
    if (!findings.empty()) {
        return {};
    }
    std::vector<std::string> said{
        fmt::format("{} files are those of the manifest {}", files, to_hex(manifest.view())),
        fmt::format(
            "a checkpoint of {} entries of {} is signed by {}",
            size,
            origin,
            keys_were_given ? "a key that you gave" : "the key that the pack itself names"
        ),
        fmt::format("{} entries are in that log at their places", entries),
        fmt::format(
            "{} streams are whole: every entry up to the checkpoint, none left out", streams.size()
        ),
        fmt::format(
            "{} parts open to what was sealed; {} events stand in events.ndjson as sealed",
            parts_opened,
            events_compared
        ),
    };
    if (parts_withheld > 0) {
        said.push_back(
            fmt::format("{} parts are withheld, each with its ground and digest", parts_withheld)
        );
    }
    if (witnesses > 0) {
        said.push_back(fmt::format("{} witnesses of the policy have cosigned", witnesses));
    }
    if (consistent_from > 0) {
        said.push_back(fmt::format("the log continues {} earlier sizes unchanged", consistent_from)
        );
    }
    if (created) {
        said.push_back(
            fmt::format("{} committed to this manifest before the pack left", place_of(*created))
        );
    }
    return said;
}

std::vector<std::string> PackReport::not_established() const {
    std::vector<std::string> said;
    if (!keys_were_given) {
        said.emplace_back(
            "who signed: compare log/vkeys with a key that you have from elsewhere, or give --vkey"
        );
    }
    if (!receipt_was_given) {
        said.emplace_back(
            "that this is the pack which was recorded as made: give --receipt PACK.zip.receipt"
        );
    }
    said.emplace_back("which child a stream belongs to: the authority says so");
    said.emplace_back("that what was recorded is true");
    said.emplace_back("that the streams in the heads tree are sorted: any mirror of the log sees it"
    );
    if (single_entries > 0) {
        said.push_back(fmt::format(
            "anything about the streams of {} single entries besides those", single_entries
        ));
    }
    if (parts_withheld > 0) {
        said.emplace_back("what the withheld parts say");
    }
    if (time_stamps > 0) {
        said.push_back(fmt::format("the time-stamps ({}): openssl ts -verify", time_stamps));
    }
    said.emplace_back(
        "that reports and tables say what the events say: they are as they were made, no more"
    );
    return said;
}

Result<PackReport> verify_pack(
    std::string_view zip, const std::optional<std::string>& receipt, const PackTrust& trust
) {
    PackReport report;
    Findings findings(report);
    report.receipt_was_given = receipt.has_value();
    PackContents pack;
    auto members = read_zip(zip);
    if (members) {
        pack.members = *std::move(members);
        for (const ZipMember& member : pack.members) {
            pack.files.emplace(member.name, member.content);
        }
    }
    TYST_ASSIGN(
        verifying::BelievedKeys believed,
        verifying::believed_keys(trust, pack.file(pack_path::kVerifierKeys))
    );
    report.keys_were_given = believed.given;
    pack.keys = std::move(believed.keys);
    pack.policy = std::move(believed.policy);
    if (!members) {
        findings.add(PackFault::archive, "pack", members.error().context);
        return report;
    }
    verifying::check_members(pack, report, findings);
    verifying::check_log(pack, report, findings);
    if (!pack.checkpoint) {
        return report;  // nothing else can be judged
    }
    verifying::check_parts(pack, report, findings);
    if (receipt) {
        verifying::check_receipt(pack, *receipt, report, findings);
    }
    return report;
}

}  // namespace tyst
