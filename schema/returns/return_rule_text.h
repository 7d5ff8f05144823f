#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/error.h"

namespace tyst {

struct ReferenceFileText;  // schema/reference_set.h

// What a check of a return says, and who can put right what it finds.
struct ReturnRuleText {
    std::string code;   // "388", as published
    std::string fixer;  // codes/return-fixer
    BilingualText says;
    std::string
        departure;  // where we decide otherwise than the program of the councils; empty: not
    bool unverified = false;
};

// The texts of one form's checks, in the order of their codes.
struct ReturnRuleTexts {
    std::string form;
    std::string version;
    std::vector<ReturnRuleText> rules;

    // nullptr where there is none.
    [[nodiscard]] const ReturnRuleText* find(std::string_view code) const;
};

// invalid_rule_file with "path:line: reason" for anything else than such a file.
[[nodiscard]] Result<ReturnRuleTexts> read_return_rule_texts(const ReferenceFileText& file);

}  // namespace tyst
