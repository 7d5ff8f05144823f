#include "ledger/evidence/pack_envelope.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"
#include "ledger/evidence/pack_texts.h"
#include "tests/ledger/evidence/pack_case.h"

// Sealed packs, opened by the openssl program as VERIFY.md tells.
namespace tyst {
namespace {

// A recipient with a certificate, in a directory of their own.
class Recipient {
  public:
    explicit Recipient(const std::string& key_kind) {
        REQUIRE(
            shell(
                "openssl req -x509 -newkey " + key_kind +
                " -noenc -subj '/CN=Synthetic recipient' -keyout KEY.pem -out CERT.pem"
            ) == 0
        );
    }
    [[nodiscard]] std::string certificate() const { return text_of("CERT.pem"); }
    // What the command of VERIFY.md gives; nothing where it fails.
    [[nodiscard]] std::optional<std::string> open(const std::string& envelope) const {
        std::ofstream(directory_ / "PACK.zip.cms", std::ios::binary) << envelope;
        return shell(command()) == 0 ? std::optional(text_of("PACK.zip")) : std::nullopt;
    }
    [[nodiscard]] Hash certificate_digest() const {
        REQUIRE(shell("openssl x509 -in CERT.pem -outform DER -out CERT.der") == 0);
        return sha256(as_bytes(text_of("CERT.der")));
    }

  private:
    // The one line of VERIFY.md that opens a sealed pack, word for word.
    static std::string command() {
        const std::string_view text = pack_text("VERIFY.md");
        const std::size_t start = text.find("\nopenssl cms ");
        REQUIRE(start != std::string_view::npos);
        return std::string(text.substr(start + 1, text.find('\n', start + 1) - start - 1));
    }
    [[nodiscard]] int shell(const std::string& what) const {
        return std::system(
            ("cd '" + directory_.path().string() + "' && " + what + " >log 2>&1").c_str()
        );
    }
    [[nodiscard]] std::string text_of(const std::string& name) const {
        std::ostringstream content;
        content << std::ifstream(directory_ / name, std::ios::binary).rdbuf();
        return content.str();
    }

    test::TemporaryDirectory directory_;
};

constexpr const char* kRsa = "rsa:2048";
constexpr const char* kElliptic = "ec -pkeyopt ec_paramgen_curve:P-256";

TEST_CASE("pack envelope: opens with the command of VERIFY.md, for RSA and elliptic curves") {
    test::PackCase pack;
    for (const char* kind : {kRsa, kElliptic}) {
        const Recipient recipient(kind);
        const auto sealed = seal_for(recipient.certificate(), pack.pack.zip);
        INFO(kind << (sealed ? "" : sealed.error().context));
        REQUIRE(sealed);
        CHECK(sealed->certificate == recipient.certificate_digest());
        CHECK(sealed->bytes.find("Synthetic inspectorate") == std::string::npos);
        const auto opened = recipient.open(sealed->bytes);
        REQUIRE(opened);
        CHECK(*opened == pack.pack.zip);
        test::require_none(pack.verify(*opened));
        // Another's key opens nothing, and no two envelopes are the same.
        CHECK(Recipient(kind).open(sealed->bytes) != pack.pack.zip);
        CHECK(seal_for(recipient.certificate(), pack.pack.zip)->bytes != sealed->bytes);
    }
}

TEST_CASE("pack envelope: one that was changed or cut opens to no pack that verifies") {
    test::PackCase pack;
    const Recipient recipient(kElliptic);
    const std::string sealed = seal_for(recipient.certificate(), pack.pack.zip)->bytes;
    const auto refused = [&](const std::string& envelope) {
        const auto opened = recipient.open(envelope);
        return !opened || !pack.verify(*opened).findings.empty();
    };
    for (const std::size_t part : {1U, 2U, 3U}) {
        CHECK(refused(sealed.substr(0, sealed.size() * part / 4)));
    }
    CHECK(refused(sealed.substr(0, sealed.size() - 1)));
    for (std::size_t step = 0; step < 24; ++step) {
        const std::size_t at = step < 12 ? step * 40 : sealed.size() * (step - 11) / 13;
        std::string changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        const auto opened = recipient.open(changed);
        INFO("byte " << at);
        // What is not covered by anything, as the name of the certificate's issuer, may change: the
        // pack inside is then the one that was sealed.
        CHECK((!opened || *opened == pack.pack.zip || !pack.verify(*opened).findings.empty()));
    }
    std::string middle = sealed;
    middle[middle.size() / 2] = static_cast<char>(middle[middle.size() / 2] ^ 1);
    CHECK(refused(middle));
}

TEST_CASE("pack envelope: what is no certificate, or cannot be sealed to, is refused") {
    CHECK(seal_for("", "x").error().code == ErrorCode::invalid_value);
    CHECK(seal_for("no certificate\n", "x").error().code == ErrorCode::invalid_value);
    CHECK(
        seal_for(Recipient("ed25519").certificate(), "x").error().code == ErrorCode::invalid_value
    );
}

}  // namespace
}  // namespace tyst
