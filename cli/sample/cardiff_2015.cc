#include <utility>

#include "cli/sample/cohorts.h"

namespace tyst::sample {
namespace {

// Columns: own foster, agency, kinship, parents, residential, school, secure, adoption,
// independent, other. Rows: care order, interim care order, placement order, voluntary, remand,
// emergency protection. What is printed and what was chosen: cli/sample/README.md.
constexpr Stock kStock2015June = {{
    {92, 160, 22, 45, 38, 6, 1, 0, 8, 0},
    {33, 29, 8, 7, 0, 0, 0, 0, 0, 1},
    {5, 3, 0, 0, 0, 0, 0, 44, 0, 0},
    {36, 53, 4, 0, 24, 2, 0, 0, 8, 3},
    {0, 0, 0, 0, 0, 0, 1, 0, 0, 4},
    {2, 1, 0, 0, 0, 0, 0, 0, 0, 0},
}};

struct Change {
    Status status;
    Placement placement;
    int children;
};

// The tables of the other days are stated as what differs from June 2015.
Stock june_with(const std::vector<Change>& changes) {
    Stock stock = kStock2015June;
    for (const Change& change : changes) {
        stock[static_cast<std::size_t>(change.status)]
             [static_cast<std::size_t>(change.placement)] += change.children;
    }
    return stock;
}

std::vector<Pin> pins() {
    using enum Status;
    using enum Placement;
    return {
        {Date::of(2014, 3, 31), june_with({{care_order, kinship, -3}, {care_order, own_foster, 3}})
        },
        {Date::of(2014, 12, 31),
         june_with(
             {{care_order, own_foster, 2},
              {care_order, agency_foster, 3},
              {care_order, residential, 1},
              {interim_care_order, own_foster, 1},
              {interim_care_order, agency_foster, 1},
              {placement_order, adoption, 2},
              {voluntary, own_foster, 1}}
         )},
        {Date::of(2015, 3, 31),
         june_with(
             {{care_order, own_foster, 2},
              {care_order, agency_foster, 3},
              {interim_care_order, own_foster, 1},
              {placement_order, adoption, 1},
              {voluntary, agency_foster, 1}}
         )},
        {Date::of(2015, 6, 30), kStock2015June},
        {Date::of(2015, 10, 31),
         june_with(
             {{care_order, parents, -4},
              {care_order, agency_foster, -2},
              {interim_care_order, own_foster, -1},
              {interim_care_order, agency_foster, -1},
              {placement_order, adoption, -2}}
         )},
        {Date::of(2016, 7, 31),
         june_with(
             {{care_order, parents, -12},
              {interim_care_order, parents, -2},
              {care_order, kinship, 4},
              {placement_order, adoption, -2}}
         )},
        {Date::of(2016, 8, 31),
         june_with(
             {{care_order, parents, -13},
              {interim_care_order, parents, -2},
              {care_order, kinship, 5},
              {placement_order, adoption, -2}}
         )},
    };
}

void add(std::vector<Entry>& entries, int count, Basis basis, AgeBand age, const Code& need) {
    entries.insert(entries.end(), static_cast<std::size_t>(count), Entry{basis, age, need});
}

void add_under_11(std::vector<Entry>& entries, int count, Basis basis, RandomSource& random) {
    for (int i = 0; i < count; ++i) {
        add(entries, 1, basis, AgeBand::under_11, any_need(random));
    }
}

// The 340 starts of the year to 2015-03-31: 163 aged 11 or over, of them 132 accommodated (13 for
// N6, 20 for N4, 21 for N5, 78 for other needs) and 31 by the police, a court or remand; 177
// under 11.
std::vector<Entry> starts_of_2014_15(RandomSource& random) {
    using enum Basis;
    std::vector<Entry> entries;
    const AgeBand older = AgeBand::from_11;
    add(entries, 13, voluntary, older, "N6");
    add(entries, 20, voluntary, older, "N4");
    add(entries, 21, voluntary, older, "N5");
    add(entries, 52, voluntary, older, "N1");
    add(entries, 10, voluntary, older, "N8");
    add(entries, 9, voluntary, older, "N3");
    add(entries, 7, voluntary, older, "N2");
    add(entries, 12, police_protection, older, "N1");
    add(entries, 9, remand, older, "N6");
    add(entries, 8, interim_care_order, older, "N1");
    add(entries, 2, emergency_protection, older, "N1");
    add_under_11(entries, 95, interim_care_order, random);
    add_under_11(entries, 58, voluntary, random);
    add_under_11(entries, 12, police_protection, random);
    add_under_11(entries, 4, care_order, random);
    random.shuffle(entries);
    return entries;
}

// Emergency protection orders, kept apart so that each of the year's two stretches has its share:
// the stock at each pinned day holds three.
std::vector<Entry> in_emergency(int count, RandomSource& random) {
    std::vector<Entry> entries;
    add_under_11(entries, count, Basis::emergency_protection, random);
    return entries;
}

std::vector<Entry> ordinary_starts(int count, RandomSource& random) {
    std::vector<Entry> entries;
    for (int i = 0; i < count; ++i) {
        const int share = i * 100 / count;
        const Basis basis = share < 42   ? Basis::voluntary
                            : share < 78 ? Basis::interim_care_order
                            : share < 88 ? Basis::emergency_protection
                            : share < 93 ? Basis::police_protection
                            : share < 94 ? Basis::care_order
                                         : Basis::remand;
        entries.push_back({basis, AgeBand::any, any_need(random)});
    }
    // However few: the stock at the end holds three under emergency protection.
    for (std::size_t i = 0; i < 4; ++i) {
        entries[i].basis = Basis::emergency_protection;
    }
    random.shuffle(entries);
    return entries;
}

}  // namespace

Cohort cardiff_2015(std::uint64_t seed) {
    RandomSource random(seed, 3);
    Cohort cohort;
    cohort.name = "sample-cardiff-2015";
    cohort.reference_prefix = "C";
    cohort.today = Date::of(2016, 8, 31);
    cohort.pins = pins();
    // 258 up to the end of 2014, 82 from then to the end of March.
    std::vector<Entry> year = starts_of_2014_15(random);
    std::vector<Entry> spring(year.end() - 78, year.end());
    year.resize(year.size() - 78);
    for (const Entry& entry : in_emergency(4, random)) {
        year.push_back(entry);
        spring.push_back(entry);
    }
    cohort.entries = {std::move(year), std::move(spring)};
    for (const int starts : {78, 104, 192, 20}) {
        cohort.entries.push_back(ordinary_starts(starts, random));
    }
    cohort.children_at_once = total(kStock2015June);
    cohort.reviews_from = Date::of(2014, 1, 1);
    cohort.review_gap_from = Date::of(2015, 11, 1);
    cohort.review_gap_to = Date::of(2015, 12, 31);
    cohort.allocations_from = Date::of(2014, 7, 1);
    cohort.kinship_carers_at = Date::of(2015, 6, 30);
    cohort.kinship_carers = 21;
    cohort.statements = cardiff_actions(cohort.name);
    return cohort;
}

}  // namespace tyst::sample
