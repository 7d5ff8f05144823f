#include "ledger/intake/ssda903_import.h"

#include <algorithm>
#include <map>
#include <set>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "schema/event_catalogue.h"
#include "tests/ledger/erasure_fixture.h"
#include "tests/ledger/intake/intake_fixture.h"
#include "tests/ledger/intake/interrupted_ledger.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

using Lines = std::vector<std::string>;
using T = Ssda903Table;
using Kind = ImportFindingKind;

// A ledger and folders with returns of synthetic children.
template <class Fixture>
class Imports : public Fixture {
  public:
    Result<ImportReport> import_into(Ledger& target, const std::string& folder, int year) {
        Ssda903ImportRequest request;
        request.directory = this->directory / folder;
        request.year = year;
        request.received = Date::of(year, 5, 24);
        request.actor = target.authority_stream();
        return import_ssda903(target, codes, request, {});
    }

    ImportReport import(const std::string& folder, int year = 2018) {
        auto report = import_into(this->ledger(), folder, year);
        INFO((report ? "" : report.error().context));
        REQUIRE(report);
        return *std::move(report);
    }

    std::vector<StoredEvent> events_of(const std::string& child) {
        const auto stream =
            this->ledger().find({SubjectKind::child, Compartment::child_case, "ssda903", child});
        REQUIRE(stream);
        REQUIRE(stream->has_value());
        return read(**stream);
    }

    std::vector<StoredEvent> read(StreamId stream) {
        auto events = this->ledger().read_stream(stream, ReadDepth::with_attachments);
        INFO((events ? "" : events.error().context));
        REQUIRE(events);
        return *std::move(events);
    }

    // "2017-04-03 placement_started", in the order of the stream.
    Lines told(const std::string& child) {
        Lines lines;
        for (const auto& stored : events_of(child)) {
            lines.push_back(
                to_text(stored.event.occurred.date) + " " +
                std::string(name_of(type_of(stored.event.body)))
            );
        }
        return lines;
    }

    const CodeBook codes = test::shipped_codes();
};

using ImportFixture = Imports<test::LedgerFixture>;
using ErasingImportFixture = Imports<test::ErasureFixture>;

test::ReturnFolder small_return() {
    test::ReturnFolder folder;
    folder.add(T::header, "101,2,27/03/2008,WROM,D051910639385,,");
    folder.add(T::header, "102,1,01/02/2002,AOTH,,,");
    folder.add(T::episodes, "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,CARPL,,,");
    folder.add(T::episodes, "101,05/06/2017,P,C1,N1,K2,PR1,,,,,,");
    folder.add(T::reviews, "101,27/03/2008,30/08/2017,PN6");
    folder.add(T::reviews, "101,27/03/2008,29/07/2018,PN6");
    folder.add(T::reviews, "102,01/02/2002,31/06/2017,PN6");
    folder.add(T::missing, "102,01/02/2002,A,13/11/2017,\"25/11/2017\"");
    return folder;
}

TEST_CASE("import: a return becomes its facts, its rows word for word and its coverage") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    const auto report = fixture.import("a");
    CHECK(report.children == 2);
    CHECK(report.rows() == ImportRowCounts{8, 7, 1});
    REQUIRE(report.refusals.size() == 1);
    CHECK(
        report.refusals[0] ==
        ImportRefusal{
            "reviews.csv", 4, "REVIEW", "31/06/2017", "not a date of the form DD/MM/YYYY", true
        }
    );
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0] == ImportFinding{Kind::dated_after_received, "reviews.csv", 3});
    CHECK(report.written() == fixture.ledger().size());
    CHECK(
        fixture.told("101") ==
        Lines{
            "2008-03-27 child_registered",
            "2008-03-27 identity_recorded",
            "2017-08-30 review_held",
            "2018-07-29 review_held",
            "2017-04-03 looked_after_started",
            "2017-04-03 legal_status_started",
            "2017-04-03 placement_started",
            "2017-06-05 placement_ended",
            "2017-06-05 placement_started",
            "2018-05-24 return_rows_received",
        }
    );
    for (const auto& stored : fixture.events_of("101")) {
        CHECK(stored.event.learned == start_of_london_day(Date::of(2018, 5, 24)));
        CHECK(stored.event.source.system == "ssda903");
        CHECK_FALSE(stored.event.recorded_by.is_zero());
    }
}

