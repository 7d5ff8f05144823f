#pragma once

#include <string>

#include "ledger/ledger.h"

namespace tyst::test {

// Makes an empty ledger of the first form, as no program makes them any more: it has no `signing/`,
// and the row `signing-seed` of `keys/` is the seed of its one key. Gives that key.
[[nodiscard]] std::string create_first_form(const CreateOptions& options, const Clock& clock);

}  // namespace tyst::test
