#include "schema/event_catalogue.h"

#include <set>

#include <catch2/catch.hpp>

#include "schema/event_check.h"
#include "schema/event_people.h"
#include "tests/schema/sample_events.h"
#include "tests/schema/test_codes.h"

namespace tyst {
namespace {

// Every number that stands in a log. Lines are only ever added: changing one needs a second pair of
// eyes and a new format.
constexpr std::string_view kRegistry =
    "100 child_registered\n"
    "101 identity_recorded\n"
    "110 records_joined\n"
    "111 records_parted\n"
    "112 re_recorded_from_authority\n"
    "120 person_statement_recorded\n"
    "121 previous_permanence_recorded\n"
    "200 looked_after_started\n"
    "201 looked_after_ended\n"
    "202 accommodation_consent_recorded\n"
    "300 legal_status_started\n"
    "301 legal_status_ended\n"
    "302 legal_status_varied\n"
    "310 application_made\n"
    "311 application_decided\n"
    "312 court_step_taken\n"
    "313 proceedings_extended\n"
    "320 legal_gateway_held\n"
    "330 panel_decided\n"
    "400 placement_started\n"
    "401 placement_ended\n"
    "402 placement_changed\n"
    "410 placement_decided\n"
    "411 out_of_area_notified\n"
    "420 parents_placement_assessed\n"
    "421 parents_placement_decided\n"
    "422 parents_placement_considered\n"
    "430 temporary_approval_given\n"
    "431 temporary_approval_extended\n"
    "432 connected_person_decided\n"
    "500 permanence_plan_recorded\n"
    "501 care_and_support_plan_recorded\n"
    "502 placement_plan_recorded\n"
    "503 health_plan_recorded\n"
    "504 permanence_step_taken\n"
    "505 step_down_plan_recorded\n"
    "510 part_four_plan_opened\n"
    "511 part_four_plan_closed\n"
    "520 pathway_step_recorded\n"
    "521 leaver_contact_recorded\n"
    "530 adoption_decision_made\n"
    "531 adoption_matched\n"
    "532 adoption_disrupted\n"
    "533 adopters_recorded\n"
    "540 education_plan_recorded\n"
    "541 school_changed\n"
    "550 health_check_recorded\n"
    "551 strengths_questionnaire_scored\n"
    "552 yearly_outcomes_stated\n"
    "600 review_held\n"
    "601 review_booked\n"
    "602 review_reports_received\n"
    "603 child_consulted\n"
    "604 review_not_held\n"
    "605 review_decision_actioned\n"
    "606 early_review_triggered\n"
    "607 early_review_declined\n"
    "608 iro_midpoint_check_made\n"
    "610 visit_made\n"
    "611 visit_attempted\n"
    "700 allocation_started\n"
    "701 allocation_ended\n"
    "710 challenge_raised\n"
    "711 challenge_escalated\n"
    "712 challenge_answered\n"
    "713 challenge_resolved\n"
    "714 cafcass_referral_considered\n"
    "715 complaint_made\n"
    "720 advocacy_recorded\n"
    "730 alert_considered\n"
    "800 document_attached\n"
    "900 coverage_declared\n"
    "901 reference_set_adopted\n"
    "902 sample_declared\n"
    "910 return_received\n"
    "911 return_rows_received\n"
    "912 return_sent\n"
    "913 return_rows_sent\n"
    "914 return_totals_kept\n"
    "915 return_finding_explained\n"
    "920 actor_registered\n"
    "940 target_set\n"
    "941 target_progress_recorded\n"
    "1000 access_recorded\n"
    "1100 referral_received\n"
    "1101 assessment_recorded\n"
    "1110 strategy_discussion_held\n"
    "1111 enquiry_recorded\n"
    "1112 conference_held\n"
    "1113 core_group_held\n"
    "1114 protection_registered\n"
    "1115 protection_deregistered\n"
    "1120 missing_started\n"
    "1121 missing_ended\n"
    "1122 return_interview_recorded\n"
    "1200 stream_heads_committed\n"
    "1210 evidence_pack_created\n"
    "1211 evidence_pack_handed_over\n"
    "1220 withholding_decided\n"
    "1221 withholding_confirmed\n"
    "1230 legal_hold_placed\n"
    "1231 legal_hold_lifted\n"
    "1240 erasure_requested\n"
    "1241 erasure_approved\n"
    "1242 erasure_refused\n"
    "1243 record_erased\n"
    "1250 root_key_copy_recorded\n"
    "1251 root_key_copy_destroyed\n"
    "1260 signing_key_introduced\n"
    "1261 signing_key_retired\n"
    "1265 generation_started\n"
    "1270 recovery_key_split\n"
    "1271 recovery_drill_held\n"
    "1280 backup_taken\n"
    "1285 scrub_completed\n"
    "1290 witness_quorum_missed\n";

TEST_CASE("registry: the numbers of event types are what logs already hold") {
    std::string registry;
    for (const EventType type : event_types()) {
        registry +=
            std::to_string(static_cast<unsigned>(type)) + " " + std::string(name_of(type)) + "\n";
    }
    CHECK(registry == kRegistry);
    CHECK(static_cast<unsigned>(RelationKind::reverses) == 3);
    CHECK(static_cast<unsigned>(OccurrencePrecision::year) == 3);
    CHECK(static_cast<unsigned>(SubjectKind::actor_reading) == 6);
    CHECK(static_cast<unsigned>(Compartment::restricted) == 3);
}

TEST_CASE("registry: names and bodies lead back to their number") {
    for (const EventType type : event_types()) {
        INFO(name_of(type));
        CHECK(type_named(name_of(type)) == type);
        CHECK(type_of(make_body(type).value()) == type);
        CHECK_FALSE(describe_fields(type).empty());
    }
    CHECK_FALSE(type_named("placement"));
    CHECK_FALSE(make_body(static_cast<EventType>(102)));
    CHECK(name_of(static_cast<EventType>(102)).empty());
}

TEST_CASE("registry: every code set that a field names is shipped") {
    const CodeBook codes = shipped_codes();
    for (const EventType type : event_types()) {
        for (const FieldDescription& field : describe_fields(type)) {
            INFO(name_of(type) << "." << field.name);
            CHECK((field.set.empty() || !codes.codes(field.set).empty()));
        }
    }
}

Event correction_of(const Event& target, Body body, std::vector<std::string> named) {
    Event correction;
    correction.body = std::move(body);
    correction.occurred.date = Date::of(2020, 1, 1);
    correction.relation = {RelationKind::corrects, target.id, std::move(named), ""};
    return correction;
}

TEST_CASE("correction: exactly the named fields are replaced, and an empty one is removed") {
    const Event before = sample_event(EventType::placement_started);
    PlacementStarted body;
    body.setting = "childrens-home";
    body.provider = "private";
    Event event = before;
    REQUIRE(apply_correction(event, correction_of(event, body, {"setting", "carer", "temporary"})));
    PlacementStarted expected = std::get<PlacementStarted>(before.body);
    expected.setting = "childrens-home";
    expected.carer.reset();
    expected.temporary = false;
    CHECK(std::get<PlacementStarted>(event.body) == expected);
    CHECK(event.occurred == before.occurred);
    REQUIRE(apply_correction(event, correction_of(event, body, {"occurred"})));
    CHECK(event.occurred.date == Date::of(2020, 1, 1));
    CHECK(std::get<PlacementStarted>(event.body) == expected);
}

TEST_CASE("correction: a wrong type, an unknown field or no correction at all changes nothing") {
    const Event before = sample_event(EventType::placement_started);
    Event event = before;
    const Event other_type = correction_of(event, PlacementEnded{}, {"reason"});
    CHECK(apply_correction(event, other_type).error().code == ErrorCode::relation_not_allowed);
    const Event unknown = correction_of(event, PlacementStarted{}, {"setting", "colour"});
    CHECK(apply_correction(event, unknown).error().code == ErrorCode::unknown_field);
    CHECK(apply_correction(event, before).error().code == ErrorCode::relation_not_allowed);
    CHECK(event == before);
}

TEST_CASE("people: each citation is visited once with its place, and may be changed") {
    Event event = sample_event(EventType::review_held);
    std::vector<std::string> places;
    visit_people(event, [&](const std::string& place, PersonCitation& citation) {
        places.push_back(place);
        citation.role = "seen";
    });
    CHECK(
        places ==
        std::vector<std::string>{"chair", "decisions[0].responsible", "decisions[1].responsible"}
    );
    CHECK(std::get<ReviewHeld>(event.body).chair->role == "seen");
    const Event joined = sample_event(EventType::records_joined);
    std::size_t links = 0;
    visit_links(joined, [&](const std::string& place, const SubjectLink& link) {
        links += place == "other" && !link.stream.is_zero() ? 1U : 0U;
    });
    CHECK(links == 1);
}

TEST_CASE("check: every sample holds, and what no JSON could say is refused too") {
    const CodeBook codes = shipped_codes();
    for (const Event& event : sample_events()) {
        INFO(name_of(type_of(event.body)));
        const Result<void> checked = check_event(event, codes);
        INFO((checked ? std::string() : checked.error().context));
        CHECK(checked);
    }
    Event event = sample_event(EventType::placement_started);
    event.occurred = {
        Date::of(2019, 7, 2),
        start_of_london_day(Date::of(2019, 7, 1)),
        OccurrencePrecision::instant,
        0
    };
    CHECK(check_event(event, codes).error().code == ErrorCode::impossible_date);
    event.occurred = {Date::of(2019, 7, 2), std::nullopt, OccurrencePrecision::month, 0};
    CHECK(check_event(event, codes).error().code == ErrorCode::invalid_value);
    event.occurred = {Date{1'000'000}, std::nullopt, OccurrencePrecision::day, 0};
    CHECK(check_event(event, codes).error().code == ErrorCode::year_out_of_range);
    event = sample_event(EventType::legal_status_ended);
    event.body = LegalStatusEnded{};
    CHECK(check_event(event, codes).error().context.starts_with("body.status"));
    event.body = NoBody{};
    CHECK(check_event(event, codes).error().code == ErrorCode::relation_not_allowed);
    event = sample_event(EventType::permanence_plan_recorded);
    std::get<PermanencePlanRecorded>(event.body).routes.assign(10'001, "adoption");
    CHECK(check_event(event, codes).error().code == ErrorCode::too_large);
}

}  // namespace
}  // namespace tyst
