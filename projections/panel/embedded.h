#pragma once

#include <span>

#include "reference/embedded.h"

namespace tyst::panel {

// The texts of this folder as they were when the program was built ("texts/panel.en.toml"), in the
// order of their paths. They live as long as the program.
[[nodiscard]] std::span<const EmbeddedFile> embedded_panel_files();

}  // namespace tyst::panel