TEST_CASE("import: every row comes back word for word, under the child that it is about") {
    ImportFixture fixture;
    test::ReturnFolder().write(fixture.directory / "a");
    test::write_file(
        fixture.directory / "a" / "h.csv",
        "\xEF\xBB\xBF" + test::header_of(T::header) + "101,2,27/03/2008,wrom, X ,\"\"\"1\"\"\",\r\n"
    );
    // Another order of columns, a blank in a value, a comma in a value, too few values.
    test::write_file(
        fixture.directory / "a" / "r.csv",
        "REVIEW,REVIEW_CODE,DOB,CHILD\n30/08/2017,PN6,27/03/2008,101\n \",\",PN6,,101\n"
    );
    CHECK(
        fixture.import_into(fixture.ledger(), "a", 2018).error().code == ErrorCode::invalid_value
    );
    test::write_file(
        fixture.directory / "a" / "r.csv",
        "REVIEW,REVIEW_CODE,DOB,CHILD\n30/08/2017,PN6,27/03/2008,101\n\", \",PN6,,101\nx,PN1,y\n"
    );
    const auto report = fixture.import("a");
    const auto events = fixture.events_of("101");
    const auto& rows = std::get<ReturnRowsReceived>(events.back().event.body);
    CHECK(
        rows.rows ==
        std::vector<ReceivedRow>{
            {"header", 2, {"101", "2", "27/03/2008", "wrom", " X ", "\"1\"", ""}},
            {"reviews", 2, {"30/08/2017", "PN6", "27/03/2008", "101"}},
            {"reviews", 3, {", ", "PN6", "", "101"}},
        }
    );
    const auto received = fixture.read(rows.received_return.stream);
    REQUIRE(received.size() == 1);
    const auto& body = std::get<ReturnReceived>(received[0].event.body);
    CHECK(body.year == 2018);
    CHECK(body.rows_of_no_child == std::vector<ReceivedRow>{{"reviews", 4, {"x", "PN1", "y"}}});
    REQUIRE(body.files.size() == 2);
    CHECK(
        body.files[1] ==
        ReceivedFile{"r.csv", "reviews", 3, {"REVIEW", "REVIEW_CODE", "DOB", "CHILD"}}
    );
    REQUIRE(received[0].event.attachments.size() == 1);
    const auto& digests = received[0].event.attachments[0].content;
    CHECK(digests.find("  h.csv\n") == 64);
    const std::string first_line = digests.substr(0, 64 + 2 + 6);
    CHECK(digests.size() == 2 * first_line.size());
    CHECK(report.rows() == ImportRowCounts{4, 2, 2});
}

TEST_CASE("import: rows whose child cannot be read belong to no child and show no value") {
    ImportFixture fixture;
    test::ReturnFolder folder;
    folder.add(T::header, "101,2,27/03/2008,WROM,,,");
    folder.add(T::reviews, ",27/03/2008,30/08/2017,PN6");
    folder.add(T::reviews, "12345678901,27/03/2008,30/08/2017,PN6");
    folder.add(T::reviews, "A Name,27/03/2008,30/08/2017,PN6");
    folder.add(T::reviews, "101,27/03/2008,30/08/2017,PN6,PN6");
    folder.write(fixture.directory / "a");
    const auto report = fixture.import("a");
    CHECK(report.rows() == ImportRowCounts{5, 1, 4});
    REQUIRE(report.refusals.size() == 4);
    for (const auto& refusal : report.refusals)
        CHECK(refusal.value.empty());
    // The row with a value too many still names a child of the header.
    const auto rows = std::get<ReturnRowsReceived>(fixture.events_of("101").back().event.body);
    CHECK(rows.rows.size() == 2);
    const auto received = fixture.read(rows.received_return.stream);
    CHECK(std::get<ReturnReceived>(received[0].event.body).rows_of_no_child.size() == 3);
}

