#include "projections/evidence/withholding.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/projections/evidence/pack_records.h"

namespace tyst {
namespace {

using evidence::IneffectiveDecision;
using evidence::Withheld;
using evidence::Withholding;
using test::file;
using test::holds;
using test::PackRecords;

std::vector<StoredEvent> events_of(PackRecords& records, const StreamId& child) {
    auto events = records.ledger().read_stream(child, ReadDepth::with_people);
    REQUIRE(events);
    return *std::move(events);
}

LogIndex place(PackRecords& records, const EventId& id) {
    const auto found = records.ledger().find_events({&id, 1});
    REQUIRE(found);
    REQUIRE(found->front());
    return *found->front();
}

TEST_CASE("withholding: it has effect once another person confirmed it") {
    PackRecords records;
    const auto life = records.live("V0001");
    const EventId decision = records.withhold(life.child, life.status, "event", "third-party");
    const LogIndex about = place(records, life.status);
    {
        Withholding alone;
        alone.add_decisions(events_of(records, life.child));
        CHECK(!alone.whole(about));
        REQUIRE(alone.ineffective().size() == 1);
        CHECK(alone.ineffective().front().why == IneffectiveDecision::Why::not_confirmed);
    }
    records.confirm(life.child, decision);
    {
        Withholding same;
        same.add_decisions(events_of(records, life.child));
        CHECK(!same.whole(about));
        REQUIRE(same.ineffective().size() == 1);
        CHECK(same.ineffective().front().why == IneffectiveDecision::Why::same_actor);
    }
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    Withholding both;
    both.add_decisions(events_of(records, life.child));
    CHECK(both.whole(about));
    CHECK(both.ineffective().empty());
    CHECK(both.find(about, Withheld::What::event)->decision == place(records, decision));
}

TEST_CASE("withholding: an annulled decision keeps nothing back") {
    PackRecords records;
    const auto life = records.live("V0001");
    const EventId decision = records.withhold(life.child, life.status, "event", "third-party");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    records.annul(life.child, decision);
    Withholding withholding;
    withholding.add_decisions(events_of(records, life.child));
    CHECK(!withholding.whole(place(records, life.status)));
}

TEST_CASE("withholding: the corrections of a withheld event are withheld with it") {
    PackRecords records;
    const auto life = records.live("V0001");
    LegalStatusStarted corrected;
    corrected.court = "Another court";
    const EventId correction = records.correct(life.child, life.status, corrected, {"court"});
    const EventId decision = records.withhold(life.child, life.status, "text", "third-party");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    Withholding withholding;
    withholding.add_decisions(events_of(records, life.child));
    CHECK(withholding.part_0(place(records, life.status)));
    CHECK(withholding.part_0(place(records, correction)));
}

TEST_CASE("withholding: parts follow one another as the entry has them") {
    PackRecords records;
    const auto life = records.live("V0001");
    const auto events = events_of(records, life.child);
    const LogIndex placement = place(records, life.placement);
    const StoredEvent* stored = nullptr;
    for (const StoredEvent& event : events) {
        if (event.index == placement) stored = &event;
    }
    REQUIRE(stored != nullptr);
    Withholding whole;
    whole.add(placement, {Withheld::What::event, "third-party", "", std::nullopt});
    const auto by_reason = [](std::string_view reason) { return "told " + std::string(reason); };
    REQUIRE(whole.parts_of(*stored, by_reason).size() == 2);
    CHECK(whole.parts_of(*stored, by_reason)[1].part == 1);
    CHECK(whole.parts_of(*stored, by_reason)[0].explanation == "told by_restriction");
    Withholding people;
    people.add(placement, {Withheld::What::people, "third-party", "said so", std::nullopt});
    const auto parts = people.parts_of(*stored, by_reason);
    REQUIRE(parts.size() == 1);
    CHECK(parts.front().part == 1);
    CHECK(parts.front().explanation == "said so");
    const Event shown = disclosed(*stored, people);
    CHECK(std::get<PlacementStarted>(shown.body).carer->name.empty());
    CHECK(std::get<PlacementStarted>(stored->event.body).carer->name == "Synthetic Carer");
}

TEST_CASE("withholding: legal advice is kept from a pack unless the question asks for it") {
    PackRecords records;
    const auto life = records.live("V0001");
    LegalGatewayHeld gateway;
    gateway.kind = "gateway";
    gateway.decision = "issue";
    gateway.rationale = "CANARY-ADVICE";
    records.record(life.child, gateway, "2019-01-20");
    PackQuestion question = records.about({"sample:V0001"});
    const PackPlan closed = records.plan(question);
    for (const PackFile& one : closed.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "CANARY-ADVICE"));
    }
    REQUIRE(closed.withheld.size() == 1);
    CHECK(closed.withheld.front().ground == "legal-advice");
    CHECK(holds(file(closed, "children/001/chronology.en.html"), "Ground: Legal advice"));
    question.disclosed_grounds = {"legal-advice"};
    const PackPlan open = records.plan(question);
    CHECK(open.withheld.empty());
    CHECK(holds(file(open, "events.ndjson"), "CANARY-ADVICE"));
}

