#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "schema/bodies/administration_fields.h"
#include "schema/bodies/challenge_fields.h"
#include "schema/bodies/custody_fields.h"
#include "schema/bodies/education_fields.h"
#include "schema/bodies/identity_fields.h"
#include "schema/bodies/legal_fields.h"
#include "schema/bodies/placement_fields.h"
#include "schema/bodies/plan_fields.h"
#include "schema/bodies/review_fields.h"
#include "schema/bodies/safeguarding_fields.h"
#include "schema/bodies/statement_fields.h"
#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<NoBody> {
    static constexpr EventType type = EventType::none;
    static constexpr std::string_view name = "none";
    static constexpr std::tuple<> fields{};
};

// ---- walking the table ----

template <class Member>
inline constexpr bool kIsVector = false;
template <class Item>
inline constexpr bool kIsVector<std::vector<Item>> = true;

// Structs that stand in lists inside bodies, with a Describe of their own.
template <class T>
concept NestedStruct = requires { Describe<T>::fields; };
template <class Member>
inline constexpr bool kIsStructList = false;
template <NestedStruct Item>
inline constexpr bool kIsStructList<std::vector<Item>> = true;

// Calls visit(field) for each field of T in the table's order.
template <class T, class Visit>
constexpr void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... field) { (visit(field), ...); }, Describe<T>::fields);
}

// True where nothing was said: an empty text or list, a zero id, no value. A plain number or date
// always says something, `false` does not.
template <class Member>
[[nodiscard]] bool is_empty(const Member& value) {
    if constexpr (std::is_same_v<Member, SubjectLink>) {
        return value.stream.is_zero() && value.reference.reference.empty();
    } else if constexpr (requires { value.has_value(); }) {
        return !value.has_value();
    } else if constexpr (requires { value.is_zero(); }) {
        return value.is_zero();
    } else if constexpr (requires { value.empty(); }) {
        return value.empty();
    } else if constexpr (std::is_same_v<Member, bool>) {
        return !value;
    } else {
        return false;
    }
}

namespace fields {

// Where a member stands, for messages and for person parts: "decisions[2].responsible".
[[nodiscard]] std::string path_of(std::string_view outer, std::string_view name);
[[nodiscard]] std::string path_of(std::string_view outer, std::size_t place);

// The failure `code` of the field at `path`: "decisions[2].text: the text is not UTF-8".
[[nodiscard]] std::unexpected<Error> refuse(
    ErrorCode code, std::string_view path, std::string_view reason
);

}  // namespace fields

}  // namespace tyst
