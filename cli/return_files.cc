#include "cli/return_files.h"

#include <map>
#include <memory>
#include <span>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/returns.h"
#include "cli/table.h"
#include "cli/whole_file.h"
#include "projections/statements/knowledge.h"
#include "projections/statements/stated_reasons.h"

namespace tyst::cli {
namespace {

using Rows = std::vector<const std::vector<std::string>*>;

std::vector<std::string> column_names(const ReturnTableLayout& table) {
    std::vector<std::string> names;
    names.reserve(table.columns.size());
    for (const ReturnColumn& column : table.columns) {
        names.push_back(column.name);
    }
    return names;
}

Knowledge knowing(const Question& question, StatementPolicy policy) {
    Knowledge knowledge;
    knowledge.known_at = question.known_at;
    knowledge.witnessed = question.witnessed;
    knowledge.policy = policy;
    return knowledge;
}

Result<void> require_empty(const std::filesystem::path& directory) {
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    const bool empty = !failure && std::filesystem::is_empty(directory, failure);
    if (failure) {
        return fail(ErrorCode::io_failed, directory.string() + ": " + failure.message());
    }
    if (!empty) {
        return fail(
            ErrorCode::already_exists,
            directory.string() + ": holds files already; give a folder that is new or empty"
        );
    }
    return {};
}

}  // namespace

std::string csv_text(const std::vector<std::string>& columns, const Rows& rows) {
    std::vector<Column> headings;
    headings.reserve(columns.size());
    for (const std::string& column : columns) {
        headings.push_back({column, column});
    }
    Table table(std::move(headings));
    for (const std::vector<std::string>* row : rows) {
        table.add_row(*row);
    }
    std::ostringstream text;
    table.print_exact_csv(text);
    return text.str();
}

std::vector<ReturnFile> csv_files(const ExportedReturn& exported, const ReturnLayout& layout) {
    std::map<std::string_view, Rows> rows;
    for (const ExportedChild& child : exported.children) {
        for (const ExportedRow& row : child.rows) {
            rows[row.table].push_back(&row.values);
        }
    }
    std::vector<ReturnFile> files;
    for (const ReturnTableLayout& table : layout.tables) {
        if (!is_exported(table.id)) continue;
        const Rows& own = rows[table.id];
        ReturnFile file{
            table.id,
            table.id + ".csv",
            column_names(table),
            static_cast<std::uint32_t>(own.size()),
            {}
        };
        file.content = csv_text(file.columns, own);
        files.push_back(std::move(file));
    }
    return files;
}

Result<void> write_files(
    const std::vector<ReturnFile>& files, const std::filesystem::path& directory
) {
    TYST_TRY(require_empty(directory));
    for (const ReturnFile& file : files) {
        TYST_TRY(write_whole_file(directory / file.name, file.content));
    }
    return {};
}

Result<const ReturnLayout*> layout_to_write(const ReferenceSet& reference, int year) {
    const ReturnForm* const form = reference.return_form(kReturnForm);
    if (form == nullptr) {
        return fail(
            ErrorCode::not_found,
            "the adopted reference set holds no form ssda903: adopt a newer set (tyst rules adopt)"
        );
    }
    if (year < form->first_year() || year > form->last_year()) {
        return fail(
            ErrorCode::invalid_value,
            fmt::format(
                "--year {}: the form of that year is not known; known are {} to {}",
                year,
                form->first_year(),
                form->last_year()
            )
        );
    }
    return &form->layout(year);
}

Result<ReturnRequest> request_return(
    const Reading& reading, const Ssda903Codes& codes, int year, StatementPolicy policy
) {
    TYST_ASSIGN(const ReturnLayout* const layout, layout_to_write(reading.reference, year));
    ReturnRequest request{
        .year = year,
        .question = reading.question,
        .layout = layout,
        .codes = &codes,
        .facts = &reading.codes,
        .threads = thread_count(),
        .size = reading.head.size
    };
    TYST_ASSIGN(auto read, StatementBook::read(*reading.ledger, kReturnForm, thread_count()));
    const auto book = std::make_shared<const StatementBook>(std::move(read));
    request.reasons_of = [book](const Question& question, std::span<const StoredEvent> stored) {
        return stated_reasons(*book, knowing(question, StatementPolicy::first_stated), stored);
    };
    // The ledger's own events are joined by this policy already.
    if (policy == StatementPolicy::first_stated) return request;
    request.events_of = [book, policy, &reading, &codes](
                            const Question& question, std::vector<StoredEvent>&& stored
                        ) {
        return events_under(
            *reading.ledger, *book, knowing(question, policy), codes, std::move(stored)
        );
    };
    return request;
}

}  // namespace tyst::cli