TEST_CASE("import: what a return covers is declared once everything is there") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    (void)fixture.import("a");
    const auto events = fixture.read(fixture.ledger().authority_stream());
    const auto& coverage = std::get<CoverageDeclared>(events.back().event.body);
    CHECK(events.back().index.value + 1 == fixture.ledger().size());
    CHECK(coverage.source == "ssda903");
    CHECK(
        coverage.facts ==
        std::vector<Code>{
            "identity", "looked-after", "legal-status", "placement", "review", "missing"
        }
    );
    CHECK(to_text(coverage.from) == "2017-04-01");
    CHECK(to_text(coverage.to.value()) == "2018-03-31");
}

TEST_CASE("import: the same return again writes nothing, whatever its files are called") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    const auto first = fixture.import("a");
    const auto size = fixture.ledger().size();
    std::filesystem::rename(
        fixture.directory / "a" / "header.csv", fixture.directory / "a" / "zz.csv"
    );
    fixture.reopen();
    const auto second = fixture.import("a");
    CHECK(fixture.ledger().size() == size);
    CHECK(second.written() == 0);
    CHECK(second.events_already_known == first.written());
    CHECK(second.rows() == first.rows());
    CHECK(second.findings == first.findings);
    CHECK(second.return_reference == first.return_reference);
}

TEST_CASE("import: one that was interrupted is finished by repeating it") {
    test::ReturnFolder folder;
    constexpr int kChildren = 300;
    for (int child = 1; child <= kChildren; ++child) {
        const std::string reference = std::to_string(child);
        folder.add(T::header, reference + ",2,27/03/2008,WROM,,,");
        folder.add(T::episodes, reference + ",03/04/2017,S,C1,N1,U4,PR1,05/06/2017,E4A,,,,");
    }
    // One child whose events do not fit into one append.
    for (int review = 0; review < 600; ++review) {
        folder.add(
            T::reviews,
            "7,27/03/2008," + to_slashed_text(Date::of(2015, 1, 1).plus_days(review)) + ",PN1"
        );
    }
    ImportFixture once;
    folder.write(once.directory / "a");
    const auto whole = once.import("a");
    for (const int appends : {0, 1, 2, 3, 5}) {
        INFO("stopped after " << appends << " appends");
        ImportFixture fixture;
        folder.write(fixture.directory / "a");
        test::InterruptedLedger interrupted(fixture.ledger(), appends);
        const auto stopped = fixture.import_into(interrupted, "a", 2018);
        REQUIRE_FALSE(stopped);
        CHECK(stopped.error().code == ErrorCode::io_failed);
        const auto before = fixture.ledger().size();
        CHECK(before < whole.written());
        fixture.reopen();
        const auto rest = fixture.import("a");
        CHECK(rest.events_already_known == before);
        CHECK(rest.written() + before == whole.written());
        for (int child = 1; child <= kChildren; child += 23) {
            CHECK(fixture.told(std::to_string(child)) == once.told(std::to_string(child)));
        }
        CHECK(fixture.told("7") == once.told("7"));
        CHECK(fixture.import("a").written() == 0);
    }
}

TEST_CASE("import: the next year's return closes, adds and writes nothing for what it repeats") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    (void)fixture.import("a");
    test::ReturnFolder next;
    next.add(T::header, "101,2,27/03/2008,WROM,D051910639385,,");
    next.add(T::header, "103,1,01/02/2012,AOTH,,,");
    next.add(T::episodes, "101,05/06/2017,P,C1,N1,K2,PR1,07/08/2018,E4A,,,,");
    next.add(T::episodes, "103,05/06/2018,S,V2,N1,K2,PR1,,,,,,");
    next.add(T::reviews, "101,27/03/2008,29/07/2018,PN6");
    next.write(fixture.directory / "b");
    const auto before = fixture.told("101");
    const auto report = fixture.import("b", 2019);
    CHECK(report.findings.empty());
    auto expected = before;
    expected.insert(
        expected.end(),
        {"2018-08-07 legal_status_ended",
         "2018-08-07 placement_ended",
         "2018-08-07 looked_after_ended",
         "2019-05-24 return_rows_received"}
    );
    CHECK(fixture.told("101") == expected);
    const auto events = fixture.events_of("101");
    const auto& ended = std::get<PlacementEnded>(events.at(11).event.body);
    CHECK(ended.started == events.at(8).event.id);
    CHECK(events.at(11).event.learned == start_of_london_day(Date::of(2019, 5, 24)));
    CHECK(report.events_written.at(EventType::looked_after_started) == 1);
    // The first return again still writes nothing.
    CHECK(fixture.import("a", 2018).written() == 0);
    CHECK(fixture.import("b", 2019).written() == 0);
}

