#include "ledger/erasure_receipts.h"

#include <catch2/catch.hpp>

#include "tests/ledger/erasure_fixture.h"

namespace tyst {
namespace {

struct Receipts : test::ErasureFixture {
    Receipts() : gone(child("G1")), other(child("G2")) {
        const EventId by_second = request({gone});
        approval = record_in(ledger().authority_stream(), ErasureApproved{by_second}, second);
        body.request = by_second;
        body.approval = approval;
        body.erased = {{gone, {}, 0, 0, 0}};
        body.root_generation = 1;
    }
    [[nodiscard]] ErasureReceipts read() {
        return erasure_receipts(
            ledger().read_stream(ledger().authority_stream(), ReadDepth::event_only).value()
        );
    }
    // The receipt as it stands now, and what is said against it.
    [[nodiscard]] std::string fault() {
        const LogIndex index = record(body, second);
        const ErasureReceipts receipts = read();
        REQUIRE(receipts.faults.size() == 1);
        CHECK(receipts.faults[0].index == index);
        CHECK(receipts.faults[0].error.code == ErrorCode::erasure_not_allowed);
        return receipts.faults[0].error.context;
    }

    StreamId gone;
    StreamId other;
    EventId approval;
    RecordErased body;
};

TEST_CASE("erasure receipts: a log without one names nothing") {
    Receipts fixture;
    const ErasureReceipts receipts = fixture.read();
    CHECK(receipts.destroyed.empty());
    CHECK(receipts.root_generation == 0);
    CHECK(receipts.faults.empty());
}

TEST_CASE("erasure receipts: name subjects, their own place and the last root") {
    Receipts fixture;
    const LogIndex first = fixture.record(fixture.body, fixture.second);
    const EventId asked = fixture.ready({fixture.other});
    fixture.body.request = asked;
    fixture.body.approval = fixture.record_in(
        fixture.ledger().authority_stream(), ErasureApproved{asked}, fixture.second
    );
    fixture.body.erased[0].stream = fixture.other;
    fixture.body.root_generation = 2;
    const LogIndex second = fixture.record(fixture.body, fixture.second);
    const ErasureReceipts receipts = fixture.read();
    CHECK(receipts.faults.empty());
    CHECK(receipts.root_generation == 2);
    REQUIRE(receipts.destroyed.size() == 2);
    CHECK(receipts.destroyed.at(fixture.gone) == first);
    CHECK(receipts.destroyed.at(fixture.other) == second);
}

TEST_CASE("erasure receipts: one that rests on nothing, or follows nothing, is a fault") {
    Receipts fixture;
    SECTION("a request that is not there") {
        fixture.body.request = fixture.approval;
        CHECK(fixture.fault().find("names a request that is not") != std::string::npos);
    }
    SECTION("an approval that is not there") {
        fixture.body.approval = fixture.body.request;
        CHECK(fixture.fault().find("names an approval of its request") != std::string::npos);
    }
    SECTION("an approval of another request") {
        fixture.body.request = fixture.request({fixture.gone});
        CHECK(fixture.fault().find("names an approval of its request") != std::string::npos);
    }
    SECTION("an approval by who requested it") {
        fixture.body.approval = fixture.record_in(
            fixture.ledger().authority_stream(),
            ErasureApproved{fixture.body.request},
            fixture.first
        );
        CHECK(fixture.fault().find("by the same actor") != std::string::npos);
    }
    SECTION("other subjects than were asked for") {
        fixture.body.erased[0].stream = fixture.other;
        CHECK(fixture.fault().find("other subjects than its request") != std::string::npos);
    }
    SECTION("a root that does not follow") {
        fixture.body.root_generation = 2;
        CHECK(fixture.fault().find("root 2 of the key tree, after root 0") != std::string::npos);
    }
    SECTION("a subject that is gone already") {
        fixture.record(fixture.body, fixture.second);
        fixture.body.root_generation = 2;
        CHECK(fixture.fault().find("again") != std::string::npos);
    }
}

}  // namespace
}  // namespace tyst
