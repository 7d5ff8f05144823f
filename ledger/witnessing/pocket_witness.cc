#include "ledger/witnessing/pocket_witness.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "ledger/witnessing/add_checkpoint.h"
#include "ledger/witnessing/witness.h"
#include "ledger/witnessing/witness_key.h"

namespace tyst {
namespace {

Error error_of(const WitnessAnswer& answer, const Checkpoint& before) {
    const auto not_extended = [&](std::string_view next) {
        return Error{
            ErrorCode::not_consistent,
            fmt::format(
                "checkpoint: does not extend the one kept here ({} entries): {}. Nothing was "
                "signed; {}",
                before.size,
                answer.reason,
                next
            )
        };
    };
    switch (answer.status) {
        case WitnessStatus::not_trusted:
            return {ErrorCode::signature_invalid, "checkpoint: " + answer.reason};
        case WitnessStatus::conflict:
            return not_extended("keep both checkpoints, they are evidence");
        case WitnessStatus::not_consistent:
            return not_extended(
                fmt::format("ask for the consistency proof from size {}", before.size)
            );
        case WitnessStatus::bad_request:
        case WitnessStatus::unknown_log:
        case WitnessStatus::cosigned:
            break;
    }
    return {ErrorCode::invalid_value, "checkpoint: " + answer.reason};
}

}  // namespace

Result<PocketAnswer> cosign_in_pocket(const PocketRequest& request, const Clock& clock) {
    TYST_ASSIGN(WitnessSigner signer, WitnessSigner::read(request.key_file));
    std::vector<VerifierKey> log_keys;
    for (const std::string& text : request.log_keys) {
        TYST_ASSIGN(VerifierKey key, parse_verifier_key(text));
        log_keys.push_back(std::move(key));
    }
    TYST_ASSIGN(std::vector<Hash> proof, parse_hash_lines(request.consistency));
    TYST_ASSIGN(
        const std::unique_ptr<Witness> witness,
        Witness::open(std::move(signer), std::move(log_keys), request.state_file)
    );
    PocketAnswer answered;
    answered.before = witness->newest();
    TYST_ASSIGN(
        WitnessAnswer answer,
        witness->add_checkpoint(request.checkpoint, std::move(proof), clock.now())
    );
    if (answer.status != WitnessStatus::cosigned) {
        const auto note = parse_note(request.checkpoint);
        const auto said = note ? parse_checkpoint_text(note->text)
                               : Result<Checkpoint>(std::unexpected(note.error()));
        // An old size beyond the checkpoint's is this program's own: the log has become smaller.
        if (said && answer.status == WitnessStatus::bad_request) {
            answer.status = WitnessStatus::conflict;
            answer.reason = fmt::format("it has {} entries only", said->size);
        }
        if (said && answer.status == WitnessStatus::conflict &&
            contradict(*said, answered.before)) {
            return fail(
                ErrorCode::checkpoints_contradict,
                "checkpoint: " + answer.reason +
                    ". Nothing was signed; keep both checkpoints, they are evidence"
            );
        }
        return std::unexpected(error_of(answer, answered.before));
    }
    answered.line = std::move(answer.body);
    answered.now = witness->newest();
    return answered;
}

Result<std::string> make_witness_key(
    const std::filesystem::path& key_file, std::string_view name, Entropy& entropy
) {
    TYST_ASSIGN(const WitnessSigner signer, WitnessSigner::generate(name, entropy));
    TYST_TRY(signer.write_new(key_file));
    return signer.key().text();
}

}  // namespace tyst
