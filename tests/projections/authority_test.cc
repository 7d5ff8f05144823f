#include "projections/authority.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;

constexpr std::array kSample = {KnownAs{"sample", "V0001", nullptr}};
constexpr std::array kElsewhere = {KnownAs{"another", "V0001", nullptr}};

// Everything that was ever declared in these tests.
Question now() {
    return asked("2021-12-31");
}

CoverageDeclared covers(
    std::vector<Code> facts, std::string_view from, std::optional<std::string_view> to
) {
    CoverageDeclared declared;
    declared.source = "sample";
    declared.facts = std::move(facts);
    declared.from = day(from);
    if (to) declared.to = day(*to);
    return declared;
}

ReferenceSetAdopted adopts(std::string_view version, std::uint8_t digest) {
    ReferenceSetAdopted adopted;
    adopted.name = "wales";
    adopted.version = version;
    adopted.digest.bytes[0] = digest;
    return adopted;
}

SampleDeclared sample(std::string_view name, std::uint64_t seed, std::string_view today) {
    return {std::string(name), seed, day(today)};
}

AuthorityFacts fold_of(const PersonBuilder& authority, const Question& question = now()) {
    return fold_authority(authority.events(), question);
}

TEST_CASE("authority: a stream that says nothing covers nothing and pins nothing") {
    const AuthorityFacts facts = fold_of(PersonBuilder());
    CHECK(facts.coverage.all().empty());
    CHECK_FALSE(facts.coverage.covered(kSample, "review", day("2019-03-31")));
    CHECK(facts.reference_set() == nullptr);
    CHECK_FALSE(facts.pinned_today());
}

TEST_CASE("authority: coverage holds from its first day to its last, both included") {
    PersonBuilder authority;
    authority.add(covers({"review", "placement"}, "2018-04-01", "2019-03-31"), "2020-01-01");
    const Coverage coverage = fold_of(authority).coverage;
    CHECK_FALSE(coverage.covered(kSample, "review", day("2018-03-31")));
    CHECK(coverage.covered(kSample, "review", day("2018-04-01")));
    CHECK(coverage.covered(kSample, "review", day("2019-03-31")));
    CHECK_FALSE(coverage.covered(kSample, "review", day("2019-04-01")));
    CHECK(coverage.covered(kSample, "placement", day("2019-03-31")));
    CHECK_FALSE(coverage.covered(kSample, "legal-status", day("2019-03-31")));
    CHECK_FALSE(coverage.covered(kElsewhere, "review", day("2019-03-31")));
    CHECK_FALSE(coverage.covered({}, "review", day("2019-03-31")));
}

TEST_CASE("authority: coverage without a last day goes on") {
    PersonBuilder authority;
    authority.add(covers({"review"}, "2018-04-01", std::nullopt), "2020-01-01");
    const Coverage coverage = fold_of(authority).coverage;
    CHECK(coverage.covered(kSample, "review", day("2100-12-31")));
    CHECK_FALSE(coverage.covered(kSample, "review", day("2018-03-31")));
}

TEST_CASE("authority: declarations that touch are one stretch, a day between them is a gap") {
    PersonBuilder authority;
    authority.add(covers({"review"}, "2019-07-02", "2019-12-31"), "2020-01-01");
    authority.add(covers({"review"}, "2019-04-01", "2019-06-30"), "2020-01-02");
    authority.add(covers({"review"}, "2018-04-01", "2019-03-31"), "2020-01-03");
    const Coverage coverage = fold_of(authority).coverage;
    const std::vector<CoveredStretch> expected = {
        {day("2018-04-01"), day("2019-06-30")}, {day("2019-07-02"), day("2019-12-31")}
    };
    CHECK(coverage.stretches(kSample, "review") == expected);
    const auto last_gap = [&](std::string_view from, std::string_view to) {
        return coverage.last_day_uncovered(kSample, "review", day(from), day(to));
    };
    CHECK(last_gap("2018-04-01", "2019-12-31") == day("2019-07-01"));
    CHECK(last_gap("2018-04-01", "2020-01-05") == day("2020-01-05"));
    CHECK_FALSE(last_gap("2018-04-01", "2019-06-30"));
    CHECK_FALSE(last_gap("2019-07-02", "2019-12-31"));
}

