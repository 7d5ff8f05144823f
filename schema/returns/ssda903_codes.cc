#include "schema/returns/ssda903_codes.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace tyst {
namespace {

// Foster and adoptive placements: one code of the return says several things.
struct PlaceMeaning {
    std::string_view text;
    std::string_view setting;
    std::string_view relationship;
    std::string_view stage;
    std::optional<bool> intended_to_18;
};

constexpr PlaceMeaning kPlaces[] = {
    {"A3", "placed-for-adoption", "", "placed-with-consent-current-carer", std::nullopt},
    {"A4", "placed-for-adoption", "", "placed-with-consent", std::nullopt},
    {"A5", "placed-for-adoption", "", "placed-under-order-current-carer", std::nullopt},
    {"A6", "placed-for-adoption", "", "placed-under-order", std::nullopt},
    {"U1", "foster", "kin", "", true},
    {"U2", "foster", "kin", "also-approved-adopter", false},
    {"U3", "foster", "kin", "", false},
    {"U4", "foster", "unrelated", "", true},
    {"U5", "foster", "unrelated", "also-approved-adopter", false},
    {"U6", "foster", "unrelated", "", false},
    {"Z11", "other", "", "", std::nullopt},
    {"Z12", "other", "", "", std::nullopt},
    {"Z13", "other", "", "", std::nullopt},
    {"Z14", "other", "", "", std::nullopt},
};

struct Pair {
    std::string_view from;
    std::string_view to;
};

// PLACE codes and what they were replaced by.
constexpr Pair kReplacedPlaces[] = {
    {"H5", "K3"}, {"Z1", "Z11"}, {"Z1", "Z12"}, {"Z1", "Z13"}, {"Z1", "Z14"}
};

// Our legal status on day one, and the route that it names.
constexpr Pair kRoutesIn[] = {
    {"police-protection", "police-protection"},
    {"emergency-protection-order", "emergency-protection-order"},
    {"voluntary", "accommodation"},
    {"interim-care-order", "interim-care-order"},
    {"care-order", "care-order"},
    {"child-assessment-order", "child-assessment-order"},
    {"police-detention", "police-detention"},
    {"youth-rehabilitation-order", "youth-rehabilitation-order"},
    {"placement-order", "placement-order"},
    {"short-breaks-each", "short-breaks"},
    {"short-breaks-agreement", "short-breaks"},
};

constexpr Pair kRoutesOut[] = {
    {"adopted-unopposed", "adoption-order"},
    {"adopted-consent-dispensed", "adoption-order"},
    {"died", "died"},
    {"other-authority", "transferred-out"},
    {"child-arrangements-order", "child-arrangements-order"},
    {"special-guardianship-kin-foster", "special-guardianship-order"},
    {"special-guardianship-other-foster", "special-guardianship-order"},
    {"special-guardianship-kin", "special-guardianship-order"},
    {"special-guardianship-other", "special-guardianship-order"},
    {"special-guardianship-former-foster", "special-guardianship-order"},
    {"special-guardianship-not-former-foster", "special-guardianship-order"},
    {"custody", "sentenced"},
    {"stayed-with-carers-at-18", "turned-18"},
    {"other", "other"},
    {"remand-ended", "other"},
    {"age-assessed-adult", "other"},
    {"abroad", "other"},
};

Code translated(std::span<const Pair> table, std::string_view from) {
    const auto found = std::ranges::find(table, from, &Pair::from);
    return Code(found == table.end() ? kNotStated : found->to);
}

// How the return wrote the sexes up to kLastYearOfNumberedSexes.
constexpr Pair kNumberedSexes[] = {{"1", "male"}, {"2", "female"}};

// ACCOM: one letter for the kind, then whether it is suitable; or "0" alone.
constexpr std::string_view kNoLeaverHome = "0";
constexpr char kSuitable = '1';
constexpr char kUnsuitable = '2';

// Settings that interrupt the placement before them: all codes T0 to T4.
bool is_temporary(std::string_view text) {
    return text.starts_with('T');
}

}  // namespace

std::string upper_cased(std::string_view text) {
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return result;
}

bool place_was_recoded(std::string_view before, std::string_view after) {
    return std::ranges::any_of(kReplacedPlaces, [&](const Pair& pair) {
        return pair.from == before && pair.to == after;
    });
}

std::optional<Code> Ssda903Codes::code_of(std::string_view set, std::string_view text) const {
    if (text.empty()) return std::nullopt;
    const CodeEntry* entry = book_->find_ssda903(set, upper_cased(text));
    return entry == nullptr ? std::nullopt : std::optional<Code>(entry->id);
}

std::optional<Code> Ssda903Codes::legal_status(std::string_view text) const {
    // J1 covers two kinds of remand and does not say which.
    if (upper_cased(text) == "J1") return Code("remand");
    return code_of("legal-status", text);
}

std::optional<Code> Ssda903Codes::need(std::string_view text) const {
    return code_of("category-of-need", text);
}

std::optional<Code> Ssda903Codes::reason_ceased(std::string_view text) const {
    return code_of("reason-ceased", text);
}

std::optional<Code> Ssda903Codes::placement_change(std::string_view text) const {
    return code_of("placement-change-reason", text);
}

