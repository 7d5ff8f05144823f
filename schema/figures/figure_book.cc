#include "schema/figures/figure_book.h"

#include <algorithm>

namespace tyst {
namespace {

struct KindWord {
    CountKind kind;
    std::string_view word;
    bool flow;
};
constexpr std::array<KindWord, kCountKindCount> kKinds = {{
    {CountKind::looked_after, "looked-after", false},
    {CountKind::short_breaks, "short-breaks", false},
    {CountKind::on_register, "on-register", false},
    {CountKind::kinship_carers, "kinship-carers", false},
    {CountKind::looked_after_in_period, "looked-after-in-period", true},
    {CountKind::looked_after_throughout, "looked-after-throughout", true},
    {CountKind::starts, "starts", true},
    {CountKind::children_started, "children-started", true},
    {CountKind::ceased, "ceased", true},
}};

struct AttributeWord {
    FigureAttribute attribute;
    std::string_view word;
    std::string_view code_set;
};
constexpr std::array<AttributeWord, kFigureAttributeCount> kAttributes = {{
    {FigureAttribute::legal_status, "legal-status", "legal-status"},
    {FigureAttribute::placement, "placement", ""},
    {FigureAttribute::setting, "setting", "placement-setting"},
    {FigureAttribute::location, "location", "placement-location"},
    {FigureAttribute::provider, "provider", "placement-provider"},
    {FigureAttribute::sex, "sex", "sex"},
    {FigureAttribute::age, "age", ""},
    {FigureAttribute::need, "need", "category-of-need"},
    {FigureAttribute::ethnicity, "ethnicity", "ethnicity"},
    {FigureAttribute::asylum, "asylum", ""},
    {FigureAttribute::secure, "secure", ""},
    {FigureAttribute::liberty, "liberty", ""},
    {FigureAttribute::reason, "reason", "reason-ceased"},
    {FigureAttribute::route_in, "route-in", "route-in"},
    {FigureAttribute::route_out, "route-out", "route-out"},
    {FigureAttribute::months, "months", ""},
}};

const AttributeWord& told(FigureAttribute attribute) {
    return kAttributes[static_cast<std::size_t>(attribute)];
}

}  // namespace

bool is_flow(CountKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].flow;
}

std::string_view to_text(CountKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].word;
}

std::string_view to_text(FigureAttribute attribute) {
    return told(attribute).word;
}

bool is_number(FigureAttribute attribute) {
    return attribute == FigureAttribute::age || attribute == FigureAttribute::months;
}

std::string_view code_set_of(FigureAttribute attribute) {
    return told(attribute).code_set;
}

std::vector<std::string_view> own_words(FigureAttribute attribute) {
    switch (attribute) {
        case FigureAttribute::placement:
            return {
                "foster-own",
                "foster-agency",
                "foster-other",
                "kinship",
                "parents",
                "residential",
                "residential-school",
                "secure",
                "adoption",
                "independent",
                "other"
            };
        case FigureAttribute::asylum:
        case FigureAttribute::secure:
        case FigureAttribute::liberty:
            return {"yes", "no"};
        default:
            return {};
    }
}

bool FigureGroup::names(std::string_view code) const {
    return std::ranges::find(codes, code) != codes.end();
}

bool FigureGroup::holds(int number) const {
    return !rest && (!from || *from <= number) && (!below || number < *below);
}

std::size_t FigureFamily::group_of(std::string_view code) const {
    const auto found =
        std::ranges::find_if(groups, [&](const FigureGroup& group) { return group.names(code); });
    return found == groups.end() ? groups.size() - 1
                                 : static_cast<std::size_t>(found - groups.begin());
}

std::size_t FigureFamily::group_of(std::optional<int> number) const {
    for (std::size_t place = 0; number && place < groups.size(); ++place) {
        if (groups[place].holds(*number)) return place;
    }
    return groups.size() - 1;
}

const FigureCount* FigureBook::find_count(std::string_view id) const {
    const auto found = std::ranges::find(counts_, id, &FigureCount::id);
    return found == counts_.end() ? nullptr : &*found;
}

const FigureFamily* FigureBook::find_family(std::string_view id) const {
    const auto found = std::ranges::find(families_, id, &FigureFamily::id);
    return found == families_.end() ? nullptr : &*found;
}

bool FigureBook::knows(std::string_view id) const {
    if (find_count(id) != nullptr) return true;
    for (const FigureFamily& family : families_) {
        for (const std::string& of : family.of) {
            const FigureCount* count = find_count(of);
            for (const FigureGroup& group : family.groups) {
                if (figure_id(*count, family, group.id) == id) return true;
            }
            if (!family.two_way()) continue;
            for (const FigureGroup& first : find_family(family.cross[0])->groups) {
                for (const FigureGroup& second : find_family(family.cross[1])->groups) {
                    if (figure_id(*count, family, first.id, second.id) == id) return true;
                }
            }
        }
    }
    return false;
}

std::string figure_id(
    const FigureCount& count, const FigureFamily& family, std::string_view group
) {
    std::string id = count.id == "looked-after" ? "" : count.id + ".";
    id += family.id;
    id += '.';
    id += group;
    return id;
}

std::string figure_id(
    const FigureCount& count,
    const FigureFamily& family,
    std::string_view first,
    std::string_view second
) {
    std::string id = figure_id(count, family, first);
    id += '.';
    id += second;
    return id;
}

}  // namespace tyst
