#include "projections/statements/statement_policy.h"

namespace tyst {

std::string_view name(StatementPolicy policy) {
    switch (policy) {
        case StatementPolicy::alone:
            return "alone";
        case StatementPolicy::first_stated:
            return "first-stated";
        case StatementPolicy::latest:
            return "latest";
        case StatementPolicy::longest:
            return "longest";
    }
    return "";
}

std::optional<StatementPolicy> statement_policy_named(std::string_view code) {
    for (const auto policy :
         {StatementPolicy::first_stated, StatementPolicy::latest, StatementPolicy::longest}) {
        if (name(policy) == code) return policy;
    }
    return std::nullopt;
}

}  // namespace tyst
