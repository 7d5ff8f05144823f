#include "ledger/witnessing/witness_sizes.h"

#include <optional>
#include <utility>

#include "ledger/core/checkpoint.h"
#include "ledger/storage/files.h"

namespace tyst {
namespace {

constexpr std::string_view kSizesHeader = "tyst-witness-sizes/1\n";
constexpr std::size_t kSizesBytesMax = std::size_t{64} << 10U;

}  // namespace

Result<WitnessSizes> WitnessSizes::open(std::filesystem::path file) {
    WitnessSizes sizes(std::move(file));
    TYST_ASSIGN(const auto text, storage::read_small_file(sizes.file_, kSizesBytesMax));
    if (text) {
        TYST_TRY(sizes.read(*text));
    }
    return sizes;
}

Result<void> WitnessSizes::read(std::string_view text) {
    const auto refuse = [this] {
        return fail(
            ErrorCode::invalid_value,
            file_.string() + ": cannot be read; remove it, witnesses are then asked anew"
        );
    };
    if (!text.starts_with(kSizesHeader)) {
        return refuse();
    }
    text.remove_prefix(kSizesHeader.size());
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const std::size_t space = line.find(' ');
        if (end == std::string_view::npos || space == std::string_view::npos) {
            return refuse();
        }
        const auto size = parse_decimal(line.substr(0, space));
        const auto key = parse_witness_key(line.substr(space + 1));
        if (!size || !key) {
            return refuse();
        }
        sizes_[key->text()] = *size;
        text.remove_prefix(end + 1);
    }
    return {};
}

std::uint64_t WitnessSizes::of(const WitnessKey& witness) const {
    const auto found = sizes_.find(witness.text());
    return found == sizes_.end() ? 0 : found->second;
}

Result<void> WitnessSizes::set(const WitnessKey& witness, std::uint64_t size) {
    sizes_[witness.text()] = size;
    std::string text(kSizesHeader);
    for (const auto& [key, known] : sizes_) {
        text += std::to_string(known) + " " + key + "\n";
    }
    return storage::replace_file(file_, text);
}

}  // namespace tyst
