#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "ledger/intake/ssda903_import.h"
#include "tests/ledger/intake/intake_fixture.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

using Kind = ImportFindingKind;

// The synthetic national return of the year ending March 2018, where this machine has it. It is no
// part of the project.
std::filesystem::path shared_return() {
    const char* folder = std::getenv("TYST_SHARED_DATA");
    return std::filesystem::path(folder == nullptr ? TYST_SHARED_DATA : folder) / "ssda903-return";
}

ImportReport import(test::LedgerFixture& fixture, const std::filesystem::path& directory) {
    const CodeBook codes = test::shipped_codes();
    Ssda903ImportRequest request;
    request.directory = directory;
    request.year = 2018;
    request.received = Date::of(2018, 5, 24);
    request.actor = fixture.ledger().authority_stream();
    auto report = import_ssda903(fixture.ledger(), codes, request, {});
    INFO((report ? "" : report.error().context));
    REQUIRE(report);
    return *std::move(report);
}

const ImportTableReport& table(const ImportReport& report, std::string_view name) {
    const auto found = std::ranges::find(report.tables, name, &ImportTableReport::table);
    REQUIRE(found != report.tables.end());
    return *found;
}

void check_sums(const ImportReport& report) {
    for (const auto& one : report.tables) {
        INFO(one.table);
        CHECK(one.rows.read == one.rows.understood + one.rows.refused);
    }
}

TEST_CASE("shared return: a whole national return goes in with all its faults, once") {
    const auto directory = shared_return();
    test::LedgerFixture fixture;
    if (!std::filesystem::exists(directory)) {
        WARN("no return of the real size at " << directory << ": a small one stands in for it");
        test::ReturnFolder folder;
        folder.add(Ssda903Table::header, "101,2,27/03/2008,WROM,,,");
        folder.add(Ssda903Table::episodes, "101,15/02/2016,L,C2,N3,T2,PR0,,X1,CLOSE,,,");
        folder.add(Ssda903Table::reviews, "101,27/03/2008,29/07/2018,PN6");
        folder.write(fixture.directory / "a");
        const auto report = import(fixture, fixture.directory / "a");
        check_sums(report);
        CHECK(report.count(Kind::open_with_continuation) == 1);
        CHECK(report.count(Kind::dated_after_received) == 1);
        CHECK(import(fixture, fixture.directory / "a").written() == 0);
        return;
    }
    const auto report = import(fixture, directory);
    check_sums(report);
    CHECK(report.children == 2675);
    CHECK(table(report, "header").rows == ImportRowCounts{2675, 2675, 0});
    CHECK(table(report, "episodes").rows == ImportRowCounts{5050, 5050, 0});
    CHECK(table(report, "reviews").rows == ImportRowCounts{12582, 12582, 0});
    CHECK(table(report, "oc2").rows == ImportRowCounts{2675, 2675, 0});
    CHECK(table(report, "oc3").rows == ImportRowCounts{53, 53, 0});
    CHECK(table(report, "ad1").rows == ImportRowCounts{29, 29, 0});
    CHECK(table(report, "placed_for_adoption").rows == ImportRowCounts{29, 29, 0});
    CHECK(table(report, "previous_permanence").rows == ImportRowCounts{2675, 2675, 0});
    CHECK(table(report, "missing").rows == ImportRowCounts{43, 43, 0});
    // Every reason for a reversal is "XXX", two young people live in "01" and "02", one MOTHER is
    // "1.0": the values alone are refused.
    CHECK(report.refusals.size() == 32);
    CHECK(report.count(Kind::dated_after_received) == 4733);
    CHECK(report.count(Kind::open_with_continuation) == 1060);
    CHECK(report.count(Kind::end_reason_without_date) == 353);
    CHECK(report.count(Kind::overlap) == 62);
    CHECK(report.count(Kind::open_row_followed) == 10);
    CHECK(report.count(Kind::duplicate_row) + report.count(Kind::same_key_row) == 14);
    CHECK(report.written() == fixture.ledger().size());
    CHECK(report.events_written.at(EventType::child_registered) == 2675);
    CHECK(report.events_written.at(EventType::return_rows_received) == 2675);
    UNSCOPED_INFO(to_json(report, 0));

    const auto size = fixture.ledger().size();
    const auto again = import(fixture, directory);
    CHECK(fixture.ledger().size() == size);
    CHECK(again.written() == 0);
    CHECK((again.findings == report.findings));
    CHECK((again.refusals == report.refusals));
}

}  // namespace
}  // namespace tyst
