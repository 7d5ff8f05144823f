#pragma once

#include <string>

namespace tyst {

// One text in both languages of the ledger's readers.
struct BilingualText {
    std::string en;
    std::string cy;
    bool operator==(const BilingualText&) const = default;
};

}  // namespace tyst
