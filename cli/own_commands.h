#pragma once

#include <string_view>

#include "schema/event.h"

namespace tyst::cli {

// The command that alone writes events of this type, "tyst retention request": they say what the
// ledger itself did or what it has checked, and a line of JSON could say it of nothing. Empty for
// every type that `event append` takes.
[[nodiscard]] std::string_view own_command_of(EventType type);

// What to do in place of annulling an event that own_command_of names: "`tyst retention lift` lifts
// it".
[[nodiscard]] std::string_view undoing_of(EventType type);

}  // namespace tyst::cli
