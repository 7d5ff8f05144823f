#include <algorithm>
#include <iterator>
#include <set>

#include "schema/figures/figure_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidFigures = ErrorCode::invalid_rule_file;
constexpr int kNumberMax = 1200;

std::vector<FigureAttribute> all_attributes() {
    std::vector<FigureAttribute> all;
    for (std::size_t place = 0; place < kFigureAttributeCount; ++place) {
        all.push_back(static_cast<FigureAttribute>(place));
    }
    return all;
}

// A word out of those that `all` lists; told by the line of its key where it is none of them.
template <class Word>
Word known_word(TomlTableReader& reader, std::string_view key, const std::vector<Word>& all) {
    const std::string given = reader.text(key);
    std::string known;
    for (const Word word : all) {
        if (to_text(word) == given) return word;
        known += known.empty() ? "" : ", ";
        known += to_text(word);
    }
    reader.refuse(
        reader.line_of(key),
        "'" + given + "' is not known for '" + std::string(key) + "', only " + known
    );
    return all.front();
}

FigureAttribute read_attribute(TomlTableReader& reader) {
    return known_word(reader, "by", all_attributes());
}

CountKind read_kind(TomlTableReader& reader) {
    std::vector<CountKind> all;
    for (std::size_t place = 0; place < kCountKindCount; ++place) {
        all.push_back(static_cast<CountKind>(place));
    }
    return known_word(reader, "counted", all);
}

bool read_unverified(TomlTableReader& reader) {
    const std::string mark = reader.optional_text("mark");
    if (!mark.empty() && mark != "M") {
        reader.refuse(reader.line_of("mark"), "'mark' is M or missing");
    }
    return mark == "M";
}

std::optional<int> read_number(TomlTableReader& reader, std::string_view key) {
    if (!reader.has(key)) return std::nullopt;
    return static_cast<int>(reader.number(key, 0, kNumberMax));
}

void read_condition(TomlTableReader& reader, FigureAttribute by, FigureGroup& group) {
    if (is_number(by)) {
        group.from = read_number(reader, "from");
        group.below = read_number(reader, "below");
        if (!group.from && !group.below) {
            reader.refuse(reader.line(), "a group of numbers has 'from', 'below' or both");
        }
        if (group.from && group.below && *group.below <= *group.from) {
            reader.refuse(reader.line_of("below"), "'below' is not above 'from'");
        }
    } else {
        group.codes = reader.texts("codes");
    }
}

FigureGroup read_group(
    const TomlValue& item, std::string_view path, FigureAttribute by, TomlTableReader& outer
) {
    TomlTableReader reader(item, path, kInvalidFigures);
    FigureGroup group;
    group.id = reader.text("id");
    group.title = {reader.text("en"), reader.text("cy")};
    static_cast<void>(reader.flag("cy_draft"));
    group.unverified = read_unverified(reader);
    group.rest = reader.flag("rest");
    if (!group.rest) read_condition(reader, by, group);
    if (group.id.find('.') != std::string::npos) {
        reader.refuse(reader.line_of("id"), "the id of a group has no '.'");
    }
    outer.absorb(reader.finish());
    return group;
}

bool numbers_meet(const FigureGroup& left, const FigureGroup& right) {
    const int from = std::max(left.from.value_or(0), right.from.value_or(0));
    const int below =
        std::min(left.below.value_or(kNumberMax + 1), right.below.value_or(kNumberMax + 1));
    return from < below;
}

bool meet(const FigureGroup& left, const FigureGroup& right, FigureAttribute by) {
    if (left.rest || right.rest) return left.rest && right.rest;
    if (is_number(by)) return numbers_meet(left, right);
    return std::ranges::any_of(left.codes, [&](const std::string& code) {
        return right.names(code);
    });
}

std::unexpected<Error> refused(std::string_view path, int line, const std::string& reason) {
    return fail_at(kInvalidFigures, path, line, reason);
}

Result<void> check_codes(
    const FigureGroup& group,
    FigureAttribute by,
    const CodeBook& codes,
    std::string_view path,
    int line
) {
    const std::string_view set = code_set_of(by);
    const std::vector<std::string_view> words = own_words(by);
    for (const std::string& code : group.codes) {
        const bool known =
            set.empty() ? std::ranges::find(words, code) != words.end() : codes.contains(set, code);
        if (!known) {
            return refused(
                path,
                line,
                "'" + group.id + "' names '" + code + "', which is no code of '" +
                    std::string(to_text(by)) + "'"
            );
        }
    }
    return {};
}

Result<void> check_groups(const FigureFamily& family, const CodeBook& codes) {
    for (std::size_t second = 0; second < family.groups.size(); ++second) {
        const FigureGroup& group = family.groups[second];
        TYST_TRY(check_codes(group, family.by, codes, family.path, family.line));
        for (std::size_t first = 0; first < second; ++first) {
            const FigureGroup& earlier = family.groups[first];
            if (earlier.id == group.id || meet(earlier, group, family.by)) {
                return refused(
                    family.path,
                    family.line,
                    "the groups '" + earlier.id + "' and '" + group.id +
                        "' have the same id, or hold the same cases"
                );
            }
        }
    }
    if (family.groups.empty() || !family.groups.back().rest) {
        return refused(
            family.path,
            family.line,
            "the last group has 'rest = true': it holds what no other one names, so that the "
            "family adds up"
        );
    }
    return {};
}