TEST_CASE("withholding: what is kept apart is in the pack by its entries alone") {
    PackRecords records;
    (void)records.live("V0001");
    const std::vector<std::pair<Compartment, std::string>> apart = {
        {Compartment::adoption, "adoption"}, {Compartment::restricted, "restricted"}
    };
    for (const auto& [compartment, ground] : apart) {
        const auto stream =
            records.ledger().find_or_create({SubjectKind::child, compartment, "sample", "V0001"});
        REQUIRE(stream);
        AdoptionMatched matched;
        matched.adopters = PersonCitation{
            records.fixture.worker("A1"), "sample", "A1", "CANARY-ADOPTER", "adopter"
        };
        records.record(*stream, matched, "2019-09-09");
    }
    PackQuestion question = records.about({"sample:V0001"});
    const PackPlan closed = records.plan(question);
    CHECK(closed.streams.size() == 3);
    CHECK(closed.children.size() == 1);
    CHECK(closed.withheld.size() == 4);  // of each its event and the person named
    for (const PackFile& one : closed.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "CANARY"));
    }
    question.disclosed_grounds = {"adoption"};
    const PackPlan adoption = records.plan(question);
    CHECK(adoption.withheld.size() == 2);
    CHECK(adoption.withheld.front().ground == "restricted");
    CHECK(holds(file(adoption, "children/001/chronology.en.html"), "CANARY-ADOPTER"));
}

TEST_CASE("withholding: nothing of a withheld event is in any file") {
    PackRecords records;
    const auto life = records.live("V0001");
    LegalStatusStarted status;
    status.status = "secure";
    status.court = "CANARY-COURT";
    const EventId secret = records.record(life.child, status, "2019-05-07", "CANARY-REASON");
    const EventId decision = records.withhold(life.child, secret, "event", "serious-harm");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    for (const PackFile& one : plan.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "CANARY"));
        CHECK(!holds(one.content, "2019-05-07"));
        CHECK(!holds(one.content, "7 May 2019"));
        CHECK(!holds(one.content, "7 Mai 2019"));
    }
    REQUIRE(plan.withheld.size() == 1);
    CHECK(plan.withheld.front().index == place(records, secret));
    CHECK(plan.withheld.front().explanation == "It would put a sibling at risk.");
    const std::string& report = file(plan, "report.en.html");
    CHECK(holds(report, "Serious harm to somebody"));
    CHECK(holds(report, "It would put a sibling at risk."));
    CHECK(holds(file(plan, "children/001/chronology.cy.html"), "Wedi&apos;i ddal yn ôl. Sail:"));
}

// Where the entry stands in the page; the test fails where it does not.
std::size_t stands_at(const std::string& page, LogIndex index) {
    const std::size_t at = page.find("id=\"e" + std::to_string(index.value) + "\"");
    REQUIRE(at != std::string::npos);
    return at;
}

