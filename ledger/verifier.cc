#include <atomic>
#include <thread>
#include <utility>

#include "ledger/core/policy.h"
#include "ledger/erasure_check.h"
#include "ledger/stored_ledger.h"
#include "ledger/verification.h"

namespace tyst {
namespace {

// What the lock directory says now; damage there is a finding.
void add_lock_promises(
    const storage::LockDirectory& lock,
    const SigningChain& chain,
    Findings& findings,
    std::vector<PromisedRoot>& promised
) {
    const auto anchor = lock.read_anchor();
    if (anchor) {
        promised.push_back({anchor->size, anchor->root, "lock/anchor"});
    } else {
        findings.add(std::nullopt, anchor.error());
    }
    const auto note = lock.read_checkpoint();
    if (!note) {
        findings.add(std::nullopt, note.error());
        return;
    }
    const auto checkpoint = chain.open(*note);
    if (checkpoint) {
        promised.push_back({checkpoint->size, checkpoint->root, "lock/checkpoint", true});
    } else {
        findings.add(
            std::nullopt, ErrorCode::corrupt_lock, "lock/checkpoint: " + checkpoint.error().context
        );
    }
}

// Lines of witnesses that the policy names must hold; others are nobody's to judge.
void check_cosignatures(
    std::string_view note,
    std::span<const WitnessKey> witnesses,
    const std::string& where,
    Findings& findings
) {
    const auto parsed = parse_note(note);
    const auto held = parsed ? verify_cosignatures(*parsed, witnesses)
                             : Result<std::vector<Cosignature>>(std::unexpected(parsed.error()));
    if (!held) {
        findings.add(
            std::nullopt, ErrorCode::corrupt_checkpoint, where + ": " + held.error().context
        );
    }
}

}  // namespace

std::uint64_t add_stored_checkpoints(
    const storage::LogStore& log,
    const SigningChain& chain,
    std::span<const WitnessKey> witnesses,
    Findings& findings,
    std::vector<PromisedRoot>& promised
) {
    std::uint64_t count = 0;
    storage::Cursor cursor =
        log.rows().cursor(storage::log_rows::kCheckpoints, storage::Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next(), ++count) {
        const std::string where =
            cursor.key().size() == 8
                ? "log/ checkpoints " + std::to_string(storage::read_u64(cursor.key(), 0))
                : "log/ checkpoints";
        const auto checkpoint = chain.open(cursor.value());
        if (!checkpoint) {
            findings.add(
                std::nullopt,
                ErrorCode::corrupt_checkpoint,
                where + ": " + checkpoint.error().context
            );
        } else if (cursor.key() != storage::log_rows::number_key(checkpoint->size)) {
            findings.add(
                std::nullopt, ErrorCode::corrupt_checkpoint, where + ": stands at a wrong size"
            );
        } else {
            promised.push_back({checkpoint->size, checkpoint->root, where, true});
            check_cosignatures(cursor.value(), witnesses, where, findings);
        }
    }
    if (const auto status = cursor.status(); !status) {
        findings.add(std::nullopt, status.error());
    }
    return count;
}

void scan_all(
    const VerifyInput& input,
    std::vector<PromisedRoot> promised,
    const Progress& progress,
    VerifyReport& report
) {
    const TileAppender& edge = input.edge;
    report.head = {edge.size(), edge.root()};
    for (const PromisedRoot& promise : promised) {
        if (promise.size > edge.size()) {
            input.findings.add(
                std::nullopt,
                ErrorCode::storage_behind_lock,
                promise.witness + ": promises " + std::to_string(promise.size) + " entries"
            );
        }
    }
    EntryScan entries(input, std::move(promised));
    FingerprintSums parts(edge.size());
    FingerprintSums more_parts(edge.size());
    FingerprintSums ids(edge.size());
    std::atomic<unsigned> next_slice = 0;
    const auto take_slices = [&](FingerprintSums& sums) {
        for (unsigned slice = next_slice++; slice < kPartSlices; slice = next_slice++) {
            scan_parts(input, slice, sums);
        }
    };
    {
        std::jthread rows([&] {
            scan_ids(input, ids);
            take_slices(parts);
        });
        entries.run(progress);
        take_slices(more_parts);  // whoever is done first takes of what is left
    }
    parts.add(more_parts);
    explain_parts(input, entries.part_sums().differences(parts));
    explain_ids(input, entries.id_sums().differences(ids));
    report.entries = entries.entries();
    report.parts = entries.parts();
    report.parts_erased = entries.parts_erased();
    report.stream_heads = entries.stream_heads();
}

Result<VerifyReport> StoredLedger::verify(const Progress& progress) {
    const std::shared_lock not_erasing(erasing_mutex_);
    Findings findings;
    std::vector<PromisedRoot> promised;
    VerifyReport report;
    const SigningChain chain = checkpointer_.signer().chain();
    // In this order: what is promised now is behind the edge that is taken next.
    add_lock_promises(*stores_.lock, chain, findings, promised);
    // A policy that cannot be read is the doctor's to tell; it is no part of the log.
    const auto policy = policy_text();
    const auto parsed = policy ? parse_policy(*policy) : Result<Policy>(Policy{});
    const std::vector<WitnessKey> witnesses =
        parsed ? parsed->witness_keys() : std::vector<WitnessKey>();
    report.checkpoints = add_stored_checkpoints(*stores_.log, chain, witnesses, findings, promised);
    const TileAppender edge = writer_.edge();
    TYST_ASSIGN(auto erased, stores_.keys->erased());
    VerifyInput input{*stores_.log, *stores_.keys, edge, std::move(erased), {}, findings};
    entropy_.fill(input.secret.bytes);
    scan_all(input, std::move(promised), progress, report);
    check_erasures(input, reader_, authority_stream_);
    report.findings = findings.take();
    return report;
}

}  // namespace tyst
