#include "ledger/intake/bulk_append.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tyst {

Result<void> BulkAppend::add(std::vector<PreparedEvent> unit) {
    if (gathered_.size() + unit.size() > kAppendEventsMax) TYST_TRY(send());
    for (auto& event : unit) {
        if (gathered_.size() == kAppendEventsMax) TYST_TRY(send());
        gathered_.push_back(std::move(event));
    }
    return {};
}

Result<void> BulkAppend::finish() {
    TYST_TRY(send());
    return wait();
}

Result<void> BulkAppend::send() {
    TYST_TRY(wait());
    if (gathered_.empty()) return {};
    Append append;
    append.events = std::exchange(gathered_, {});
    sent_ =
        std::async(std::launch::async, [ledger = ledger_, append = std::move(append)]() -> Written {
            TYST_TRY(ledger->append(append));
            std::map<EventType, std::uint64_t> written;
            for (const auto& prepared : append.events)
                ++written[type_of(prepared.event.body)];
            return written;
        });
    return {};
}

Result<void> BulkAppend::wait() {
    if (!sent_.valid()) return {};
    TYST_ASSIGN(const auto written, sent_.get());
    for (const auto& [type, count] : written)
        written_[type] += count;
    return {};
}

}  // namespace tyst
