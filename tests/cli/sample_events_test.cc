#include <catch2/catch.hpp>

#include "reference/embedded.h"
#include "schema/event_check.h"
#include "schema/event_json.h"
#include "schema/reference_set.h"
#include "tests/cli/sample_checks.h"

namespace tyst {
namespace {

const ReferenceSet& reference_set() {
    static const ReferenceSet set = [] {
        std::vector<ReferenceFileText> files;
        for (const EmbeddedFile& file : embedded_reference_files()) {
            files.push_back({std::string(file.path), std::string(file.text)});
        }
        return ReferenceSet::load(std::move(files)).value();
    }();
    return set;
}

// What the ledger would take, and what stays the same through JSON.
void check_taken(const Submission& submission) {
    const auto checked = check_submission(submission, reference_set().codes());
    INFO((checked ? "" : checked.error().context));
    CHECK(checked);
    const std::string json = to_json(submission);
    const auto read = submission_from_json(json, reference_set().codes());
    INFO(json);
    INFO((read ? "" : read.error().context));
    REQUIRE(read);
    CHECK(*read == submission);
}

TEST_CASE("samples: every event of the Vale is taken as it is and survives JSON") {
    for (const Submission& submission : test::gather(write_vale_2019, 1)) {
        check_taken(submission);
    }
}

TEST_CASE("samples: every event of random children is taken as it is and survives JSON") {
    REQUIRE(write_random({400, 5, 3}, [](const Submission& submission) -> Result<void> {
        check_taken(submission);
        return {};
    }));
}

}  // namespace
}  // namespace tyst
