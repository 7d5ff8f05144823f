#pragma once

#include <span>

#include "reference/embedded.h"

namespace tyst::evidence {

// The texts and templates of this folder as they were when the program was built
// ("texts/evidence.en.toml", "templates/page.mustache"), in the order of their paths. They live as
// long as the program.
[[nodiscard]] std::span<const EmbeddedFile> embedded_evidence_files();

}  // namespace tyst::evidence
