#include "ledger/witnessing/witness_client.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/witnessing/add_checkpoint.h"

namespace tyst {
namespace {

constexpr unsigned kOk = 200;
constexpr unsigned kForbidden = 403;
constexpr unsigned kNotFound = 404;
constexpr unsigned kConflict = 409;
constexpr unsigned kUnprocessable = 422;

std::string address_of(const PolicyWitness& witness) {
    std::string address = witness.url;
    while (address.ends_with('/')) {
        address.pop_back();
    }
    return address + "/add-checkpoint";
}

WitnessReport report_of(
    const PolicyWitness& witness, WitnessOutcome outcome, std::string detail = ""
) {
    return {witness.name, outcome, std::move(detail), ""};
}

// The size in the reply to a conflict: decimal and a line end.
std::optional<std::uint64_t> size_in(const HttpReply& reply) {
    std::string_view body = reply.body;
    if (!body.ends_with('\n')) {
        return std::nullopt;
    }
    body.remove_suffix(1);
    return parse_decimal(body);
}

// The lines of this witness, once they hold; lines of other keys are passed over.
Result<std::string> own_lines(
    const PolicyWitness& witness, const Checkpoint& checkpoint, std::string_view body
) {
    const std::string text = checkpoint_text(checkpoint);
    TYST_ASSIGN(const Note note, parse_note(text + "\n" + std::string(body)));
    TYST_ASSIGN(
        const std::vector<Cosignature> held, verify_cosignatures(note, std::span(&witness.key, 1))
    );
    if (held.empty()) {
        return fail(ErrorCode::signature_invalid, "no line is of the witness's key");
    }
    std::string lines;
    while (!body.empty()) {
        const std::size_t end = body.find('\n');
        TYST_ASSERT(end != std::string_view::npos);  // parse_note has seen it
        const std::string line(body.substr(0, end + 1));
        TYST_ASSIGN(const Note alone, parse_note(text + "\n" + line));
        if (alone.signatures.front().name == witness.key.name &&
            alone.signatures.front().key_id == witness.key.id()) {
            lines += line;
        }
        body.remove_prefix(end + 1);
    }
    return lines;
}

std::string status_text(const HttpReply& reply) {
    return fmt::format("status {}", reply.status);
}

}  // namespace

const char* to_text(WitnessOutcome outcome) {
    switch (outcome) {
        case WitnessOutcome::cosigned:
            return "cosigned";
        case WitnessOutcome::cosigned_before:
            return "cosigned before";
        case WitnessOutcome::no_address:
            return "no address";
        case WitnessOutcome::unreachable:
            return "unreachable";
        case WitnessOutcome::unknown_log:
            return "does not know this log";
        case WitnessOutcome::not_trusted:
            return "does not trust the log's key";
        case WitnessOutcome::proof_refused:
            return "refused the proof";
        case WitnessOutcome::refused:
            return "refused";
        case WitnessOutcome::ahead:
            return "HAS SEEN A LARGER LOG";
        case WitnessOutcome::contradicted:
            return "HAS SEEN ANOTHER LOG";
        case WitnessOutcome::bad_reply:
            return "bad reply";
    }
    return "";
}

Result<WitnessClient::Sent> WitnessClient::send(
    const PolicyWitness& witness,
    std::uint64_t old_size,
    const Checkpoint& checkpoint,
    const std::string& note
) {
    TYST_ASSIGN(auto proof, prove_(old_size, checkpoint.size));
    return Sent{transport_.post(
        address_of(witness),
        "text/plain; charset=utf-8",
        add_checkpoint_text({old_size, std::move(proof), note})
    )};
}

Result<WitnessReport> WitnessClient::ask(
    const PolicyWitness& witness, const Checkpoint& checkpoint, const std::string& note
) {
    if (witness.url.empty()) {
        return report_of(witness, WitnessOutcome::no_address);
    }
    // A size that this ledger does not reach would be told by the witness anyway.
    const std::uint64_t believed = std::min(sizes_.of(witness.key), checkpoint.size);
    std::uint64_t old_size = believed;
    TYST_ASSIGN(Sent sent, send(witness, old_size, checkpoint, note));
    const Result<HttpReply>& reply = sent.reply;
    if (reply && reply->status == kConflict) {
        const auto kept = size_in(*reply);
        if (!kept) {
            return report_of(witness, WitnessOutcome::bad_reply, "a conflict without a size");
        }
        if (*kept > checkpoint.size) {
            return report_of(
                witness,
                WitnessOutcome::ahead,
                fmt::format("it keeps {} entries, this log signed {}", *kept, checkpoint.size)
            );
        }
        if (*kept == believed) {
            return report_of(
                witness, WitnessOutcome::contradicted, fmt::format("another root at size {}", *kept)
            );
        }
        old_size = *kept;
        TYST_ASSIGN(sent, send(witness, old_size, checkpoint, note));
    }
    if (!reply) {
        return report_of(witness, WitnessOutcome::unreachable, reply.error().context);
    }
    return judge(witness, old_size, checkpoint, *reply);
}

Result<WitnessReport> WitnessClient::judge(
    const PolicyWitness& witness,
    std::uint64_t old_size,
    const Checkpoint& checkpoint,
    const HttpReply& reply
) {
    switch (reply.status) {
        case kOk: {
            auto lines = own_lines(witness, checkpoint, reply.body);
            if (!lines) {
                return report_of(witness, WitnessOutcome::bad_reply, lines.error().context);
            }
            TYST_TRY(sizes_.set(witness.key, checkpoint.size));
            WitnessReport report = report_of(witness, WitnessOutcome::cosigned);
            report.lines = std::move(*lines);
            return report;
        }
        case kForbidden:
            // litewitness answers so for a log that it does not know, too.
            return report_of(witness, WitnessOutcome::not_trusted, status_text(reply));
        case kNotFound:
            return report_of(witness, WitnessOutcome::unknown_log, status_text(reply));
        case kUnprocessable:
            // From a size to itself there is nothing to prove but the root. The specification wants
            // a conflict here; litewitness and omniwitness say this.
            if (old_size == checkpoint.size) {
                return report_of(
                    witness,
                    WitnessOutcome::contradicted,
                    fmt::format("another root at size {}", old_size)
                );
            }
            return report_of(witness, WitnessOutcome::proof_refused, status_text(reply));
        case kConflict:
            return report_of(
                witness, WitnessOutcome::contradicted, "a conflict again at the size that it named"
            );
        default:
            return report_of(witness, WitnessOutcome::refused, status_text(reply));
    }
}

}  // namespace tyst
