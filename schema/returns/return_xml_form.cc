#include "schema/returns/return_xml_form.h"

namespace tyst {
namespace {

using Element = ReturnXmlElement;

constexpr Element one_value(
    std::string_view name,
    std::string_view table,
    std::string_view column,
    bool required,
    std::size_t least,
    std::size_t most
) {
    return {name, table, column, required, XmlText::letters, least, most, {}};
}
// A value that may be left out, named as its column.
constexpr Element optional_value(std::string_view name, std::string_view table, std::size_t most) {
    return one_value(name, table, name, false, 0, most);
}
constexpr Element optional_date(std::string_view name, std::string_view table) {
    return {name, table, name, false, XmlText::date_or_none, 0, 10, {}};
}
constexpr Element required_date(std::string_view name, std::string_view table) {
    return {name, table, name, true, XmlText::date, 10, 10, {}};
}

constexpr Element kMissing[] = {
    one_value("MISSING", "missing", "MISSING", true, 0, 1),
    {"MIS_START", "missing", "MIS_START", true, XmlText::date_or_none, 0, 10, {}},
    optional_date("MIS_END", "missing"),
};
constexpr Element kReview[] = {
    required_date("REVIEW", "reviews"),
    one_value("REVIEW_CODE", "reviews", "REVIEW_CODE", true, 3, 3),
};
// A date of which parts may be masked.
constexpr Element kPermanence[] = {
    optional_value("PREV_PERM", "previous_permanence", 2),
    optional_value("LA_PERM", "previous_permanence", 3),
    optional_value("DATE_PERM", "previous_permanence", 10),
};
constexpr Element kOutcomes[] = {
    optional_value("SDQ_SCORE", "oc2", 2),
    optional_value("SDQ_REASON", "oc2", 4),
    optional_value("CONVICTED", "oc2", 1),
    optional_value("HEALTH_CHECK", "oc2", 1),
    optional_value("IMMUNISATIONS", "oc2", 1),
    optional_value("TEETH_CHECK", "oc2", 1),
    optional_value("HEALTH_ASSESSMENT", "oc2", 1),
    optional_value("SUBSTANCE_MISUSE", "oc2", 1),
    optional_value("INTERVENTION_RECEIVED", "oc2", 1),
    optional_value("INTERVENTION_OFFERED", "oc2", 1),
};
constexpr Element kPlaced[] = {
    {"DATE_PLACED", "placed_for_adoption", "DATE_PLACED", true, XmlText::date_or_none, 0, 10, {}},
    optional_date("DATE_PLACED_CEASED", "placed_for_adoption"),
    optional_value("REASON_PLACED_CEASED", "placed_for_adoption", 3),
};

constexpr Element list_of(
    std::string_view name,
    std::string_view table,
    std::size_t most,
    std::span<const Element> elements
) {
    return {name, table, {}, false, XmlText::letters, 0, most, elements};
}

constexpr Element kHeader[] = {
    one_value("CHILDID", "header", "CHILD", true, 1, 10),
    one_value("UPN", "header", "UPN", true, 0, 13),
    one_value("SEX", "header", "SEX", true, 1, 1),
    required_date("DOB", "header"),
    one_value("ETHNIC", "header", "ETHNIC", true, 4, 4),
    one_value(kReturnXmlAsylumFlag, {}, {}, true, 0, 1),
    optional_date("DUC", "uasc"),
    optional_date("DATE_INT", "ad1"),
    optional_date("DATE_MATCH", "ad1"),
    optional_value("FOSTER_CARE", "ad1", 1),
    optional_value("NB_ADOPTR", "ad1", 1),
    optional_value("SEX_ADOPTR", "ad1", 2),
    optional_value("LS_ADOPTR", "ad1", 3),
    optional_value("IN_TOUCH", "oc3", 4),
    optional_value("ACTIV", "oc3", 2),
    optional_value("ACCOM", "oc3", 2),
    list_of("AMISSING", "missing", 366, kMissing),
    list_of("AREVIEW", "reviews", 52, kReview),
    optional_value("MOTHER", "header", 1),
    optional_date("MC_DOB", "header"),
    list_of("PERMANENCE", "previous_permanence", 1, kPermanence),
    list_of("OC2", "oc2", 1, kOutcomes),
    list_of("AD_PLACED", "placed_for_adoption", 366, kPlaced),
};

constexpr Element kEpisode[] = {
    required_date("DECOM", "episodes"),
    one_value("RNE", "episodes", "RNE", true, 1, 1),
    one_value("LS", "episodes", "LS", true, 2, 2),
    one_value("CIN", "episodes", "CIN", true, 2, 2),
    one_value("PL", "episodes", "PLACE", true, 2, 2),
    optional_value("PL_POST", "episodes", 8),
    optional_value("HOME_POST", "episodes", 8),
    optional_value("URN", "episodes", 8),
    optional_value("PLACE_PROVIDER", "episodes", 3),
    {"DEC", "episodes", "DEC", true, XmlText::date_or_none, 0, 10, {}},
    one_value("REC", "episodes", "REC", true, 0, 3),
    optional_value("REASON_PLACE_CHANGE", "episodes", 6),
};

}  // namespace

std::span<const ReturnXmlElement> return_xml_header() {
    return kHeader;
}

std::span<const ReturnXmlElement> return_xml_episode() {
    return kEpisode;
}

}  // namespace tyst