TEST_CASE("import: a row restated with other content is corrected, and is found") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    (void)fixture.import("a");
    test::ReturnFolder next;
    next.add(T::header, "101,2,28/03/2008,WROM,D051910639385,,");
    next.add(T::episodes, "101,05/06/2017,P,C2,N1,K2,PR1,,,,,,");
    next.add(T::reviews, "101,28/03/2008,30/08/2017,PN1");
    next.write(fixture.directory / "b");
    const auto report = fixture.import("b", 2019);
    CHECK(
        report.findings ==
        std::vector<ImportFinding>{
            {Kind::restated_differently, "episodes.csv", 2},
            {Kind::restated_differently, "header.csv", 2},
            {Kind::restated_differently, "reviews.csv", 2},
            {Kind::reason_disagrees_with_change, "episodes.csv", 2},
        }
    );
    const auto events = fixture.events_of("101");
    std::vector<const Event*> corrections;
    for (const auto& stored : events) {
        if (stored.event.relation.kind == RelationKind::corrects) {
            corrections.push_back(&stored.event);
        }
    }
    REQUIRE(corrections.size() == 2);
    CHECK(corrections[0]->relation.target == events.at(1).event.id);
    CHECK(corrections[0]->relation.fields == Lines{"birth_date", "occurred"});
    const auto& identity = std::get<IdentityRecorded>(corrections[0]->body);
    CHECK(identity.birth_date == Date::of(2008, 3, 28));
    CHECK(identity.ethnicity.empty());
    CHECK(corrections[1]->relation.target == events.at(2).event.id);
    CHECK(corrections[1]->relation.fields == Lines{"participation"});
    CHECK(corrections[1]->learned == start_of_london_day(Date::of(2019, 5, 24)));
    // The row of 5 June 2017 under a care order ends the interim one, which neither row said.
    CHECK(report.events_written.at(EventType::legal_status_started) == 1);
    CHECK(report.events_written.at(EventType::legal_status_ended) == 1);
    CHECK(report.written() == 7);  // with the return, the rows and the coverage
    const auto rows = std::get<ReturnRowsReceived>(events.back().event.body);
    CHECK(rows.rows.size() == 3);
    CHECK(fixture.import("b", 2019).written() == 0);
    CHECK(fixture.import("a", 2018).written() == 0);
}

// A boy who is placed for adoption and runs away, and a young woman who has left care.
test::ReturnFolder other_tables(const std::string& missing_until, const std::string& reversed) {
    test::ReturnFolder folder;
    folder.add(T::header, "101,1,15/06/2006,WROM,,,");
    folder.add(T::header, "102,2,30/03/2001,WROM,,,");
    folder.add(T::episodes, "101,03/04/2016,S,C2,N1,U4,PR1,,,,,,");
    folder.add(T::placed_for_adoption, "101,15/06/2006,22/11/2016," + reversed);
    folder.add(T::previous_permanence, "101,15/06/2006,P2,WAL,ZZ/ZZ/2011");
    folder.add(T::missing, "101,15/06/2006,M,20/03/2018," + missing_until);
    folder.add(T::yearly_outcomes, "101,15/06/2006,12,,0,,1,1,1,0,,");
    folder.add(T::care_leavers, "102,30/03/2001,YES,F1,U1");
    return folder;
}

