#include "ledger/evidence/pack_verifier.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/core/hash.h"
#include "ledger/evidence/pack_contents.h"
#include "ledger/evidence/pack_trust.h"
#include "ledger/timestamps/time_stamp.h"

namespace tyst {

using verifying::Findings;
using verifying::PackContents;

namespace {

constexpr std::array kFaultNames{
    std::pair(PackFault::archive, std::string_view("archive")),
    std::pair(PackFault::manifest_form, std::string_view("manifest_form")),
    std::pair(PackFault::member_unlisted, std::string_view("member_unlisted")),
    std::pair(PackFault::member_missing, std::string_view("member_missing")),
    std::pair(PackFault::member_changed, std::string_view("member_changed")),
    std::pair(PackFault::member_unknown, std::string_view("member_unknown")),
    std::pair(PackFault::checkpoint_form, std::string_view("checkpoint_form")),
    std::pair(PackFault::checkpoint_signature, std::string_view("checkpoint_signature")),
    std::pair(PackFault::quorum_missed, std::string_view("quorum_missed")),
    std::pair(PackFault::entry_form, std::string_view("entry_form")),
    std::pair(PackFault::proof_missing, std::string_view("proof_missing")),
    std::pair(PackFault::proof_invalid, std::string_view("proof_invalid")),
    std::pair(PackFault::heads_missing, std::string_view("heads_missing")),
    std::pair(PackFault::head_invalid, std::string_view("head_invalid")),
    std::pair(PackFault::stream_broken, std::string_view("stream_broken")),
    std::pair(PackFault::stream_incomplete, std::string_view("stream_incomplete")),
    std::pair(PackFault::part_unaccounted, std::string_view("part_unaccounted")),
    std::pair(PackFault::part_unexpected, std::string_view("part_unexpected")),
    std::pair(PackFault::part_digest, std::string_view("part_digest")),
    std::pair(PackFault::key_commitment, std::string_view("key_commitment")),
    std::pair(PackFault::part_opening, std::string_view("part_opening")),
    std::pair(PackFault::event_form, std::string_view("event_form")),
    std::pair(PackFault::event_text, std::string_view("event_text")),
    std::pair(PackFault::consistency_invalid, std::string_view("consistency_invalid")),
    std::pair(PackFault::receipt_form, std::string_view("receipt_form")),
    std::pair(PackFault::receipt_proof, std::string_view("receipt_proof")),
    std::pair(PackFault::receipt_opening, std::string_view("receipt_opening")),
    std::pair(PackFault::receipt_manifest, std::string_view("receipt_manifest")),
    std::pair(PackFault::receipt_statement, std::string_view("receipt_statement")),
    std::pair(PackFault::policy_invalid, std::string_view("policy_invalid")),
    std::pair(PackFault::cosignature_invalid, std::string_view("cosignature_invalid")),
    std::pair(PackFault::time_stamp_invalid, std::string_view("time_stamp_invalid")),
    std::pair(PackFault::key_statement_invalid, std::string_view("key_statement_invalid")),
    std::pair(PackFault::earlier_form, std::string_view("earlier_form")),
    std::pair(PackFault::earlier_unproved, std::string_view("earlier_unproved")),
    std::pair(PackFault::earlier_contradicted, std::string_view("earlier_contradicted")),
    std::pair(PackFault::checkpoints_contradict, std::string_view("checkpoints_contradict")),
    std::pair(PackFault::proof_other_index, std::string_view("proof_other_index")),
};
static_assert(kFaultNames.size() == static_cast<std::size_t>(PackFault::proof_other_index) + 1);

}  // namespace

std::string_view name(PackFault fault) {
    const auto found =
        std::ranges::find(kFaultNames, fault, [](const auto& each) { return each.first; });
    return found == kFaultNames.end() ? "unknown" : found->second;
}

namespace {

// "1 stream is", "2 streams are"
std::string counted(std::uint64_t count, std::string_view one, std::string_view more) {
    return fmt::format("{} {}", count, count == 1 ? one : more);
}

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
        fmt::format(
            "{} of the manifest {}",
            counted(files, "file is one", "files are those"),
            to_hex(manifest.view())
        ),
        fmt::format(
            "a checkpoint of {} of {} is signed by {}",
            counted(size, "entry", "entries"),
            origin,
            keys_were_given ? "a key that you gave" : "the key that the pack itself names"
        ),
        fmt::format(
            "{} in that log",
            counted(entries, "entry is at its place", "entries are at their places")
        ),
        fmt::format(
            "{} whole: every entry up to the checkpoint, none left out",
            counted(streams.size(), "stream is", "streams are")
        ),
        fmt::format(
            "{} to what was sealed; {} in events.ndjson as sealed",
            counted(parts_opened, "part opens", "parts open"),
            counted(events_compared, "event stands", "events stand")
        ),
    };
    if (parts_withheld > 0) {
        said.push_back(fmt::format(
            "{} withheld, each with its ground and digest",
            counted(parts_withheld, "part is", "parts are")
        ));
    }
    if (consistent_from > 0) {
        said.push_back(fmt::format(
            "the log continues {} unchanged",
            counted(consistent_from, "earlier size", "earlier sizes")
        ));
    }
    if (continues) {
        said.push_back(fmt::format(
            "the log continues your checkpoint of {}", counted(*continues, "entry", "entries")
        ));
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
            "the checkpoint with its first {} was there at {}, says {} ({})",
            counted(stamp.signature_lines, "signature line", "signature lines"),
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
            "anything else about the streams of {}",
            counted(single_entries, "single entry", "single entries")
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
