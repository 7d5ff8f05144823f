#include "ledger/evidence/pack_verifier.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/core/hash.h"
#include "ledger/evidence/pack_contents.h"
#include "ledger/evidence/pack_trust.h"
#include "ledger/timestamps/time_stamp.h"

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
        case PackFault::policy_invalid:
            return "policy_invalid";
        case PackFault::cosignature_invalid:
            return "cosignature_invalid";
        case PackFault::time_stamp_invalid:
            return "time_stamp_invalid";
        case PackFault::key_statement_invalid:
            return "key_statement_invalid";
        case PackFault::earlier_form:
            return "earlier_form";
        case PackFault::earlier_unproved:
            return "earlier_unproved";
        case PackFault::earlier_contradicted:
            return "earlier_contradicted";
    }
    return "unknown";
}

namespace {

constexpr std::string_view kPolicyOfPack = "the pack's own policy (the authority's word)";

// "2 of the 2 witnesses that your policy asks for have cosigned"
std::string quorum_words(std::string_view whose, const QuorumReport& quorum) {
    if (quorum.needed == 0) {
        return fmt::format("{} asks for no witness", whose);
    }
    std::string words = fmt::format(
        "{} of the {} witnesses that {} asks for have cosigned", quorum.got, quorum.needed, whose
    );
    if (!quorum.met) {
        words += fmt::format(" (quorum not met; missing {})", fmt::join(quorum.missing, ", "));
    }
    return words;
}

}  // namespace

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
    if (consistent_from > 0) {
        said.push_back(fmt::format("the log continues {} earlier sizes unchanged", consistent_from)
        );
    }
    if (continues) {
        said.push_back(fmt::format("the log continues your checkpoint of {} entries", *continues));
    }
    say_established_of_others(said);
    if (created) {
        said.push_back(
            fmt::format("{} committed to this manifest before the pack left", place_of(*created))
        );
    }
    return said;
}

// What witnesses, time-stamp authorities and earlier keys vouch for, and by whose word.
void PackReport::say_established_of_others(std::vector<std::string>& said) const {
    for (const std::string& key : followed_keys) {
        said.push_back(
            fmt::format("the key {} follows one that is believed, by a statement of both", key)
        );
    }
    if (policy_given) {
        said.push_back(quorum_words("your policy", policy_given->quorum));
    }
    if (policy_of_pack && policy_of_pack->quorum.met) {
        said.push_back(quorum_words(kPolicyOfPack, policy_of_pack->quorum));
    }
    for (const PackTimeStamp& stamp : time_stamps) {
        said.push_back(fmt::format(
            "the checkpoint with its first {} signature lines was there at {}, says {} ({})",
            stamp.signature_lines,
            to_text(stamp.time),
            stamp.authority_given ? "an authority that you gave" : "whoever signed the time-stamp",
            stamp.file
        ));
    }
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
    say_not_established_of_others(said);
    said.emplace_back(
        "that reports and tables say what the events say: they are as they were made, no more"
    );
    return said;
}

// What of cosignatures and time-stamps rests on the authority's word, or is not there.
void PackReport::say_not_established_of_others(std::vector<std::string>& said) const {
    if (policy_of_pack && !policy_of_pack->quorum.met) {
        said.push_back(quorum_words(kPolicyOfPack, policy_of_pack->quorum));
    }
    if (!policy_given) {
        said.emplace_back(
            "who the witnesses are: log/policy is the authority's word; give --policy FILE of yours"
        );
    }
    if (time_stamps.empty()) {
        said.emplace_back("since when the checkpoint was there: the pack carries no time-stamp");
    } else if (!authority_was_given) {
        said.emplace_back(
            "who signed the time-stamps: their certificates were not judged; give --timestamp-ca"
        );
    }
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
    if (!trust.time_stamp_authority.empty()) {
        TYST_TRY(check_authority(trust.time_stamp_authority));
        pack.time_stamp_authority = trust.time_stamp_authority;
        report.authority_was_given = true;
    }
    report.keys_were_given = believed.given;
    pack.keys = std::move(believed.keys);
    pack.policy = std::move(believed.policy);
    if (!members) {
        findings.add(PackFault::archive, "pack", members.error().context);
        return report;
    }
    verifying::check_members(pack, report, findings);
    verifying::follow_key_statements(pack, report, findings);
    verifying::check_log(pack, report, findings);
    if (!pack.checkpoint) {
        return report;  // nothing else can be judged
    }
    if (!trust.earlier_checkpoint.empty()) {
        verifying::check_earlier(pack, trust.earlier_checkpoint, report, findings);
    }
    verifying::check_witnesses(pack, report, findings);
    verifying::check_parts(pack, report, findings);
    verifying::check_key_statements(pack, findings);
    if (receipt) {
        verifying::check_receipt(pack, *receipt, report, findings);
    }
    return report;
}

}  // namespace tyst
