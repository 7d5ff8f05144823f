#include "schema/toml_document.h"

#include <toml++/toml.h>

namespace tyst {
namespace {

int line_of(const toml::node& node) {
    return static_cast<int>(node.source().begin.line);
}

class Converter {
  public:
    Converter(std::string_view path, ErrorCode code) : path_(path), code_(code) {}

    Result<TomlValue> convert(const toml::node& node) const {
        if (const auto* text = node.as_string()) {
            return TomlValue{line_of(node), text->get()};
        }
        if (const auto* number = node.as_integer()) {
            return TomlValue{line_of(node), number->get()};
        }
        if (const auto* boolean = node.as_boolean()) {
            return TomlValue{line_of(node), boolean->get()};
        }
        if (const auto* date = node.as_date()) {
            return convert_date(date->get(), line_of(node));
        }
        if (const auto* array = node.as_array()) {
            return convert_array(*array);
        }
        if (const auto* table = node.as_table()) {
            return convert_table(*table);
        }
        return fail_at(
            code_,
            path_,
            line_of(node),
            "only texts, whole numbers, true and false, dates, lists and tables are known"
        );
    }

  private:
    Result<TomlValue> convert_date(toml::date date, int line) const {
        const int year = static_cast<int>(date.year);
        if (year < kYearMin || year > kYearMax) {
            return fail_at(code_, path_, line, "the year lies outside 1900 to 2100");
        }
        return TomlValue{line, Date::of(year, date.month, date.day)};
    }

    Result<TomlValue> convert_array(const toml::array& array) const {
        TomlArray items;
        for (const toml::node& node : array) {
            TYST_ASSIGN(TomlValue item, convert(node));
            items.push_back(std::move(item));
        }
        return TomlValue{line_of(array), std::move(items)};
    }

    Result<TomlValue> convert_table(const toml::table& table) const {
        TomlTable entries;
        for (const auto& [key, node] : table) {
            TYST_ASSIGN(TomlValue value, convert(node));
            entries.emplace_back(std::string(key.str()), std::move(value));
        }
        return TomlValue{line_of(table), std::move(entries)};
    }

