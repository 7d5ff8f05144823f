#pragma once

#include <cstdint>
#include <string>

#include "cli/sample/random_source.h"
#include "schema/date.h"

// What the children of synthetic returns are given: plausible, and in lawful combinations.
namespace tyst::sample {

// The codes of one episode that go together.
struct SsdaStay {
    std::string status;
    std::string placement;
    std::string provider;
};

// What a stay has to fit.
struct SsdaSetting {
    std::uint32_t year = 0;  // the collection whose codes are used
    int age = 0;
    bool twelve_or_over = false;  // when care began
};

[[nodiscard]] SsdaStay first_ssda903_stay(const SsdaSetting& setting, RandomSource& random);
// Another placement under the status of `stay`.
[[nodiscard]] SsdaStay place_ssda903(
    const SsdaStay& stay, const SsdaSetting& setting, RandomSource& random
);
// The legal status that follows, which may be the same.
[[nodiscard]] std::string next_ssda903_status(
    const std::string& status, int age, RandomSource& random
);

// REC of a child under 18 who leaves care from this stay.
[[nodiscard]] std::string ssda903_reason_left(
    const SsdaStay& stay, std::uint32_t year, RandomSource& random
);
[[nodiscard]] std::string ssda903_place_change(RandomSource& random);
[[nodiscard]] std::string ssda903_need(RandomSource& random);
[[nodiscard]] std::string ssda903_ethnicity(RandomSource& random);
// PN1 to PN7; PN0 for a child under four.
[[nodiscard]] std::string ssda903_review_code(bool under_four, RandomSource& random);
// In a postcode area that does not exist.
[[nodiscard]] std::string ssda903_postcode(RandomSource& random);
[[nodiscard]] std::string ssda903_provider_reference(RandomSource& random);
// "1" in `percent` of a hundred cases, else "0".
[[nodiscard]] std::string ssda903_flag(int percent, RandomSource& random);

}  // namespace tyst::sample
