#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/intake/csv_file.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/returns/collection_year.h"

namespace tyst {

// The tables of the SSDA903 return. Source: data-to-insight/csc-validator-be-903, column sets of
// the collections ending March 2017 to March 2027.
enum class Ssda903Table : std::uint8_t {
    header,
    episodes,
    reviews,
    unaccompanied_asylum_seeking,
    yearly_outcomes,
    care_leavers,
    adoption,
    placed_for_adoption,
    previous_permanence,
    missing,
    social_worker,
    deprivation_of_liberty,
};
inline constexpr std::size_t kSsda903TableCount = 12;

// Places of values in the usual order of columns (Ssda903TableShape::columns).
namespace header_column {
inline constexpr std::size_t kChild = 0, kSex = 1, kBirth = 2, kEthnic = 3, kPupilNumber = 4,
                             kMother = 5, kOwnChildBirth = 6;
}
namespace episodes_column {
inline constexpr std::size_t kChild = 0, kBegan = 1, kReasonNew = 2, kStatus = 3, kNeed = 4,
                             kPlace = 5, kProvider = 6, kEnded = 7, kReasonCeased = 8,
                             kReasonPlaceChange = 9, kHomePostcode = 10, kPlacePostcode = 11,
                             kProviderReference = 12;
inline constexpr std::size_t kCount = 13;
}  // namespace episodes_column
namespace reviews_column {
inline constexpr std::size_t kReview = 2, kCode = 3;
}
namespace asylum_column {
inline constexpr std::size_t kSex = 1, kCeased = 3;
}
namespace outcomes_column {
inline constexpr std::size_t kScore = 2, kNotScored = 3, kConvicted = 4, kHealthCheck = 5,
                             kImmunisations = 6, kTeethCheck = 7, kHealthAssessment = 8,
                             kSubstanceMisuse = 9, kInterventionReceived = 10,
                             kInterventionOffered = 11;
}
namespace leavers_column {
inline constexpr std::size_t kBirth = 1, kInTouch = 2, kActivity = 3, kAccommodation = 4;
}
namespace adoption_column {
inline constexpr std::size_t kDecided = 2, kMatched = 3, kFosterCarer = 4, kAdopters = 5,
                             kSexes = 6, kRelationship = 7;
}
namespace placed_column {
inline constexpr std::size_t kDecided = 2, kReversed = 3, kReason = 4;
}
namespace permanence_column {
inline constexpr std::size_t kOrder = 2, kAuthority = 3, kOrdered = 4;
}
namespace missing_column {
inline constexpr std::size_t kKind = 2, kBegan = 3, kEnded = 4;
}
namespace social_worker_column {
inline constexpr std::size_t kWorker = 2, kBegan = 3, kEnded = 4;
}
namespace liberty_column {
inline constexpr std::size_t kBegan = 2, kEnded = 3;
}

struct Ssda903TableShape {
    Ssda903Table table;
    std::string_view name;  // "episodes", as in reports and in SourceRow::table
    int from_year;          // first collection that has it, by the year in which it ends
    std::span<const std::string_view> columns;  // in the usual order
    std::optional<std::size_t> birth;           // place of DOB, where the table repeats it
};

// All twelve, in the order of the enum.
[[nodiscard]] std::span<const Ssda903TableShape> ssda903_tables();
[[nodiscard]] const Ssda903TableShape& shape_of(Ssda903Table table);
// Nothing where the name is no table's.
[[nodiscard]] std::optional<Ssda903Table> ssda903_table(std::string_view name);

// Which table has exactly these columns, in any order and in any case, in the collection of `year`.
// Fails with unknown_columns, naming the file, the closest table and what is missing and extra.
[[nodiscard]] Result<Ssda903Table> recognise_ssda903_table(
    std::string_view file, std::span<const std::string> columns, int year
);

// For each usual column, where it stands in a file with these columns; they must be the table's.
[[nodiscard]] std::vector<std::size_t> usual_order(
    Ssda903Table table, std::span<const std::string> columns
);

struct Ssda903File {
    Ssda903Table table = Ssda903Table::header;
    CsvFile csv;
    std::vector<std::size_t> order;  // usual_order of its columns
};

// A return as it lies in a folder, or in one file.
struct Ssda903Return {
    int year = 0;
    std::vector<Ssda903File> files;          // in the order of the tables, each table once
    std::vector<std::string> files_ignored;  // other files of the folder, by name
    // The one file in which all tables were written, where it was one.
    struct Document {
        std::string name;
        Hash digest;
    };
    std::optional<Document> written_in;
};

// Reads every *.csv of the folder. Fails with not_found (no folder, or neither header nor episodes
// in it), invalid_value (a year outside 1992 to 2100, two files with one table), unknown_columns
// and whatever read_csv_file fails with.
[[nodiscard]] Result<Ssda903Return> read_ssda903_return(
    const std::filesystem::path& directory, int year
);

}  // namespace tyst
