#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "ledger/storage/log_store.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

using test::LedgerFixture;

template <class T>
ErrorCode code_of(const Result<T>& result) {
    return result ? ErrorCode::internal : result.error().code;
}

TEST_CASE("ledger: what was appended is read back, by index and by stream") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const PreparedEvent first = fixture.identity(child, "Synthetic Anwen");
    PreparedEvent second = fixture.placement(child, "Synthetic Carer");
    second.event.attachments.push_back({"plan.txt", "attached text"});
    const auto receipts = fixture.append({first, second});
    INFO((receipts ? "" : receipts.error().context));
    REQUIRE(receipts);
    REQUIRE(receipts->size() == 2);
    REQUIRE((*receipts)[1].index.value == 1);
    REQUIRE((*receipts)[1].revision.value == 1);
    const auto read = fixture.ledger().read({1}, ReadDepth::with_attachments);
    INFO((read ? "" : read.error().context));
    REQUIRE(read);
    REQUIRE(read->event == second.event);
    const auto stream = fixture.ledger().read_stream(child, ReadDepth::with_attachments);
    INFO((stream ? "" : stream.error().context));
    REQUIRE(stream);
    REQUIRE(stream->size() == 2);
    REQUIRE((*stream)[0].event == first.event);
    REQUIRE((*stream)[1].event == second.event);
}

TEST_CASE("ledger: a read opens no more than its depth asks for") {
    LedgerFixture fixture;
    PreparedEvent event = fixture.placement(fixture.child("V0001"), "Synthetic Carer");
    event.event.attachments.push_back({"plan.txt", "attached text"});
    REQUIRE(fixture.append({event}));
    const auto bare = fixture.ledger().read({0}, ReadDepth::event_only);
    REQUIRE(bare);
    const auto& placement = std::get<PlacementStarted>(bare->event.body);
    REQUIRE(placement.carer->person == fixture.worker("FC001"));
    REQUIRE(placement.carer->name.empty());
    REQUIRE(bare->event.attachments.at(0).content.empty());
    const auto people = fixture.ledger().read({0}, ReadDepth::with_people);
    REQUIRE(people);
    REQUIRE(std::get<PlacementStarted>(people->event.body).carer->name == "Synthetic Carer");
    REQUIRE(people->event.attachments.at(0).content.empty());
    REQUIRE(code_of(fixture.ledger().read({1}, ReadDepth::event_only)) == ErrorCode::not_found);
}

TEST_CASE("ledger: opened again, it has the same head and goes on") {
    LedgerFixture fixture;
    fixture.fill(600);
    const TreeHead before = fixture.ledger().head();
    REQUIRE(before.size == 600);
    fixture.reopen();
    REQUIRE(fixture.ledger().head() == before);
    fixture.fill(10);
    REQUIRE(fixture.ledger().head().size == 610);
}

TEST_CASE("ledger: a retry with equal content gives the first receipts and writes nothing") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const std::vector<PreparedEvent> events{
        fixture.identity(child, "Synthetic Anwen"), fixture.placement(child, "Synthetic Carer")
    };
    const auto first = fixture.append(events);
    REQUIRE(first);
    SECTION("at once") {}
    SECTION("after the ledger was opened again") {
        fixture.reopen();
    }
    const auto again = fixture.append(events);
    REQUIRE(again);
    REQUIRE(*again == *first);
    REQUIRE(fixture.ledger().size() == 2);
}

TEST_CASE("ledger: an id with other content, or a mixture of known and new ids, is refused") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const PreparedEvent known = fixture.placement(child, "Synthetic Carer");
    REQUIRE(fixture.append({known}));
    PreparedEvent other = known;
    SECTION("another field of the event") {
        other.event.reason = "another";
    }
    SECTION("another name of a cited person") {
        std::get<PlacementStarted>(other.event.body).carer->name = "Another";
    }
    SECTION("another stream") {
        other.stream = fixture.child("V0002");
    }
    SECTION("an attachment more") {
        other.event.attachments.push_back({"a", "b"});
    }
    REQUIRE(code_of(fixture.append({other})) == ErrorCode::event_id_conflict);
    REQUIRE(
        code_of(fixture.append({known, fixture.identity(child, "New")})) ==
        ErrorCode::event_id_conflict
    );
    const PreparedEvent twice = fixture.identity(child, "Twice");
    REQUIRE(code_of(fixture.append({twice, twice})) == ErrorCode::event_id_conflict);
    REQUIRE(fixture.ledger().size() == 1);
}

