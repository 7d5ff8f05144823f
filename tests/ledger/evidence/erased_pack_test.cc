#include <algorithm>

#include <catch2/catch.hpp>

#include "ledger/evidence/pack_builder.h"
#include "ledger/evidence/pack_layout.h"
#include "ledger/evidence/pack_verifier.h"
#include "ledger/evidence/zip_archive.h"
#include "schema/event_json.h"
#include "tests/ledger/erasure_fixture.h"

namespace tyst {
namespace {

template <class T>
T got(Result<T> result) {
    INFO((result ? "" : result.error().context));
    REQUIRE(result);
    return *std::move(result);
}

// A child, a sibling whose record is joined with the child's, and a carer whom both cite.
struct ErasedPack : test::ErasureFixture {
    ErasedPack() {
        gone = child("GONE");
        sibling = child("SIBLING");
        REQUIRE(append({identity(gone, "Synthetic"), identity(sibling, "Synthetic")}));
        REQUIRE(append({placement(gone, "Synthetic Carer"), placement(sibling, "Carer")}));
        RecordsJoined joined;
        joined.other = SubjectLink{gone, {}};
        (void)record_in(sibling, joined, first);
    }
    [[nodiscard]] PackPlan plan_of(const StreamId& stream) {
        PackPlan plan;
        plan.kind = "inspection";
        plan.question = "{}";
        plan.purpose = "Test";
        plan.recipient = "Synthetic inspectorate";
        plan.language = "en";
        plan.size = got(ledger().commit_heads("pack", first)).index.value + 1;
        plan.children = {stream};
        plan.streams = {stream};
        return plan;
    }
    [[nodiscard]] PackReport verify(const std::string& zip) {
        PackTrust trust;
        trust.verifier_keys = {ledger().verifier_key()};
        return got(verify_pack(zip, std::nullopt, trust));
    }

    StreamId gone;
    StreamId sibling;
};

TEST_CASE("erased pack: one that was made before verifies as before") {
    ErasedPack pack;
    const BuiltPack built = got(build_pack(pack.ledger(), pack.plan_of(pack.gone)));
    CHECK(built.withheld == 0);
    const PackReport before = pack.verify(built.zip);
    CHECK(before.findings.empty());
    pack.destroy({pack.gone, pack.worker("FC001")});
    const PackReport after = pack.verify(built.zip);
    CHECK(after.findings.empty());
    CHECK(after.parts_opened == before.parts_opened);
}

TEST_CASE("erased pack: one of an erased child proves each entry and opens none") {
    ErasedPack pack;
    pack.destroy({pack.gone});
    const BuiltPack built = got(build_pack(pack.ledger(), pack.plan_of(pack.gone)));
    CHECK(built.withheld == 2);  // the carer's part is the carer's
    const PackReport report = pack.verify(built.zip);
    CHECK(report.findings.empty());
    CHECK(report.parts_withheld == 2);
    const std::vector<ZipMember> members = got(read_zip(built.zip));
    const auto withheld =
        std::ranges::find(members, std::string(pack_path::kWithheld), &ZipMember::name);
    REQUIRE(withheld != members.end());
    const std::string lines = std::string(withheld->content);
    CHECK(std::ranges::count(lines, '\n') == 2);
    CHECK(lines.find(" 0 erased\n") != std::string::npos);
}

TEST_CASE("erased pack: one of a sibling whose record names the erased child and an erased carer") {
    ErasedPack pack;
    pack.destroy({pack.gone, pack.worker("FC001")});
    PackPlan plan = pack.plan_of(pack.sibling);
    std::string lines;
    for (const StoredEvent& stored :
         got(pack.ledger().read_stream(pack.sibling, ReadDepth::with_people))) {
        lines += event_to_json(
                     stored.event, {stored.index, stored.recorded, stored.stream, stored.revision}
                 ) +
                 "\n";
    }
    plan.files = {{"events.ndjson", lines}};
    const BuiltPack built = got(build_pack(pack.ledger(), plan));
    CHECK(built.withheld == 1);
    const PackReport report = pack.verify(built.zip);
    for (const PackFinding& finding : report.findings) {
        INFO(finding.place << ": " << finding.reason);
        CHECK(false);
    }
    CHECK(report.events_compared == 3);
    CHECK(lines.find("Carer\"") == std::string::npos);
}

}  // namespace
}  // namespace tyst
