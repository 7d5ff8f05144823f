#include "projections/caseload.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "projections/query.h"
#include "projections/rule_engine.h"
#include "tests/ledger/ledger_fixture.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::LedgerFixture;
using test::PersonBuilder;
using test::shipped_reference;

using Words = std::vector<std::string>;

bool holds(const Words& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

StreamId person(std::uint8_t number) {
    StreamId id;
    id.bytes[0] = number;
    return id;
}

// ---- rows made by hand ----

CaseloadRow row_of(std::string_view reference, std::uint8_t number = 1) {
    CaseloadRow row;
    row.reference = reference;
    row.person = person(number);
    return row;
}

CaseloadWorker worker(std::uint8_t number, std::string_view reference, std::string_view name) {
    CaseloadWorker worker;
    worker.person = person(number);
    worker.reference = reference;
    worker.name = name;
    return worker;
}

// Four children: two who share everything, one with others, one with nobody and nothing.
std::vector<CaseloadRow> four_rows() {
    std::vector<CaseloadRow> rows = {
        row_of("V0001"), row_of("V0002"), row_of("V0003"), row_of("V0004")
    };
    for (const std::size_t place : {0U, 3U}) {
        rows[place].iro = worker(12, "IRO02", "Synthetic Bronwen");
        rows[place].social_worker = worker(21, "SW01", "");
        rows[place].team = "north";
        rows[place].status = "voluntary";
        rows[place].placement = "foster-own";
    }
    rows[1].iro = worker(99, "IRO01", "Synthetic Aled");
    rows[1].social_worker = worker(22, "SW02", "Synthetic Carys");
    rows[1].team = "east";
    rows[1].status = "care-order";
    rows[1].placement = "kinship";
    return rows;
}

// "KEY (TITLE): CHILD CHILD" for each group, in order.
Words in_words(const std::vector<CaseloadGroup>& groups) {
    Words words;
    for (const CaseloadGroup& group : groups) {
        std::string text = group.key + " (" + group.title + "):";
        for (const CaseloadRow* row : group.rows) {
            text += " " + row->reference;
        }
        words.push_back(std::move(text));
    }
    return words;
}

Words grouped(const std::vector<CaseloadRow>& rows, CaseloadGrouping grouping) {
    return in_words(group_rows(rows, grouping));
}

Words references(const std::vector<CaseloadRow>& rows) {
    Words words;
    for (const CaseloadRow& row : rows) {
        words.push_back(row.reference);
    }
    return words;
}

TEST_CASE("caseload groups: by child there is one group with every row in order") {
    CHECK(grouped(four_rows(), CaseloadGrouping::child) == Words{" (): V0001 V0002 V0003 V0004"});
}

TEST_CASE("caseload groups: reviewing officers in order of reference, with their names") {
    const Words expected = {
        "IRO01 (Synthetic Aled): V0002", "IRO02 (Synthetic Bronwen): V0001 V0004", " (): V0003"
    };
    CHECK(grouped(four_rows(), CaseloadGrouping::iro) == expected);
}

TEST_CASE("caseload groups: a social worker whose name is not known goes by reference") {
    const Words expected = {
        "SW01 (SW01): V0001 V0004", "SW02 (Synthetic Carys): V0002", " (): V0003"
    };
    CHECK(grouped(four_rows(), CaseloadGrouping::worker) == expected);
}

TEST_CASE("caseload groups: teams, statuses and placements in order of code, none at the end") {
    struct Row {
        CaseloadGrouping grouping;
        Words expected;
    };
    const auto row = GENERATE(
        Row{CaseloadGrouping::team, {"east (east): V0002", "north (north): V0001 V0004"}},
        Row{CaseloadGrouping::status,
            {"care-order (care-order): V0002", "voluntary (voluntary): V0001 V0004"}},
        Row{CaseloadGrouping::placement,
            {"foster-own (foster-own): V0001 V0004", "kinship (kinship): V0002"}}
    );
    Words expected = row.expected;
    expected.emplace_back(" (): V0003");
    CHECK(grouped(four_rows(), row.grouping) == expected);
}

TEST_CASE("caseload groups: where every child has one, there is no group without a key") {
    std::vector<CaseloadRow> rows = four_rows();
    rows.erase(rows.begin() + 2);
    const Words expected = {"east (east): V0002", "north (north): V0001 V0004"};
    CHECK(grouped(rows, CaseloadGrouping::team) == expected);
}

TEST_CASE("caseload groups: the rows of a group are the rows that were given, in their order") {
    std::vector<CaseloadRow> rows = four_rows();
    std::swap(rows[0], rows[3]);
    const auto groups = group_rows(rows, CaseloadGrouping::team);
    REQUIRE(groups.size() == 3);
    REQUIRE(groups[1].rows.size() == 2);
    CHECK(groups[1].rows[0] == &rows[0]);
    CHECK(groups[1].rows[0]->reference == "V0004");
    CHECK(groups[1].rows[1] == &rows[3]);
}

TEST_CASE("caseload groups: workers without a reference are told apart from one another and none") {
    std::vector<CaseloadRow> rows = {
        row_of("V0001"), row_of("V0002"), row_of("V0003"), row_of("V0004"), row_of("V0005")
    };
    rows[0].iro = worker(8, "", "");
    rows[1].iro = worker(7, "", "");
    rows[3].iro = worker(8, "", "");
    rows[4].iro = worker(3, "IRO01", "Synthetic Aled");
    const Words expected = {
        " (): V0002", " (): V0001 V0004", "IRO01 (Synthetic Aled): V0005", " (): V0003"
    };
    CHECK(grouped(rows, CaseloadGrouping::iro) == expected);
}

TEST_CASE("caseload groups: two workers whom two sources call the same are two groups") {
    std::vector<CaseloadRow> rows = {row_of("V0001"), row_of("V0002")};
    rows[0].social_worker = worker(8, "1", "Synthetic Dilys");
    rows[1].social_worker = worker(7, "1", "Synthetic Carys");
    const Words expected = {"1 (Synthetic Carys): V0002", "1 (Synthetic Dilys): V0001"};
    CHECK(grouped(rows, CaseloadGrouping::worker) == expected);
}

TEST_CASE("caseload rows: sorted by the bytes of the reference, then by person") {
    std::vector<CaseloadRow> rows = {
        row_of("b", 1), row_of("V10", 1), row_of("V2", 9), row_of("V2", 3), row_of("", 5)
    };
    sort_rows(rows);
    CHECK(references(rows) == Words{"", "V10", "V2", "V2", "b"});
    CHECK(rows[2].person == person(3));
    CHECK(rows[3].person == person(9));
}

TEST_CASE("drift list: open before not held here, worst grade first, then longest over") {
    const auto drifting =
        [](std::string_view reference, AlertStatus status, RuleGrade grade, int days_over) {
            CaseloadRow row = row_of(reference);
            row.alerts.emplace_back();
            row.alerts.front().status = status;
            row.alerts.front().grade = grade;
            row.alerts.front().days_over = days_over;
            return row;
        };
    const std::vector<CaseloadRow> rows = {
        drifting("not held", AlertStatus::not_held, RuleGrade::duty, 0),
        drifting("plan", AlertStatus::open, RuleGrade::plan, 90),
        row_of("no alert"),
        drifting("duty, short", AlertStatus::open, RuleGrade::duty, 2),
        drifting("duty, long B", AlertStatus::open, RuleGrade::duty, 30),
        drifting("duty, long A", AlertStatus::open, RuleGrade::duty, 30)
    };
    Words order;
    for (const CaseloadRow* row : drift_list(rows)) {
        order.push_back(row->reference);
    }
    CHECK(order == Words{"duty, long A", "duty, long B", "duty, short", "plan", "not held"});
}

// ---- rows of histories ----

// A child of a source that covers everything from 1990 on, unless the test says otherwise.
class Child {
  public:
    Child() {
        events.add(ChildRegistered{"sample", "V0001"}, "2010-05-05");
        events.born("2010-05-05");
        CoverageDeclared declared;
        declared.source = "sample";
        declared.facts = {"looked-after", "review", "permanence-plan"};
        declared.from = day("1990-01-01");
        authority.add(std::move(declared), "1990-01-01");
    }

    [[nodiscard]] std::optional<CaseloadRow> ask(std::string_view as_at) const {
        const Question question = asked(as_at);
        const History history = events.fold(question);
        const Coverage coverage = Coverage::fold(authority.events(), question);
        return caseload_row(
            history, RuleEngine::from(shipped_reference()).apply(history, coverage)
        );
    }
    [[nodiscard]] CaseloadRow row(std::string_view as_at) const {
        auto row = ask(as_at);
        REQUIRE(row);
        return *std::move(row);
    }

    EventId allocated(
        std::string_view role, std::uint8_t number, std::string_view team, std::string_view on
    ) {
        AllocationStarted allocation;
        allocation.role = role;
        allocation.team = team;
        if (number != 0) allocation.worker = PersonCitation{person(number), {}, {}, {}, {}};
        return events.add(std::move(allocation), on);
    }

    PersonBuilder events{5};
    PersonBuilder authority{200};
};

TEST_CASE("caseload row: only for a child who is looked after at the end of the day") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    child.events.leaves("2019-05-10");
    CHECK_FALSE(child.ask("2019-03-31"));
    CHECK(child.ask("2019-04-01"));
    CHECK(child.ask("2019-05-09"));
    CHECK_FALSE(child.ask("2019-05-10"));
    Child on_short_breaks;
    on_short_breaks.events.enters("2019-04-01", "short-breaks-each");
    CHECK_FALSE(on_short_breaks.ask("2019-04-10"));
}