TEST_CASE("ledger: expected revisions hold, also of streams that are only read") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const StreamId other = fixture.child("V0002");
    REQUIRE(fixture.append({fixture.identity(child, "A")}));
    const auto append_expecting = [&](const StreamId& stream, std::uint64_t events) {
        return fixture.ledger().append({{fixture.identity(child, "B")}, {{stream, events}}});
    };
    REQUIRE(code_of(append_expecting(child, 0)) == ErrorCode::revision_conflict);
    REQUIRE(code_of(append_expecting(child, 2)) == ErrorCode::revision_conflict);
    REQUIRE(code_of(append_expecting(other, 1)) == ErrorCode::revision_conflict);
    REQUIRE(append_expecting(child, 1));
    REQUIRE(append_expecting(other, 0));
    fixture.reopen();
    REQUIRE(code_of(append_expecting(child, 2)) == ErrorCode::revision_conflict);
    REQUIRE(append_expecting(child, 3));
    REQUIRE(fixture.ledger().events_in(child).value() == 4);
}

TEST_CASE("ledger: a relation names an earlier event of the same stream, or is refused") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const PreparedEvent target = fixture.identity(child, "A");
    PreparedEvent annulment = fixture.identity(child, "");
    annulment.event.body = NoBody{};
    annulment.event.reason = "recorded for the wrong child";
    annulment.event.relation.kind = RelationKind::annuls;
    annulment.event.relation.target = target.event.id;
    SECTION("unknown target") {
        REQUIRE(code_of(fixture.append({annulment})) == ErrorCode::relation_not_allowed);
    }
    SECTION("later target in the same append") {
        REQUIRE(code_of(fixture.append({annulment, target})) == ErrorCode::relation_not_allowed);
    }
    SECTION("target in another stream") {
        REQUIRE(fixture.append({target}));
        annulment.stream = fixture.child("V0002");
        REQUIRE(code_of(fixture.append({annulment})) == ErrorCode::relation_not_allowed);
    }
    SECTION("earlier target in the same append") {
        REQUIRE(fixture.append({target, annulment}));
    }
    SECTION("earlier target in the log") {
        REQUIRE(fixture.append({target}));
        fixture.reopen();
        REQUIRE(fixture.append({annulment}));
    }
}

TEST_CASE("ledger: an append that is refused leaves nothing behind") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const TreeHead before = fixture.ledger().head();
    PreparedEvent bad = fixture.identity(child, "B");
    bad.event.relation = {RelationKind::corrects, fixture.ledger().new_event_id(), {}, ""};
    const PreparedEvent good = fixture.identity(child, "A");
    REQUIRE_FALSE(fixture.append({good, bad}));
    REQUIRE(fixture.ledger().head() == before);
    REQUIRE(fixture.ledger().find_events(std::vector{good.event.id}).value()[0] == std::nullopt);
    REQUIRE(fixture.append({good}));
    REQUIRE(fixture.ledger().events_in(child).value() == 1);
}

TEST_CASE("ledger: recorded times rise strictly, even where the clock goes back") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    REQUIRE(fixture.append({fixture.identity(child, "A"), fixture.identity(child, "B")}));
    fixture.clock.advance_seconds(-3600);
    REQUIRE(fixture.append({fixture.identity(child, "C")}));
    fixture.reopen();
    REQUIRE(fixture.append({fixture.identity(child, "D")}));
    fixture.clock.advance_seconds(7200);
    REQUIRE(fixture.append({fixture.identity(child, "E")}));
    const auto entries = fixture.ledger().entries(0, 99);
    REQUIRE(entries);
    REQUIRE(entries->size() == 5);
    for (std::size_t i = 1; i < entries->size(); ++i) {
        REQUIRE((*entries)[i - 1].recorded < (*entries)[i].recorded);
    }
    REQUIRE(entries->back().recorded == fixture.clock.now());
    REQUIRE(fixture.ledger().last_recorded() == fixture.clock.now());
}

