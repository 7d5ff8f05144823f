#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"

namespace tyst {

// A JSON value as it was written: keys in their order, none twice.
struct JsonNode {
    enum class Kind : std::uint8_t {
        null,
        boolean,
        whole,         // fits `number`
        other_number,  // negative, with a fraction, or out of range; `text` is how to show it
        text,
        list,
        object,
    };
    Kind kind = Kind::null;
    bool flag = false;
    std::uint64_t number = 0;
    std::string text;
    std::vector<JsonNode> items;    // of a list, or the values of an object
    std::vector<std::string> keys;  // of an object, beside `items`

    // Nullptr where the object has no such key.
    [[nodiscard]] const JsonNode* find(std::string_view key) const;
};

// Parses one JSON text, at most kJsonLineMax bytes, kJsonNestingMax deep, 10,000 values a list, 64
// keys an object, 200,000 values in all. Fails with invalid_json, duplicate_key (naming the path),
// not_utf8, too_large.
[[nodiscard]] Result<JsonNode> parse_json(std::string_view json);

}  // namespace tyst
