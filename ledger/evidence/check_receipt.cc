#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/proof_file.h"
#include "ledger/core/sealing.h"
#include "ledger/evidence/pack_contents.h"
#include "ledger/evidence/pack_receipt.h"
#include "schema/event_codec.h"

// That the ledger committed to this very pack.
namespace tyst::verifying {
namespace {

constexpr std::string_view kPlace = "receipt";

// The name of a log without the number of its generation ("/g2"): after a restore that lost
// entries it goes on under a new one.
std::string_view first_name_of(std::string_view origin) {
    const std::size_t mark = origin.rfind("/g");
    const bool numbered =
        mark != std::string_view::npos && parse_decimal(origin.substr(mark + 2)).has_value();
    return numbered ? origin.substr(0, mark) : origin;
}

// The creation that the receipt's part opens to.
Result<EvidencePackCreated> open_creation(const PackReceipt& receipt, const Entry& entry) {
    const Part& part = entry.parts.front();
    TYST_ASSIGN(PartOpener opener, PartOpener::create());
    TYST_ASSIGN(
        const Bytes content,
        opener.open(receipt.key, as_bytes(receipt.sealed), part.digest, part.commitment)
    );
    TYST_ASSIGN(const Event event, decode_event_checked(content));
    const auto* created = std::get_if<EvidencePackCreated>(&event.body);
    if (created == nullptr) {
        return fail(ErrorCode::corrupt_event, "it is not the creation of a pack");
    }
    return *created;
}

// Whether each signature line is of a key that the pack names, and holds: nothing else has the
// hash of a receipt, and lines of unknown keys are passed over by whoever opens a note.
Result<void> check_lines(std::string_view checkpoint, const PackContents& pack) {
    TYST_ASSIGN(const Note note, parse_note(checkpoint));
    std::vector<VerifierKey> logs = pack.keys;
    std::string_view lines = pack.file(pack_path::kVerifierKeys);
    while (const std::optional<std::string_view> line = take_text_line(lines)) {
        TYST_ASSIGN(VerifierKey key, parse_verifier_key(*line));
        logs.push_back(std::move(key));
    }
    TYST_ASSIGN(const Policy policy, parse_policy(pack.file(pack_path::kPolicy)));
    const std::vector<WitnessKey> witnesses = policy.witness_keys();
    TYST_TRY(verify_note(note, logs));
    TYST_TRY(verify_cosignatures(note, witnesses));
    for (const SignatureLine& line : note.signatures) {
        const auto names_it = [&line](const auto& key) {
            return key.name == line.name && key.id() == line.key_id;
        };
        if (std::ranges::none_of(logs, names_it) && std::ranges::none_of(witnesses, names_it)) {
            return fail(ErrorCode::signature_invalid, "a signature of nobody whom the pack names");
        }
    }
    return {};
}

// Nothing where what the creation states is what the pack shows.
std::string difference(
    const EvidencePackCreated& created, const PackContents& pack, const PackReport& report
) {
    if (created.size != report.size || created.root != report.root) {
        return "it is about another size or root of the log";
    }
    for (const StreamId& child : created.children) {
        if (!std::ranges::binary_search(report.streams, child)) {
            return fmt::format("the stream {} is not here whole", to_hex(child.view()));
        }
    }
    if (created.events != pack.events.size() || created.withheld != report.parts_withheld) {
        return fmt::format(
            "it states {} events and {} withheld parts", created.events, created.withheld
        );
    }
    return {};
}

}  // namespace

void check_receipt(
    const PackContents& pack, const std::string& receipt, PackReport& report, Findings& findings
) {
    const auto parsed = parse_pack_receipt(receipt);
    if (!parsed) {
        findings.add(PackFault::receipt_form, kPlace, parsed.error().context);
        return;
    }
    const auto entry = decode_entry(as_bytes(parsed->entry));
    if (!entry) {
        findings.add(PackFault::receipt_form, kPlace, entry.error().context);
        return;
    }
    const auto proof = parse_proof_file(parsed->proof);
    const auto proved =
        proof ? verify_proof_file(*proof, leaf_hash(as_bytes(parsed->entry)), pack.keys)
              : std::unexpected(proof.error());
    if (!proved || proof->extra || proof->index != entry->index.value ||
        first_name_of(proved->origin) != first_name_of(report.origin) ||
        entry->index.value < report.size) {
        findings.add(
            PackFault::receipt_proof,
            kPlace,
            proved ? "its proof is for another entry or log, or the entry is not after the pack"
                   : proved.error().context
        );
        return;
    }
    if (const auto lines = check_lines(proof->checkpoint, pack); !lines) {
        findings.add(PackFault::receipt_proof, kPlace, lines.error().context);
        return;
    }
    const auto created = open_creation(*parsed, *entry);
    if (!created) {
        findings.add(PackFault::receipt_opening, kPlace, created.error().context);
        return;
    }
    if (parsed->manifest != created->manifest || created->manifest != report.manifest) {
        findings.add(
            PackFault::receipt_manifest,
            kPlace,
            fmt::format("it is for the manifest {}", to_hex(created->manifest.view()))
        );
        return;
    }
    if (const std::string reason = difference(*created, pack, report); !reason.empty()) {
        findings.add(PackFault::receipt_statement, kPlace, reason);
        return;
    }
    report.created = entry->index;
}

}  // namespace tyst::verifying
