#include "projections/measures/measure_outcome.h"

namespace tyst {
namespace {

constexpr std::uint64_t kTenthsInOne = 10;
constexpr std::uint64_t kTenthsInHundred = 1000;

}  // namespace

std::string_view name(MeasureVerdict verdict) {
    switch (verdict) {
        case MeasureVerdict::counted:
            return "counted";
        case MeasureVerdict::not_counted:
            return "not-counted";
        case MeasureVerdict::not_held:
            return "not-held-here";
    }
    return "";
}

std::optional<std::uint64_t> MeasureOutcome::tenths() const {
    if (measure->result == MeasureResult::count || gap != MeasureGap::none || !denominator ||
        !numerator.held || !denominator->held) {
        return std::nullopt;
    }
    // Who cannot be told for the denominator cannot be told for the numerator either.
    const std::uint64_t untold = numerator.untold - denominator->untold;
    if (denominator->value <= untold) return std::nullopt;
    const std::uint64_t told = denominator->value - untold;
    const std::uint64_t scale =
        measure->result == MeasureResult::percentage ? kTenthsInHundred : kTenthsInOne;
    return (numerator.value * scale * 2 + told) / (told * 2);
}

std::string tenths_text(std::uint64_t tenths) {
    return std::to_string(tenths / kTenthsInOne) + "." + std::to_string(tenths % kTenthsInOne);
}

}  // namespace tyst
