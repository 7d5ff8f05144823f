#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/figures.h"
#include "projections/history.h"
#include "schema/figures/figure_book.h"

namespace tyst {

// One case of what is counted, with all by which cases are told apart: the number of a word, or
// the number itself. What is not known is kUnknownValue.
struct CountedCase {
    StreamId person;
    std::array<std::uint16_t, kFigureAttributeCount> values{};
    auto operator<=>(const CountedCase&) const = default;
};
inline constexpr std::uint16_t kUnknownValue = 0xffff;

// Gathers the cases behind all figures out of histories that were folded under one question, so
// that any breakdown can be counted afterwards. Not for several threads at once: give each its own
// and merge them; what is counted does not depend on the order of adding.
//
// A case of a stock reads as at the end of as_at; a start as at the end of its first day; an end as
// at the last day of care, with the age on the day of ceasing; a child of a period as at the
// period's last day, or the last day of care before it.
class CaseCounter {
  public:
    CaseCounter(Date as_at, Period period);

    void add(const History& history);
    void merge(const CaseCounter& other);

    [[nodiscard]] std::span<const CountedCase> cases(CountKind kind) const;
    // The word with that number; empty for kUnknownValue.
    [[nodiscard]] std::string_view word(FigureAttribute attribute, std::uint16_t number) const;
    // Carers of children placed with kin at the end of as_at, each once, with these children.
    [[nodiscard]] std::size_t kinship_carers() const { return kin_.size(); }
    [[nodiscard]] std::vector<StreamId> children_with_kin() const;

    [[nodiscard]] Date as_at() const { return as_at_; }
    [[nodiscard]] Period period() const { return period_; }

  private:
    struct Words {
        std::vector<std::string> words;
        std::map<std::string, std::uint16_t, std::less<>> numbers;
    };
    // What holds for a child at a moment.
    struct Moment {
        Date day;  // of the age
        const LegalStatus* status = nullptr;
        const Placement* placement = nullptr;
        const PeriodOfCare* care = nullptr;
        Date last;  // of the period of care, as far as its length is counted
    };

    // What is known of a child while its periods of care are gone through.
    enum class InPeriod : std::uint8_t { no, some_days, throughout };

    std::uint16_t number_of(FigureAttribute attribute, std::string_view word);
    void count(CountKind kind, const History& history, const Moment& moment);
    void add_stock(const History& history);
    void add_flows(const History& history);
    void add_period(const History& history, Place care, InPeriod& in_period);
    void add_register(const History& history);
    void add_kin(const History& history, const Placement* placement);
    [[nodiscard]] static Moment moment_in(const History& history, Place care, Date day);

    Date as_at_;
    Period period_;
    std::array<std::vector<CountedCase>, kCountKindCount> cases_;
    std::array<Words, kFigureAttributeCount> words_;
    std::map<std::string, std::vector<StreamId>, std::less<>> kin_;  // by carer
};

}  // namespace tyst
