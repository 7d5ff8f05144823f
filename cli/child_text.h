#pragma once

#include <optional>
#include <string>

#include "projections/history.h"
#include "projections/obligations.h"
#include "schema/code_book.h"

// Words for what holds for a child at the end of the day asked about. Empty where nothing does.
namespace tyst::cli {

// "sample-vale-2019:V0001", every source joined with ", ".
[[nodiscard]] std::string references_of(const History& history);
// As its first source knows it.
[[nodiscard]] std::string reference_of(const History& history);
[[nodiscard]] std::string status_text(const History& history, const CodeBook& codes);
[[nodiscard]] std::string overlays_text(const History& history, const CodeBook& codes);
[[nodiscard]] std::string placement_text(const History& history, const CodeBook& codes);
// Name (or reference) of who is allocated in a role, or the team.
[[nodiscard]] std::string allocation_text(const History& history, std::string_view role);
[[nodiscard]] std::string plan_text(const History& history, const CodeBook& codes);
// "2019-04-12", with ", overdue" where it is.
[[nodiscard]] std::string next_review_text(const Obligations& obligations);

[[nodiscard]] std::string to_text_or_empty(const std::optional<Date>& date);
[[nodiscard]] const char* to_text(ClosedBy closed);

}  // namespace tyst::cli
