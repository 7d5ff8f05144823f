#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"

// ZIP archives with one byte form: members stored without compression, in the order given, all with
// the same time and attributes. docs/formats.md, "Evidence pack".
namespace tyst {

inline constexpr std::size_t kZipMembersMax = 2'000'000;
inline constexpr std::size_t kZipNameBytesMax = 240;
inline constexpr std::size_t kZipBytesMax = std::size_t{16} << 30U;

struct ZipMember {
    std::string name;  // see is_member_name
    std::string content;

    bool operator==(const ZipMember&) const = default;
};

// Whether every program unpacks a member of that name into the folder it was told, on any system:
// ASCII letters, digits and "._-" in parts joined by '/', no part empty or made of dots alone.
[[nodiscard]] bool is_member_name(std::string_view name);

// The archive's bytes: the same for the same members. invalid_value for no members, a name that is
// not allowed or stands twice (also where only the case of letters differs, or where one is
// another's folder); too_large beyond a limit; internal where libzip fails.
[[nodiscard]] Result<std::string> write_zip(std::span<const ZipMember> members);

// The members of an archive, in its order. invalid_value where the bytes are not exactly those that
// write_zip gives for the same members, so that no bit of an archive may differ unnoticed;
// too_large beyond a limit. Memory stays within a few times the archive.
[[nodiscard]] Result<std::vector<ZipMember>> read_zip(std::string_view bytes);

}  // namespace tyst
