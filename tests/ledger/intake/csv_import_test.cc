#include "ledger/intake/csv_import.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "ledger/intake/csv_event_ids.h"
#include "schema/event_catalogue.h"
#include "tests/ledger/intake/intake_fixture.h"
#include "tests/ledger/intake/interrupted_ledger.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

using Kind = ImportFindingKind;

// A ledger with the children C1 and C2 of the system "mosaic".
class CsvFixture : public test::LedgerFixture {
  public:
    CsvFixture() {
        clock.set(start_of_london_day(Date::of(2019, 6, 30)));
        const auto report = import(
            EventType::child_registered,
            "child,occurred,source,reference\nC1,2018-04-01,mosaic,C1\nC2,2018-04-01,mosaic,C2\n"
        );
        REQUIRE(report.written() == 2);
    }

    CsvImportRequest request(EventType type, const std::string& content) {
        test::write_file(directory / "rows.csv", content);
        CsvImportRequest request;
        request.file = directory / "rows.csv";
        request.type = type;
        request.source = "mosaic";
        request.children_source = "mosaic";
        request.received = Date::of(2019, 5, 24);
        request.actor = ledger().authority_stream();
        return request;
    }
    CsvImportReport import(const CsvImportRequest& request) {
        auto report = import_csv(ledger(), codes, request, {});
        INFO((report ? "" : report.error().context));
        REQUIRE(report);
        return *std::move(report);
    }
    CsvImportReport import(EventType type, const std::string& content) {
        return import(request(type, content));
    }
    std::vector<StoredEvent> events_of(const std::string& child) {
        const auto stream =
            ledger().find({SubjectKind::child, Compartment::child_case, "mosaic", child});
        REQUIRE(stream);
        REQUIRE(stream->has_value());
        auto events = ledger().read_stream(**stream, ReadDepth::with_people);
        REQUIRE(events);
        return *std::move(events);
    }

    const CodeBook codes = test::shipped_codes();
};

const std::string kVisitColumns = "id,child,occurred,kind,visitor\n";

TEST_CASE("import csv: each row becomes one event, and a repeat writes nothing") {
    CsvFixture fixture;
    const std::string visits =
        kVisitColumns + "1,C1,2019-03-01,statutory,W1\n2,C2,2019-03-02,requested,\n";
    const auto first = fixture.import(EventType::visit_made, visits);
    CHECK(first.rows == CsvRowCounts{2, 2, 0, 0});
    CHECK(first.children == 2);
    CHECK(first.written() == 2);
    const auto events = fixture.events_of("C1");
    REQUIRE(events.size() == 2);
    const auto& visit = std::get<VisitMade>(events[1].event.body);
    CHECK(visit.kind == "statutory");
    CHECK(visit.visitor->reference == "W1");
    CHECK(events[1].event.source == SourceRow{"mosaic", "visit_made", 2});

    const auto size = fixture.ledger().size();
    const auto again = fixture.import(EventType::visit_made, visits);
    CHECK(again.written() == 0);
    CHECK(again.events_already_known == 2);
    CHECK(again.findings.empty());
    // The same rows in another order, with other columns and names for people.
    const auto reordered = fixture.import(
        EventType::visit_made,
        "visitor_name,visitor,kind,occurred,child,id\n,,requested,02/03/2019,C2,2\n"
        "Synthetic,W1,statutory,01/03/2019,C1,1\n"
    );
    CHECK(reordered.written() == 0);
    CHECK(reordered.findings.empty());
    CHECK(fixture.ledger().size() == size);
}

TEST_CASE("import csv: rows without an id are known by what they say") {
    CsvFixture fixture;
    const std::string visits =
        "child,occurred,kind\nC1,2019-03-01,statutory\nC1,2019-03-01,requested\n";
    CHECK(fixture.import(EventType::visit_made, visits).written() == 2);
    CHECK(fixture.import(EventType::visit_made, visits).written() == 0);
    const auto more = fixture.import(
        EventType::visit_made, visits + "C1,2019-04-01,statutory\nC1,2019-04-01,statutory\n"
    );
    CHECK(more.written() == 1);
    CHECK(more.rows == CsvRowCounts{4, 3, 1, 0});
    REQUIRE(more.findings.size() == 1);
    CHECK(more.findings[0] == ImportFinding{Kind::duplicate_row, "rows.csv", 5});
}

