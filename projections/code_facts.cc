#include "projections/code_facts.h"

#include <algorithm>

namespace tyst {

CodeFacts CodeFacts::from(const CodeBook& codes) {
    CodeFacts facts;
    for (const CodeEntry& entry : codes.codes("legal-status")) {
        StatusFacts status;
        status.id = entry.id;
        status.figure = entry.group.empty() ? "other" : entry.group;
        status.overlay = entry.flag("overlay");
        status.short_break = entry.flag("short_break");
        status.looked_after = entry.flag("looked_after") || status.overlay || status.short_break;
        facts.statuses_.push_back(std::move(status));
    }
    std::ranges::sort(facts.statuses_, {}, &StatusFacts::id);
    return facts;
}

const StatusFacts* CodeFacts::status(std::string_view code) const {
    const auto found = std::ranges::lower_bound(statuses_, code, {}, [](const StatusFacts& facts) {
        return std::string_view(facts.id);
    });
    return found != statuses_.end() && found->id == code ? &*found : nullptr;
}

std::string_view name(PlacementFigure figure) {
    switch (figure) {
        case PlacementFigure::foster_own:
            return "foster-own";
        case PlacementFigure::foster_agency:
            return "foster-agency";
        case PlacementFigure::foster_other:
            return "foster-other";
        case PlacementFigure::kinship:
            return "kinship";
        case PlacementFigure::parents:
            return "parents";
        case PlacementFigure::residential:
            return "residential";
        case PlacementFigure::residential_school:
            return "residential-school";
        case PlacementFigure::secure:
            return "secure";
        case PlacementFigure::adoption:
            return "adoption";
        case PlacementFigure::independent:
            return "independent";
        case PlacementFigure::other:
            return "other";
    }
    return "other";
}

namespace {

PlacementFigure foster_figure(const PlacementStarted& placement) {
    if (placement.carer_relationship == "kin") return PlacementFigure::kinship;
    if (placement.carer_relationship != "unrelated") return PlacementFigure::foster_other;
    if (placement.provider == "own") return PlacementFigure::foster_own;
    const bool agency = placement.provider == "private" || placement.provider == "voluntary";
    return agency ? PlacementFigure::foster_agency : PlacementFigure::foster_other;
}

}  // namespace

PlacementFigure placement_figure(const PlacementStarted& placement) {
    struct Row {
        std::string_view setting;
        PlacementFigure figure;
    };
    static constexpr std::array kRows = {
        Row{"with-parents", PlacementFigure::parents},
        Row{"placed-for-adoption", PlacementFigure::adoption},
        Row{"childrens-home", PlacementFigure::residential},
        Row{"care-home", PlacementFigure::residential},
        Row{"family-centre", PlacementFigure::residential},
        Row{"health", PlacementFigure::residential},
        Row{"residential-school", PlacementFigure::residential_school},
        Row{"secure-home", PlacementFigure::secure},
        Row{"independent-living", PlacementFigure::independent},
        Row{"semi-independent", PlacementFigure::independent},
        Row{"supported-accommodation", PlacementFigure::independent},
        Row{"residential-employment", PlacementFigure::independent},
    };
    if (placement.setting == "foster") return foster_figure(placement);
    for (const Row& row : kRows) {
        if (row.setting == placement.setting) return row.figure;
    }
    return PlacementFigure::other;
}

}  // namespace tyst
