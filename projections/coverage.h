#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/history.h"
#include "projections/question.h"

namespace tyst {

// Days that are covered without a gap; both included.
struct CoveredStretch {
    Date first;
    Date last;  // the end of the year 2100 where nothing says when it ends
    bool operator==(const CoveredStretch&) const = default;
};
// The last day in [from, to] outside the stretches (in order); nothing where there is none.
[[nodiscard]] std::optional<Date> last_day_outside(
    std::span<const CoveredStretch> stretches, Date from, Date to
);

// Which source supplies which kinds of fact, from when to when. Absence of a record is absence of
// the fact only on a day that is covered. Only read after the fold: safe to share between threads.
class Coverage {
  public:
    struct Declared {
        std::string source;
        std::string fact;  // codes/fact-kind
        Date from;
        std::optional<Date> to;  // last day covered
        LogIndex index;
        bool operator==(const Declared&) const = default;
    };

    // From the events of the authority's stream that are known under the question.
    [[nodiscard]] static Coverage fold(
        std::span<const StoredEvent> authority_events, const Question& question
    );

    // Whether any of the child's sources supplies the kind of fact on that day.
    [[nodiscard]] bool covered(std::span<const KnownAs> sources, std::string_view fact, Date day)
        const;
    // The last day in [from, to] that no source of the child covers; nothing where all are covered.
    [[nodiscard]] std::optional<Date> last_day_uncovered(
        std::span<const KnownAs> sources, std::string_view fact, Date from, Date to
    ) const;
    // The stretches in which any of the child's sources supplies the kind of fact, in order, not
    // touching one another.
    [[nodiscard]] std::vector<CoveredStretch> stretches(
        std::span<const KnownAs> sources, std::string_view fact
    ) const;
    // What `covered` rests on: the declarations about this fact for the child's sources.
    [[nodiscard]] std::vector<const Declared*> declarations(
        std::span<const KnownAs> sources, std::string_view fact
    ) const;
    // Whether any source at all supplies the kind of fact on some day of these, whose children they
    // may be.
    [[nodiscard]] bool supplied(std::string_view fact, Date from, Date to) const;
    [[nodiscard]] const std::vector<Declared>& all() const { return declared_; }

  private:
    std::vector<Declared> declared_;  // by source, fact, from, index
};

}  // namespace tyst
