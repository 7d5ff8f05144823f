#include "schema/returns/return_rule_text.h"

#include <algorithm>
#include <utility>

#include "schema/reference_set.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidTexts = ErrorCode::invalid_rule_file;

ReturnRuleText read_rule_text(
    const TomlValue& item, std::string_view path, TomlTableReader& outer
) {
    TomlTableReader reader(item, path, kInvalidTexts);
    ReturnRuleText text;
    text.code = reader.text("code");
    text.fixer = reader.text("fixer");
    text.says = {reader.text("en"), reader.text("cy")};
    static_cast<void>(reader.flag("cy_draft"));
    text.departure = reader.optional_text("departure");
    const std::string mark = reader.optional_text("mark");
    if (!mark.empty() && mark != "M") {
        reader.refuse(reader.line_of("mark"), "'mark' is M or missing");
    }
    text.unverified = mark == "M";
    outer.absorb(reader.finish());
    return text;
}

}  // namespace

const ReturnRuleText* ReturnRuleTexts::find(std::string_view code) const {
    const auto found = std::ranges::find(rules, code, &ReturnRuleText::code);
    return found == rules.end() ? nullptr : &*found;
}

Result<ReturnRuleTexts> read_return_rule_texts(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidTexts));
    TomlTableReader reader(top, file.path, kInvalidTexts);
    ReturnRuleTexts texts;
    texts.form = reader.text("form");
    texts.version = reader.text("version");
    static_cast<void>(reader.text("source"));
    for (const TomlValue* item : reader.tables("rule")) {
        texts.rules.push_back(read_rule_text(*item, file.path, reader));
        const std::size_t count = texts.rules.size();
        if (count > 1 && texts.rules[count - 1].code <= texts.rules[count - 2].code) {
            reader.refuse(item->line, "rules stand in the order of their codes, each once");
        }
    }
    TYST_TRY(reader.finish());
    return texts;
}

}  // namespace tyst
