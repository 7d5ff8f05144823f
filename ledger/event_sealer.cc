#include "ledger/event_sealer.h"

#include <utility>

#include "ledger/core/hash.h"
#include "ledger/storage/log_rows.h"
#include "schema/event_catalogue.h"
#include "schema/event_codec.h"

namespace tyst {
namespace {

constexpr std::string_view kContentLabel = "tyst/1/event-content";
constexpr std::size_t kRowOverheadBytes = 400;  // entry, keys and the row in `ids`

EntryClass class_of(SubjectKind kind) {
    switch (kind) {
        case SubjectKind::child:
            return EntryClass::child;
        case SubjectKind::received_return:
        case SubjectKind::authority:
            return EntryClass::authority;
        case SubjectKind::actor_reading:
            return EntryClass::access;
        case SubjectKind::worker:
        case SubjectKind::actor:
            return EntryClass::system;
    }
    return EntryClass::system;
}

RestrictionClass restriction_in(const storage::SubjectKey& key, const Body& body) {
    if (restriction_of(body) != RestrictionClass::ordinary) {
        return restriction_of(body);
    }
    return key.compartment() == Compartment::adoption ? RestrictionClass::adoption
                                                      : RestrictionClass::ordinary;
}

// What is to be sealed as one part.
struct Plaintext {
    StreamId subject;
    PartKind kind = PartKind::event;
    Bytes content;
};

std::vector<Plaintext> plaintexts_of(const PreparedEvent& prepared, const EncodedEvent& encoded) {
    std::vector<Plaintext> plaintexts;
    plaintexts.push_back({prepared.stream, PartKind::event, as_bytes(encoded.event)});
    for (const EncodedPerson& person : encoded.people) {
        plaintexts.push_back({person.person, PartKind::person, as_bytes(person.bytes)});
    }
    for (const Attachment& attachment : prepared.event.attachments) {
        plaintexts.push_back({prepared.stream, PartKind::attachment, as_bytes(attachment.content)});
    }
    return plaintexts;
}

Hash content_mac(const HmacKey& key, std::span<const Plaintext> plaintexts) {
    std::string digests(kContentLabel);
    for (const Plaintext& plaintext : plaintexts) {
        digests.push_back(static_cast<char>(plaintext.kind));
        storage::append_bytes(digests, plaintext.subject.view());
        storage::append_bytes(digests, sha256(plaintext.content).view());
    }
    return key.mac(as_bytes(digests));
}

Result<void> check(const PreparedEvent& prepared) {
    if (prepared.event.id.is_zero()) {
        return fail(ErrorCode::invalid_value, "event: has no id");
    }
    if (prepared.event.learned && prepared.event.source.system.empty()) {
        return fail(
            ErrorCode::invalid_value,
            "event " + to_uuid_text(prepared.event.id.view()) +
                ": learned: only an imported fact may claim when it was learned; name source.system"
        );
    }
    return {};
}

std::size_t parts_of(const PreparedEvent& prepared, const EncodedEvent& encoded) {
    return 1 + encoded.people.size() + prepared.event.attachments.size();
}

}  // namespace

Result<std::vector<SealedEvent>> EventSealer::seal(std::span<const PreparedEvent> events) {
    std::vector<EncodedEvent> encoded;
    encoded.reserve(events.size());
    std::size_t parts = 0;
    for (const PreparedEvent& prepared : events) {
        TYST_TRY(check(prepared));
        TYST_ASSIGN(EncodedEvent event, encode(prepared.event));
        if (parts_of(prepared, event) > kEntryPartsMax) {
            return fail(
                ErrorCode::too_large,
                "event " + to_uuid_text(prepared.event.id.view()) +
                    ": more parts than an entry holds"
            );
        }
        parts += parts_of(prepared, event);
        encoded.push_back(std::move(event));
    }
    // One draw for the whole append: each is a system call.
    std::vector<Salt> salts(parts);
    entropy_.fill({reinterpret_cast<std::uint8_t*>(salts.data()), parts * Salt::kSize});
    TYST_ASSIGN(const auto sealer, sealers_.take());
    std::vector<SealedEvent> sealed;
    sealed.reserve(events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        TYST_ASSIGN(SealedEvent event, seal_one(events[i], encoded[i], *sealer, salts));
        sealed.push_back(std::move(event));
    }
    return sealed;
}

Result<SealedEvent> EventSealer::seal_one(
    const PreparedEvent& prepared,
    const EncodedEvent& encoded,
    PartSealer& sealer,
    std::vector<Salt>& salts
) {
    SealedEvent sealed;
    sealed.id = prepared.event.id;
    sealed.learned = prepared.event.learned;
    sealed.commits_heads = std::holds_alternative<StreamHeadsCommitted>(prepared.event.body);
    if (prepared.event.relation.kind != RelationKind::none) {
        sealed.target = prepared.event.relation.target;
    }
    TYST_ASSIGN(sealed.key, keys_.key_of(prepared.stream));
    sealed.entry.entry_class = class_of(sealed.key->kind());
    sealed.entry.stream = prepared.stream;
    sealed.entry.actor = prepared.event.recorded_by;
    const std::vector<Plaintext> plaintexts = plaintexts_of(prepared, encoded);
    sealed.content = content_mac(sealed.key->content(), plaintexts);
    sealed.bytes = kRowOverheadBytes;
    for (const Plaintext& plaintext : plaintexts) {
        const bool of_stream = plaintext.subject == prepared.stream;
        TYST_ASSIGN(
            const std::shared_ptr<const storage::SubjectKey> key,
            of_stream ? Result<std::shared_ptr<const storage::SubjectKey>>(sealed.key)
                      : keys_.key_of(plaintext.subject)
        );
        TYST_ASSIGN(SealedPart part, sealer.seal(key->sealing(), salts.back(), plaintext.content));
        salts.pop_back();
        sealed.entry.parts.push_back(
            {plaintext.subject,
             plaintext.kind == PartKind::person ? RestrictionClass::third_party
                                                : restriction_in(*key, prepared.event.body),
             plaintext.kind,
             part.digest,
             part.commitment,
             part.size}
        );
        const auto number = static_cast<std::uint16_t>(sealed.rows.size());
        std::string row =
            storage::log_rows::unnumbered_part_row(plaintext.subject, part.salt, part.sealed);
        sealed.bytes += row.size();
        sealed.rows.push_back({number, plaintext.kind, std::move(row)});
    }
    return sealed;
}

}  // namespace tyst
