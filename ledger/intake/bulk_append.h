#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <vector>

#include "ledger/ledger.h"

namespace tyst {

inline constexpr std::size_t kAppendEventsMax = 512;

// Appends units of events, several to an append, in the order in which they come; while one append
// is being written the next is gathered. A unit is never split unless it is larger than an append.
// For one thread; the ledger must outlive it.
class BulkAppend {
  public:
    explicit BulkAppend(Ledger& ledger) : ledger_(&ledger) {}
    ~BulkAppend() = default;  // waits for the append that is being written
    BulkAppend(const BulkAppend&) = delete;
    BulkAppend& operator=(const BulkAppend&) = delete;

    // Fails as Ledger::append does, of this unit or of one before it.
    [[nodiscard]] Result<void> add(std::vector<PreparedEvent> unit);
    // Returns when everything is durable; the same failures.
    [[nodiscard]] Result<void> finish();

    // What is durable, by type.
    [[nodiscard]] const std::map<EventType, std::uint64_t>& written() const { return written_; }

  private:
    using Written = Result<std::map<EventType, std::uint64_t>>;

    Result<void> send();
    Result<void> wait();

    Ledger* ledger_;
    std::vector<PreparedEvent> gathered_;
    std::future<Written> sent_;
    std::map<EventType, std::uint64_t> written_;
};

}  // namespace tyst
