#include "ledger/timestamps/time_stamp.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/policy.h"
#include "ledger/timestamps/checkpoint_time_stamps.h"
#include "ledger/witnessing/witness_key.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

constexpr const char* kConfiguration = R"([req]
distinguished_name = name
prompt = no
[name]
CN = Synthetic time-stamp authority
[ca]
basicConstraints = critical,CA:TRUE
[signer]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = tsa_1
[tsa_1]
serial = serial
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha1
ess_cert_id_alg = sha256
)";

std::string content_of(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

// An authority made with openssl in a directory of its own.
class Authority {
  public:
    Authority() {
        std::ofstream(directory_ / "tsa.cnf") << kConfiguration;
        openssl(
            "req -x509 -config tsa.cnf -extensions ca -newkey ed25519 -noenc -days 30 "
            "-keyout ca.key -out ca.pem"
        );
        openssl(
            "req -new -config tsa.cnf -newkey rsa:2048 -noenc -keyout signer.key -out signer.csr"
        );
        openssl(
            "x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 "
            "-extfile tsa.cnf -extensions signer -out signer.pem"
        );
        std::ofstream(directory_ / "serial") << "01\n";
    }
    std::string reply(const std::string& query) {
        std::ofstream(directory_ / "q.tsq", std::ios::binary) << query;
        openssl("ts -reply -config tsa.cnf -section tsa_1 -queryfile q.tsq -out r.tsr");
        return content_of(directory_ / "r.tsr");
    }
    // What the openssl program says of a response.
    bool openssl_verifies(const std::string& response, const std::string& data) {
        std::ofstream(directory_ / "v.tsr", std::ios::binary) << response;
        std::ofstream(directory_ / "data", std::ios::binary) << data;
        return run("ts -verify -in v.tsr -data data -CAfile ca.pem") == 0;
    }
    [[nodiscard]] std::string certificate() const { return content_of(directory_ / "ca.pem"); }

  private:
    int run(const std::string& arguments) const {
        const std::string command = "cd '" + directory_.path().string() + "' && openssl " +
                                    arguments + " >openssl.log 2>&1";
        return std::system(command.c_str());
    }
    void openssl(const std::string& arguments) const {
        const int status = run(arguments);
        INFO(arguments << "\n" << content_of(directory_ / "openssl.log"));
        REQUIRE(status == 0);
    }
    test::TemporaryDirectory directory_;
};

TEST_CASE("time-stamp: an authority's response about a checkpoint is verified and kept") {
    test::LedgerFixture fixture;
    fixture.fill(12);
    Ledger& ledger = fixture.ledger();
    Authority authority;
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
    const auto other = verify_time_stamps(again, Authority().certificate()).value();
    CHECK(other.front().found.error().code == ErrorCode::time_stamp_invalid);
}

TEST_CASE("time-stamp: other bytes, other authorities and other queries are refused") {
    test::LedgerFixture fixture;
    Authority authority;
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

TEST_CASE("time-stamp: cut and flipped responses never crash, and say nothing else") {
    test::LedgerFixture fixture;
    Authority authority;
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
