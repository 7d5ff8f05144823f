#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/evidence/pack_contents.h"

// The files of a pack against its manifest.
namespace tyst::verifying {
namespace {

constexpr std::array kSingleFiles{
    pack_path::kCheckpoint,
    pack_path::kPolicy,
    pack_path::kVerifierKeys,
    pack_path::kKeys,
    pack_path::kWithheld,
    pack_path::kEntrySchema,
    pack_path::kEventSchema,
    pack_path::kFormats,
};

// Whether `text` is a number that ends in `end`.
bool is_numbered(std::string_view text, std::string_view end) {
    return text.ends_with(end) && parse_index(text.substr(0, text.size() - end.size()));
}

bool is_part_name(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && parse_index(text.substr(0, dot)) &&
           parse_part(text.substr(dot + 1));
}

// Whether a file below log/ or schema/ is one that packs have.
bool is_known_name(std::string_view name) {
    const auto below = [name](std::string_view folder) {
        return name.starts_with(folder) ? std::optional(name.substr(folder.size())) : std::nullopt;
    };
    if (const auto rest = below(pack_path::kEntries)) return is_numbered(*rest, "");
    if (const auto rest = below(pack_path::kProofs)) return is_numbered(*rest, ".tlog-proof");
    if (const auto rest = below(pack_path::kParts)) return is_part_name(*rest);
    if (const auto rest = below(pack_path::kHeads)) return parse_hex<StreamId>(*rest).has_value();
    if (const auto rest = below(pack_path::kConsistency)) return is_numbered(*rest, "");
    if (const auto rest = below(pack_path::kKeyStatements)) return is_numbered(*rest, "");
    if (const auto rest = below(pack_path::kTimeStamps)) return is_numbered(*rest, ".tsr");
    return std::ranges::find(kSingleFiles, name) != kSingleFiles.end();
}

void compare_with_manifest(
    const PackContents& pack, const std::vector<ManifestLine>& lines, Findings& findings
) {
    std::size_t place = 0;
    std::map<std::string_view, const ManifestLine*> listed;
    for (const ManifestLine& line : lines) {
        listed.emplace(line.name, &line);
        if (!pack.has(line.name)) {
            findings.add(PackFault::member_missing, line.name, "the manifest names it");
        }
    }
    for (; place + 1 < pack.members.size(); ++place) {
        const ZipMember& member = pack.members[place];
        const auto found = listed.find(member.name);
        if (found == listed.end()) {
            findings.add(PackFault::member_unlisted, member.name, "the manifest does not name it");
        } else if (sha256(as_bytes(member.content)) != found->second->digest) {
            findings.add(
                PackFault::member_changed, member.name, "its SHA-256 is not that of the manifest"
            );
        } else if (place >= lines.size() || lines[place].name != member.name) {
            findings.add(
                PackFault::member_unlisted, member.name, "the manifest names it in another place"
            );
        }
    }
    if (lines.size() != pack.members.size() - 1) {
        findings.add(
            PackFault::manifest_form,
            pack_path::kManifest,
            fmt::format("{} lines for {} other files", lines.size(), pack.members.size() - 1)
        );
    }
}

}  // namespace

void check_members(PackContents& pack, PackReport& report, Findings& findings) {
    report.files = pack.members.size();
    if (pack.members.back().name != pack_path::kManifest) {
        findings.add(PackFault::manifest_form, pack_path::kManifest, "it is not the last file");
        return;
    }
    const std::string& text = pack.members.back().content;
    report.manifest = sha256(as_bytes(text));
    const auto lines = parse_manifest(text);
    if (!lines) {
        findings.add(PackFault::manifest_form, pack_path::kManifest, lines.error().context);
        return;
    }
    compare_with_manifest(pack, *lines, findings);
    for (const std::string_view required : kSingleFiles) {
        if (!pack.has(required)) {
            findings.add(PackFault::member_missing, required, "every pack has it");
        }
    }
    for (const std::string_view folder : {"log/", "schema/"}) {
        each_file_below(pack, folder, [&](std::string_view, std::string_view name, auto) {
            if (!is_known_name(name)) {
                findings.add(PackFault::member_unknown, name, "no pack has a file of that name");
            }
        });
    }
}

}  // namespace tyst::verifying
