#include "ledger/evidence/zip_archive.h"

#include <algorithm>
#include <memory>
#include <unordered_set>

#include <fmt/format.h>
#include <zip.h>

namespace tyst {
namespace {

// 1980-01-01 00:00:00, the first moment that a ZIP can say.
constexpr zip_uint16_t kZipDosTime = 0;
constexpr zip_uint16_t kZipDosDate = 1U << 5U | 1U;
constexpr zip_uint32_t kZipAttributes = 0100644U << 16U;  // a plain file, readable by all

struct DiscardZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeZipSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct CloseZipFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using ZipHandle = std::unique_ptr<zip_t, DiscardZip>;
using ZipSource = std::unique_ptr<zip_source_t, FreeZipSource>;
using ZipFile = std::unique_ptr<zip_file_t, CloseZipFile>;

std::unexpected<Error> no_archive(std::string_view reason) {
    return fail(ErrorCode::invalid_value, fmt::format("archive: {}", reason));
}

std::unexpected<Error> libzip_failed(std::string_view where, zip_error_t* error) {
    return fail(
        ErrorCode::internal, fmt::format("archive: {}: {}", where, zip_error_strerror(error))
    );
}

bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
}

std::string without_case(std::string_view name) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

// Each name once, and none the folder of another.
class NameCheck {
  public:
    Result<void> add(std::string_view name) {
        if (!is_member_name(name)) {
            return no_archive("a member's name is not one that every program can unpack");
        }
        const std::string lower = without_case(name);
        if (!files_.insert(lower).second || folders_.contains(lower)) {
            return no_archive(fmt::format("{} stands there twice", name));
        }
        for (std::size_t slash = lower.rfind('/'); slash != std::string::npos;
             slash = lower.rfind('/', slash - 1)) {
            const std::string folder = lower.substr(0, slash);
            if (files_.contains(folder)) {
                return no_archive(fmt::format("{} lies in a file", name));
            }
            if (!folders_.insert(folder).second) {
                break;  // so are those above it
            }
        }
        return {};
    }

  private:
    std::unordered_set<std::string> files_;
    std::unordered_set<std::string> folders_;
};

Result<void> check_members(std::span<const ZipMember> members) {
    if (members.empty()) {
        return no_archive("it has no members");
    }
    if (members.size() > kZipMembersMax) {
        return fail(
            ErrorCode::too_large,
            fmt::format("archive: {} members; at most {}", members.size(), kZipMembersMax)
        );
    }
    NameCheck names;
    std::size_t bytes = 0;
    for (const ZipMember& member : members) {
        TYST_TRY(names.add(member.name));
        bytes += member.content.size();
    }
    if (bytes > kZipBytesMax) {
        return fail(ErrorCode::too_large, fmt::format("archive: {} bytes are too many", bytes));
    }
    return {};
}

Result<void> add_member(zip_t* archive, const ZipMember& member) {
    ZipSource content(zip_source_buffer(archive, member.content.data(), member.content.size(), 0));
    if (!content) {
        return libzip_failed(member.name, zip_get_error(archive));
    }
    const zip_int64_t added = zip_file_add(archive, member.name.c_str(), content.get(), 0);
    if (added < 0) {
        return libzip_failed(member.name, zip_get_error(archive));
    }
    static_cast<void>(content.release());  // the archive's now
    const auto place = static_cast<zip_uint64_t>(added);
    const bool set =
        zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) == 0 &&
        zip_file_set_dostime(archive, place, kZipDosTime, kZipDosDate, 0) == 0 &&
        zip_file_set_external_attributes(archive, place, 0, ZIP_OPSYS_UNIX, kZipAttributes) == 0;
    return set ? Result<void>() : libzip_failed(member.name, zip_get_error(archive));
}

// What libzip wrote into a source that it kept in memory.
Result<std::string> content_of(zip_source_t* written) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_open(written) != 0 || zip_source_stat(written, &stat) != 0) {
        return libzip_failed("reading it back", zip_source_error(written));
    }
    std::string bytes(stat.size, '\0');
    const zip_int64_t got = zip_source_read(written, bytes.data(), bytes.size());
    zip_source_close(written);
    if (got < 0 || static_cast<std::size_t>(got) != bytes.size()) {
        return libzip_failed("reading it back", zip_source_error(written));
    }
    return bytes;
}

