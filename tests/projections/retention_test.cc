#include "projections/retention.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;
using test::shipped_reference;
using test::test_codes;

constexpr std::string_view kToday = "2026-03-02";

StreamId numbered_stream(std::uint8_t number) {
    StreamId stream;
    stream.bytes[0] = number;
    return stream;
}

const std::vector<RecordPart>& all_parts() {
    static const std::vector<RecordPart> parts = {
        {numbered_stream(1), Compartment::child_case},
        {numbered_stream(2), Compartment::adoption},
        {numbered_stream(3), Compartment::restricted},
        {numbered_stream(4), Compartment::child_case},
    };
    return parts;
}

CompartmentRetention kept_of(
    const RetentionFacts& facts,
    Compartment compartment = Compartment::child_case,
    std::string_view today = kToday
) {
    for (CompartmentRetention& kept :
         retention_of(facts, all_parts(), shipped_reference().retention_rules(), day(today))) {
        if (kept.compartment == compartment) return std::move(kept);
    }
    FAIL("the compartment has no answer");
    return {};
}

// "2075-05-02", or why never.
std::string first_day(const CompartmentRetention& kept) {
    REQUIRE(kept.first_day.has_value() != kept.never.has_value());
    return kept.first_day ? to_text(*kept.first_day) : std::string(name(*kept.never));
}

RetentionFacts born_facts(std::string_view born, std::string_view died = "") {
    RetentionFacts facts;
    facts.birth_date = day(born);
    if (!died.empty()) {
        facts.death_date = day(died);
        facts.died = true;
    }
    return facts;
}

RetentionFacts facts_of(PersonBuilder& person, std::string_view as_at = "2026-03-02") {
    return retention_facts(person.fold(asked(as_at)));
}

TEST_CASE("retention: a case record is kept to the end of the 75th anniversary of birth") {
    struct Row {
        std::string_view born;
        std::string_view died;
        std::string_view first;
    };
    const Row rows[] = {
        {"1940-05-01", "", "2015-05-02"},
        {"1940-12-31", "", "2016-01-01"},
        // 29 February: no 75th year after one is a leap year, and 1 March stands in.
        {"1940-02-29", "", "2015-03-02"},
        {"1940-02-28", "", "2015-03-01"},
        // Death as an adult changes nothing.
        {"1940-05-01", "1999-01-01", "2015-05-02"},
        // On the 18th birthday the age of 18 is attained.
        {"2000-05-01", "2018-05-01", "2075-05-02"},
        // The day before, it is not: 15 years beginning with the day of death.
        {"2000-05-01", "2018-04-30", "2033-04-30"},
        {"2000-05-01", "2017-06-10", "2032-06-10"},
        {"2000-05-01", "2000-05-01", "2015-05-01"},
        {"2004-01-10", "2012-02-29", "2027-03-01"},
        // Born on 29 February one becomes 18 on 1 March.
        {"2000-02-29", "2018-02-28", "2033-02-28"},
        {"2000-02-29", "2018-03-01", "2075-03-02"},
    };
    for (const Row& row : rows) {
        INFO(row.born << " to " << row.died);
        CHECK(first_day(kept_of(born_facts(row.born, row.died))) == row.first);
        CHECK(
            first_day(kept_of(born_facts(row.born, row.died), Compartment::restricted)) == row.first
        );
    }
}

TEST_CASE("retention: the first day is the first on which the record is due, not a day sooner") {
    const CompartmentRetention kept = kept_of(born_facts("1940-05-01"));
    CHECK_FALSE(kept.due_on(day("2015-05-01")));
    CHECK(kept.due_on(day("2015-05-02")));
    CHECK(kept.streams == std::vector{numbered_stream(1), numbered_stream(4)});
    REQUIRE(kept.rule != nullptr);
    CHECK(kept.rule->version == "2015");
    const std::vector<RetentionStep> steps = {
        {RetentionStep::Kind::born, day("1940-05-01")},
        {RetentionStep::Kind::last_day, day("2015-05-01")},
        {RetentionStep::Kind::first_day, day("2015-05-02")},
    };
    CHECK(kept.steps == steps);
}

