#include "cli/event_lines.h"

#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "cli/own_commands.h"
#include "cli/reference_adoption.h"
#include "schema/event_catalogue.h"
#include "schema/event_json.h"
#include "tests/cli/small_ledger.h"
#include "tests/support/temporary_directory.h"

namespace tyst::cli {
namespace {

using Numbers = std::vector<std::uint64_t>;

const CodeBook& codes() {
    static const ReferenceSet reference = embedded_reference_set().value();
    return reference.codes();
}

std::string review(int number, const std::string& participation) {
    return test::event_line(
        number, "review_held", "A1", "2018-02-01", R"({"participation":")" + participation + "\"}"
    );
}

std::string of_authority(int number, const std::string& name) {
    std::string line = test::coverage_line(number);
    const std::string own = R"("reference":"authority")";
    return line.replace(line.find(own), own.size(), R"("reference":")" + name + '"');
}

// A text as standard input, and the lines of the events that were given.
struct Input {
    explicit Input(const std::string& text) {
        std::istringstream input(text);
        file = std::make_unique<LineFile>(LineFile::open("-", input).value());
        events = std::make_unique<EventLines>(*file, codes(), "W06000014");
        checked = events->check(noting(lines)).value();
    }

    static EventLines::Visitor noting(Numbers& lines) {
        return [&lines](std::uint64_t line, const Submission&) -> Result<void> {
            lines.push_back(line);
            return {};
        };
    }

    std::unique_ptr<LineFile> file;
    std::unique_ptr<EventLines> events;
    EventLines::Checked checked;
    Numbers lines;
};

TEST_CASE("event lines: what was checked is given again, empty lines and repeats left out") {
    const std::string first = review(1, "PN1");
    const Input input(first + "\r\n\n  \n" + first + '\n' + review(2, "PN2"));
    CHECK(input.checked.refusals.empty());
    CHECK(input.checked.events == 2);
    CHECK(input.checked.repeats == 1);
    CHECK(input.lines == Numbers{1, 5});
    Numbers again;
    REQUIRE(input.events->for_each(Input::noting(again)));
    CHECK(again == input.lines);
}

TEST_CASE("event lines: all faults are named with their lines, and no event is given after one") {
    const Input input(
        review(1, "PN1") + "\n\n{\n" + review(2, "PN1") + "\n[]\n" + of_authority(3, "W06000015")
    );
    CHECK(input.lines == Numbers{1});
    REQUIRE(input.checked.refusals.size() == 3);
    CHECK(input.checked.refusals[0].code == ErrorCode::invalid_json);
    CHECK_THAT(input.checked.refusals[0].context, Catch::StartsWith("line 3: "));
    CHECK_THAT(input.checked.refusals[1].context, Catch::StartsWith("line 5: "));
    CHECK(input.checked.refusals[2].code == ErrorCode::invalid_value);
    CHECK_THAT(input.checked.refusals[2].context, Catch::StartsWith("line 6: subject.reference"));
    CHECK_FALSE(input.checked.more_refusals);
}

TEST_CASE("event lines: an id that stands twice with different content is refused, naming both") {
    const Input input(review(1, "PN1") + '\n' + review(2, "PN1") + '\n' + review(1, "PN2"));
    REQUIRE(input.checked.refusals.size() == 1);
    const Error& error = input.checked.refusals.front();
    CHECK(error.code == ErrorCode::event_id_conflict);
    CHECK_THAT(error.context, Catch::StartsWith("line 3: id: "));
    CHECK_THAT(error.context, Catch::Contains("line 1 with"));
}

TEST_CASE("event lines: reading stops after a hundred faults and says that there are more") {
    std::string text;
    for (int line = 0; line < 150; ++line) {
        text += "[]\n";
    }
    const Input input(text);
    CHECK(input.checked.refusals.size() == EventLines::Checked::kRefusalsMax);
    CHECK(input.checked.more_refusals);
}

TEST_CASE("event lines: one that is too long is refused, even where it begins with blanks") {
    const Input input(std::string(kJsonLineMax, ' ') + review(1, "PN1") + '\n');
    REQUIRE(input.checked.refusals.size() == 1);
    CHECK(input.checked.refusals.front().code == ErrorCode::too_large);
}

TEST_CASE("event lines: the ledger's own authority is meant by its code and by its name") {
    const Input input(of_authority(1, "authority") + '\n' + of_authority(2, "W06000014"));
    CHECK(input.checked.refusals.empty());
    CHECK(input.checked.events == 2);
}

TEST_CASE("event lines: what a command alone may record is refused with the command's name") {
    struct Row {
        std::string type;
        std::string body;
        std::string command;
    };
    const std::string id = "00000000-0000-7000-8000-000000000009";
    const std::string stream = "0102030405060708090a0b0c0d0e0f10";
    const Row rows[] = {
        {"erasure_requested",
         R"({"subjects":[")" + stream +
             R"("],"ground":"wrongly-held","rule":"none","not_before":"2020-01-01"})",
         "tyst retention request"},
        {"erasure_approved", R"({"request":")" + id + R"("})", "tyst retention approve"},
        {"legal_hold_placed",
         R"({"scope":"record","cause":"Claim","authority":"Legal"})",
         "tyst retention hold"},
        {"legal_hold_lifted", R"({"hold":")" + id + R"(","cause":"Over"})", "tyst retention lift"},
    };
    for (const Row& row : rows) {
        const Input input(test::event_line(1, row.type, "A1", "2018-02-01", row.body));
        REQUIRE(input.checked.refusals.size() == 1);
        const Error& error = input.checked.refusals.front();
        CHECK(error.code == ErrorCode::invalid_value);
        CHECK(
            error.context ==
            "line 1: type: " + row.type + " is recorded by `" + row.command + "` alone"
        );
        CHECK(input.lines.empty());
    }
}