TEST_CASE("import csv: nothing is written where a row is refused, unless that is asked for") {
    CsvFixture fixture;
    const auto size = fixture.ledger().size();
    auto request = fixture.request(
        EventType::visit_made,
        kVisitColumns +
            "1,C1,2019-03-01,statutory,\n2,C1,31/02/2019,statutory,\n3,C9,2019-03-01,statutory,\n"
    );
    const auto stopped = fixture.import(request);
    CHECK(stopped.stopped);
    CHECK(stopped.written() == 0);
    CHECK(stopped.rows == CsvRowCounts{3, 1, 0, 2});
    REQUIRE(stopped.refusals.size() == 2);
    CHECK(stopped.refusals[0].line == 3);
    CHECK(stopped.refusals[0].column == "occurred");
    CHECK(stopped.refusals[0].value == "31/02/2019");
    CHECK(stopped.refusals[1].line == 4);
    CHECK(stopped.refusals[1].column == "child");
    CHECK(stopped.refusals[1].value.empty());
    CHECK(fixture.ledger().size() == size);
    request.skip_refused = true;
    const auto skipped = fixture.import(request);
    CHECK(skipped.written() == 1);
    CHECK(skipped.refusals.size() == 2);
    // No record was made for the reference that nobody knows.
    const auto stray =
        fixture.ledger().find({SubjectKind::child, Compartment::child_case, "mosaic", "C9"});
    REQUIRE(stray);
    CHECK(!stray->has_value());
}

TEST_CASE("import csv: a child of another source is named with the source that knows it") {
    CsvFixture fixture;
    auto request =
        fixture.request(EventType::visit_made, "child,occurred,kind\nC1,2019-03-01,statutory\n");
    request.source = "visits-app";
    request.children_source = "visits-app";
    request.other_sources = {"ssda903", "mosaic"};
    const auto refused = fixture.import(request);
    REQUIRE(refused.refusals.size() == 1);
    CHECK(refused.refusals[0].reason.find("--children mosaic") != std::string::npos);
    request.children_source = "mosaic";
    CHECK(fixture.import(request).written() == 1);
    // Or row by row.
    auto named = fixture.request(
        EventType::visit_made, "child,occurred,kind\nmosaic:C2,2019-03-01,statutory\n"
    );
    named.source = named.children_source = "visits-app";
    CHECK(fixture.import(named).written() == 1);
    CHECK(fixture.events_of("C2").size() == 2);
}

TEST_CASE("import csv: an end finds the start of its own kind by the row's id") {
    CsvFixture fixture;
    // The same id in two kinds, as tables of a case system have it.
    (void)fixture.import(
        EventType::allocation_started,
        "id,child,occurred,role,worker\n7,C1,2018-05-01,social-worker,W1\n"
    );
    (void)fixture.import(EventType::visit_made, kVisitColumns + "7,C1,2018-06-01,statutory,W1\n");
    const auto ended = fixture.import(
        EventType::allocation_ended,
        "id,child,occurred,started_id,reason\n8,C1,2019-01-01,7,not-stated\n"
    );
    REQUIRE(ended.written() == 1);
    const auto events = fixture.events_of("C1");
    CHECK(std::get<AllocationEnded>(events[3].event.body).started == events[1].event.id);
    // By kind, by UUID, and not at all.
    const auto spelled = fixture.import(
        EventType::review_decision_actioned,
        "id,child,occurred,review_id,decision,outcome\n1,C1,2019-01-01,allocation_started:7,1,"
        "done\n"
    );
    CHECK(spelled.written() == 1);
    const auto unknown = fixture.import(
        EventType::allocation_ended,
        "id,child,occurred,started_id,reason\n9,C1,2019-01-01,4711,not-stated\n"
        "10,C1,2019-01-01,00000000-0000-7000-8000-000000000009,not-stated\n"
        "11,C1,2019-01-01,nonsense:7,not-stated\n"
    );
    REQUIRE(unknown.refusals.size() == 3);
    for (const ImportRefusal& refusal : unknown.refusals) {
        CHECK(refusal.column == "started_id");
    }
}

