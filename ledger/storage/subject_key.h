#pragma once

#include "ledger/core/hash.h"
#include "schema/ids.h"
#include "schema/subject.h"

namespace tyst::storage {

// What an unwrapped subject key is used for, each use with a key of its own. Wiped when it goes.
class SubjectKey {
  public:
    SubjectKey(SubjectKind kind, Compartment compartment, const SecretKey& key);

    [[nodiscard]] SubjectKind kind() const { return kind_; }
    [[nodiscard]] Compartment compartment() const { return compartment_; }
    [[nodiscard]] const HmacKey& sealing() const { return sealing_; }          // event keys
    [[nodiscard]] const HmacKey& content() const { return content_; }          // rows of `ids`
    [[nodiscard]] const HmacKey& derived_ids() const { return derived_ids_; }  // UUIDv8

  private:
    SubjectKind kind_;
    Compartment compartment_;
    HmacKey sealing_;
    HmacKey content_;
    HmacKey derived_ids_;
};

}  // namespace tyst::storage
