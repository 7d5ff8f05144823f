#include <catch2/catch.hpp>

#include "projections/panel/targets.h"
#include "tests/support/day.h"

namespace tyst::panel {
namespace {

using test::day;

// From 52 on 2015-06-30 to 32 on 2016-07-31, 397 days later.
Target cardiff() {
    Target target;
    target.set.action = "action-9";
    target.set.figure = "placement.parents";
    target.set.direction = "at-most";
    target.set.baseline_day = day("2015-06-30");
    target.set.baseline = 52;
    target.set.target = 32;
    target.set.target_day = day("2016-07-31");
    target.set.due = day("2016-08-31");
    return target;
}

// The same way up.
Target upwards() {
    Target target = cardiff();
    target.set.direction = "at-least";
    target.set.baseline = 32;
    target.set.target = 52;
    return target;
}

TargetJudgement judged(
    const Target& target,
    std::string_view as_at,
    std::uint64_t now,
    std::optional<std::uint64_t> on_target_day = std::nullopt
) {
    return judge(target, day(as_at), {now, on_target_day});
}

TEST_CASE("target: its colour follows from events and days alone") {
    using enum TargetColour;
    using enum TargetReason;
    struct Row {
        std::string_view as_at;
        std::uint64_t now;
        std::optional<std::uint64_t> on_target_day;
        TargetColour colour;
        TargetReason reason;
    };
    const Row row = GENERATE(values<Row>({
        // ---- before the baseline ----
        {"2015-06-29", 40, {}, none, not_begun},
        // ---- on the baseline day nothing is asked yet ----
        {"2015-06-30", 52, {}, amber, on_course},
        {"2015-06-30", 53, {}, red, behind_its_course},
        // ---- the day after: 20 / 397 of a child is asked ----
        {"2015-07-01", 52, {}, red, behind_its_course},
        {"2015-07-01", 51, {}, amber, on_course},
        // ---- 4 of 20 is a fifth: 79 of 397 days are less than that, 80 more ----
        {"2015-09-17", 48, {}, amber, on_course},
        {"2015-09-18", 48, {}, red, behind_its_course},
        // ---- half the change, exactly and not ----
        {"2016-07-30", 42, {}, amber, half_the_change},
        {"2016-07-30", 43, {}, red, behind_its_course},
        // ---- met already ----
        {"2016-07-30", 32, {}, green, met_already},
        {"2016-07-30", 33, {}, amber, half_the_change},
        // ---- no change, and the wrong way ----
        {"2016-07-30", 52, {}, red, behind_its_course},
        {"2016-07-30", 60, {}, red, behind_its_course},
        // ---- on its day ----
        {"2016-07-31", 32, 32, green, met_by_its_day},
        {"2016-07-31", 31, 31, green, met_by_its_day},
        {"2016-07-31", 33, 33, amber, half_the_change},
        {"2016-07-31", 43, 43, red, less_than_half},
        {"2016-07-31", 60, 60, red, less_than_half},
        // ---- after it: met too late is no green, met by its day stays so ----
        {"2016-08-31", 32, 38, amber, half_the_change},
        {"2016-08-31", 45, 32, green, met_by_its_day},
        {"2016-08-31", 43, 42, red, less_than_half},
    }));
    INFO(row.as_at << ": " << row.now);
    CHECK(
        judged(cardiff(), row.as_at, row.now, row.on_target_day) ==
        TargetJudgement{row.colour, row.reason}
    );
    // As many above 32 as there were below 52.
    const auto mirrored = [](std::uint64_t value) { return std::uint64_t{84} - value; };
    const auto then =
        row.on_target_day ? std::optional(mirrored(*row.on_target_day)) : std::nullopt;
    CHECK(
        judged(upwards(), row.as_at, mirrored(row.now), then) ==
        TargetJudgement{row.colour, row.reason}
    );
}

TEST_CASE("target: without a day of its own it is judged on the day on which the action is due") {
    Target target = cardiff();
    target.set.target_day.reset();
    CHECK(judged(target, "2016-08-30", 32).reason == TargetReason::met_already);
    CHECK(judged(target, "2016-08-31", 33, 33).reason == TargetReason::half_the_change);
    target.set.due.reset();
    CHECK(judged(target, "2030-01-01", 32).reason == TargetReason::met_already);
    CHECK(judged(target, "2030-01-01", 43).reason == TargetReason::behind_its_course);
}

TEST_CASE("target: one that its baseline meets is green or red, never half way") {
    Target target = cardiff();
    target.set.baseline = 30;
    CHECK(judged(target, "2015-12-31", 30).colour == TargetColour::green);
    CHECK(judged(target, "2015-12-31", 33).colour == TargetColour::red);
}

// ---- what stands in the log ----

class Statements {
  public:
    void add(Body body, std::string_view on) {
        StoredEvent stored;
        stored.index.value = events_.size();
        stored.event.id.bytes[0] = static_cast<std::uint8_t>(events_.size() + 1);
        stored.event.occurred.date = day(on);
        stored.recorded = start_of_london_day(day(on));
        stored.event.body = std::move(body);
        events_.push_back(std::move(stored));
    }
    [[nodiscard]] std::vector<Target> as_at(std::string_view date) const {
        return fold_targets(events_, {day(date), end_of_london_day(day("2100-12-31")), false});
    }

  private:
    std::vector<StoredEvent> events_;
};

TargetSet action(const std::string& id, const std::string& text) {
    TargetSet set;
    set.action = id;
    set.text_en = text;
    return set;
}

TargetProgressRecorded progress(const std::string& id, const std::string& state) {
    return {id, state, "Synthetic", PersonCitation{{}, "sample", "O1", "Sampl-Officer", "Head"}};
}

TEST_CASE("targets: the latest statement of an action counts, from its day on") {
    Statements statements;
    statements.add(action("a", "first"), "2019-01-10");
    statements.add(action("b", "other"), "2019-01-10");
    statements.add(action("a", "second"), "2019-03-01");
    CHECK(statements.as_at("2019-01-09").empty());
    REQUIRE(statements.as_at("2019-02-28").size() == 2);
    CHECK(statements.as_at("2019-02-28")[0].set.text_en == "first");
    CHECK(statements.as_at("2019-03-01")[0].set.text_en == "second");
    CHECK(statements.as_at("2019-03-01")[1].set.action == "b");
}

TEST_CASE("targets: what a person recorded keeps who, of which day and when it was recorded") {
    Statements statements;
    statements.add(progress("a", "behind"), "2019-01-05");
    statements.add(action("a", "text"), "2019-01-10");
    statements.add(progress("a", "on-course"), "2019-02-01");
    statements.add(progress("never-set", "met"), "2019-02-01");
    const auto before = statements.as_at("2019-01-31");
    REQUIRE(before.size() == 1);
    REQUIRE(before[0].progress);
    CHECK(before[0].progress->said.state == "behind");
    const auto after = statements.as_at("2019-02-01");
    REQUIRE(after[0].progress);
    CHECK(after[0].progress->said.state == "on-course");
    CHECK(after[0].progress->said.said_by->name == "Sampl-Officer");
    CHECK(after[0].progress->day == day("2019-02-01"));
    CHECK(after[0].progress->recorded == start_of_london_day(day("2019-02-01")));
}

}  // namespace
}  // namespace tyst::panel
