#pragma once

#include <string_view>
#include <tuple>

#include "schema/event.h"

namespace tyst {

// The one table of what each event consists of. JSON, validation, corrections, cited people, linked
// streams and the tables of docs/events.md are all driven by it; only the Cap'n Proto codec has a
// function of its own per body (schema/event_bodies.cc).
//
// To add an event type: the struct and its number (event.h), a Cap'n Proto struct (event.capnp),
// its Describe<> here, its code() in event_bodies.cc, an example in docs/events.md.

// One member of a body. `set` names the code set for Code and lists of Code, else it is empty.
template <class Owner, class Member>
struct Field {
    using Type = Member;
    std::string_view name;  // as in JSON
    Member Owner::* member;
    std::string_view set;
    bool required = false;
};

namespace fields {

template <class Owner, class Member>
constexpr Field<Owner, Member> optional(std::string_view name, Member Owner::* member) {
    return {name, member, {}, false};
}
template <class Owner, class Member>
constexpr Field<Owner, Member> required(std::string_view name, Member Owner::* member) {
    return {name, member, {}, true};
}
template <class Owner, class Member>
constexpr Field<Owner, Member> code(
    std::string_view name, Member Owner::* member, std::string_view set
) {
    return {name, member, set, false};
}
template <class Owner, class Member>
constexpr Field<Owner, Member> required_code(
    std::string_view name, Member Owner::* member, std::string_view set
) {
    return {name, member, set, true};
}

}  // namespace fields

// Describe<T>::fields is a tuple of Field; for bodies also Describe<T>::type and ::name, and
// Describe<T>::restriction where the whole type is not for everybody.
template <class T>
struct Describe;

}  // namespace tyst
