#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tyst {

using Bytes = std::span<const std::uint8_t>;

// A fixed run of bytes that is only ever compared with its own kind.
template <class Tag, std::size_t Size>
struct StrongBytes {
    static constexpr std::size_t kSize = Size;
    std::array<std::uint8_t, Size> bytes{};

    auto operator<=>(const StrongBytes&) const = default;
    [[nodiscard]] Bytes view() const { return bytes; }
    [[nodiscard]] bool is_zero() const {
        return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
    }
    // Nothing where the length is wrong.
    static std::optional<StrongBytes> from(Bytes source) {
        if (source.size() != Size) {
            return std::nullopt;
        }
        StrongBytes result;
        std::copy(source.begin(), source.end(), result.bytes.begin());
        return result;
    }
};

// A number that is only ever compared with its own kind; `value` is there for arithmetic and for
// keys.
template <class Tag>
struct StrongNumber {
    std::uint64_t value = 0;
    auto operator<=>(const StrongNumber&) const = default;
};

// SHA-256 output: leaf, node, root, digest.
using Hash = StrongBytes<struct HashTag, 32>;
// 32 secret bytes: subject key, event key, node key. Never logged, never stored unwrapped.
using SecretKey = StrongBytes<struct SecretKeyTag, 32>;
// The random pseudonym of a subject and of its one stream (docs/formats.md, "Streams").
using StreamId = StrongBytes<struct StreamIdTag, 16>;
// UUIDv7 for a fact recorded here, UUIDv8 for a fact derived from a received row (RFC 9562).
using EventId = StrongBytes<struct EventIdTag, 16>;
// Joins the events of one atomic append that are about several subjects.
using CorrelationId = StrongBytes<struct CorrelationIdTag, 16>;

// Place of an entry in the log, from 0, without gaps.
using LogIndex = StrongNumber<struct LogIndexTag>;
// Place of an event in its stream, from 0, without gaps.
using StreamRevision = StrongNumber<struct StreamRevisionTag>;

// "entry 17": how messages name the place of an entry.
[[nodiscard]] std::string place_of(LogIndex index);
// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(Bytes bytes);
// 8-4-4-4-12 lower-case form of 16 bytes.
[[nodiscard]] std::string to_uuid_text(Bytes sixteen_bytes);
// Nothing where the text is not that form.
[[nodiscard]] std::optional<std::array<std::uint8_t, 16>> from_uuid_text(std::string_view text);
// Nothing where the text is not hexadecimal or of odd length.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

[[nodiscard]] inline Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// For random pseudonyms and digests: the first eight bytes are as good as any hash of them.
struct StrongBytesHash {
    template <class Tag, std::size_t Size>
    std::size_t operator()(const StrongBytes<Tag, Size>& id) const {
        std::uint64_t head = 0;
        std::memcpy(&head, id.bytes.data(), sizeof head);
        return static_cast<std::size_t>(head);
    }
};

}  // namespace tyst
