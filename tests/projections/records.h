#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "projections/query.h"
#include "tests/ledger/ledger_fixture.h"
#include "tests/support/day.h"

namespace tyst::test {

using Entries = std::vector<LogIndex>;
using Streams = std::vector<StreamId>;

inline constexpr std::string_view kBasis = "Same name and date of birth";

[[nodiscard]] Streams sorted(Streams streams);

// A ledger on disk, into which the records of a few children are written as people would write
// them, on days that the test chooses.
class Records {
  public:
    Records() { on("2020-09-14"); }

    // What follows is recorded on this day; the days of a test never go back.
    void on(std::string_view date) {
        today_ = date;
        fixture.clock.set(start_of_london_day(day(date)));
    }

    [[nodiscard]] PreparedEvent event(
        const StreamId& stream, Body body, std::string_view occurred
    ) {
        PreparedEvent prepared = fixture.identity(stream, "");
        prepared.event.occurred.date = day(occurred);
        prepared.event.body = std::move(body);
        return prepared;
    }
    // The same, from a source that claims to have known it since `learned_on`.
    [[nodiscard]] PreparedEvent claimed(
        const StreamId& stream, Body body, std::string_view occurred, std::string_view learned_on
    ) {
        PreparedEvent prepared = event(stream, std::move(body), occurred);
        prepared.event.learned = start_of_london_day(day(learned_on));
        prepared.event.source = {"sample", "rows", 1};
        return prepared;
    }
    void write(std::vector<PreparedEvent> events) {
        const auto receipts = fixture.append(std::move(events));
        INFO((receipts ? "" : receipts.error().context));
        REQUIRE(receipts);
    }
    EventId add(const StreamId& stream, Body body, std::string_view occurred) {
        PreparedEvent prepared = event(stream, std::move(body), occurred);
        const EventId id = prepared.event.id;
        write({std::move(prepared)});
        return id;
    }

    // A child with one event.
    [[nodiscard]] StreamId child(const std::string& reference) {
        const StreamId stream = fixture.child(reference);
        add(stream, ChildRegistered{"sample", reference}, "2019-01-01");
        return stream;
    }
    void cover_everything() {
        CoverageDeclared declared;
        declared.source = "sample";
        declared.facts = {"looked-after", "review", "permanence-plan"};
        declared.from = day("2000-01-01");
        add(ledger().authority_stream(), std::move(declared), "2019-01-01");
    }

    EventId says_joined(const StreamId& stream, const StreamId& other) {
        return add(stream, RecordsJoined{{other, {}}, std::string(kBasis)}, today_);
    }
    EventId says_parted(const StreamId& stream, const StreamId& other) {
        return add(stream, RecordsParted{{other, {}}, "Twins"}, today_);
    }
    void join(const StreamId& one, const StreamId& other) {
        says_joined(one, other);
        says_joined(other, one);
    }
    void part(const StreamId& one, const StreamId& other) {
        says_parted(one, other);
        says_parted(other, one);
    }
    EventId annul(const StreamId& stream, const EventId& target) {
        PreparedEvent prepared = event(stream, NoBody{}, today_);
        prepared.event.reason = "recorded for the wrong child";
        prepared.event.relation = {RelationKind::annuls, target, {}, "manager"};
        const EventId id = prepared.event.id;
        write({std::move(prepared)});
        return id;
    }

    [[nodiscard]] Ledger& ledger() { return fixture.ledger(); }

    LedgerFixture fixture;

  private:
    std::string today_;
};

// What a pass over all children showed of one person.
struct Met {
    StreamId person;
    Streams streams;
    std::size_t events = 0;
    Entries one_sided;  // the events behind this finding
    unsigned thread = 0;
};

struct Meeting {
    PopulationSummary summary;
    std::vector<Met> people;  // in no fixed order

    [[nodiscard]] const Met& with(const StreamId& stream) const {
        const auto found = std::ranges::find_if(people, [&](const Met& met) {
            return std::ranges::binary_search(met.streams, stream);
        });
        REQUIRE(found != people.end());
        return *found;
    }
};

// One pass over all children.
[[nodiscard]] Meeting meet(Records& records, const Question& question, unsigned threads = 1);
[[nodiscard]] Streams streams_of(
    Records& records, const StreamId& stream, const Question& question
);
[[nodiscard]] PopulationAnswer answer_of(
    Records& records,
    const Question& question,
    std::optional<Period> period = std::nullopt,
    unsigned threads = 1
);
// The value of a figure.
[[nodiscard]] std::uint64_t value(const PopulationAnswer& answer, std::string_view id);
// Of the rows, in their order.
[[nodiscard]] std::vector<std::string> references(const PopulationAnswer& answer);

// Everything that was ever recorded in these tests.
[[nodiscard]] Question now();

}  // namespace tyst::test
