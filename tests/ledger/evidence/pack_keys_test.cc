#include <catch2/catch.hpp>

#include "ledger/backup.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/note.h"
#include "tests/ledger/evidence/pack_case.h"

// Packs whose checkpoints and receipts were signed by different keys of the log.
namespace tyst {
namespace {

using test::has;
using test::member;
using test::PackCase;

struct RotatedCase : PackCase {
    RotatedCase() : first(log().verifier_key()) {
        second = log().rotate_signing_key(log().authority_stream()).value().key;
    }
    void retire_first() {
        REQUIRE(log().retire_signing_key(first, "rotated", log().authority_stream()));
    }
    [[nodiscard]] PackReport verify_with(const std::string& key) {
        PackTrust trust;
        trust.verifier_keys = {key};
        return verify(trust);
    }

    std::string first;
    std::string second;
};

TEST_CASE("pack: while two keys sign, it verifies with either") {
    RotatedCase pack;
    pack.make_anew();
    const PackReport report = pack.verify_with(pack.first);
    test::require_none(report);
    CHECK(report.signers == std::vector{pack.first, pack.second});
    test::require_none(pack.verify_with(pack.second));
    test::require_none(pack.verify(PackTrust{}));
}

TEST_CASE("pack receipt: with two signatures a change in either line is caught, be it in its name"
) {
    RotatedCase pack;
    pack.make_anew();
    const std::string receipt = pack.receipt;
    for (std::size_t byte = receipt.rfind("\n\n") + 2; byte < receipt.size(); byte += 4) {
        pack.receipt = receipt;
        pack.receipt[byte] = static_cast<char>(pack.receipt[byte] ^ 1);
        INFO("byte " << byte);
        CHECK(has(pack.verify_with(pack.first), PackFault::receipt_proof));
    }
}

TEST_CASE("pack: who holds the retired key is led to the newer one by the statement of both") {
    RotatedCase pack;
    pack.retire_first();
    pack.make_anew();
    const PackReport report = pack.verify_with(pack.first);
    test::require_none(report);
    CHECK(report.signers == std::vector{pack.second});
    CHECK(report.followed_keys == std::vector{pack.second});
    const PackReport direct = pack.verify_with(pack.second);
    test::require_none(direct);
    CHECK(direct.followed_keys.empty());

    // Without the statement the old key says nothing about this checkpoint.
    const PackReport without = pack.verify_changed([](std::vector<ZipMember>& members) {
        const auto count = std::erase_if(members, [](const ZipMember& each) {
            return each.name.starts_with("log/key-statements/");
        });
        REQUIRE(count == 1);
    });
    CHECK(has(without, PackFault::checkpoint_signature));
}

TEST_CASE("pack: about a time before the rotation it has a receipt of the time after") {
    RotatedCase pack;
    pack.retire_first();
    pack.make();  // the same plan as before
    REQUIRE(pack.plan.size < pack.log().signing_keys().back().from);
    test::require_none(pack.verify_with(pack.first));
    // The newer key alone does not vouch for what the older one signed.
    CHECK(has(pack.verify_with(pack.second), PackFault::checkpoint_signature));
}

TEST_CASE("pack: a statement that was changed, or that its entry does not say, is refused") {
    RotatedCase pack;
    pack.make_anew();
    const LogIndex index{pack.log().signing_keys().back().from - 1};
    const std::string name = pack_path::key_statement(index);
    const auto changed = [&](const auto& change) {
        return pack.verify_changed([&](std::vector<ZipMember>& members) {
            change(member(members, name).content);
        });
    };
    CHECK(
        has(changed([](std::string& text) { text[text.size() - 6] ^= 1; }),
            PackFault::key_statement_invalid)
    );
    CHECK(
        has(changed([](std::string& text) { text = "tyst-signing-key/1\n"; }),
            PackFault::key_statement_invalid)
    );
    // A statement that holds, of another log, put in its place.
    PackCase other;
    const LogIndex there{
        other.log().rotate_signing_key(other.log().authority_stream()).value().from - 1
    };
    const StoredEvent event = other.log().read(there, ReadDepth::event_only).value();
    const std::string foreign = std::get<SigningKeyIntroduced>(event.event.body).statement;
    CHECK(has(changed([&](std::string& text) { text = foreign; }), PackFault::key_statement_invalid)
    );
}

TEST_CASE("pack: a policy older than the newest key is completed with it") {
    RotatedCase pack;
    REQUIRE(pack.log().set_policy("log " + pack.first + "\nquorum none\n"));
    pack.retire_first();
    pack.make_anew();
    test::require_none(pack.verify_with(pack.first));
    const auto members = read_zip(pack.pack.zip).value();
    const auto policy = std::ranges::find(members, "log/policy", &ZipMember::name);
    CHECK(policy->content == "log " + pack.first + "\nquorum none\nlog " + pack.second + "\n");
}

TEST_CASE("pack: of a new generation it verifies with the key of the one before") {
    PackCase pack;
    const std::string first = pack.log().verifier_key();
    const auto backup = pack.ledger.directory / "backup";
    const Date expiry = london_date(pack.ledger.clock.now()).plus_days(30);
    REQUIRE(create_backup(pack.log(), backup, expiry, pack.log().authority_stream()));
    pack.ledger.fill(3);
    const std::string published = pack.log().checkpoint().value();
    pack.ledger.close();
    const auto restored = pack.ledger.directory / "restored";
    const auto report = restore_backup(
        {backup,
         restored,
         {},
         {pack.ledger.open_options.root_key_file, {}},
         {published, {}, false},
         "disk lost"},
        pack.ledger.clock,
        pack.ledger.entropy
    );
    INFO((report ? "" : report.error().context));
    REQUIRE(report);
    pack.ledger.open_options.directory = restored;
    pack.ledger.open();
    REQUIRE(pack.log().origin() == "tyst.example/W06000014/g2");

    // About what the new generation holds, and about what the old one had signed.
    const auto check = [&](const std::string& origin) {
        const PackReport verified = pack.verify(pack.trust());
        test::require_none(verified);
        CHECK(verified.origin == origin);
        CHECK(verified.followed_keys == std::vector{pack.log().verifier_key()});
    };
    REQUIRE(pack.trust().verifier_keys.front() == first);
    const std::uint64_t old_size = pack.plan.size;
    pack.make_anew();
    check("tyst.example/W06000014/g2");
    pack.plan.size = old_size;
    pack.make();
    check("tyst.example/W06000014");
}

}  // namespace
}  // namespace tyst
