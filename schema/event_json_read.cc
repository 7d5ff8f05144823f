#include <algorithm>
#include <initializer_list>
#include <limits>

#include <fmt/format.h>

#include "schema/base64.h"
#include "schema/event_catalogue.h"
#include "schema/event_check.h"
#include "schema/event_codec.h"
#include "schema/event_fields.h"
#include "schema/event_json.h"
#include "schema/event_words.h"
#include "schema/json_tree.h"
#include "schema/subject_names.h"
#include "schema/utf8.h"

namespace tyst {
namespace {

using fields::path_of;
using fields::refuse;
using Kind = JsonNode::Kind;

std::string_view kind_text(Kind kind) {
    switch (kind) {
        case Kind::null:
            return "null";
        case Kind::boolean:
            return "true or false";
        case Kind::whole:
        case Kind::other_number:
            return "a number";
        case Kind::text:
            return "a text";
        case Kind::list:
            return "a list";
        case Kind::object:
            return "an object";
    }
    return "something else";
}

Result<void> expect(const JsonNode& node, Kind kind, std::string_view path) {
    if (node.kind != kind) {
        return refuse(
            ErrorCode::wrong_type,
            path,
            fmt::format("{} stands where {} must stand", kind_text(node.kind), kind_text(kind))
        );
    }
    return {};
}

Result<void> expect_known_keys(
    const JsonNode& object, std::initializer_list<std::string_view> known, std::string_view outer
) {
    for (const std::string& key : object.keys) {
        if (std::ranges::find(known, key) == known.end()) {
            return refuse(
                ErrorCode::unknown_field, path_of(outer, in_quotes(key)), "there is no such field"
            );
        }
    }
    return {};
}

std::unexpected<Error> missing(std::string_view outer, std::string_view name) {
    return refuse(ErrorCode::missing_field, path_of(outer, name), "it has to be given");
}

// A text that says something: an empty one is refused, because leaving the field out says that.
Result<void> read_said(const JsonNode& node, std::string_view path, std::string& target) {
    TYST_TRY(expect(node, Kind::text, path));
    if (node.text.empty()) {
        return refuse(ErrorCode::invalid_value, path, "an empty text; leave the field out");
    }
    target = node.text;
    return {};
}

// Turns a failed parse of a date or an instant into one that names the field.
template <class Value>
Result<void> take_parsed(
    Result<Value> parsed, const JsonNode& node, std::string_view path, Value& target
) {
    if (!parsed) {
        return refuse(
            parsed.error().code,
            path,
            parsed.error().code == ErrorCode::year_out_of_range
                ? fmt::format("{} lies outside {} to {}", in_quotes(node.text), kYearMin, kYearMax)
                : fmt::format(
                      "{} is no date or time of the calendar in a form that is taken",
                      in_quotes(node.text)
                  )
        );
    }
    target = *parsed;
    return {};
}

template <class Id>
Result<void> read_hex(const JsonNode& node, std::string_view path, Id& target) {
    TYST_TRY(expect(node, Kind::text, path));
    const std::optional<std::string> raw = from_hex(node.text);
    if (!raw || raw->size() != Id::kSize) {
        return refuse(
            ErrorCode::invalid_value, path, fmt::format("not {} hexadecimal digits", 2 * Id::kSize)
        );
    }
    target = *Id::from(as_bytes(*raw));
    return {};
}

template <class Id>
Result<void> read_uuid(const JsonNode& node, std::string_view path, Id& target) {
    TYST_TRY(expect(node, Kind::text, path));
    const auto bytes = from_uuid_text(node.text);
    if (!bytes) {
        return refuse(ErrorCode::invalid_value, path, in_quotes(node.text) + " is not a UUID");
    }
    target.bytes = *bytes;
    if (target.is_zero()) {
        return refuse(ErrorCode::invalid_value, path, "the UUID of zeros names nothing");
    }
    return {};
}

Result<void> read_subject(const JsonNode& node, const std::string& path, SubjectReference& target) {
    TYST_TRY(expect(node, Kind::object, path));
    TYST_TRY(expect_known_keys(node, {"kind", "compartment", "source", "reference"}, path));
    const JsonNode* const kind = node.find("kind");
    if (kind == nullptr) {
        return missing(path, "kind");
    }
    TYST_TRY(expect(*kind, Kind::text, path_of(path, "kind")));
    const std::optional<SubjectKind> known_kind = subject_kind_named(kind->text);
    if (!known_kind) {
        return refuse(
            ErrorCode::unknown_code,
            path_of(path, "kind"),
            in_quotes(kind->text) + " is no kind of subject"
        );
    }
    target.kind = *known_kind;
    target.compartment =
        target.kind == SubjectKind::child ? Compartment::child_case : Compartment::none;
    if (const JsonNode* const compartment = node.find("compartment")) {
        const std::string compartment_path = path_of(path, "compartment");
        TYST_TRY(expect(*compartment, Kind::text, compartment_path));
        const std::optional<Compartment> known = compartment_named(compartment->text);
        if (!known) {
            return refuse(
                ErrorCode::unknown_code,
                compartment_path,
                in_quotes(compartment->text) + " is no compartment"
            );
        }
        target.compartment = *known;
    }
    for (const auto& [name, text] :
         {std::pair("source", &target.source), std::pair("reference", &target.reference)}) {
        const JsonNode* const given = node.find(name);
        if (given == nullptr) {
            return missing(path, name);
        }
        TYST_TRY(read_said(*given, path_of(path, name), *text));
    }
    return check_subject(target, path);
}

Result<void> read_person(const JsonNode& node, const std::string& path, PersonCitation& target) {
    TYST_TRY(expect(node, Kind::object, path));
    TYST_TRY(expect_known_keys(node, {"source", "reference", "name", "role"}, path));
    for (const auto& [name, text, required] :
         {std::tuple("source", &target.source, true),
          std::tuple("reference", &target.reference, true),
          std::tuple("name", &target.name, false),
          std::tuple("role", &target.role, false)}) {
        const JsonNode* const given = node.find(name);
        if (given != nullptr) {
            TYST_TRY(read_said(*given, path_of(path, name), *text));
        } else if (required) {
            return missing(path, name);
        }
    }
    return {};
}

// Whether a missing or null field is an error: in a correction neither is.
enum class Completeness : std::uint8_t { whole, named_fields_only };

template <class T>
Result<void> read_struct(
    const JsonNode& node, const std::string& path, Completeness completeness, T& target
);

// One overload per type of member.
Result<void> read_value(const JsonNode& node, const std::string& path, std::string& target) {
    return read_said(node, path, target);
}
Result<void> read_value(const JsonNode& node, const std::string& path, Date& target) {
    TYST_TRY(expect(node, Kind::text, path));
    return take_parsed(parse_date(node.text), node, path, target);
}
Result<void> read_value(const JsonNode& node, const std::string& path, bool& target) {
    TYST_TRY(expect(node, Kind::boolean, path));
    target = node.flag;
    return {};
}
template <class Number>
    requires std::is_unsigned_v<Number>
Result<void> read_value(const JsonNode& node, const std::string& path, Number& target) {
    const bool too_large =
        node.kind == Kind::whole && node.number > std::numeric_limits<Number>::max();
    if (node.kind == Kind::other_number || too_large) {
        return refuse(
            ErrorCode::invalid_value,
            path,
            fmt::format(
                "{} is no whole number from 0 to {}",
                too_large ? std::to_string(node.number) : node.text,
                std::numeric_limits<Number>::max()
            )
        );
    }
    TYST_TRY(expect(node, Kind::whole, path));
    target = static_cast<Number>(node.number);
    return {};
}
Result<void> read_value(const JsonNode& node, const std::string& path, Hash& target) {
    return read_hex(node, path, target);
}
Result<void> read_value(const JsonNode& node, const std::string& path, StreamId& target) {
    return read_hex(node, path, target);
}
Result<void> read_value(const JsonNode& node, const std::string& path, EventId& target) {
    return read_uuid(node, path, target);
}
Result<void> read_value(const JsonNode& node, const std::string& path, PersonCitation& target) {
    return read_person(node, path, target);
}
Result<void> read_value(const JsonNode& node, const std::string& path, SubjectLink& target) {
    return read_subject(node, path, target.reference);
}
template <class Value>
Result<void> read_value(
    const JsonNode& node, const std::string& path, std::optional<Value>& target
) {
    return read_value(node, path, target.emplace());
}
template <class Item>
Result<void> read_value(const JsonNode& node, const std::string& path, std::vector<Item>& target) {
    TYST_TRY(expect(node, Kind::list, path));
    target.resize(node.items.size());
    for (std::size_t place = 0; place < target.size(); ++place) {
        const std::string item_path = path_of(path, place);
        if constexpr (NestedStruct<Item>) {
            TYST_TRY(read_struct(node.items[place], item_path, Completeness::whole, target[place]));
        } else if constexpr (std::is_same_v<Item, std::string>) {
            // The cells of a received row may be empty; codes are checked against their set later.
            TYST_TRY(expect(node.items[place], Kind::text, item_path));
            target[place] = node.items[place].text;
        } else {
            TYST_TRY(read_value(node.items[place], item_path, target[place]));
        }
    }
    return {};
}

template <class T>
Result<void> read_struct(
    const JsonNode& node, const std::string& path, Completeness completeness, T& target
) {
    TYST_TRY(expect(node, Kind::object, path));
    std::size_t known = 0;
    Result<void> result;
    for_each_field<T>([&](const auto& field) {
        const JsonNode* const given = node.find(field.name);
        known += given != nullptr ? 1U : 0U;
        if (!result) {
            return;
        }
        if (given == nullptr) {
            if (field.required && completeness == Completeness::whole) {
                result = missing(path, field.name);
            }
        } else if (given->kind != Kind::null || completeness == Completeness::whole) {
            result = read_value(*given, path_of(path, field.name), target.*(field.member));
        } else if (field.required) {
            result =
                refuse(ErrorCode::missing_field, path_of(path, field.name), "it cannot be removed");
        }
    });
    if (known != node.keys.size()) {
        for (const std::string& key : node.keys) {
            bool found = false;
            for_each_field<T>([&](const auto& field) { found = found || field.name == key; });
            if (!found) {
                return refuse(
                    ErrorCode::unknown_field,
                    path_of(path, in_quotes(key)),
                    "there is no such field"
                );
            }
        }
    }
    return result;
}

// "2019", "2019-03", "2019-03-01" or an instant.
Result<void> read_occurred(const JsonNode& node, Occurrence& target) {
    TYST_TRY(expect(node, Kind::text, "occurred"));
    const std::string& text = node.text;
    if (text.size() == 4 || text.size() == 7) {
        target.precision =
            text.size() == 4 ? OccurrencePrecision::year : OccurrencePrecision::month;
        return take_parsed(
            parse_date(text + (text.size() == 4 ? "-01-01" : "-01")), node, "occurred", target.date
        );
    }
    if (text.size() == 10) {
        return take_parsed(parse_date(text), node, "occurred", target.date);
    }
    target.precision = OccurrencePrecision::instant;
    TYST_TRY(take_parsed(parse_timestamp(text), node, "occurred", target.instant.emplace()));
    target.date = london_date(*target.instant);
    return {};
}

Result<void> read_source(const JsonNode& node, SourceRow& target) {
    TYST_TRY(expect(node, Kind::object, "source"));
    TYST_TRY(expect_known_keys(node, {"system", "table", "row"}, "source"));
    const JsonNode* const system = node.find("system");
    if (system == nullptr) {
        return missing("source", "system");
    }
    TYST_TRY(read_said(*system, "source.system", target.system));
    if (const JsonNode* const table = node.find("table")) {
        TYST_TRY(read_said(*table, "source.table", target.table));
    }
    if (const JsonNode* const row = node.find("row")) {
        TYST_TRY(read_value(*row, "source.row", target.row));
    }
    return {};
}

Result<void> read_relation_kind(const JsonNode& node, RelationKind& target) {
    TYST_TRY(expect(node, Kind::text, "relation.kind"));
    for (const auto& [name, kind] :
         {std::pair("corrects", RelationKind::corrects),
          std::pair("annuls", RelationKind::annuls),
          std::pair("reverses", RelationKind::reverses)}) {
        if (node.text == name) {
            target = kind;
            return {};
        }
    }
    return refuse(
        ErrorCode::unknown_code, "relation.kind", in_quotes(node.text) + " is no relation"
    );
}

Result<void> read_relation(const JsonNode& node, Relation& target) {
    TYST_TRY(expect(node, Kind::object, "relation"));
    TYST_TRY(expect_known_keys(node, {"kind", "target", "authority", "occurred"}, "relation"));
    for (const auto* const name : {"kind", "target"}) {
        if (node.find(name) == nullptr) {
            return missing("relation", name);
        }
    }
    TYST_TRY(read_relation_kind(*node.find("kind"), target.kind));
    TYST_TRY(read_uuid(*node.find("target"), "relation.target", target.target));
    if (const JsonNode* const authority = node.find("authority")) {
        TYST_TRY(read_said(*authority, "relation.authority", target.authority));
    }
    if (const JsonNode* const occurred = node.find("occurred")) {
        TYST_TRY(expect(*occurred, Kind::boolean, "relation.occurred"));
        if (target.kind != RelationKind::corrects) {
            return refuse(
                ErrorCode::relation_not_allowed,
                "relation.occurred",
                "only a correction replaces when it was"
            );
        }
        if (occurred->flag) {
            target.fields.emplace_back("occurred");
        }
    }
    return {};
}

// The fields that a correction names are the keys of its body, in the order of the table.
void name_fields(const JsonNode& body, Event& event) {
    std::visit(
        [&](const auto& plain) {
            for_each_field<std::remove_cvref_t<decltype(plain)>>([&](const auto& field) {
                if (body.find(field.name) != nullptr) {
                    event.relation.fields.emplace_back(field.name);
                }
            });
        },
        event.body
    );
}

Result<void> read_body(const JsonNode& root, Event& event) {
    const JsonNode* const type = root.find("type");
    const JsonNode* const body = root.find("body");
    const RelationKind relation = event.relation.kind;
    if (relation == RelationKind::annuls || relation == RelationKind::reverses) {
        if (type != nullptr || body != nullptr) {
            return refuse(
                ErrorCode::relation_not_allowed,
                type != nullptr ? "type" : "body",
                "an annulment or a reversal has none"
            );
        }
        return {};
    }
    if (type == nullptr || body == nullptr) {
        return missing("", type == nullptr ? "type" : "body");
    }
    TYST_TRY(expect(*type, Kind::text, "type"));
    const std::optional<EventType> known = type_named(type->text);
    if (!known || *known == EventType::none) {
        return refuse(
            ErrorCode::unknown_event_type, "type", in_quotes(type->text) + " is no type of event"
        );
    }
    event.body = *make_body(*known);
    const Completeness completeness =
        relation == RelationKind::corrects ? Completeness::named_fields_only : Completeness::whole;
    TYST_TRY(std::visit(
        [&](auto& plain) { return read_struct(*body, std::string("body"), completeness, plain); },
        event.body
    ));
    if (relation == RelationKind::corrects) {
        name_fields(*body, event);
    }
    return {};
}

Result<void> read_attachments(const JsonNode& node, std::vector<Attachment>& target) {
    TYST_TRY(expect(node, Kind::list, "attachments"));
    for (const JsonNode& item : node.items) {
        const std::string path = path_of("attachments", target.size());
        TYST_TRY(expect(item, Kind::object, path));
        TYST_TRY(expect_known_keys(item, {"name", "content_base64"}, path));
        Attachment& attachment = target.emplace_back();
        const JsonNode* const name = item.find("name");
        const JsonNode* const content = item.find("content_base64");
        if (name == nullptr || content == nullptr) {
            return missing(path, name == nullptr ? "name" : "content_base64");
        }
        TYST_TRY(read_said(*name, path_of(path, "name"), attachment.name));
        TYST_TRY(expect(*content, Kind::text, path_of(path, "content_base64")));
        std::optional<std::string> bytes = from_base64(content->text);
        if (!bytes) {
            return refuse(
                ErrorCode::invalid_value, path_of(path, "content_base64"), "this is not base64"
            );
        }
        attachment.content = *std::move(bytes);
    }
    return {};
}

Result<void> read_learned(const JsonNode& node, std::optional<Timestamp>& target) {
    TYST_TRY(expect(node, Kind::text, "learned"));
    return take_parsed(parse_timestamp(node.text), node, "learned", target.emplace());
}

Result<void> read_sequence(const JsonNode& node, std::uint16_t& target) {
    return read_value(node, "sequence", target);
}

// Calls read(node, target) where the key is there.
template <class Target, class Read>
Result<void> where_given(const JsonNode& root, std::string_view key, Target& target, Read read) {
    const JsonNode* const node = root.find(key);
    return node == nullptr ? Result<void>() : read(*node, target);
}

Result<void> read_envelope(const JsonNode& root, Event& event) {
    const auto said = [](std::string_view path) {
        return [path](const JsonNode& node, std::string& target) {
            return read_said(node, path, target);
        };
    };
    TYST_TRY(where_given(root, "id", event.id, [](const JsonNode& node, EventId& target) {
        return read_uuid(node, "id", target);
    }));
    if (root.find("occurred") == nullptr) {
        return missing("", "occurred");
    }
    TYST_TRY(read_occurred(*root.find("occurred"), event.occurred));
    TYST_TRY(where_given(root, "sequence", event.occurred.sequence, read_sequence));
    TYST_TRY(where_given(root, "learned", event.learned, read_learned));
    TYST_TRY(where_given(root, "source", event.source, read_source));
    TYST_TRY(where_given(root, "reason", event.reason, said("reason")));
    TYST_TRY(where_given(root, "language", event.language, said("language")));
    TYST_TRY(where_given(
        root,
        "correlation",
        event.correlation,
        [](const JsonNode& node, std::optional<CorrelationId>& target) {
            return read_uuid(node, "correlation", target.emplace());
        }
    ));
    TYST_TRY(where_given(root, "relation", event.relation, read_relation));
    return where_given(root, "attachments", event.attachments, read_attachments);
}

}  // namespace

Result<Submission> submission_from_json(std::string_view json, const CodeBook& codes) {
    TYST_ASSIGN(const JsonNode root, parse_json(json));
    if (root.kind != Kind::object) {
        return fail(
            ErrorCode::wrong_type,
            fmt::format("{} stands where an object must stand", kind_text(root.kind))
        );
    }
    TYST_TRY(expect_known_keys(
        root,
        {"id",
         "type",
         "subject",
         "occurred",
         "sequence",
         "learned",
         "source",
         "reason",
         "language",
         "correlation",
         "relation",
         "body",
         "attachments"},
        ""
    ));
    Submission submission;
    if (root.find("subject") == nullptr) {
        return missing("", "subject");
    }
    TYST_TRY(read_subject(*root.find("subject"), "subject", submission.subject));
    TYST_TRY(read_envelope(root, submission.event));
    TYST_TRY(read_body(root, submission.event));
    use_codes(submission.event, codes);
    TYST_TRY(check_submission(submission, codes));
    return submission;
}

}  // namespace tyst
