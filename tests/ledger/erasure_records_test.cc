#include "ledger/erasure_records.h"

#include <catch2/catch.hpp>

#include "tests/ledger/erasure_fixture.h"

namespace tyst {
namespace {

using test::ErasureFixture;

std::vector<LegalHold> holds_of(ErasureFixture& fixture, std::vector<StreamId> streams) {
    const auto holds = holds_over(fixture.ledger(), streams);
    REQUIRE(holds);
    return *holds;
}

ErasureCase only_case(ErasureFixture& fixture) {
    const auto cases = erasure_cases(fixture.ledger());
    REQUIRE(cases);
    REQUIRE(cases->size() == 1);
    return cases->front();
}

std::string refusal(ErasureFixture& fixture, const ErasureCase& erasure) {
    const auto allowed = check_erasure(fixture.ledger(), erasure, fixture.today());
    REQUIRE_FALSE(allowed);
    REQUIRE(allowed.error().code == ErrorCode::erasure_not_allowed);
    return allowed.error().context;
}

TEST_CASE("holds: those over the records asked about and over all records, in index order") {
    ErasureFixture fixture;
    const StreamId child = fixture.child("H1");
    const StreamId other = fixture.child("H2");
    const StreamId own = fixture.ledger().authority_stream();
    const EventId first = fixture.hold(child);
    const EventId all = fixture.hold(own);
    const EventId elsewhere = fixture.hold(other);
    const auto both = holds_of(fixture, {child});
    REQUIRE(both.size() == 2);
    CHECK(both[0].id == first);
    CHECK(both[0].stream == child);
    CHECK(both[1].id == all);
    CHECK(both[1].stream == own);
    CHECK_FALSE(both[0].lifted);
    const auto three = holds_of(fixture, {other, child, own});
    REQUIRE(three.size() == 3);
    CHECK(three[2].id == elsewhere);
}

TEST_CASE("holds: end by being lifted in their own stream, by nothing else, and once") {
    ErasureFixture fixture;
    const StreamId child = fixture.child("H1");
    const EventId hold = fixture.hold(child);
    fixture.lift(fixture.ledger().authority_stream(), hold);
    CHECK_FALSE(holds_of(fixture, {child}).at(0).lifted);
    PreparedEvent annulment = fixture.identity(child, "");
    annulment.event.body = {};
    annulment.event.relation.kind = RelationKind::annuls;
    annulment.event.relation.target = hold;
    REQUIRE(fixture.append({annulment}));
    CHECK_FALSE(holds_of(fixture, {child}).at(0).lifted);
    const std::uint64_t lifted_at = fixture.ledger().size();
    fixture.lift(child, hold);
    fixture.lift(child, hold);
    CHECK(holds_of(fixture, {child}).at(0).lifted == LogIndex{lifted_at});
}

TEST_CASE("erasure cases: the second person is another than the first") {
    ErasureFixture fixture;
    const StreamId child = fixture.child("E1");
    const EventId request = fixture.request({child});
    fixture.approve(request, fixture.first);
    CHECK_FALSE(only_case(fixture).approval);
    CHECK(refusal(fixture, only_case(fixture)).find("no second person") != std::string::npos);
    const std::uint64_t approved_at = fixture.ledger().size();
    fixture.approve(request, fixture.second);
    fixture.approve(request, fixture.first);
    const ErasureCase erasure = only_case(fixture);
    CHECK(erasure.request == request);
    CHECK(erasure.requested_by == fixture.first);
    REQUIRE(erasure.approval);
    CHECK(erasure.approval->index == LogIndex{approved_at});
    CHECK(erasure.approval->by == fixture.second);
    fixture.pass_delay();
    CHECK(check_erasure(fixture.ledger(), erasure, fixture.today()) == 0U);
}

TEST_CASE("erasure cases: what was corrected, annulled or refused is not carried out") {
    ErasureFixture fixture;
    const EventId request = fixture.ready({fixture.child("E1")});
    CHECK_FALSE(only_case(fixture).refusal);
    SECTION("refused, by whomever") {
        fixture.refuse(request);
    }
    SECTION("the request annulled") {
        PreparedEvent annulment = fixture.identity(fixture.ledger().authority_stream(), "");
        annulment.event.body = {};
        annulment.event.relation.kind = RelationKind::annuls;
        annulment.event.relation.target = request;
        REQUIRE(fixture.append({annulment}));
    }
    SECTION("the approval corrected") {
        PreparedEvent correction = fixture.identity(fixture.ledger().authority_stream(), "");
        correction.event.body = ErasureApproved{request};
        correction.event.relation.kind = RelationKind::corrects;
        correction.event.relation.target = only_case(fixture).approval->id;
        correction.event.relation.fields = {"request"};
        REQUIRE(fixture.append({correction}));
    }
    const ErasureCase erasure = only_case(fixture);
    REQUIRE(erasure.refusal);
    CHECK(erasure.refusal->index.value + 1 == fixture.ledger().size());
    CHECK(refusal(fixture, erasure).find("refused or withdrawn") != std::string::npos);
}

TEST_CASE("erasure cases: the day is London's, and holds count when they are asked about") {
    ErasureFixture fixture;
    const StreamId child = fixture.child("E1");
    const EventId request = fixture.request({child}, fixture.today().plus_days(30));
    fixture.approve(request, fixture.second);
    const ErasureCase erasure = only_case(fixture);
    const Date day = erasure.asked.not_before;
    CHECK(
        check_erasure(fixture.ledger(), erasure, day.plus_days(-1))
            .error()
            .context.find(to_text(day)) != std::string::npos
    );
    CHECK(check_erasure(fixture.ledger(), erasure, day) == 0U);
    const EventId hold = fixture.hold(child);
    CHECK(
        check_erasure(fixture.ledger(), erasure, day).error().code == ErrorCode::erasure_not_allowed
    );
    fixture.lift(child, hold);
    CHECK(check_erasure(fixture.ledger(), erasure, day) == 1U);
}

TEST_CASE("erasure cases: the delay counts from when the ledger recorded the request") {
    ErasureFixture fixture;
    const StreamId child = fixture.child("E1");
    const Date recorded = fixture.today();
    SECTION("whatever day the request names") {
        fixture.approve(fixture.request({child}, parse_date("2020-01-01").value()), fixture.second);
    }
    SECTION("also where the clock was set back for it") {
        fixture.clock.advance_seconds(-90 * 24 * 60 * 60);
        fixture.approve(fixture.request({child}), fixture.second);
        fixture.clock.advance_seconds(90 * 24 * 60 * 60);
    }
    const ErasureCase erasure = only_case(fixture);
    CHECK(erasure.asked.not_before < recorded);
    const Date first = recorded.plus_days(kErasureDelayDays);
    CHECK(erasure.first_day() == first);
    CHECK(erasure.first_day(0) == first);
    CHECK(erasure.first_day(40) == recorded.plus_days(40));
    CHECK(refusal(fixture, erasure).find(to_text(first)) != std::string::npos);
    CHECK_FALSE(check_erasure(fixture.ledger(), erasure, first.plus_days(-1)));
    CHECK(check_erasure(fixture.ledger(), erasure, first) == 0U);
    CHECK(fixture.erase(erasure.request).error().code == ErrorCode::erasure_not_allowed);
}

TEST_CASE("erasure cases: one that was carried out says where, and is not carried out again") {
    ErasureFixture fixture;
    const StreamId child = fixture.child("E1");
    REQUIRE(fixture.append({fixture.identity(child, "Synthetic")}));
    (void)fixture.hold(fixture.child("E2"));
    const Receipt receipt = fixture.destroy({child});
    const ErasureCase erasure = only_case(fixture);
    CHECK(erasure.erased == receipt.index);
    CHECK(refusal(fixture, erasure).find("carried out before") != std::string::npos);
    CHECK(holds_of(fixture, {child}).empty());
}

}  // namespace
}  // namespace tyst
