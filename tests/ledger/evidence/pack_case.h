#pragma once

#include <string>
#include <vector>

#include "ledger/evidence/pack_builder.h"
#include "ledger/evidence/pack_layout.h"
#include "ledger/evidence/pack_receipt.h"
#include "ledger/evidence/pack_verifier.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst::test {

// A ledger with two synthetic children, a pack of the first, and its receipt.
class PackCase {
  public:
    PackCase();

    [[nodiscard]] Ledger& log() { return ledger.ledger(); }
    // Commits to the heads as they are now and makes a pack that answers for all of the log.
    void make_anew();
    // Makes the pack of the plan, and its receipt.
    void make();
    [[nodiscard]] std::string receipt_of(const BuiltPack& built);

    // The oldest key of the log is believed.
    [[nodiscard]] PackTrust trust();
    [[nodiscard]] PackReport verify(const std::string& zip);
    [[nodiscard]] PackReport verify(const PackTrust& believed);

    // The pack after a change that its maker would try to hide: with a new manifest.
    template <class Change>
    [[nodiscard]] PackReport verify_changed(Change&& change) {
        std::vector<ZipMember> members = members_without_manifest();
        change(members);
        return verify_members(std::move(members));
    }

    LedgerFixture ledger;
    StreamId child;
    std::uint64_t early = 0;  // a size before the pack's, with a checkpoint
    std::string early_note;
    PackPlan plan;
    BuiltPack pack;
    std::string receipt;

  private:
    [[nodiscard]] std::string lines_of(const StreamId& stream);
    [[nodiscard]] std::vector<ZipMember> members_without_manifest() const;
    [[nodiscard]] PackReport verify_members(std::vector<ZipMember> members);
};

[[nodiscard]] bool has(const PackReport& report, PackFault fault);
// The test fails, naming them, where there are findings.
void require_none(const PackReport& report);
[[nodiscard]] ZipMember& member(std::vector<ZipMember>& members, const std::string& name);
void remove(std::vector<ZipMember>& members, const std::string& name);
// Drops the lines of a list that begin so.
void drop_lines(std::string& text, const std::string& start);

}  // namespace tyst::test
