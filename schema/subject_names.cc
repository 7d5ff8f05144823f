#include "schema/subject_names.h"

#include <array>
#include <utility>

namespace tyst {
namespace {

template <class Value, std::size_t Count>
using Names = std::array<std::pair<Value, std::string_view>, Count>;

constexpr Names<SubjectKind, 6> kSubjectKinds{{
    {SubjectKind::child, "child"},
    {SubjectKind::worker, "worker"},
    {SubjectKind::received_return, "received_return"},
    {SubjectKind::authority, "authority"},
    {SubjectKind::actor, "actor"},
    {SubjectKind::actor_reading, "actor_reading"},
}};

constexpr Names<Compartment, 4> kCompartments{{
    {Compartment::none, "none"},
    {Compartment::child_case, "child_case"},
    {Compartment::adoption, "adoption"},
    {Compartment::restricted, "restricted"},
}};

template <class Value, std::size_t Count>
std::string_view name_in(const Names<Value, Count>& names, Value wanted) {
    for (const auto& [value, name] : names) {
        if (value == wanted) {
            return name;
        }
    }
    return {};
}

template <class Value, std::size_t Count>
std::optional<Value> value_in(const Names<Value, Count>& names, std::string_view wanted) {
    for (const auto& [value, name] : names) {
        if (name == wanted) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(SubjectKind kind) {
    return name_in(kSubjectKinds, kind);
}
std::string_view name_of(Compartment compartment) {
    return name_in(kCompartments, compartment);
}
std::optional<SubjectKind> subject_kind_named(std::string_view name) {
    return value_in(kSubjectKinds, name);
}
std::optional<Compartment> compartment_named(std::string_view name) {
    return value_in(kCompartments, name);
}

}  // namespace tyst
