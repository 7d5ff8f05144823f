#include "cli/sample/workforce.h"

#include <algorithm>
#include <array>

namespace tyst::sample {
namespace {

// One reviewing officer for about fifty children, one worker for about twelve.
struct Numbers {
    int officers;
    int workers;
};
Numbers numbers_of(const Cohort& cohort) {
    const int children = std::max(60, cohort.children_at_once);
    return {std::max(3, children / 50), std::max(8, children / 12)};
}

std::string padded(std::uint64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(text.size() < width ? width - text.size() : 0, '0') + text;
}

// Each third officer leaves the post some day; the caseload then passes on within weeks.
std::optional<Date> officer_leaves(const Cohort& cohort, int officer) {
    if (officer % 3 != 2) {
        return std::nullopt;
    }
    const int span = cohort.today.days - cohort.allocations_from.days;
    return cohort.allocations_from.plus_days(span * (30 + 11 * officer % 60) / 100);
}

std::vector<Turn> officers_of(
    const Cohort& cohort, Date from, Date end, int officers, RandomSource& random
) {
    std::vector<Turn> turns;
    // A few wait for months.
    Date start = from.plus_days(random.chance(93) ? random.between(0, 9) : random.between(20, 110));
    int officer = random.between(1, officers);
    while (start < end) {
        const auto leaves = officer_leaves(cohort, officer);
        if (leaves && *leaves <= start) {
            officer = officer % officers + 1;
            continue;
        }
        Turn turn{start, {}, officer, {}};
        if (leaves && *leaves < end) {
            turn.to = leaves;
            turn.ended = "left-post";
            start = leaves->plus_days(
                random.chance(80) ? random.between(1, 14) : random.between(30, 120)
            );
            officer = officer % officers + 1;
            turns.push_back(turn);
            continue;
        }
        turns.push_back(turn);
        break;
    }
    return turns;
}

std::vector<Turn> workers_of(Date from, Date end, int workers, RandomSource& random) {
    static constexpr const char* kReasons[] = {"left-post", "reorganised", "transferred", "other"};
    std::vector<Turn> turns;
    Date start = from.plus_days(random.between(0, 4));
    while (start < end) {
        Turn turn{start, {}, random.between(1, workers), {}};
        const Date change = start.plus_days(random.between(150, 900));
        if (change >= end) {
            turns.push_back(turn);
            break;
        }
        turn.to = change;
        turn.ended = random.pick(kReasons);
        turns.push_back(turn);
        start = change.plus_days(random.chance(85) ? 0 : random.between(3, 40));
    }
    return turns;
}

std::vector<Turn> teams_of(Date birth, Date care_from, Date from, Date end) {
    std::vector<Turn> turns;
    const auto add = [&](int team, Date first, Date last) {
        first = std::max(first, from);
        if (first < last && first < end) {
            turns.push_back(
                {first,
                 last < end ? std::optional(last) : std::nullopt,
                 team,
                 last < end ? "transferred" : ""}
            );
        }
    };
    const Date intake_ends = care_from.plus_days(110);
    const Date fourteen = std::max(birthday(birth, 14), intake_ends);
    add(0, care_from, intake_ends);
    add(1, intake_ends, fourteen);
    add(2, fourteen, end.plus_days(1));
    return turns;
}

void close_at(std::vector<Turn>& turns, std::optional<Date> until) {
    if (until && !turns.empty() && !turns.back().to) {
        turns.back().to = until;
        turns.back().ended = "case-closed";
    }
}

}  // namespace

Responsible allocate(
    const Cohort& cohort, Date birth, Date from, std::optional<Date> until, RandomSource& random
) {
    const Date end = until.value_or(cohort.today.plus_days(1));
    const Date known_from = std::max(from, cohort.allocations_from);
    const Numbers numbers = numbers_of(cohort);
    Responsible responsible;
    if (known_from >= end) {
        return responsible;
    }
    responsible.officers = officers_of(cohort, known_from, end, numbers.officers, random);
    responsible.workers = workers_of(known_from, end, numbers.workers, random);
    responsible.teams = teams_of(birth, from, known_from, end);
    close_at(responsible.officers, until);
    close_at(responsible.workers, until);
    close_at(responsible.teams, until);
    return responsible;
}

const Turn* turn_on(const std::vector<Turn>& turns, Date day) {
    for (const Turn& turn : turns) {
        if (turn.from <= day && (!turn.to || day < *turn.to)) {
            return &turn;
        }
    }
    return nullptr;
}

PersonCitation reviewing_officer(const std::string& source, int number) {
    const auto unsigned_number = static_cast<std::uint64_t>(number);
    return {
        {},
        source,
        "IRO" + padded(unsigned_number, 2),
        "Swyddog " + family_name(unsigned_number + 40),
        "Independent Reviewing Officer"
    };
}

PersonCitation social_worker(const std::string& source, int number) {
    const auto unsigned_number = static_cast<std::uint64_t>(number);
    return {
        {},
        source,
        "SW" + padded(unsigned_number, 2),
        "Gweithiwr " + family_name(unsigned_number + 7),
        "Social Worker"
    };
}

PersonCitation carer(const std::string& source, const std::string& kind, std::uint32_t number) {
    return {
        {},
        source,
        kind + padded(number, 3),
        "Gofalwr " + family_name(number + 19U),
        kind == "KC" ? "Kinship carer" : "Foster carer"
    };
}

std::string team_name(int number) {
    static constexpr std::array<const char*, 3> kTeams = {
        "Intake and Family Support", "Care Planning and Proceedings", "Fourteen Plus"
    };
    return kTeams[static_cast<std::size_t>(number) % kTeams.size()];
}

std::string given_name(RandomSource& random, bool female) {
    static constexpr const char* kFemale[] = {
        "Cadi",
        "Seren",
        "Mali",
        "Efa",
        "Lowri",
        "Nia",
        "Sioned",
        "Emma",
        "Grace",
        "Ruby",
        "Amina",
        "Chloe",
        "Gwen",
        "Elin",
        "Jasmine",
        "Sofia"
    };
    static constexpr const char* kMale[] = {
        "Osian",
        "Rhys",
        "Macsen",
        "Gethin",
        "Iolo",
        "Dylan",
        "Tomos",
        "Jack",
        "Harry",
        "Noah",
        "Omar",
        "Callum",
        "Ifan",
        "Steffan",
        "Leo",
        "Adam"
    };
    return female ? random.pick(kFemale) : random.pick(kMale);
}

std::string family_name(std::uint64_t number) {
    static constexpr std::array<const char*, 20> kNames = {
        "Evans", "Morgan", "Rees",   "Howells", "Pugh",     "Bowen",  "Price",
        "Lloyd", "Ellis",  "Carter", "Hughes",  "Bevan",    "Hassan", "Probert",
        "Tudor", "Walsh",  "Mostyn", "Ahmed",   "Griffith", "Turner"
    };
    return std::string("Sampl-") + kNames[number % kNames.size()];
}

}  // namespace tyst::sample
