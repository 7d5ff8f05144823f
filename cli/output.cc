#include "cli/output.h"

#include <ostream>

#include <boost/json/serialize.hpp>

namespace tyst::cli {
namespace {

bool is_simple(const boost::json::value& value) {
    return !value.is_object() && !value.is_array();
}

void print_value(std::ostream& out, const boost::json::value& value, const std::string& indent);

void print_array(std::ostream& out, const boost::json::array& array, const std::string& indent) {
    // A list of plain values stays on one line; a list of objects gets a line each.
    const bool one_line = array.empty() || is_simple(array.front());
    const std::string inner = indent + "  ";
    const char* separator = "";
    out << '[';
    for (const auto& element : array) {
        out << separator << (one_line ? "" : "\n" + inner);
        print_value(out, element, inner);
        separator = one_line ? ", " : ",";
    }
    out << (one_line ? "" : "\n" + indent) << ']';
}

void print_object(std::ostream& out, const boost::json::object& object, const std::string& indent) {
    const std::string inner = indent + "  ";
    const char* separator = "";
    out << '{';
    for (const auto& [key, value] : object) {
        out << separator << '\n' << inner << boost::json::serialize(key) << ": ";
        print_value(out, value, inner);
        separator = ",";
    }
    out << (object.empty() ? "" : "\n" + indent) << '}';
}

void print_value(std::ostream& out, const boost::json::value& value, const std::string& indent) {
    if (const auto* object = value.if_object()) {
        print_object(out, *object, indent);
    } else if (const auto* array = value.if_array()) {
        print_array(out, *array, indent);
    } else {
        out << boost::json::serialize(value);
    }
}

}  // namespace

OutputFormat output_format_from(const std::string& text) {
    return text == "json"  ? OutputFormat::json
           : text == "csv" ? OutputFormat::csv
                           : OutputFormat::table;
}

void print_json(std::ostream& out, const boost::json::value& value) {
    print_value(out, value, "");
    out << '\n';
}

}  // namespace tyst::cli
