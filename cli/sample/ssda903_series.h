#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/sample/sample.h"
#include "cli/sample/ssda903_life.h"

namespace tyst::sample {

// Places of columns in the tables that are altered.
namespace ssda_column {
inline constexpr std::size_t kHeaderBirth = 2, kHeaderEthnicity = 3;
inline constexpr std::size_t kBirth = 1;  // of every table that repeats it, but uasc
inline constexpr std::size_t kReview = 2, kReviewCode = 3;
inline constexpr std::size_t kBegan = 1, kStatus = 3, kNeed = 4, kPlace = 5, kProvider = 6,
                             kEnded = 7, kReasonCeased = 8, kPlaceChange = 9, kHomePostcode = 10;
}  // namespace ssda_column

// One child as the returns of a series state it, oldest first.
struct SsdaSeriesChild {
    std::string reference;
    std::uint32_t first_year = 0;
    std::vector<SsdaChildRows> years;

    [[nodiscard]] std::uint32_t year_at(std::size_t at) const {
        return first_year + static_cast<std::uint32_t>(at);
    }
};

// Alters what two successive returns say of one child so that they disagree in one way. Nothing
// where the child's life gives no occasion; then nothing is altered.
using SsdaPlanter =
    std::function<std::optional<SsdaPlant>(SsdaSeriesChild& child, RandomSource& random)>;

struct SsdaDisagreement {
    std::string kind;
    SsdaPlanter plant;
};

// Every way (README.md), in the order in which they are planted.
[[nodiscard]] const std::vector<SsdaDisagreement>& ssda903_disagreements();

}  // namespace tyst::sample
