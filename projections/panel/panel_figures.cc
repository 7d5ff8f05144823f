#include "projections/panel/panel_figures.h"

#include <algorithm>
#include <array>

#include "projections/figures.h"

namespace tyst::panel {
namespace {

constexpr std::string_view kLookedAfter = "looked-after";

// Those of the figures list that the panel sees, as far as they belong to a family.
void add_counted(std::vector<PanelFigure>& figures, PanelFamily family, std::string_view prefix) {
    const Date any = Date::of(2000, 1, 1);
    for (const Figure& figure : FigureCounter(any, {any, any}).figures()) {
        if (!figure.id.starts_with(prefix)) continue;
        const bool one_of_them = figure.id.find('.', prefix.size()) == std::string::npos;
        if (one_of_them) figures.push_back({figure.id, family, figure.flow, kLookedAfter});
    }
}

std::vector<PanelFigure> listed() {
    using enum PanelFamily;
    std::vector<PanelFigure> figures = {
        {std::string(kLookedAfter), care},
        {"starts", care, true},
        {"ceased", care, true},
    };
    add_counted(figures, legal_status, "legal-status.");
    add_counted(figures, placement, "placement.");
    for (const std::string_view place :
         {"own-authority", "elsewhere-in-wales", "outside-wales", "other"}) {
        figures.push_back(
            {"placement-location." + std::string(place), location, false, kLookedAfter}
        );
    }
    const auto flow = [&](PanelFamily family, std::string_view whole, auto... parts) {
        figures.push_back({std::string(whole), family, true});
        bool share = family != new_places;
        for (const std::string_view part : {std::string_view(parts)...}) {
            figures.push_back({std::string(part), family, true, whole, share});
            share = false;
        }
    };
    flow(
        new_places,
        "placements-begun",
        "placements-begun.foster-agency",
        "placements-begun.residential",
        "placements-begun.other"
    );
    flow(advocacy, "advocacy.entitled", "advocacy.offered", "advocacy.not-offered");
    flow(permanence, "second-review.due", "second-review.with-plan", "second-review.without-plan");
    flow(reviews, "reviews.due", "reviews.on-time", "reviews.not-on-time");
    flow(visits, "visits.due", "visits.on-time", "visits.not-on-time");
    return figures;
}

}  // namespace

std::string_view name(PanelFamily family) {
    switch (family) {
        case PanelFamily::care:
            return "care";
        case PanelFamily::legal_status:
            return "legal-status";
        case PanelFamily::placement:
            return "placement";
        case PanelFamily::location:
            return "location";
        case PanelFamily::new_places:
            return "new-places";
        case PanelFamily::advocacy:
            return "advocacy";
        case PanelFamily::permanence:
            return "permanence";
        case PanelFamily::reviews:
            return "reviews";
        case PanelFamily::visits:
            return "visits";
    }
    return "care";
}

const std::vector<PanelFigure>& panel_figures() {
    static const std::vector<PanelFigure> figures = listed();
    return figures;
}

const PanelFigure* find_panel_figure(std::string_view id) {
    const auto found = std::ranges::find(panel_figures(), id, &PanelFigure::id);
    return found == panel_figures().end() ? nullptr : &*found;
}

std::span<const std::string_view> facts_needed(PanelFamily family) {
    static constexpr std::array<std::string_view, 1> kAdvocacy = {"advocacy"};
    static constexpr std::array<std::string_view, 2> kPermanence = {"review", "permanence-plan"};
    static constexpr std::array<std::string_view, 1> kReviews = {"review"};
    static constexpr std::array<std::string_view, 2> kVisits = {"placement", "visit"};
    switch (family) {
        case PanelFamily::advocacy:
            return kAdvocacy;
        case PanelFamily::permanence:
            return kPermanence;
        case PanelFamily::reviews:
            return kReviews;
        case PanelFamily::visits:
            return kVisits;
        default:
            return {};
    }
}

}  // namespace tyst::panel
