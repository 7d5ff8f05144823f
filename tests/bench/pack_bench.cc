#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ledger/evidence/pack_builder.h"
#include "ledger/evidence/pack_verifier.h"
#include "projections/evidence/plan_pack.h"
#include "projections/evidence/who_looked.h"
#include "tests/bench/bench.h"

// Evidence packs from the question to the last byte of the ZIP: pages, tables, proofs.
namespace tyst::bench {
namespace {

constexpr std::uint64_t kEventsOfChild = 1'000;
constexpr std::string_view kLongLived = "long-lived";
constexpr std::size_t kDocumentBytes = 20'000;
constexpr std::uint64_t kEntriesALook = 50;  // one look at records for so many entries

PersonCitation worker(std::string reference, std::string role) {
    PersonCitation cited;
    cited.source = "sample";
    cited.name = "Synthetic " + reference;
    cited.reference = std::move(reference);
    cited.role = std::move(role);
    return cited;
}

VisitMade visit() {
    VisitMade made;
    made.kind = "statutory";
    made.child_seen = true;
    made.child_seen_alone = true;
    made.visitor = worker("SW001", "social worker");
    return made;
}

ReviewHeld review(std::uint64_t number) {
    ReviewHeld held;
    held.participation = "PN1";
    held.child_seen_alone = true;
    held.chair = worker("IRO01", "reviewing officer");
    held.decisions = {
        {fmt::format("{}a", number),
         "Family time with the siblings twice a month, arranged by the social worker.",
         worker("SW001", "social worker"),
         {}},
        {fmt::format("{}b", number),
         "The school is asked for a plan of its own.",
         worker("SW002", "social worker"),
         {}},
    };
    return held;
}

DocumentAttached document(std::uint64_t number) {
    DocumentAttached attached;
    attached.kind = "review-record";
    attached.title = fmt::format("Record of review {}", number);
    attached.media_type = "text/plain";
    return attached;
}

PlacementStarted placement() {
    PlacementStarted started;
    started.setting = "foster";
    started.carer_relationship = "unrelated";
    started.provider = "own";
    started.location = "own-authority";
    started.carer = worker("FC001", "foster carer");
    return started;
}

// What happens to a child in care over and over again, at about the rates of a long stay.
Body happening(std::uint64_t number) {
    switch (number % 20) {
        case 0:
            return review(number);
        case 1:
            return document(number);
        case 2:
            return HealthCheckRecorded{"dentist", "done"};
        case 3: {
            CareAndSupportPlanRecorded plan;
            plan.kind = "part-6";
            plan.version = static_cast<std::uint32_t>(number);
            plan.author = worker("SW001", "social worker");
            return plan;
        }
        case 4:
            return number % 40 == 4 ? Body(placement()) : Body(visit());
        default:
            return visit();
    }
}

// A child with a thousand events over ten years, copies of documents among them.
void record_long_life(Ledger& ledger) {
    const StreamId actor = need(
        ledger.find_or_create({SubjectKind::actor, Compartment::none, "os-user", "bench"}),
        "make actor"
    );
    const Date first = Date::of(2014, 1, 6);
    std::vector<Submission> life;
    const auto add = [&](Body body, int days) {
        Submission submission;
        submission.subject = {
            SubjectKind::child, Compartment::child_case, "sample", std::string(kLongLived)
        };
        submission.event.id = ledger.new_event_id();
        submission.event.occurred.date = first.plus_days(days);
        submission.event.reason =
            "Synthetic: recorded by a benchmark, about as long as a note that says what was seen.";
        submission.event.language = "en";
        if (std::holds_alternative<DocumentAttached>(body)) {
            submission.event.attachments = {
                {fmt::format("review-{}.txt", days), std::string(kDocumentBytes, 'x')}
            };
        }
        submission.event.body = std::move(body);
        life.push_back(std::move(submission));
    };
    add(ChildRegistered{"sample", std::string(kLongLived)}, 0);
    IdentityRecorded identity;
    identity.given_name = "Synthetic";
    identity.family_name = "Sampl-Long";
    identity.birth_date = Date::of(2010, 5, 17);
    identity.birth_date_certainty = "known";
    add(std::move(identity), 0);
    LookedAfterStarted started;
    started.route = "care-order";
    started.legal_status = "care-order";
    started.category_of_need = "N1";
    add(std::move(started), 0);
    LegalStatusStarted status;
    status.status = "care-order";
    add(std::move(status), 0);
    AllocationStarted iro;
    iro.role = "iro";
    iro.worker = worker("IRO01", "reviewing officer");
    add(std::move(iro), 0);
    add(placement(), 0);
    for (std::uint64_t number = life.size(); number < kEventsOfChild; ++number)
        add(happening(number), static_cast<int>(number) * 3);
    constexpr std::size_t kAtOnce = 200;
    for (std::size_t from = 0; from < life.size(); from += kAtOnce) {
        const auto to = std::min(life.size(), from + kAtOnce);
        const auto at = [&](std::size_t place) { return life.begin() + static_cast<int>(place); };
        auto prepared = need(ledger.prepare({at(from), at(to)}, actor), "prepare");
        need(ledger.append({std::move(prepared), {}}), "append");
    }
}

PackQuestion asked(std::uint64_t size) {
    PackQuestion question;
    question.as_at = Date::of(2024, 3, 31);
    question.size = size;
    question.purpose = "A benchmark";
    question.recipient = "Nobody";
    return question;
}

// The pack of one question, from the question to the bytes.
class Measured {
  public:
    Measured(Ledger& ledger, const ReferenceSet& reference, const PackQuestion& question) {
        plan_seconds =
            seconds_of([&] { plan = need(plan_pack(ledger, reference, question), "plan"); });
        build_seconds = seconds_of([&] { built = need(build_pack(ledger, plan), "build"); });
    }
    // Reading and opening the same records, with their people and documents, and nothing else.
    [[nodiscard]] double seconds_to_read(Ledger& ledger) const {
        return seconds_of([&] {
            for (const StreamId& stream : plan.streams)
                (void)need(ledger.read_stream(stream, ReadDepth::with_attachments), "read");
        });
    }
    [[nodiscard]] double create_seconds() const { return plan_seconds + build_seconds; }

