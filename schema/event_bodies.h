#pragma once

// Inside the event codec only: the bodies' two directions.

#include "schema/event_wire.h"

namespace tyst::coding {

// Fills bodyType and body; nothing for NoBody.
void write_body(Writing& writing, wire::Event::Builder target, const Body& body);
// Reads the body of a type; false where the number is unknown here.
[[nodiscard]] bool read_body(Reading& reading, wire::Event::Reader source, Body& target);

}  // namespace tyst::coding
