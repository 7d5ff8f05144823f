#include <cmath>

#include "cli/sample/cohorts.h"
#include "cli/sample/random_source.h"

namespace tyst::sample {
namespace {

// Columns: own foster, agency, kinship, parents, residential, school, secure, adoption,
// independent, other. Rows: care order, interim care order, placement order, voluntary, remand,
// emergency protection. What is printed and what was chosen: cli/sample/README.md.
constexpr Stock kStock2019 = {{
    {48, 23, 56, 58, 9, 2, 2, 0, 2, 0},
    {22, 3, 8, 4, 0, 0, 0, 0, 0, 0},
    {6, 0, 0, 0, 0, 0, 0, 12, 0, 0},
    {10, 8, 0, 0, 4, 0, 0, 0, 1, 1},
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
    {1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
}};

// The bottom row is that of the published comparison; how it divides by status is chosen.
constexpr Stock kStock2015 = {{
    {44, 18, 28, 22, 6, 2, 0, 0, 1, 0},
    {16, 3, 4, 2, 0, 0, 0, 0, 0, 0},
    {4, 0, 0, 0, 0, 0, 0, 10, 0, 0},
    {14, 6, 0, 0, 2, 0, 0, 0, 2, 0},
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
}};

// The table so many of four years on the way from 2015 to 2019.
Stock stock_between(int years) {
    Stock stock = kStock2015;
    for (std::size_t status = 0; status < kStatuses; ++status) {
        for (std::size_t placement = 0; placement < kPlacements; ++placement) {
            const int growth = kStock2019[status][placement] - kStock2015[status][placement];
            stock[status][placement] += static_cast<int>(std::lround(growth * years / 4.0));
        }
    }
    return stock;
}

Stock stock_2014() {
    Stock stock = kStock2015;
    stock[static_cast<int>(Status::voluntary)][0] -= 3;
    stock[static_cast<int>(Status::care_order)][0] -= 1;
    return stock;
}

std::vector<Entry> starts_of_a_year(int count, RandomSource& random) {
    std::vector<Entry> entries;
    for (int i = 0; i < count; ++i) {
        const int share = i * 100 / count;
        Entry entry;
        entry.basis = share < 48   ? Basis::interim_care_order
                      : share < 82 ? Basis::voluntary
                      : share < 90 ? Basis::emergency_protection
                      : share < 95 ? Basis::police_protection
                      : share < 97 ? Basis::care_order
                                   : Basis::remand;
        entry.need = any_need(random);
        entries.push_back(entry);
    }
    random.shuffle(entries);
    return entries;
}

}  // namespace

Code any_need(RandomSource& random) {
    // One letter a twentieth: mostly abuse or neglect.
    static constexpr const char* kNeeds[] = {"N1", "N1", "N1", "N1", "N1", "N1", "N1",
                                             "N1", "N1", "N1", "N1", "N1", "N2", "N3",
                                             "N4", "N4", "N5", "N5", "N6", "N8"};
    return random.pick(kNeeds);
}

Cohort vale_2019(std::uint64_t seed) {
    RandomSource random(seed, 2);
    Cohort cohort;
    cohort.name = "sample-vale-2019";
    cohort.reference_prefix = "V";
    cohort.today = Date::of(2019, 3, 31);
    cohort.pins.push_back({Date::of(2014, 3, 31), stock_2014()});
    for (int years = 0; years <= 4; ++years) {
        cohort.pins.push_back({Date::of(2015 + years, 3, 31), stock_between(years)});
    }
    for (const int starts : {62, 74, 82, 88, 94}) {
        cohort.entries.push_back(starts_of_a_year(starts, random));
    }
    cohort.ages = {16, 15, 14, 14, 13, 13, 13, 14, 14, 14, 15, 15, 16, 16, 18, 23, 19, 19};
    cohort.children_at_once = total(kStock2019);
    cohort.reviews_from = Date::of(2014, 1, 1);
    cohort.review_gap_from = Date::of(2016, 7, 1);
    cohort.review_gap_to = Date::of(2016, 9, 30);
    cohort.allocations_from = Date::of(2015, 1, 1);
    return cohort;
}

}  // namespace tyst::sample
