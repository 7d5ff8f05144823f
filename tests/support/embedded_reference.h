#pragma once

#include <catch2/catch.hpp>

#include "reference/embedded.h"
#include "schema/reference_set.h"

namespace tyst {

// The reference files that are built into the program, as the loader takes them.
inline std::vector<ReferenceFileText> embedded_reference_texts() {
    std::vector<ReferenceFileText> files;
    for (const EmbeddedFile& file : embedded_reference_files()) {
        files.push_back({std::string(file.path), std::string(file.text)});
    }
    return files;
}

// The set that the program ships. Ends the test case where it does not load.
inline ReferenceSet shipped_reference_set() {
    auto set = ReferenceSet::load(embedded_reference_texts());
    INFO((set ? std::string() : set.error().context));
    REQUIRE(set);
    return *std::move(set);
}

}  // namespace tyst
