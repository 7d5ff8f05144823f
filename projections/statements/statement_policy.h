#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tyst {

// How successive statements of the same form are joined (docs/returns.md, "Between statements").
enum class StatementPolicy : std::uint8_t {
    alone,         // not joined: one statement by itself
    first_stated,  // as the import records them: codes/statement-policy
    latest,
    longest,
};

// "first-stated", as in codes/statement-policy; "alone", which that set does not have.
[[nodiscard]] std::string_view name(StatementPolicy policy);
// Of the code set alone; nothing for any other text.
[[nodiscard]] std::optional<StatementPolicy> statement_policy_named(std::string_view code);

}  // namespace tyst
