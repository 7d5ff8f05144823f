#include <optional>
#include <vector>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/storage/recovery.h"

// The page of a recovery share, as it is printed and typed off again.
namespace tyst::storage {
namespace {

constexpr std::string_view kShareHeader = "tyst-recovery-share/1";
constexpr std::size_t kShareBytesMax = 4096;
constexpr std::size_t kGroupDigits = 4;
constexpr std::size_t kRowDigits = 16;
constexpr std::size_t kRowsOfKey = 4;   // the recovery key, which is not secret
constexpr std::size_t kRowsOfPage = 8;  // and this holder's half of the secret one

std::string check_of_row(int share, std::size_t row, std::string_view digits) {
    const std::string text = fmt::format("{} {} {} {}", kShareHeader, share, row, digits);
    return to_hex(sha256(as_bytes(text)).view()).substr(0, kGroupDigits);
}

std::string in_groups(std::string_view digits) {
    std::string text;
    for (std::size_t at = 0; at < digits.size(); at += kGroupDigits) {
        text += std::string(text.empty() ? "" : " ") + std::string(digits.substr(at, kGroupDigits));
    }
    return text;
}

// A line without blanks, in small letters; nothing for a remark or an empty one.
std::string plain_line(std::string_view line) {
    std::string plain;
    for (const char letter : line) {
        const bool capital = letter >= 'A' && letter <= 'Z';
        if (letter == '#') {
            break;
        }
        if (letter != ' ' && letter != '\t' && letter != '\r') {
            plain.push_back(capital ? static_cast<char>(letter - 'A' + 'a') : letter);
        }
    }
    return plain;
}

std::vector<std::string> plain_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string line = plain_line(text.substr(0, end));
        if (!line.empty()) {
            lines.push_back(std::move(line));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::unexpected<Error> unreadable_share(std::string_view reason) {
    return fail(ErrorCode::recovery_share_invalid, "recovery share: " + std::string(reason));
}

// "N:" digits check → digits.
Result<std::string> digits_of_row(int share, std::size_t row, std::string_view line) {
    const std::string start = fmt::format("{}:", row);
    if (!line.starts_with(start) || line.size() != start.size() + kRowDigits + kGroupDigits) {
        return unreadable_share(fmt::format("line {} has not the form of one", row));
    }
    const std::string digits(line.substr(start.size(), kRowDigits));
    if (line.substr(start.size() + kRowDigits) != check_of_row(share, row, digits)) {
        return unreadable_share(
            fmt::format("line {} was typed wrongly: its last group does not fit", row)
        );
    }
    return digits;
}

}  // namespace

std::string to_text(const RecoveryShare& share) {
    std::string digits = to_hex(share.recovery_key.view()) + to_hex(share.secret.view());
    std::string text = fmt::format("{}\nshare {} of 2\n", kShareHeader, share.number);
    for (std::size_t row = 1; row <= kRowsOfPage; ++row) {
        const std::string in_row = digits.substr((row - 1) * kRowDigits, kRowDigits);
        text += fmt::format(
            "{}: {} {}{}\n",
            row,
            in_groups(in_row),
            check_of_row(share.number, row, in_row),
            row == 1                ? "  # 1 to 4 name the recovery key"
            : row == kRowsOfKey + 1 ? "  # 5 to 8 are your half: keep them secret"
                                    : ""
        );
    }
    wipe({reinterpret_cast<std::uint8_t*>(digits.data()), digits.size()});
    return text;
}

Result<RecoveryShare> parse_recovery_share(std::string_view text) {
    if (text.size() > kShareBytesMax) {
        return unreadable_share("is longer than one page");
    }
    const std::vector<std::string> lines = plain_lines(text);
    if (lines.size() != kRowsOfPage + 2 || lines[0] != kShareHeader ||
        (lines[1] != "share1of2" && lines[1] != "share2of2")) {
        return unreadable_share("is not a share of version 1 with its ten lines");
    }
    RecoveryShare share;
    share.number = lines[1] == "share1of2" ? 1 : 2;
    std::string digits;
    for (std::size_t row = 1; row <= kRowsOfPage; ++row) {
        TYST_ASSIGN(const std::string in_row, digits_of_row(share.number, row, lines[row + 1]));
        digits += in_row;
    }
    std::optional<std::string> bytes = from_hex(digits);
    wipe({reinterpret_cast<std::uint8_t*>(digits.data()), digits.size()});
    if (!bytes) {
        return unreadable_share("holds other letters than 0 to 9 and a to f");
    }
    share.recovery_key = *AgreementKey::from(as_bytes(*bytes).first(AgreementKey::kSize));
    share.secret = *SecretKey::from(as_bytes(*bytes).subspan(AgreementKey::kSize));
    wipe({reinterpret_cast<std::uint8_t*>(bytes->data()), bytes->size()});
    return share;
}

}  // namespace tyst::storage
