#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "tests/ledger/evidence/witnessed_case.h"
#include "tests/ledger/time_stamp_authority.h"

// Packs of every format version, kept for ever.
namespace tyst {
namespace {

std::string golden_file(const std::string& name) {
    std::ifstream file(TYST_SOURCE_DIR "/tests/golden/" + name, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

PackTrust trust_in_golden(const std::string& name) {
    std::string key = golden_file(name + ".vkey");
    key.pop_back();  // its line end
    PackTrust trust;
    trust.verifier_keys = {key};
    return trust;
}

TEST_CASE("pack: the golden pack of version 1 verifies for ever") {
    const PackReport report =
        verify_pack(
            golden_file("pack_1.zip"), golden_file("pack_1.zip.receipt"), trust_in_golden("pack_1")
        )
            .value();
    test::require_none(report);
    CHECK(report.entries == 6);
    CHECK(report.streams.size() == 1);
    CHECK(report.events_compared == 4);
    CHECK(report.created.has_value());
}

TEST_CASE("pack: the golden pack with cosignature, time-stamp and two keys verifies for ever") {
    PackTrust trust = trust_in_golden("pack_1_witnessed");
    trust.policy = golden_file("pack_1_witnessed.policy");
    trust.time_stamp_authority = golden_file("pack_1_witnessed.ca.pem");
    trust.earlier_checkpoint = golden_file("pack_1_witnessed.earlier");
    const PackReport report =
        verify_pack(
            golden_file("pack_1_witnessed.zip"), golden_file("pack_1_witnessed.zip.receipt"), trust
        )
            .value();
    test::require_none(report);
    CHECK(report.signers.size() == 2);
    CHECK(report.policy_given->quorum == QuorumReport{true, 1, 1, {"absent"}});
    REQUIRE(report.time_stamps.size() == 1);
    CHECK(report.time_stamps.front().authority_given);
    CHECK(report.continues == 7);
    CHECK(report.created.has_value());
}

// How the files of the tests above were made: once for each version of the format, never again.
struct GoldenWriter {
    explicit GoldenWriter(std::string stem) : stem_(std::move(stem)) {
        const char* directory = std::getenv("TYST_PACK_DIRECTORY");
        REQUIRE(directory != nullptr);
        directory_ = directory;
    }
    void write(const std::string& end, const std::string& content) const {
        std::ofstream(directory_ + "/" + stem_ + end, std::ios::binary) << content;
    }
    void write_pack(test::PackCase& pack) const {
        write(".zip", pack.pack.zip);
        write(".zip.receipt", pack.receipt);
        write(".vkey", pack.log().verifier_keys().front() + "\n");
    }

  private:
    std::string stem_;
    std::string directory_;
};

TEST_CASE("pack: writes a pack of the present version into TYST_PACK_DIRECTORY", "[.]") {
    test::PackCase pack;
    GoldenWriter("pack_1").write_pack(pack);
}

TEST_CASE("pack: writes a witnessed pack into TYST_PACK_DIRECTORY", "[.]") {
    const GoldenWriter writer("pack_1_witnessed");
    test::WitnessedCase pack;
    test::TimeStampAuthority authority;
    const StreamId actor = pack.log().authority_stream();
    const std::string first = pack.log().verifier_key();
    REQUIRE(pack.log().rotate_signing_key(actor));
    pack.make_anew();
    pack.cosign();
    REQUIRE(pack.log().add_time_stamp(
        pack.plan.size, authority.reply_about(pack.note_without_cosignature())
    ));
    REQUIRE(pack.log().retire_signing_key(first, "rotated", actor));
    pack.make();
    writer.write_pack(pack);
    writer.write(".policy", pack.policy("any"));
    writer.write(".ca.pem", authority.certificate());
    writer.write(".earlier", pack.early_note);
}

}  // namespace
}  // namespace tyst
