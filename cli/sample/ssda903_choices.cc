#include "cli/sample/ssda903_choices.h"

namespace tyst::sample {
namespace {

// Supported accommodation has had its own code since the collection of 2025.
constexpr std::uint32_t kSupportedAccommodationFrom = 2025;
constexpr std::uint32_t kGuardianshipSplitAfter = 2018;

}  // namespace

SsdaStay first_ssda903_stay(const SsdaSetting& setting, RandomSource& random) {
    static constexpr const char* kStatus[] = {"C1", "C1", "C1", "V2", "V2", "V2", "L2", "L1"};
    SsdaStay stay{random.pick(kStatus), "U6", "PR1"};
    if (setting.twelve_or_over && random.chance(3)) {
        return {"J1", "R5", "PR3"};
    }
    if (stay.status[0] == 'V' && random.chance(6)) {
        return {"V3", "U6", "PR1"};
    }
    return place_ssda903(stay, setting, random);
}

SsdaStay place_ssda903(const SsdaStay& stay, const SsdaSetting& setting, RandomSource& random) {
    const bool under_order = stay.status == "C1" || stay.status == "C2";
    const int luck = random.between(1, 100);
    if (stay.status == "E1") {
        return luck <= 60 ? SsdaStay{"E1", "A6", "PR1"} : SsdaStay{"E1", "U6", "PR1"};
    }
    // Whoever is at home does not move there.
    if (luck <= 18 && under_order && stay.placement != "P1") {
        return {stay.status, "P1", "PR0"};
    }
    if (luck <= 40) {
        return {stay.status, luck <= 30 ? "U3" : "U1", "PR1"};
    }
    if (luck <= 52 && setting.age >= 10) {
        return {stay.status, "K2", "PR4"};
    }
    if (luck <= 58 && setting.age >= 16) {
        return {stay.status, setting.year >= kSupportedAccommodationFrom ? "K3" : "H5", "PR4"};
    }
    return {stay.status, luck <= 75 ? "U4" : "U6", luck <= 85 ? "PR1" : "PR4"};
}

std::string next_ssda903_status(const std::string& status, int age, RandomSource& random) {
    if (status == "L1" || status == "L2" || (status == "V2" && random.chance(50))) {
        return "C1";
    }
    if (status == "C1") {
        return "C2";
    }
    if (status == "C2" && age < 5 && random.chance(35)) {
        return "E1";
    }
    return status;
}

std::string ssda903_reason_left(const SsdaStay& stay, std::uint32_t year, RandomSource& random) {
    if (stay.placement == "A6") {
        return random.chance(60) ? "E12" : "E11";
    }
    if (stay.status == "J1") {
        return random.chance(40) ? "E9" : "E14";
    }
    if (stay.placement == "U1" || stay.placement == "U3") {
        return year <= kGuardianshipSplitAfter ? "E43" : "E45";
    }
    static constexpr const char* kReasons[] = {"E4A", "E4A", "E4B", "E13", "E41", "E3", "E8"};
    return random.pick(kReasons);
}

std::string ssda903_place_change(RandomSource& random) {
    static constexpr const char* kReasons[] = {
        "CARPL", "CARPL", "CARPL", "CLOSE", "STAND", "CREQB", "CREQO", "CHILD", "LAREQ", "OTHER"
    };
    return random.pick(kReasons);
}

std::string ssda903_need(RandomSource& random) {
    static constexpr const char* kNeed[] = {
        "N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N6", "N8"
    };
    return random.pick(kNeed);
}

std::string ssda903_ethnicity(RandomSource& random) {
    static constexpr const char* kEthnicity[] = {
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WBRI",
        "WOTH",
        "MWBC",
        "MOTH",
        "BAFR",
        "APKN",
        "OOTH",
        "REFU"
    };
    return random.pick(kEthnicity);
}

std::string ssda903_review_code(bool under_four, RandomSource& random) {
    static constexpr const char* kCodes[] = {"PN1", "PN1", "PN2", "PN3", "PN5", "PN6", "PN7"};
    return under_four ? "PN0" : random.pick(kCodes);
}

std::string ssda903_postcode(RandomSource& random) {
    const std::string area = std::to_string(random.between(10, 99));
    return "ZY" + area + " " + std::to_string(random.between(1, 9)) + "SA";
}

std::string ssda903_provider_reference(RandomSource& random) {
    return "0" + std::to_string(random.between(100000, 999999));
}

std::string ssda903_flag(int percent, RandomSource& random) {
    return random.chance(percent) ? "1" : "0";
}

}  // namespace tyst::sample