TEST_CASE("authority: each fact of a declaration names the entry that says so") {
    PersonBuilder authority(1, 40);
    authority.add(covers({"review", "placement"}, "2018-04-01", "2019-03-31"), "2020-01-01");
    authority.add(covers({"placement"}, "2017-04-01", std::nullopt), "2020-01-02");
    const std::vector<Coverage::Declared> expected = {
        {"sample", "placement", day("2017-04-01"), std::nullopt, LogIndex{41}},
        {"sample", "placement", day("2018-04-01"), day("2019-03-31"), LogIndex{40}},
        {"sample", "review", day("2018-04-01"), day("2019-03-31"), LogIndex{40}}
    };
    const AuthorityFacts facts = fold_of(authority);
    CHECK(facts.coverage.all() == expected);
    const auto placements = facts.coverage.declarations(kSample, "placement");
    REQUIRE(placements.size() == 2);
    CHECK(placements[0]->index == LogIndex{41});
    CHECK(placements[1]->index == LogIndex{40});
}

TEST_CASE("authority: the latest day that a sample pins is today, whichever came last") {
    PersonBuilder authority;
    authority.add(sample("vale-2019", 3, "2019-03-31"), "2020-01-01");
    CHECK(fold_of(authority).pinned_today() == day("2019-03-31"));
    authority.add(sample("random", 7, "2021-06-30"), "2020-01-02");
    authority.add(sample("cardiff-2015", 9, "2015-03-31"), "2020-01-03");
    const AuthorityFacts facts = fold_of(authority);
    CHECK(facts.pinned_today() == day("2021-06-30"));
    REQUIRE(facts.samples.size() == 3);
    CHECK(facts.samples[1].name == "random");
    CHECK(facts.samples[1].seed == 7);
    CHECK(facts.samples[1].index == LogIndex{1});
    CHECK(facts.samples[2].name == "cardiff-2015");
}

TEST_CASE("authority: the reference set is the one adopted last in the log") {
    PersonBuilder authority;
    authority.add(adopts("2", 22), "2020-05-01");
    CHECK(fold_of(authority).reference_set()->version == "2");
    // It happened earlier in the world, but was written down later.
    authority.add(adopts("1", 11), "2020-03-01");
    authority.recorded_on("2020-06-01");
    const AuthorityFacts facts = fold_of(authority);
    REQUIRE(facts.reference_sets.size() == 2);
    const AdoptedReferenceSet* last = facts.reference_set();
    REQUIRE(last != nullptr);
    CHECK(last->name == "wales");
    CHECK(last->version == "1");
    CHECK(last->digest.bytes[0] == 11);
    CHECK(last->index == LogIndex{1});
}

TEST_CASE("authority: annulled declarations do not count, until the annulment is annulled") {
    PersonBuilder authority;
    authority.add(covers({"review"}, "2018-04-01", "2019-03-31"), "2020-01-01");
    const EventId coverage =
        authority.add(covers({"review"}, "2019-04-01", "2020-03-31"), "2020-04-01");
    authority.add(adopts("1", 11), "2020-01-01");
    const EventId adoption = authority.add(adopts("2", 22), "2020-04-01");
    authority.add(sample("vale-2019", 3, "2019-03-31"), "2020-01-01");
    const EventId label = authority.add(sample("random", 7, "2020-03-31"), "2020-04-01");
    const auto covered = [](const AuthorityFacts& facts, std::string_view date) {
        return facts.coverage.covered(kSample, "review", day(date));
    };
    std::vector<EventId> annulments;
    for (const EventId& wrong : {coverage, adoption, label}) {
        annulments.push_back(authority.annul(wrong, "2020-05-01"));
    }
    const AuthorityFacts facts = fold_of(authority);
    CHECK(covered(facts, "2019-03-31"));
    CHECK_FALSE(covered(facts, "2019-04-01"));
    CHECK(facts.coverage.all().size() == 1);
    REQUIRE(facts.reference_sets.size() == 1);
    CHECK(facts.reference_set()->version == "1");
    REQUIRE(facts.samples.size() == 1);
    CHECK(facts.pinned_today() == day("2019-03-31"));

    const AuthorityFacts before = fold_of(authority, asked("2021-12-31", "2020-04-30"));
    CHECK(covered(before, "2019-04-01"));
    CHECK(before.reference_set()->version == "2");
    CHECK(before.pinned_today() == day("2020-03-31"));

    for (const EventId& wrong : annulments) {
        authority.annul(wrong, "2020-06-01");
    }
    const AuthorityFacts again = fold_of(authority);
    CHECK(covered(again, "2019-04-01"));
    CHECK(again.reference_set()->version == "2");
    CHECK(again.pinned_today() == day("2020-03-31"));
}

TEST_CASE("authority: with all declarations annulled there is nothing again") {
    PersonBuilder authority;
    authority.annul(authority.add(adopts("1", 11), "2020-01-01"), "2020-02-01");
    authority.annul(
        authority.add(sample("vale-2019", 3, "2019-03-31"), "2020-01-01"), "2020-02-01"
    );
    const AuthorityFacts facts = fold_of(authority);
    CHECK(facts.reference_set() == nullptr);
    CHECK_FALSE(facts.pinned_today());
}

