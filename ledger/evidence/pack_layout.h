#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/evidence/zip_archive.h"
#include "schema/error.h"
#include "schema/event_values.h"
#include "schema/ids.h"

// Where everything lies in a pack, and the pack's small text files: docs/formats.md, "Evidence
// pack".
namespace tyst {

namespace pack_path {
inline constexpr std::string_view kReadme = "README.txt";
inline constexpr std::string_view kVerify = "VERIFY.md";
inline constexpr std::string_view kEvents = "events.ndjson";
inline constexpr std::string_view kCheckpoint = "log/checkpoint";
inline constexpr std::string_view kPolicy = "log/policy";
inline constexpr std::string_view kVerifierKeys = "log/vkeys";
inline constexpr std::string_view kKeyStatements = "log/key-statements/";
inline constexpr std::string_view kTimeStamps = "log/time-stamps/";
inline constexpr std::string_view kConsistency = "log/consistency/";
inline constexpr std::string_view kHeads = "log/heads/";
inline constexpr std::string_view kEntries = "log/entries/";
inline constexpr std::string_view kProofs = "log/proofs/";
inline constexpr std::string_view kParts = "log/parts/";
inline constexpr std::string_view kKeys = "log/keys";
inline constexpr std::string_view kWithheld = "log/withheld";
inline constexpr std::string_view kEntrySchema = "schema/entry.capnp";
inline constexpr std::string_view kEventSchema = "schema/event.capnp";
inline constexpr std::string_view kFormats = "schema/formats.md";
inline constexpr std::string_view kManifest = "MANIFEST.sha256";

// Of the entry that introduced the newer key.
[[nodiscard]] std::string key_statement(LogIndex index);
[[nodiscard]] std::string time_stamp(std::size_t number);
[[nodiscard]] std::string consistency(std::uint64_t from);
[[nodiscard]] std::string head(const StreamId& stream);
[[nodiscard]] std::string entry(LogIndex index);
[[nodiscard]] std::string proof(LogIndex index);
[[nodiscard]] std::string part(LogIndex index, std::uint16_t part);
// Whether the builder itself writes a file of that name, so that no plan may bring one.
[[nodiscard]] bool is_reserved(std::string_view path);
}  // namespace pack_path

// A part of an entry, as the files of a pack name it.
struct PackPart {
    LogIndex index;
    std::uint16_t part = 0;
    auto operator<=>(const PackPart&) const = default;
};

// One line of log/keys.
struct DisclosedKey {
    PackPart place;
    SecretKey key;
};
// One line of log/withheld.
struct WithheldLine {
    PackPart place;
    Code ground;
};
// What is written where a part's key was destroyed at the end of its record's retention.
inline constexpr std::string_view kGroundErased = "erased";

// "INDEX PART KEYHEX\n" each, sorted by place.
[[nodiscard]] std::string keys_text(std::span<const DisclosedKey> keys);
// "INDEX PART GROUND\n" each, sorted by place.
[[nodiscard]] std::string withheld_text(std::span<const WithheldLine> lines);
// invalid_value, naming the line, for anything that the two above could not have written.
[[nodiscard]] Result<std::vector<DisclosedKey>> parse_keys(std::string_view text);
[[nodiscard]] Result<std::vector<WithheldLine>> parse_withheld(std::string_view text);

// log/consistency/FROM: the root at FROM, then the proof, one base64 hash a line.
[[nodiscard]] std::string consistency_text(const Hash& root, std::span<const Hash> proof);
struct ConsistencyFile {
    Hash root;
    std::vector<Hash> proof;
};
[[nodiscard]] Result<ConsistencyFile> parse_consistency(std::string_view text);

// What sha256sum prints for the members in their order: "DIGEST  NAME\n" each.
[[nodiscard]] std::string manifest_text(std::span<const ZipMember> members);
struct ManifestLine {
    Hash digest;
    std::string name;
};
[[nodiscard]] Result<std::vector<ManifestLine>> parse_manifest(std::string_view text);

// Decimal, without leading zeros, in the whole of `text`; nothing otherwise.
[[nodiscard]] std::optional<LogIndex> parse_index(std::string_view text);
[[nodiscard]] std::optional<std::uint16_t> parse_part(std::string_view text);
// Exactly twice as many lower-case hex digits as T has bytes; nothing otherwise.
template <class T>
[[nodiscard]] std::optional<T> parse_hex(std::string_view text) {
    const std::optional<std::string> bytes = from_hex(text);
    const auto value = bytes ? T::from(as_bytes(*bytes)) : std::nullopt;
    return value && to_hex(value->view()) == text ? value : std::nullopt;
}

// Takes the next line, without its end, off a text; nothing where there is no whole line left.
[[nodiscard]] std::optional<std::string_view> take_text_line(std::string_view& rest);

}  // namespace tyst
