#pragma once

#include <string>
#include <string_view>

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// A file sealed for one recipient: CMS EnvelopedData (RFC 5652) in DER, AES-256-CBC, opened with
// `openssl cms -decrypt -binary -inform DER`. docs/decisions/0022-packs-sealed-for-a-recipient.md
struct SealedFile {
    std::string bytes;
    Hash certificate;  // SHA-256 of the recipient's certificate in DER
};

// invalid_value where the text holds no certificate in PEM, or one whose key cannot be sealed to;
// internal where OpenSSL fails.
[[nodiscard]] Result<SealedFile> seal_for(std::string_view certificate_pem, std::string_view file);

}  // namespace tyst
