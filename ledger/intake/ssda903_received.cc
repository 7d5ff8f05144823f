#include "ledger/intake/ssda903_received.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <openssl/sha.h>

namespace tyst {
namespace {

constexpr std::size_t kReferenceBytesMax = 10;
constexpr std::size_t kDigestDigits = 16;
constexpr std::size_t kPartBytes = std::size_t{256} * 1024;
constexpr std::size_t kPartRows = 4000;
constexpr std::size_t kChildColumn = 0;  // in the usual order of every table

bool is_reference(std::string_view text) {
    return !text.empty() && text.size() <= kReferenceBytesMax &&
           std::ranges::all_of(text, [](unsigned char letter) { return letter > ' '; });
}

class Sorter {
  public:
    explicit Sorter(const Ssda903Return& received) : received_(&received) {
        for (const auto& file : received.files) {
            if (file.table != Ssda903Table::header) continue;
            for (const auto& row : file.csv.rows) {
                if (is_whole(file, row)) in_header_.insert(child_of(file, row));
            }
        }
    }

    Ssda903Sorted run() {
        for (const auto& file : received_->files) {
            ImportTableReport report{
                std::string(shape_of(file.table).name), file.csv.name, ImportRowCounts{}
            };
            report.rows.read = file.csv.rows.size();
            for (const auto& row : file.csv.rows) {
                if (!take(file, row)) ++report.rows.refused;
            }
            sorted_.tables.push_back(std::move(report));
        }
        return std::move(sorted_);
    }

  private:
    static bool is_whole(const Ssda903File& file, const CsvRow& row) {
        return row.values.size() == file.csv.columns.size();
    }

    // Empty where the row has no value there.
    static std::string_view child_of(const Ssda903File& file, const CsvRow& row) {
        const std::size_t place = file.order[kChildColumn];
        return place < row.values.size() ? std::string_view(row.values[place]) : std::string_view();
    }

    // False where the row cannot be read.
    bool take(const Ssda903File& file, const CsvRow& row) {
        const std::string_view child = child_of(file, row);
        ReceivedRow verbatim{std::string(shape_of(file.table).name), row.line, row.values};
        if (!is_whole(file, row)) {
            refuse(
                file,
                row,
                "",
                std::to_string(row.values.size()) + " values where the table has " +
                    std::to_string(file.csv.columns.size()) + " columns"
            );
            auto& keeper =
                in_header_.contains(child) ? child_named(child).verbatim : sorted_.rows_of_no_child;
            keeper.push_back(std::move(verbatim));
            return false;
        }
        if (!is_reference(child)) {
            refuse(
                file,
                row,
                "CHILD",
                child.empty() ? "empty" : "not 1 to 10 characters without blanks"
            );
            sorted_.rows_of_no_child.push_back(std::move(verbatim));
            return false;
        }
        Ssda903Row readable{file.table, row.line, {}};
        for (const std::size_t place : file.order)
            readable.values.emplace_back(row.values[place]);
        auto& owner = child_named(child);
        owner.rows.push_back(std::move(readable));
        owner.verbatim.push_back(std::move(verbatim));
        return true;
    }

    void refuse(
        const Ssda903File& file, const CsvRow& row, std::string_view column, std::string reason
    ) {
        sorted_.refusals.push_back(
            {file.csv.name, row.line, std::string(column), "", std::move(reason), true}
        );
    }

    Ssda903Child& child_named(std::string_view reference) {
        const auto [place, fresh] = places_.try_emplace(reference, sorted_.children.size());
        if (fresh) sorted_.children.push_back({std::string(reference), {}, {}});
        return sorted_.children[place->second];
    }

    const Ssda903Return* received_;
    std::unordered_set<std::string_view> in_header_;
    std::unordered_map<std::string_view, std::size_t> places_;  // views into the return
    Ssda903Sorted sorted_;
};

std::size_t bytes_of(const ReceivedRow& row) {
    constexpr std::size_t kOverhead = 64;
    std::size_t bytes = kOverhead + row.table.size();
    for (const auto& value : row.values)
        bytes += value.size() + kOverhead / 4;
    return bytes;
}

}  // namespace

Ssda903Sorted sort_by_child(const Ssda903Return& received) {
    return Sorter(received).run();
}

std::string digests_text(const Ssda903Return& received) {
    if (const auto& document = received.written_in) {
        return to_hex(document->digest.view()) + "  " + document->name + "\n";
    }
    std::string text;
    for (const auto& file : received.files) {
        text += to_hex(file.csv.digest.view()) + "  " + file.csv.name + "\n";
    }
    return text;
}

std::string return_reference(const Ssda903Return& received, std::string_view authority) {
    std::string text;
    for (const auto& file : received.files) {
        // The tables of one document all have its digest.
        text +=
            to_hex(file.csv.digest.view()) + "  " + std::string(shape_of(file.table).name) + "\n";
    }
    Hash digest;
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.bytes.data());
    return std::string(authority) + "/" + std::to_string(received.year) + "/" +
           to_hex(digest.view()).substr(0, kDigestDigits);
}

std::vector<ReceivedFile> received_files(const Ssda903Return& received) {
    std::vector<ReceivedFile> files;
    files.reserve(received.files.size());
    for (const auto& file : received.files) {
        files.push_back(
            {file.csv.name,
             std::string(shape_of(file.table).name),
             static_cast<std::uint32_t>(file.csv.rows.size()),
             file.csv.columns}
        );
    }
    return files;
}

std::vector<std::vector<ReceivedRow>> cut_into_parts(std::vector<ReceivedRow> rows) {
    std::vector<std::vector<ReceivedRow>> parts(1);
    std::size_t bytes = 0;
    for (auto& row : rows) {
        bytes += bytes_of(row);
        if (!parts.back().empty() && (bytes > kPartBytes || parts.back().size() >= kPartRows)) {
            parts.emplace_back();
            bytes = bytes_of(row);
        }
        parts.back().push_back(std::move(row));
    }
    return parts;
}

}  // namespace tyst
