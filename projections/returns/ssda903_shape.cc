#include "projections/returns/ssda903_shape.h"

namespace tyst {
namespace {

struct FieldName {
    std::string_view table;
    std::string_view column;
    std::string_view full;
};

// In the order of the enum.
constexpr std::array<FieldName, kSsda903FieldCount> kFields{{
    {"header", "SEX", "header.SEX"},
    {"header", "DOB", "header.DOB"},
    {"header", "ETHNIC", "header.ETHNIC"},
    {"header", "UPN", "header.UPN"},
    {"header", "MOTHER", "header.MOTHER"},
    {"header", "MC_DOB", "header.MC_DOB"},
    {"episodes", "DECOM", "episodes.DECOM"},
    {"episodes", "RNE", "episodes.RNE"},
    {"episodes", "LS", "episodes.LS"},
    {"episodes", "CIN", "episodes.CIN"},
    {"episodes", "PLACE", "episodes.PLACE"},
    {"episodes", "PLACE_PROVIDER", "episodes.PLACE_PROVIDER"},
    {"episodes", "DEC", "episodes.DEC"},
    {"episodes", "REC", "episodes.REC"},
    {"episodes", "REASON_PLACE_CHANGE", "episodes.REASON_PLACE_CHANGE"},
    {"episodes", "HOME_POST", "episodes.HOME_POST"},
    {"episodes", "PL_POST", "episodes.PL_POST"},
    {"episodes", "URN", "episodes.URN"},
    {"reviews", "REVIEW", "reviews.REVIEW"},
    {"reviews", "REVIEW_CODE", "reviews.REVIEW_CODE"},
    {"uasc", "DUC", "uasc.DUC"},
    {"oc3", "IN_TOUCH", "oc3.IN_TOUCH"},
    {"oc3", "ACTIV", "oc3.ACTIV"},
    {"oc3", "ACCOM", "oc3.ACCOM"},
    {"ad1", "DATE_INT", "ad1.DATE_INT"},
    {"ad1", "DATE_MATCH", "ad1.DATE_MATCH"},
    {"ad1", "FOSTER_CARE", "ad1.FOSTER_CARE"},
    {"ad1", "NB_ADOPTR", "ad1.NB_ADOPTR"},
    {"ad1", "SEX_ADOPTR", "ad1.SEX_ADOPTR"},
    {"ad1", "LS_ADOPTR", "ad1.LS_ADOPTR"},
    {"placed_for_adoption", "DATE_PLACED", "placed_for_adoption.DATE_PLACED"},
    {"placed_for_adoption", "DATE_PLACED_CEASED", "placed_for_adoption.DATE_PLACED_CEASED"},
    {"placed_for_adoption", "REASON_PLACED_CEASED", "placed_for_adoption.REASON_PLACED_CEASED"},
    {"missing", "MISSING", "missing.MISSING"},
    {"missing", "MIS_START", "missing.MIS_START"},
    {"missing", "MIS_END", "missing.MIS_END"},
    {"social_worker", "SW_DECOM", "social_worker.SW_DECOM"},
    {"social_worker", "SW_DEC", "social_worker.SW_DEC"},
    {"dolo", "DOLO_START", "dolo.DOLO_START"},
    {"dolo", "DOLO_END", "dolo.DOLO_END"},
    {"header", "CHILD", "header.CHILD"},
    {"previous_permanence", "DATE_PERM", "previous_permanence.DATE_PERM"},
}};

}  // namespace

Ssda903Shape::Ssda903Shape(const ReturnLayout& layout) {
    for (std::size_t field = 0; field < kSsda903FieldCount; ++field) {
        for (std::size_t table = 0; table < layout.tables.size(); ++table) {
            if (layout.tables[table].id == kFields[field].table) {
                const auto column = layout.tables[table].place_of(kFields[field].column);
                places_[field] = {table, column.value_or(kAbsent)};
            }
        }
    }
}

std::string_view name(Ssda903Field field) {
    return kFields[static_cast<std::size_t>(field)].full;
}

}  // namespace tyst