    PackPlan plan;
    BuiltPack built;
    double plan_seconds = 0;
    double build_seconds = 0;
};

double seconds_to_verify(Ledger& ledger, const BuiltPack& pack) {
    PackTrust trust;
    trust.verifier_keys = {ledger.verifier_key()};
    return seconds_of([&] {
        const PackReport report = need(verify_pack(pack.zip, std::nullopt, trust), "verify");
        if (!report.findings.empty()) {
            give_up("the pack has a fault: " + report.findings.front().reason);
        }
    });
}

}  // namespace

// A pack of one child with a thousand events in a ledger of many, and one of everybody who is
// looked after; with every page.
Figures pack(const Scale& scale) {
    BenchLedger ledger(scale.place);
    fill_with_cohort(*ledger, scale.events);
    record_long_life(*ledger);
    const ReferenceSet reference = reference_set();
    const Receipt heads = need(ledger->commit_heads("pack", ledger->authority_stream()), "heads");
    Figures figures("pack");
    figures.add("entries", static_cast<double>(ledger->size()));

    PackQuestion question = asked(heads.index.value + 1);
    question.children = {"sample:" + std::string(kLongLived)};
    const Measured one(*ledger, reference, question);
    const double verify_seconds = seconds_to_verify(*ledger, one.built);
    const double read_seconds = one.seconds_to_read(*ledger);
    figures.add("events_of_pack", static_cast<double>(one.built.events));
    figures.add("pack_bytes", static_cast<double>(one.built.zip.size()));
    figures.add("pages_seconds", one.plan_seconds);
    figures.add("proofs_seconds", one.build_seconds);
    figures.add("create_seconds", one.create_seconds());
    figures.add("verify_seconds", verify_seconds);
    figures.add("ratio_of_create_to_read", one.create_seconds() / read_seconds);
    figures.add("ratio_of_verify_to_read", verify_seconds / read_seconds);

    question.children.clear();
    question.cohort = "looked-after";
    const Measured all(*ledger, reference, question);
    const double all_read_seconds = all.seconds_to_read(*ledger);
    const auto children = static_cast<double>(all.plan.children.size());
    figures.add("cohort_children", children);
    figures.add("cohort_pages_seconds", all.plan_seconds);
    figures.add("cohort_proofs_seconds", all.build_seconds);
    figures.add("cohort_verify_seconds", seconds_to_verify(*ledger, all.built));
    figures.add("cohort_create_seconds_a_child", all.create_seconds() / children);
    figures.add("cohort_ratio_of_create_to_read", all.create_seconds() / all_read_seconds);
    return figures;
}

// Who looked at one child, in a ledger where somebody looks at some child all the time.
Figures looks(const Scale& scale) {
    constexpr std::uint32_t kChildren = 1'000;
    BenchLedger ledger(scale.place);
    append_in_bulk(*ledger, EventSource(*ledger, kChildren), 0, scale.events);
    std::vector<StreamId> children;
    for (std::uint32_t child = 0; child < kChildren; ++child) {
        const auto found = need(
            ledger->find(
                {SubjectKind::child, Compartment::child_case, "bench", fmt::format("B{:06}", child)}
            ),
            "find"
        );
        children.push_back(found.value());
    }
    std::array<StreamId, 50> reading{};
    for (std::size_t actor = 0; actor < reading.size(); ++actor) {
        reading[actor] = need(
            ledger->find_or_create(
                {SubjectKind::actor_reading,
                 Compartment::none,
                 "directory",
                 fmt::format("Reader {} 2019", actor)}
            ),
            "make reader"
        );
    }
    const std::uint64_t made = scale.events / kEntriesALook;
    for (std::uint64_t look = 0; look < made; ++look) {
        PreparedEvent prepared;
        prepared.stream = reading[look % reading.size()];
        prepared.event.id = ledger->new_event_id();
        prepared.event.recorded_by = prepared.stream;
        prepared.event.occurred.date = Date::of(2019, 1, 1);
        AccessRecorded access;
        access.basis = "case-work";
        access.what = "child show";
        access.children = {children[look % kChildren]};
        access.count = 1;
        prepared.event.body = std::move(access);
        need(ledger->append({{std::move(prepared)}, {}}), "append");
    }
    std::size_t found = 0;
    const double seconds = seconds_of([&] {
        found = need(evidence::find_looks(*ledger, {{children[0], 1U}}, ledger->size()), "looks")
                    .size();
    });
    const double clear_seconds =
        seconds_of([&] { (void)need(ledger->entries(0, ledger->size()), "entries"); });
    Figures figures("looks");
    figures.add("entries", static_cast<double>(ledger->size()));
    figures.add("looks", static_cast<double>(made));
    figures.add("looks_at_the_child", static_cast<double>(found));
    figures.add("seconds", seconds);
    figures.add("ratio_to_entries_in_clear", seconds / clear_seconds);
    return figures;
}

}  // namespace tyst::bench
