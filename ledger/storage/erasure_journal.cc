#include "ledger/storage/erasure_journal.h"

#include "ledger/storage/key_value_store.h"

namespace tyst::storage {
namespace {

constexpr std::size_t kJournalHeadBytes =
    3 * EventId::kSize + StreamId::kSize + 8 + 8 + 2 * Hash::kSize + 4;
constexpr std::size_t kDestroyedBytes = StreamId::kSize + Hash::kSize;

// Takes values of a fixed length one after another; the caller has checked the length.
class JournalReader {
  public:
    explicit JournalReader(std::string_view rest) : rest_(rest) {}

    template <class Id>
    Id id() {
        return *Id::from(as_bytes(take(Id::kSize)));
    }
    std::uint64_t u64() { return read_u64(take(8), 0); }
    std::uint32_t u32() { return read_u32(take(4), 0); }
    [[nodiscard]] bool ended() const { return rest_.empty(); }

  private:
    std::string_view take(std::size_t bytes) {
        const std::string_view taken = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return taken;
    }
    std::string_view rest_;
};

}  // namespace

std::string encode(const ErasureJournal& journal) {
    std::string value;
    for (const EventId& id : {journal.receipt, journal.request, journal.approval}) {
        append_bytes(value, id.view());
    }
    append_bytes(value, journal.actor.view());
    append_u64(value, static_cast<std::uint64_t>(journal.destroyed_at.microseconds));
    append_u64(value, journal.root_generation);
    append_bytes(value, journal.old_root.view());
    append_bytes(value, journal.new_root.view());
    append_u32(value, journal.holds_checked);
    for (const ErasureJournal::Destroyed& destroyed : journal.destroyed) {
        append_bytes(value, destroyed.subject.view());
        append_bytes(value, destroyed.key.view());
    }
    return value;
}

Result<ErasureJournal> decode_erasure_journal(std::string_view value) {
    if (value.size() <= kJournalHeadBytes ||
        (value.size() - kJournalHeadBytes) % kDestroyedBytes != 0) {
        return fail(ErrorCode::corrupt_key, "keys/ erasure-under-way: has a wrong length");
    }
    JournalReader reader(value);
    ErasureJournal journal;
    journal.receipt = reader.id<EventId>();
    journal.request = reader.id<EventId>();
    journal.approval = reader.id<EventId>();
    journal.actor = reader.id<StreamId>();
    journal.destroyed_at = Timestamp{static_cast<std::int64_t>(reader.u64())};
    journal.root_generation = reader.u64();
    journal.old_root = reader.id<Hash>();
    journal.new_root = reader.id<Hash>();
    journal.holds_checked = reader.u32();
    while (!reader.ended()) {
        const auto subject = reader.id<StreamId>();
        journal.destroyed.push_back({subject, reader.id<Hash>()});
    }
    return journal;
}

}  // namespace tyst::storage
