#pragma once

#include <cstdint>
#include <cstdio>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"

namespace tyst::cli {

// A text of any size that can be read more than once.
class LineFile {
  public:
    // The file of that name, or `standard_input` where it is "-". A file is read where it lies, up
    // to where it ends now. What can be read only once, a pipe, is first copied to a temporary file
    // that has no name and goes with the process. Fails with not_found, io_failed, disk_full.
    [[nodiscard]] static Result<LineFile> open(
        const std::string& name, std::istream& standard_input
    );

    [[nodiscard]] std::uint64_t size() const { return size_; }
    // Fills at least the first byte of `target`; how many. `from` lies before size(). Fails with
    // io_failed, also where the file has become shorter.
    [[nodiscard]] Result<std::size_t> read(std::uint64_t from, std::span<char> target) const;

  private:
    struct Close {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };
    using Handle = std::unique_ptr<std::FILE, Close>;

    LineFile(std::string name, Handle file, std::uint64_t size)
        : name_(std::move(name)), file_(std::move(file)), size_(size) {}
    [[nodiscard]] static Result<LineFile> copy(std::string name, std::istream& text);

    std::string name_;  // for people
    Handle file_;
    std::uint64_t size_ = 0;
};

// Goes through a file line by line. The file must outlive it.
class LineReader {
  public:
    explicit LineReader(const LineFile& file, std::uint64_t start = 0) : file_(&file), at_(start) {}

    struct Line {
        std::uint64_t number = 0;  // from 1, counted from where the reader started
        std::uint64_t start = 0;   // where it begins in the file
        std::uint64_t size = 0;    // bytes without its end
        std::string text;          // the first kJsonLineMax of them
    };
    // False behind the last line. Fails as LineFile::read.
    [[nodiscard]] Result<bool> next(Line& line);

  private:
    [[nodiscard]] Result<void> fill();

    const LineFile* file_;
    std::uint64_t at_;
    std::uint64_t number_ = 0;
    std::vector<char> buffer_;
    std::string_view unread_;  // of the buffer
};

}  // namespace tyst::cli
