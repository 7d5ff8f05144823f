#include <algorithm>

#include "schema/reference_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidCodes = ErrorCode::invalid_rule_file;

// Flags that folds and figures understand (reference/README.md).
constexpr std::string_view kFlags[] = {
    "looked_after", "in_care", "overlay", "short_break", "temporary"
};

// V read in the source, R read in a public repository, D derived, M from memory.
std::string read_mark(TomlTableReader& reader) {
    const std::string mark = reader.optional_text("mark");
    if (mark.empty() || mark == "V" || mark == "R" || mark == "D") {
        return "";
    }
    if (mark != "M") {
        reader.refuse(reader.line_of("mark"), "'mark' is V, R, D or M");
    }
    return "unverified";
}

std::vector<FormerTitle> read_former_titles(TomlTableReader& reader, std::string_view path) {
    std::vector<FormerTitle> titles;
    for (const TomlValue* item : reader.tables("former")) {
        TomlTableReader inner(*item, path, kInvalidCodes);
        titles.push_back({inner.date("to"), {inner.text("en"), inner.text("cy")}});
        if (titles.size() > 1 && titles.back().to <= titles[titles.size() - 2].to) {
            inner.refuse(item->line, "former titles stand in the order of their last days");
        }
        reader.absorb(inner.finish());
    }
    return titles;
}

Result<CodeEntry> read_entry(const TomlValue& table, std::string_view path) {
    TomlTableReader reader(table, path, kInvalidCodes);
    CodeEntry entry;
    entry.id = reader.text("id");
    entry.title_en = reader.text("en");
    entry.title_cy = reader.text("cy");
    entry.title_cy_is_draft = reader.flag("cy_draft");
    entry.group = reader.optional_text("figure");
    entry.ssda903 = reader.optional_text("ssda903");
    entry.ssda903_first_year = reader.optional_year("ssda903_from");
    entry.ssda903_last_year = reader.optional_year("ssda903_to");
    entry.wales = reader.optional_text("wales");
    entry.law = reader.optional_text("law");
    entry.mark = read_mark(reader);
    entry.in_force_from = reader.optional_date("from");
    entry.in_force_to = reader.optional_date("to");
    if (reader.has("also")) entry.also = reader.texts("also");
    entry.former_titles = read_former_titles(reader, path);
    for (const std::string_view flag : kFlags) {
        if (reader.flag(flag)) {
            entry.flags.emplace(flag, true);
        }
    }
    if (entry.in_force_from && entry.in_force_to && *entry.in_force_to < *entry.in_force_from) {
        reader.refuse(reader.line_of("to"), "'to' lies before 'from'");
    }
    TYST_TRY(reader.finish());
    return entry;
}

// "codes/sex.toml" holds the set "sex".
std::string_view stem(std::string_view path) {
    path.remove_prefix(std::min(path.size(), path.rfind('/') + 1));
    return path.substr(0, path.rfind('.'));
}

}  // namespace

Result<void> read_code_file(const ReferenceFileText& file, CodeBook& book) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidCodes));
    TomlTableReader reader(top, file.path, kInvalidCodes);
    const std::string set = reader.text("set");
    for (const std::string_view key : {"version", "title_en", "title_cy", "source"}) {
        static_cast<void>(reader.text(key));
    }
    const std::vector<const TomlValue*> codes = reader.tables("code");
    if (!set.empty() && set != stem(file.path)) {
        reader.refuse(reader.line_of("set"), "a file is named after its set");
    }
    if (codes.empty()) {
        reader.refuse(1, "the set has no code");
    }
    TYST_TRY(reader.finish());
    if (!book.codes(set).empty()) {
        return fail_at(
            kInvalidCodes, file.path, reader.line_of("set"), "the set stands in two files"
        );
    }
    for (const TomlValue* table : codes) {
        TYST_ASSIGN(CodeEntry entry, read_entry(*table, file.path));
        if (auto added = book.add(set, std::move(entry)); !added) {
            return fail_at(kInvalidCodes, file.path, table->line, added.error().context);
        }
    }
    return {};
}

}  // namespace tyst