TEST_CASE("event lines: every type of the ledger's own custody is kept for a command") {
    // These say what a person did outside the ledger or decided about an answer; of the first the
    // ledger itself computes what it proves, whoever asks for it.
    const std::set<EventType> appendable = {
        EventType::stream_heads_committed,
        EventType::evidence_pack_handed_over,
        EventType::withholding_decided,
        EventType::withholding_confirmed,
    };
    // What a return said as it was sent, and what stays of one.
    const std::set<EventType> stated = {
        EventType::return_sent,
        EventType::return_rows_sent,
        EventType::return_totals_kept,
    };
    for (const EventType type : event_types()) {
        INFO(name_of(type));
        const bool custody = EventType::stream_heads_committed <= type;
        const bool kept = !own_command_of(type).empty();
        CHECK(kept == ((custody && !appendable.contains(type)) || stated.contains(type)));
        CHECK((!kept || own_command_of(type).starts_with("tyst ")));
    }
}

TEST_CASE("event lines: a file that was changed after it was checked is not given") {
    const tyst::test::TemporaryDirectory place;
    const std::string path = (place / "events").string();
    const std::string checked = review(1, "PN1") + '\n' + review(2, "PN1") + '\n';
    std::ofstream(path) << checked;
    std::istringstream unused;
    const auto file = LineFile::open(path, unused);
    REQUIRE(file);
    EventLines events(*file, codes(), "W06000014");
    Numbers lines;
    REQUIRE(events.check(Input::noting(lines)));
    const std::string changed = GENERATE_COPY(
        std::string(checked.size(), 'x'), std::string(checked.size(), '\n'), std::string("\n")
    );
    std::ofstream(path) << changed;
    const auto given = events.for_each(Input::noting(lines));
    REQUIRE_FALSE(given);
    CHECK(given.error().code == ErrorCode::io_failed);
    CHECK(lines == Numbers{1, 2});
}

}  // namespace
}  // namespace tyst::cli
