#include <array>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "projections/evidence/sheets.h"

namespace tyst::evidence {
namespace {

constexpr std::size_t kTextLengthMax = 32'000;  // of a cell, in bytes: below Excel's 32,767 letters
constexpr std::size_t kRowsMax = 1'048'575;
constexpr std::size_t kMarkedRowsMax = 50'000;  // a larger table is written without marks
constexpr double kColumnWidth = 24;

// A file in memory alone, so that no case text is left in a temporary folder.
class MemoryFile {
  public:
    MemoryFile() : descriptor_(::memfd_create("tyst-workbook", MFD_CLOEXEC)) {}
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
    [[nodiscard]] std::string content() const {
        const off_t size = ::lseek(descriptor_, 0, SEEK_END);
        std::string bytes(size < 0 ? 0 : static_cast<std::size_t>(size), '\0');
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t got = ::pread(
                descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done)
            );
            if (got <= 0) return {};
            done += static_cast<std::size_t>(got);
        }
        return bytes;
    }

  private:
    int descriptor_;
};

// Cut at a whole letter of UTF-8; the rest stands in events.ndjson.
std::string cell_text(std::string text) {
    if (text.size() <= kTextLengthMax) return text;
    std::size_t end = kTextLengthMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

class Workbook {
  public:
    explicit Workbook(const std::string& path) {
        std::error_code ignored;
        if (std::filesystem::is_directory("/dev/shm", ignored)) folder_ = "/dev/shm";
        lxw_workbook_options options = {};
        options.tmpdir = folder_.empty() ? nullptr : folder_.data();
        book_ = workbook_new_opt(path.c_str(), &options);
        if (book_ == nullptr) return;
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
        wrapped_ = workbook_add_format(book_);
        format_set_text_wrap(wrapped_);
        format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
    }

    [[nodiscard]] bool is_open() const { return book_ != nullptr; }

    void describe(WorkbookProperties said) {
        lxw_doc_properties properties = {};
        properties.title = said.title.data();
        properties.created = 315532800;  // 1980-01-01: the same bytes whenever it is written
        workbook_set_properties(book_, &properties);
        if (!said.language.empty()) {
            workbook_set_custom_property_string(book_, "Language", said.language.c_str());
        }
    }

    void add_cover(
        const std::string& title, const std::vector<std::pair<std::string, std::string>>& facts
    ) {
        lxw_worksheet* sheet = workbook_add_worksheet(book_, "0");
        worksheet_set_column(sheet, 0, 1, kColumnWidth * 2, nullptr);
        worksheet_write_string(sheet, 0, 0, title.c_str(), bold_);
        lxw_row_t row = 2;
        for (const auto& [name, value] : facts) {
            worksheet_write_string(sheet, row, 0, cell_text(name).c_str(), wrapped_);
            worksheet_write_string(sheet, row, 1, cell_text(value).c_str(), wrapped_);
            ++row;
        }
    }

    void add(const Sheet& made) {
        lxw_worksheet* sheet = workbook_add_worksheet(book_, made.name.c_str());
        if (sheet == nullptr) return;
        const Table& table = made.table;
        const auto columns = static_cast<lxw_col_t>(table.columns.size());
        worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(columns - 1), kColumnWidth, nullptr);
        if (!table.rows.empty() && table.rows.size() <= kMarkedRowsMax) mark(sheet, table);
        for (lxw_col_t column = 0; column < columns; ++column)
            worksheet_write_string(sheet, 0, column, table.columns[column].title.c_str(), bold_);
        worksheet_freeze_panes(sheet, 1, 0);
        lxw_row_t number = 1;
        for (const auto& row : table.rows) {
            for (lxw_col_t column = 0; column < row.size(); ++column)
                write(sheet, number, column, row[column]);
            ++number;
        }
    }

    // Writes the file; the handle is spent.
    [[nodiscard]] bool close() {
        return workbook_close(std::exchange(book_, nullptr)) == LXW_NO_ERROR;
    }

  private:
    void write(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell) {
        const std::string text = plain_text(cell);
        if (text.empty()) return;
        if (cell.number) {
            worksheet_write_number(
                sheet, row, column, std::strtod(text.c_str(), nullptr), wrapped_
            );
        } else {
            worksheet_write_string(sheet, row, column, cell_text(text).c_str(), wrapped_);
        }
    }

    // As a table with a header, for who reads it with a screen reader.
    void mark(lxw_worksheet* sheet, const Table& table) {
        std::vector<lxw_table_column> columns(table.columns.size());
        std::vector<lxw_table_column*> places;
        std::vector<std::string> headers;
        headers.reserve(columns.size());
        for (std::size_t at = 0; at < columns.size(); ++at) {
            headers.push_back(table.columns[at].title);
            columns[at].header = headers.back().data();
            places.push_back(&columns[at]);
        }
        places.push_back(nullptr);
        lxw_table_options options = {};
        options.columns = places.data();
        worksheet_add_table(
            sheet,
            0,
            0,
            static_cast<lxw_row_t>(table.rows.size()),
            static_cast<lxw_col_t>(table.columns.size() - 1),
            &options
        );
    }

    std::string folder_;
    lxw_workbook* book_ = nullptr;
    lxw_format* bold_ = nullptr;
    lxw_format* wrapped_ = nullptr;
};

}  // namespace

Result<std::string> to_workbook(
    const WorkbookProperties& properties,
    const std::vector<std::pair<std::string, std::string>>& cover,
    const std::vector<Sheet>& sheets
) {
    for (const Sheet& sheet : sheets) {
        if (sheet.table.rows.size() > kRowsMax) {
            return fail(
                ErrorCode::too_large,
                fmt::format(
                    "workbook: sheet '{}' has {} rows, a sheet holds {}; ask for fewer children",
                    sheet.name,
                    sheet.table.rows.size(),
                    kRowsMax
                )
            );
        }
    }
    const MemoryFile file;
    if (!file.is_open()) return fail(ErrorCode::io_failed, "workbook: no memory file");
    Workbook book(file.path());
    if (!book.is_open()) return fail(ErrorCode::io_failed, "workbook: cannot be started");
    book.describe(properties);
    if (!cover.empty()) book.add_cover(properties.title, cover);
    for (const Sheet& sheet : sheets)
        book.add(sheet);
    if (!book.close()) return fail(ErrorCode::io_failed, "workbook: cannot be written");
    std::string content = file.content();
    if (content.empty()) return fail(ErrorCode::io_failed, "workbook: cannot be read back");
    return content;
}

}  // namespace tyst::evidence
