#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/intake/ssda903_tables.h"

namespace tyst {

// Reads a return in the XML form of 2021 (schema/returns/return_xml_form.h) into the tables that
// its CSV files would have: DOB and SEX, which stand once in XML, are repeated in each row of a
// child; the flag UASC gives a row of that table. Each table's file is named after the XML file
// ("return.xml.episodes.csv"), and a row's line is the one that it has in that file, as `return
// show` writes it. The digest is of the XML.
//
// Fails with invalid_value, naming the element's path, its line and the value where it is a code:
// any other year, text that is no XML, a document type (so nothing can be declared that grows), an
// element or attribute that the form has not, one that stands too often, one that must stand and
// does not, a flag that is neither 0 nor 1, an end of an asylum seeker's status without the flag.
// Values are not checked otherwise: they are kept to the letter, as those of CSV are.
[[nodiscard]] Result<Ssda903Return> parse_ssda903_xml(
    const std::string& name, std::string_view content, int year
);

// The same from a file. Fails also with not_found, io_failed, and too_large beyond
// kCsvFileBytesMax.
[[nodiscard]] Result<Ssda903Return> read_ssda903_xml(const std::filesystem::path& path, int year);

// A return as it lies in a folder of CSV files or in an XML file, told apart by the name's ending.
// Fails as read_ssda903_return and read_ssda903_xml.
[[nodiscard]] Result<Ssda903Return> read_any_ssda903_return(
    const std::filesystem::path& place, int year
);

}  // namespace tyst
