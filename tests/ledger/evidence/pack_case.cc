#include "tests/ledger/evidence/pack_case.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "schema/event_json.h"

namespace tyst::test {

PackCase::PackCase() {
    child = ledger.child("P1");
    const StreamId other = ledger.child("P2");
    for (int i = 0; i < 3; ++i) {
        REQUIRE(ledger.append({ledger.identity(child, "Synthetic")}));
        REQUIRE(ledger.append({ledger.identity(other, "Synthetic")}));
    }
    REQUIRE(ledger.append({ledger.placement(child, "Synthetic Carer")}));
    early_note = log().checkpoint().value();
    early = log().size();
    plan.kind = "inspection";
    plan.question = "{}";
    plan.purpose = "Test";
    plan.recipient = "Synthetic inspectorate";
    plan.language = "en";
    plan.children = {child};
    plan.streams = {child};
    plan.further_entries = {LogIndex{1}};
    plan.consistency_from = {early};
    make_anew();
}

void PackCase::make_anew() {
    const auto heads = log().commit_heads("pack", log().authority_stream());
    INFO((heads ? "" : heads.error().context));
    REQUIRE(heads);
    plan.size = heads->index.value + 1;
    plan.files = {{"events.ndjson", lines_of(child)}};
    make();
}

void PackCase::make() {
    auto built = build_pack(log(), plan);
    INFO((built ? "" : built.error().context));
    REQUIRE(built);
    pack = *std::move(built);
    receipt = receipt_of(pack);
}

std::string PackCase::lines_of(const StreamId& stream) {
    std::string lines;
    const auto events = log().read_stream(stream, ReadDepth::with_people).value();
    for (const StoredEvent& stored : events) {
        lines += event_to_json(
                     stored.event, {stored.index, stored.recorded, stored.stream, stored.revision}
                 ) +
                 "\n";
    }
    return lines;
}

std::string PackCase::receipt_of(const BuiltPack& built) {
    PreparedEvent prepared = ledger.identity(log().authority_stream(), "");
    EvidencePackCreated created;
    created.kind = plan.kind;
    created.manifest = built.manifest;
    created.size = built.size;
    created.root = built.root;
    created.question = plan.question;
    created.purpose = plan.purpose;
    created.recipient = plan.recipient;
    created.language = plan.language;
    created.children = plan.children;
    created.events = built.events;
    created.withheld = built.withheld;
    prepared.event.body = created;
    const auto receipts = ledger.append({prepared});
    REQUIRE(receipts);
    const auto made = make_pack_receipt(log(), built.manifest, receipts->front().index);
    INFO((made ? "" : made.error().context));
    REQUIRE(made);
    return pack_receipt_text(*made);
}

PackTrust PackCase::trust() {
    PackTrust trust;
    trust.verifier_keys = {log().verifier_keys().front()};
    return trust;
}

PackReport PackCase::verify(const std::string& zip) {
    return verify_pack(zip, receipt, trust()).value();
}

PackReport PackCase::verify(const PackTrust& believed) {
    return verify_pack(pack.zip, receipt, believed).value();
}

std::vector<ZipMember> PackCase::members_without_manifest() const {
    std::vector<ZipMember> members = read_zip(pack.zip).value();
    members.pop_back();
    return members;
}

PackReport PackCase::verify_members(std::vector<ZipMember> members) {
    members.push_back({std::string(pack_path::kManifest), manifest_text(members)});
    return verify_pack(write_zip(members).value(), std::nullopt, trust()).value();
}

bool has(const PackReport& report, PackFault fault) {
    return std::ranges::any_of(report.findings, [fault](const PackFinding& finding) {
        return finding.fault == fault;
    });
}

void require_none(const PackReport& report) {
    for (const PackFinding& finding : report.findings) {
        UNSCOPED_INFO(name(finding.fault) << " " << finding.place << ": " << finding.reason);
    }
    REQUIRE(report.findings.empty());
}

ZipMember& member(std::vector<ZipMember>& members, const std::string& name) {
    const auto found = std::ranges::find(members, name, &ZipMember::name);
    REQUIRE(found != members.end());
    return *found;
}

void remove(std::vector<ZipMember>& members, const std::string& name) {
    REQUIRE(std::erase_if(members, [&](const ZipMember& each) { return each.name == name; }) == 1);
}

void drop_lines(std::string& text, const std::string& start) {
    std::string kept;
    std::string_view rest = text;
    while (const auto line = take_text_line(rest)) {
        if (!line->starts_with(start)) kept += std::string(*line) + "\n";
    }
    REQUIRE(kept != text);
    text = kept;
}

}  // namespace tyst::test