TEST_CASE("withholding: a withheld event stands after the one before it in its stream") {
    for (const std::string kind : {"inspection", "person"}) {
        INFO(kind);
        PackRecords records;
        const auto life = records.live("V0001");
        const EventId secret = records.record(life.child, ReviewHeld{}, "2017-03-09");
        const EventId second = records.record(life.child, ReviewHeld{}, "2016-03-09");
        const EventId later = records.record(life.child, ReviewHeld{}, "2020-02-03");
        const EventId first = records.withhold(life.child, secret, "event", "serious-harm");
        const EventId next = records.withhold(life.child, second, "event", "serious-harm");
        records.become("Synthetic Second");
        records.confirm(life.child, first);
        records.confirm(life.child, next);
        PackQuestion question = records.about({"sample:V0001"});
        question.kind = kind;
        const PackPlan plan = records.plan(question);
        for (const std::string path :
             {"children/001/chronology.en.html", "children/001/chronology.cy.html"}) {
            const std::string& page = file(plan, path);
            CHECK(!holds(page, "9 March 2017"));
            CHECK(!holds(page, "9 March 2016"));
            const std::size_t before = stands_at(page, place(records, life.allocation));
            const std::size_t at = stands_at(page, place(records, secret));
            CHECK(before < at);
            CHECK(at < stands_at(page, place(records, second)));
            CHECK(stands_at(page, place(records, second)) < stands_at(page, place(records, later)));
            CHECK(!holds(page, "year-2017"));
            CHECK(!holds(page, "year-2016"));
        }
    }
}

TEST_CASE("withholding: a stream's withheld first event stands before the rest of it") {
    PackRecords records;
    const StreamId child = records.fixture.child("V0001");
    const EventId secret = records.record(child, ReviewHeld{}, "2020-03-05");
    const EventId registered =
        records.record(child, ChildRegistered{"sample", "V0001"}, "2019-01-01");
    const EventId decision = records.withhold(child, secret, "event", "serious-harm");
    records.become("Synthetic Second");
    records.confirm(child, decision);
    PackQuestion question = records.about({"sample:V0001"});
    question.kind = "person";
    const std::string story = file(records.plan(question), "children/001/chronology.en.html");
    const std::size_t at = stands_at(story, place(records, secret));
    CHECK(at < stands_at(story, place(records, registered)));
    CHECK(story.find("id=\"year-2019\"") < at);
}

TEST_CASE("withholding: the day of a withheld end of care is in no table") {
    PackRecords records;
    const auto life = records.live("V0001");
    const EventId end = records.record(life.child, LookedAfterEnded{"other", "E4"}, "2020-03-05");
    const PackQuestion question = records.about({"sample:V0001"});
    CHECK(holds(file(records.plan(question), "report.en.html"), "5 March 2020"));
    const EventId decision = records.withhold(life.child, end, "event", "serious-harm");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan closed = records.plan(question);
    for (const PackFile& one : closed.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "5 March 2020"));
        CHECK(!holds(one.content, "2020-03-05"));
    }
}

TEST_CASE("withholding: it reaches children who are considered and not counted") {
    PackRecords records;
    const auto life = records.live("V0001");
    LookedAfterEnded ended;
    ended.route = "CANARY-ROUTE";
    const EventId end = records.record(life.child, ended, "2020-03-05");
    PackQuestion question = records.about({});
    question.cohort = "looked-after";
    const PackPlan open = records.plan(question);
    CHECK(holds(file(open, "events.ndjson"), "CANARY-ROUTE"));
    CHECK(holds(file(open, "report.en.html"), "care ended on 5 March 2020"));
    const EventId decision = records.withhold(life.child, end, "event", "serious-harm");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan closed = records.plan(question);
    for (const PackFile& one : closed.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "CANARY-ROUTE"));
        CHECK(!holds(one.content, "2020-03-05"));
        CHECK(!holds(one.content, "5 March 2020"));
    }
    CHECK(std::ranges::any_of(closed.withheld, [&](const WithheldPart& part) {
        return part.index == place(records, end) && part.part == 0;
    }));
}

TEST_CASE("withholding: where only words are withheld, the line that stays is told as such") {
    PackRecords records;
    const auto life = records.live("V0001");
    const EventId decision = records.withhold(life.child, life.status, "text", "third-party");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    for (const PackFile& one : plan.files) {
        INFO(one.path);
        CHECK(!holds(one.content, "Sampleton"));
        CHECK(!holds(one.content, "ordered by the court"));
    }
    const std::string& chronology = file(plan, "children/001/chronology.en.html");
    CHECK(holds(chronology, "Legal status started"));
    CHECK(holds(chronology, "The words are removed."));
    CHECK(holds(file(plan, "report.en.html"), "the authority&apos;s statement"));
    REQUIRE(plan.withheld.size() == 1);
    CHECK(plan.withheld.front().part == 0);
}

}  // namespace
}  // namespace tyst
