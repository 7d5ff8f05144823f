#include "ledger/witnessing/witness.h"

#include <algorithm>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/core/key_text.h"
#include "ledger/core/merkle.h"

namespace tyst {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;

WitnessAnswer refusal(WitnessStatus status, std::string reason) {
    return {status, "text/plain; charset=utf-8", reason + "\n", reason};
}

WitnessAnswer conflict(std::uint64_t kept, std::string reason) {
    return {
        WitnessStatus::conflict, "text/x.tlog.size", std::to_string(kept) + "\n", std::move(reason)
    };
}

// The note with the signature lines of the log's own keys alone: what others sent along with it is
// not kept.
std::string without_foreign_lines(const Note& note, std::span<const VerifierKey> log_keys) {
    std::string kept = note.text + "\n";
    for (const SignatureLine& line : note.signatures) {
        const bool own = std::ranges::any_of(log_keys, [&](const VerifierKey& key) {
            return key.name == line.name && key.id() == line.key_id;
        });
        if (own) {
            kept += signature_line_text(line.name, line.key_id, line.signature);
        }
    }
    return kept;
}

}  // namespace

Result<std::unique_ptr<Witness>> Witness::open(
    WitnessSigner signer, std::vector<VerifierKey> log_keys, std::filesystem::path state_file
) {
    TYST_ASSIGN(auto state, read_witness_state(state_file, signer.key()));
    if (!state) {
        if (log_keys.empty()) {
            return fail(
                ErrorCode::invalid_value,
                "witness: no log is kept in " + state_file.string() +
                    " yet; name the log's verifier key"
            );
        }
        state.emplace();
        state->newest = {log_keys.front().name, 0, empty_root()};
    }
    for (VerifierKey& key : log_keys) {
        if (key.name != state->newest.origin) {
            return fail(
                ErrorCode::invalid_value,
                "witness: a key of " + key.name + " for the log " + state->newest.origin
            );
        }
        const bool known = std::ranges::any_of(state->log_keys, [&](const VerifierKey& have) {
            return have.key == key.key;
        });
        if (!known) {
            state->log_keys.push_back(std::move(key));
        }
    }
    return std::unique_ptr<Witness>(
        new Witness(std::move(signer), std::move(state_file), std::move(*state))
    );
}

Checkpoint Witness::newest() const {
    const std::scoped_lock lock(mutex_);
    return state_.newest;
}

Result<WitnessAnswer> Witness::add_checkpoint(std::string_view body, Timestamp now) {
    const auto request = parse_add_checkpoint(body);
    if (!request) {
        return refusal(WitnessStatus::bad_request, request.error().context);
    }
    const std::scoped_lock lock(mutex_);
    return answer(*request, now);
}

Result<WitnessAnswer> Witness::add_checkpoint(
    std::string_view checkpoint, std::vector<Hash> proof, Timestamp now
) {
    const std::scoped_lock lock(mutex_);
    return answer({state_.newest.size, std::move(proof), std::string(checkpoint)}, now);
}

// In the order of the specification.
Result<WitnessAnswer> Witness::answer(const AddCheckpoint& request, Timestamp now) {
    const auto note = parse_note(request.checkpoint);
    const auto said = note ? parse_checkpoint_text(note->text)
                           : Result<Checkpoint>(std::unexpected(note.error()));
    if (!said) {
        return refusal(WitnessStatus::bad_request, said.error().context);
    }
    if (said->origin != state_.origin()) {
        return refusal(
            WitnessStatus::unknown_log, "the log " + said->origin + " is not known here"
        );
    }
    if (const auto opened = open_checkpoint(request.checkpoint, state_.log_keys); !opened) {
        return refusal(WitnessStatus::not_trusted, opened.error().context);
    }
    if (request.old_size > said->size) {
        return refusal(WitnessStatus::bad_request, "the old size is beyond the checkpoint's");
    }
    const Checkpoint& kept = state_.newest;
    if (request.old_size != kept.size) {
        return conflict(
            kept.size, "the checkpoint kept here has " + std::to_string(kept.size) + " entries"
        );
    }
    if (said->size == 0 && said->root != empty_root()) {
        return refusal(WitnessStatus::not_consistent, "a root that no empty tree has");
    }
    if (said->size == kept.size && said->root != kept.root) {
        return conflict(
            kept.size,
            "another root than the one kept here for " + std::to_string(kept.size) +
                " entries: the log shows different trees"
        );
    }
    const auto proved =
        verify_consistency(kept.size, said->size, request.proof, kept.root, said->root);
    if (!proved) {
        return refusal(WitnessStatus::not_consistent, proved.error().context);
    }
    return store_and_sign(without_foreign_lines(*note, state_.log_keys), *said, now);
}

Result<WitnessAnswer> Witness::store_and_sign(
    std::string_view note, const Checkpoint& checkpoint, Timestamp now
) {
    const std::string text = checkpoint_text(checkpoint);
    const auto seconds =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, now.microseconds) / kMicroseconds);
    TYST_ASSIGN(
        const std::string line,
        cosign_line(text, signer_.key().name, signer_.signing_key(), seconds)
    );
    WitnessState next{state_.log_keys, std::string(note) + line, checkpoint};
    // Before anybody is told.
    TYST_TRY(write_witness_state(state_file_, next));
    state_ = std::move(next);
    return WitnessAnswer{WitnessStatus::cosigned, "text/plain; charset=utf-8", line, ""};
}

}  // namespace tyst
