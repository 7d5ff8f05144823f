#include "ledger/intake/ssda903_tables.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <system_error>
#include <utility>

namespace tyst {
namespace {

using Columns = std::string_view;

constexpr Columns kHeader[] = {"CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"};
constexpr Columns kEpisodes[] = {
    "CHILD",
    "DECOM",
    "RNE",
    "LS",
    "CIN",
    "PLACE",
    "PLACE_PROVIDER",
    "DEC",
    "REC",
    "REASON_PLACE_CHANGE",
    "HOME_POST",
    "PL_POST",
    "URN"
};
constexpr Columns kReviews[] = {"CHILD", "DOB", "REVIEW", "REVIEW_CODE"};
constexpr Columns kAsylum[] = {"CHILD", "SEX", "DOB", "DUC"};
constexpr Columns kYearlyOutcomes[] = {
    "CHILD",
    "DOB",
    "SDQ_SCORE",
    "SDQ_REASON",
    "CONVICTED",
    "HEALTH_CHECK",
    "IMMUNISATIONS",
    "TEETH_CHECK",
    "HEALTH_ASSESSMENT",
    "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED",
    "INTERVENTION_OFFERED"
};
constexpr Columns kCareLeavers[] = {"CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"};
constexpr Columns kAdoption[] = {
    "CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"
};
constexpr Columns kPlacedForAdoption[] = {
    "CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"
};
constexpr Columns kPreviousPermanence[] = {"CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"};
constexpr Columns kMissing[] = {"CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"};
constexpr Columns kSocialWorker[] = {"CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"};
constexpr Columns kLiberty[] = {"CHILD", "DOB", "DOLO_START", "DOLO_END"};

constexpr int kAlways = 0;
constexpr int kFirstCollection = 1992;

constexpr std::array<Ssda903TableShape, kSsda903TableCount> kShapes{{
    {Ssda903Table::header, "header", kAlways, kHeader, 2},
    {Ssda903Table::episodes, "episodes", kAlways, kEpisodes, std::nullopt},
    {Ssda903Table::reviews, "reviews", kAlways, kReviews, 1},
    {Ssda903Table::unaccompanied_asylum_seeking, "uasc", kAlways, kAsylum, 2},
    {Ssda903Table::yearly_outcomes, "oc2", kAlways, kYearlyOutcomes, 1},
    {Ssda903Table::care_leavers, "oc3", kAlways, kCareLeavers, 1},
    {Ssda903Table::adoption, "ad1", kAlways, kAdoption, 1},
    {Ssda903Table::placed_for_adoption, "placed_for_adoption", kAlways, kPlacedForAdoption, 1},
    {Ssda903Table::previous_permanence, "previous_permanence", kAlways, kPreviousPermanence, 1},
    {Ssda903Table::missing, "missing", kAlways, kMissing, 1},
    {Ssda903Table::social_worker, "social_worker", 2024, kSocialWorker, 1},
    {Ssda903Table::deprivation_of_liberty, "dolo", 2027, kLiberty, 1},
}};

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return result;
}

std::string list(const std::set<std::string>& names) {
    std::string text;
    for (const auto& one : names)
        text += (text.empty() ? "" : ", ") + one;
    return text.empty() ? "none" : text;
}

std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& some) {
    std::set<std::string> result;
    std::set_difference(
        all.begin(), all.end(), some.begin(), some.end(), std::inserter(result, result.end())
    );
    return result;
}

std::set<std::string> column_set(const Ssda903TableShape& shape) {
    return {shape.columns.begin(), shape.columns.end()};
}

std::unexpected<Error> unknown_columns(
    std::string_view file, const std::set<std::string>& columns, int year
) {
    const Ssda903TableShape* closest = nullptr;
    std::size_t fewest = 0;
    for (const auto& shape : kShapes) {
        if (shape.from_year > year) continue;
        const auto wanted = column_set(shape);
        const std::size_t differences =
            without(wanted, columns).size() + without(columns, wanted).size();
        if (closest == nullptr || differences < fewest) {
            closest = &shape;
            fewest = differences;
        }
    }
    const auto wanted = column_set(*closest);
    return fail(
        ErrorCode::unknown_columns,
        std::string(file) + ": the columns are no table's of the return of year " +
            std::to_string(year) + "; closest is " + std::string(closest->name) + "; missing: " +
            list(without(wanted, columns)) + "; not expected: " + list(without(columns, wanted))
    );
}

