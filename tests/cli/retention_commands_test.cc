#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "ledger/erasure_records.h"
#include "tests/cli/small_ledger.h"
#include "tests/ledger/damage.h"

namespace tyst::cli {
namespace {

using test::json_of;
using test::Outcome;
using test::SmallLedger;

// A name that nobody has: it must be found nowhere once its record is destroyed.
constexpr std::string_view kCanary = "Caneri-Melyn";

std::string identity_body(std::string_view born, std::string_view name) {
    return fmt::format(
        R"({{"birth_date":"{}","birth_date_certainty":"known","given_name":"{}"}})", born, name
    );
}

// Two people whose records are due, one of them with two joined records, and one who is young.
class RetentionDesk {
  public:
    SmallLedger ledger;

    RetentionDesk() {
        ledger.append({test::coverage_line(1)});
        register_child(10, "OLD", "1940-05-01", kCanary);
        register_child(20, "TWIN", "1940-05-01", kCanary);
        register_child(30, "OTHER", "1941-07-01", "Sampl-Elen");
        ledger.append(test::child_lines(40, "YOUNG"));
        join(60, "OLD", "TWIN");
        join(61, "TWIN", "OLD");
    }

    Outcome as(const std::string& user, std::vector<std::string> arguments) {
        ledger.machine.user_name = user;
        return ledger.run(std::move(arguments));
    }
    void on(std::string_view time) { ledger.machine.clock.set(*parse_timestamp(time)); }