TEST_CASE("caseload row: says who the child is, and how and since when looked after") {
    Child child;
    child.events.add(ChildRegistered{"another", "A17"}, "2018-01-01");
    child.events.enters("2019-04-01", "voluntary");
    child.events.status("care-order", "2019-04-10");
    child.events.status("secure-accommodation-order", "2019-04-11");
    child.events.status("deprivation-of-liberty-order", "2019-04-12");
    child.events.placed("childrens-home", "2019-04-01");
    const CaseloadRow row = child.row("2019-05-04");
    CHECK(row.reference == "V0001");
    CHECK(row.person == person(5));
    CHECK(row.age == 8);
    CHECK(child.row("2019-05-05").age == 9);
    CHECK(row.status == "care-order");
    CHECK(row.overlays == Words{"deprivation-of-liberty-order", "secure-accommodation-order"});
    CHECK(row.placement == "residential");
    CHECK_FALSE(row.temporary);
    CHECK(row.looked_after_since == day("2019-04-01"));
    CHECK(row.findings == 0);
}

TEST_CASE("caseload row: what nobody recorded is left empty") {
    Child child;
    child.events.enters("2019-04-01", "");
    const CaseloadRow row = child.row("2019-04-10");
    CHECK(row.status.empty());
    CHECK(row.overlays.empty());
    CHECK(row.placement.empty());
    CHECK(row.team.empty());
    CHECK(row.iro == CaseloadWorker{});
    CHECK(row.social_worker == CaseloadWorker{});
}