TEST_CASE("import: what every table says is a fact, and a year later only what is new") {
    ImportFixture fixture;
    other_tables("", ",").write(fixture.directory / "a");
    const auto first = fixture.import("a");
    CHECK(first.rows() == ImportRowCounts{8, 8, 0});
    CHECK(first.refusals.empty());
    CHECK(first.findings.empty());
    CHECK(fixture.import("a").written() == 0);

    other_tables("02/04/2018", "05/06/2018,RD1").write(fixture.directory / "b");
    const auto second = fixture.import("b", 2019);
    CHECK(second.findings.empty());
    std::map<EventType, std::uint64_t> facts = second.events_written;
    CHECK(facts.at(EventType::missing_ended) == 1);
    CHECK(facts.at(EventType::adoption_decision_made) == 1);
    CHECK(facts.at(EventType::yearly_outcomes_stated) == 1);
    CHECK(facts.at(EventType::leaver_contact_recorded) == 1);
    CHECK_FALSE(facts.contains(EventType::missing_started));
    CHECK_FALSE(facts.contains(EventType::previous_permanence_recorded));
    CHECK(fixture.import("a").written() == 0);
    CHECK(fixture.import("b", 2019).findings.empty());
}

TEST_CASE(
    "import: what has no days, or is told of some children only, is covered under its own name"
) {
    ImportFixture fixture;
    test::ReturnFolder folder = other_tables("", ",");
    folder.add(T::adoption, "101,15/06/2006,22/11/2016,05/04/2017,1,2,MM,L11");
    folder.write(fixture.directory / "a");
    (void)fixture.import("a");
    const auto events = fixture.read(fixture.ledger().authority_stream());
    const auto& facts = std::get<CoverageDeclared>(events.back().event.body).facts;
    const std::set<Code> covered(facts.begin(), facts.end());
    for (const char* fact :
         {"yearly-outcomes",
          "leaver-contact",
          "adopters",
          "adoption-decision",
          "previous-permanence",
          "missing"}) {
        INFO(fact);
        CHECK(covered.contains(fact));
    }
    // Rules that wait for a dentist or a match must not think that they would be told of one.
    CHECK_FALSE(covered.contains("health"));
    CHECK_FALSE(covered.contains("adoption"));
    CHECK_FALSE(covered.contains("pathway"));
}

TEST_CASE("import: an end that a later return leaves out or dates otherwise is found") {
    ImportFixture fixture;
    other_tables("02/04/2018", "05/05/2018,RD1").write(fixture.directory / "a");
    (void)fixture.import("a");
    other_tables("", "06/05/2018,RD1").write(fixture.directory / "b");
    const auto report = fixture.import("b");
    CHECK(
        report.findings ==
        std::vector<ImportFinding>{
            {Kind::restated_differently, "missing.csv", 2},
            {Kind::restated_differently, "placed_for_adoption.csv", 2},
        }
    );
    // The return, the rows of two children, the coverage, and the day of the reversal corrected.
    CHECK(report.written() == 5);
}

TEST_CASE(
    "import: a placement whose code was replaced goes on as it was, whichever return came first"
) {
    test::ReturnFolder before;
    before.add(T::header, "101,2,27/03/2007,WROM,,,");
    before.add(T::episodes, "101,03/07/2023,S,C2,N1,H5,PR4,,,,,,");
    test::ReturnFolder after;
    after.add(T::header, "101,F,27/03/2007,WROM,,,");
    after.add(T::episodes, "101,03/07/2023,S,C2,N1,K3,PR4,02/12/2024,X1,,,,");
    after.add(T::episodes, "101,02/12/2024,L,E1,N1,K3,PR4,,,,,,");
    for (const bool late : {false, true}) {
        INFO((late ? "the earlier return came later" : "in their order"));
        ImportFixture fixture;
        fixture.clock.advance_seconds(std::int64_t{10} * 365 * 24 * 60 * 60);
        before.write(fixture.directory / "2024");
        after.write(fixture.directory / "2025");
        const auto first = fixture.import(late ? "2025" : "2024", late ? 2025 : 2024);
        const auto second = fixture.import(late ? "2024" : "2025", late ? 2024 : 2025);
        CHECK(second.count(Kind::restated_differently) == 0);
        CHECK(second.count(Kind::reason_disagrees_with_change) == 0);
        std::vector<Code> settings;
        for (const auto& stored : fixture.events_of("101")) {
            CHECK(stored.event.relation.kind == RelationKind::none);
            if (const auto* placed = std::get_if<PlacementStarted>(&stored.event.body)) {
                settings.push_back(placed->setting);
            }
        }
        CHECK(settings == std::vector<Code>{late ? "supported-accommodation" : "semi-independent"});
    }
}

