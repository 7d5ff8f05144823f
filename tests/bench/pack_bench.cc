#include "ledger/evidence/pack_builder.h"
#include "ledger/evidence/pack_verifier.h"
#include "tests/bench/bench.h"

namespace tyst::bench {
namespace {

constexpr std::uint64_t kEventsOfChild = 1'000;

}  // namespace

// A pack of one child with a thousand events in a ledger of many, and its verification. What the
// pages cost is not in it.
Figures pack(const Scale& scale) {
    BenchLedger ledger(scale.place);
    append_in_bulk(*ledger, EventSource(*ledger, 1'000), 0, scale.events);
    const EventSource child(*ledger, 1);
    append_in_bulk(*ledger, child, 0, kEventsOfChild);
    const Receipt heads = need(ledger->commit_heads("pack", ledger->authority_stream()), "heads");
    PackPlan plan;
    plan.kind = "inspection";
    plan.language = "en";
    plan.size = heads.index.value + 1;
    plan.streams = {child.next(0).stream};
    plan.children = plan.streams;
    BuiltPack built;
    const double build_seconds =
        seconds_of([&] { built = need(build_pack(*ledger, plan), "build"); });
    const double verify_seconds = seconds_of([&] {
        const PackReport report =
            need(verify_pack(built.zip, std::nullopt, {{ledger->verifier_key()}, ""}), "verify");
        if (!report.findings.empty()) {
            give_up("the pack has a fault: " + report.findings.front().reason);
        }
    });
    Figures figures("pack");
    figures.add("entries", static_cast<double>(ledger->size()));
    figures.add("events_of_pack", static_cast<double>(built.events));
    figures.add("pack_bytes", static_cast<double>(built.zip.size()));
    figures.add("build_seconds", build_seconds);
    figures.add("verify_seconds", verify_seconds);
    return figures;
}

}  // namespace tyst::bench