    std::string_view path_;
    ErrorCode code_;
};

}  // namespace

std::unexpected<Error> fail_at(
    ErrorCode code, std::string_view path, int line, std::string_view reason
) {
    return fail(code, std::string(path) + ":" + std::to_string(line) + ": " + std::string(reason));
}

Result<TomlValue> parse_toml(std::string_view path, std::string_view text, ErrorCode code) {
    // The library tells of bad text by throwing only.
    try {
        const toml::table parsed = toml::parse(text, path);
        TYST_ASSIGN(TomlValue top, Converter(path, code).convert(parsed));
        top.line = 1;
        return top;
    } catch (const toml::parse_error& error) {
        const int line = static_cast<int>(error.source().begin.line);
        return fail_at(code, path, line, error.description());
    }
}

TomlTableReader::TomlTableReader(const TomlValue& table, std::string_view path, ErrorCode code)
    : table_(std::get_if<TomlTable>(&table.value)), path_(path), code_(code), line_(table.line) {
    if (table_ == nullptr) {
        refuse(line_, "a table must stand here");
    }
}

bool TomlTableReader::has(std::string_view key) const {
    if (table_ == nullptr) {
        return false;
    }
    for (const auto& [name, value] : *table_) {
        if (name == key) {
            return true;
        }
    }
    return false;
}

int TomlTableReader::line_of(std::string_view key) const {
    if (table_ != nullptr) {
        for (const auto& [name, value] : *table_) {
            if (name == key) {
                return value.line;
            }
        }
    }
    return line_;
}

const TomlValue* TomlTableReader::take(std::string_view key) {
    if (table_ == nullptr) {
        return nullptr;
    }
    for (const auto& [name, value] : *table_) {
        if (name == key) {
            taken_.insert(name);
            return &value;
        }
    }
    return nullptr;
}

const TomlValue* TomlTableReader::require(std::string_view key) {
    const TomlValue* found = take(key);
    if (found == nullptr) {
        refuse(line_, "'" + std::string(key) + "' is missing");
    }
    return found;
}

template <class Kind>
const Kind* TomlTableReader::as(
    const TomlValue* value, std::string_view key, std::string_view kind
) {
    if (value == nullptr) {
        return nullptr;
    }
    const Kind* held = std::get_if<Kind>(&value->value);
    if (held == nullptr) {
        refuse(value->line, "'" + std::string(key) + "' must be " + std::string(kind));
    }
    return held;
}

std::string TomlTableReader::text(std::string_view key) {
    const TomlValue* value = require(key);
    const auto* held = as<std::string>(value, key, "a text");
    if (held != nullptr && held->empty()) {
        refuse(value->line, "'" + std::string(key) + "' is empty");
    }
    return held == nullptr ? std::string() : *held;
}

std::string TomlTableReader::optional_text(std::string_view key) {
    return has(key) ? text(key) : std::string();
}

bool TomlTableReader::flag(std::string_view key) {
    const bool* held = as<bool>(take(key), key, "true or false");
    return held != nullptr && *held;
}

Date TomlTableReader::date(std::string_view key) {
    const Date* held = as<Date>(require(key), key, "a date");
    return held == nullptr ? Date{} : *held;
}

std::optional<Date> TomlTableReader::optional_date(std::string_view key) {
    return has(key) ? std::optional<Date>(date(key)) : std::nullopt;
}

std::int64_t TomlTableReader::number(
    std::string_view key, std::int64_t smallest, std::int64_t largest
) {
    const TomlValue* value = require(key);
    const auto* held = as<std::int64_t>(value, key, "a whole number");
    if (held == nullptr) {
        return smallest;
    }
    if (*held < smallest || *held > largest) {
        refuse(
            value->line,
            "'" + std::string(key) + "' must lie from " + std::to_string(smallest) + " to " +
                std::to_string(largest)
        );
        return smallest;
    }
    return *held;
}

std::optional<int> TomlTableReader::optional_year(std::string_view key) {
    return has(key) ? std::optional<int>(static_cast<int>(number(key, kYearMin, kYearMax)))
                    : std::nullopt;
}

std::vector<std::string> TomlTableReader::texts(std::string_view key) {
    std::vector<std::string> found;
    const TomlValue* value = require(key);
    const auto* items = as<TomlArray>(value, key, "a list of texts");
    if (items == nullptr) {
        return found;
    }
    if (items->empty()) {
        refuse(value->line, "'" + std::string(key) + "' is empty");
    }
    for (const TomlValue& item : *items) {
        if (const auto* text = as<std::string>(&item, key, "a list of texts")) {
            found.push_back(*text);
        }
    }
    return found;
}

std::vector<const TomlValue*> TomlTableReader::tables(std::string_view key) {
    std::vector<const TomlValue*> found;
    if (const auto* items = as<TomlArray>(take(key), key, "a list of tables")) {
        for (const TomlValue& item : *items) {
            if (as<TomlTable>(&item, key, "a list of tables") != nullptr) {
                found.push_back(&item);
            }
        }
    }
    return found;
}

const TomlValue* TomlTableReader::optional_table(std::string_view key) {
    const TomlValue* value = take(key);
    return as<TomlTable>(value, key, "a table") == nullptr ? nullptr : value;
}

void TomlTableReader::refuse(int line, const std::string& reason) {
    if (!first_fault_) {
        first_fault_ = fail_at(code_, path_, line, reason).error();
    }
}

void TomlTableReader::absorb(const Result<void>& inner) {
    if (!inner && !first_fault_) {
        first_fault_ = inner.error();
    }
}

Result<void> TomlTableReader::finish() {
    if (first_fault_) {
        return std::unexpected<Error>(*first_fault_);
    }
    if (table_ != nullptr) {
        for (const auto& [name, value] : *table_) {
            if (!taken_.contains(name)) {
                return fail_at(code_, path_, value.line, "'" + name + "' is not known here");
            }
        }
    }
    return {};
}

}  // namespace tyst
