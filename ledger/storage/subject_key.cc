#include "ledger/storage/subject_key.h"

#include <string_view>

#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"

namespace tyst::storage {
namespace {

constexpr std::string_view kDerivedIds = "tyst/1/derived-event-ids";

HmacKey derived(const SecretKey& key, std::string_view purpose) {
    SecretKey secret = derive_key(key, purpose);
    HmacKey result(secret);
    wipe(secret);
    return result;
}

}  // namespace

SubjectKey::SubjectKey(SubjectKind kind, Compartment compartment, const SecretKey& key)
    : kind_(kind),
      compartment_(compartment),
      sealing_(key),
      content_(derived(key, label::kContentMac)),
      derived_ids_(derived(key, kDerivedIds)) {}

}  // namespace tyst::storage
