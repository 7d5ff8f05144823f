#include "cli/root_copies.h"

#include <algorithm>

#include <fmt/format.h>

namespace tyst::cli {

Result<KnownCopies> known_copies(Ledger& ledger) {
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    KnownCopies copies;
    for (const StoredEvent& stored : events) {
        if (stored.event.relation.kind != RelationKind::none) continue;
        const Body& body = stored.event.body;
        if (const auto* copy = std::get_if<RootKeyCopyRecorded>(&body)) {
            copies.root_keys.push_back(
                {stored.event.id,
                 stored.index,
                 copy->place,
                 copy->holder,
                 copy->generation,
                 std::nullopt}
            );
        } else if (const auto* gone = std::get_if<RootKeyCopyDestroyed>(&body)) {
            const auto known = std::ranges::find(copies.root_keys, gone->copy, &RootCopy::id);
            if (known != copies.root_keys.end() && !known->destroyed) {
                known->destroyed = stored.index;
            }
        } else if (const auto* backup = std::get_if<BackupTaken>(&body)) {
            copies.backups.push_back(
                {stored.index, stored.event.occurred.date, backup->place, backup->keys_expire}
            );
        }
    }
    return copies;
}

std::vector<std::string> to_destroy_by_hand(
    const KnownCopies& copies, std::uint64_t generation, Date today
) {
    std::vector<std::string> lines;
    for (const RootCopy& copy : copies.root_keys) {
        if (copy.destroyed || generation <= copy.generation) continue;
        lines.push_back(fmt::format(
            "root key, generation {}: {}, held by {} (then: tyst key copy destroyed {} --how …)",
            copy.generation,
            copy.place,
            copy.holder,
            copy.index.value
        ));
    }
    for (const KnownBackup& backup : copies.backups) {
        if (backup.keys_expire && *backup.keys_expire < today) continue;
        lines.push_back(fmt::format(
            "keys of the backup of {} in {}{} (tyst backup prune)",
            to_text(backup.taken),
            backup.place,
            backup.keys_expire ? ", which last until " + to_text(*backup.keys_expire) : ""
        ));
    }
    return lines;
}

}  // namespace tyst::cli