TEST_CASE("retention: the version in force on the day of asking applies, and before all none") {
    const RetentionFacts facts = born_facts("1900-05-01");
    const auto version_on = [&](std::string_view today) {
        const CompartmentRetention kept = kept_of(facts, Compartment::child_case, today);
        return kept.rule == nullptr ? "none" : kept.rule->version;
    };
    CHECK(version_on("2016-04-06") == "2015");
    CHECK(version_on("2016-04-05") == "2007");
    CHECK(version_on("2007-07-01") == "2007");
    CHECK(version_on("2007-06-30") == "none");
    CHECK(first_day(kept_of(facts, Compartment::child_case, "2007-06-30")) == "no-rule");
}

TEST_CASE("retention: adoption information is kept for a hundred years, the case record beside it"
) {
    RetentionFacts facts = born_facts("2006-02-10");
    CHECK(first_day(kept_of(facts, Compartment::adoption)) == "no-adoption");
    facts.adopted = day("2008-02-29");
    CHECK(first_day(kept_of(facts, Compartment::adoption)) == "2108-03-01");
    CHECK(first_day(kept_of(facts)) == "2081-02-11");
    facts.adopted = day("2005-12-30");
    CHECK(first_day(kept_of(facts, Compartment::adoption)) == "2105-12-31");
    facts.adopted = day("2005-12-29");
    CHECK(first_day(kept_of(facts, Compartment::adoption)) == "before-the-law");
    // 2100 has no 29 February.
    facts.adopted = day("2008-03-01");
    CHECK(first_day(kept_of(facts, Compartment::adoption)) == "2108-03-02");
}

TEST_CASE("retention: an uncertain birth date makes nothing due, and says why") {
    for (const auto& [certainty, reason] : {
             std::pair{"unborn", "birth-unborn"},
             std::pair{"estimated", "birth-estimated"},
             std::pair{"disputed", "birth-disputed"},
             std::pair{"unknown", "birth-unknown"},
         }) {
        RetentionFacts facts = born_facts("1930-01-01", "1940-01-01");
        facts.birth_date_certainty = certainty;
        CHECK(first_day(kept_of(facts)) == reason);
    }
    CHECK(first_day(kept_of({})) == "birth-unknown");
    CHECK(first_day(kept_of(born_facts("2010-01-01", "2009-12-31"))) == "dates-contradict");
    CHECK(first_day(kept_of(born_facts("2010-01-01", "2026-03-03"))) == "dates-contradict");
    RetentionFacts died = born_facts("1930-01-01");
    died.died = true;
    CHECK(first_day(kept_of(died)) == "death-without-day");
}

TEST_CASE("retention: a corrected birth date moves the day") {
    PersonBuilder person;
    IdentityRecorded identity;
    identity.birth_date = day("1940-05-01");
    identity.birth_date_certainty = "known";
    const EventId said = person.add(identity, "1950-01-01");
    CHECK(first_day(kept_of(facts_of(person))) == "2015-05-02");
    identity.birth_date = day("1941-06-02");
    person.correct(said, identity, {"birth_date"}, "2020-01-01");
    CHECK(first_day(kept_of(facts_of(person))) == "2016-06-03");
}

