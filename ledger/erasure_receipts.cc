#include "ledger/erasure_receipts.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace tyst {
namespace {

// Goes through the authority's stream and holds each receipt against what stands before it.
class ReceiptReading {
  public:
    void take(const StoredEvent& stored) {
        if (stored.event.relation.kind != RelationKind::none) {
            return;
        }
        const EventId& id = stored.event.id;
        const StreamId& by = stored.event.recorded_by;
        if (const auto* requested = std::get_if<ErasureRequested>(&stored.event.body)) {
            requests_[id] = {by, {requested->subjects.begin(), requested->subjects.end()}};
        } else if (const auto* approved = std::get_if<ErasureApproved>(&stored.event.body)) {
            approvals_[id] = {by, approved->request};
        } else if (const auto* erased = std::get_if<RecordErased>(&stored.event.body)) {
            take_receipt(stored.index, *erased);
        }
    }

    [[nodiscard]] ErasureReceipts receipts() && { return std::move(receipts_); }

  private:
    struct Request {
        StreamId by;
        std::set<StreamId> subjects;
    };
    struct Approval {
        StreamId by;
        EventId request;
    };

    void report(LogIndex index, std::string_view reason) {
        receipts_.faults.push_back(
            {index,
             {ErrorCode::erasure_not_allowed,
              place_of(index) + ": record_erased " + std::string(reason)}}
        );
    }

    void take_receipt(LogIndex index, const RecordErased& receipt) {
        check_grounds(index, receipt);
        if (receipt.root_generation != receipts_.root_generation + 1) {
            report(
                index,
                "says that it made root " + std::to_string(receipt.root_generation) +
                    " of the key tree, after root " + std::to_string(receipts_.root_generation)
            );
        }
        receipts_.root_generation = receipt.root_generation;
        for (const ErasedSubject& subject : receipt.erased) {
            if (!receipts_.destroyed.emplace(subject.stream, index).second) {
                report(index, "names subject " + to_hex(subject.stream.view()) + " again");
            }
        }
    }

    void check_grounds(LogIndex index, const RecordErased& receipt) {
        const auto request = requests_.find(receipt.request);
        if (request == requests_.end()) {
            report(index, "names a request that is not recorded before it");
            return;
        }
        const auto approval = approvals_.find(receipt.approval);
        if (approval == approvals_.end() || approval->second.request != receipt.request) {
            report(index, "names an approval of its request that is not recorded before it");
        } else if (approval->second.by == request->second.by) {
            report(index, "rests on a request and an approval by the same actor");
        }
        std::set<StreamId> subjects;
        for (const ErasedSubject& subject : receipt.erased) {
            subjects.insert(subject.stream);
        }
        if (subjects != request->second.subjects) {
            report(index, "names other subjects than its request");
        }
    }

    std::map<EventId, Request> requests_;
    std::map<EventId, Approval> approvals_;
    ErasureReceipts receipts_;
};

}  // namespace

ErasureReceipts erasure_receipts(std::span<const StoredEvent> authority_events) {
    ReceiptReading reading;
    for (const StoredEvent& stored : authority_events) {
        reading.take(stored);
    }
    return std::move(reading).receipts();
}

}  // namespace tyst
