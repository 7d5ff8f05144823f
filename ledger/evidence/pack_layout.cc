#include "ledger/evidence/pack_layout.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::size_t kGroundBytesMax = 64;
constexpr std::size_t kConsistencyHashesMax = 128;
constexpr std::size_t kDigestDigits = 2 * Hash::kSize;
constexpr std::string_view kDigestEnd = "  ";

std::unexpected<Error> wrong_line(std::string_view file, std::size_t line, std::string_view why) {
    return fail(ErrorCode::invalid_value, fmt::format("{}:{}: {}", file, line, why));
}

// The three words of "A B C".
std::optional<std::array<std::string_view, 3>> three_words(std::string_view line) {
    const std::size_t first = line.find(' ');
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t second = line.find(' ', first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    return std::array{
        line.substr(0, first),
        line.substr(first + 1, second - first - 1),
        line.substr(second + 1),
    };
}

struct PlaceAndWord {
    PackPart place;
    std::string_view word;
};

// The lines of log/keys and log/withheld: "INDEX PART WORD", strictly rising.
Result<std::vector<PlaceAndWord>> parse_places(std::string_view file, std::string_view text) {
    std::vector<PlaceAndWord> lines;
    while (!text.empty()) {
        const std::size_t number = lines.size() + 1;
        const std::optional<std::string_view> line = take_text_line(text);
        const auto words = line ? three_words(*line) : std::nullopt;
        const auto index = words ? parse_index((*words)[0]) : std::nullopt;
        const auto part = words ? parse_part((*words)[1]) : std::nullopt;
        if (!index || !part) {
            return wrong_line(file, number, "it is not an index, a part and a word");
        }
        const PackPart place{*index, *part};
        if (!lines.empty() && !(lines.back().place < place)) {
            return wrong_line(file, number, "it does not come after the line before it");
        }
        lines.push_back({place, (*words)[2]});
    }
    return lines;
}

bool is_ground(std::string_view word) {
    return !word.empty() && word.size() <= kGroundBytesMax &&
           std::ranges::all_of(word, [](char letter) {
               return (letter >= 'a' && letter <= 'z') || letter == '-';
           });
}

}  // namespace

namespace pack_path {

std::string key_statement(LogIndex index) {
    return fmt::format("{}{}", kKeyStatements, index.value);
}

std::string time_stamp(std::size_t number) {
    return fmt::format("{}{}.tsr", kTimeStamps, number);
}

std::string consistency(std::uint64_t from) {
    return fmt::format("{}{}", kConsistency, from);
}

std::string head(const StreamId& stream) {
    return fmt::format("{}{}", kHeads, to_hex(stream.view()));
}

std::string entry(LogIndex index) {
    return fmt::format("{}{}", kEntries, index.value);
}

std::string proof(LogIndex index) {
    return fmt::format("{}{}.tlog-proof", kProofs, index.value);
}

std::string part(LogIndex index, std::uint16_t part) {
    return fmt::format("{}{}.{}", kParts, index.value, part);
}

bool is_reserved(std::string_view path) {
    return path == kReadme || path == kVerify || path == kManifest || path.starts_with("log/") ||
           path.starts_with("schema/");
}

}  // namespace pack_path

std::string keys_text(std::span<const DisclosedKey> keys) {
    std::string text;
    for (const DisclosedKey& line : keys) {
        text += fmt::format(
            "{} {} {}\n", line.place.index.value, line.place.part, to_hex(line.key.view())
        );
    }
    return text;
}

std::string withheld_text(std::span<const WithheldLine> lines) {
    std::string text;
    for (const WithheldLine& line : lines) {
        text += fmt::format("{} {} {}\n", line.place.index.value, line.place.part, line.ground);
    }
    return text;
}

Result<std::vector<DisclosedKey>> parse_keys(std::string_view text) {
    TYST_ASSIGN(const auto lines, parse_places(pack_path::kKeys, text));
    std::vector<DisclosedKey> keys;
    keys.reserve(lines.size());
    for (const PlaceAndWord& line : lines) {
        const auto key = parse_hex<SecretKey>(line.word);
        if (!key) {
            return wrong_line(pack_path::kKeys, keys.size() + 1, "its key is not 64 hex digits");
        }
        keys.push_back({line.place, *key});
    }
    return keys;
}

Result<std::vector<WithheldLine>> parse_withheld(std::string_view text) {
    TYST_ASSIGN(const auto lines, parse_places(pack_path::kWithheld, text));
    std::vector<WithheldLine> withheld;
    withheld.reserve(lines.size());
    for (const PlaceAndWord& line : lines) {
        if (!is_ground(line.word)) {
            return wrong_line(pack_path::kWithheld, withheld.size() + 1, "its ground is no code");
        }
        withheld.push_back({line.place, Code(line.word)});
    }
    return withheld;
}

std::string consistency_text(const Hash& root, std::span<const Hash> proof) {
    std::string text = to_base64(root.view()) + "\n";
    for (const Hash& hash : proof) {
        text += to_base64(hash.view()) + "\n";
    }
    return text;
}

Result<ConsistencyFile> parse_consistency(std::string_view text) {
    std::vector<Hash> hashes;
    while (!text.empty()) {
        const std::optional<std::string_view> line = take_text_line(text);
        const std::optional<std::string> bytes = line ? from_base64(*line) : std::nullopt;
        const std::optional<Hash> hash = bytes ? Hash::from(as_bytes(*bytes)) : std::nullopt;
        if (!hash || hashes.size() == kConsistencyHashesMax) {
            return fail(
                ErrorCode::invalid_value,
                fmt::format("line {}: it is no base64 of 32 bytes", hashes.size() + 1)
            );
        }
        hashes.push_back(*hash);
    }
    if (hashes.empty()) {
        return fail(ErrorCode::invalid_value, "it holds no root");
    }
    ConsistencyFile file;
    file.root = hashes.front();
    file.proof.assign(hashes.begin() + 1, hashes.end());
    return file;
}

std::string manifest_text(std::span<const ZipMember> members) {
    std::string text;
    for (const ZipMember& member : members) {
        text += to_hex(sha256(as_bytes(member.content)).view());
        text += kDigestEnd;
        text += member.name;
        text += '\n';
    }
    return text;
}

Result<std::vector<ManifestLine>> parse_manifest(std::string_view text) {
    std::vector<ManifestLine> lines;
    while (!text.empty()) {
        const std::optional<std::string_view> line = take_text_line(text);
        const auto digest =
            line ? parse_hex<Hash>(line->substr(0, kDigestDigits)) : std::optional<Hash>();
        const std::string_view rest = digest ? line->substr(kDigestDigits) : std::string_view();
        if (!rest.starts_with(kDigestEnd) || !is_member_name(rest.substr(kDigestEnd.size()))) {
            return wrong_line(
                pack_path::kManifest, lines.size() + 1, "it is not a digest, two blanks and a name"
            );
        }
        lines.push_back({*digest, std::string(rest.substr(kDigestEnd.size()))});
    }
    return lines;
}

std::optional<LogIndex> parse_index(std::string_view text) {
    const std::optional<std::uint64_t> number = parse_decimal(text);
    return number ? std::optional(LogIndex{*number}) : std::nullopt;
}

std::optional<std::uint16_t> parse_part(std::string_view text) {
    const std::optional<std::uint64_t> number = parse_decimal(text);
    if (!number || *number > std::numeric_limits<std::uint16_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(*number);
}

std::optional<std::string_view> take_text_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

}  // namespace tyst
