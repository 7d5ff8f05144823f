#include "tests/ledger/time_stamp_authority.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace tyst::test {
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

std::string text_of(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

}  // namespace

TimeStampAuthority::TimeStampAuthority() {
    std::ofstream(directory_ / "tsa.cnf") << kConfiguration;
    openssl(
        "req -x509 -config tsa.cnf -extensions ca -newkey ed25519 -noenc -days 30 "
        "-keyout ca.key -out ca.pem"
    );
    openssl("req -new -config tsa.cnf -newkey rsa:2048 -noenc -keyout signer.key -out signer.csr");
    openssl(
        "x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 "
        "-extfile tsa.cnf -extensions signer -out signer.pem"
    );
    std::ofstream(directory_ / "serial") << "01\n";
}

std::string TimeStampAuthority::reply(const std::string& query) {
    std::ofstream(directory_ / "q.tsq", std::ios::binary) << query;
    openssl("ts -reply -config tsa.cnf -section tsa_1 -queryfile q.tsq -out r.tsr");
    return text_of(directory_ / "r.tsr");
}

std::string TimeStampAuthority::query_about(const std::string& data, const std::string& more) {
    std::ofstream(directory_ / "data", std::ios::binary) << data;
    openssl("ts -query -data data -sha256 -out made.tsq " + more);
    return text_of(directory_ / "made.tsq");
}

std::string TimeStampAuthority::reply_about(const std::string& data) {
    return reply(query_about(data, "-cert"));
}

std::string TimeStampAuthority::reply_without_certificate(const std::string& data) {
    return reply(query_about(data, ""));
}

bool TimeStampAuthority::openssl_verifies(const std::string& response, const std::string& data) {
    std::ofstream(directory_ / "v.tsr", std::ios::binary) << response;
    std::ofstream(directory_ / "data", std::ios::binary) << data;
    return run("ts -verify -in v.tsr -data data -CAfile ca.pem") == 0;
}

std::string TimeStampAuthority::certificate() const {
    return text_of(directory_ / "ca.pem");
}

int TimeStampAuthority::run(const std::string& arguments) const {
    const std::string command =
        "cd '" + directory_.path().string() + "' && openssl " + arguments + " >openssl.log 2>&1";
    return std::system(command.c_str());
}

void TimeStampAuthority::openssl(const std::string& arguments) const {
    const int status = run(arguments);
    INFO(arguments << "\n" << text_of(directory_ / "openssl.log"));
    REQUIRE(status == 0);
}

}  // namespace tyst::test
