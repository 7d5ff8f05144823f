#include "tests/projections/evidence/pack_records.h"

namespace tyst::test {

PackRecords::PackRecords() {
    actor_ = become("Synthetic Recorder");
}

StreamId PackRecords::become(const std::string& name) {
    const auto actor = ledger().find_or_register({"account", "directory", name, name});
    REQUIRE(actor);
    actor_ = *actor;
    return actor_;
}

EventId PackRecords::record(const StreamId& stream, Body body, std::string_view occurred) {
    return record(stream, std::move(body), occurred, "");
}

EventId PackRecords::record(
    const StreamId& stream, Body body, std::string_view occurred, std::string reason
) {
    PreparedEvent prepared = event(stream, std::move(body), occurred);
    prepared.event.recorded_by = actor_;
    prepared.event.reason = std::move(reason);
    prepared.event.language = "en";
    const EventId id = prepared.event.id;
    write({std::move(prepared)});
    return id;
}

EventId PackRecords::correct(
    const StreamId& stream, const EventId& target, Body body, std::vector<std::string> fields
) {
    PreparedEvent prepared = event(stream, std::move(body), "2020-09-14");
    prepared.event.recorded_by = actor_;
    prepared.event.reason = "typed wrongly";
    prepared.event.relation = {RelationKind::corrects, target, std::move(fields), "manager"};
    const EventId id = prepared.event.id;
    write({std::move(prepared)});
    return id;
}

EventId PackRecords::withhold(
    const StreamId& stream, const EventId& about, std::string what, std::string ground
) {
    WithholdingDecided decided;
    decided.about = about;
    decided.what = std::move(what);
    decided.ground = std::move(ground);
    decided.explanation = "It would put a sibling at risk.";
    return record(stream, std::move(decided), "2020-09-14");
}

void PackRecords::confirm(const StreamId& stream, const EventId& decision) {
    record(stream, WithholdingConfirmed{decision, std::nullopt}, "2020-09-14");
}

void PackRecords::declare_coverage() {
    CoverageDeclared declared;
    declared.source = "sample";
    declared.facts = {"looked-after", "legal-status", "placement", "review"};
    declared.from = day("2000-01-01");
    add(ledger().authority_stream(), std::move(declared), "2019-01-01");
}

PackRecords::Life PackRecords::live(const std::string& reference) {
    Life life;
    life.child = fixture.child(reference);
    record(life.child, ChildRegistered{"sample", reference}, "2019-01-01");
    IdentityRecorded identity;
    identity.given_name = "Synthetic";
    identity.family_name = "Person-" + reference;
    identity.birth_date = day("2010-05-17");
    identity.birth_date_certainty = "known";
    record(life.child, std::move(identity), "2019-01-01");
    LookedAfterStarted started;
    started.route = "care-order";
    started.legal_status = "care-order";
    started.category_of_need = "N1";
    life.started = record(life.child, std::move(started), "2019-02-04");
    LegalStatusStarted status;
    status.status = "care-order";
    status.court = "Family Court at Sampleton";
    life.status = record(life.child, std::move(status), "2019-02-04", "ordered by the court");
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer_relationship = "unrelated";
    placement.provider = "own";
    placement.carer = PersonCitation{
        fixture.worker("FC001"), "sample", "FC001", "Synthetic Carer", "foster carer"
    };
    life.placement = record(life.child, std::move(placement), "2019-02-04");
    AllocationStarted allocation;
    allocation.role = "iro";
    allocation.worker = PersonCitation{
        fixture.worker("IRO01"), "sample", "IRO01", "Synthetic Aled", "reviewing officer"
    };
    life.allocation = record(life.child, std::move(allocation), "2019-02-05");
    return life;
}

PackQuestion PackRecords::about(std::vector<std::string> children) const {
    PackQuestion question;
    question.children = std::move(children);
    question.as_at = day("2020-09-14");
    question.purpose = "Inspection of the service";
    question.recipient = "Care Inspectorate Wales";
    question.actor = actor_;
    return question;
}

PackPlan PackRecords::plan(const PackQuestion& question) {
    auto plan = plan_pack(ledger(), shipped_reference(), question);
    INFO((plan ? "" : plan.error().context));
    REQUIRE(plan);
    return *std::move(plan);
}

Streams in_order(Streams streams) {
    std::ranges::sort(streams);
    return streams;
}

const std::string& file(const PackPlan& plan, std::string_view path) {
    const auto found = std::ranges::find(plan.files, path, &PackFile::path);
    INFO(path);
    REQUIRE(found != plan.files.end());
    return found->content;
}

bool has_file(const PackPlan& plan, std::string_view path) {
    return std::ranges::find(plan.files, path, &PackFile::path) != plan.files.end();
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::vector<std::string> ids_in(const std::string& html) {
    constexpr std::string_view kMark = " id=\"";
    std::vector<std::string> ids;
    for (auto at = html.find(kMark); at != std::string::npos; at = html.find(kMark, at + 1)) {
        const auto from = at + kMark.size();
        ids.push_back(html.substr(from, html.find('"', from) - from));
    }
    return ids;
}

}  // namespace tyst::test
