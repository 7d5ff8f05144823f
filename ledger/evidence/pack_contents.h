#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/policy.h"
#include "ledger/evidence/pack_layout.h"
#include "ledger/evidence/pack_verifier.h"
#include "ledger/evidence/zip_archive.h"
#include "schema/entry.h"
#include "schema/event.h"

// What the steps of a verification hand to one another.
namespace tyst::verifying {

struct PackEntry {
    std::string_view bytes;
    Entry entry;
};

struct PackContents {
    std::vector<ZipMember> members;
    std::map<std::string_view, std::string_view> files;  // by name, into `members`
    std::string_view checkpoint_note;
    std::optional<Checkpoint> checkpoint;     // once its signature holds
    std::vector<VerifierKey> keys;            // that are believed
    std::optional<Policy> policy;             // the caller's: its quorum must have cosigned
    std::string time_stamp_authority;         // the caller's, PEM; empty: none
    std::map<LogIndex, PackEntry> entries;    // proved ones
    std::map<PackPart, SecretKey> disclosed;  // of log/keys
    std::map<PackPart, Code> withheld;        // of log/withheld
    std::map<LogIndex, Event> events;         // opened, with what was disclosed of people

    [[nodiscard]] std::string_view file(std::string_view name) const {
        const auto found = files.find(name);
        return found == files.end() ? std::string_view() : found->second;
    }
    [[nodiscard]] bool has(std::string_view name) const { return files.contains(name); }
};

// Where findings go; those beyond the limit are counted only.
class Findings {
  public:
    explicit Findings(PackReport& report) : report_(report) {}
    void add(PackFault fault, std::string_view place, std::string_view reason) {
        if (report_.findings.size() == kPackFindingsMax) {
            ++report_.findings_more;
            return;
        }
        report_.findings.push_back({fault, std::string(place), std::string(reason)});
    }

  private:
    PackReport& report_;
};

// Calls visit(rest of the name, name, content) for each file below a folder, in order of names.
template <class Visit>
void each_file_below(const PackContents& pack, std::string_view folder, Visit&& visit) {
    for (auto file = pack.files.lower_bound(folder);
         file != pack.files.end() && file->first.starts_with(folder);
         ++file) {
        visit(file->first.substr(folder.size()), file->first, file->second);
    }
}

// Adds the keys that statements of the pack lead to from those that are believed; each statement
// must hold, believed or not.
void follow_key_statements(PackContents& pack, PackReport& report, Findings& findings);
// That the entries of the pack which introduce keys say what the statements say.
void check_key_statements(const PackContents& pack, Findings& findings);
// That the log begins with what a checkpoint said that the caller kept.
void check_earlier(
    const PackContents& pack, std::string_view note, PackReport& report, Findings& findings
);
// What others say of the checkpoint: cosignatures by the pack's policy and the caller's, and
// time-stamps.
void check_witnesses(const PackContents& pack, PackReport& report, Findings& findings);
// Members against the manifest, and no file where no pack has one.
void check_members(PackContents& pack, PackReport& report, Findings& findings);
// Checkpoint, entries with their proofs, heads and chains of streams, consistency.
void check_log(PackContents& pack, PackReport& report, Findings& findings);
// Parts, keys, what is withheld, events.ndjson.
void check_parts(PackContents& pack, PackReport& report, Findings& findings);
void check_receipt(
    const PackContents& pack, const std::string& receipt, PackReport& report, Findings& findings
);

}  // namespace tyst::verifying
