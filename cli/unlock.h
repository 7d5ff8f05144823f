#pragma once

#include <string>

#include "cli/surroundings.h"
#include "ledger/ledger.h"

namespace tyst::cli {

// What opens a wrapped root key: the first line of the file where one is named, else what a person
// types, asked once in a run.
[[nodiscard]] RootKeyUnlock unlock_with(
    const std::string& passphrase_file,
    const std::string& wrapping_key_file,
    const Surroundings& surroundings
);

}  // namespace tyst::cli
