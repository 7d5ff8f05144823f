#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace tyst {

// What an HTTP server said, whatever its status.
struct HttpReply {
    unsigned status = 0;
    std::string content_type;
    std::string body;
};

// The seam to the network. For one thread at a time.
class WitnessTransport {
  public:
    static constexpr std::size_t kReplyBytesMax = std::size_t{64} << 10U;

    virtual ~WitnessTransport() = default;
    // Sends `body` and waits for the reply. invalid_value where the address is not one that may be
    // spoken to; io_failed where there is no reply, it takes too long, or it is longer than
    // kReplyBytesMax.
    virtual Result<HttpReply> post(
        const std::string& url, std::string_view content_type, std::string_view body
    ) = 0;
};

}  // namespace tyst
