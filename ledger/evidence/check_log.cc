#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/merkle.h"
#include "ledger/core/proof_file.h"
#include "ledger/core/stream_heads.h"
#include "ledger/evidence/pack_contents.h"
#include "ledger/evidence/pack_trust.h"

// That the entries of a pack are in the log that the checkpoint signs, and none is missing.
namespace tyst::verifying {
namespace {

class LogCheck {
  public:
    LogCheck(PackContents& pack, PackReport& report, Findings& findings)
        : pack_(pack), report_(report), findings_(findings) {}

    void run() {
        if (!open_checkpoint_file()) {
            return;
        }
        each_file_below(pack_, pack_path::kEntries, [this](auto rest, auto name, auto content) {
            add_entry(rest, name, content);
        });
        each_file_below(pack_, pack_path::kProofs, [this](auto rest, auto name, auto) {
            const std::string_view number = rest.substr(0, rest.find('.'));
            if (!pack_.has(std::string(pack_path::kEntries) + std::string(number))) {
                findings_.add(PackFault::proof_missing, name, "its entry is not there");
            }
        });
        report_.entries = pack_.entries.size();
        check_heads();
        each_file_below(pack_, pack_path::kConsistency, [this](auto rest, auto name, auto content) {
            check_consistency(rest, name, content);
        });
    }

  private:
    bool open_checkpoint_file();
    void add_entry(std::string_view number, std::string_view name, std::string_view bytes);
    bool is_proved(LogIndex index, std::string_view name, std::string_view bytes);
    void check_heads();
    void check_head(const Hash& root, std::string_view name, std::string_view text);
    void check_chain(
        const StreamId& stream, const std::optional<StreamHeadRecord>& head, std::string_view name
    );
    void check_consistency(std::string_view number, std::string_view name, std::string_view text);

