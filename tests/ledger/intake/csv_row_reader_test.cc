#include "ledger/intake/csv_row_reader.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "schema/event_catalogue.h"
#include "schema/event_check.h"
#include "tests/ledger/intake/intake_fixture.h"

namespace tyst {
namespace {

const EventId kKnownEvent = [] {
    EventId id;
    id.bytes.fill(0x81);
    return id;
}();

// One row of one kind under these columns.
struct ReadRow {
    const CodeBook codes = test::shipped_codes();
    std::optional<CsvEvent> event;
    std::vector<ImportRefusal> refusals;
    Error not_opened;

    ReadRow(EventType type, const std::string& header, const std::string& row) {
        const auto file = parse_csv("rows.csv", header + "\n" + row + "\n");
        REQUIRE(file);
        CsvRowContext context;
        context.type = type;
        context.codes = &codes;
        context.source = "mosaic";
        context.children_source = "ssda903";
        context.received = Date::of(2019, 5, 24);
        context.find_event = [](const SubjectReference&,
                                const std::string& named) -> Result<EventId> {
            if (named == "1000") return kKnownEvent;
            return fail(ErrorCode::not_found, "no row with this id");
        };
        auto reader = CsvRowReader::open(*file, std::move(context));
        if (!reader) {
            not_opened = reader.error();
            return;
        }
        event = reader->read(file->rows.at(0), refusals);
    }
    template <class T>
    [[nodiscard]] const T& body() const {
        REQUIRE(event);
        return std::get<T>(event->submission.event.body);
    }
    // "column: value: reason" of the one refusal.
    [[nodiscard]] std::string refused() const {
        REQUIRE(refusals.size() == 1);
        CHECK(!event);
        return refusals[0].column + ": " + refusals[0].value + ": " + refusals[0].reason;
    }
};

TEST_CASE("csv row: columns stand in any order and case, and optional ones may be missing") {
    const ReadRow row(
        EventType::visit_made,
        "KIND, Occurred ,visitor,child,visitor_name,child_seen",
        "statutory,05/03/2019,W7,C1,Synthetic Person,Yes"
    );
    const auto& visit = row.body<VisitMade>();
    CHECK(visit.kind == "statutory");
    CHECK(visit.child_seen == true);
    CHECK(!visit.child_seen_alone);
    REQUIRE(visit.visitor);
    CHECK(visit.visitor->source == "mosaic");
    CHECK(visit.visitor->reference == "W7");
    CHECK(visit.visitor->name == "Synthetic Person");
    const Submission& submission = row.event->submission;
    CHECK(submission.subject.source == "ssda903");
    CHECK(submission.subject.reference == "C1");
    CHECK(submission.event.occurred.date == Date::of(2019, 3, 5));
    CHECK(submission.event.learned == start_of_london_day(Date::of(2019, 5, 24)));
    CHECK(submission.event.source == SourceRow{"mosaic", "visit_made", 2});
}

TEST_CASE("csv row: lists are separated by semicolons, those of structs column by column") {
    const ReadRow plan(
        EventType::permanence_plan_recorded,
        "child,occurred,routes",
        "C1,2019-03-01,adoption; return-home-1-month"
    );
    CHECK(
        plan.body<PermanencePlanRecorded>().routes ==
        std::vector<Code>{"adoption", "return-home-1-month"}
    );
    const ReadRow review(
        EventType::review_held,
        "child,occurred,participation,decisions.id,decisions.text,decisions.by,decisions."
        "responsible",
        "C1,2019-03-01,PN1,1;2,Dentist\\; optician;School,2019-04-01;,;W9"
    );
    const auto& held = review.body<ReviewHeld>();
    REQUIRE(held.decisions.size() == 2);
    CHECK(held.decisions[0].text == "Dentist; optician");
    CHECK(held.decisions[0].by == Date::of(2019, 4, 1));
    CHECK(!held.decisions[0].responsible);
    CHECK(held.decisions[1].text == "School");
    REQUIRE(held.decisions[1].responsible);
    CHECK(held.decisions[1].responsible->reference == "W9");
}

TEST_CASE("csv row: an end names its start by the row's id in the same system") {
    const ReadRow ended(
        EventType::allocation_ended,
        "id,child,occurred,started_id,reason",
        "77,C1,2019-03-01,1000,not-stated"
    );
    CHECK(ended.body<AllocationEnded>().started == kKnownEvent);
    CHECK(ended.event->row_id == "77");
    const ReadRow unknown(
        EventType::missing_ended, "child,occurred,started_id", "C1,2019-03-01,4711"
    );
    CHECK(unknown.refused() == "started_id: : no row with this id");
}

TEST_CASE("csv row: what is wrong is named by column, value and reason; names are never shown") {
    const std::string header = "child,occurred,kind,child_seen,visitor,visitor_name,learned";
    const auto refused = [&](const std::string& row) {
        return ReadRow(EventType::visit_made, header, row).refused();
    };
    CHECK(refused("C1,43251,statutory,,,,").starts_with("occurred: 43251: spreadsheet-number: "));
    CHECK(refused("C1,31/02/2019,statutory,,,,").starts_with("occurred: 31/02/2019: "));
    CHECK(refused("C1,2019-02-31,statutory,,,,").starts_with("occurred: 2019-02-31: "));
    CHECK(refused("C1,,statutory,,,,") == "occurred: : empty");
    CHECK(refused(",2019-03-01,statutory,,,,") == "child: : empty");
    CHECK(
        refused("C1,2019-03-01,weekly,,,,") ==
        "kind: weekly: no code of visit-kind: statutory, requested, detention"
    );
    CHECK(
        refused("C1,2019-03-01,statutory,perhaps,,,") == "child_seen: perhaps: neither yes nor no"
    );
    CHECK(refused("1234567.0,2019-03-01,statutory,,,,").starts_with("child: : spreadsheet-decimal")
    );
    CHECK(refused("C1,2019-03-01,statutory,,1.2E+12,,").starts_with("visitor: : spreadsheet-exp"));
    CHECK(
        refused("C1,2019-03-01,statutory,,,Synthetic Name,") ==
        "visitor_name: : the person's reference is empty"
    );
    CHECK(
        refused("C1,2019-03-01,statutory,,,,2019-05-25") ==
        "learned: 2019-05-25: later than the day received, 2019-05-24"
    );
    const ReadRow two(EventType::visit_made, header, "C1,43251,weekly,,,,");
    CHECK(two.refusals.size() == 2);  // each value that is wrong by itself
    const ReadRow narrow(EventType::visit_made, header, "C1,2019-03-01");
    CHECK(narrow.refused() == ": : 2 values under 7 columns");
    const ReadRow lists(
        EventType::review_held,
        "child,occurred,participation,decisions.text,decisions.by",
        "C1,2019-03-01,PN1,One;Two,2019-04-01"
    );
    CHECK(lists.refused() == "decisions.by: : 1 values where decisions.text has 2");
}

TEST_CASE("csv row: a file whose columns are not the kind's is refused as a whole") {
    const auto error = [](const std::string& header) {
        return ReadRow(EventType::visit_made, header, "a").not_opened;
    };
    CHECK(error("child,occurred").code == ErrorCode::unknown_columns);
    CHECK(error("child,occurred").context.starts_with("rows.csv: missing column kind; the columns")
    );
    CHECK(error("child,occurred,kind,colour,child_sen")
              .context.starts_with("rows.csv: unknown column \"colour\", \"child_sen\"; the columns"
              ));
    CHECK(error("child,occurred,kind,KIND").context.find("KIND stands twice") != std::string::npos);
}

TEST_CASE("csv row: what a row says does not hang on the order of columns, nor on people's names") {
    const auto content = [](const std::string& header, const std::string& row) {
        const ReadRow read(EventType::visit_made, header, row);
        REQUIRE(read.event);
        return read.event->content;
    };
    const std::string said =
        content("child,occurred,kind,visitor,visitor_name", "C1,2019-03-01,statutory,W1,One");
    CHECK(said == content("kind,visitor,occurred,child", "statutory,W1,01/03/2019,C1"));
    CHECK(
        said ==
        content("id,kind,visitor,occurred,child,learned", "9,statutory,W1,2019-03-01,C1,2019-04-01")
    );
    CHECK(said != content("kind,visitor,occurred,child", "requested,W1,2019-03-01,C1"));
    CHECK(said != content("kind,visitor,occurred,child", "statutory,W2,2019-03-01,C1"));
    CHECK(said != content("kind,visitor,occurred,child", "statutory,W1,2019-03-02,C1"));
}

std::string joined(const std::vector<std::string>& values) {
    std::string line;
    for (const std::string& value : values) {
        line += (line.empty() ? "" : ",") + value;
    }
    return line;
}

TEST_CASE("csv row: every kind can be read from its own template") {
    const CodeBook codes = test::shipped_codes();
    const std::vector<EventType> kinds = csv_kinds();
    CHECK(kinds.size() > 70);
    for (const EventType type : kinds) {
        INFO(name_of(type));
        std::vector<std::string> header;
        std::vector<std::string> example;
        for (const CsvColumn& column : csv_columns(type)) {
            INFO(column.name);
            CHECK(std::ranges::count(header, column.name) == 0);
            header.push_back(column.name);
            example.push_back(example_value(column, codes));
            CHECK(!what_it_takes(column, codes).empty());
        }
        const ReadRow read(type, joined(header), joined(example));
        CHECK(read.not_opened.context == "");
        for (const ImportRefusal& refusal : read.refusals) {
            UNSCOPED_INFO(refusal.column << ": " << refusal.reason);
        }
        REQUIRE(read.event);
        CHECK(type_of(read.event->submission.event.body) == type);
        CHECK(check_submission(read.event->submission, codes));
    }
}

TEST_CASE("csv row: kinds that say what the ledger did, or join records, are none") {
    CHECK(is_csv_kind(EventType::visit_made));
    CHECK(is_csv_kind(EventType::conference_held));
    for (const EventType type :
         {EventType::none,
          EventType::records_joined,
          EventType::document_attached,
          EventType::coverage_declared,
          EventType::return_received,
          EventType::access_recorded,
          EventType::erasure_requested}) {
        CHECK(!is_csv_kind(type));
    }
}

}  // namespace
}  // namespace tyst
