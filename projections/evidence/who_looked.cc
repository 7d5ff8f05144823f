#include "projections/evidence/who_looked.h"

#include <algorithm>
#include <set>

#include "projections/question.h"

namespace tyst::evidence {
namespace {

constexpr std::uint64_t kEntriesAtOnce = 4096;

struct Named {
    std::vector<unsigned> children;
    bool others = false;
};

Named named(std::span<const StreamId> streams, const ChildNumbers& numbers) {
    Named result;
    std::set<unsigned> found;
    for (const StreamId& stream : streams) {
        const auto number = numbers.find(stream);
        if (number == numbers.end()) {
            result.others = true;
        } else {
            found.insert(number->second);
        }
    }
    result.children.assign(found.begin(), found.end());
    return result;
}

// The class of an entry stands in it in clear, so that only what was read is opened.
Result<std::vector<StreamId>> reading_streams(Ledger& ledger, std::uint64_t size) {
    std::vector<StreamId> reading;
    for (std::uint64_t from = 0; from < size; from += kEntriesAtOnce) {
        TYST_ASSIGN(
            const auto entries, ledger.entries(from, std::min(size, from + kEntriesAtOnce))
        );
        for (const EntrySummary& entry : entries) {
            if (entry.entry_class == EntryClass::access && entry.revision.value == 0) {
                reading.push_back(entry.stream);
            }
        }
    }
    return reading;
}

}  // namespace

Result<std::vector<Look>> find_looks(
    Ledger& ledger, const ChildNumbers& children, std::uint64_t size
) {
    std::vector<Look> looks;
    TYST_ASSIGN(const auto streams, reading_streams(ledger, size));
    for (const StreamId& stream : streams) {
        auto events = read_stream_below(ledger, stream, ReadDepth::event_only, size);
        if (!events && events.error().code == ErrorCode::part_erased) continue;  // nobody can tell
        if (!events) return std::unexpected(events.error());
        for (StoredEvent& stored : *events) {
            const auto* access = std::get_if<AccessRecorded>(&stored.event.body);
            if (access == nullptr) continue;
            Named who = named(access->children, children);
            if (who.children.empty()) continue;
            const StreamId actor = stored.event.recorded_by;
            looks.push_back({std::move(stored), actor, std::move(who.children), who.others});
        }
    }
    std::ranges::sort(looks, {}, [](const Look& look) { return look.event.index; });
    return looks;
}

std::vector<EarlierPack> find_packs(
    std::span<const StoredEvent> authority_events, const ChildNumbers& children
) {
    std::vector<EarlierPack> packs;
    for (const StoredEvent& stored : authority_events) {
        const auto* created = std::get_if<EvidencePackCreated>(&stored.event.body);
        if (created == nullptr) continue;
        Named who = named(created->children, children);
        if (who.children.empty()) continue;
        packs.push_back({stored, {}, std::move(who.children), who.others});
    }
    for (const StoredEvent& stored : authority_events) {
        const auto* handed = std::get_if<EvidencePackHandedOver>(&stored.event.body);
        if (handed == nullptr) continue;
        const auto pack = std::ranges::find_if(packs, [&](const EarlierPack& one) {
            return one.event.event.id == handed->pack;
        });
        if (pack != packs.end()) pack->handed_over.push_back(stored);
    }
    return packs;
}

}  // namespace tyst::evidence
