#include "tests/crash/check_after_crash.h"

#include <catch2/catch.hpp>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "schema/base64.h"
#include "tests/crash/crash_events.h"

namespace tyst::test {

void require_nothing_lost(
    const std::filesystem::path& directory,
    const std::filesystem::path& root_key,
    const Acknowledged& said,
    bool thoroughly
) {
    SystemClock clock;
    SystemEntropy entropy;
    auto ledger = Ledger::open(
        {.directory = directory,
         .root_key_file = root_key,
         .lock_directory = {},
         .unlock = {},
         .file_system = {}},
        clock,
        entropy
    );
    if (!ledger) {
        FAIL(name(ledger.error().code) << ": " << ledger.error().context);
    }
    const auto actor =
        (*ledger)->find_or_create({SubjectKind::actor, Compartment::none, "os-user", "crash-test"});
    REQUIRE(actor);
    const std::uint64_t size_before = (*ledger)->size();
    for (const auto& [append, events] : said.appends) {
        auto prepared = (*ledger)->prepare(crash_append(append.first, append.second), *actor);
        REQUIRE(prepared);
        // A retry of what was acknowledged gives the first receipts again: the same places, the
        // same leaves.
        const auto receipts = (*ledger)->append({*std::move(prepared), {}});
        if (!receipts) {
            FAIL(name(receipts.error().code) << ": " << receipts.error().context);
        }
        REQUIRE(receipts->size() == events.size());
        for (std::size_t place = 0; place < events.size(); ++place) {
            REQUIRE((*receipts)[place].index.value == events[place].first);
            REQUIRE(to_hex((*receipts)[place].leaf.view()) == events[place].second);
        }
    }
    REQUIRE((*ledger)->size() == size_before);
    for (const auto& [size, root] : said.checkpoints) {
        REQUIRE(size <= size_before);
        const auto found = (*ledger)->root_at(size);
        REQUIRE(found);
        REQUIRE(to_base64(found->view()) == root);
    }
    if (thoroughly) {
        const auto report = (*ledger)->verify({});
        REQUIRE(report);
        for (const Finding& finding : report->findings) {
            FAIL(name(finding.error.code) << ": " << finding.error.context);
        }
    }
}

}  // namespace tyst::test