TEST_CASE("caseload row: a temporary stay shows the placement that it interrupts, and says so") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    child.events.fostered("kin", "own", "2019-04-01");
    const EventId stay = child.events.placed("childrens-home", "2019-04-10", true);
    child.events.placement_ends(stay, "2019-04-20");
    CHECK_FALSE(child.row("2019-04-09").temporary);
    CHECK(child.row("2019-04-19").placement == "kinship");
    CHECK(child.row("2019-04-19").temporary);
    CHECK(child.row("2019-04-20").placement == "kinship");
    CHECK_FALSE(child.row("2019-04-20").temporary);
}

TEST_CASE("caseload row: names the workers allocated now, and the entries that say so") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    child.allocated("iro", 61, "", "2019-04-02");
    child.allocated("social-worker", 71, "", "2019-04-03");
    child.allocated("iro", 62, "", "2019-04-20");
    const CaseloadRow before = child.row("2019-04-19");
    CHECK(before.iro.person == person(61));
    CHECK(before.iro.allocation == LogIndex{3});
    const CaseloadRow after = child.row("2019-04-20");
    CHECK(after.iro.person == person(62));
    CHECK(after.iro.allocation == LogIndex{5});
    CHECK(after.social_worker.person == person(71));
    CHECK(after.social_worker.allocation == LogIndex{4});
}