TEST_CASE("ledger: learned is a claim of imports, and never later than recorded") {
    LedgerFixture fixture;
    PreparedEvent event = fixture.identity(fixture.child("V0001"), "A");
    event.event.learned = fixture.clock.now();
    REQUIRE(code_of(fixture.append({event})) == ErrorCode::invalid_value);
    event.event.source.system = "ssda903";
    event.event.learned->microseconds += 1;
    REQUIRE(code_of(fixture.append({event})) == ErrorCode::invalid_value);
    event.event.learned->microseconds -= 1;
    REQUIRE(fixture.append({event}));
}

TEST_CASE("ledger: an append of more than 512 events is refused whole") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    std::vector<PreparedEvent> events(513, fixture.identity(child, "A"));
    for (PreparedEvent& event : events) {
        event.event.id = fixture.ledger().new_event_id();
    }
    REQUIRE(code_of(fixture.append(events)) == ErrorCode::too_large);
    events.pop_back();
    REQUIRE(fixture.append(events));
}

TEST_CASE("ledger: many threads get gapless indexes and right receipts") {
    LedgerFixture fixture;
    constexpr std::size_t kThreads = 8;
    constexpr std::size_t kAppends = 100;
    std::vector<std::vector<Receipt>> receipts(kThreads);
    std::vector<std::vector<PreparedEvent>> events(kThreads);
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
        const StreamId child = fixture.child("T" + std::to_string(thread / 2));
        for (std::size_t i = 0; i < kAppends; ++i) {
            events[thread].push_back(fixture.identity(child, std::to_string(i)));
        }
    }
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (const PreparedEvent& event : events[thread]) {
                    const auto taken = fixture.append({event});
                    if (taken) {
                        receipts[thread].push_back(taken->front());
                    }
                }
            });
        }
    }
    std::set<std::uint64_t> indexes;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
        REQUIRE(receipts[thread].size() == kAppends);
        for (std::size_t i = 0; i < kAppends; ++i) {
            const Receipt& receipt = receipts[thread][i];
            indexes.insert(receipt.index.value);
            const auto read = fixture.ledger().read(receipt.index, ReadDepth::with_people);
            REQUIRE(read);
            REQUIRE(read->event == events[thread][i].event);
            REQUIRE(read->recorded == receipt.recorded);
            REQUIRE(read->revision == receipt.revision);
        }
    }
    REQUIRE(indexes.size() == kThreads * kAppends);
    REQUIRE(*indexes.rbegin() == kThreads * kAppends - 1);
    const auto report = fixture.ledger().verify({});
    REQUIRE(report);
    REQUIRE(report->findings.empty());
}

TEST_CASE("ledger: a submission's subject, people and links are found or made") {
    LedgerFixture fixture;
    Submission submission;
    submission.subject = {SubjectKind::child, Compartment::child_case, "sample", "V0009"};
    submission.event.occurred.date = Date::of(2019, 1, 2);
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer = PersonCitation{{}, "sample", "FC009", "Synthetic Carer", "carer"};
    submission.event.body = placement;
    const StreamId actor =
        fixture.ledger().find_or_register({"os-user", "os", "1000", "synthetic"}).value();
    REQUIRE(fixture.ledger().events_in(actor).value() == 1);
    REQUIRE(fixture.ledger().find_or_register({"os-user", "os", "1000", "synthetic"}) == actor);
    REQUIRE(fixture.ledger().events_in(actor).value() == 1);
    const auto prepared = fixture.ledger().prepare({submission}, actor);
    REQUIRE(prepared);
    REQUIRE(prepared->front().stream == fixture.child("V0009"));
    REQUIRE(prepared->front().event.recorded_by == actor);
    REQUIRE_FALSE(prepared->front().event.id.is_zero());
    REQUIRE(
        std::get<PlacementStarted>(prepared->front().event.body).carer->person ==
        fixture.worker("FC009")
    );
    REQUIRE(fixture.append(*prepared));
}

