#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/ledger/evidence/witnessed_case.h"
#include "tests/ledger/time_stamp_authority.h"

// Packs with cosignatures and time-stamps.
namespace tyst {
namespace {

using test::has;
using test::member;
using test::PackCase;
using test::WitnessedCase;

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

TEST_CASE("pack: the policy that it carries is judged, and called the authority's word") {
    WitnessedCase pack;
    const PackReport report = pack.verify(pack.trust());
    test::require_none(report);
    REQUIRE(report.policy_of_pack);
    CHECK_FALSE(report.policy_given);
    CHECK(report.policy_of_pack->quorum == QuorumReport{true, 1, 1, {"absent"}});
    REQUIRE(report.policy_of_pack->cosignatures.size() == 1);
    CHECK(report.policy_of_pack->cosignatures.front().time == 1'700'000'000);
    CHECK_THAT(
        joined(report.established()),
        Catch::Contains("1 of the 1 witnesses that the pack's own policy (the authority's word) "
                        "asks for have cosigned")
    );
    CHECK_THAT(joined(report.not_established()), Catch::Contains("who the witnesses are"));
}

TEST_CASE("pack: a quorum that its own policy misses is said, one that the inspector's misses fails"
) {
    WitnessedCase pack;
    REQUIRE(pack.log().set_policy(pack.policy("all")));
    pack.make();
    const PackReport own = pack.verify(pack.trust());
    test::require_none(own);
    CHECK_FALSE(own.policy_of_pack->quorum.met);
    CHECK_THAT(
        joined(own.not_established()),
        Catch::Contains("1 of the 2 witnesses") && Catch::Contains("missing absent")
    );
    const PackReport missed = pack.verify(pack.trust_with(pack.policy("all")));
    CHECK(has(missed, PackFault::quorum_missed));
    const PackReport met = pack.verify(pack.trust_with(pack.policy("any")));
    test::require_none(met);
    CHECK(met.policy_given->quorum.met);
    CHECK_THAT(
        joined(met.established()), Catch::Contains("1 of the 1 witnesses that your policy asks for")
    );
}

TEST_CASE("pack: a cosignature that does not hold is refused, whoever names the witness") {
    WitnessedCase pack;
    // Another witness's signature under the name and number of one that the policy knows.
    const std::string text = parse_note(pack.log().checkpoint_of(pack.plan.size).value())->text;
    const std::string line =
        cosign_line(text, "present.example", pack.present.signing_key(), 5).value();
    const auto forge = [&](std::vector<ZipMember>& members) {
        std::string bad = line;
        bad[bad.size() - 8] = bad[bad.size() - 8] == 'A' ? 'B' : 'A';
        const std::string before = member(members, "log/checkpoint").content;
        for (ZipMember& each : members) {
            if (each.name.ends_with("checkpoint") || each.name.ends_with(".tlog-proof")) {
                each.content += bad;
            }
        }
        REQUIRE(member(members, "log/checkpoint").content != before);
    };
    CHECK(has(pack.verify_changed(forge), PackFault::cosignature_invalid));
    // Named by nobody it is passed over, as a note's unknown lines are.
    const std::string nobody = "log " + pack.log().verifier_keys().front() + "\nquorum none\n";
    const PackReport report = pack.verify_changed([&](std::vector<ZipMember>& members) {
        forge(members);
        member(members, "log/policy").content = nobody;
    });
    test::require_none(report);
}

TEST_CASE("pack: a policy that could not accept its checkpoint is refused") {
    PackCase pack;
    const WitnessSigner other = WitnessSigner::generate("w.example", pack.ledger.entropy).value();
    const VerifierKey stranger{"tyst.example/W06000014", other.key().key};
    for (const std::string& text :
         {std::string("no policy\n"), "log " + stranger.text() + "\nquorum none\n"}) {
        const PackReport report = pack.verify_changed([&](std::vector<ZipMember>& members) {
            member(members, "log/policy").content = text;
        });
        CHECK(has(report, PackFault::policy_invalid));
    }
}

TEST_CASE("pack: a time-stamp is judged against the inspector's authority, else called unjudged") {
    WitnessedCase pack;
    test::TimeStampAuthority authority;
    // The line of the witness stands behind what was stamped.
    const std::string stamped = pack.note_without_cosignature();
    REQUIRE(pack.log().add_time_stamp(pack.plan.size, authority.reply_about(stamped)));
    pack.make();

    const PackReport unjudged = pack.verify(pack.trust());
    test::require_none(unjudged);
    REQUIRE(unjudged.time_stamps.size() == 1);
    CHECK(unjudged.time_stamps.front().signature_lines == 1);
    CHECK_FALSE(unjudged.time_stamps.front().authority_given);
    CHECK_THAT(
        joined(unjudged.not_established()), Catch::Contains("their certificates were not judged")
    );

    PackTrust trust = pack.trust();
    trust.time_stamp_authority = authority.certificate();
    const PackReport judged = pack.verify(trust);
    test::require_none(judged);
    CHECK(judged.time_stamps.front().authority_given);
    CHECK_THAT(joined(judged.established()), Catch::Contains("says an authority that you gave"));

    trust.time_stamp_authority = test::TimeStampAuthority().certificate();
    CHECK(has(pack.verify(trust), PackFault::time_stamp_invalid));
    trust.time_stamp_authority = "no certificate";
    const auto refused = verify_pack(pack.pack.zip, std::nullopt, trust);
    CHECK(refused.error().code == ErrorCode::invalid_value);
}

TEST_CASE("pack: a time-stamp about other bytes, cut, or with a changed signature is refused") {
    PackCase pack;
    test::TimeStampAuthority authority;
    const std::string note = pack.log().checkpoint_of(pack.plan.size).value();
    const auto with = [&](const std::string& token) {
        return pack.verify_changed([&](std::vector<ZipMember>& members) {
            const auto keys = std::ranges::find(members, "log/vkeys", &ZipMember::name);
            members.insert(keys + 1, {pack_path::time_stamp(0), token});
        });
    };
    const std::string good = authority.reply_about(note);
    test::require_none(with(good));
    CHECK(has(with(authority.reply_about(pack.early_note)), PackFault::time_stamp_invalid));
    CHECK(has(with(good.substr(0, good.size() / 2)), PackFault::time_stamp_invalid));
    std::string changed = good;
    changed.back() = static_cast<char>(changed.back() ^ 1);  // in the signature, at the end
    CHECK(has(with(changed), PackFault::time_stamp_invalid));
}

}  // namespace
}  // namespace tyst