TEST_CASE("import: an earlier year's return that comes later adds its rows and changes no value") {
    ImportFixture fixture;
    test::ReturnFolder late;
    late.add(T::header, "101,2,27/03/2008,WROM,,,");
    late.add(T::episodes, "101,05/06/2017,P,C1,N1,K2,PR1,,,,,,");
    late.write(fixture.directory / "b");
    (void)fixture.import("b", 2019);
    test::ReturnFolder early;
    early.add(T::header, "101,2,28/03/2008,AOTH,UN1,,");
    early.add(T::episodes, "101,03/04/2016,S,C1,N1,U4,PR1,05/06/2017,X1,CARPL,,,");
    early.write(fixture.directory / "a");
    const auto report = fixture.import("a", 2017);
    CHECK(report.count(Kind::restated_differently) == 1);
    CHECK(report.events_written.at(EventType::looked_after_started) == 1);
    CHECK(report.events_written.at(EventType::placement_ended) == 1);
    const auto events = fixture.events_of("101");
    // What had been read out of its absence, that care began with the later row, is taken back.
    std::size_t annulled = 0;
    for (const auto& stored : events) {
        const Relation& relation = stored.event.relation;
        if (relation.kind == RelationKind::annuls) ++annulled;
        if (relation.kind != RelationKind::corrects) continue;
        CHECK(relation.fields == Lines{"unique_pupil_number"});  // it had been empty
    }
    CHECK(annulled == 2);  // the start of care and of the status on 5 June 2017
    CHECK(report.count(Kind::no_longer_stated) == 0);
}

TEST_CASE("import: the same return again does not begin a destroyed record anew") {
    ErasingImportFixture fixture;
    small_return().write(fixture.directory / "a");
    fixture.import("a");
    const SubjectReference first{SubjectKind::child, Compartment::child_case, "ssda903", "101"};
    (void)fixture.destroy({fixture.ledger().find(first).value().value()});

    const std::uint64_t size = fixture.ledger().size();
    const auto again = fixture.import("a");
    CHECK(again.children == 2);
    CHECK(again.children_erased == 1);
    CHECK(again.rows() == ImportRowCounts{8, 2, 1, 5});
    CHECK(again.written() == 0);
    CHECK(fixture.ledger().size() == size);
    CHECK_FALSE(fixture.ledger().find(first).value().has_value());
}

TEST_CASE("import: a fact that was annulled and is given again stands again") {
    ImportFixture fixture;
    const auto with = [&](const char* name, int year, const char* status) {
        test::ReturnFolder folder;
        folder.add(T::header, "101,2,27/03/2008,WROM,,,");
        folder.add(T::episodes, "101,03/04/2016,S,C1,N1,U4,PR1,05/06/2016,X1,CARPL,,,");
        folder.add(T::episodes, "101,05/06/2016,P," + std::string(status) + ",N1,K2,PR1,,,,,,");
        folder.write(fixture.directory / name);
        return fixture.import(name, year);
    };
    (void)with("a", 2017, "C2");
    const auto taken_back = with("b", 2018, "C1");
    CHECK(taken_back.count(Kind::restated_differently) == 1);
    const auto given_again = with("c", 2019, "C2");
    CHECK(given_again.count(Kind::restated_differently) == 1);
    std::vector<const Event*> annulments;
    const auto events = fixture.events_of("101");
    for (const auto& stored : events) {
        if (stored.event.relation.kind == RelationKind::annuls) {
            annulments.push_back(&stored.event);
        }
        CHECK(stored.event.relation.kind != RelationKind::corrects);
    }
    REQUIRE(annulments.size() == 4);  // the end of one status and the start of the other, twice
    const std::set<EventId> first{annulments[0]->id, annulments[1]->id};
    CHECK(first.contains(annulments[2]->relation.target));
    CHECK(first.contains(annulments[3]->relation.target));
}

