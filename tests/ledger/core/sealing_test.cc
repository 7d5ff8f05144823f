#include "ledger/core/sealing.h"

#include <string>

#include <catch2/catch.hpp>

namespace tyst {
namespace {

TEST_CASE("sealing: what is sealed opens with its subject's key and its event key") {
    SecretKey subject;
    subject.bytes.fill(0x11);
    Salt salt;
    salt.bytes.fill(0x22);
    const HmacKey key(subject);
    auto sealer = PartSealer::create().value();
    auto opener = PartOpener::create().value();
    for (const std::size_t size : {0U, 1U, 59U, 60U, 61U, 300U, 1020U, 1021U, 70'000U}) {
        INFO("size " << size);
        const std::string content(size, 'x');
        const SealedPart part = sealer.seal(key, salt, as_bytes(content)).value();
        CHECK(part.size == part.sealed.size());
        const auto opened =
            opener.open(key, salt, as_bytes(part.sealed), part.digest, part.commitment);
        REQUIRE(opened);
        CHECK(as_text(*opened) == content);
        CHECK(reinterpret_cast<std::uintptr_t>(opened->data()) % 8 == 0);
    }
}

}  // namespace
}  // namespace tyst
