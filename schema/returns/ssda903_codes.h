#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/code_book.h"
#include "schema/event.h"

namespace tyst {

// The last collection year that writes male and female as 1 and 2.
inline constexpr int kLastYearOfNumberedSexes = 2024;

// Upper case, as codes of the return are compared; anything that is not a letter stays.
[[nodiscard]] std::string upper_cased(std::string_view text);

// Whether two PLACE codes can name one placement that went on while the first of them was replaced
// by the second: H5 by K3 in the collection of 2025, Z1 by one of Z11 to Z14 in that of 2026
// (returns.md, section 2; rule 503D allows for it).
[[nodiscard]] bool place_was_recoded(std::string_view before, std::string_view after);

// How a young person who left care lives, as one code of the return says it ("B1").
struct LeaverHome {
    Code kind;                     // codes/leaver-accommodation
    std::optional<bool> suitable;  // not said where the return has no kind either
};

// What the codes of the return mean in ours, and the other way round. Codes stand in the code book
// (`ssda903` of each of our codes); what one code of the return says in several attributes stands
// in the tables of the .cc. Source: data-to-insight/csc-validator-be-903. Texts are compared in
// upper case. Nothing is answered for a code that is not in the lists; an empty text is such a
// code. The book must outlive this; safe to share between threads.
class Ssda903Codes {
  public:
    explicit Ssda903Codes(const CodeBook& book) : book_(&book) {}

    [[nodiscard]] std::optional<Code> legal_status(std::string_view text) const;
    [[nodiscard]] std::optional<Code> need(std::string_view text) const;
    [[nodiscard]] std::optional<Code> reason_ceased(std::string_view text) const;
    [[nodiscard]] std::optional<Code> placement_change(std::string_view text) const;
    [[nodiscard]] std::optional<Code> participation(std::string_view text) const;
    [[nodiscard]] std::optional<Code> ethnicity(std::string_view text) const;
    // 1 and 2 until the collection of 2024, M, F and U after it; both are understood in any year.
    [[nodiscard]] std::optional<Code> sex(std::string_view text) const;
    [[nodiscard]] std::optional<Code> provider(std::string_view text) const;
    // Setting, relationship, stage, duration and whether it is temporary; not the provider.
    [[nodiscard]] std::optional<PlacementStarted> placement(std::string_view text) const;
    [[nodiscard]] std::optional<LeaverHome> leaver_home(std::string_view text) const;
    // Of any other set whose codes say `ssda903` ("adopters-sexes").
    [[nodiscard]] std::optional<Code> code_of(std::string_view set, std::string_view text) const;

    // ---- From ours to the return's, for the collection that ends in `year`. Nothing where that
    // year's return has no code for it, or several and no word to choose between them.

    // Of any set whose codes say `ssda903` ("legal-status", "adopters-sexes").
    [[nodiscard]] std::optional<std::string_view> text_of(
        std::string_view set, std::string_view code, int year
    ) const;
    [[nodiscard]] std::optional<std::string_view> sex_text(std::string_view sex, int year) const;
    // A foster placement of which nobody said that it is to last to 18, or that the carer may
    // adopt, counts as neither. A placement whose code was replaced by one other has that one.
    [[nodiscard]] std::optional<std::string_view> place_text(
        const PlacementStarted& placement, int year
    ) const;
    [[nodiscard]] std::optional<std::string> leaver_home_text(const LeaverHome& home, int year)
        const;

    // The route that a start of care under one of our legal statuses was; the return has no other
    // word on it.
    [[nodiscard]] static Code route_in(std::string_view status, bool asylum_seeking);
    // The route out that one of our reasons for ceasing states by itself.
    [[nodiscard]] static Code route_out(std::string_view reason);

  private:
    [[nodiscard]] std::optional<std::string_view> setting_text(std::string_view setting, int year)
        const;

    const CodeBook* book_;
};

// Route of a period of care whose first row is no start: care began on that day or earlier.
inline constexpr std::string_view kRouteBeganEarlier = "began-earlier";
inline constexpr std::string_view kNotStated = "not-stated";
inline constexpr std::string_view kEndedWithCare = "ended-with-care";

}  // namespace tyst
