#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/returns/return_differences.h"

// What the search for a difference's cause knows of a child. Inside return_differences.
namespace tyst {

// A row of what was received.
struct ReceivedCells {
    std::uint32_t line = 0;
    std::vector<std::string_view> values;  // in the layout's usual order
};

// One received row of the episodes table, read as the import reads it.
struct ReceivedEpisode {
    const ReceivedCells* row = nullptr;
    Date began;
    std::optional<Date> ended;
    std::string reason_new;  // in upper case, as all codes here
    std::string status;
    std::string need;
    std::string place;
    std::string provider;
    std::string reason_ceased;
    std::string place_postcode;
    std::string provider_reference;

    [[nodiscard]] bool same_placement(const ReceivedEpisode& other) const;
    [[nodiscard]] bool temporary() const { return place.starts_with('T'); }
    [[nodiscard]] bool leaves() const;  // care, for another reason than X1
};

// Everything about one child in the returns compared.
struct ChildCase {
    const ComparedReturns* returns = nullptr;
    std::string_view reference;
    std::vector<std::vector<ReceivedCells>> received;  // by the layout's tables
    const ExportedChild* now = nullptr;                // nullptr: no row
    const ExportedChild* then = nullptr;
    bool under_other_reference = false;
    // By DECOM, then line; understood rows, each text once.
    std::vector<ReceivedEpisode> chain;

    [[nodiscard]] const ReturnLayout& layout() const { return returns->received->layout(); }
    [[nodiscard]] const ReceivedCells* header() const;
    [[nodiscard]] std::optional<Date> birth() const;
    // The row's place in the chain; nothing where it is not in it.
    [[nodiscard]] std::optional<std::size_t> place_of(const ReceivedCells& row) const;
};

// A row of one table as received, as exported, and as it would have been exported on receipt; any
// may be missing.
struct RowCase {
    const ChildCase* child = nullptr;
    const ReturnTableLayout* table = nullptr;
    const ReceivedCells* received = nullptr;
    const ExportedRow* exported = nullptr;
    const ExportedRow* then = nullptr;

    [[nodiscard]] std::string_view received_text(std::string_view column) const;
    [[nodiscard]] std::string_view exported_text(std::string_view column) const;
    [[nodiscard]] std::optional<Date> received_day(std::string_view column) const;
    [[nodiscard]] std::optional<Date> exported_day(std::string_view column) const;
};

// The rows of a child's episodes that an import understands, in the order of the chain.
[[nodiscard]] std::vector<ReceivedEpisode> received_chain(const ChildCase& child);

// Causes that only the episodes have; nothing where none of them holds.
[[nodiscard]] std::optional<DifferenceCause> episode_value_cause(
    const RowCase& row, std::string_view column
);
[[nodiscard]] std::optional<DifferenceCause> episode_missing_cause(const RowCase& row);
[[nodiscard]] std::optional<DifferenceCause> episode_extra_cause(const RowCase& row);

}  // namespace tyst