    // The entry of a new request.
    std::string request(const std::string& child) {
        const Outcome outcome =
            as("asker", {"retention", "request", child, "--ground", "retention-ended"});
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        const auto requests = json_of(as("asker", {"retention", "list", "--format", "json"}))
                                  .at("requests")
                                  .as_array();
        return std::to_string(requests.back().as_object().at("request").to_number<std::uint64_t>());
    }
    std::string state() {
        return std::string(json_of(as("asker", {"retention", "list", "--format", "json"}))
                               .at("requests")
                               .as_array()
                               .back()
                               .as_object()
                               .at("state")
                               .as_string());
    }
    boost::json::object due(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments = {"retention", "due", "--format", "json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return json_of(as("asker", std::move(arguments)));
    }

  private:
    void register_child(
        int number, const std::string& child, std::string_view born, std::string_view name
    ) {
        ledger.append(
            {test::event_line(
                 number,
                 "child_registered",
                 child,
                 "1950-01-08",
                 fmt::format(R"({{"source":"test","reference":"{}"}})", child)
             ),
             test::event_line(
                 number + 1, "identity_recorded", child, "1950-01-08", identity_body(born, name)
             ),
             test::event_line(
                 number + 2,
                 "looked_after_started",
                 child,
                 "1950-01-08",
                 R"({"route":"care-order","legal_status":"care-order","category_of_need":"N1"})"
             )}
        );
    }
    void join(int number, const std::string& child, const std::string& other) {
        ledger.append({test::event_line(
            number,
            "records_joined",
            child,
            "2026-03-02",
            fmt::format(
                R"({{"other":{{"kind":"child","source":"test","reference":"{}"}},"basis":"same"}})",
                other
            )
        )});
    }
};

std::vector<std::string> children_of(const boost::json::object& answer) {
    std::vector<std::string> children;
    for (const auto& row : answer.at("records").as_array()) {
        children.emplace_back(row.as_object().at("child").as_string());
    }
    return children;
}

void check_refused(const Outcome& outcome, std::string_view why) {
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 5);
    CHECK(outcome.err.find(why) != std::string::npos);
}

bool any_file_holds(const std::filesystem::path& directory, std::string_view text) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
}

TEST_CASE("retention due: records by day, the law, the days counted, and what is never due") {
    RetentionDesk desk;
    const auto answer = desk.due();
    CHECK(children_of(answer) == std::vector<std::string>{"OLD", "OTHER"});
    const auto& row = answer.at("records").as_array().front().as_object();
    CHECK(row.at("first_day").as_string() == "2015-05-02");
    CHECK(row.at("rule").as_string() == "K-case-record");
    CHECK(row.at("version").as_string() == "2015");
    CHECK(row.at("streams").as_array().size() == 2);
    CHECK(row.at("steps").as_array().size() == 3);
    CHECK(row.at("held_by").as_array().empty());
    CHECK(
        children_of(desk.due({"--by", "2085-05-02"})) ==
        std::vector<std::string>{"OLD", "OTHER", "YOUNG"}
    );
    CHECK(children_of(desk.due({"--by", "2016-07-01"})) == std::vector<std::string>{"OLD"});
    CHECK(children_of(desk.due({"--child", "YOUNG"})) == std::vector<std::string>{"YOUNG"});
    CHECK(desk.as("asker", {"retention", "due", "--child", "NOBODY"}).code == 3);
    // By any of its streams, as `streams` gives them.
    for (const auto& stream : row.at("streams").as_array()) {
        CHECK(
            children_of(desk.due({"--child", std::string(stream.as_string())})) ==
            std::vector<std::string>{"OLD"}
        );
    }
    CHECK(desk.as("asker", {"retention", "due", "--child", std::string(32, '0')}).code == 3);
    CHECK(desk.as("asker", {"retention", "due", "--by", "2030-01-01", "--within", "3"}).code == 2);
    desk.ledger.append({test::event_line(
        70,
        "identity_recorded",
        "OTHER",
        "2026-03-01",
        R"({"birth_date":"1941-07-01","birth_date_certainty":"estimated"})"
    )});
    const auto never = desk.due({"--never"});
    CHECK(children_of(never) == std::vector<std::string>{"OTHER"});
    CHECK(never.at("never").as_object().at("birth-estimated") == 1);
    const Outcome table = desk.as("asker", {"retention", "due"});
    CHECK(table.out.find("kept to the end of 2015-05-01") != std::string::npos);
    CHECK(table.out.find("1 never: the date of birth is an estimate") != std::string::npos);
}

TEST_CASE("retention request: only what is due, unless a court or an error is the ground") {
    RetentionDesk desk;
    check_refused(
        desk.as("asker", {"retention", "request", "YOUNG", "--ground", "retention-ended"}),
        "2085-05-02"
    );
    const std::vector<std::string> by_order = {
        "retention", "request", "YOUNG", "--ground", "court-order"
    };
    CHECK(desk.as("asker", by_order).code == 2);
    std::vector<std::string> explained = by_order;
    explained.insert(explained.end(), {"--explanation", "Order of 1 March 2026"});
    CHECK(desk.as("asker", explained).code == 0);
    check_refused(desk.as("asker", explained), "asks for it already");
    CHECK(desk.as("asker", {"retention", "approve", "0"}).code == 3);
}

TEST_CASE("retention: what is asked for is approved by another, or refused, once") {
    RetentionDesk desk;
    const std::string request = desk.request("OLD");
    check_refused(desk.as("asker", {"retention", "approve", request}), "another person");
    CHECK(desk.state() == "requested");
    check_refused(desk.as("asker", {"retention", "carry-out", request}), "no second person");
    CHECK(desk.as("approver", {"retention", "approve", request}).code == 0);
    CHECK(desk.state() == "approved");
    check_refused(desk.as("approver", {"retention", "approve", request}), "approved already");
    check_refused(
        desk.as("approver", {"retention", "carry-out", request}), "not before 2026-03-30"
    );
    const std::vector<std::string> refusal = {
        "retention", "refuse", request, "--explanation", "Asked for too soon"
    };
    CHECK(desk.as("asker", refusal).code == 0);
    CHECK(desk.state() == "refused");
    check_refused(desk.as("asker", refusal), "refused already");
    desk.on("2026-03-30T09:00:00Z");
    check_refused(desk.as("approver", {"retention", "carry-out", request}), "refused or withdrawn");
    CHECK_FALSE(desk.request("OLD").empty());
}

TEST_CASE("retention hold: over a joined record or over all, it stops the carrying out") {
    RetentionDesk desk;
    const std::string request = desk.request("OLD");
    REQUIRE(desk.as("approver", {"retention", "approve", request}).code == 0);
    desk.on("2026-03-30T09:00:00Z");
    const std::vector<std::string> why = {"--cause", "Claim", "--authority", "Legal services"};
    for (const std::string over : {"TWIN", "--all"}) {
        std::vector<std::string> hold = {"retention", "hold", over};
        hold.insert(hold.end(), why.begin(), why.end());
        REQUIRE(desk.as("asker", hold).code == 0);
        const Outcome stopped = desk.as("approver", {"retention", "carry-out", request});
        check_refused(stopped, "a legal hold stands");
        check_refused(stopped, "`tyst retention list --holds`");
        check_refused(stopped, "`tyst retention lift ");
        const auto held = desk.due().at("records").as_array().front().as_object();
        CHECK(held.at("held_by").as_array().size() == (over == "TWIN" ? 2 : 1));
        const auto holds =
            json_of(desk.as("asker", {"retention", "list", "--holds", "--format", "json"}));
        const std::string index = std::to_string(
            holds.at("holds").as_array().back().as_object().at("hold").to_number<std::uint64_t>()
        );
        const std::vector<std::string> lift = {"retention", "lift", index, "--cause", "Settled"};
        CHECK(desk.as("asker", lift).code == 0);
        check_refused(desk.as("asker", lift), "was lifted");
    }
    std::vector<std::string> nobody = {"retention", "hold"};
    nobody.insert(nobody.end(), why.begin(), why.end());
    CHECK(desk.as("asker", nobody).code == 2);
    CHECK(desk.as("asker", {"retention", "lift", "0", "--cause", "x"}).code == 3);
}

// Index and event id of the first entry whose event has this text in that field.
std::pair<std::string, std::string> entry_where(
    RetentionDesk& desk, std::string_view field, std::string_view text
) {
    for (std::uint64_t index = 0;; ++index) {
        const Outcome shown =
            desk.as("asker", {"event", "show", std::to_string(index), "--format", "json"});
        INFO(shown.err);
        REQUIRE(shown.code == 0);
        const auto event = json_of(shown);
        if (event.contains(field) && event.at(field).as_string() == text) {
            return {std::to_string(index), std::string(event.at("id").as_string())};
        }
    }
}

TEST_CASE("reading: a child whose key went without a receipt is refused by every command, by name"
) {
    RetentionDesk desk;
    const auto row = desk.due({"--child", "OTHER"}).at("records").as_array().front().as_object();
    const std::string stream(row.at("streams").as_array().front().as_string());
    const std::string entry = entry_where(desk, "stream", stream).first;
    tyst::test::empty_key_row(
        desk.ledger.directory(), *StreamId::from(as_bytes(*from_hex(stream)))
    );
    const std::string pack = (desk.ledger.directory().parent_path() / "pack.zip").string();
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
             {"child", "show", "test:OTHER"},
             {"child", "timeline", "test:OTHER"},
             {"event", "show", entry},
             {"evidence",
              "create",
              "--children",
              "test:OTHER",
              "--purpose",
              "Test",
              "--recipient",
              "Synthetic inspectorate",
              "-o",
              pack}
         }) {
        const Outcome outcome = desk.as("asker", command);
        INFO(command[0] << ' ' << command[1] << ": " << outcome.out << outcome.err);
        CHECK(outcome.code == 6);
        CHECK(outcome.err.find("subject_without_key 415") != std::string::npos);
        CHECK(outcome.err.find(stream) != std::string::npos);
    }
    CHECK(desk.as("asker", {"child", "show", "test:OLD"}).code == 0);
}