    PackContents& pack_;
    PackReport& report_;
    Findings& findings_;
    std::map<StreamId, std::vector<const Entry*>> by_stream_;
};

bool LogCheck::open_checkpoint_file() {
    pack_.checkpoint_note = pack_.file(pack_path::kCheckpoint);
    const auto opened = open_signed_checkpoint(pack_.checkpoint_note, pack_.keys);
    if (!opened) {
        const bool form = opened.error().code != ErrorCode::signature_invalid;
        findings_.add(
            form ? PackFault::checkpoint_form : PackFault::checkpoint_signature,
            pack_path::kCheckpoint,
            opened.error().context
        );
        return false;
    }
    pack_.checkpoint = opened->checkpoint;
    report_.origin = opened->checkpoint.origin;
    report_.size = opened->checkpoint.size;
    report_.root = opened->checkpoint.root;
    for (const VerifierKey& signer : opened->signers) {
        report_.signers.push_back(signer.text());
    }
    return true;
}

void LogCheck::add_entry(std::string_view number, std::string_view name, std::string_view bytes) {
    const std::optional<LogIndex> index = parse_index(number);
    if (!index) {
        return;  // told as member_unknown
    }
    auto entry = decode_entry(as_bytes(bytes));
    if (!entry) {
        findings_.add(PackFault::entry_form, name, entry.error().context);
        return;
    }
    if (entry->index != *index) {
        findings_.add(PackFault::entry_form, name, fmt::format("it is {}", place_of(entry->index)));
        return;
    }
    if (is_proved(*index, name, bytes)) {
        const auto added = pack_.entries.emplace(*index, PackEntry{bytes, *std::move(entry)});
        by_stream_[added.first->second.entry.stream].push_back(&added.first->second.entry);
    }
}

bool LogCheck::is_proved(LogIndex index, std::string_view name, std::string_view bytes) {
    const std::string path = pack_path::proof(index);
    if (!pack_.has(path)) {
        findings_.add(PackFault::proof_missing, name, "its proof is not there");
        return false;
    }
    const auto refuse = [&](std::string_view reason) {
        findings_.add(PackFault::proof_invalid, path, reason);
        return false;
    };
    const auto proof = parse_proof_file(pack_.file(path));
    if (!proof) {
        return refuse(proof.error().context);
    }
    if (proof->extra || proof->checkpoint != pack_.checkpoint_note) {
        return refuse("it is not against the pack's checkpoint alone");
    }
    if (proof->index != index.value) {
        findings_.add(
            PackFault::proof_other_index,
            path,
            fmt::format("it is for {}", place_of(LogIndex{proof->index}))
        );
        return false;
    }
    const auto proved = verify_inclusion(
        leaf_hash(as_bytes(bytes)),
        index.value,
        pack_.checkpoint->size,
        proof->proof,
        pack_.checkpoint->root
    );
    return proved ? true : refuse(proved.error().context);
}

void LogCheck::check_heads() {
    const auto last = pack_.checkpoint->size == 0
                          ? pack_.entries.end()
                          : pack_.entries.find(LogIndex{pack_.checkpoint->size - 1});
    if (last == pack_.entries.end() || !last->second.entry.stream_heads) {
        findings_.add(
            PackFault::heads_missing,
            pack_path::kCheckpoint,
            "its last entry is not there, or has no root over the heads of all streams"
        );
        return;
    }
    for (auto& [stream, entries] : by_stream_) {
        std::ranges::sort(entries, {}, [](const Entry* entry) { return entry->index; });
    }
    const Hash& root = *last->second.entry.stream_heads;
    each_file_below(pack_, pack_path::kHeads, [&](auto, auto name, auto text) {
        check_head(root, name, text);
    });
    for (const auto& [stream, entries] : by_stream_) {
        if (!pack_.has(pack_path::head(stream))) {
            report_.single_entries += entries.size();
        }
    }
}

void LogCheck::check_head(const Hash& root, std::string_view name, std::string_view text) {
    const auto proof = parse_head_proof(text);
    if (!proof) {
        findings_.add(PackFault::head_invalid, name, proof.error().context);
        return;
    }
    if (pack_path::head(proof->stream) != name || proof->size != pack_.checkpoint->size) {
        findings_.add(PackFault::head_invalid, name, "it is of another stream or another size");
        return;
    }
    const auto head = verify_head_proof(*proof, root);
    if (!head) {
        findings_.add(PackFault::head_invalid, name, head.error().context);
        return;
    }
    check_chain(proof->stream, *head, name);
}

// Revisions from 0 on, each entry naming the one before it, up to the head.
void LogCheck::check_chain(
    const StreamId& stream, const std::optional<StreamHeadRecord>& head, std::string_view name
) {
    std::optional<LogIndex> previous;
    std::uint64_t count = 0;
    for (const Entry* entry : by_stream_[stream]) {
        // What the last entry commits to is what was before it.
        if (entry->index.value + 1 == pack_.checkpoint->size) {
            continue;
        }
        if (entry->revision.value != count || entry->previous != previous) {
            findings_.add(
                PackFault::stream_broken,
                name,
                fmt::format("{} does not follow the one before it", place_of(entry->index))
            );
            return;
        }
        previous = entry->index;
        ++count;
    }
    const std::uint64_t events = head ? head->events : 0;
    if (count != events || (head && previous != head->last)) {
        findings_.add(
            PackFault::stream_incomplete,
            name,
            fmt::format("{} entries are here, the stream has {}", count, events)
        );
        return;
    }
    report_.streams.push_back(stream);
}

void LogCheck::check_consistency(
    std::string_view number, std::string_view name, std::string_view text
) {
    const auto from = parse_index(number);
    const auto file = parse_consistency(text);
    if (!from || !file) {
        findings_.add(
            PackFault::consistency_invalid, name, file ? "no size" : file.error().context
        );
        return;
    }
    const auto holds = verify_consistency(
        from->value, pack_.checkpoint->size, file->proof, file->root, pack_.checkpoint->root
    );
    if (!holds) {
        findings_.add(PackFault::consistency_invalid, name, holds.error().context);
        return;
    }
    ++report_.consistent_from;
}

// The root that the pack proves, or is, at an earlier size; nothing where it says none.
std::optional<Hash> root_at(const PackContents& pack, std::uint64_t size) {
    if (size == pack.checkpoint->size) {
        return pack.checkpoint->root;
    }
    const auto file = parse_consistency(pack.file(pack_path::consistency(size)));
    return file ? std::optional(file->root) : std::nullopt;
}

}  // namespace

void check_earlier(
    const PackContents& pack, std::string_view note, PackReport& report, Findings& findings
) {
    constexpr std::string_view kEarlier = "earlier checkpoint";
    const auto earlier = open_checkpoint(note, pack.keys);
    if (!earlier) {
        findings.add(PackFault::earlier_form, kEarlier, earlier.error().context);
        return;
    }
    if (contradict(*earlier, *pack.checkpoint)) {
        findings.add(
            PackFault::checkpoints_contradict,
            kEarlier,
            fmt::format(
                "the log signed it and the pack's checkpoint, two roots at size {}; keep both",
                earlier->size
            )
        );
        return;
    }
    const std::optional<Hash> root = root_at(pack, earlier->size);
    if (!root) {
        findings.add(
            PackFault::earlier_unproved,
            kEarlier,
            fmt::format(
                "the pack proves nothing about size {0}; ask for one made with --from {0}",
                earlier->size
            )
        );
        return;
    }
    if (*root != earlier->root) {
        findings.add(
            PackFault::earlier_contradicted,
            kEarlier,
            fmt::format("the log had another root at size {}; keep both checkpoints", earlier->size)
        );
        return;
    }
    report.continues = earlier->size;
}

void check_log(PackContents& pack, PackReport& report, Findings& findings) {
    LogCheck(pack, report, findings).run();
}

}  // namespace tyst::verifying
