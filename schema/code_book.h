#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst {

// What a code was called up to and including a day.
struct FormerTitle {
    Date to;
    BilingualText title;
    bool operator==(const FormerTitle&) const = default;
};

// One code of one set, as a file of reference/codes/ gives it.
struct CodeEntry {
    Code id;  // "care-order"
    std::string title_en;
    std::string title_cy;
    std::string group;    // what a figure or a list counts it under; empty where there is none
    std::string ssda903;  // the code of the SSDA903 return ("C2"); empty where there is none
    // What the published Welsh tables count it under, a code of another set (kWalesSets); empty
    // where there is none.
    std::string wales;
    std::map<std::string, bool, std::less<>>
        flags;                          // "overlay", "short_break"; false where missing
    std::optional<Date> in_force_from;  // by event date, both days included
    std::optional<Date> in_force_to;
    std::string mark;  // how sure the source is: empty (verified) or "unverified"
    bool title_cy_is_draft = false;
    std::string law;  // citation; empty where the set's source says all
    // Collection years (the year in which one ends) of `ssda903`, both included.
    std::optional<int> ssda903_first_year;
    std::optional<int> ssda903_last_year;
    // Other words for it that may be written, of earlier law among them ("section-20").
    std::vector<std::string> also;
    // Titles of earlier law, in the order of their last days.
    std::vector<FormerTitle> former_titles;

    [[nodiscard]] bool flag(std::string_view flag_name) const;
    // By the law of that day: "section 20" up to 2016-04-05, "section 76" from then on.
    [[nodiscard]] BilingualText title_on(Date date) const;
    bool operator==(const CodeEntry&) const = default;
};

// Which sets name what the published Welsh tables count their codes under, and the set of those.
struct WalesSet {
    std::string_view set;
    std::string_view counted_under;
};
inline constexpr WalesSet kWalesSets[] = {
    {"legal-status", "wales-status"},
    {"reason-ceased", "wales-exit"},
    {"route-out", "wales-exit"},
};

// Every set of codes that facts may use. Filled once, then only read: safe to share between threads
// as const.
class CodeBook {
  public:
    // Adds to the end of `set`. Fails with already_exists where the set has the code or one of its
    // other words, invalid_value where the set or the code is empty.
    [[nodiscard]] Result<void> add(std::string_view set, CodeEntry entry);

    [[nodiscard]] bool contains(std::string_view set, std::string_view code) const;
    // The code that a word stands for: itself, or the one that has it as another word; the word as
    // it is where the set knows neither.
    [[nodiscard]] std::string_view code_for(std::string_view set, std::string_view word) const;
    // Nullptr where the set or the code is unknown; valid until the next add.
    [[nodiscard]] const CodeEntry* find(std::string_view set, std::string_view code) const;
    // The first code of the set with that SSDA903 code; nullptr where there is none.
    [[nodiscard]] const CodeEntry* find_ssda903(std::string_view set, std::string_view code) const;
    // In the order of adding; empty where the set is unknown.
    [[nodiscard]] const std::vector<CodeEntry>& codes(std::string_view set) const;
    // In alphabetical order.
    [[nodiscard]] std::vector<std::string> sets() const;

  private:
    struct Set {
        std::vector<CodeEntry> entries;
        std::map<std::string, std::size_t, std::less<>> places;
        std::map<std::string, std::size_t, std::less<>> words;  // other words, to the same places
    };
    std::map<std::string, Set, std::less<>> sets_;
};

}  // namespace tyst
