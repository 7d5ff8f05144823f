#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// Larger input is refused, never cut.
inline constexpr std::size_t kCsvFileBytesMax = std::size_t{256} * 1024 * 1024;
inline constexpr std::size_t kCsvRowBytesMax = std::size_t{32} * 1024;
inline constexpr std::size_t kCsvRowValuesMax = 256;

// One record of a CSV file after its header.
struct CsvRow {
    std::uint32_t line = 0;           // of the file, on which the record begins; the first is 1
    std::vector<std::string> values;  // unquoted, otherwise to the letter: no blank is trimmed

    bool operator==(const CsvRow&) const = default;
};

// A CSV file as it was received.
struct CsvFile {
    std::string name;  // without the folder
    Hash digest;       // SHA-256 of its bytes
    std::vector<std::string> columns;
    std::vector<CsvRow> rows;  // in the order of the file; blank lines are no rows
};

// Reads RFC 4180 text in UTF-8, with or without a byte order mark, with any line ends. Fails with
// not_utf8 (UTF-16 with advice, else the first bad line), too_large, invalid_value (quotes that do
// not match, no header, a byte zero; naming the line).
[[nodiscard]] Result<CsvFile> parse_csv(std::string name, std::string_view content);

// The same from a file. Fails also with io_failed.
[[nodiscard]] Result<CsvFile> read_csv_file(const std::filesystem::path& path);

}  // namespace tyst
