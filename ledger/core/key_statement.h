#pragma once

#include <string>
#include <string_view>

#include "ledger/core/note.h"
#include "schema/error.h"

// How a signing key hands over to the next: a note that names both and that both sign
// (docs/formats.md, "Signing keys").
namespace tyst {

// internal where OpenSSL fails; invalid_value where a name is no key name.
[[nodiscard]] Result<std::string> sign_key_statement(
    std::string_view old_name,
    const SigningKey& old_key,
    std::string_view new_name,
    const SigningKey& new_key
);

// Whether `statement` says that `new_key` follows `old_key`, signed by both; otherwise
// signing_key_unknown.
[[nodiscard]] Result<void> check_key_statement(
    std::string_view statement, const VerifierKey& old_key, const VerifierKey& new_key
);

struct KeyStatement {
    VerifierKey old_key;
    VerifierKey new_key;
};
// The two keys of a statement that both of them signed; signing_key_unknown otherwise. Says nothing
// about whether either is to be believed.
[[nodiscard]] Result<KeyStatement> open_key_statement(std::string_view statement);

}  // namespace tyst
