#include "projections/gateway_audit.h"

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;

// A child of the year 2019 whose source supplies gateways, or does not.
class AuditedChild {
  public:
    explicit AuditedChild(bool held_here = true) : held_here_(held_here) {
        child.add(ChildRegistered{"sample", "V0001"}, "2010-01-01");
        child.enters("2019-01-10", "voluntary");
    }

    EventId gateway(
        std::string_view decision,
        std::string_view on,
        std::string_view rationale = "told the lawyer"
    ) {
        LegalGatewayHeld held;
        held.kind = "legal-gateway";
        held.decision = decision;
        held.rationale = rationale;
        held.threshold = "met";
        return child.add(std::move(held), on);
    }
    EventId applies(
        std::string_view application, std::string_view on, std::string_view applicant = "authority"
    ) {
        return child.add(ApplicationMade{Code(application), Code(applicant), {}, {}}, on);
    }
    GatewayAudit audit(std::string_view as_at = "2019-12-31") {
        const Question question = asked(as_at);
        history_ = child.fold(question);
        StoredEvent declared;
        declared.event.id.bytes[1] = 1;
        CoverageDeclared body;
        body.source = "sample";
        body.facts = {"gateway"};
        body.from = day("2000-01-01");
        declared.event.body = std::move(body);
        std::vector<StoredEvent> authority;
        if (held_here_) authority.push_back(std::move(declared));
        return audit_gateway(
            history_, Coverage::fold(authority, question), day("2019-01-01"), day(as_at)
        );
    }
    GatewayAct only_act() {
        const GatewayAudit found = audit();
        REQUIRE(found.acts.size() == 1);
        return found.acts.front();
    }

    PersonBuilder child;

  private:
    bool held_here_;
    History history_;
};

TEST_CASE("gateway audit: a gateway before the application, with its rationale") {
    AuditedChild one;
    one.gateway("issue-proceedings", "2019-02-01");
    one.applies("care-order", "2019-03-01");
    const GatewayAct act = one.only_act();
    CHECK(act.grade == GatewayGrade::before);
    CHECK(act.days_before == 28);
    CHECK(act.rationale);
    CHECK_FALSE(act.alternatives);
    CHECK(act.threshold == "met");
    CHECK(act.gateway == LogIndex{2});
}

TEST_CASE("gateway audit: a gateway without a rationale gives no reason") {
    AuditedChild one;
    one.gateway("issue-proceedings", "2019-02-01", "");
    one.applies("care-order", "2019-03-01");
    CHECK(one.only_act().grade == GatewayGrade::no_reason);
}

TEST_CASE("gateway audit: after the act it counts for 28 days, and is another grade in an emergency"
) {
    AuditedChild one;
    one.applies("emergency-protection-order", "2019-03-01");
    SECTION("none") {
        CHECK(one.only_act().grade == GatewayGrade::none_found);
    }
    SECTION("after 28 days") {
        one.gateway("emergency-protection", "2019-03-29");
        CHECK(one.only_act().grade == GatewayGrade::after);
    }
    SECTION("after 29 days") {
        one.gateway("emergency-protection", "2019-03-30");
        CHECK(one.only_act().grade == GatewayGrade::none_found);
    }
    SECTION("in an emergency") {
        one.gateway("emergency-protection", "2019-03-04");
        std::get<LegalGatewayHeld>(one.child.events().back().event.body).timing = "emergency";
        const GatewayAct act = one.only_act();
        CHECK(act.grade == GatewayGrade::emergency_after);
        CHECK(act.days_before == -3);
    }
}

TEST_CASE("gateway audit: half a year before the act is too long ago") {
    AuditedChild one;
    one.gateway("continue-plan", "2019-01-10");
    one.applies("care-order", "2019-07-11");
    CHECK(one.only_act().grade == GatewayGrade::before);
    AuditedChild other;
    other.gateway("continue-plan", "2019-01-10");
    other.applies("care-order", "2019-07-12");
    CHECK(other.only_act().grade == GatewayGrade::none_found);
}

