#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "ledger/core/cosignature.h"
#include "schema/error.h"

namespace tyst {

// Which size each witness saw last, as far as this ledger knows: a hint that saves a question, kept
// in a file between runs. For one thread.
class WitnessSizes {
  public:
    // No sizes where there is no file. invalid_value where it is none of ours, io_failed.
    [[nodiscard]] static Result<WitnessSizes> open(std::filesystem::path file);

    [[nodiscard]] std::uint64_t of(const WitnessKey& witness) const;  // 0: not known
    // Durable when it returns. io_failed, disk_full.
    [[nodiscard]] Result<void> set(const WitnessKey& witness, std::uint64_t size);

  private:
    explicit WitnessSizes(std::filesystem::path file) : file_(std::move(file)) {}
    Result<void> read(std::string_view text);

    std::filesystem::path file_;
    std::map<std::string, std::uint64_t> sizes_;  // by the text of the key
};

}  // namespace tyst
