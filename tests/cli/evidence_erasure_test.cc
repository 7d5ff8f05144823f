#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

// A reference that nobody else has: once the record is erased no event may hold it.
constexpr std::string_view kErasedReference = "CANARYREF77";

class ErasedAfterPack {
  public:
    test::SmallLedger ledger;

    ErasedAfterPack() {
        ledger.append({test::coverage_line(1)});
        const std::string child(kErasedReference);
        ledger.append(
            {test::event_line(
                 10,
                 "child_registered",
                 child,
                 "1950-01-08",
                 fmt::format(R"({{"source":"test","reference":"{}"}})", child)
             ),
             test::event_line(
                 11,
                 "identity_recorded",
                 child,
                 "1950-01-08",
                 R"({"birth_date":"1940-05-01","birth_date_certainty":"known"})"
             ),
             test::event_line(
                 12,
                 "looked_after_started",
                 child,
                 "1950-01-08",
                 R"({"route":"care-order","legal_status":"care-order","category_of_need":"N1"})"
             )}
        );
    }

    test::Outcome as(const std::string& user, std::vector<std::string> arguments) {
        ledger.machine.user_name = user;
        const test::Outcome outcome = ledger.run(std::move(arguments));
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        return outcome;
    }

    void make_pack(std::vector<std::string> about, const std::string& name) {
        const std::string path = (ledger.directory().parent_path() / name).string();
        std::vector<std::string> words = {"evidence", "create"};
        words.insert(words.end(), about.begin(), about.end());
        words.insert(
            words.end(), {"--purpose", "Test", "--recipient", "Synthetic inspectorate", "-o", path}
        );
        as("asker", words);
        const auto report = test::json_of(ledger.machine.run(
            {"evidence", "verify", path, "--receipt", path + ".receipt", "--format", "json"}
        ));
        CHECK(report.at("holds").as_bool());
    }

    void erase() {
        as("asker",
           {"retention", "request", std::string(kErasedReference), "--ground", "retention-ended"});
        const auto listed = test::json_of(as("asker", {"retention", "list", "--format", "json"}));
        const auto request = listed.at("requests").as_array().back().as_object().at("request");
        const std::string number = std::to_string(request.to_number<std::uint64_t>());
        as("approver", {"retention", "approve", number});
        ledger.machine.clock.set(*parse_timestamp("2026-03-30T09:00:00Z"));
        as("approver", {"retention", "carry-out", number});
    }
};

TEST_CASE("evidence: an erased child's reference is in no event of a pack made before") {
    ErasedAfterPack records;
    records.make_pack({"--children", std::string(kErasedReference)}, "children.zip");
    records.make_pack(
        {"--children", "test:" + std::string(kErasedReference), "--for-person"}, "person.zip"
    );
    records.make_pack({"--cohort", "looked-after"}, "cohort.zip");
    records.erase();

    const auto log = test::json_of(records.as("asker", {"log", "verify", "--format", "json"}));
    const auto size = log.at("size").to_number<std::uint64_t>();
    std::uint64_t packs = 0;
    std::uint64_t opened = 0;
    for (std::uint64_t index = 0; index < size; ++index) {
        const test::Outcome shown =
            records.ledger.run({"event", "show", std::to_string(index), "--format", "json"});
        INFO(shown.out << shown.err);
        CHECK(shown.out.find(kErasedReference) == std::string::npos);
        CHECK(shown.err.find(kErasedReference) == std::string::npos);
        if (shown.code != 0) continue;
        ++opened;
        const auto event = test::json_of(shown);
        if (event.at("type").as_string() == "evidence_pack_created") ++packs;
    }
    CHECK(packs == 3);
    CHECK(opened >= packs + 4);  // request, approval, erasure and coverage among them
    CHECK(size - opened >= 3);   // the child's own can be opened no more
}

}  // namespace
}  // namespace tyst::cli
