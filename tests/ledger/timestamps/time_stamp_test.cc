#include "ledger/timestamps/time_stamp.h"

#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/policy.h"
#include "ledger/timestamps/checkpoint_time_stamps.h"
#include "ledger/witnessing/witness_key.h"
#include "tests/ledger/ledger_fixture.h"
#include "tests/ledger/time_stamp_authority.h"

namespace tyst {
namespace {

using test::TimeStampAuthority;

TEST_CASE("time-stamp: an authority's response about a checkpoint is verified and kept") {
    test::LedgerFixture fixture;
    fixture.fill(12);
    Ledger& ledger = fixture.ledger();
    TimeStampAuthority authority;
    const std::string ca = authority.certificate();
    const CheckpointQuery query = query_newest_checkpoint(ledger).value();
    CHECK(query.size == 12);
    const std::string response = authority.reply(query.query);
    REQUIRE(verify_time_stamp_for(query.query, response, ca));

    fixture.fill(3);  // it is found although the log has grown
    REQUIRE(ledger.checkpoint());
    const auto added = add_checkpoint_time_stamp(ledger, response, ca);
    INFO((added ? "" : added.error().context));
    REQUIRE(added);
    CHECK(added->size == 12);
    CHECK(added->signature_lines == 1);
    CHECK(added->stamp.policy == "1.2.3.4.1");
    REQUIRE(add_checkpoint_time_stamp(ledger, response, ca));  // nothing twice
    fixture.reopen();
    Ledger& again = fixture.ledger();
    CHECK(again.time_stamps_of(12).value() == std::vector<std::string>{response});
    CHECK(again.time_stamped_sizes().value() == std::vector<std::uint64_t>{12});
    CHECK(last_time_stamp(again).value()->time == added->stamp.time);
    CHECK(authority.openssl_verifies(response, again.checkpoint_of(12).value()));

    // Cosignature lines that come later stand behind what was stamped.
    const WitnessSigner witness = WitnessSigner::generate("w.example", fixture.entropy).value();
    const Policy policy =
        parse_policy(
            "log " + again.verifier_key() + "\nwitness w " + witness.key().text() + "\nquorum w\n"
        )
            .value();
    const std::string text = parse_note(again.checkpoint_of(12).value()).value().text;
    const std::string line = cosign_line(text, "w.example", witness.signing_key(), 9).value();
    REQUIRE(again.add_cosignatures(12, line, policy));
    const auto checked = verify_time_stamps(again, ca).value();
    REQUIRE(checked.size() == 1);
    CHECK(checked.front().found);
    const auto other = verify_time_stamps(again, TimeStampAuthority().certificate()).value();
    CHECK(other.front().found.error().code == ErrorCode::time_stamp_invalid);
}

TEST_CASE("time-stamp: other bytes, other authorities and other queries are refused") {
    test::LedgerFixture fixture;
    TimeStampAuthority authority;
    const std::string ca = authority.certificate();
    const std::string data = "synthetic bytes\n";
    const std::string query = time_stamp_query(as_bytes(data), fixture.entropy).value();
    const std::string response = authority.reply(query);
    const auto held = verify_time_stamp(response, as_bytes(data), ca);
    INFO((held ? "" : held.error().context));
    REQUIRE(held);
    CHECK(held.value() == read_time_stamp(response).value());
    const auto code = [](const auto& result) {
        REQUIRE_FALSE(result);
        return result.error().code;
    };
    CHECK(code(verify_time_stamp(response, as_bytes("x"), ca)) == ErrorCode::time_stamp_invalid);
    CHECK(code(verify_time_stamp(response, as_bytes(data), "none")) == ErrorCode::invalid_value);
    const std::string other = time_stamp_query(as_bytes(data), fixture.entropy).value();
    CHECK(code(verify_time_stamp_for(other, response, ca)) == ErrorCode::time_stamp_invalid);
    CHECK(
        code(add_checkpoint_time_stamp(fixture.ledger(), response, ca)) ==
        ErrorCode::time_stamp_invalid
    );
    CHECK(code(read_time_stamp(response + "x")) == ErrorCode::time_stamp_invalid);
    CHECK(code(read_time_stamp("")) == ErrorCode::time_stamp_invalid);
    CHECK(code(read_time_stamp(authority.reply("no query"))) == ErrorCode::time_stamp_invalid);
}

TEST_CASE("time-stamp: without an authority it must hold by a certificate that it carries itself") {
    TimeStampAuthority authority;
    const std::string data = "synthetic bytes\n";
    const std::string response = authority.reply_about(data);
    const auto checked = check_time_stamp(response, as_bytes(data));
    INFO((checked ? "" : checked.error().context));
    REQUIRE(checked);
    CHECK(*checked == verify_time_stamp(response, as_bytes(data), authority.certificate()).value());
    const auto code = [](const auto& result) {
        REQUIRE_FALSE(result);
        return result.error().code;
    };
    CHECK(code(check_time_stamp(response, as_bytes("x"))) == ErrorCode::time_stamp_invalid);
    const std::string bare = authority.reply_without_certificate(data);
    CHECK(code(check_time_stamp(bare, as_bytes(data))) == ErrorCode::time_stamp_invalid);
    CHECK(code(check_authority("none")) == ErrorCode::invalid_value);
    CHECK(check_authority(authority.certificate()));
    for (std::size_t place = 0; place < response.size(); ++place) {
        std::string flipped = response;
        flipped[place] = static_cast<char>(flipped[place] ^ 1);
        const auto read = check_time_stamp(flipped, as_bytes(data));
        INFO("byte " << place);
        CHECK((!read || *read == *checked));
    }
}

TEST_CASE("time-stamp: cut and flipped responses never crash, and say nothing else") {
    test::LedgerFixture fixture;
    TimeStampAuthority authority;
    const std::string ca = authority.certificate();
    const std::string data = "synthetic bytes\n";
    const std::string response =
        authority.reply(time_stamp_query(as_bytes(data), fixture.entropy).value());
    const TimeStamp said = verify_time_stamp(response, as_bytes(data), ca).value();
    for (std::size_t place = 0; place < response.size(); ++place) {
        CHECK_FALSE(read_time_stamp(response.substr(0, place)));
        std::string flipped = response;
        flipped[place] = static_cast<char>(flipped[place] ^ 1);
        const auto read = verify_time_stamp(flipped, as_bytes(data), ca);
        INFO("byte " << place);
        CHECK((!read || *read == said));
    }
}

}  // namespace
}  // namespace tyst
