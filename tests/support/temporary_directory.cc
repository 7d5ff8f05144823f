#include "tests/support/temporary_directory.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include "schema/error.h"

namespace tyst::test {

TemporaryDirectory::TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tyst-test-XXXXXX").string();
    TYST_ASSERT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace tyst::test
