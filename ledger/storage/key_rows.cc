#include "ledger/storage/key_rows.h"

namespace tyst::storage::key_rows {
namespace {

constexpr std::uint8_t kStateLive = 0;
constexpr std::uint8_t kStateErased = 1;
constexpr std::size_t kNodeHeadBytes = 8;
constexpr std::size_t kSubjectHeadBytes = 4 + 8 + 1;

std::unexpected<Error> damaged(std::string_view what) {
    return fail(ErrorCode::corrupt_key, "keys/: " + std::string(what));
}

void append_text(std::string& target, std::string_view text) {
    append_u16(target, static_cast<std::uint16_t>(text.size()));
    target.append(text);
}

// Cuts a text with its length off the front; false where there is none.
bool take_text(std::string_view& rest, std::string& text) {
    if (rest.size() < 2 || rest.size() - 2 < read_u16(rest, 0)) {
        return false;
    }
    const std::size_t length = read_u16(rest, 0);
    text = rest.substr(2, length);
    rest.remove_prefix(2 + length);
    return true;
}

}  // namespace

std::string node_key(unsigned level, std::uint64_t slot) {
    std::string key(1, static_cast<char>(level));
    append_u32(key, static_cast<std::uint32_t>(slot));
    return key;
}

std::string slot_key(std::uint64_t slot) {
    std::string key;
    append_u32(key, static_cast<std::uint32_t>(slot));
    return key;
}

std::string encode(const NodeRow& row) {
    std::string value;
    append_u64(value, row.generation);
    return value + row.wrapped;
}

Result<NodeRow> decode_node(std::string_view value) {
    if (value.size() <= kNodeHeadBytes) {
        return damaged("row of a node is too short");
    }
    return NodeRow{read_u64(value, 0), std::string(value.substr(kNodeHeadBytes))};
}

std::string encode(const SubjectRow& row) {
    std::string value;
    append_u32(value, static_cast<std::uint32_t>(row.slot));
    append_u64(value, row.generation);
    value.push_back(static_cast<char>(row.wrapped.empty() ? kStateErased : kStateLive));
    return value + row.wrapped;
}

Result<SubjectRow> decode_subject(std::string_view value) {
    if (value.size() < kSubjectHeadBytes) {
        return damaged("row of a subject is too short");
    }
    SubjectRow row{
        read_u32(value, 0), read_u64(value, 4), std::string(value.substr(kSubjectHeadBytes))
    };
    const auto state = static_cast<std::uint8_t>(value[kSubjectHeadBytes - 1]);
    if (state != (row.wrapped.empty() ? kStateErased : kStateLive)) {
        return damaged("row of a subject has another state than its key");
    }
    return row;
}

std::string encode(const SubjectReference& reference) {
    std::string bytes;
    bytes.push_back(static_cast<char>(reference.kind));
    bytes.push_back(static_cast<char>(reference.compartment));
    append_text(bytes, reference.source);
    append_text(bytes, reference.reference);
    return bytes;
}

std::string encode(const SubjectSecret& secret) {
    std::string bytes;
    append_bytes(bytes, secret.key.view());
    return bytes + encode(secret.reference);
}

Result<SubjectSecret> decode_subject_secret(std::string_view bytes) {
    constexpr std::size_t kHead = SecretKey::kSize + 2;
    if (bytes.size() < kHead) {
        return damaged("a subject's secret is too short");
    }
    SubjectSecret secret;
    secret.key = *SecretKey::from(as_bytes(bytes.substr(0, SecretKey::kSize)));
    const auto kind = static_cast<std::uint8_t>(bytes[SecretKey::kSize]);
    const auto compartment = static_cast<std::uint8_t>(bytes[SecretKey::kSize + 1]);
    std::string_view rest = bytes.substr(kHead);
    if (kind < static_cast<std::uint8_t>(SubjectKind::child) ||
        kind > static_cast<std::uint8_t>(SubjectKind::actor_reading) ||
        compartment > static_cast<std::uint8_t>(Compartment::restricted) ||
        !take_text(rest, secret.reference.source) || !take_text(rest, secret.reference.reference) ||
        !rest.empty()) {
        return damaged("a subject's secret is not readable");
    }
    secret.reference.kind = static_cast<SubjectKind>(kind);
    secret.reference.compartment = static_cast<Compartment>(compartment);
    return secret;
}

}  // namespace tyst::storage::key_rows