TEST_CASE("authority: a correction moves the last day covered, once it is known") {
    PersonBuilder authority;
    const EventId declared =
        authority.add(covers({"review"}, "2018-04-01", "2019-03-31"), "2020-01-01");
    authority.correct(
        declared, covers({"review"}, "2017-01-01", "2019-02-28"), {"to"}, "2020-02-01"
    );
    const auto last_day_covered = [&](std::string_view known_on) {
        const AuthorityFacts facts = fold_of(authority, asked("2021-12-31", known_on));
        REQUIRE(facts.coverage.all().size() == 1);
        CHECK(facts.coverage.all()[0].from == day("2018-04-01"));
        CHECK(facts.coverage.all()[0].index == LogIndex{0});
        return facts.coverage.all()[0].to;
    };
    CHECK(last_day_covered("2020-01-31") == day("2019-03-31"));
    CHECK(last_day_covered("2020-02-01") == day("2019-02-28"));
}

TEST_CASE("authority: what was declared is not seen before it was known") {
    PersonBuilder authority;
    authority.add(covers({"review"}, "2018-04-01", std::nullopt), "2020-01-10");
    authority.add(adopts("1", 11), "2020-01-11");
    authority.add(sample("vale-2019", 3, "2019-03-31"), "2020-01-12");
    struct Row {
        const char* known_on;
        bool covered;
        bool adopted;
        bool pinned;
    };
    const auto row = GENERATE(
        Row{"2020-01-09", false, false, false},
        Row{"2020-01-10", true, false, false},
        Row{"2020-01-11", true, true, false},
        Row{"2020-01-12", true, true, true}
    );
    CAPTURE(row.known_on);
    const AuthorityFacts facts = fold_of(authority, asked("2019-03-31", row.known_on));
    CHECK(facts.coverage.covered(kSample, "review", day("2019-03-31")) == row.covered);
    CHECK((facts.reference_set() != nullptr) == row.adopted);
    CHECK(facts.pinned_today().has_value() == row.pinned);
}

TEST_CASE("authority: knowledge is inclusive to the microsecond") {
    PersonBuilder authority;
    authority.add(adopts("1", 11), "2020-01-11");
    Question question = now();
    question.known_at = authority.events().front().recorded;
    CHECK(fold_of(authority, question).reference_set() != nullptr);
    --question.known_at.microseconds;
    CHECK(fold_of(authority, question).reference_set() == nullptr);
}

TEST_CASE("authority: a declaration that was claimed to be known earlier was not witnessed then") {
    PersonBuilder authority;
    authority.add(covers({"review"}, "2018-04-01", std::nullopt), "2018-04-01");
    authority.recorded_on("2020-05-01").learned_on("2018-04-02");
    Question question = asked("2019-03-31", "2019-03-31");
    CHECK(fold_of(authority, question).coverage.all().size() == 1);
    question.witnessed = true;
    CHECK(fold_of(authority, question).coverage.all().empty());
    question.known_at = end_of_london_day(day("2020-05-01"));
    CHECK(fold_of(authority, question).coverage.all().size() == 1);
}

TEST_CASE("authority: an erased subject without an event says nothing of when its record began") {
    PersonBuilder authority;
    RecordErased erased;
    erased.erased.push_back({StreamId{}, {}, 0, 0, 0});
    authority.add(erased, "2021-06-01");
    CHECK(fold_of(authority).erased.empty());
    erased.erased.push_back({StreamId{}, {}, 3, 7, 8});
    erased.erased[1].stream.bytes[0] = 9;
    authority.add(erased, "2021-06-02");
    const AuthorityFacts facts = fold_of(authority);
    REQUIRE(facts.erased.size() == 1);
    CHECK(facts.erased[0].first == LogIndex{7});
    CHECK(facts.erased[0].streams == std::vector{erased.erased[1].stream});
}

TEST_CASE("authority: an erased record is told whole, also under a question about earlier knowledge"
) {
    PersonBuilder authority;
    RecordErased erased;
    erased.erased.push_back({StreamId{}, {}, 12, 40, 90});
    erased.erased.push_back({StreamId{}, {}, 3, 7, 8});
    erased.erased[1].stream.bytes[0] = 9;
    authority.add(erased, "2021-06-01");
    for (const std::string_view known_on : {"2021-12-31", "2020-01-01"}) {
        const AuthorityFacts facts = fold_of(authority, asked("2021-12-31", known_on));
        REQUIRE(facts.erased.size() == 1);
        CHECK(facts.erased[0].index == LogIndex{0});
        CHECK(facts.erased[0].first == LogIndex{7});
        CHECK(facts.erased[0].streams.size() == 2);
    }
}

}  // namespace
}  // namespace tyst
