#include "schema/base64.h"

#include "schema/capnp.h"

#include "schema/ids.h"

namespace tyst {

std::string to_base64(std::string_view bytes) {
    const Bytes source = as_bytes(bytes);
    const kj::String text = kj::encodeBase64(kj::arrayPtr(source.data(), source.size()));
    return {text.begin(), text.size()};
}

std::optional<std::string> from_base64(std::string_view text) {
    const auto decoded = kj::decodeBase64(kj::arrayPtr(text.data(), text.size()));
    std::string bytes(as_text({decoded.begin(), decoded.size()}));
    // The decoder passes over what it does not know; writing again shows whether there was any.
    return to_base64(bytes) == text ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace tyst
