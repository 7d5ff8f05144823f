#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/evidence/document.h"
#include "projections/evidence/pack_facts.h"
#include "projections/evidence/words.h"

namespace tyst::evidence {

// The pages of a pack in one language.
[[nodiscard]] Page report_page(const PackFacts& facts, const Words& words);
[[nodiscard]] Page person_report_page(const PackFacts& facts, const Words& words);
[[nodiscard]] Page chronology_page(
    const PackFacts& facts, const ChildRecord& child, const Words& words
);
// The chronology as a story, for the person whose record it is.
[[nodiscard]] Page story_page(const PackFacts& facts, const ChildRecord& child, const Words& words);

// ---- sections that both kinds of report have ----

[[nodiscard]] Table children_table(const PackFacts& facts, const Words& words);
[[nodiscard]] Table counted_table(const PackFacts& facts, const Words& words, bool counted);
[[nodiscard]] Table looks_table(const PackFacts& facts, const Words& words);
[[nodiscard]] Table packs_table(const PackFacts& facts, const Words& words);
[[nodiscard]] Table withheld_table(const PackFacts& facts, const Words& words);
// Which source of these children supplies which kinds of fact, and with `all` a row for each kind
// that it does not.
enum class CoverageRows : std::uint8_t { supplied, all };
[[nodiscard]] Table coverage_table(
    const PackFacts& facts, const Words& words, CoverageRows rows = CoverageRows::all
);
// A line for each source, with the kinds that it does not supply.
[[nodiscard]] Listing not_supplied(const PackFacts& facts, const Words& words);
// One numbered row for each disclosed event: what a sample is drawn from.
[[nodiscard]] Table sampling_table(const PackFacts& facts, const Words& words);

// Why something is withheld without a decision, in these words.
[[nodiscard]] Withholding::TextOf reasons_in(const Words& words);

[[nodiscard]] Section looked_section(const PackFacts& facts, const Words& words);
[[nodiscard]] Section withheld_section(const PackFacts& facts, const Words& words);
[[nodiscard]] Section not_held_section(const PackFacts& facts, const Words& words);
[[nodiscard]] Section verify_section(const PackFacts& facts, const Words& words);

// What a page of this pack begins with; `name` is the file's path without ".LANGUAGE.html".
[[nodiscard]] Page new_page(
    const PackFacts& facts, const Words& words, std::string_view name, std::string title
);

// Every event whose part 0 is in the pack, in order of index; each with the number of its child, 0
// where it is of no child of the pack.
struct DisclosedEvent {
    const StoredEvent* stored = nullptr;
    unsigned child = 0;
};
[[nodiscard]] std::vector<DisclosedEvent> disclosed_events(const PackFacts& facts);
// The same of everything that the pack has an entry of, disclosed or not.
[[nodiscard]] std::vector<DisclosedEvent> all_events(const PackFacts& facts);

}  // namespace tyst::evidence
