#include "ledger/scrubber.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/own_event.h"
#include "ledger/storage/files.h"

namespace tyst {
namespace {

constexpr std::string_view kScrubHeader = "tyst-scrub/1";
constexpr std::size_t kScrubBytesMax = 1024;

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::optional<std::uint64_t> number_after(std::string_view line, std::string_view name) {
    if (!line.starts_with(name)) {
        return std::nullopt;
    }
    return parse_decimal(line.substr(name.size()));
}

}  // namespace

std::string to_text(const ScrubState& state) {
    std::string text = std::string(kScrubHeader) + "\nsize " + std::to_string(state.size) +
                       "\nnext " + std::to_string(state.next) + "\nroot " +
                       to_hex(state.root.view()) + "\nparts " + std::to_string(state.parts) +
                       "\nerased " + std::to_string(state.parts_erased) + "\nfindings " +
                       std::to_string(state.findings) + "\nfirst " + state.first_finding + "\n";
    text += to_hex(sha256(as_bytes(text)).view()) + "\n";
    return text;
}

Result<ScrubState> parse_scrub_state(std::string_view text) {
    const auto refuse = [] {
        return fail(
            ErrorCode::invalid_value, "is no position of a scrub; remove it to begin a new pass"
        );
    };
    const std::vector<std::string_view> lines = lines_of(text);
    constexpr std::size_t kLines = 9;
    if (lines.size() != kLines || lines[0] != kScrubHeader || !lines[3].starts_with("root ") ||
        !lines[7].starts_with("first ")) {
        return refuse();
    }
    const auto size = number_after(lines[1], "size ");
    const auto next = number_after(lines[2], "next ");
    const auto root_bytes = from_hex(lines[3].substr(5));
    const auto root = root_bytes ? Hash::from(as_bytes(*root_bytes)) : std::nullopt;
    const auto parts = number_after(lines[4], "parts ");
    const auto erased = number_after(lines[5], "erased ");
    const auto findings = number_after(lines[6], "findings ");
    if (!size || !next || !root || !parts || !erased || !findings || *findings > UINT32_MAX) {
        return refuse();
    }
    const ScrubState state{
        *size,
        *next,
        *root,
        *parts,
        *erased,
        static_cast<std::uint32_t>(*findings),
        std::string(lines[7].substr(6))
    };
    if (to_text(state) != text) {
        return refuse();
    }
    return state;
}

std::filesystem::path Scrubber::position_file() const {
    return ledger_.directory() / "scrub";
}

Result<ScrubState> Scrubber::begin_or_resume() const {
    TYST_ASSIGN(const auto text, storage::read_small_file(position_file(), kScrubBytesMax));
    if (!text) {
        ScrubState fresh;
        fresh.size = ledger_.size();
        return fresh;
    }
    auto state = parse_scrub_state(*text);
    if (!state) {
        return fail_in(position_file().string(), state.error());
    }
    return state;
}

std::chrono::milliseconds Scrubber::pause_after(std::uint64_t entries) const {
    constexpr std::uint64_t kMillisecondsPerSecond = 1000;
    return std::chrono::milliseconds(
        options_.entries_per_second == 0
            ? 0
            : entries * kMillisecondsPerSecond / options_.entries_per_second
    );
}

Result<LogIndex> Scrubber::record(const ScrubState& state) {
    ScrubCompleted body;
    body.size = state.size;
    body.root = state.root;
    body.parts = state.parts;
    body.parts_erased = state.parts_erased;
    body.findings = state.findings;
    body.first_finding = state.first_finding;
    TYST_ASSIGN(const Receipt receipt, append_own_event(ledger_, std::move(body), actor_));
    return receipt.index;
}

Result<std::optional<Scrubber::Pass>> Scrubber::run_pass(const Progress& progress) {
    TYST_ASSIGN(ScrubState state, begin_or_resume());
    while (state.next < state.size) {
        const std::uint64_t before = state.next;
        TYST_TRY(ledger_.scrub(state, std::max<std::uint64_t>(1, options_.slice)));
        TYST_TRY(storage::replace_file(position_file(), to_text(state)));
        if (progress) {
            progress(state.next, state.size);
        }
        if (state.next < state.size && !sleeper_.pause(pause_after(state.next - before))) {
            return std::optional<Pass>();
        }
    }
    TYST_ASSIGN(const LogIndex recorded, record(state));
    std::error_code error;
    std::filesystem::remove(position_file(), error);
    if (error) {
        return std::unexpected(storage::file_error(position_file(), error.value()));
    }
    return std::optional(Pass{std::move(state), recorded});
}

Result<void> Scrubber::run(const Progress& progress) {
    while (true) {
        TYST_ASSIGN(const auto pass, run_pass(progress));
        if (!pass || !sleeper_.pause(options_.between_passes)) {
            return {};
        }
    }
}

}  // namespace tyst
