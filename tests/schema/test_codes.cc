#include "tests/schema/test_codes.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "schema/reference_set.h"

namespace tyst {

CodeBook shipped_codes() {
    std::vector<ReferenceFileText> files;
    for (const auto& file :
         std::filesystem::directory_iterator(TYST_SOURCE_DIR "/reference/codes")) {
        std::ifstream stream(file.path(), std::ios::binary);
        files.push_back(
            {"codes/" + file.path().filename().string(),
             std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>())}
        );
    }
    const Result<ReferenceSet> set = ReferenceSet::load(std::move(files));
    if (!set) {
        throw std::runtime_error(set.error().context);
    }
    return set->codes();
}

}  // namespace tyst