TEST_CASE("event append: what only a command records nothing annuls or reverses") {
    RetentionDesk desk;
    const auto backup = (desk.ledger.directory().parent_path() / "backup").string();
    REQUIRE(desk.as("asker", {"backup", "create", backup}).code == 0);
    REQUIRE(
        desk.as("asker", {"key", "copy", "record", "--place", "the safe", "--holder", "head of IT"})
            .code == 0
    );
    const auto annulment = [&](std::string_view kind, const std::string& target) {
        return fmt::format(
            R"({{"subject":{{"kind":"authority","source":"test","reference":"authority"}},)"
            R"("occurred":"2026-03-01","reason":"x","relation":{{"kind":"{}","target":"{}"}}}})",
            kind,
            target
        );
    };
    for (const std::string_view kind : {"annuls", "reverses"}) {
        for (const auto& [type, instead] :
             {std::pair("backup_taken", "tyst backup prune"),
              std::pair("root_key_copy_recorded", "tyst key copy destroyed")}) {
            const Outcome refused = desk.ledger.run(
                {"event", "append", "-"},
                annulment(kind, entry_where(desk, "type", type).second) + "\n"
            );
            INFO(refused.err);
            CHECK(refused.code == 1);
            CHECK(refused.err.find("line 1: relation.target") != std::string::npos);
            CHECK(refused.err.find(instead) != std::string::npos);
        }
    }
}