TEST_CASE("import: who is in care and left out of a later return is found") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    (void)fixture.import("a");
    test::ReturnFolder next;
    next.add(T::header, "103,1,01/02/2012,AOTH,,,");
    next.add(T::episodes, "103,05/06/2018,S,V2,N1,K2,PR1,,,,,,");
    next.write(fixture.directory / "b");
    const auto report = fixture.import("b", 2019);
    CHECK(
        report.findings ==
        std::vector<ImportFinding>{{Kind::no_longer_stated, "episodes, return of 2018", 3}}
    );
    CHECK(fixture.import("b", 2019).findings == report.findings);
    CHECK(fixture.import("a", 2018).count(Kind::no_longer_stated) == 0);
}

TEST_CASE("import: what went on and is left out of a later return that has its table is found") {
    const auto found_in = [](const Lines& missing) {
        ImportFixture fixture;
        other_tables("", ",").write(fixture.directory / "a");
        (void)fixture.import("a");
        test::ReturnFolder next;
        next.add(T::header, "101,1,15/06/2006,WROM,,,");
        next.add(T::header, "102,2,30/03/2001,WROM,,,");
        next.add(T::episodes, "101,03/04/2016,S,C2,N1,U4,PR1,,,,,,");
        for (const std::string& row : missing)
            next.add(T::missing, row);
        next.write(fixture.directory / "b");
        const auto report = fixture.import("b", 2019);
        CHECK(fixture.import("b", 2019).findings == report.findings);
        return report.findings;
    };
    const std::string other = "102,30/03/2001,M,20/04/2018,21/04/2018";
    CHECK(
        found_in({other}) ==
        std::vector<ImportFinding>{{Kind::no_longer_stated, "missing, return of 2018", 2}}
    );
    CHECK(found_in({other, "101,15/06/2006,M,20/03/2018,"}).empty());
    CHECK(found_in({other, "101,15/06/2006,M,20/03/2018,02/04/2018"}).empty());
    CHECK(found_in({}).empty());  // the return has no such table, and says nothing of it
}

TEST_CASE("import: what went on when care ended is not looked for when the child comes back") {
    ImportFixture fixture;
    other_tables("", ",").write(fixture.directory / "a");
    (void)fixture.import("a");
    test::ReturnFolder next;
    next.add(T::header, "101,1,15/06/2006,WROM,,,");
    next.add(T::episodes, "101,05/12/2018,S,V2,N1,U4,PR1,,,,,,");
    next.add(T::missing, "101,15/06/2006,M,20/01/2019,21/01/2019");
    next.write(fixture.directory / "b");
    for (const auto& finding : fixture.import("b", 2019).findings)
        CHECK_FALSE(finding.file.starts_with("missing, return of"));
}

TEST_CASE("import: a row that another return of the same collection leaves out is found") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    (void)fixture.import("a");
    test::ReturnFolder again;
    again.add(T::header, "101,2,27/03/2008,WROM,D051910639385,,");
    again.add(T::header, "102,1,01/02/2002,AOTH,,,");
    again.add(T::episodes, "101,03/04/2017,S,C1,N1,U4,PR1,05/06/2017,X1,CARPL,,,");
    again.add(T::episodes, "101,05/06/2017,P,C1,N1,K2,PR1,,,,,,");
    again.add(T::reviews, "101,27/03/2008,29/07/2018,PN6");
    again.write(fixture.directory / "b");
    const auto report = fixture.import("b");
    CHECK(report.count(Kind::no_longer_stated) == 1);
    CHECK(
        std::ranges::count(
            report.findings, ImportFinding{Kind::no_longer_stated, "reviews, return of 2018", 2}
        ) == 1
    );
}

