#include "ledger/root_copies.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace tyst {
namespace {

constexpr std::size_t kNameCharactersMax = 120;

struct RootCopy {
    EventId id;  // zeros for a backup
    std::string text;
};

// The beginning of a UTF-8 text, whole characters of it.
std::string shortened(std::string_view text) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++characters > kNameCharactersMax) {
            return std::string(text.substr(0, at)) + "…";
        }
    }
    return std::string(text);
}

std::string text_of_copy(const RootKeyCopyRecorded& copy, LogIndex index) {
    const std::string holder = copy.holder.empty() ? "" : ", held by " + shortened(copy.holder);
    return fmt::format(
        "copy at {}{}: {}, not recorded as destroyed",
        shortened(copy.place),
        holder,
        place_of(index)
    );
}

bool is_past(const BackupTaken& backup, Date today) {
    return backup.keys_expire && *backup.keys_expire < today;
}

// That a day has passed destroys nothing, and the log is not told of what `tyst backup prune` did
// where the backup lies.
std::string text_of_past_backup(const BackupTaken& backup, LogIndex index) {
    return fmt::format(
        "backup at {}: {}, its keys were to go after {}; whether they are gone is not recorded",
        shortened(backup.place),
        place_of(index),
        to_text(*backup.keys_expire)
    );
}

std::string text_of_backup(const BackupTaken& backup, LogIndex index) {
    const std::string until =
        backup.keys_expire ? "until " + to_text(*backup.keys_expire) : "for ever, no day was set";
    return fmt::format(
        "backup at {}: {}, keeps keys under the root {}",
        shortened(backup.place),
        place_of(index),
        until
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
    std::vector<RootCopy> past;
    for (const StoredEvent& stored : events) {
        const Body& body = stored.event.body;
        if (const auto* copy = std::get_if<RootKeyCopyRecorded>(&body)) {
            if (copy->generation <= generation) {
                copies.push_back({stored.event.id, text_of_copy(*copy, stored.index)});
            }
        } else if (const auto* destroyed = std::get_if<RootKeyCopyDestroyed>(&body)) {
            std::erase_if(copies, [&](const RootCopy& each) { return each.id == destroyed->copy; });
        } else if (const auto* backup = std::get_if<BackupTaken>(&body)) {
            if (is_past(*backup, today)) {
                past.push_back({EventId{}, text_of_past_backup(*backup, stored.index)});
            } else {
                copies.push_back({EventId{}, text_of_backup(*backup, stored.index)});
            }
        }
    }
    // Behind those that are there for certain, the newest first: so the limit cuts the oldest.
    std::ranges::move(past | std::views::reverse, std::back_inserter(copies));
    std::vector<std::string> texts;
    for (RootCopy& copy : std::span(copies).first(std::min(copies.size(), kRootCopiesMax))) {
        texts.push_back(std::move(copy.text));
    }
    if (copies.size() > kRootCopiesMax) {
        texts.push_back(fmt::format("and {} more", copies.size() - kRootCopiesMax));
    }
    return texts;
}

}  // namespace tyst