Result<std::vector<std::filesystem::path>> files_of(const std::filesystem::path& directory) {
    std::error_code failure;
    std::vector<std::filesystem::path> files;
    std::filesystem::directory_iterator entry(directory, failure);
    if (failure) {
        return fail(ErrorCode::not_found, directory.string() + ": " + failure.message());
    }
    for (; entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        if (failure) break;
        if (entry->is_regular_file(failure)) files.push_back(entry->path());
    }
    if (failure) {
        return fail(ErrorCode::io_failed, directory.string() + ": " + failure.message());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<Ssda903File> read_table(const std::filesystem::path& path, int year) {
    Ssda903File file;
    TYST_ASSIGN(file.csv, read_csv_file(path));
    TYST_ASSIGN(file.table, recognise_ssda903_table(file.csv.name, file.csv.columns, year));
    file.order = usual_order(file.table, file.csv.columns);
    return file;
}

}  // namespace

std::span<const Ssda903TableShape> ssda903_tables() {
    return kShapes;
}

const Ssda903TableShape& shape_of(Ssda903Table table) {
    return kShapes[static_cast<std::size_t>(table)];
}

std::optional<Ssda903Table> ssda903_table(std::string_view name) {
    for (const auto& shape : kShapes) {
        if (shape.name == name) return shape.table;
    }
    return std::nullopt;
}

Result<Ssda903Table> recognise_ssda903_table(
    std::string_view file, std::span<const std::string> columns, int year
) {
    std::set<std::string> names;
    for (const auto& column : columns) {
        if (!names.insert(upper(column)).second) {
            return fail(
                ErrorCode::unknown_columns,
                std::string(file) + ": the column " + upper(column) + " stands twice"
            );
        }
    }
    for (const auto& shape : kShapes) {
        if (column_set(shape) != names) continue;
        if (shape.from_year <= year) return shape.table;
        return fail(
            ErrorCode::unknown_columns,
            std::string(file) + ": the table " + std::string(shape.name) +
                " is part of the return from year " + std::to_string(shape.from_year) +
                " on, not of year " + std::to_string(year)
        );
    }
    return unknown_columns(file, names, year);
}

std::vector<std::size_t> usual_order(Ssda903Table table, std::span<const std::string> columns) {
    std::vector<std::size_t> order;
    for (const auto wanted : shape_of(table).columns) {
        const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& column) {
            return upper(column) == wanted;
        });
        order.push_back(static_cast<std::size_t>(found - columns.begin()));
    }
    return order;
}

Result<Ssda903Return> read_ssda903_return(const std::filesystem::path& directory, int year) {
    if (year < kFirstCollection || year > kYearMax) {
        return fail(ErrorCode::invalid_value, "year " + std::to_string(year) + ": no collection");
    }
    TYST_ASSIGN(const auto paths, files_of(directory));
    Ssda903Return received;
    received.year = year;
    for (const auto& path : paths) {
        if (upper(path.extension().string()) != ".CSV") {
            received.files_ignored.push_back(path.filename().string());
            continue;
        }
        TYST_ASSIGN(auto file, read_table(path, year));
        for (const auto& other : received.files) {
            if (other.table != file.table) continue;
            return fail(
                ErrorCode::invalid_value,
                other.csv.name + " and " + file.csv.name + " both hold the table " +
                    std::string(shape_of(file.table).name)
            );
        }
        received.files.push_back(std::move(file));
    }
    std::ranges::sort(received.files, {}, &Ssda903File::table);
    if (received.files.empty() || received.files.front().table > Ssda903Table::episodes) {
        return fail(
            ErrorCode::not_found,
            directory.string() + ": holds neither the header nor the episodes of a return"
        );
    }
    return received;
}

}  // namespace tyst
