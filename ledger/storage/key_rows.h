#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/storage/key_value_store.h"
#include "schema/error.h"
#include "schema/ids.h"
#include "schema/subject.h"

// The rows of `keys/`, byte for byte: docs/formats.md, "Keys".
namespace tyst::storage::key_rows {

inline constexpr FamilyNumber kOwn = 0;       // the ledger's own keys and counters
inline constexpr FamilyNumber kNodes = 1;     // inner keys of the tree
inline constexpr FamilyNumber kSubjects = 2;  // pseudonym → slot and wrapped key
inline constexpr FamilyNumber kSlots = 3;     // slot → pseudonym
inline constexpr FamilyNumber kLookup = 4;    // keyed digest of a reference → sealed pseudonym

inline constexpr std::string_view kFormat = "format";
inline constexpr std::string_view kNextSlot = "next-slot";
inline constexpr std::string_view kRootCheck = "root-check";
inline constexpr std::string_view kOwnLookupKey = "lookup-key";
inline constexpr std::string_view kOwnViewsKey = "views-key";
inline constexpr std::string_view kOwnSigningSeed = "signing-seed";
// There while an erasure is under way: erasure_journal.h.
inline constexpr std::string_view kErasureUnderWay = "erasure-under-way";
// Before that, from before a next root waits beside the root key file: its generation.
inline constexpr std::string_view kNextRoot = "next-root";

// Levels of the tree: 0 is the root, 3 a subject.
inline constexpr unsigned kSubjectLevel = 3;
inline constexpr unsigned kFanOutBits = 8;
// The slot, at `level`, of the node above a subject's slot.
[[nodiscard]] constexpr std::uint64_t slot_above(std::uint64_t subject_slot, unsigned level) {
    return subject_slot >> (kFanOutBits * (kSubjectLevel - level));
}

[[nodiscard]] std::string node_key(unsigned level, std::uint64_t slot);
[[nodiscard]] std::string slot_key(std::uint64_t slot);

struct NodeRow {
    std::uint64_t generation = 0;
    std::string wrapped;
};
[[nodiscard]] std::string encode(const NodeRow& row);
[[nodiscard]] Result<NodeRow> decode_node(std::string_view value);

// `wrapped` is empty once the key is destroyed: the row stays as the erasure's trace.
struct SubjectRow {
    std::uint64_t slot = 0;
    std::uint64_t generation = 0;
    std::string wrapped;
};
[[nodiscard]] std::string encode(const SubjectRow& row);
[[nodiscard]] Result<SubjectRow> decode_subject(std::string_view value);

// What is wrapped for a subject: its key, and the reference, so that the lookup rows can be made
// again under another key.
struct SubjectSecret {
    SubjectReference reference;
    SecretKey key;
};
[[nodiscard]] std::string encode(const SubjectSecret& secret);
[[nodiscard]] Result<SubjectSecret> decode_subject_secret(std::string_view bytes);

// kind ‖ compartment ‖ length ‖ source ‖ length ‖ reference: no two references give the same bytes.
[[nodiscard]] std::string encode(const SubjectReference& reference);

}  // namespace tyst::storage::key_rows
