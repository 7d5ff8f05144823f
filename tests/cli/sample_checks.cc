#include "tests/cli/sample_checks.h"

#include <set>

#include <catch2/catch.hpp>

namespace tyst::test {

std::vector<Submission> gather(
    Result<void> (*write)(std::uint64_t, const SubmissionSink&), std::uint64_t seed
) {
    std::vector<Submission> events;
    const auto result = write(seed, [&](const Submission& event) -> Result<void> {
        events.push_back(event);
        return {};
    });
    INFO((result ? "" : result.error().context));
    REQUIRE(result);
    return events;
}

// Cells of a published row, in the order of its columns; zeros are left out.
void expect_row(Counts& into, const std::string& row, const std::vector<int>& cells) {
    static const char* const columns[] = {
        "own",
        "agency",
        "kinship",
        "parents",
        "residential",
        "school",
        "secure",
        "adoption",
        "independent",
        "other"
    };
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i] > 0) {
            into[row + " / " + columns[i]] = cells[i];
        }
    }
}

// What must hold of the events of every sample, whatever its figures.
void check_events(const std::vector<Submission>& events, Date today) {
    std::set<EventId> ids;
    std::map<std::string, Date> born;
    Timestamp last{};
    int in_advance = 0;
    for (const Submission& submission : events) {
        const Event& event = submission.event;
        CHECK(ids.insert(event.id).second);
        CHECK((event.id.bytes[6] >> 4U) == 8);
        CHECK((event.id.bytes[8] >> 6U) == 2);
        REQUIRE(event.learned);
        CHECK(*event.learned <= end_of_london_day(today));
        CHECK(!event.source.system.empty());
        if (event.relation.kind != RelationKind::none) {
            CHECK(ids.contains(event.relation.target));
            CHECK(!event.reason.empty());
        }
        if (event.occurred.date > london_date(*event.learned)) {
            CHECK(std::holds_alternative<ReviewHeld>(event.body));
            ++in_advance;
        }
        if (submission.subject.kind == SubjectKind::child) {
            CHECK(*event.learned >= last);
            last = *event.learned;
        }
    }
    CHECK(in_advance <= 20);
}

void check_lives(const std::vector<Submission>& events, const SampleCounter& counter) {
    std::set<std::string> seen;
    for (const Submission& submission : events) {
        if (submission.subject.kind == SubjectKind::child &&
            seen.insert(submission.subject.reference).second) {
            CHECK(std::holds_alternative<ChildRegistered>(submission.event.body));
        }
    }
    for (const auto& [reference, child] : counter.children()) {
        INFO(reference);
        for (const auto& spell : child.care) {
            CHECK(child.birth <= spell.from);
            CHECK((!spell.to || spell.from < *spell.to));
            CHECK((!spell.to || *spell.to < plus_months(child.birth, 18 * 12)));
        }
        for (const auto* spells : {&child.statuses, &child.placements}) {
            for (const auto& spell : *spells) {
                CHECK((!spell.to || spell.from <= *spell.to));
                CHECK(spell.from >= child.care.front().from);
            }
        }
    }
}

void check_days(const SampleCounter& counter, Date from, Date to) {
    for (Date day = from; day <= to; day = day.plus_days(41)) {
        for (const auto& [cell, children] : counter.table(day)) {
            INFO(to_text(day) << " " << cell);
            CHECK(cell.find("none") == std::string::npos);
            CHECK(cell.find("two") == std::string::npos);
            // Whoever is placed with parents has a care order or an interim one.
            if (cell.ends_with("/ parents")) {
                CHECK((cell.starts_with("care") || cell.starts_with("interim")));
            }
            if (cell.ends_with("/ adoption")) {
                CHECK(cell.starts_with("placement"));
            }
        }
    }
}

}  // namespace tyst::test
