#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "schema/clock.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/ids.h"

// RFC 3161 queries and responses with SHA-256, in DER.
namespace tyst {

inline constexpr std::size_t kTimeStampResponseBytesMax = std::size_t{64} << 10U;

// Asks an authority for a time-stamp on these bytes, with a fresh nonce and with its certificate in
// the response. internal where OpenSSL fails.
[[nodiscard]] Result<std::string> time_stamp_query(Bytes data, Entropy& entropy);

// invalid_value where the text holds no certificate in PEM.
[[nodiscard]] Result<void> check_authority(std::string_view authority_pem);

// What a response says. To be believed only after verify_time_stamp().
struct TimeStamp {
    Timestamp time;      // by the authority's clock
    Hash imprint;        // SHA-256 of what was stamped
    std::string serial;  // hex
    std::string policy;  // the authority's, as a dotted number

    bool operator==(const TimeStamp&) const = default;
};

// time_stamp_invalid where the bytes are no granted response over a SHA-256, or something follows.
[[nodiscard]] Result<TimeStamp> read_time_stamp(std::string_view response);

// The same once the imprint is that of the data and the signature leads to one of the authority's
// certificates (PEM). Certificates must have been valid when it was stamped, not now: a response
// outlives its signer. time_stamp_invalid.
[[nodiscard]] Result<TimeStamp> verify_time_stamp(
    std::string_view response, Bytes data, std::string_view authority_pem
);
// The same where nobody says whose certificates are believed: imprint, and the signature by a
// certificate that the response itself carries. It shows that the response is whole; anybody can
// make such a one. time_stamp_invalid, also where it carries no certificate.
[[nodiscard]] Result<TimeStamp> check_time_stamp(std::string_view response, Bytes data);
// Also that it answers this query: its nonce is the query's.
[[nodiscard]] Result<TimeStamp> verify_time_stamp_for(
    std::string_view query, std::string_view response, std::string_view authority_pem
);

}  // namespace tyst
