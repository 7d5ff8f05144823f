#pragma once

#include <span>

#include "ledger/evidence/pack_texts.h"

namespace tyst {

// Generated at build time from texts/, docs/formats.md and schema/*.capnp.
[[nodiscard]] std::span<const PackText> embedded_pack_texts();

}  // namespace tyst
