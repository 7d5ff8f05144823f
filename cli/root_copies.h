#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

// Where copies of the root key lie, as people recorded them, and backups with keys in them: what an
// erasure cannot reach by itself.
namespace tyst::cli {

struct RootCopy {
    EventId id;
    LogIndex index;
    std::string place;
    std::string holder;
    std::uint64_t generation = 0;
    std::optional<LogIndex> destroyed;
};

struct KnownBackup {
    LogIndex index;
    Date taken;
    std::string place;
    std::optional<Date> keys_expire;  // nothing: its keys have no last day
};

struct KnownCopies {
    std::vector<RootCopy> root_keys;  // in the order in which they were recorded
    std::vector<KnownBackup> backups;
};

// Every one that was ever recorded. Fails as Ledger::read_stream.
[[nodiscard]] Result<KnownCopies> known_copies(Ledger& ledger);

// What must be destroyed by hand after an erasure that put root key `generation` in place on
// `today`: copies of older roots that nobody recorded as destroyed, and backups whose keys have not
// expired. One line each.
[[nodiscard]] std::vector<std::string> to_destroy_by_hand(
    const KnownCopies& copies, std::uint64_t generation, Date today
);

}  // namespace tyst::cli
