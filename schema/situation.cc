#include "schema/situation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace tyst {
namespace {

constexpr std::string_view kUnder = "under-";
constexpr std::string_view kAged = "aged-";
constexpr int kSituationYearsMax = 25;

constexpr auto kWords = std::to_array<std::pair<SituationKind, std::string_view>>({
    {SituationKind::voluntary, "voluntary"},
    {SituationKind::care_order, "care-order"},
    {SituationKind::interim_care_order, "interim-care-order"},
    {SituationKind::placement_order, "placement-order"},
    {SituationKind::remand, "remand"},
    {SituationKind::short_breaks, "short-breaks"},
    {SituationKind::placed_for_adoption, "placed-for-adoption"},
    {SituationKind::with_parents, "with-parents"},
    {SituationKind::kinship, "kinship"},
    {SituationKind::agency, "agency"},
    {SituationKind::residential, "residential"},
    {SituationKind::outside_authority, "outside-authority"},
    {SituationKind::outside_wales, "outside-wales"},
    {SituationKind::parents_not_assessed, "parents-not-assessed"},
    {SituationKind::temporarily_approved, "temporarily-approved"},
    {SituationKind::before_first_review, "before-first-review"},
    {SituationKind::first_year, "first-year"},
    {SituationKind::intended_to_18, "intended-to-18"},
    {SituationKind::asylum_seeking, "asylum-seeking"},
    {SituationKind::consents_at_16, "consents-at-16"},
});

std::optional<Situation> with_years(SituationKind kind, std::string_view digits) {
    int years = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), years);
    if (fault != std::errc() || end != digits.data() + digits.size() || years < 1 ||
        years > kSituationYearsMax) {
        return std::nullopt;
    }
    return Situation{kind, years};
}

}  // namespace

bool holds_for_episodes(SituationKind kind) {
    return kind <= SituationKind::outside_wales;
}

std::string to_text(const Situation& situation) {
    if (situation.kind == SituationKind::under_age)
        return std::string(kUnder) + std::to_string(situation.years);
    if (situation.kind == SituationKind::aged)
        return std::string(kAged) + std::to_string(situation.years);
    const auto found =
        std::ranges::find(kWords, situation.kind, &decltype(kWords)::value_type::first);
    return std::string(found->second);
}

std::optional<Situation> situation_named(std::string_view word) {
    if (word.starts_with(kUnder))
        return with_years(SituationKind::under_age, word.substr(kUnder.size()));
    if (word.starts_with(kAged)) return with_years(SituationKind::aged, word.substr(kAged.size()));
    const auto found = std::ranges::find(kWords, word, &decltype(kWords)::value_type::second);
    return found == kWords.end() ? std::nullopt : std::optional(Situation{found->first});
}

std::string situation_words() {
    std::string words;
    for (const auto& [kind, word] : kWords) {
        words += std::string(word) + ", ";
    }
    return words + "under-N, aged-N";
}

}  // namespace tyst
