#include "ledger/erasure_records.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace tyst {
namespace {

std::vector<LegalHold> holds_in(std::span<const StoredEvent> events, StreamId stream) {
    std::vector<LegalHold> holds;
    for (const StoredEvent& stored : events) {
        if (stored.event.relation.kind != RelationKind::none) {
            continue;
        }
        if (const auto* placed = std::get_if<LegalHoldPlaced>(&stored.event.body)) {
            holds.push_back(
                {stored.event.id, stream, stored.index, stored.recorded, *placed, std::nullopt}
            );
        } else if (const auto* lifted = std::get_if<LegalHoldLifted>(&stored.event.body)) {
            const auto held = std::ranges::find(holds, lifted->hold, &LegalHold::id);
            if (held != holds.end() && !held->lifted) {
                held->lifted = stored.index;
            }
        }
    }
    return holds;
}

Result<void> add_holds(Ledger& ledger, StreamId stream, std::vector<LegalHold>& holds) {
    const auto events = ledger.read_stream(stream, ReadDepth::event_only);
    if (!events) {
        if (events.error().code == ErrorCode::part_erased) {
            return {};
        }
        return std::unexpected(events.error());
    }
    for (LegalHold& hold : holds_in(*events, stream)) {
        holds.push_back(std::move(hold));
    }
    return {};
}

ErasureCase* case_of(std::vector<ErasureCase>& cases, const EventId& request) {
    const auto found = std::ranges::find(cases, request, &ErasureCase::request);
    return found == cases.end() ? nullptr : &*found;
}

bool answers(const std::optional<ErasureCase::Answer>& answer, const EventId& id) {
    return answer && answer->id == id;
}

// A request or approval that was corrected or taken back counts as refused: nothing is destroyed on
// other terms than two persons saw. A new request says what is meant.
void take_back(std::vector<ErasureCase>& cases, const StoredEvent& stored) {
    for (ErasureCase& erasure : cases) {
        const EventId& target = stored.event.relation.target;
        if (!erasure.refusal && (erasure.request == target || answers(erasure.approval, target))) {
            erasure.refusal = {stored.event.id, stored.index, stored.event.recorded_by};
        }
    }
}

void add_step(std::vector<ErasureCase>& cases, const StoredEvent& stored) {
    if (stored.event.relation.kind != RelationKind::none) {
        take_back(cases, stored);
        return;
    }
    const ErasureCase::Answer answer{stored.event.id, stored.index, stored.event.recorded_by};
    if (const auto* requested = std::get_if<ErasureRequested>(&stored.event.body)) {
        ErasureCase& opened = cases.emplace_back();
        opened.request = stored.event.id;
        opened.index = stored.index;
        opened.recorded = stored.recorded;
        opened.requested_by = stored.event.recorded_by;
        opened.asked = *requested;
    } else if (const auto* approved = std::get_if<ErasureApproved>(&stored.event.body)) {
        ErasureCase* const found = case_of(cases, approved->request);
        if (found != nullptr && !found->approval && answer.by != found->requested_by) {
            found->approval = answer;
        }
    } else if (const auto* refused = std::get_if<ErasureRefused>(&stored.event.body)) {
        ErasureCase* const found = case_of(cases, refused->request);
        if (found != nullptr && !found->refusal) {
            found->refusal = answer;
        }
    } else if (const auto* erased = std::get_if<RecordErased>(&stored.event.body)) {
        ErasureCase* const found = case_of(cases, erased->request);
        if (found != nullptr) {
            found->erased = stored.index;
        }
    }
}

std::unexpected<Error> not_allowed(std::string_view reason) {
    return fail(ErrorCode::erasure_not_allowed, "erasure: " + std::string(reason));
}

}  // namespace

Date ErasureCase::first_day(int delay_days) const {
    const Date delayed = london_date(recorded).plus_days(std::max(delay_days, kErasureDelayDays));
    return std::max(asked.not_before, delayed);
}

std::string hold_text(const LegalHold& hold) {
    return place_of(hold.index) +
           ": `tyst retention list --holds` shows it, and `tyst retention lift " +
           std::to_string(hold.index.value) + "` lifts it once it has ended";
}

Result<std::vector<LegalHold>> holds_over(Ledger& ledger, std::span<const StreamId> streams) {
    std::vector<LegalHold> holds;
    TYST_TRY(add_holds(ledger, ledger.authority_stream(), holds));
    for (const StreamId& stream : streams) {
        if (stream != ledger.authority_stream()) {
            TYST_TRY(add_holds(ledger, stream, holds));
        }
    }
    std::ranges::sort(holds, {}, [](const LegalHold& hold) { return hold.index.value; });
    return holds;
}

Result<std::vector<ErasureCase>> erasure_cases(Ledger& ledger) {
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    std::vector<ErasureCase> cases;
    for (const StoredEvent& stored : events) {
        add_step(cases, stored);
    }
    return cases;
}

Result<std::uint32_t> check_erasure(Ledger& ledger, const ErasureCase& erasure, Date today) {
    if (erasure.erased) {
        return not_allowed("was carried out before, " + place_of(*erasure.erased));
    }
    if (erasure.refusal) {
        return not_allowed("was refused or withdrawn, " + place_of(erasure.refusal->index));
    }
    if (!erasure.approval) {
        return not_allowed("no second person has approved it");
    }
    if (const Date first = erasure.first_day(); today < first) {
        return not_allowed("not before " + to_text(first));
    }
    TYST_ASSIGN(const auto holds, holds_over(ledger, erasure.asked.subjects));
    for (const LegalHold& hold : holds) {
        if (!hold.lifted) {
            return not_allowed("a legal hold stands, " + hold_text(hold));
        }
    }
    return static_cast<std::uint32_t>(holds.size());
}

}  // namespace tyst
