#include "ledger/intake/ssda903_episodes.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/intake/ssda903_episode.h"

namespace tyst {
namespace {

using Episode = Ssda903Episode;
using Kind = ImportFindingKind;

constexpr Ssda903Table kTable = Ssda903Table::episodes;

// Something that began with a row and has not ended; the row's place in the chain.
struct Open {
    EventId started;
    const Episode* row = nullptr;
};

bool says(char reason_new, std::string_view reasons) {
    return reasons.contains(reason_new);
}

// Walks the chain from row to row and writes down each change.
class Walk {
  public:
    Walk(std::span<const Episode> chain, bool asylum_seeking, Ssda903Collector& collector)
        : chain_(chain), asylum_seeking_(asylum_seeking), collector_(&collector) {}

    void run() {
        for (std::size_t at = 0; at < chain_.size(); ++at) {
            const Episode& row = chain_[at];
            const Episode* before = at == 0 ? nullptr : &chain_[at - 1];
            const Episode* after = at + 1 == chain_.size() ? nullptr : &chain_[at + 1];
            if (before != nullptr) find_between(*before, row);
            if (care_ == nullptr || row.reason_new == 'S') {
                start_care(before, row);
            } else {
                continue_care(*before, row);
            }
            finish(row, after);
        }
    }

  private:
    void find(Kind kind, const Episode& row) {
        if (row.current) collector_->find(kind, kTable, row.line);
    }

    Event& add(
        const Episode& stated_by,
        const Episode& keyed_by,
        std::string_view occurrence,
        Date date,
        std::uint16_t sequence,
        Body body
    ) {
        Occurrence occurred;
        occurred.date = date;
        occurred.sequence = sequence;
        return collector_->add(
            kTable, stated_by.line, keyed_by.key, occurrence, occurred, std::move(body)
        );
    }

    void find_between(const Episode& before, const Episode& row) {
        if (!before.ended) {
            find(Kind::open_row_followed, before);
            return;
        }
        if (*before.ended > row.began) find(Kind::overlap, row);
        if (*before.ended < row.began && care_ != nullptr && row.reason_new != 'S') {
            find(Kind::gap, row);
        }
    }

    // ---- care ----

    void start_care(const Episode* before, const Episode& row) {
        LookedAfterStarted started;
        started.legal_status = row.status;
        started.category_of_need = row.need;
        started.route = row.reason_new == 'S' ? Ssda903Codes::route_in(row.status, asylum_seeking_)
                                              : Code(kRouteBeganEarlier);
        if (row.reason_new != 'S') {
            find(
                before == nullptr ? Kind::first_row_not_a_start : Kind::continues_after_leaving, row
            );
        }
        if (care_ != nullptr) {
            find(Kind::start_without_leaving, row);
            end_all(*before, *before, kNotStated, before->placement_change);
        }
        care_ = &row;
        Event& event = add(
            row, row, "looked_after_started", row.began, row.start_sequence(), std::move(started)
        );
        if (row.reason_new != 'S') {
            event.reason = "The first episode held is no start: in care from this day or earlier.";
            event.language = "en";
        }
        start_status(row);
        start_placement(row);
        if (row.placement.temporary) find(Kind::temporary_placement_first, row);
    }

    void continue_care(const Episode& before, const Episode& row) {
        const bool other_status = row.status != status_.row->status;
        const bool other_placement = !row.same_placement(*placement_.row);
        const bool says_status = says(row.reason_new, "LUB");
        const bool says_placement = says(row.reason_new, "PTUB");
        if (row.reason_new != ' ' &&
            (other_status != says_status || other_placement != says_placement)) {
            find(Kind::reason_disagrees_with_change, row);
        }
        if (!row.need.empty() && !care_->need.empty() && row.need != care_->need) {
            find(Kind::need_changed, row);
        }
        if (other_status || says_status) {
            end_status(before, told_by(before, row), kNotStated);
            start_status(row);
        }
        if (other_placement || says_placement) move(before, row);
    }

