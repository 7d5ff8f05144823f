#include <catch2/catch.hpp>

#include "projections/query.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/erasure_fixture.h"
#include "tests/projections/person_builder.h"
#include "tests/projections/records.h"

// What an answer over all children says of records that are gone, or seem to be.
namespace tyst {
namespace {

namespace rows = storage::log_rows;

struct Children : test::ErasureFixture {
    Children() : gone(child("E1")), stays(child("E2")) {
        REQUIRE(append({identity(gone, "Gone"), identity(stays, "Stays")}));
    }
    [[nodiscard]] Result<PopulationSummary> counted(std::optional<std::uint64_t> size = {}) {
        return for_each_child(
            ledger(),
            test::now(),
            test::test_codes(),
            2,
            [](unsigned, const History&) { return Result<void>(); },
            size.value_or(ledger().size())
        );
    }
    [[nodiscard]] ErrorCode refusal() {
        const auto summary = counted();
        REQUIRE_FALSE(summary);
        return summary.error().code;
    }

    StreamId gone;
    StreamId stays;
};

TEST_CASE("query: an erased record with its receipt is counted, also in an answer of before") {
    Children fixture;
    const std::uint64_t before = fixture.ledger().size();
    fixture.destroy({fixture.gone});
    for (const std::uint64_t size : {before, fixture.ledger().size()}) {
        const auto summary = fixture.counted(size);
        REQUIRE(summary);
        CHECK(summary->children == 1);
    }
}

TEST_CASE("query: a record whose key went without a receipt is not left out of an answer") {
    Children fixture;
    const bool beside_a_real_one = GENERATE(false, true);
    if (beside_a_real_one) {
        fixture.destroy({fixture.gone});
    }
    fixture.close();
    test::destroy_by_hand(fixture, fixture.stays);
    fixture.open();
    CHECK(fixture.refusal() == ErrorCode::subject_without_key);
    CHECK(fixture.counted().error().context.find("no record_erased") != std::string::npos);
}

TEST_CASE("query: a record cut by hand whose key lives is damage, not an erased one") {
    Children fixture;
    fixture.close();
    test::damage_row(
        fixture, rows::kSealed, rows::part_key({fixture.gone, StreamRevision{0}, 0}), test::cut_row
    );
    fixture.open();
    CHECK(fixture.refusal() == ErrorCode::corrupt_part);
}

}  // namespace
}  // namespace tyst