TEST_CASE("gateway audit: remand, police detention and the parents' own application need none") {
    AuditedChild one;
    SECTION("a parent applies") {
        one.applies("discharge-of-care-order", "2019-03-01", "parent");
        CHECK(one.only_act().grade == GatewayGrade::not_needed);
    }
    SECTION("remand") {
        one.child.status("remand-local-authority", "2019-03-01");
        CHECK(one.only_act().grade == GatewayGrade::not_needed);
    }
    SECTION("police detention") {
        one.child.status("police-detention", "2019-03-01");
        CHECK(one.only_act().grade == GatewayGrade::not_needed);
    }
}

TEST_CASE("gateway audit: an order counts by itself only where no application stands behind it") {
    AuditedChild one;
    one.child.status("care-order", "2019-03-01");
    CHECK(one.only_act().kind == GatewayAct::Kind::order);
    CHECK(one.only_act().grade == GatewayGrade::none_found);
    AuditedChild other;
    other.applies("care-order", "2019-02-01");
    other.child.status("interim-care-order", "2019-02-10");
    other.child.status("care-order", "2019-08-01");
    CHECK(other.only_act().kind == GatewayAct::Kind::application);
}

TEST_CASE("gateway audit: where no source supplies gateways, none found is not held here") {
    AuditedChild one(false);
    one.applies("care-order", "2019-03-01");
    CHECK(one.only_act().grade == GatewayGrade::not_held);
}

TEST_CASE("gateway audit: preparation runs from the letter, proceedings to the decision or today") {
    AuditedChild one;
    one.child.add(CourtStepTaken{"letter-before-proceedings", {}, {}, {}}, "2019-02-01");
    const EventId issued = one.applies("care-order", "2019-05-01");
    const GatewayAct open = one.only_act();
    CHECK(open.days_of_preparation == 89);
    CHECK(open.days_of_proceedings == 244);
    CHECK(open.over_26_weeks);
    CHECK_FALSE(open.decided);
    SECTION("an extension") {
        one.child.add(ProceedingsExtended{issued, day("2020-01-31"), {}}, "2019-10-01");
        CHECK_FALSE(one.only_act().over_26_weeks);
    }
    SECTION("a decision in the last lawful week") {
        one.child.add(ApplicationDecided{issued, "granted"}, "2019-10-29");
        const GatewayAct decided = one.only_act();
        CHECK(decided.days_of_proceedings == 181);
        CHECK(decided.decided);
        CHECK_FALSE(decided.over_26_weeks);
    }
}

TEST_CASE("gateway audit: a placement with parents wants a panel, an officer or a gateway") {
    AuditedChild one;
    const EventId home = one.child.placed("with-parents", "2019-03-01");
    SECTION("none") {
        CHECK(one.only_act().grade == GatewayGrade::none_found);
    }
    SECTION("the officer decided first") {
        one.child.add(ParentsPlacementDecided{home, "approved", std::nullopt}, "2019-02-20");
        CHECK(one.only_act().grade == GatewayGrade::before);
    }
    SECTION("the officer decided about another placement") {
        EventId other;
        other.bytes[0] = 99;
        one.child.add(ParentsPlacementDecided{other, "approved", std::nullopt}, "2019-02-20");
        CHECK(one.only_act().grade == GatewayGrade::none_found);
    }
    SECTION("a panel looked at it later") {
        PanelDecided panel;
        panel.panel = "placement";
        panel.matter = "placement-with-parents";
        panel.decision = "agreed";
        one.child.add(std::move(panel), "2019-03-10");
        CHECK(one.only_act().grade == GatewayGrade::after);
    }
}

TEST_CASE("gateway audit: a decision to act that nothing followed is told after 28 days") {
    AuditedChild one;
    one.gateway("issue-proceedings", "2019-03-01");
    CHECK(one.audit("2019-03-29").not_acted_on.empty());
    const GatewayAudit waiting = one.audit("2019-03-30");
    REQUIRE(waiting.not_acted_on.size() == 1);
    CHECK(waiting.not_acted_on[0].days_waiting == 29);
    SECTION("acted on") {
        one.applies("care-order", "2019-05-01");
        CHECK(one.audit().not_acted_on.empty());
    }
    SECTION("decided anew") {
        one.gateway("continue-plan", "2019-04-01");
        CHECK(one.audit().not_acted_on.empty());
    }
    SECTION("another application does not count") {
        one.applies("placement-order", "2019-05-01");
        CHECK(one.audit().not_acted_on.size() == 1);
    }
}

}  // namespace
}  // namespace tyst