    // A row that leaves care, or that ends without a word and is followed by nothing or a start.
    void finish(const Episode& row, const Episode* after) {
        if (!row.ended) return;
        const bool nothing_continues = after == nullptr || after->reason_new == 'S';
        if (row.ending == Episode::Ending::continues) {
            if (after == nullptr) find(Kind::continuation_without_next_row, row);
            return;
        }
        if (row.ending == Episode::Ending::not_stated && !nothing_continues) return;
        end_all(row, row, kEndedWithCare, Code(kEndedWithCare));
        LookedAfterEnded ended;
        ended.reason = row.reason_ceased.empty() ? Code(kNotStated) : row.reason_ceased;
        ended.route = Ssda903Codes::route_out(row.reason_ceased);
        add(row, row, "looked_after_ended", *row.ended, row.end_sequence(), std::move(ended));
        care_ = nullptr;
    }

    void end_all(
        const Episode& last,
        const Episode& stated_by,
        std::string_view status_reason,
        const Code& placement_reason
    ) {
        end_status(last, stated_by, status_reason);
        end_placement(placement_, last, stated_by, placement_reason);
        end_placement(interrupted_, last, stated_by, placement_reason);
    }

    // The row that an end rests on: the one that ended where this return has it, else the one that
    // follows.
    static const Episode& told_by(const Episode& before, const Episode& row) {
        return before.current ? before : row;
    }

    // ---- legal status ----

    void start_status(const Episode& row) {
        LegalStatusStarted started;
        started.status = row.status;
        const Event& event = add(
            row, row, "legal_status_started", row.began, row.start_sequence(), std::move(started)
        );
        status_ = {event.id, &row};
    }

    void end_status(const Episode& last, const Episode& stated_by, std::string_view reason) {
        if (status_.row == nullptr) return;
        const Open open = std::exchange(status_, Open{});
        if (!last.ended) return;
        LegalStatusEnded ended{open.row->status, open.started, Code(reason)};
        add(stated_by,
            *open.row,
            "legal_status_ended",
            *last.ended,
            last.end_sequence(),
            std::move(ended));
    }

    // ---- placement ----

    void start_placement(const Episode& row) {
        const Event& event =
            add(row, row, "placement_started", row.began, row.start_sequence(), row.placement);
        placement_ = {event.id, &row};
    }

    void end_placement(
        Open& which, const Episode& last, const Episode& stated_by, const Code& reason
    ) {
        if (which.row == nullptr) return;
        const Open open = std::exchange(which, Open{});
        if (!last.ended) return;
        PlacementEnded ended{open.started, reason.empty() ? Code(kNotStated) : reason};
        add(stated_by,
            *open.row,
            "placement_ended",
            *last.ended,
            last.end_sequence(),
            std::move(ended));
    }

    // A temporary placement leaves the one before it open; going back to that one starts nothing.
    void move(const Episode& before, const Episode& row) {
        const Episode& stated_by = told_by(before, row);
        const bool was_temporary = placement_.row->placement.temporary;
        if (row.placement.temporary && !was_temporary) {
            interrupted_ = placement_;
            start_placement(row);
            return;
        }
        end_placement(placement_, before, stated_by, before.placement_change);
        if (!row.placement.temporary && interrupted_.row != nullptr) {
            if (row.same_placement(*interrupted_.row)) {
                placement_ = std::exchange(interrupted_, Open{});
                return;
            }
            find(Kind::temporary_placement_not_returned, row);
            end_placement(interrupted_, before, stated_by, Code(kNotStated));
        }
        start_placement(row);
    }

    std::span<const Episode> chain_;
    bool asylum_seeking_;
    Ssda903Collector* collector_;
    const Episode* care_ = nullptr;  // the row with which the period of care began
    Open status_;
    Open placement_;
    Open interrupted_;  // by the temporary placement
};

}  // namespace

void map_ssda903_episodes(
    std::span<const Ssda903Statement> statements, bool asylum_seeking, Ssda903Collector& collector
) {
    const auto chain = read_ssda903_chain(statements, collector);
    Walk(chain, asylum_seeking, collector).run();
}

}  // namespace tyst
