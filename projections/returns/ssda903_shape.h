#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "schema/returns/return_layout.h"
#include "schema/returns/return_snapshot.h"

namespace tyst {

// The tables and columns of the SSDA903 return that checks know by name. Where each stands is for
// the layout to say; one that a year's layout does not have is kAbsent.
enum class Ssda903Field : std::uint8_t {
    header_sex,
    header_birth,
    header_ethnicity,
    header_pupil_number,
    header_mother,
    header_own_child_birth,
    episode_began,
    episode_reason_new,
    episode_status,
    episode_need,
    episode_place,
    episode_provider,
    episode_ended,
    episode_reason_ceased,
    episode_reason_place_change,
    episode_home_postcode,
    episode_place_postcode,
    episode_provider_reference,
    review_day,
    review_code,
    asylum_ceased,
    leaver_in_touch,
    leaver_activity,
    leaver_accommodation,
    adoption_introduced,
    adoption_matched,
    adoption_foster_care,
    adoption_adopters,
    adoption_sex_of_adopters,
    adoption_status_of_adopters,
    decision_day,
    decision_ceased,
    decision_reason_ceased,
    missing_kind,
    missing_began,
    missing_ended,
    worker_began,
    worker_ended,
    liberty_began,
    liberty_ended,
    header_child,
    permanence_day,
};
inline constexpr std::size_t kSsda903FieldCount = 42;

class Ssda903Shape {
  public:
    static constexpr std::size_t kAbsent = SIZE_MAX;
    struct Place {
        std::size_t table = kAbsent;
        std::size_t column = kAbsent;
    };

    explicit Ssda903Shape(const ReturnLayout& layout);

    [[nodiscard]] Place of(Ssda903Field field) const {
        return places_[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] bool has(Ssda903Field field) const { return of(field).column != kAbsent; }

  private:
    std::array<Place, kSsda903FieldCount> places_{};
};

// "episodes.DECOM", as reports name it.
[[nodiscard]] std::string_view name(Ssda903Field field);

// A row of any table whose values are asked for by field. Empty where the layout has no such
// column.
class FieldRow {
  public:
    FieldRow(
        const ReturnSnapshot& snapshot,
        const Ssda903Shape& shape,
        std::size_t table,
        std::size_t row
    )
        : row_(snapshot.row(table, row)), shape_(&shape), number_(row) {}

    [[nodiscard]] std::size_t number() const { return number_; }  // in its table
    [[nodiscard]] bool empty(Ssda903Field field) const { return code(field).empty(); }
    // In upper case, as codes of the return are compared.
    [[nodiscard]] std::string_view code(Ssda903Field field) const {
        const auto place = shape_->of(field);
        return place.column == Ssda903Shape::kAbsent ? "" : row_.upper_text(place.column);
    }
    [[nodiscard]] std::optional<Date> day(Ssda903Field field) const {
        const auto place = shape_->of(field);
        return place.column == Ssda903Shape::kAbsent ? std::nullopt : row_.day(place.column);
    }

  private:
    ReturnRow row_;
    const Ssda903Shape* shape_;
    std::size_t number_;
};

}  // namespace tyst