TEST_CASE("import: workers are cited as persons of their own") {
    ImportFixture fixture;
    fixture.clock.set(start_of_london_day(Date::of(2025, 1, 1)));
    test::ReturnFolder folder;
    folder.add(T::header, "101,2,27/03/2008,WROM,,,");
    folder.add(T::episodes, "101,03/04/2023,S,C1,N1,U4,PR1,,,,,,");
    folder.add(T::social_worker, "101,27/03/2008,SW7,03/04/2023,05/06/2023,FCONTA");
    folder.write(fixture.directory / "a");
    const auto report = fixture.import("a", 2024);
    CHECK(report.events_written.at(EventType::allocation_started) == 1);
    CHECK(report.events_written.at(EventType::allocation_ended) == 1);
    const auto worker =
        fixture.ledger().find({SubjectKind::worker, Compartment::none, "ssda903", "SW7"});
    REQUIRE(worker.value().has_value());
    const auto stored = fixture.events_of("101").at(2);
    const auto with_people = fixture.ledger().read(stored.index, ReadDepth::with_people);
    const auto& allocation = std::get<AllocationStarted>(with_people.value().event.body);
    CHECK(allocation.worker->person == **worker);
    CHECK(allocation.worker->reference == "SW7");
    const auto coverage = fixture.read(fixture.ledger().authority_stream()).back();
    CHECK(
        std::get<CoverageDeclared>(coverage.event.body).facts.back() == "allocation-social-worker"
    );
    CHECK(fixture.import("a", 2024).written() == 0);
    CHECK(fixture.import("a", 2024).findings.empty());
}

TEST_CASE("import: a return that cannot be read leaves the ledger as it was") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    const auto size = fixture.ledger().size();
    Ssda903ImportRequest request{fixture.directory / "a", 2018, Date::of(2020, 9, 14), {}};
    // The clock of the fixture stands on 13 September 2020.
    CHECK(
        import_ssda903(fixture.ledger(), fixture.codes, request, {}).error().context ==
        "received 2020-09-14: that day is still to come"
    );
    request.received = Date::of(2017, 3, 31);
    CHECK(
        import_ssda903(fixture.ledger(), fixture.codes, request, {}).error().context ==
        "received 2017-03-31: the collection of year 2018 begins on 2017-04-01"
    );
    request.received.reset();
    test::write_file(fixture.directory / "a" / "odd.csv", "A,B\n");
    CHECK(
        import_ssda903(fixture.ledger(), fixture.codes, request, {}).error().code ==
        ErrorCode::unknown_columns
    );
    CHECK(fixture.ledger().size() == size);
}

TEST_CASE("import: the report is one JSON object with counts, refusals, findings and examples") {
    ImportFixture fixture;
    small_return().write(fixture.directory / "a");
    const auto report = fixture.import("a");
    const auto json = boost::json::parse(to_json(report)).as_object();
    CHECK(json.at("form") == "ssda903");
    CHECK(json.at("received") == "2018-05-24");
    CHECK(json.at("rows").at("read") == 8);
    CHECK(json.at("tables").as_array().size() == 4);
    CHECK(json.at("events_written").at("review_held") == 2);
    CHECK(json.at("refusals").as_array().at(0).at("line") == 4);
    const auto& finding = json.at("findings").as_array().at(0);
    CHECK(finding.at("kind") == "dated_after_received");
    CHECK(finding.at("count") == 1);
    CHECK(finding.at("examples").as_array().at(0).at("file") == "reviews.csv");
    CHECK(to_json(report) == to_json(report));
}

TEST_CASE("import: every kind of finding has a name and an explanation of its own") {
    std::set<std::string_view> names;
    for (std::size_t kind = 0; kind < kImportFindingKindCount; ++kind) {
        names.insert(name(static_cast<Kind>(kind)));
        CHECK(explanation(static_cast<Kind>(kind)).ends_with("."));
    }
    CHECK(names.size() == kImportFindingKindCount);
    CHECK(name(Kind::temporary_placement_not_returned) == "temporary_placement_not_returned");
    CHECK(name(Kind::overlap) == "overlap");
}

}  // namespace
}  // namespace tyst
