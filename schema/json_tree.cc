#include "schema/json_tree.h"

#include <algorithm>
#include <optional>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include "schema/event_codec.h"
#include "schema/event_fields.h"
#include "schema/event_json.h"
#include "schema/utf8.h"

namespace tyst {
namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t kKeysMax = 64;
constexpr std::size_t kValuesMax = 200'000;

// Receives what Boost.JSON's parser sees and builds the tree; the names and signatures are the
// parser's. A refusal of our own is kept in `refusal` and stops the parser.
class TreeBuilder {
  public:
    static constexpr std::size_t max_object_size = kKeysMax;      // NOLINT
    static constexpr std::size_t max_array_size = kListSizeMax;   // NOLINT
    static constexpr std::size_t max_key_size = 1024;             // NOLINT
    static constexpr std::size_t max_string_size = kJsonLineMax;  // NOLINT

    std::optional<Error> refusal;
    JsonNode root;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code& code) { return open(JsonNode::Kind::list, code); }
    bool on_array_end(std::size_t, error_code&) { return close(); }
    bool on_object_begin(error_code& code) { return open(JsonNode::Kind::object, code); }
    bool on_object_end(std::size_t, error_code&) { return close(); }
    bool on_key_part(string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_key(string_view part, std::size_t, error_code& code) {
        gather(part);
        return take_key(code);
    }
    bool on_string_part(string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_string(string_view part, std::size_t, error_code& code) {
        gather(part);
        JsonNode node;
        node.kind = JsonNode::Kind::text;
        node.text = std::move(gathered_);
        gathered_.clear();
        return add(std::move(node), code);
    }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, string_view, error_code& code) {
        return value >= 0 ? add_whole(static_cast<std::uint64_t>(value), code)
                          : add_other_number(fmt::format("{}", value), code);
    }
    bool on_uint64(std::uint64_t value, string_view, error_code& code) {
        return add_whole(value, code);
    }
    bool on_double(double value, string_view, error_code& code) {
        return add_other_number(fmt::format("{}", value), code);
    }
    bool on_bool(bool value, error_code& code) {
        JsonNode node;
        node.kind = JsonNode::Kind::boolean;
        node.flag = value;
        return add(std::move(node), code);
    }
    bool on_null(error_code& code) { return add(JsonNode(), code); }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

  private:
    bool gather(string_view part) {
        gathered_.append(part.data(), part.size());
        return true;
    }
    bool stop(ErrorCode reason, std::string context, error_code& code) {
        refusal = Error{reason, std::move(context)};
        code = boost::json::error::exception;
        return false;
    }
    bool add_whole(std::uint64_t value, error_code& code) {
        JsonNode node;
        node.kind = JsonNode::Kind::whole;
        node.number = value;
        return add(std::move(node), code);
    }
    bool add_other_number(std::string shown, error_code& code) {
        JsonNode node;
        node.kind = JsonNode::Kind::other_number;
        node.text = std::move(shown);
        return add(std::move(node), code);
    }
    bool add(JsonNode node, error_code& code) {
        if (++values_ > kValuesMax) {
            return stop(ErrorCode::too_large, fmt::format("more than {} values", kValuesMax), code);
        }
        if (open_.empty()) {
            root = std::move(node);
        } else {
            open_.back().items.push_back(std::move(node));
        }
        return true;
    }
    bool open(JsonNode::Kind kind, error_code& code) {
        if (++values_ > kValuesMax) {
            return stop(ErrorCode::too_large, fmt::format("more than {} values", kValuesMax), code);
        }
        open_.emplace_back().kind = kind;
        return true;
    }
    bool close() {
        JsonNode done = std::move(open_.back());
        open_.pop_back();
        if (open_.empty()) {
            root = std::move(done);
        } else {
            open_.back().items.push_back(std::move(done));
        }
        return true;
    }
    bool take_key(error_code& code) {
        std::vector<std::string>& keys = open_.back().keys;
        if (std::ranges::find(keys, gathered_) != keys.end()) {
            return stop(
                ErrorCode::duplicate_key,
                fmt::format("{}: the key stands twice", path_with(in_quotes(gathered_))),
                code
            );
        }
        keys.push_back(std::move(gathered_));
        gathered_.clear();
        return true;
    }
    // The path of the innermost object, with `key` at its end.
    [[nodiscard]] std::string path_with(std::string_view key) const {
        std::string path;
        for (std::size_t depth = 0; depth + 1 < open_.size(); ++depth) {
            const JsonNode& node = open_[depth];
            path = node.kind == JsonNode::Kind::object
                       ? fields::path_of(path, quoted_if_odd(node.keys.back()))
                       : fields::path_of(path, node.items.size());
        }
        return fields::path_of(path, key);
    }
    static std::string quoted_if_odd(const std::string& key) {
        const bool plain = key.size() <= 40 && std::ranges::all_of(key, [](char letter) {
                               return (letter >= 'a' && letter <= 'z') || letter == '_';
                           });
        return plain ? key : in_quotes(key);
    }

    std::vector<JsonNode> open_;
    std::string gathered_;
    std::size_t values_ = 0;
};

// True where the text before `place` ends with an escaped leading surrogate: the parser stops there
// as at any other fault when no second escape follows.
bool ends_with_surrogate(std::string_view json, std::size_t place) {
    constexpr std::size_t kEscape = 6;
    if (place < kEscape) {
        return false;
    }
    const std::string_view escape = json.substr(place - kEscape, kEscape);
    return escape.starts_with("\\u") && (escape[2] == 'd' || escape[2] == 'D') &&
           std::string_view("89abAB").contains(escape[3]);
}

std::unexpected<Error> syntax_error(
    const error_code& code, std::string_view json, std::size_t place
) {
    using boost::json::error;
    const std::string where = fmt::format("byte {}", place + 1);
    if (code == error::too_deep) {
        return fail(
            ErrorCode::too_large,
            fmt::format("{}: nested more than {} deep", where, kJsonNestingMax)
        );
    }
    if (code == error::array_too_large || code == error::object_too_large ||
        code == error::key_too_large || code == error::string_too_large) {
        return fail(
            ErrorCode::too_large, fmt::format("{}: a list, object, key or text is too large", where)
        );
    }
    if (code == error::illegal_leading_surrogate || code == error::illegal_trailing_surrogate ||
        code == error::expected_utf16_escape || ends_with_surrogate(json, place)) {
        return fail(ErrorCode::not_utf8, where + ": an escaped surrogate stands alone");
    }
    if (code == error::incomplete) {
        return fail(ErrorCode::invalid_json, "the text ends before the value does");
    }
    return fail(ErrorCode::invalid_json, where + ": this is not JSON");
}

}  // namespace

const JsonNode* JsonNode::find(std::string_view key) const {
    const auto found = std::ranges::find(keys, key);
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

Result<JsonNode> parse_json(std::string_view json) {
    if (json.size() > kJsonLineMax) {
        return fail(
            ErrorCode::too_large,
            fmt::format("{} bytes; a line holds at most {}", json.size(), kJsonLineMax)
        );
    }
    if (!is_utf8(json)) {
        return fail(ErrorCode::not_utf8, "the line is not UTF-8");
    }
    boost::json::parse_options options;
    options.max_depth = kJsonNestingMax;
    boost::json::basic_parser<TreeBuilder> parser(options);
    error_code code;
    const std::size_t read = parser.write_some(false, json.data(), json.size(), code);
    if (parser.handler().refusal) {
        return std::unexpected(*std::move(parser.handler().refusal));
    }
    if (code) {
        return syntax_error(code, json, read);
    }
    if (json.substr(read).find_first_not_of(" \t\r\n") != std::string_view::npos) {
        return fail(
            ErrorCode::invalid_json, fmt::format("byte {}: more after the value's end", read + 1)
        );
    }
    return std::move(parser.handler().root);
}

}  // namespace tyst
