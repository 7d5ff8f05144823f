#include "ledger/witnessing/witness_state.h"

#include <algorithm>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/storage/files.h"

namespace tyst {
namespace {

constexpr std::string_view kStateHeader = "tyst-witness/1\n";
constexpr std::string_view kLogLine = "log ";
constexpr std::size_t kStateBytesMax = std::size_t{128} << 10U;

std::unexpected<Error> damaged_state(std::string_view reason) {
    return fail(ErrorCode::corrupt_checkpoint, "witness state: " + std::string(reason));
}

// The "log VKEY" lines up to the empty line, taken off the front of `text`.
Result<std::vector<VerifierKey>> take_log_keys(std::string_view& text) {
    std::vector<VerifierKey> keys;
    while (true) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) {
            return damaged_state("has no empty line behind its log keys");
        }
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (line.empty()) {
            break;
        }
        auto key = line.starts_with(kLogLine) ? parse_verifier_key(line.substr(kLogLine.size()))
                                              : fail(ErrorCode::invalid_value, "no log line");
        if (!key) {
            return damaged_state(key.error().context);
        }
        keys.push_back(std::move(*key));
    }
    const bool one_log = !keys.empty() && std::ranges::all_of(keys, [&](const VerifierKey& key) {
        return key.name == keys.front().name;
    });
    if (!one_log) {
        return damaged_state("must name the keys of one log");
    }
    return keys;
}

}  // namespace

std::string to_text(const WitnessState& state) {
    std::string text(kStateHeader);
    for (const VerifierKey& key : state.log_keys) {
        text += std::string(kLogLine) + key.text() + "\n";
    }
    return text + "\n" + state.note;
}

Result<WitnessState> parse_witness_state(std::string_view text, const WitnessKey& witness) {
    if (!text.starts_with(kStateHeader)) {
        return damaged_state("is not of version 1");
    }
    text.remove_prefix(kStateHeader.size());
    WitnessState state;
    TYST_ASSIGN(state.log_keys, take_log_keys(text));
    state.note = text;
    if (state.note.empty()) {
        state.newest = {state.origin(), 0, empty_root()};
        return state;
    }
    TYST_ASSIGN(const Note note, parse_note(state.note));
    TYST_ASSIGN(const auto own, verify_cosignatures(note, std::span(&witness, 1)));
    if (own.empty()) {
        return damaged_state("its checkpoint was not cosigned with this witness's key");
    }
    TYST_ASSIGN(state.newest, parse_checkpoint_text(note.text));
    if (state.newest.origin != state.origin()) {
        return damaged_state("its checkpoint is of another log");
    }
    return state;
}

Result<std::optional<WitnessState>> read_witness_state(
    const std::filesystem::path& file, const WitnessKey& witness
) {
    TYST_ASSIGN(const auto text, storage::read_small_file(file, kStateBytesMax));
    if (!text) {
        return std::optional<WitnessState>();
    }
    auto state = parse_witness_state(*text, witness);
    if (!state) {
        return fail_in(file.string(), state.error());
    }
    return std::optional(std::move(*state));
}

Result<void> write_witness_state(const std::filesystem::path& file, const WitnessState& state) {
    return storage::replace_file(file, to_text(state));
}

}  // namespace tyst
