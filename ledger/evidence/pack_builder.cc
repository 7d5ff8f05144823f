#include "ledger/evidence/pack_builder.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/policy.h"
#include "ledger/core/stream_heads.h"
#include "ledger/evidence/pack_layout.h"
#include "ledger/evidence/pack_texts.h"
#include "ledger/evidence/zip_archive.h"
#include "schema/entry.h"

namespace tyst {
namespace {

std::unexpected<Error> bad_plan(std::string reason) {
    return fail(ErrorCode::invalid_value, "pack plan: " + std::move(reason));
}

template <class Range, class Key>
bool rises(const Range& range, Key key) {
    return std::ranges::adjacent_find(range, std::not_fn(std::less<>()), key) == range.end();
}

Result<void> check_plan(const PackPlan& plan) {
    if (plan.size == 0) {
        return bad_plan("a pack of an empty log");
    }
    const bool sorted = rises(plan.streams, std::identity()) &&
                        rises(plan.further_entries, std::identity()) &&
                        rises(plan.consistency_from, std::identity()) &&
                        rises(plan.withheld, [](const WithheldPart& each) {
                            return PackPart{each.index, each.part};
                        });
    if (!sorted) {
        return bad_plan("its streams, entries, sizes or withheld parts are not in order, each once"
        );
    }
    if (!plan.further_entries.empty() && plan.further_entries.back().value >= plan.size) {
        return bad_plan(fmt::format(
            "{} is beyond its size {}", place_of(plan.further_entries.back()), plan.size
        ));
    }
    if (!plan.consistency_from.empty() && plan.consistency_from.back() > plan.size) {
        return bad_plan(fmt::format(
            "it asks for a proof from size {}, beyond its own {}",
            plan.consistency_from.back(),
            plan.size
        ));
    }
    for (const PackFile& file : plan.files) {
        if (pack_path::is_reserved(file.path) || !is_member_name(file.path)) {
            return bad_plan(fmt::format("{} is no name for a file of a pack", file.path));
        }
    }
    return {};
}

// The ledger's policy with a line for each key of the log that it does not name: a policy may be
// older than the newest key.
Result<std::string> policy_with_keys(std::string text, std::span<const VerifierKey> keys) {
    TYST_ASSIGN(const Policy policy, parse_policy(text));
    const std::vector<VerifierKey> named = policy.log_keys();
    for (const VerifierKey& key : keys) {
        if (std::ranges::find(named, key.key, &VerifierKey::key) == named.end()) {
            text += "log " + key.text() + "\n";
        }
    }
    return text;
}

class PackBuilder {
  public:
    PackBuilder(Ledger& ledger, const PackPlan& plan) : ledger_(ledger), plan_(plan) {}

    Result<BuiltPack> build();

  private:
    void add(std::string name, std::string content) {
        members_.push_back({std::move(name), std::move(content)});
    }
    Result<void> add_log_files();
    Result<void> add_key_statements();
    Result<void> add_consistency();
    Result<void> add_heads();
    Result<void> add_chain(const StreamHeadRecord& head);
    Result<void> add_entries();
    Result<void> add_parts(LogIndex index, const Entry& entry);
    Result<void> add_part(PackPart place);

