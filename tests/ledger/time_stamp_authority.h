#pragma once

#include <string>

#include "tests/support/temporary_directory.h"

namespace tyst::test {

// An RFC 3161 authority made with the openssl program in a directory of its own; the test fails
// where openssl does.
class TimeStampAuthority {
  public:
    TimeStampAuthority();

    // Its response to a query in DER.
    [[nodiscard]] std::string reply(const std::string& query);
    // Its response about bytes, with its certificate in it or without.
    [[nodiscard]] std::string reply_about(const std::string& data);
    [[nodiscard]] std::string reply_without_certificate(const std::string& data);
    // What the openssl program says of a response.
    [[nodiscard]] bool openssl_verifies(const std::string& response, const std::string& data);
    // Of whom its signer's certificate is, PEM.
    [[nodiscard]] std::string certificate() const;

  private:
    [[nodiscard]] int run(const std::string& arguments) const;
    void openssl(const std::string& arguments) const;
    [[nodiscard]] std::string query_about(const std::string& data, const std::string& more);

    TemporaryDirectory directory_;
};

}  // namespace tyst::test