TEST_CASE("import csv: a row restated otherwise stands as first stated, and is found") {
    CsvFixture fixture;
    (void)fixture.import(EventType::visit_made, kVisitColumns + "1,C1,2019-03-01,statutory,W1\n");
    const auto restated =
        fixture.import(EventType::visit_made, kVisitColumns + "1,C1,2019-03-05,statutory,W1\n");
    CHECK(restated.written() == 0);
    REQUIRE(restated.findings.size() == 1);
    CHECK(restated.findings[0] == ImportFinding{Kind::restated_differently, "rows.csv", 2});
    CHECK(fixture.events_of("C1").back().event.occurred.date == Date::of(2019, 3, 1));
    // In one file one of the two is wrong, and nobody can say which.
    const auto both = fixture.import(
        EventType::visit_made,
        kVisitColumns + "2,C1,2019-03-01,statutory,\n2,C1,2019-03-02,statutory,\n"
    );
    CHECK(both.stopped);
    REQUIRE(both.refusals.size() == 1);
    CHECK(both.refusals[0].line == 3);
    CHECK(both.refusals[0].column == "id");
}

TEST_CASE("import csv: an import that was interrupted is finished by repeating it") {
    CsvFixture fixture;
    std::string rows = kVisitColumns;
    for (int row = 1; row <= 1300; ++row) {
        rows += std::to_string(row) + (row % 2 == 0 ? ",C1" : ",C2") + ",2019-03-01,statutory,\n";
    }
    const auto request = fixture.request(EventType::visit_made, rows);
    test::InterruptedLedger interrupted(fixture.ledger(), 1);
    REQUIRE(!import_csv(interrupted, fixture.codes, request, {}));
    const auto rest = fixture.import(request);
    CHECK(rest.written() > 0);
    CHECK(rest.written() < 1300);
    CHECK(rest.written() + rest.events_already_known == 1300);
    CHECK(fixture.events_of("C1").size() + fixture.events_of("C2").size() == 1302);
    CHECK(fixture.import(request).written() == 0);
}

TEST_CASE("import csv: coverage is declared once, for the source that knows the children") {
    CsvFixture fixture;
    auto request =
        fixture.request(EventType::visit_made, kVisitColumns + "1,C1,2019-03-01,statutory,\n");
    request.coverage = CsvCoverage{{"visit"}, Date::of(2018, 4, 1), Date::of(2019, 3, 31)};
    const auto report = fixture.import(request);
    CHECK(report.events_written.at(EventType::coverage_declared) == 1);
    const auto authority =
        fixture.ledger().read_stream(fixture.ledger().authority_stream(), ReadDepth::event_only);
    REQUIRE(authority);
    const auto& declared = std::get<CoverageDeclared>(authority->back().event.body);
    CHECK(declared.source == "mosaic");
    CHECK(declared.facts == std::vector<Code>{"visit"});
    CHECK(fixture.import(request).written() == 0);
    request.coverage->facts = {"weather"};
    CHECK(
        import_csv(fixture.ledger(), fixture.codes, request, {}).error().code ==
        ErrorCode::unknown_code
    );
    request.coverage = CsvCoverage{{"visit"}, Date::of(2019, 4, 1), Date::of(2019, 3, 31)};
    CHECK(
        import_csv(fixture.ledger(), fixture.codes, request, {}).error().code ==
        ErrorCode::invalid_value
    );
}

TEST_CASE("import csv: a fact dated after the day received is kept and found") {
    CsvFixture fixture;
    const auto report =
        fixture.import(EventType::visit_made, kVisitColumns + "1,C1,2019-06-01,statutory,\n");
    CHECK(report.written() == 1);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].kind == Kind::dated_after_received);
}

TEST_CASE("import csv: a file in UTF-16 is refused with advice before anything is written") {
    CsvFixture fixture;
    const auto request =
        fixture.request(EventType::visit_made, std::string("\xFF\xFE\x63\x00\x2C\x00", 6));
    const auto refused = import_csv(fixture.ledger(), fixture.codes, request, {});
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::not_utf8);
    CHECK(refused.error().context.find("UTF-8") != std::string::npos);
}

}  // namespace
}  // namespace tyst
