#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tyst {

// What can be true of a looked-after child on a day, in the words of rule files.
enum class SituationKind : std::uint8_t {
    // ---- of the legal basis that holds ----
    voluntary,
    care_order,
    interim_care_order,
    placement_order,
    remand,
    short_breaks,  // looked after in a series of short breaks only
    // ---- of the placement lived in, a temporary stay counting as what it interrupts ----
    placed_for_adoption,
    with_parents,
    kinship,
    agency,       // fostered by an agency's carers
    residential,  // children's home, residential school and the like
    outside_authority,
    outside_wales,
    // ---- of what has been done about that placement ----
    parents_not_assessed,  // with parents, and neither assessed nor decided on
    temporarily_approved,  // the connected person is approved for a time only
    before_first_review,   // no review since the placement began
    first_year,            // of the placement
    intended_to_18,        // the placement is meant to last until then
    // ---- of the child ----
    asylum_seeking,  // unaccompanied
    consents_at_16,  // aged 16 or 17, and accommodated by their own consent
    under_age,       // younger than `years`
    aged,            // `years` or older
};

struct Situation {
    SituationKind kind = SituationKind::voluntary;
    int years = 0;  // of under_age and aged
    bool operator==(const Situation&) const = default;
};

// Whether it follows from the legal basis and the placement alone, so that it holds for whole
// episodes.
[[nodiscard]] bool holds_for_episodes(SituationKind kind);

// "with-parents", "under-5", "aged-16".
[[nodiscard]] std::string to_text(const Situation& situation);
// Nothing for a word that is not known.
[[nodiscard]] std::optional<Situation> situation_named(std::string_view word);
// Every word, for messages; ages as "under-N" and "aged-N".
[[nodiscard]] std::string situation_words();

}  // namespace tyst