TEST_CASE("caseload row: the team is the child's own, else the social worker's") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    child.allocated("iro", 61, "reviewing", "2019-04-01");
    CHECK(child.row("2019-04-01").team.empty());
    child.allocated("social-worker", 71, "east", "2019-04-02");
    CHECK(child.row("2019-04-02").team == "east");
    child.allocated("team", 0, "north", "2019-04-03");
    CHECK(child.row("2019-04-03").team == "north");
    CHECK(child.row("2019-04-02").team == "east");
}

TEST_CASE("caseload row: counts what the fold found odd") {
    Child child;
    child.events.enters("2019-04-01", "voluntary");
    child.events.placed("with-parents", "2019-04-01");
    CHECK(child.row("2019-04-10").findings == 1);
    child.events.enters("2019-04-05", "voluntary");
    CHECK(child.row("2019-04-10").findings == 2);
}

TEST_CASE("caseload row: a review is due on its last day, and overdue with an alert the day after"
) {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    const CaseloadRow due = child.row("2019-05-01");
    CHECK(due.next_review_due == day("2019-05-01"));
    CHECK_FALSE(due.next_review_overdue);
    CHECK(due.open_alerts.empty());
    CHECK_FALSE(holds(due.not_held, "D1"));
    CHECK(due.alerts.empty());

    const CaseloadRow over = child.row("2019-05-03");
    CHECK(over.next_review_due == day("2019-05-01"));
    CHECK(over.next_review_overdue);
    CHECK(over.open_alerts == Words{"D1"});
    CHECK_FALSE(holds(over.not_held, "D1"));
    REQUIRE(over.alerts.size() == 1);
    const RowAlert expected = {
        "D1",
        "2016",
        RuleGrade::duty,
        AlertStatus::open,
        day("2019-05-02"),
        2,
        day("2019-05-01"),
        1,
        LogIndex{2}
    };
    CHECK(over.alerts[0] == expected);
}

TEST_CASE("caseload row: a review held clears the alert and makes the next one due") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    child.events.reviewed("2019-05-03");
    CHECK(child.row("2019-05-02").next_review_overdue);
    const CaseloadRow held = child.row("2019-05-03");
    CHECK(held.next_review_due == day("2019-08-03"));
    CHECK_FALSE(held.next_review_overdue);
    CHECK(held.open_alerts.empty());
    CHECK(held.alerts.empty());
}

TEST_CASE("caseload row: several alerts stand with the worst grade first") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    const CaseloadRow row = child.row("2019-08-03");
    CHECK(row.open_alerts == Words{"D1", "D3"});
    REQUIRE(row.alerts.size() == 2);
    CHECK(row.alerts[0].rule == "D1");
    CHECK(row.alerts[0].grade == RuleGrade::duty);
    CHECK(row.alerts[0].days_over == 94);
    CHECK(row.alerts[1].rule == "D3");
    CHECK(row.alerts[1].grade == RuleGrade::plan);
    CHECK(row.alerts[1].days_over == 2);
    CHECK(row.alerts[1].due == day("2019-08-01"));
}

TEST_CASE("caseload row: an alert of a later review says which one, and from which its clock runs"
) {
    Child child;
    child.events.enters("2018-04-03", "care-order");
    child.events.reviewed("2018-04-20");
    child.events.planned("2018-05-01");
    child.events.reviewed("2018-07-20");
    child.events.reviewed("2018-12-31");
    const CaseloadRow row = child.row("2019-07-01");
    REQUIRE(row.alerts.size() == 1);
    CHECK(row.alerts[0].rule == "D1");
    CHECK(row.alerts[0].number == 2);
    CHECK(row.alerts[0].due == day("2019-06-30"));
    CHECK(row.alerts[0].since == day("2019-07-01"));
    CHECK(row.alerts[0].days_over == 1);
    CHECK(row.alerts[0].trigger == LogIndex{6});
    CHECK(row.next_review_due == day("2019-06-30"));
}

TEST_CASE("caseload row: what no source covers is not held here, and never overdue") {
    Child child;
    child.authority.events().clear();
    child.events.enters("2019-04-01", "care-order");
    const CaseloadRow row = child.row("2020-04-01");
    CHECK_FALSE(row.next_review_due);
    CHECK_FALSE(row.next_review_overdue);
    CHECK(row.open_alerts.empty());
    CHECK(holds(row.not_held, "D1"));
    CHECK(row.alerts.empty());
}

