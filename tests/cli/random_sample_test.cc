#include <set>

#include <catch2/catch.hpp>

#include "tests/cli/sample_checks.h"

namespace tyst {
namespace {

std::vector<Submission> gather(const RandomOptions& options) {
    std::vector<Submission> events;
    REQUIRE(write_random(options, [&](const Submission& event) -> Result<void> {
        events.push_back(event);
        return {};
    }));
    return events;
}

const std::vector<Submission>& sample() {
    static const std::vector<Submission> events = gather({600, 6, 11});
    return events;
}

TEST_CASE("random sample: as many children as asked for, about forty events each") {
    std::set<std::string> children;
    std::size_t events = 0;
    for (const Submission& submission : sample()) {
        if (submission.subject.kind == SubjectKind::child) {
            ++events;
            if (!submission.subject.reference.ends_with('D')) {
                children.insert(submission.subject.reference);
            }
        }
    }
    CHECK(children.size() == 600);
    CHECK(events >= 18'000);
    CHECK(events <= 36'000);
}

TEST_CASE("random sample: every family of events and every relation occurs") {
    std::set<EventType> types;
    std::set<RelationKind> relations;
    for (const Submission& submission : sample()) {
        types.insert(type_of(submission.event.body));
        relations.insert(submission.event.relation.kind);
    }
    for (const EventType type :
         {EventType::child_registered,
          EventType::identity_recorded,
          EventType::records_joined,
          EventType::re_recorded_from_authority,
          EventType::looked_after_started,
          EventType::looked_after_ended,
          EventType::legal_status_started,
          EventType::legal_status_ended,
          EventType::application_made,
          EventType::application_decided,
          EventType::placement_started,
          EventType::placement_ended,
          EventType::permanence_plan_recorded,
          EventType::care_and_support_plan_recorded,
          EventType::review_held,
          EventType::allocation_started,
          EventType::allocation_ended,
          EventType::document_attached,
          EventType::coverage_declared,
          EventType::sample_declared}) {
        INFO("event type " << static_cast<int>(type));
        CHECK(types.contains(type));
    }
    CHECK(relations.size() == 4);
}

TEST_CASE("random sample: lives are in order and lawful day by day") {
    const test::SampleCounter counter(sample());
    for (const auto& [reference, child] : counter.children()) {
        INFO(reference);
        for (const auto& spell : child.care) {
            CHECK(child.birth <= spell.from);
            CHECK((!spell.to || spell.from < *spell.to));
        }
    }
    test::check_days(counter, Date::of(2019, 6, 1), Date::of(2024, 12, 31));
}

TEST_CASE("random sample: ids are unique and a child does not depend on how many there are") {
    std::set<EventId> ids;
    for (const Submission& submission : sample()) {
        CHECK(ids.insert(submission.event.id).second);
    }
    const auto fewer = gather({600, 6, 11});
    CHECK(fewer == sample());
    CHECK(gather({600, 6, 12}) != sample());
    CHECK(
        write_random({1, 0, 1}, [](const Submission&) -> Result<void> { return {}; })
            .error()
            .code == ErrorCode::invalid_value
    );
}

}  // namespace
}  // namespace tyst
