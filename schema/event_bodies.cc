#include "schema/event_bodies.h"

#include "schema/bodies/administration_wire.h"
#include "schema/bodies/challenge_wire.h"
#include "schema/bodies/custody_wire.h"
#include "schema/bodies/education_wire.h"
#include "schema/bodies/identity_wire.h"
#include "schema/bodies/legal_wire.h"
#include "schema/bodies/placement_wire.h"
#include "schema/bodies/plan_wire.h"
#include "schema/bodies/review_wire.h"
#include "schema/bodies/safeguarding_wire.h"
#include "schema/bodies/statement_wire.h"
#include "schema/event_fields.h"

namespace tyst::coding {
namespace {

template <std::size_t Place>
bool read_alternative(Reading& reading, wire::Event::Reader source, Body& target) {
    using Plain = std::variant_alternative_t<Place, BodyAlternatives>;
    if constexpr (!std::is_same_v<Plain, NoBody>) {
        Plain& plain = target.emplace<Place>();
        code(reading, source.getBody().getAs<typename WireOf<Plain>::Type>(), plain);
    }
    return true;
}

template <std::size_t... Place>
bool read_by_type(Reading& reading, wire::Event::Reader source, Body& target, std::index_sequence<Place...>) {
    const auto type = static_cast<EventType>(source.getBodyType());
    return (
        (type == Describe<std::variant_alternative_t<Place, BodyAlternatives>>::type &&
         read_alternative<Place>(reading, source, target)) ||
        ...
    );
}

}  // namespace

void write_body(Writing& writing, wire::Event::Builder target, const Body& body) {
    target.setBodyType(static_cast<std::uint16_t>(type_of(body)));
    std::visit(
        [&](const auto& plain) {
            using Plain = std::remove_cvref_t<decltype(plain)>;
            if constexpr (!std::is_same_v<Plain, NoBody>) {
                code(writing, target.getBody().initAs<typename WireOf<Plain>::Type>(), plain);
            }
        },
        body
    );
}

bool read_body(Reading& reading, wire::Event::Reader source, Body& target) {
    return read_by_type(
        reading, source, target, std::make_index_sequence<std::variant_size_v<BodyAlternatives>>()
    );
}

}  // namespace tyst::coding
