#include "cli/own_commands.h"

#include <algorithm>
#include <iterator>

namespace tyst::cli {
namespace {

struct OwnCommand {
    EventType type;
    std::string_view command;
};

constexpr OwnCommand kOwnCommands[] = {
    {EventType::return_sent, "tyst return send"},
    {EventType::return_rows_sent, "tyst return send"},
    {EventType::return_totals_kept, "tyst import ssda903 or tyst return send"},
    {EventType::evidence_pack_created, "tyst evidence create"},
    {EventType::legal_hold_placed, "tyst retention hold"},
    {EventType::legal_hold_lifted, "tyst retention lift"},
    {EventType::erasure_requested, "tyst retention request"},
    {EventType::erasure_approved, "tyst retention approve"},
    {EventType::erasure_refused, "tyst retention refuse"},
    {EventType::record_erased, "tyst retention carry-out"},
    {EventType::root_key_copy_recorded, "tyst key copy record"},
    {EventType::root_key_copy_destroyed, "tyst key copy destroyed"},
    {EventType::signing_key_introduced, "tyst key rotate"},
    {EventType::signing_key_retired, "tyst key retire"},
    {EventType::generation_started, "tyst backup restore"},
    {EventType::recovery_key_split, "tyst key split"},
    {EventType::recovery_drill_held, "tyst key drill"},
    {EventType::backup_taken, "tyst backup create"},
    {EventType::scrub_completed, "tyst log scrub"},
    {EventType::witness_quorum_missed, "tyst witness request"},
};

}  // namespace

std::string_view own_command_of(EventType type) {
    const auto* const found = std::ranges::find(kOwnCommands, type, &OwnCommand::type);
    return found == std::end(kOwnCommands) ? std::string_view() : found->command;
}

std::string_view undoing_of(EventType type) {
    switch (type) {
        case EventType::legal_hold_placed:
            return "`tyst retention lift` lifts a hold";
        case EventType::erasure_requested:
        case EventType::erasure_approved:
            return "`tyst retention refuse` ends a request";
        case EventType::root_key_copy_recorded:
            return "`tyst key copy destroyed` records that a copy is gone";
        case EventType::backup_taken:
            return "`tyst backup prune` destroys a backup's keys";
        default:
            return "what is true now is a further event";
    }
}

}  // namespace tyst::cli