TEST_CASE("retention hold: records parted since stay held, and are lifted together") {
    RetentionDesk desk;
    REQUIRE(
        desk.as("asker",
                {"retention", "hold", "OLD", "--cause", "Claim", "--authority", "Legal services"})
            .code == 0
    );
    const auto holds = [&] {
        return json_of(desk.as("asker", {"retention", "list", "--holds", "--format", "json"}))
            .at("holds")
            .as_array();
    };
    REQUIRE(holds().size() == 2);
    const auto parted = [](const std::string& child, const std::string& other, int number) {
        return test::event_line(
            number,
            "records_parted",
            child,
            "2026-03-02",
            fmt::format(
                R"({{"other":{{"kind":"child","source":"test","reference":"{}"}},"basis":"two"}})",
                other
            )
        );
    };
    desk.ledger.append({parted("OLD", "TWIN", 80), parted("TWIN", "OLD", 81)});
    const std::string request = desk.request("TWIN");
    REQUIRE(desk.as("approver", {"retention", "approve", request}).code == 0);
    desk.on("2026-03-30T09:00:00Z");
    check_refused(desk.as("approver", {"retention", "carry-out", request}), "a legal hold");
    const std::string last =
        std::to_string(holds().back().as_object().at("hold").to_number<std::uint64_t>());
    CHECK(desk.as("asker", {"retention", "lift", last, "--cause", "Settled"}).code == 0);
    for (const auto& hold : holds()) {
        CHECK(hold.as_object().contains("lifted"));
    }
    CHECK(desk.as("approver", {"retention", "carry-out", request}).code == 0);
}

TEST_CASE("retention: no day that a sample pins makes a record due") {
    RetentionDesk desk;
    desk.ledger.append(
        {R"({"id":"00000000-0000-7000-8000-000000000090","type":"sample_declared",)"
         R"("subject":{"kind":"authority","source":"test","reference":"authority"},)"
         R"("occurred":"2026-03-01","body":{"name":"later","seed":1,"today":"2099-01-01"}})"}
    );
    CHECK(desk.due({"--child", "YOUNG"}).at("by").as_string() == "2099-01-01");
    check_refused(
        desk.as("asker", {"retention", "request", "YOUNG", "--ground", "retention-ended"}),
        "2085-05-02"
    );
}

TEST_CASE("retention request: what stays and would never be due is told") {
    RetentionDesk desk;
    std::string line = test::event_line(
        91, "person_statement_recorded", "OTHER", "2026-03-01", R"({"statement":"Words"})"
    );
    const std::string subject = R"("reference":"OTHER")";
    line.replace(line.find(subject), subject.size(), subject + R"(,"compartment":"restricted")");
    desk.ledger.append({line});
    const Outcome asked = desk.as(
        "asker",
        {"retention", "request", "OTHER", "--ground", "retention-ended", "--record", "case"}
    );
    CHECK(asked.code == 0);
    CHECK(
        asked.err.find("the restricted record stays and would never be due") != std::string::npos
    );
}

TEST_CASE("retention: records joined after the request are refused at the carrying out") {
    RetentionDesk desk;
    const std::string request = desk.request("OTHER");
    REQUIRE(desk.as("approver", {"retention", "approve", request}).code == 0);
    desk.ledger.machine.user_name = "asker";
    const auto joined = [](const std::string& child, const std::string& other, int number) {
        return test::event_line(
            number,
            "records_joined",
            child,
            "2026-03-02",
            fmt::format(
                R"({{"other":{{"kind":"child","source":"test","reference":"{}"}},"basis":"same"}})",
                other
            )
        );
    };
    desk.ledger.append({joined("OTHER", "YOUNG", 80), joined("YOUNG", "OTHER", 81)});
    desk.on("2026-03-30T09:00:00Z");
    check_refused(desk.as("approver", {"retention", "carry-out", request}), "joined or parted");
}

