#include "projections/evidence/plan_pack.h"

#include <algorithm>
#include <string>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/projections/evidence/pack_records.h"

namespace tyst {
namespace {

using test::day;
using test::file;
using test::has_file;
using test::holds;
using test::ids_in;
using test::PackRecords;
using test::shipped_reference;

ErrorCode refusal(PackRecords& records, const PackQuestion& question) {
    const auto plan = plan_pack(records.ledger(), shipped_reference(), question);
    return plan ? ErrorCode::internal : plan.error().code;
}

bool same(const PackPlan& left, const PackPlan& right) {
    for (std::size_t at = 0; at < std::min(left.files.size(), right.files.size()); ++at) {
        if (left.files[at].content != right.files[at].content) UNSCOPED_INFO(left.files[at].path);
    }
    return left.question == right.question && left.streams == right.streams &&
           left.further_entries == right.further_entries &&
           std::ranges::equal(left.files, right.files, [](const auto& one, const auto& other) {
               return one.path == other.path && one.content == other.content;
           });
}

// ---- the question ----

TEST_CASE("pack: a question that cannot be understood is refused with its error") {
    PackRecords records;
    (void)records.live("V0001");
    const PackQuestion good = records.about({"sample:V0001"});
    PackQuestion bad = good;
    bad.children.clear();
    CHECK(refusal(records, bad) == ErrorCode::missing_field);
    bad = good;
    bad.cohort = "looked-after";
    CHECK(refusal(records, bad) == ErrorCode::invalid_value);
    bad = good;
    bad.purpose.clear();
    CHECK(refusal(records, bad) == ErrorCode::missing_field);
    bad = good;
    bad.language = "fr";
    CHECK(refusal(records, bad) == ErrorCode::invalid_value);
    bad = good;
    bad.size = records.ledger().size() + 1;
    CHECK(refusal(records, bad) == ErrorCode::invalid_value);
    bad = good;
    bad.disclosed_grounds = {"curiosity"};
    CHECK(refusal(records, bad) == ErrorCode::unknown_code);
    bad = good;
    bad.children = {"sample:V0404"};
    CHECK(refusal(records, bad) == ErrorCode::subject_not_found);
    bad = good;
    bad.kind = "person";
    bad.children = {"sample:V0001", "sample:V0002"};
    CHECK(refusal(records, bad) == ErrorCode::invalid_value);
    bad = good;
    bad.children.clear();
    bad.cohort = "no-such-figure";
    CHECK(refusal(records, bad) == ErrorCode::unknown_code);
}

TEST_CASE("pack: the same question gives the same bytes, however much is recorded afterwards") {
    PackRecords records;
    const auto life = records.live("V0001");
    PackQuestion question = records.about({"sample:V0001"});
    question.size = records.ledger().size();
    const PackPlan before = records.plan(question);
    records.record(life.child, ReviewHeld{}, "2019-03-01");
    (void)records.live("V0002");
    const PackPlan after = records.plan(question);
    CHECK(same(before, after));
    question.size = records.ledger().size();
    CHECK(!same(before, records.plan(question)));
}

TEST_CASE("pack: a fact that claims to have been known long ago is left out above the size") {
    PackRecords records;
    const auto life = records.live("V0001");
    PackQuestion question = records.about({"sample:V0001"});
    question.size = records.ledger().size();
    const PackPlan before = records.plan(question);
    records.write({records.claimed(life.child, ReviewHeld{}, "2019-03-01", "2019-03-02")});
    CHECK(same(before, records.plan(question)));
}

TEST_CASE("pack: the question says every default that was filled in") {
    PackRecords records;
    const auto life = records.live("V0001");
    PackQuestion question = records.about({"V0001"});
    records.declare_coverage();
    question.as_at.reset();
    const PackPlan plan = records.plan(question);
    const auto json = boost::json::parse(file(plan, "question.json")).as_object();
    CHECK(json.at("as_at") == "2020-09-14");
    CHECK(json.at("size").to_number<std::uint64_t>() == records.ledger().size());
    CHECK(json.at("children").as_array().front() == "sample:V0001");
    auto recorded = boost::json::parse(plan.question).as_object();
    CHECK(recorded.at("children").as_array().front().as_string() == to_hex(life.child.view()));
    CHECK(!holds(plan.question, "V0001"));
    recorded["children"] = json.at("children");
    CHECK(recorded == json);
    const auto root = records.ledger().root_at(plan.size);
    REQUIRE(root);
    CHECK(json.at("root").as_string() == to_hex(root->view()));
}

// ---- what is in it ----

TEST_CASE("pack: it names the streams, the entries and the files of the children asked for") {
    PackRecords records;
    records.declare_coverage();
    const auto second = records.live("V0002");
    const auto first = records.live("V0001");
    const PackPlan plan = records.plan(records.about({"sample:V0002", "sample:V0001"}));
    CHECK(plan.children == test::in_order({first.child, second.child}));
    CHECK(plan.streams == plan.children);
    CHECK(plan.size == records.ledger().size());
    CHECK(std::ranges::is_sorted(plan.further_entries));
    CHECK(plan.further_entries.size() == 2);  // the declaration of coverage, and who recorded
    CHECK(plan.files.front().path == "report.en.html");
    for (const char* path :
         {"report.cy.html",
          "children/001/chronology.en.html",
          "children/002/chronology.cy.html",
          "events.ndjson",
          "tables.xlsx",
          "sampling.csv",
          "who-looked.csv",
          "withheld.csv",
          "coverage.csv",
          "question.json",
          "reference/codes/legal-status.toml"}) {
        CHECK(has_file(plan, path));
    }
    CHECK(holds(file(plan, "children/001/chronology.en.html"), "Chronology of sample:V0001"));
}

TEST_CASE("pack: the report has each of its sections, with the same ids in both languages") {
    PackRecords records;
    records.declare_coverage();
    (void)records.live("V0001");
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    const auto english = ids_in(file(plan, "report.en.html"));
    CHECK(english == ids_in(file(plan, "report.cy.html")));
    for (const char* id :
         {"question",
          "log",
          "children",
          "child-001",
          "legal_statuses-001",
          "placements-001",
          "plans-001",
          "workers-001",
          "reviews-001",
          "alerts-001",
          "obligations-001",
          "documents-001",
          "not-held",
          "table-coverage",
          "withheld",
          "who-looked",
          "table-packs",
          "sampling",
          "law",
          "verify"}) {
        INFO(id);
        CHECK(std::ranges::find(english, id) != english.end());
    }
    auto unique = english;
    std::ranges::sort(unique);
    CHECK(std::ranges::adjacent_find(unique) == unique.end());
    CHECK(
        ids_in(file(plan, "children/001/chronology.en.html")) ==
        ids_in(file(plan, "children/001/chronology.cy.html"))
    );
    const std::string& report = file(plan, "report.en.html");
    CHECK(holds(report, "<html lang=\"en\">"));
    CHECK(holds(report, "Full care order"));
    CHECK(holds(report, "Synthetic Aled"));
    CHECK(holds(report, "What this does not hold"));
    CHECK(holds(report, "sample does not supply:"));
    CHECK(holds(file(plan, "coverage.csv"), "not supplied"));
    CHECK(holds(file(plan, "report.cy.html"), "Gorchymyn gofal llawn"));
    CHECK(!holds(report, "<script"));
    CHECK(!holds(report, "http"));
}

TEST_CASE("pack: what is corrected stands beside what it replaces, what is annulled stays") {
    PackRecords records;
    const auto life = records.live("V0001");
    LegalStatusStarted corrected;
    corrected.court = "Family Court at Otherton";
    records.correct(life.child, life.status, corrected, {"court"});
    const EventId wrong = records.record(life.child, ReviewHeld{}, "2019-03-01");
    records.annul(life.child, wrong);
    const std::string chronology =
        file(records.plan(records.about({"sample:V0001"})), "children/001/chronology.en.html");
    CHECK(holds(chronology, "<del>Family Court at Sampleton</del>"));
    CHECK(holds(chronology, "Family Court at Otherton"));
    CHECK(holds(chronology, "typed wrongly"));
    CHECK(holds(chronology, "<del>Review held</del>"));
    CHECK(holds(chronology, "recorded for the wrong child"));
}

TEST_CASE("pack: a claimed time is told as its source's claim") {
    PackRecords records;
    const auto life = records.live("V0001");
    records.write({records.claimed(life.child, ReviewHeld{}, "2019-03-01", "2019-03-02")});
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    CHECK(holds(file(plan, "children/001/chronology.en.html"), "the ledger did not witness that"));
    CHECK(holds(file(plan, "report.en.html"), "claims of the systems"));
}

TEST_CASE("pack: names that are markup or formulas are texts wherever they stand") {
    PackRecords records;
    const StreamId child = records.fixture.child("<script>alert(1)</script>");
    records.record(child, ChildRegistered{"sample", "<script>alert(1)</script>"}, "2019-01-01");
    IdentityRecorded identity;
    identity.given_name = "<img src=x onerror=alert(1)>";
    identity.family_name = "=cmd|'/c calc'!A0";
    records.record(child, std::move(identity), "2019-01-01", "\"><script>alert(2)</script>");
    const PackPlan plan = records.plan(records.about({"sample:<script>alert(1)</script>"}));
    for (const PackFile& one : plan.files) {
        if (!one.path.ends_with(".html")) continue;
        INFO(one.path);
        CHECK(!holds(one.content, "<script"));
        CHECK(!holds(one.content, "<img"));
    }
    CHECK(holds(file(plan, "report.en.html"), "&lt;script&gt;"));
    CHECK(!holds(file(plan, "sampling.csv"), ",=cmd"));
}

TEST_CASE("pack: copies of documents are in it, and named with their digests") {
    PackRecords records;
    const auto life = records.live("V0001");
    DocumentAttached document;
    document.kind = "court-order";
    document.title = "Care order";
    document.media_type = "text/plain";
    PreparedEvent prepared = records.event(life.child, document, "2019-02-04");
    prepared.event.attachments = {{"../../etc/passwd", "abc"}};
    records.write({std::move(prepared)});
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    const auto found = std::ranges::find_if(plan.files, [](const PackFile& one) {
        return one.path.starts_with("documents/");
    });
    REQUIRE(found != plan.files.end());
    CHECK(found->content == "abc");
    CHECK(std::ranges::count(found->path, '/') == 1);
    CHECK(!holds(found->path, "/."));
    // SHA-256 of "abc".
    CHECK(holds(
        file(plan, "report.en.html"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ));
}

TEST_CASE("pack: who looked and earlier packs are told, other children's are not opened") {
    PackRecords records;
    const auto life = records.live("V0001");
    const auto other = records.live("V0002");
    const auto reading = records.ledger().find_or_create(
        {SubjectKind::actor_reading, Compartment::none, "directory", "Synthetic Reader 2020"}
    );
    REQUIRE(reading);
    AccessRecorded alone;
    alone.basis = "review";
    alone.what = "child show";
    alone.children = {life.child};
    records.record(*reading, alone, "2020-09-14");
    AccessRecorded both = alone;
    both.what = "caseload";
    both.children = test::in_order({life.child, other.child});
    records.record(*reading, both, "2020-09-14");
    EvidencePackCreated pack;
    pack.kind = "inspection";
    pack.purpose = "An earlier purpose";
    pack.recipient = "Somebody earlier";
    pack.language = "en";
    pack.question = "{}";
    pack.children = {life.child};
    const EventId made = records.record(records.ledger().authority_stream(), pack, "2020-09-14");
    records.record(
        records.ledger().authority_stream(),
        EvidencePackHandedOver{made, "in-person", "Synthetic Inspector"},
        "2020-09-14"
    );
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    const std::string& report = file(plan, "report.en.html");
    CHECK(holds(report, "child show"));
    CHECK(holds(report, "caseload"));
    CHECK(holds(report, "An earlier purpose"));
    CHECK(holds(report, "Synthetic Inspector"));
    CHECK(holds(file(plan, "events.ndjson"), "evidence_pack_handed_over"));
    CHECK(holds(file(plan, "who-looked.csv"), "Synthetic Recorder"));
    REQUIRE(plan.withheld.size() == 1);
    CHECK(plan.withheld.front().ground == "third-party");
    CHECK(holds(file(plan, "events.ndjson"), "child show"));
    CHECK(!holds(file(plan, "events.ndjson"), to_hex(other.child.view())));
}

// ---- what does not fit together ----

TEST_CASE("pack: what does not fit together is told per child, in both languages") {
    PackRecords records;
    const auto life = records.live("V0001");
    (void)records.live("V0002");
    PlacementStarted second;
    second.setting = "foster";
    records.record(life.child, second, "2019-02-04");
    records.record(life.child, ReviewHeld{}, "2020-12-01");  // planned
    PackQuestion question = records.about({"sample:V0001", "sample:V0002"});
    const PackPlan plan = records.plan(question);
    const std::string& report = file(plan, "report.en.html");
    CHECK(holds(report, "nothing but the order of the log says which came first"));
    CHECK(holds(report, "It was known before 1 December 2020"));
    CHECK(holds(report, "Nothing was found that does not fit together."));
    CHECK(holds(file(plan, "report.cy.html"), "dim ond trefn y log"));
    const auto ids = ids_in(report);
    CHECK(std::ranges::find(ids, "findings-001") != ids.end());
    CHECK(std::ranges::find(ids, "findings-002") != ids.end());
}

TEST_CASE("pack: what does not fit together names nothing that is withheld") {
    PackRecords records;
    const auto life = records.live("V0001");
    const EventId planned = records.record(life.child, ReviewHeld{}, "2020-12-01");
    const EventId decision = records.withhold(life.child, planned, "event", "third-party");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    CHECK(!holds(file(plan, "report.en.html"), "1 December 2020"));
}

TEST_CASE("pack: every link of a page leads to a place that there is") {
    PackRecords records;
    const auto life = records.live("V0001");
    LegalStatusStarted corrected;
    corrected.court = "Family Court at Otherton";
    records.correct(life.child, life.status, corrected, {"court"});
    const EventId wrong = records.record(life.child, ReviewHeld{}, "2019-03-01");
    records.annul(life.child, wrong);
    records.record(life.child, AllocationEnded{wrong, "other"}, "2019-04-01");
    LookedAfterStarted route;
    route.route = "police-protection";
    records.correct(life.child, life.started, route, {"route"});
    const EventId decision = records.withhold(life.child, life.started, "event", "third-party");
    records.become("Synthetic Second");
    records.confirm(life.child, decision);
    const PackPlan plan = records.plan(records.about({"sample:V0001"}));
    const auto places = ids_in(file(plan, "children/001/chronology.en.html"));
    const std::string& report = file(plan, "report.en.html");
    constexpr std::string_view kMark = "chronology.en.html#";
    std::size_t links = 0;
    for (auto at = report.find(kMark); at != std::string::npos; at = report.find(kMark, at + 1)) {
        const auto from = at + kMark.size();
        const std::string place = report.substr(from, report.find('"', from) - from);
        INFO(place);
        CHECK(std::ranges::find(places, place) != places.end());
        ++links;
    }
    CHECK(links > 5);
}

// ---- cohorts ----

TEST_CASE("pack: a figure is told with every child counted and not counted, and why") {
    PackRecords records;
    records.declare_coverage();
    (void)records.live("V0001");
    const auto left = records.live("V0002");
    records.record(left.child, LookedAfterEnded{"other", "E4"}, "2020-01-10");
    const StreamId never = records.fixture.child("V0003");
    records.record(never, ChildRegistered{"sample", "V0003"}, "2019-01-01");
    PackQuestion question = records.about({});
    question.cohort = "looked-after";
    const PackPlan plan = records.plan(question);
    const auto figure = boost::json::parse(file(plan, "figure.json")).as_object();
    CHECK(figure.at("value").to_number<std::uint64_t>() == 1);
    REQUIRE(figure.at("counted").as_array().size() == 1);
    REQUIRE(figure.at("not_counted").as_array().size() == 2);
    const auto& ended = figure.at("not_counted").as_array()[0].as_object();
    CHECK(ended.at("child") == "sample:V0002");
    CHECK(ended.at("reason").as_object().at("why") == "reason.care_ended");
    CHECK(ended.at("entries").as_array().size() == 2);
    for (const auto& entry : ended.at("entries").as_array()) {
        CHECK(std::ranges::binary_search(
            plan.further_entries, LogIndex{entry.to_number<std::uint64_t>()}
        ));
    }
    CHECK(plan.children.size() == 1);
    const std::string& report = file(plan, "report.en.html");
    CHECK(holds(report, "not looked after: care ended on 10 January 2020"));
    CHECK(holds(report, "no period of care is recorded"));
    CHECK(holds(report, "looked after since 4 February 2019"));
    CHECK(ids_in(report) == ids_in(file(plan, "report.cy.html")));
    CHECK(has_file(plan, "counted.csv"));
    CHECK(has_file(plan, "not-counted.csv"));
}

TEST_CASE("pack: a rule is told with its versions, its law and who stands on its list") {
    PackRecords records;
    records.declare_coverage();
    (void)records.live("V0001");  // no review was ever held
    const StreamId never = records.fixture.child("V0003");
    records.record(never, ChildRegistered{"sample", "V0003"}, "2019-01-01");
    PackQuestion question = records.about({});
    question.cohort = "D1";
    const PackPlan plan = records.plan(question);
    const auto rule = boost::json::parse(file(plan, "rule.json")).as_object();
    CHECK(rule.at("value").to_number<std::uint64_t>() == 1);
    CHECK(rule.at("rules").as_array().size() >= 2);
    CHECK(rule.at("not_counted").as_array().size() == 1);
    CHECK(has_file(plan, "reference/rules/wales/d1-review-overdue.toml"));
    const std::string& report = file(plan, "report.en.html");
    CHECK(holds(report, "open under D1"));
    CHECK(holds(report, "the citation was verified"));
}

}  // namespace
}  // namespace tyst
