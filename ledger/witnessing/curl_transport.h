#pragma once

#include "ledger/witnessing/transport.h"

namespace tyst {

// HTTP through libcurl: https anywhere, plain http to this machine only unless told otherwise; no
// redirects; ten seconds for a reply.
class CurlTransport final : public WitnessTransport {
  public:
    struct Options {
        bool plain_http_anywhere = false;
    };
    explicit CurlTransport(const Options& options) : options_(options) {}
    Result<HttpReply> post(
        const std::string& url, std::string_view content_type, std::string_view body
    ) override;

  private:
    const Options options_;
};

}  // namespace tyst
