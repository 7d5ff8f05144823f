#include "ledger/timestamps/stamped_note.h"

#include "ledger/core/hash.h"

namespace tyst {

std::optional<StampedNote> stamped_in(std::string_view note, const Hash& imprint) {
    const std::size_t blank = note.rfind("\n\n");
    if (blank == std::string_view::npos) {
        return std::nullopt;
    }
    std::uint32_t lines = 0;
    for (std::size_t end = note.find('\n', blank + 2); end != std::string_view::npos;
         end = note.find('\n', end + 1)) {
        ++lines;
        const std::string_view beginning = note.substr(0, end + 1);
        if (sha256(as_bytes(beginning)) == imprint) {
            return StampedNote{beginning, lines};
        }
    }
    return std::nullopt;
}

}  // namespace tyst
