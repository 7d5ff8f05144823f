#include "projections/evidence/digest.h"

#include <openssl/evp.h>

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::evidence {

std::string sha256_text(std::string_view content) {
    Hash digest;
    unsigned size = 0;
    const int done = EVP_Digest(
        content.data(), content.size(), digest.bytes.data(), &size, EVP_sha256(), nullptr
    );
    TYST_ASSERT(done == 1 && size == Hash::kSize);
    return to_hex(digest.view());
}

}  // namespace tyst::evidence
