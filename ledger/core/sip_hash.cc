#include "ledger/core/sip_hash.h"

#include <bit>
#include <cstring>

namespace tyst {
namespace {

constexpr std::size_t kSipWordBytes = 8;
static_assert(std::endian::native == std::endian::little);

struct State {
    std::uint64_t v0;
    std::uint64_t v1;
    std::uint64_t v2;
    std::uint64_t v3;

    void round() {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32) + v3;
        v2 += v1;
        v3 = std::rotl(v3, 21) ^ v0;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
    std::uint64_t finish() {
        for (int count = 0; count < 4; ++count) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
};

}  // namespace

std::array<std::uint64_t, 2> sip_hash(const std::array<std::uint64_t, 2>& key, Bytes message) {
    State state{
        key[0] ^ 0x736f6d6570736575ULL,
        key[1] ^ 0x646f72616e646f6dULL ^ 0xeeULL,
        key[0] ^ 0x6c7967656e657261ULL,
        key[1] ^ 0x7465646279746573ULL
    };
    const std::size_t length = message.size();
    for (; message.size() >= kSipWordBytes; message = message.subspan(kSipWordBytes)) {
        std::uint64_t word = 0;
        std::memcpy(&word, message.data(), kSipWordBytes);
        state.take(word);
    }
    std::uint64_t last = static_cast<std::uint64_t>(length) << 56U;
    for (std::size_t place = 0; place < message.size(); ++place) {
        last |= static_cast<std::uint64_t>(message[place]) << (8 * place);
    }
    state.take(last);
    state.v2 ^= 0xeeULL;
    const std::uint64_t first = state.finish();
    state.v1 ^= 0xddULL;
    return {first, state.finish()};
}

}  // namespace tyst
