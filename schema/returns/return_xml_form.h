#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// The XML form of the SSDA903 return: which element holds which column. Source: the department's
// schema for the collection that ends in 2021, as in SocialFinanceDigitalLabs/csc-data-synthesizer
// at fba0ee1 (tests/data/CLA.xsd, version 3.3.0). Later schemas were not obtainable.
namespace tyst {

inline constexpr int kReturnXmlYear = 2021;
inline constexpr std::string_view kReturnXmlRoot = "EXPSSDA903";
inline constexpr std::string_view kReturnXmlChild = "CHILD";
inline constexpr std::string_view kReturnXmlHeader = "HEADER";
inline constexpr std::string_view kReturnXmlEpisode = "EPISODE";
inline constexpr std::size_t kReturnXmlEpisodesMax = 366;
// The element that says by a 1 that the child has a row in the table "uasc".
inline constexpr std::string_view kReturnXmlAsylumFlag = "UASC";

enum class XmlText : std::uint8_t {
    letters,      // as many as `least` to `most` say
    date,         // DD/MM/YYYY
    date_or_none  // the same, or empty
};

// An element that holds one value of a table, or (with `table` alone) a list of such elements that
// is one of its rows.
struct ReturnXmlElement {
    std::string_view name;
    std::string_view table;   // id in the layout; empty for the flag
    std::string_view column;  // empty for a list
    bool required = false;
    XmlText text = XmlText::letters;
    std::size_t least = 0;
    std::size_t most = 0;  // letters of a value; for a list how often it may stand
    std::span<const ReturnXmlElement> elements = {};

    [[nodiscard]] bool is_list() const { return !elements.empty(); }
};

// What stands in HEADER and in EPISODE, in the order in which it must stand.
[[nodiscard]] std::span<const ReturnXmlElement> return_xml_header();
[[nodiscard]] std::span<const ReturnXmlElement> return_xml_episode();

}  // namespace tyst
