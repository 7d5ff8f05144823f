#include "ledger/root_copies.h"

#include <algorithm>

#include <fmt/format.h>

namespace tyst {
namespace {

struct RootCopy {
    EventId id;  // zeros for a backup
    std::string text;
};

std::string text_of_copy(const RootKeyCopyRecorded& copy, LogIndex index) {
    const std::string holder = copy.holder.empty() ? "" : ", held by " + copy.holder;
    return fmt::format(
        "copy at {}{}: {}, not recorded as destroyed", copy.place, holder, place_of(index)
    );
}

std::string text_of_backup(const BackupTaken& backup, LogIndex index) {
    const std::string until =
        backup.keys_expire ? "until " + to_text(*backup.keys_expire) : "for ever, no day was set";
    return fmt::format(
        "backup at {}: {}, keeps keys under the root {}", backup.place, place_of(index), until
    );
}

}  // namespace

Result<std::vector<std::string>> known_root_copies(
    Ledger& ledger, std::uint64_t generation, Date today
) {
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    std::vector<RootCopy> copies;
    for (const StoredEvent& stored : events) {
        const Body& body = stored.event.body;
        if (const auto* copy = std::get_if<RootKeyCopyRecorded>(&body)) {
            if (copy->generation == generation) {
                copies.push_back({stored.event.id, text_of_copy(*copy, stored.index)});
            }
        } else if (const auto* destroyed = std::get_if<RootKeyCopyDestroyed>(&body)) {
            std::erase_if(copies, [&](const RootCopy& each) { return each.id == destroyed->copy; });
        } else if (const auto* backup = std::get_if<BackupTaken>(&body)) {
            if (!backup->keys_expire || *backup->keys_expire >= today) {
                copies.push_back({EventId{}, text_of_backup(*backup, stored.index)});
            }
        } else if (std::holds_alternative<RecordErased>(body)) {
            // What backups hold from before lies under an older root.
            std::erase_if(copies, [](const RootCopy& each) { return each.id.is_zero(); });
        }
    }
    std::vector<std::string> texts;
    for (RootCopy& copy : copies) {
        texts.push_back(std::move(copy.text));
    }
    return texts;
}

}  // namespace tyst
