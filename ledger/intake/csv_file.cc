#include "ledger/intake/csv_file.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include <csv.h>
#include <openssl/sha.h>

namespace tyst {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

std::string place(std::string_view name, std::uint32_t line) {
    return std::string(name) + ", line " + std::to_string(line);
}

// Length of the UTF-8 sequence at the start of `text`, 0 where it is none (Unicode table 3-7).
std::size_t utf8_sequence(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0U) != 0x80U) return 0;
    }
    const unsigned char second = byte(1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second > 0x9F;
    const bool beyond = first == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

Result<void> require_text(std::string_view name, std::string_view content) {
    if (content.starts_with(kUtf16LittleMark) || content.starts_with(kUtf16BigMark) ||
        content.substr(0, 2).find('\0') != std::string_view::npos) {
        return fail(
            ErrorCode::not_utf8,
            std::string(name) + ": the file is UTF-16; save it again as CSV in UTF-8"
        );
    }
    std::uint32_t line = 1;
    for (std::size_t at = 0; at < content.size();) {
        const std::size_t length = utf8_sequence(content.substr(at));
        if (length == 0) return fail(ErrorCode::not_utf8, place(name, line) + ": not UTF-8");
        if (content[at] == '\0') {
            return fail(ErrorCode::invalid_value, place(name, line) + ": holds a byte zero");
        }
        if (content[at] == '\n') ++line;
        at += length;
    }
    return {};
}

// What libcsv's callbacks fill.
struct Collector {
    std::vector<CsvRow> rows;
    CsvRow open;
    std::size_t bytes = 0;
    bool too_large = false;
};

void take_value(void* value, std::size_t size, void* context) noexcept {
    auto& collector = *static_cast<Collector*>(context);
    collector.bytes += size;
    if (collector.bytes > kCsvRowBytesMax || collector.open.values.size() >= kCsvRowValuesMax) {
        collector.too_large = true;
        return;
    }
    collector.open.values.emplace_back(static_cast<const char*>(value), size);
}

void take_row(int, void* context) noexcept {
    auto& collector = *static_cast<Collector*>(context);
    collector.rows.push_back(std::exchange(collector.open, CsvRow{}));
    collector.bytes = 0;
}

int no_blank_is_trimmed(unsigned char) {
    return 0;
}

// Owns libcsv's parser.
class Parser {
  public:
    Parser() : ready_(csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0) {
        csv_set_space_func(&parser_, no_blank_is_trimmed);
    }
    ~Parser() {
        if (ready_) csv_free(&parser_);
    }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    [[nodiscard]] bool feed(std::string_view text, Collector& collector) {
        return ready_ &&
               csv_parse(&parser_, text.data(), text.size(), take_value, take_row, &collector) ==
                   text.size();
    }
    [[nodiscard]] bool finish(Collector& collector) {
        return ready_ && csv_fini(&parser_, take_value, take_row, &collector) == 0;
    }

  private:
    csv_parser parser_{};
    bool ready_;
};

// The first line of `text` with its end: CR LF, LF or CR alone.
std::string_view first_line(std::string_view text) {
    const std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) return text;
    const bool pair = text[end] == '\r' && text.substr(end + 1).starts_with('\n');
    return text.substr(0, end + (pair ? 2 : 1));
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of("\r\n") == std::string_view::npos;
}

// Line by line, so that each record knows where it began.
Result<std::vector<CsvRow>> split(std::string_view name, std::string_view content) {
    Parser parser;
    Collector collector;
    std::uint32_t line = 0;
    std::optional<std::uint32_t> began;  // line of the record that is not complete yet
    while (!content.empty()) {
        const std::string_view text = first_line(content);
        content.remove_prefix(text.size());
        ++line;
        if (!began && is_blank(text)) continue;
        if (!began) began = line;
        const std::size_t complete = collector.rows.size();
        if (!parser.feed(text, collector)) {
            return fail(ErrorCode::invalid_value, place(name, *began) + ": quotes do not match");
        }
        if (collector.too_large) {
            return fail(ErrorCode::too_large, place(name, *began) + ": the record is too long");
        }
        if (collector.rows.size() > complete) {
            collector.rows.back().line = *began;
            began.reset();
        }
    }
    const std::size_t complete = collector.rows.size();
    if (!parser.finish(collector)) {
        return fail(
            ErrorCode::invalid_value,
            place(name, began.value_or(line)) + ": a quote is never closed"
        );
    }
    if (collector.too_large) {
        return fail(
            ErrorCode::too_large, place(name, began.value_or(line)) + ": the record is too long"
        );
    }
    if (collector.rows.size() > complete) collector.rows.back().line = began.value_or(line);
    return std::move(collector.rows);
}

}  // namespace

Result<CsvFile> parse_csv(std::string name, std::string_view content) {
    if (content.size() > kCsvFileBytesMax) {
        return fail(ErrorCode::too_large, name + ": larger than 256 MiB");
    }
    CsvFile file;
    SHA256(
        reinterpret_cast<const unsigned char*>(content.data()),
        content.size(),
        file.digest.bytes.data()
    );
    if (content.starts_with(kUtf8Mark)) content.remove_prefix(kUtf8Mark.size());
    TYST_TRY(require_text(name, content));
    TYST_ASSIGN(auto rows, split(name, content));
    if (rows.empty()) return fail(ErrorCode::invalid_value, name + ": no header line");
    file.columns = std::move(rows.front().values);
    rows.erase(rows.begin());
    file.rows = std::move(rows);
    file.name = std::move(name);
    return file;
}

Result<CsvFile> read_csv_file(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (failure) return fail(ErrorCode::io_failed, name + ": " + failure.message());
    if (size > kCsvFileBytesMax) {
        return fail(ErrorCode::too_large, name + ": larger than 256 MiB");
    }
    std::ifstream input(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(input), {}};
    if (!input || content.size() != size) {
        return fail(ErrorCode::io_failed, name + ": cannot be read");
    }
    return parse_csv(name, content);
}

}  // namespace tyst