Result<ZipHandle> open_archive(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    ZipSource source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error));
    ZipHandle archive(
        source ? zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, &error) : nullptr
    );
    if (!archive) {
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        return no_archive(reason);
    }
    static_cast<void>(source.release());  // the archive's now
    zip_error_fini(&error);
    return archive;
}

// One member; `left` are the bytes that it and those after it may have together.
Result<ZipMember> read_member(zip_t* archive, zip_uint64_t place, std::size_t& left) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t kWanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(archive, place, ZIP_FL_ENC_RAW, &stat) != 0 ||
        (stat.valid & kWanted) != kWanted) {
        return no_archive("a member without a name or a size");
    }
    if (stat.comp_method != ZIP_CM_STORE || stat.size > left) {
        return no_archive("a member that is not simply stored");
    }
    left -= stat.size;
    ZipMember member{stat.name, std::string(stat.size, '\0')};
    const ZipFile file(zip_fopen_index(archive, place, 0));
    if (!file) {
        return no_archive("a member that does not open");
    }
    const zip_int64_t got = zip_fread(file.get(), member.content.data(), member.content.size());
    char beyond = 0;
    // The read behind the end is what makes libzip compare the checksum.
    if (got < 0 || static_cast<std::size_t>(got) != member.content.size() ||
        zip_fread(file.get(), &beyond, 1) != 0) {
        return no_archive("a member whose bytes do not fit its size and checksum");
    }
    return member;
}

}  // namespace

bool is_member_name(std::string_view name) {
    if (name.empty() || name.size() > kZipNameBytesMax) {
        return false;
    }
    while (true) {
        const std::size_t slash = name.find('/');
        const std::string_view part = name.substr(0, slash);
        if (!std::ranges::all_of(part, is_name_letter) ||
            part.find_first_not_of('.') == std::string_view::npos) {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        name.remove_prefix(slash + 1);
    }
}

Result<std::string> write_zip(std::span<const ZipMember> members) {
    TYST_TRY(check_members(members));
    zip_error_t error;
    zip_error_init(&error);
    ZipSource target(zip_source_buffer_create(nullptr, 0, 0, &error));
    ZipHandle archive(
        target ? zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, &error) : nullptr
    );
    if (!archive) {
        auto failure = libzip_failed("making it", &error);
        zip_error_fini(&error);
        return failure;
    }
    zip_error_fini(&error);
    zip_source_keep(target.get());  // once for the archive, once for reading it back
    for (const ZipMember& member : members) {
        TYST_TRY(add_member(archive.get(), member));
    }
    if (zip_close(archive.get()) != 0) {
        return libzip_failed("writing it", zip_get_error(archive.get()));
    }
    static_cast<void>(archive.release());  // closed
    return content_of(target.get());
}

Result<std::vector<ZipMember>> read_zip(std::string_view bytes) {
    if (bytes.size() > kZipBytesMax) {
        return fail(ErrorCode::too_large, "archive: it is too large");
    }
    TYST_ASSIGN(const ZipHandle archive, open_archive(bytes));
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count < 0 || static_cast<std::size_t>(count) > kZipMembersMax) {
        return fail(ErrorCode::too_large, "archive: it has too many members");
    }
    std::vector<ZipMember> members;
    members.reserve(static_cast<std::size_t>(count));
    std::size_t left = bytes.size();
    for (zip_int64_t place = 0; place < count; ++place) {
        TYST_ASSIGN(
            ZipMember member, read_member(archive.get(), static_cast<zip_uint64_t>(place), left)
        );
        members.push_back(std::move(member));
    }
    TYST_ASSIGN(const std::string again, write_zip(members));
    if (again != bytes) {
        return no_archive("its bytes are not in the one form that a pack has");
    }
    return members;
}

}  // namespace tyst