TEST_CASE("retention: birth dates in force must agree, over every stream of the person") {
    struct Said {
        std::uint8_t stream;
        std::string_view born;
        std::string_view certainty;
    };
    struct Row {
        std::string_view what;
        std::vector<Said> said;
        std::string_view first;
    };
    const Row rows[] = {
        {"agree", {{1, "1940-05-01", "known"}, {2, "1940-05-01", ""}}, "2015-05-02"},
        {"earlier last", {{1, "1990-05-01", "known"}, {2, "1940-05-01", "known"}}, "birth-disputed"
        },
        {"later last", {{1, "1940-05-01", "known"}, {2, "1990-05-01", "known"}}, "birth-disputed"},
        {"one stream", {{1, "1990-05-01", "known"}, {1, "1940-05-01", "known"}}, "birth-disputed"},
        {"an estimate overtaken",
         {{1, "1990-05-01", "estimated"}, {1, "1940-05-01", "known"}},
         "2015-05-02"},
        {"another stream's estimate",
         {{1, "1990-05-01", "estimated"}, {2, "1940-05-01", "known"}},
         "birth-estimated"},
        {"another stream's dispute",
         {{1, "1940-05-01", "disputed"}, {2, "1940-05-01", "known"}},
         "birth-disputed"},
        {"known no more",
         {{1, "1940-05-01", "known"}, {1, "1940-05-01", "estimated"}},
         "birth-estimated"},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        std::vector<StoredEvent> events;
        std::uint64_t index = 0;
        for (const Said& said : row.said) {
            PersonBuilder stream(said.stream, index++);
            IdentityRecorded identity;
            identity.birth_date = day(said.born);
            identity.birth_date_certainty = said.certainty;
            stream.add(identity, "2019-01-01");
            events.push_back(stream.events().back());
        }
        const History history = fold(events, asked("2026-03-02"), test_codes());
        CHECK(first_day(kept_of(retention_facts(history))) == row.first);
    }
}

TEST_CASE("retention: of several days of death the latest counts") {
    for (const auto& [one, two] :
         {std::pair{"2015-02-28", "2016-02-28"}, std::pair{"2016-02-28", "2015-02-28"}}) {
        PersonBuilder person;
        person.born("2000-05-01");
        IdentityRecorded identity;
        identity.death_date = day(one);
        person.add(identity, "2016-03-02");
        identity.death_date = day(two);
        person.add(identity, "2016-03-02");
        CHECK(first_day(kept_of(facts_of(person))) == "2031-02-28");
    }
}

TEST_CASE("retention: death is what the record says of it, in care or after") {
    PersonBuilder person;
    person.born("2000-05-01");
    person.enters("2010-01-08", "care-order");
    CHECK_FALSE(facts_of(person).died);
    person.leaves("2015-03-01", "died");
    CHECK(first_day(kept_of(facts_of(person))) == "death-without-day");
    IdentityRecorded identity;
    identity.death_date = day("2015-02-28");
    person.add(identity, "2015-03-02");
    CHECK(first_day(kept_of(facts_of(person))) == "2030-02-28");
    CHECK(first_day(kept_of(facts_of(person, "2015-03-01"))) == "death-without-day");
}

TEST_CASE("retention: an adoption counts however it is recorded, and not where it was refused") {
    PersonBuilder person;
    person.born("2006-02-10");
    person.enters("2007-01-08", "care-order");
    const EventId made = person.add(ApplicationMade{"adoption-order", "", "", ""}, "2008-01-10");
    SECTION("a granted application") {
        person.add(ApplicationDecided{made, "granted"}, "2008-03-03");
        CHECK(facts_of(person).adopted == day("2008-03-03"));
    }
    SECTION("a refused one") {
        person.add(ApplicationDecided{made, "refused"}, "2008-03-03");
        CHECK_FALSE(facts_of(person).adopted);
    }
    SECTION("the end of care") {
        person.leaves("2008-03-04", "adoption-order");
        CHECK(facts_of(person).adopted == day("2008-03-04"));
    }
    SECTION("the reason of a return") {
        person.add(LookedAfterEnded{"", "adopted-unopposed"}, "2008-03-05");
        CHECK(facts_of(person).adopted == day("2008-03-05"));
    }
    SECTION("the status; the latest of several days counts") {
        person.leaves("2008-03-04", "adoption-order");
        person.status("adoption-order", "2009-03-06");
        CHECK(facts_of(person).adopted == day("2009-03-06"));
    }
    SECTION("annulled") {
        const EventId left = person.leaves("2008-03-04", "adoption-order");
        person.annul(left, "2009-01-01");
        CHECK_FALSE(facts_of(person).adopted);
    }
}

