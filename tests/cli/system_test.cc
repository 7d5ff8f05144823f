#include "cli/system.h"

#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

namespace tyst::cli {
namespace {

TEST_CASE("system: who logged in acts under their own name, whatever account they use now") {
    CHECK(user_name_of_login("0") == "root");
    CHECK(user_name_of_login("4000000001") == "uid-4000000001");
}

TEST_CASE("system: where the kernel keeps no login the user that runs the program acts") {
    const std::string running = user_name_of_login(std::to_string(geteuid()));
    for (const char* const nothing : {"4294967295", "", "nobody knows"}) {
        INFO(nothing);
        CHECK(user_name_of_login(nothing) == running);
    }
}

}  // namespace
}  // namespace tyst::cli
