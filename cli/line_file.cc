#include "cli/line_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema/event_json.h"

namespace tyst::cli {
namespace {

constexpr std::size_t kBufferBytes = 65'536;

std::unexpected<Error> fail_by_errno(const std::string& what) {
    const int number = errno;
    return fail(
        number == ENOSPC ? ErrorCode::disk_full : ErrorCode::io_failed,
        fmt::format("{}: {}", what, std::generic_category().message(number))
    );
}

// Those that lie in /proc and the like say that they are empty.
bool can_be_read_again(const std::string& name) {
    std::error_code problem;
    return std::filesystem::is_regular_file(name, problem) &&
           std::filesystem::file_size(name, problem) > 0 && !problem;
}

}  // namespace

Result<LineFile> LineFile::open(const std::string& name, std::istream& standard_input) {
    if (name == "-") {
        return copy("standard input", standard_input);
    }
    if (!can_be_read_again(name)) {
        std::ifstream once(name, std::ios::binary);
        if (!once) {
            return fail(ErrorCode::not_found, fmt::format("cannot open {}", name));
        }
        return copy(name, once);
    }
    Handle file(std::fopen(name.c_str(), "rb"));
    struct stat status{};
    if (!file || fstat(fileno(file.get()), &status) != 0) {
        return fail(ErrorCode::not_found, fmt::format("cannot open {}", name));
    }
    return LineFile(name, std::move(file), static_cast<std::uint64_t>(status.st_size));
}

Result<LineFile> LineFile::copy(std::string name, std::istream& text) {
    Handle file(std::tmpfile());
    if (!file) {
        return fail_by_errno("cannot make a temporary file");
    }
    std::uint64_t size = 0;
    std::array<char, kBufferBytes> buffer{};
    while (text) {
        text.read(buffer.data(), buffer.size());
        const auto got = static_cast<std::size_t>(text.gcount());
        if (std::fwrite(buffer.data(), 1, got, file.get()) != got) {
            return fail_by_errno("cannot write a temporary file");
        }
        size += got;
    }
    if (text.bad()) {
        return fail(ErrorCode::io_failed, fmt::format("cannot read {}", name));
    }
    if (std::fflush(file.get()) != 0) {
        return fail_by_errno("cannot write a temporary file");
    }
    return LineFile(std::move(name), std::move(file), size);
}

Result<std::size_t> LineFile::read(std::uint64_t from, std::span<char> target) const {
    TYST_ASSERT(from < size_ && !target.empty());
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), size_ - from));
    ssize_t got = -1;
    do {
        got = pread(fileno(file_.get()), target.data(), wanted, static_cast<off_t>(from));
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return fail_by_errno(fmt::format("cannot read {}", name_));
    }
    if (got == 0) {
        return fail(
            ErrorCode::io_failed, fmt::format("{} became shorter while it was read", name_)
        );
    }
    return static_cast<std::size_t>(got);
}

Result<bool> LineReader::next(Line& line) {
    line.number = ++number_;
    line.start = at_;
    line.size = 0;
    line.text.clear();
    bool ended = false;
    while (!ended && at_ < file_->size()) {
        if (unread_.empty()) {
            TYST_TRY(fill());
        }
        const std::string_view piece = unread_.substr(0, unread_.find('\n'));
        ended = piece.size() < unread_.size();
        line.size += piece.size();
        line.text += piece.substr(0, kJsonLineMax - line.text.size());
        const std::size_t taken = piece.size() + (ended ? 1 : 0);
        unread_.remove_prefix(taken);
        at_ += taken;
    }
    return at_ > line.start;
}

Result<void> LineReader::fill() {
    buffer_.resize(kBufferBytes);
    TYST_ASSIGN(const std::size_t got, file_->read(at_, buffer_));
    unread_ = {buffer_.data(), got};
    return {};
}

}  // namespace tyst::cli
