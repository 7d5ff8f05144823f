#include <algorithm>
#include <fstream>
#include <system_error>

#include "cli/sample/ssda903.h"

namespace tyst {
namespace sample {
namespace {

constexpr std::uint32_t kFewestChildren = 60;
constexpr std::uint32_t kMostChildren = 100'000;

Result<void> write_table(const std::filesystem::path& directory, const SsdaTable& table) {
    std::ofstream file(directory / (table.name + ".csv"), std::ios::binary | std::ios::trunc);
    const auto write_line = [&](const std::vector<std::string>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            file << (i == 0 ? "" : ",") << values[i];
        }
        file << '\n';
    };
    write_line(table.columns);
    for (const auto& row : table.rows) {
        write_line(row);
    }
    file.flush();
    if (!file) {
        return fail(ErrorCode::io_failed, "sample ssda903: cannot write " + table.name + ".csv");
    }
    return {};
}

}  // namespace

std::size_t SsdaTable::at(const std::string& column) const {
    const auto found = std::find(columns.begin(), columns.end(), column);
    TYST_ASSERT(found != columns.end());
    return static_cast<std::size_t>(found - columns.begin());
}

SsdaTable* SsdaReturn::find(const std::string& name) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const SsdaTable& table) {
        return table.name == name;
    });
    return found == tables.end() ? nullptr : &*found;
}

SsdaTable& SsdaReturn::table(const std::string& name) {
    SsdaTable* found = find(name);
    TYST_ASSERT(found != nullptr);
    return *found;
}

SsdaReturn empty_ssda903(std::uint32_t year) {
    SsdaReturn result;
    result.year = year;
    result.first_day = Date::of(static_cast<int>(year) - 1, 4, 1);
    result.last_day = Date::of(static_cast<int>(year), 3, 31);
    result.tables = {
        {"header", {"CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"}, {}},
        {"episodes",
         {"CHILD",
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
          "URN"},
         {}},
        {"reviews", {"CHILD", "DOB", "REVIEW", "REVIEW_CODE"}, {}},
        {"uasc", {"CHILD", "SEX", "DOB", "DUC"}, {}},
        {"oc2",
         {"CHILD",
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
          "INTERVENTION_OFFERED"},
         {}},
        {"oc3", {"CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"}, {}},
        {"ad1",
         {"CHILD",
          "DOB",
          "DATE_INT",
          "DATE_MATCH",
          "FOSTER_CARE",
          "NB_ADOPTR",
          "SEX_ADOPTR",
          "LS_ADOPTR"},
         {}},
        {"placed_for_adoption",
         {"CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"},
         {}},
        {"previous_permanence", {"CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"}, {}},
        {"missing", {"CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"}, {}}
    };
    if (year >= 2024) {
        result.tables.push_back(
            {"social_worker", {"CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"}, {}}
        );
    }
    if (year >= 2027) {
        result.tables.push_back({"dolo", {"CHILD", "DOB", "DOLO_START", "DOLO_END"}, {}});
    }
    return result;
}

std::string ssda903_reference(std::uint32_t number) {
    return std::to_string(600'000 + number * 3);
}

Result<void> check_ssda903_children(std::uint32_t children) {
    if (children < kFewestChildren || children > kMostChildren) {
        return fail(ErrorCode::invalid_value, "sample ssda903: children must be 60 to 100000");
    }
    return {};
}

Result<std::map<std::string, std::uint32_t>> write_ssda903_tables(
    const std::filesystem::path& directory, const SsdaReturn& made
) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        return fail(ErrorCode::io_failed, "sample ssda903: cannot make the directory");
    }
    std::map<std::string, std::uint32_t> rows;
    for (const SsdaTable& table : made.tables) {
        TYST_TRY(write_table(directory, table));
        rows[table.name + ".csv"] = static_cast<std::uint32_t>(table.rows.size());
    }
    return rows;
}

}  // namespace sample

Result<SsdaWritten> write_ssda903(
    const std::filesystem::path& directory, const SsdaOptions& options
) {
    TYST_TRY(sample::check_ssda903_children(options.children));
    if (options.year < sample::kSsdaFirstYear || options.year > sample::kSsdaLastYear) {
        return fail(ErrorCode::invalid_value, "sample ssda903: year must be 2017 to 2027");
    }
    sample::SsdaReturn made = sample::empty_ssda903(options.year);
    sample::RandomSource random(options.seed, 903);
    for (std::uint32_t number = 1; number <= options.children; ++number) {
        sample::add_ssda903_child(made, number, random);
    }
    sample::plant_ssda903_faults(made, options.children, random);
    SsdaWritten written;
    written.faults = made.faults;
    TYST_ASSIGN(written.rows, sample::write_ssda903_tables(directory, made));
    return written;
}

}  // namespace tyst