std::size_t erased_told(const boost::json::object& answer) {
    return answer.at("erased").to_number<std::size_t>();
}

TEST_CASE(
    "retention carry-out: the record is gone, its receipt stays, and answers say what they lack"
) {
    RetentionDesk desk;
    REQUIRE(desk.as("asker", {"caseload"}).code == 0);  // views that hold the record
    REQUIRE(
        desk.as("asker", {"key", "copy", "record", "--place", "Safe 2", "--holder", "IT"}).code == 0
    );
    const std::vector<std::string> figures = {"figures", "--format", "json"};
    CHECK(erased_told(json_of(desk.as("asker", figures))) == 0);
    const std::string request = desk.request("TWIN");
    REQUIRE(desk.as("approver", {"retention", "approve", request}).code == 0);
    desk.on("2026-03-30T09:00:00Z");
    const auto receipt =
        json_of(desk.as("approver", {"retention", "carry-out", request, "--format", "json"}));
    CHECK(receipt.at("streams").as_array().size() == 2);
    CHECK(receipt.at("parts").to_number<std::uint64_t>() >= 8);
    CHECK(receipt.at("root_generation").to_number<std::uint64_t>() >= 1);
    CHECK(receipt.at("proof").as_string().starts_with("c2sp.org/tlog-proof@v1\n"));
    const auto copies = receipt.at("root_copies").as_array();
    REQUIRE(copies.size() == 1);
    CHECK(copies.front().as_string().find("Safe 2") != std::string::npos);

    CHECK(desk.state() == "carried-out");
    check_refused(desk.as("approver", {"retention", "carry-out", request}), "carried out before");
    for (const std::string gone : {"OLD", "TWIN", "test:OLD"}) {
        const Outcome shown = desk.as("asker", {"child", "show", gone});
        CHECK(shown.code == 3);
        CHECK(shown.err.find("subject_not_found") != std::string::npos);
        CHECK(shown.err.find("eras") == std::string::npos);
    }
    CHECK(desk.as("asker", {"child", "show", "OTHER"}).code == 0);
    CHECK(
        children_of(desk.due({"--by", "2085-05-02"})) == std::vector<std::string>{"OTHER", "YOUNG"}
    );

    // Views stand rebuilt, and hold what a fold on demand gives.
    const auto stored = json_of(desk.as("asker", {"caseload", "--format", "json"}));
    const auto folded =
        json_of(desk.as("asker", {"caseload", "--format", "json", "--as-at", "2026-03-30"}));
    CHECK(stored.at("children") == folded.at("children"));
    CHECK_FALSE(any_file_holds(desk.ledger.directory(), kCanary));

    CHECK(erased_told(stored) == 1);
    CHECK(erased_told(json_of(desk.as("asker", figures))) == 1);
    CHECK(erased_told(json_of(desk.as("asker", {"drift", "list", "--format", "json"}))) == 1);
    // Computed again for a day before the erasure, they lack it all the same; before the record,
    // no.
    std::vector<std::string> earlier = figures;
    earlier.insert(earlier.end(), {"--known-at", "2026-03-02"});
    CHECK(erased_told(json_of(desk.as("asker", earlier))) == 1);
    earlier.back() = "2026-03-01";
    CHECK(erased_told(json_of(desk.as("asker", earlier))) == 0);
    CHECK(
        desk.as("asker", {"figures"}).out.ends_with("1 erased record cannot be counted any more\n")
    );
    CHECK(
        desk.as("asker", {"caseload"}).out.ends_with("1 erased record cannot be counted any more\n")
    );

    const auto verified = json_of(desk.as("asker", {"log", "verify", "--format", "json"}));
    CHECK(verified.at("holds").as_bool());
    CHECK(verified.at("records_erased") == 1);
    CHECK(verified.at("parts_erased") == receipt.at("parts"));
}