TEST_CASE("caseload row: a rule with several alerts is listed once, each alert still shown") {
    Child child;
    child.events.enters("2019-04-01", "care-order");
    const History history = child.events.fold(asked("2019-04-10"));
    Rule rule;
    rule.id = "D1";
    rule.version = "2016";
    Obligations obligations;
    const auto raise = [&](AlertStatus status, std::uint32_t number) {
        Obligation obligation;
        obligation.rule = &rule;
        obligation.number = number;
        Alert alert;
        alert.rule = &rule;
        alert.status = status;
        alert.obligation = static_cast<Place>(obligations.all.size());
        obligations.all.push_back(obligation);
        obligations.alerts.push_back(alert);
    };
    raise(AlertStatus::open, 1);
    raise(AlertStatus::open, 2);
    raise(AlertStatus::not_held, 3);
    const auto row = caseload_row(history, obligations);
    REQUIRE(row);
    CHECK(row->open_alerts == Words{"D1"});
    CHECK(row->not_held == Words{"D1"});
    REQUIRE(row->alerts.size() == 2);
    CHECK(row->alerts[1].number == 2);
    CHECK_FALSE(row->next_review_due);
}

// ---- names from the log ----

TEST_CASE("worker names: every row gets the name of the newest allocation of that worker") {
    LedgerFixture fixture;
    const auto tell = [&](const StreamId& stream, Body body, std::string_view on) {
        PreparedEvent prepared = fixture.identity(stream, "");
        prepared.event.occurred.date = day(on);
        prepared.event.body = std::move(body);
        const auto appended = fixture.append({std::move(prepared)});
        REQUIRE(appended);
    };
    const auto allocate = [&](const StreamId& stream, std::string_view role, std::string_view name
                          ) {
        AllocationStarted allocation;
        allocation.role = role;
        allocation.worker = PersonCitation{
            fixture.worker("W01"), "sample", "W01", std::string(name), "social work"
        };
        tell(stream, std::move(allocation), "2019-04-02");
    };
    CoverageDeclared declared;
    declared.source = "sample";
    declared.facts = {"looked-after"};
    declared.from = day("1990-01-01");
    tell(fixture.ledger().authority_stream(), std::move(declared), "2019-04-01");
    const StreamId first = fixture.child("V0001");
    const StreamId second = fixture.child("V0002");
    for (const auto& [stream, reference] :
         {std::pair(first, "V0001"), std::pair(second, "V0002")}) {
        tell(stream, ChildRegistered{"sample", reference}, "2019-04-01");
        tell(stream, LookedAfterStarted{"not-stated", "care-order", "N1", {}}, "2019-04-01");
    }
    allocate(first, "iro", "Synthetic Bronwen");
    allocate(second, "social-worker", "Synthetic Bronwen Married");

    auto answer =
        ask_population(fixture.ledger(), asked("2019-04-10"), shipped_reference(), std::nullopt, 1);
    REQUIRE(answer);
    std::vector<CaseloadRow>& rows = answer->rows;
    REQUIRE(references(rows) == Words{"V0001", "V0002"});
    CHECK(rows[0].iro.person == fixture.worker("W01"));
    CHECK(rows[0].iro.name.empty());
    CHECK(rows[0].iro.reference.empty());

    REQUIRE(name_workers(fixture.ledger(), rows));
    CHECK(rows[0].iro.name == "Synthetic Bronwen Married");
    CHECK(rows[0].iro.reference == "W01");
    CHECK(rows[0].iro.role == "social work");
    CHECK(rows[0].iro.allocation == LogIndex{5});
    CHECK(rows[1].social_worker.name == "Synthetic Bronwen Married");
    CHECK(rows[1].social_worker.allocation == LogIndex{6});
    CHECK(rows[1].iro == CaseloadWorker{});
    CHECK(
        grouped(rows, CaseloadGrouping::iro) ==
        Words{"W01 (Synthetic Bronwen Married): V0001", " (): V0002"}
    );
}

}  // namespace
}  // namespace tyst