TEST_CASE("retention: compartments of one person are read together") {
    RetentionFacts facts = born_facts("1940-05-01");
    RetentionFacts apart;
    apart.adopted = day("2006-01-01");
    merge(facts, apart);
    CHECK(facts.birth_date == day("1940-05-01"));
    CHECK(facts.adopted == day("2006-01-01"));
    merge(facts, born_facts("1940-05-01", "1950-01-02"));
    CHECK(facts.death_date == day("1950-01-02"));
    CHECK(facts.birth_date_certainty.empty());
    merge(facts, born_facts("1941-05-01"));
    CHECK(first_day(kept_of(facts)) == "birth-disputed");
    RetentionFacts none;
    merge(none, born_facts("1940-05-01"));
    CHECK(none.birth_date == day("1940-05-01"));
    RetentionFacts estimate = born_facts("1940-05-01");
    estimate.birth_date_certainty = "estimated";
    merge(none, estimate);
    CHECK(first_day(kept_of(none)) == "birth-estimated");
}

// ---- which rule ----

RetentionRule local_rule(std::string id, RuleKind kind, int years) {
    RetentionRule rule;
    rule.id = std::move(id);
    rule.version = "1";
    rule.jurisdiction = "wales";
    rule.kind = kind;
    rule.records = {Compartment::child_case};
    rule.terms = {{RetentionStart::birth, years, false, std::nullopt}};
    return rule;
}

CompartmentRetention kept_by(const std::vector<RetentionRule>& rules) {
    const std::vector<RecordPart> parts = {{numbered_stream(1), Compartment::child_case}};
    return retention_of(born_facts("1940-05-01"), parts, rules, day(kToday)).at(0);
}

TEST_CASE("retention: of several rules the one that keeps the record longest decides") {
    const RetentionRule shorter = local_rule("K-1", RuleKind::statute, 75);
    const RetentionRule longer = local_rule("K-2", RuleKind::local_policy, 100);
    for (const auto& rules : {std::vector{shorter, longer}, std::vector{longer, shorter}}) {
        const CompartmentRetention kept = kept_by(rules);
        CHECK(first_day(kept) == "2040-05-02");
        CHECK(kept.rule->id == "K-2");
    }
    RetentionRule uncountable = longer;
    uncountable.terms = {{RetentionStart::adoption, 100, false, std::nullopt}};
    for (const auto& rules :
         {std::vector{shorter, uncountable}, std::vector{uncountable, shorter}}) {
        CHECK(first_day(kept_by(rules)) == "no-adoption");
    }
}

TEST_CASE("retention: an unverified rule makes nothing due, adopted as local policy it does") {
    const std::vector<RetentionRule> unverified = {local_rule("K-1", RuleKind::unverified, 75)};
    const CompartmentRetention kept = kept_by(unverified);
    CHECK(first_day(kept) == "unverified-rule");
    CHECK(kept.rule == &unverified.front());
    CHECK(first_day(kept_by({local_rule("K-1", RuleKind::local_policy, 75)})) == "2015-05-02");
    RetentionRule elsewhere = local_rule("K-1", RuleKind::statute, 75);
    elsewhere.jurisdiction = "england";
    CHECK(first_day(kept_by({elsewhere})) == "no-rule");
}

TEST_CASE("retention: every reason and step has words of its own") {
    std::set<std::string_view> names;
    for (std::size_t reason = 0; reason < kNeverDueCount; ++reason) {
        names.insert(name(static_cast<NeverDue>(reason)));
        CHECK_FALSE(words(static_cast<NeverDue>(reason)).empty());
    }
    CHECK(names.size() == kNeverDueCount);
}

}  // namespace
}  // namespace tyst
