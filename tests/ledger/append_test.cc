#include <catch2/catch.hpp>

#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

using test::LedgerFixture;

TEST_CASE("ledger: what was appended is read back, by index and by stream") {
    LedgerFixture fixture;
    const StreamId child = fixture.child("V0001");
    const PreparedEvent first = fixture.identity(child, "Synthetic Anwen");
    PreparedEvent second = fixture.placement(child, "Synthetic Carer");
    second.event.attachments.push_back({"plan.txt", "attached text"});
    const auto receipts = fixture.append({first, second});
    INFO((receipts ? "" : receipts.error().context));
    REQUIRE(receipts);
    REQUIRE(receipts->size() == 2);
    REQUIRE((*receipts)[1].index.value == 1);
    REQUIRE((*receipts)[1].revision.value == 1);
    const auto read = fixture.ledger().read({1}, ReadDepth::with_attachments);
    INFO((read ? "" : read.error().context));
    REQUIRE(read);
    REQUIRE(read->event == second.event);
    const auto stream = fixture.ledger().read_stream(child, ReadDepth::with_attachments);
    INFO((stream ? "" : stream.error().context));
    REQUIRE(stream);
    REQUIRE(stream->size() == 2);
    REQUIRE((*stream)[0].event == first.event);
    REQUIRE((*stream)[1].event == second.event);
}

TEST_CASE("ledger: opened again, it has the same head and goes on") {
    LedgerFixture fixture;
    fixture.fill(600);
    const TreeHead before = fixture.ledger().head();
    REQUIRE(before.size == 600);
    fixture.reopen();
    REQUIRE(fixture.ledger().head() == before);
    fixture.fill(10);
    REQUIRE(fixture.ledger().head().size == 610);
}

}  // namespace
}  // namespace tyst