// Carries out the newest request through the ledger alone, as if the process had been killed before
// it built the views anew.
void erase_and_stop(RetentionDesk& desk) {
    auto opened = Ledger::open(
        {desk.ledger.directory(), desk.ledger.root_key(), {}, {}, nullptr},
        desk.ledger.machine.clock,
        desk.ledger.machine.entropy
    );
    REQUIRE(opened);
    const auto cases = erasure_cases(**opened);
    REQUIRE(cases);
    const auto actor = (*opened)->find_or_register({"os-user", "local", "approver", "approver"});
    REQUIRE(actor);
    const auto erased = (*opened)->erase(cases->back().request, *actor, [](const ErasureCase&) {
        return Result<void>();
    });
    INFO((erased ? "" : erased.error().context));
    REQUIRE(erased);
}

TEST_CASE("retention: views left under the key of before an erasure go when they are next opened") {
    RetentionDesk desk;
    const std::vector<std::string> caseload = {"caseload", "--format", "json"};
    REQUIRE(desk.as("asker", caseload).code == 0);
    const std::string request = desk.request("OLD");
    REQUIRE(desk.as("approver", {"retention", "approve", request}).code == 0);
    desk.on("2026-03-30T09:00:00Z");
    const auto views = desk.ledger.directory() / "views";
    REQUIRE(std::filesystem::exists(views / "current"));
    erase_and_stop(desk);
    REQUIRE(std::filesystem::exists(views / "current"));
    SECTION("by the doctor, who reads them") {
        CHECK(desk.as("asker", {"doctor"}).code == 0);
        CHECK(std::filesystem::is_empty(views));
    }
    SECTION("by a rebuild") {
        CHECK(desk.as("asker", {"rebuild"}).code == 0);
    }
    const auto stored = json_of(desk.as("asker", caseload));
    std::vector<std::string> on_demand = caseload;
    on_demand.insert(on_demand.end(), {"--as-at", "2026-03-30"});
    CHECK(stored.at("children") == json_of(desk.as("asker", on_demand)).at("children"));
    CHECK(erased_told(stored) == 1);
}

TEST_CASE("key copy: copies of the root key are recorded, and recorded as destroyed") {
    SmallLedger ledger;
    const Outcome recorded =
        ledger.run({"key", "copy", "record", "--place", "Safe 2", "--holder", "Head of IT"});
    REQUIRE(recorded.code == 0);
    const std::size_t entry = recorded.out.find("entry ") + 6;
    const std::string index = recorded.out.substr(entry, recorded.out.find(',', entry) - entry);
    const std::vector<std::string> destroyed = {
        "key", "copy", "destroyed", index, "--how", "Shredded"
    };
    CHECK(ledger.run(destroyed).code == 0);
    check_refused(ledger.run(destroyed), "was destroyed");
    CHECK(ledger.run({"key", "copy", "destroyed", "0", "--how", "Shredded"}).code == 3);
}

TEST_CASE("doctor: an approved erasure past its day is told, unless all records are held") {
    RetentionDesk desk;
    const auto line = [&] {
        const auto report = json_of(desk.as("asker", {"doctor", "--format", "json"}));
        for (const auto& check : report.at("checks").as_array()) {
            if (check.as_object().at("check").as_string() == "erasures") return check.as_object();
        }
        FAIL("no such line");
        return boost::json::object();
    };
    CHECK(line().at("level").as_string() == "ok");
    const std::string request = desk.request("OLD");
    REQUIRE(desk.as("approver", {"retention", "approve", request}).code == 0);
    CHECK(line().at("level").as_string() == "ok");
    desk.on("2026-03-30T09:00:00Z");
    CHECK(line().at("level").as_string() == "warn");
    REQUIRE(
        desk.as("asker",
                {"retention", "hold", "--all", "--cause", "Inquiry", "--authority", "Order"})
            .code == 0
    );
    CHECK(line().at("level").as_string() == "ok");
    CHECK(line().at("found").as_string().find("1 holds over all") != std::string::npos);
}

}  // namespace
}  // namespace tyst::cli
