#include "schema/event_fields.h"

#include <fmt/format.h>

namespace tyst::fields {

std::string path_of(std::string_view outer, std::string_view name) {
    return outer.empty() ? std::string(name) : fmt::format("{}.{}", outer, name);
}

std::string path_of(std::string_view outer, std::size_t place) {
    return fmt::format("{}[{}]", outer, place);
}

std::unexpected<Error> refuse(ErrorCode code, std::string_view path, std::string_view reason) {
    return fail(code, fmt::format("{}: {}", path, reason));
}

}  // namespace tyst::fields