std::optional<Code> Ssda903Codes::participation(std::string_view text) const {
    return code_of("review-participation", text);
}

std::optional<Code> Ssda903Codes::ethnicity(std::string_view text) const {
    return code_of("ethnicity", text);
}

std::optional<Code> Ssda903Codes::sex(std::string_view text) const {
    const auto numbered = std::ranges::find(kNumberedSexes, text, &Pair::from);
    if (numbered != std::end(kNumberedSexes)) return Code(numbered->to);
    return code_of("sex", text);
}

std::optional<Code> Ssda903Codes::provider(std::string_view text) const {
    return code_of("placement-provider", text);
}

std::optional<PlacementStarted> Ssda903Codes::placement(std::string_view text) const {
    const std::string code = upper_cased(text);
    PlacementStarted placement;
    if (const auto found = std::ranges::find(kPlaces, std::string_view(code), &PlaceMeaning::text);
        found != std::end(kPlaces)) {
        placement.setting = found->setting;
        placement.carer_relationship = found->relationship;
        placement.adoption_stage = found->stage;
        placement.intended_to_18 = found->intended_to_18;
        return placement;
    }
    const auto setting = code_of("placement-setting", code);
    if (!setting) return std::nullopt;
    placement.setting = *setting;
    placement.carer_relationship = code == "P1" ? "parent" : "";
    placement.temporary = is_temporary(code);
    return placement;
}

std::optional<LeaverHome> Ssda903Codes::leaver_home(std::string_view text) const {
    if (text == kNoLeaverHome) {
        const auto none = code_of("leaver-accommodation", text);
        return none ? std::optional(LeaverHome{*none, std::nullopt}) : std::nullopt;
    }
    const bool suitable = text.ends_with(kSuitable);
    if (text.size() != 2 || (!suitable && !text.ends_with(kUnsuitable)) ||
        text.starts_with(kNoLeaverHome)) {
        return std::nullopt;
    }
    const auto kind = code_of("leaver-accommodation", text.substr(0, 1));
    return kind ? std::optional(LeaverHome{*kind, suitable}) : std::nullopt;
}

std::optional<std::string_view> Ssda903Codes::text_of(
    std::string_view set, std::string_view code, int year
) const {
    const CodeEntry* entry = book_->find(set, code);
    if (entry == nullptr || entry->ssda903.empty() ||
        year < entry->ssda903_first_year.value_or(year) ||
        year > entry->ssda903_last_year.value_or(year)) {
        return std::nullopt;
    }
    return entry->ssda903;
}

std::optional<std::string_view> Ssda903Codes::sex_text(std::string_view sex, int year) const {
    if (year > kLastYearOfNumberedSexes) return text_of("sex", sex, year);
    const auto numbered = std::ranges::find(kNumberedSexes, sex, &Pair::to);
    return numbered == std::end(kNumberedSexes) ? std::nullopt : std::optional(numbered->from);
}

std::optional<std::string_view> Ssda903Codes::setting_text(std::string_view setting, int year)
    const {
    constexpr std::string_view kSet = "placement-setting";
    if (const auto text = text_of(kSet, setting, year)) return text;
    const CodeEntry* entry = book_->find(kSet, setting);
    if (entry == nullptr || year <= entry->ssda903_last_year.value_or(year)) return std::nullopt;
    const auto replaces = [entry](const Pair& pair) { return pair.from == entry->ssda903; };
    if (std::ranges::count_if(kReplacedPlaces, replaces) != 1) return std::nullopt;
    return std::ranges::find_if(kReplacedPlaces, replaces)->to;
}

std::optional<std::string_view> Ssda903Codes::place_text(
    const PlacementStarted& placement, int year
) const {
    if (placement.setting == "placed-for-adoption") {
        return text_of("adoption-stage", placement.adoption_stage, year);
    }
    if (placement.setting != "foster") return setting_text(placement.setting, year);
    const std::string_view relationship =
        placement.carer_relationship == "kin" ? "kin" : "unrelated";
    const bool adopter = placement.adoption_stage == "also-approved-adopter";
    const bool lasting = !adopter && placement.intended_to_18 == true;
    const auto found = std::ranges::find_if(kPlaces, [&](const PlaceMeaning& place) {
        return place.setting == "foster" && place.relationship == relationship &&
               place.stage.empty() != adopter && place.intended_to_18 == lasting;
    });
    return found->text;
}

std::optional<std::string> Ssda903Codes::leaver_home_text(const LeaverHome& home, int year) const {
    const auto letter = text_of("leaver-accommodation", home.kind, year);
    if (!letter) return std::nullopt;
    std::string text(*letter);
    if (text == kNoLeaverHome) return text;
    if (!home.suitable) return std::nullopt;
    return text + (*home.suitable ? kSuitable : kUnsuitable);
}

Code Ssda903Codes::route_in(std::string_view status, bool asylum_seeking) {
    if (asylum_seeking && status == "voluntary") return "unaccompanied-asylum-seeking";
    return translated(kRoutesIn, status);
}

Code Ssda903Codes::route_out(std::string_view reason) {
    return translated(kRoutesOut, reason);
}

}  // namespace tyst
