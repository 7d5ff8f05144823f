#pragma once

#include <iosfwd>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace tyst::cli {

enum class OutputFormat : unsigned char { table, json, csv };

// "table", "json" or "csv", as the option's check has let through.
[[nodiscard]] OutputFormat output_format_from(const std::string& text);

// Indented by two, keys in the order of insertion, a newline at the end.
void print_json(std::ostream& out, const boost::json::value& value);

// A JSON list of a range of texts.
template <class Range>
[[nodiscard]] boost::json::array texts_json(const Range& texts) {
    return boost::json::array(texts.begin(), texts.end());
}

}  // namespace tyst::cli
