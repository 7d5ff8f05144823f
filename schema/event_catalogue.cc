#include "schema/event_catalogue.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "schema/event_fields.h"

namespace tyst {
namespace {

constexpr std::size_t kBodyCount = std::variant_size_v<BodyAlternatives>;

struct BodyKind {
    EventType type;
    std::string_view name;
    Body (*make)();
    RestrictionClass restriction;
};

template <class Described>
constexpr RestrictionClass restriction_of_kind() {
    if constexpr (requires { Described::restriction; }) {
        return Described::restriction;
    } else {
        return RestrictionClass::ordinary;
    }
}

template <std::size_t... Place>
constexpr std::array<BodyKind, kBodyCount> body_kinds(std::index_sequence<Place...>) {
    return {BodyKind{
        Describe<std::variant_alternative_t<Place, BodyAlternatives>>::type,
        Describe<std::variant_alternative_t<Place, BodyAlternatives>>::name,
        [] { return Body(std::variant_alternative_t<Place, BodyAlternatives>()); },
        restriction_of_kind<Describe<std::variant_alternative_t<Place, BodyAlternatives>>>()
    }...};
}

// In the order of the variant, so that a body's index is its place.
constexpr std::array<BodyKind, kBodyCount> kBodyKinds =
    body_kinds(std::make_index_sequence<kBodyCount>());

template <class Member>
constexpr std::string_view kind_name(bool is_code) {
    if constexpr (std::is_same_v<Member, std::string>) {
        return is_code ? "code" : "text";
    } else if constexpr (std::is_same_v<Member, std::vector<std::string>>) {
        return is_code ? "list of codes" : "list of texts";
    } else if constexpr (std::is_same_v<Member, Date> ||
                         std::is_same_v<Member, std::optional<Date>>) {
        return "date";
    } else if constexpr (std::is_same_v<Member, bool> ||
                         std::is_same_v<Member, std::optional<bool>>) {
        return "true or false";
    } else if constexpr (std::is_same_v<Member, Hash>) {
        return "digest (64 hex digits)";
    } else if constexpr (std::is_same_v<Member, EventId>) {
        return "event id";
    } else if constexpr (std::is_same_v<Member, std::optional<PersonCitation>>) {
        return "person";
    } else if constexpr (std::is_same_v<Member, SubjectLink>) {
        return "subject";
    } else if constexpr (std::is_same_v<Member, StreamId>) {
        return "pseudonym (32 hex digits)";
    } else if constexpr (std::is_same_v<Member, std::vector<StreamId>>) {
        return "list of pseudonyms (32 hex digits)";
    } else if constexpr (kIsStructList<Member>) {
        return "list";
    } else {
        static_assert(std::is_unsigned_v<Member>);
        return "whole number";
    }
}

template <class T>
void describe(const std::string& outer, std::vector<FieldDescription>& target) {
    for_each_field<T>([&](const auto& field) {
        using Member = typename std::remove_cvref_t<decltype(field)>::Type;
        const std::string name = fields::path_of(outer, field.name);
        target.push_back(
            {name,
             std::string(kind_name<Member>(!field.set.empty())),
             std::string(field.set),
             field.required}
        );
        if constexpr (kIsStructList<Member>) {
            describe<typename Member::value_type>(name + "[]", target);
        }
    });
}

// The member at a place of the table; nullptr where the body is of another type.
template <class T, std::size_t Place>
const auto* member_at(const Body& body) {
    constexpr auto kField = std::get<Place>(Describe<T>::fields);
    const T* plain = std::get_if<T>(&body);
    return plain == nullptr ? nullptr : &(plain->*(kField.member));
}

template <class T, std::size_t Place>
std::string_view word_at(const Body& body) {
    constexpr auto kField = std::get<Place>(Describe<T>::fields);
    using Member = typename decltype(kField)::Type;
    const auto* value = member_at<T, Place>(body);
    if constexpr (std::is_same_v<Member, bool>) {
        return value != nullptr && *value ? "yes" : "no";
    } else {
        if (value == nullptr || is_empty(*value)) return "none";
        if constexpr (std::is_same_v<Member, std::optional<bool>>) {
            return **value ? "yes" : "no";
        } else if constexpr (std::is_same_v<Member, std::string>) {
            return kField.set.empty() ? std::string_view("given") : std::string_view(*value);
        } else {
            return "given";
        }
    }
}

template <class T, std::size_t Place>
EventId event_at(const Body& body) {
    const EventId* value = member_at<T, Place>(body);
    return value == nullptr ? EventId{} : *value;
}

template <class T, std::size_t Place>
std::optional<Date> date_at(const Body& body) {
    const auto* value = member_at<T, Place>(body);
    return value == nullptr ? std::nullopt : std::optional<Date>(*value);
}

// Everything that one field can be read as; nullptr for what it is not.
struct FieldReaders {
    std::string_view name;
    FieldWord word = nullptr;
    FieldEvent event = nullptr;
    FieldDate date = nullptr;
};

template <class T, std::size_t Place>
FieldReaders readers_at() {
    constexpr auto kField = std::get<Place>(Describe<T>::fields);
    using Member = typename decltype(kField)::Type;
    FieldReaders readers{kField.name, word_at<T, Place>, nullptr, nullptr};
    if constexpr (std::is_same_v<Member, EventId>) readers.event = event_at<T, Place>;
    if constexpr (std::is_same_v<Member, Date> || std::is_same_v<Member, std::optional<Date>>) {
        readers.date = date_at<T, Place>;
    }
    return readers;
}

template <class T, std::size_t... Place>
std::optional<FieldReaders> find_readers(std::string_view name, std::index_sequence<Place...>) {
    std::optional<FieldReaders> found;
    [[maybe_unused]] const auto consider = [&](const FieldReaders& readers) {
        if (readers.name == name) found = readers;
    };
    (consider(readers_at<T, Place>()), ...);
    return found;
}

std::optional<FieldReaders> readers_of(EventType type, std::string_view name) {
    const std::optional<Body> body = make_body(type);
    if (!body) return std::nullopt;
    return std::visit(
        [&](const auto& plain) {
            using T = std::remove_cvref_t<decltype(plain)>;
            constexpr std::size_t kFields = std::tuple_size_v<decltype(Describe<T>::fields)>;
            return find_readers<T>(name, std::make_index_sequence<kFields>());
        },
        *body
    );
}

// Copies one field by name; false where T has no such field.
template <class T>
bool copy_field(T& target, const T& source, std::string_view name) {
    bool found = false;
    for_each_field<T>([&](const auto& field) {
        if (field.name == name) {
            target.*(field.member) = source.*(field.member);
            found = true;
        }
    });
    return found;
}

}  // namespace

EventType type_of(const Body& body) {
    return kBodyKinds[body.index()].type;
}

RestrictionClass restriction_of(const Body& body) {
    return kBodyKinds[body.index()].restriction;
}

std::string_view name_of(EventType type) {
    const auto found = std::ranges::find(kBodyKinds, type, &BodyKind::type);
    return found == kBodyKinds.end() ? std::string_view() : found->name;
}

std::optional<EventType> type_named(std::string_view name) {
    const auto found = std::ranges::find(kBodyKinds, name, &BodyKind::name);
    return found == kBodyKinds.end() ? std::nullopt : std::optional(found->type);
}

std::optional<Body> make_body(EventType type) {
    const auto found = std::ranges::find(kBodyKinds, type, &BodyKind::type);
    return found == kBodyKinds.end() ? std::nullopt : std::optional(found->make());
}

std::vector<EventType> event_types() {
    std::vector<EventType> types;
    for (const BodyKind& kind : kBodyKinds) {
        if (kind.type != EventType::none) {
            types.push_back(kind.type);
        }
    }
    std::ranges::sort(types);
    return types;
}

std::vector<FieldDescription> describe_fields(EventType type) {
    std::vector<FieldDescription> rows;
    if (const std::optional<Body> body = make_body(type)) {
        std::visit(
            [&](const auto& fields) {
                describe<std::remove_cvref_t<decltype(fields)>>(std::string(), rows);
            },
            *body
        );
    }
    return rows;
}

std::optional<FieldWord> field_word(EventType type, std::string_view field) {
    const auto readers = readers_of(type, field);
    return readers ? std::optional(readers->word) : std::nullopt;
}

std::optional<FieldEvent> field_event(EventType type, std::string_view field) {
    const auto readers = readers_of(type, field);
    return readers && readers->event != nullptr ? std::optional(readers->event) : std::nullopt;
}

std::optional<FieldDate> field_date(EventType type, std::string_view field) {
    const auto readers = readers_of(type, field);
    return readers && readers->date != nullptr ? std::optional(readers->date) : std::nullopt;
}

Result<void> apply_correction(Event& target, const Event& correction) {
    if (correction.relation.kind != RelationKind::corrects) {
        return fail(ErrorCode::relation_not_allowed, "the event is no correction");
    }
    if (target.body.index() != correction.body.index()) {
        return fail(
            ErrorCode::relation_not_allowed,
            fmt::format(
                "a {} cannot correct a {}",
                name_of(type_of(correction.body)),
                name_of(type_of(target.body))
            )
        );
    }
    Body corrected = target.body;
    bool corrects_occurrence = false;
    for (const std::string& name : correction.relation.fields) {
        if (name == "occurred") {
            corrects_occurrence = true;
            continue;
        }
        const bool known = std::visit(
            [&](auto& body) {
                return copy_field(
                    body, std::get<std::remove_cvref_t<decltype(body)>>(correction.body), name
                );
            },
            corrected
        );
        if (!known) {
            return fail(
                ErrorCode::unknown_field,
                fmt::format("a {} has no such field", name_of(type_of(target.body)))
            );
        }
    }
    target.body = std::move(corrected);
    if (corrects_occurrence) {
        target.occurred = correction.occurred;
    }
    return {};
}

}  // namespace tyst