Result<void> check_cross(const FigureFamily& family, const FigureBook& book) {
    for (const std::string& part : family.cross) {
        const FigureFamily* one = book.find_family(part);
        if (one == nullptr || one->two_way()) {
            return refused(
                family.path, family.line, "'cross' names '" + part + "', which is no simple family"
            );
        }
        for (const std::string& of : family.of) {
            if (std::ranges::find(one->of, of) == one->of.end()) {
                return refused(
                    family.path,
                    family.line,
                    "'" + part + "' is not given for '" + of + "', which this table is of"
                );
            }
        }
    }
    for (const FigureFamily& other : book.families()) {
        if (&other == &family || !other.two_way() || other.id < family.id) continue;
        const auto by = [&](const FigureFamily& table, std::size_t place) {
            return book.find_family(table.cross[place])->by;
        };
        const bool known = book.find_family(other.cross[0]) != nullptr &&
                           book.find_family(other.cross[1]) != nullptr;
        if (known &&
            std::set{by(family, 0), by(family, 1)} == std::set{by(other, 0), by(other, 1)}) {
            return refused(
                family.path,
                family.line,
                "'" + other.id + "' cuts the same two ways: one could be subtracted from the other"
            );
        }
    }
    return {};
}

}  // namespace

Result<void> FigureBookBuilder::read_counts(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidFigures));
    TomlTableReader outer(top, file.path, kInvalidFigures);
    static_cast<void>(outer.text("version"));
    for (const TomlValue* item : outer.tables("count")) {
        TomlTableReader reader(*item, file.path, kInvalidFigures);
        FigureCount count;
        count.id = reader.text("id");
        count.title = {reader.text("en"), reader.text("cy")};
        static_cast<void>(reader.flag("cy_draft"));
        count.source = reader.text("source");
        count.unverified = read_unverified(reader);
        count.within = reader.optional_text("within");
        count.needs = reader.optional_text("needs");
        if (reader.has("of")) {
            count.of = reader.text("of");
            count.by = read_attribute(reader);
            count.condition.id = count.id;
            read_condition(reader, count.by, count.condition);
        } else {
            count.kind = read_kind(reader);
        }
        outer.absorb(reader.finish());
        count_lines_.push_back(item->line);
        book_.counts_.push_back(std::move(count));
    }
    return outer.finish();
}

Result<void> FigureBookBuilder::read_family(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidFigures));
    TomlTableReader reader(top, file.path, kInvalidFigures);
    FigureFamily family;
    family.path = file.path;
    family.id = reader.text("family");
    family.line = reader.line_of("family");
    family.version = reader.text("version");
    family.title = {reader.text("title_en"), reader.text("title_cy")};
    static_cast<void>(reader.flag("cy_draft"));
    family.source = reader.text("source");
    family.unverified = read_unverified(reader);
    family.of = reader.texts("of");
    if ("figures/" + family.id + ".toml" != file.path) {
        reader.refuse(family.line, "a file is named after its family");
    }
    if (reader.has("cross")) {
        family.cross = reader.texts("cross");
        if (family.cross.size() != 2 || family.cross[0] == family.cross[1]) {
            reader.refuse(reader.line_of("cross"), "'cross' names two families");
        }
    } else {
        family.by = read_attribute(reader);
        if (reader.flag("one_each")) one_each_.push_back(family.id);
        for (const TomlValue* item : reader.tables("group")) {
            family.groups.push_back(read_group(*item, file.path, family.by, reader));
        }
    }
    TYST_TRY(reader.finish());
    book_.families_.push_back(std::move(family));
    return {};
}

Result<FigureBook> FigureBookBuilder::finish(const CodeBook& codes) {
    for (std::size_t place = 0; place < book_.counts_.size(); ++place) {
        FigureCount& count = book_.counts_[place];
        const int line = count_lines_[place];
        if (book_.find_count(count.id) != &count) {
            return refused(kCountsPath, line, "'" + count.id + "' stands twice");
        }
        for (const std::string* other : {&count.of, &count.within}) {
            const FigureCount* found = book_.find_count(*other);
            if (!other->empty() && (found == nullptr || found >= &count)) {
                return refused(
                    kCountsPath, line, "'" + *other + "' is no count that stands before this one"
                );
            }
        }
        if (!count.of.empty()) {
            count.kind = book_.find_count(count.of)->kind;
            TYST_TRY(check_codes(count.condition, count.by, codes, kCountsPath, line));
        }
        if (!count.needs.empty() && !codes.contains("fact-kind", count.needs)) {
            return refused(kCountsPath, line, "'" + count.needs + "' is no kind of fact");
        }
    }
    std::ranges::sort(book_.families_, {}, &FigureFamily::id);
    for (FigureFamily& family : book_.families_) {
        if (std::ranges::find(one_each_, family.id) != one_each_.end()) {
            std::vector<FigureGroup> groups;
            for (const CodeEntry& code : codes.codes(code_set_of(family.by))) {
                groups.push_back(
                    {code.id,
                     {code.title_en, code.title_cy},
                     {code.id},
                     std::nullopt,
                     std::nullopt,
                     false,
                     !code.mark.empty()}
                );
            }
            std::ranges::move(family.groups, std::back_inserter(groups));
            family.groups = std::move(groups);
        }
        for (const std::string& of : family.of) {
            if (book_.find_count(of) == nullptr) {
                return refused(
                    family.path, family.line, "'of' names '" + of + "', which is no count"
                );
            }
        }
        if (!family.two_way()) {
            TYST_TRY(check_groups(family, codes));
        }
    }
    for (const FigureFamily& family : book_.families_) {
        if (family.two_way()) {
            TYST_TRY(check_cross(family, book_));
        }
    }
    return std::move(book_);
}

}  // namespace tyst
