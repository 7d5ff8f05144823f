#include "ledger/core/proof_file.h"

#include <fmt/format.h>

#include "ledger/core/merkle.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
// A tree of 64-bit size is at most 64 hashes high.
constexpr std::size_t kProofHashesMax = 64;

std::unexpected<Error> malformed_proof(std::string_view reason) {
    return fail(ErrorCode::proof_invalid, "proof file: " + std::string(reason));
}

// The next line without its end; nothing where there is no whole line left.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

Result<std::vector<Hash>> take_hashes(std::string_view& rest) {
    std::vector<Hash> hashes;
    while (true) {
        const std::optional<std::string_view> line = take_line(rest);
        if (!line) {
            return malformed_proof("it has no empty line before its checkpoint");
        }
        if (line->empty()) {
            return hashes;
        }
        const std::optional<std::string> bytes = from_base64(*line);
        const std::optional<Hash> hash = bytes ? Hash::from(as_bytes(*bytes)) : std::nullopt;
        if (!hash) {
            return malformed_proof("a proof line is no base64 of 32 bytes");
        }
        if (hashes.size() == kProofHashesMax) {
            return malformed_proof("it has more hashes than any tree is high");
        }
        hashes.push_back(*hash);
    }
}

}  // namespace

std::string proof_file_text(const ProofFile& file) {
    std::string text = fmt::format("{}\n", kHeader);
    if (file.extra) {
        text += fmt::format("{}{}\n", kExtra, to_base64(as_bytes(*file.extra)));
    }
    text += fmt::format("{}{}\n", kIndex, file.index);
    for (const Hash& hash : file.proof) {
        text += to_base64(hash.view()) + "\n";
    }
    return text + "\n" + file.checkpoint;
}

Result<ProofFile> parse_proof_file(std::string_view text) {
    if (text.size() > kProofFileBytesMax) {
        return malformed_proof(fmt::format("{} bytes are too long", text.size()));
    }
    if (take_line(text) != kHeader) {
        return malformed_proof("it does not start with " + std::string(kHeader));
    }
    ProofFile file;
    std::optional<std::string_view> line = take_line(text);
    if (line && line->starts_with(kExtra)) {
        file.extra = from_base64(line->substr(kExtra.size()));
        if (!file.extra) {
            return malformed_proof("its extra line is no base64");
        }
        line = take_line(text);
    }
    if (!line || !line->starts_with(kIndex)) {
        return malformed_proof("it has no index line");
    }
    const std::optional<std::uint64_t> index = parse_decimal(line->substr(kIndex.size()));
    if (!index) {
        return malformed_proof("its index is no decimal number");
    }
    file.index = *index;
    TYST_ASSIGN(file.proof, take_hashes(text));
    file.checkpoint = text;
    return file;
}

Result<Checkpoint> verify_proof_file(
    const ProofFile& file, const Hash& leaf, std::span<const VerifierKey> known
) {
    TYST_ASSIGN(Checkpoint checkpoint, open_checkpoint(file.checkpoint, known));
    TYST_TRY(verify_inclusion(leaf, file.index, checkpoint.size, file.proof, checkpoint.root));
    return checkpoint;
}

}  // namespace tyst