TEST_CASE("ledger: a scan gives every stream once, cut at a size and shared out in shards") {
    LedgerFixture fixture;
    fixture.fill(50);
    REQUIRE(fixture.append({fixture.placement(fixture.child("F0"), "Synthetic Carer")}));
    const std::uint64_t size = fixture.ledger().size();
    fixture.fill(7);
    std::set<StreamId> streams;
    std::size_t events = 0;
    for (unsigned shard = 0; shard < 3; ++shard) {
        const auto visit = [&](const Ledger::StreamContent& content) -> Result<void> {
            REQUIRE(streams.insert(content.stream).second);
            REQUIRE_FALSE(content.erased);
            events += content.events.size();
            for (std::size_t i = 0; i < content.events.size(); ++i) {
                REQUIRE(content.events[i].revision.value == i);
            }
            return {};
        };
        REQUIRE(fixture.ledger().scan_streams(size, shard, 3, visit));
    }
    REQUIRE(streams.size() == 7);
    REQUIRE(events == size);
}

TEST_CASE("ledger: derived ids repeat for the same row of the same subject only") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const auto id = [&](const StreamId& subject, std::string_view row, std::string_view which) {
        return fixture.ledger()
            .derived_event_id(subject, "ssda903", "Episodes", row, which)
            .value();
    };
    REQUIRE(id(child, "12", "start") == id(child, "12", "start"));
    REQUIRE(id(child, "12", "start") != id(child, "12", "end"));
    REQUIRE(id(child, "12", "start") != id(child, "13", "start"));
    REQUIRE(id(child, "12", "start") != id(fixture.child("V0002"), "12", "start"));
    REQUIRE(id(child, "1", "2x") != id(child, "12", "x"));
    REQUIRE(to_uuid_text(id(child, "12", "start").view())[14] == '8');
    REQUIRE(to_uuid_text(fixture.ledger().new_event_id().view())[14] == '7');
}

TEST_CASE("prepare: the ledger's own authority is one stream, whatever system names it") {
    LedgerFixture fixture;
    const StreamId own = fixture.ledger().authority_stream();
    const auto named = [&](const std::string& source, const std::string& reference) {
        Submission submission;
        submission.subject = {SubjectKind::authority, Compartment::none, source, reference};
        submission.event.occurred.date = Date::of(2019, 3, 31);
        submission.event.body = SampleDeclared{"sample-test", 1, Date::of(2019, 3, 31)};
        return fixture.ledger().prepare({submission}, own);
    };
    for (const std::string source : {"tyst", "case-system"}) {
        for (const std::string& reference :
             {std::string("authority"), fixture.ledger().authority()}) {
            INFO(source << " " << reference);
            const auto prepared = named(source, reference);
            REQUIRE(prepared);
            REQUIRE(prepared->front().stream == own);
        }
        REQUIRE(code_of(named(source, "W06000099")) == ErrorCode::invalid_value);
    }
}

TEST_CASE("ledger: a legal gateway and what is attached to it are sealed as legal advice") {
    LedgerFixture fixture;
    PreparedEvent gateway = fixture.identity(fixture.child("V0001"), "");
    LegalGatewayHeld held;
    held.kind = "legal-gateway";
    held.decision = "issue-proceedings";
    held.rationale = "synthetic advice";
    gateway.event.body = std::move(held);
    gateway.event.attachments.push_back({"advice.txt", "synthetic advice"});
    REQUIRE(fixture.append({gateway, fixture.identity(fixture.child("V0001"), "Synthetic")}));
    fixture.close();
    const auto log = storage::LogStore::open({fixture.open_options.directory / "log", nullptr});
    REQUIRE(log);
    const Entry advice = (*log)->entry({0}).value();
    REQUIRE(advice.parts.size() == 2);
    for (const Part& part : advice.parts)
        CHECK(part.restriction == RestrictionClass::legal_advice);
    CHECK((*log)->entry({1}).value().parts.at(0).restriction == RestrictionClass::ordinary);
}

}  // namespace
}  // namespace tyst