    Ledger& ledger_;
    const PackPlan& plan_;
    BuiltPack pack_;
    std::vector<ZipMember> members_;
    std::set<LogIndex> indexes_;
    // Each kind of file lies together, but an entry is read once for all of them.
    std::vector<ZipMember> proofs_;
    std::vector<ZipMember> parts_;
    std::vector<DisclosedKey> keys_;
    std::vector<WithheldLine> withheld_;
    std::size_t next_withheld_ = 0;  // of the plan
};

Result<BuiltPack> PackBuilder::build() {
    TYST_TRY(check_plan(plan_));
    pack_.size = plan_.size;
    TYST_ASSIGN(pack_.root, ledger_.root_at(plan_.size));
    add(std::string(pack_path::kReadme), readme_text(plan_, ledger_.origin()));
    add(std::string(pack_path::kVerify), std::string(pack_text(pack_path::kVerify)));
    for (const PackFile& file : plan_.files) {
        add(file.path, file.content);
    }
    TYST_TRY(add_log_files());
    TYST_TRY(add_consistency());
    TYST_TRY(add_heads());
    TYST_TRY(add_entries());
    for (const std::string_view path :
         {pack_path::kEntrySchema, pack_path::kEventSchema, pack_path::kFormats}) {
        add(std::string(path), std::string(pack_text(path)));
    }
    std::string manifest = manifest_text(members_);
    pack_.manifest = sha256(as_bytes(manifest));
    add(std::string(pack_path::kManifest), std::move(manifest));
    TYST_ASSIGN(pack_.zip, write_zip(members_));
    return std::move(pack_);
}

Result<void> PackBuilder::add_log_files() {
    TYST_ASSIGN(std::string checkpoint, ledger_.checkpoint_of(plan_.size));
    add(std::string(pack_path::kCheckpoint), std::move(checkpoint));
    std::vector<VerifierKey> keys;
    std::string key_lines;
    for (const std::string& text : ledger_.verifier_keys()) {
        TYST_ASSIGN(VerifierKey key, parse_verifier_key(text));
        keys.push_back(std::move(key));
        key_lines += text + "\n";
    }
    TYST_ASSIGN(std::string policy, ledger_.policy_text());
    TYST_ASSIGN(policy, policy_with_keys(std::move(policy), keys));
    add(std::string(pack_path::kPolicy), std::move(policy));
    add(std::string(pack_path::kVerifierKeys), std::move(key_lines));
    TYST_TRY(add_key_statements());
    TYST_ASSIGN(std::vector<std::string> stamps, ledger_.time_stamps_of(plan_.size));
    for (std::size_t number = 0; number < stamps.size(); ++number) {
        add(pack_path::time_stamp(number), std::move(stamps[number]));
    }
    return {};
}

// How each key of the log follows the one before it, so that who holds an older key comes to those
// that signed pack and receipt; and the entries that say so, as far as the pack reaches.
Result<void> PackBuilder::add_key_statements() {
    for (const SigningKeySpan& span : ledger_.signing_keys()) {
        if (span.from == 0) {
            continue;  // the first key
        }
        const LogIndex index{span.from - 1};
        TYST_ASSIGN(const StoredEvent stored, ledger_.read(index, ReadDepth::event_only));
        const auto* introduced = std::get_if<SigningKeyIntroduced>(&stored.event.body);
        if (introduced == nullptr) {
            return fail(
                ErrorCode::signing_key_unknown, place_of(index) + " does not introduce a key"
            );
        }
        add(pack_path::key_statement(index), introduced->statement);
        if (index.value < plan_.size) {
            indexes_.insert(index);
        }
    }
    return {};
}

Result<void> PackBuilder::add_consistency() {
    for (const std::uint64_t from : plan_.consistency_from) {
        TYST_ASSIGN(const Hash root, ledger_.root_at(from));
        TYST_ASSIGN(const auto proof, ledger_.prove_consistency(from, plan_.size));
        add(pack_path::consistency(from), consistency_text(root, proof));
    }
    return {};
}

// The proof of each stream's head, and with it which entries the stream has.
Result<void> PackBuilder::add_heads() {
    for (const StreamId& stream : plan_.streams) {
        TYST_ASSIGN(const HeadProof proof, ledger_.prove_head(stream, plan_.size));
        add(pack_path::head(stream), head_proof_text(proof));
        for (const PlacedHead& placed : proof.heads) {
            if (placed.record.stream == stream) {
                TYST_TRY(add_chain(placed.record));
            }
        }
    }
    indexes_.insert(plan_.further_entries.begin(), plan_.further_entries.end());
    indexes_.insert(LogIndex{plan_.size - 1});
    return {};
}

// Each entry names the one before it in its stream, so a stream is found without a scan of the log.
Result<void> PackBuilder::add_chain(const StreamHeadRecord& head) {
    std::optional<LogIndex> place = head.last;
    for (std::uint64_t left = head.events; left > 0; --left) {
        if (!place) {
            break;
        }
        TYST_ASSIGN(const std::string bytes, ledger_.entry_bytes(*place));
        TYST_ASSIGN(const Entry entry, decode_entry(as_bytes(bytes)));
        if (entry.stream != head.stream || entry.revision.value + 1 != left) {
            return fail(
                ErrorCode::stream_broken, place_of(*place) + " is not where its stream's chain goes"
            );
        }
        indexes_.insert(*place);
        place = entry.previous;
    }
    if (place) {
        return fail(ErrorCode::stream_broken, place_of(*place) + " stands before its stream");
    }
    return {};
}

Result<void> PackBuilder::add_entries() {
    for (const LogIndex index : indexes_) {
        TYST_ASSIGN(std::string bytes, ledger_.entry_bytes(index));
        TYST_ASSIGN(const Entry entry, decode_entry(as_bytes(bytes)));
        add(pack_path::entry(index), std::move(bytes));
        TYST_ASSIGN(std::string proof, ledger_.prove(index, plan_.size));
        proofs_.push_back({pack_path::proof(index), std::move(proof)});
        TYST_TRY(add_parts(index, entry));
    }
    if (next_withheld_ != plan_.withheld.size()) {
        const WithheldPart& left = plan_.withheld[next_withheld_];
        return bad_plan(
            fmt::format("{} has no part {} to withhold", place_of(left.index), left.part)
        );
    }
    std::ranges::move(proofs_, std::back_inserter(members_));
    std::ranges::move(parts_, std::back_inserter(members_));
    add(std::string(pack_path::kKeys), keys_text(keys_));
    add(std::string(pack_path::kWithheld), withheld_text(withheld_));
    pack_.withheld = static_cast<std::uint32_t>(withheld_.size());
    return {};
}

Result<void> PackBuilder::add_parts(LogIndex index, const Entry& entry) {
    for (std::size_t number = 0; number < entry.parts.size(); ++number) {
        const PackPart place{index, static_cast<std::uint16_t>(number)};
        if (next_withheld_ < plan_.withheld.size()) {
            const WithheldPart& next = plan_.withheld[next_withheld_];
            if (PackPart{next.index, next.part} == place) {
                withheld_.push_back({place, next.ground});
                ++next_withheld_;
                continue;
            }
        }
        TYST_TRY(add_part(place));
    }
    return {};
}

Result<void> PackBuilder::add_part(PackPart place) {
    const auto key = ledger_.part_key(place.index, place.part);
    auto copy = key ? ledger_.sealed_part(place.index, place.part)
                    : Result<Ledger::SealedPartCopy>(std::unexpected(key.error()));
    if (!copy && copy.error().code == ErrorCode::part_erased) {
        withheld_.push_back({place, Code(kGroundErased)});
        return {};
    }
    TYST_TRY(copy);
    parts_.push_back({pack_path::part(place.index, place.part), std::move(copy->sealed)});
    keys_.push_back({place, *key});
    if (place.part == 0) {
        ++pack_.events;
    }
    return {};
}

}  // namespace

Result<BuiltPack> build_pack(Ledger& ledger, const PackPlan& plan) {
    return PackBuilder(ledger, plan).build();
}

}  // namespace tyst
