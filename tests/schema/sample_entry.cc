#include "tests/schema/sample_entry.h"

namespace tyst {

Entry sample_entry(std::size_t parts) {
    Entry entry;
    entry.index.value = 41;
    entry.recorded.microseconds = 1'553'990'400'000'001;
    entry.stream.bytes.fill(0x11);
    entry.revision.value = 3;
    entry.previous = LogIndex{17};
    entry.actor.bytes.fill(0x22);
    for (std::size_t place = 0; place < parts; ++place) {
        Part part;
        part.subject.bytes.fill(static_cast<std::uint8_t>(0x30 + place));
        part.kind = place == 0 ? PartKind::event : PartKind::person;
        part.restriction = place == 0 ? RestrictionClass::ordinary : RestrictionClass::third_party;
        part.digest.bytes.fill(static_cast<std::uint8_t>(0x50 + place));
        part.commitment.bytes.fill(static_cast<std::uint8_t>(0x70 + place));
        part.size = static_cast<std::uint32_t>(272 + place);
        entry.parts.push_back(part);
    }
    return entry;
}

Entry sample_entry_with_heads(std::size_t parts) {
    Entry entry = sample_entry(parts);
    entry.stream_heads.emplace().bytes.fill(0x90);
    return entry;
}

}  // namespace tyst
