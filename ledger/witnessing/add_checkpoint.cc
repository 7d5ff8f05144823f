#include "ledger/witnessing/add_checkpoint.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "ledger/core/checkpoint.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::string_view kOld = "old ";

std::unexpected<Error> malformed_request(std::string_view reason) {
    return fail(ErrorCode::invalid_value, "add-checkpoint request: " + std::string(reason));
}

}  // namespace

std::string hash_lines_text(const std::vector<Hash>& hashes) {
    std::string text;
    for (const Hash& hash : hashes) {
        text += to_base64(hash.view()) + "\n";
    }
    return text;
}

Result<std::vector<Hash>> parse_hash_lines(std::string_view text) {
    std::vector<Hash> hashes;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) {
            return fail(ErrorCode::proof_invalid, "consistency: its last line has no line end");
        }
        const auto bytes = from_base64(text.substr(0, end));
        const auto hash = bytes ? Hash::from(as_bytes(*bytes)) : std::nullopt;
        if (!hash || hashes.size() == kConsistencyHashesMax) {
            return fail(
                ErrorCode::proof_invalid,
                hash ? fmt::format("consistency: more than {} hashes", kConsistencyHashesMax)
                     : fmt::format("consistency: line {} is no hash", hashes.size() + 1)
            );
        }
        hashes.push_back(*hash);
        text.remove_prefix(end + 1);
    }
    return hashes;
}

std::string add_checkpoint_text(const AddCheckpoint& request) {
    return fmt::format(
        "{}{}\n{}\n{}", kOld, request.old_size, hash_lines_text(request.proof), request.checkpoint
    );
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view text) {
    if (text.size() > kAddCheckpointBytesMax) {
        return malformed_request(fmt::format("{} bytes are too long", text.size()));
    }
    const std::size_t first_end = text.find('\n');
    if (first_end == std::string_view::npos || !text.starts_with(kOld)) {
        return malformed_request("does not begin with an old size");
    }
    const auto old_size = parse_decimal(text.substr(kOld.size(), first_end - kOld.size()));
    if (!old_size) {
        return malformed_request("its old size is no decimal number");
    }
    const std::size_t blank = text.find("\n\n");
    if (blank == std::string_view::npos) {
        return malformed_request("has no empty line before its checkpoint");
    }
    AddCheckpoint request;
    request.old_size = *old_size;
    auto proof = parse_hash_lines(text.substr(first_end + 1, blank - first_end));
    if (!proof) {
        return malformed_request(proof.error().context);
    }
    request.proof = std::move(*proof);
    request.checkpoint = text.substr(blank + 2);
    return request;
}

}  // namespace tyst
