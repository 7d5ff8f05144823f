#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "schema/date.h"
#include "schema/error.h"

// A TOML file as plain values that know their lines. Used inside schema only, by the loader of the
// reference set.
namespace tyst {

struct TomlValue;
using TomlArray = std::vector<TomlValue>;
using TomlTable = std::vector<std::pair<std::string, TomlValue>>;  // in the order of the keys

struct TomlValue {
    int line = 1;
    std::variant<std::string, std::int64_t, bool, Date, TomlArray, TomlTable> value;
};

// Where in which file something was wrong: "path:line: reason".
[[nodiscard]] std::unexpected<Error> fail_at(
    ErrorCode code, std::string_view path, int line, std::string_view reason
);

// The file's top table. Fails with `code` where the text is not TOML or holds a kind of value that
// no reference file uses (a number with a fraction, a time of day).
[[nodiscard]] Result<TomlValue> parse_toml(
    std::string_view path, std::string_view text, ErrorCode code
);

// Takes the keys of one table one by one. The first thing that is wrong is kept and told by
// finish(), which also refuses every key that nobody took; until then missing values read as empty.
// Must not outlive the table.
class TomlTableReader {
  public:
    TomlTableReader(const TomlValue& table, std::string_view path, ErrorCode code);

    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] int line_of(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;

    // Required and not empty.
    [[nodiscard]] std::string text(std::string_view key);
    // Empty where it is missing.
    [[nodiscard]] std::string optional_text(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key);  // false where it is missing
    [[nodiscard]] Date date(std::string_view key);
    [[nodiscard]] std::optional<Date> optional_date(std::string_view key);
    [[nodiscard]] std::int64_t number(
        std::string_view key, std::int64_t smallest, std::int64_t largest
    );
    [[nodiscard]] std::optional<int> optional_year(std::string_view key);
    // Required and not empty; nothing where it is missing or no list of texts.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    // Each a table; nothing where the key is missing.
    [[nodiscard]] std::vector<const TomlValue*> tables(std::string_view key);
    [[nodiscard]] const TomlValue* optional_table(std::string_view key);

    // One word out of `all`, whose words to_text gives; a wrong word names the known ones.
    template <class Enum>
    Enum word(std::string_view key, std::initializer_list<Enum> all) {
        return parse_word(key, text(key), all);
    }
    template <class Enum>
    std::vector<Enum> words(std::string_view key, std::initializer_list<Enum> all) {
        std::vector<Enum> found;
        for (const std::string& item : texts(key)) {
            found.push_back(parse_word(key, item, all));
        }
        return found;
    }

    // Remembers the first fault only.
    void refuse(int line, const std::string& reason);
    void absorb(const Result<void>& inner);
    [[nodiscard]] Result<void> finish();

  private:
    template <class Enum>
    Enum parse_word(
        std::string_view key, const std::string& given, std::initializer_list<Enum> all
    ) {
        std::string known;
        for (const Enum candidate : all) {
            if (to_text(candidate) == given) {
                return candidate;
            }
            known += known.empty() ? "" : ", ";
            known += to_text(candidate);
        }
        refuse(
            line_of(key),
            "'" + given + "' is not known for '" + std::string(key) + "', only " + known
        );
        return *all.begin();
    }
    const TomlValue* take(std::string_view key);
    const TomlValue* require(std::string_view key);
    template <class Kind>
    const Kind* as(const TomlValue* value, std::string_view key, std::string_view kind);

    const TomlTable* table_ = nullptr;
    std::string path_;
    ErrorCode code_;
    int line_ = 1;
    std::set<std::string, std::less<>> taken_;
    std::optional<Error> first_fault_;
};

}  // namespace tyst
