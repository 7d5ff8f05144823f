#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/code_book.h"
#include "schema/error.h"

// What is counted and by what, as the files of reference/figures/ give it (docs/rule-files.md).
namespace tyst {

// What a case is. Everything else that is counted is one of these with a condition.
enum class CountKind : std::uint8_t {
    looked_after,             // a child, at the end of as_at, short breaks left out
    short_breaks,             // a child looked after in a series of short breaks alone, then
    on_register,              // a child whose name is on the child protection register, then
    kinship_carers,           // a carer of a child placed with kin, then
    looked_after_in_period,   // a child looked after on any day of the period
    looked_after_throughout,  // a child looked after on every day of it, without a new start
    starts,                   // a start of care in the period
    children_started,         // a child, by the first start of the period
    ceased,                   // an end of care in the period
};
inline constexpr std::size_t kCountKindCount = 9;

// Whether it is counted over a period; otherwise it stands at the end of a day.
[[nodiscard]] bool is_flow(CountKind kind);

// By what cases are told apart.
enum class FigureAttribute : std::uint8_t {
    legal_status,  // codes/legal-status
    placement,     // the kinds of docs/projections.md, "Figures"
    setting,       // codes/placement-setting
    location,      // codes/placement-location
    provider,      // codes/placement-provider
    sex,           // codes/sex
    age,           // whole years
    need,          // codes/category-of-need
    ethnicity,     // codes/ethnicity
    asylum,        // yes, no: unaccompanied and asylum-seeking
    secure,        // yes, no: under a secure accommodation order
    liberty,       // yes, no: under a deprivation of liberty order
    reason,        // codes/reason-ceased
    route_in,      // codes/route-in
    route_out,     // codes/route-out
    months,        // whole months of the period of care
};
inline constexpr std::size_t kFigureAttributeCount = 16;

[[nodiscard]] std::string_view to_text(CountKind kind);             // "looked-after"
[[nodiscard]] std::string_view to_text(FigureAttribute attribute);  // "legal-status"
// A number of years or months, not a word.
[[nodiscard]] bool is_number(FigureAttribute attribute);
// The set of codes that its words come from; empty where they are its own.
[[nodiscard]] std::string_view code_set_of(FigureAttribute attribute);
// The words of an attribute that has its own; empty elsewhere.
[[nodiscard]] std::vector<std::string_view> own_words(FigureAttribute attribute);

// Which cases belong together: those with one of the codes, or with a number in [from, below).
struct FigureGroup {
    std::string id;  // "care-order", "10-15"
    BilingualText title;
    std::vector<std::string> codes;
    std::optional<int> from;
    std::optional<int> below;
    bool rest = false;  // the group of all that no other one names, what is not stated included
    bool unverified = false;

    [[nodiscard]] bool names(std::string_view code) const;
    [[nodiscard]] bool holds(int number) const;
};

// Something that is counted: cases of a kind, or those of another count that meet a condition.
struct FigureCount {
    std::string id;  // "looked-after", "starts.aged-11-plus"
    BilingualText title;
    std::string source;
    bool unverified = false;
    CountKind kind = CountKind::looked_after;
    std::string of;      // the count that this one is a part of; empty for all cases of a kind
    std::string within;  // the count whose cases include these, where that is not `of`
    FigureAttribute by = FigureAttribute::age;  // the condition's, where there is an `of`
    FigureGroup condition;
    std::string needs;  // codes/fact-kind that a source has to supply; empty for care itself
};

// One way to cut counts into parts that add up to them.
struct FigureFamily {
    std::string id;
    std::string version;
    BilingualText title;
    std::string source;
    bool unverified = false;
    std::vector<std::string> of;  // the counts that it is given for
    FigureAttribute by = FigureAttribute::age;
    std::vector<FigureGroup> groups;  // the rest is the last
    std::vector<std::string> cross;   // of a two-way table: its two families; then no groups
    int line = 0;
    std::string path;

    [[nodiscard]] bool two_way() const { return !cross.empty(); }
    // The place of the group of a case; the last one for what no group names.
    [[nodiscard]] std::size_t group_of(std::string_view code) const;
    [[nodiscard]] std::size_t group_of(std::optional<int> number) const;
};

// Every count and family of a reference set. Immutable after loading.
class FigureBook {
  public:
    [[nodiscard]] const std::vector<FigureCount>& counts() const { return counts_; }
    // In the order of their ids.
    [[nodiscard]] const std::vector<FigureFamily>& families() const { return families_; }
    [[nodiscard]] const FigureCount* find_count(std::string_view id) const;
    [[nodiscard]] const FigureFamily* find_family(std::string_view id) const;
    // Whether a count or a cell of a family has the id.
    [[nodiscard]] bool knows(std::string_view figure_id) const;

  private:
    friend class FigureBookBuilder;
    std::vector<FigureCount> counts_;
    std::vector<FigureFamily> families_;
};

// "sex.female", and "starts.sex.female" for every other count than `looked-after`.
[[nodiscard]] std::string figure_id(
    const FigureCount& count, const FigureFamily& family, std::string_view group
);
// Of a two-way table: "sex-by-age.female.10-15".
[[nodiscard]] std::string figure_id(
    const FigureCount& count,
    const FigureFamily& family,
    std::string_view first,
    std::string_view second
);

}  // namespace tyst
