#include "cli/sample/ssda903_series.h"

#include <algorithm>
#include <numeric>

#include "cli/sample/ssda903.h"

namespace tyst {
namespace sample {
namespace {

using namespace ssda_column;

constexpr std::uint64_t kPlants = 905;

Result<SsdaYears> years_of(const SsdaSeriesOptions& options) {
    if (options.years < 2 || options.years > kSsdaLastYear - kSsdaFirstYear + 1) {
        return fail(ErrorCode::invalid_value, "sample ssda903: a series has 2 to 11 years");
    }
    const SsdaYears years{options.last_year - options.years + 1, options.last_year};
    if (options.last_year > kSsdaLastYear || years.first < kSsdaFirstYear) {
        return fail(
            ErrorCode::invalid_value,
            "sample ssda903: " + std::to_string(options.years) + " years that end with " +
                std::to_string(options.last_year) + " are not all within 2017 to 2027"
        );
    }
    return years;
}

std::vector<SsdaSeriesChild> live(const SsdaSeriesOptions& options, SsdaYears years) {
    std::vector<SsdaSeriesChild> children;
    children.reserve(options.children);
    for (std::uint32_t number = 1; number <= options.children; ++number) {
        const SsdaLife life(number, years, options.seed);
        SsdaSeriesChild child{ssda903_reference(number), years.first, {}};
        for (std::uint32_t year = years.first; year <= years.last; ++year) {
            child.years.push_back(life.stated_in(year));
        }
        children.push_back(std::move(child));
    }
    return children;
}

// Each child is used for one disagreement only, so that counts stay clean.
std::vector<SsdaPlant> disagree(std::vector<SsdaSeriesChild>& children, std::uint64_t seed) {
    RandomSource random(seed, kPlants);
    std::vector<std::size_t> unused(children.size());
    std::iota(unused.begin(), unused.end(), std::size_t{0});
    random.shuffle(unused);
    const std::size_t wanted = std::max<std::size_t>(2, children.size() / 50);
    std::vector<SsdaPlant> plants;
    for (const SsdaDisagreement& way : ssda903_disagreements()) {
        std::size_t count = 0;
        std::erase_if(unused, [&](std::size_t child) {
            if (count == wanted) {
                return false;
            }
            auto plant = way.plant(children[child], random);
            if (!plant) {
                return false;
            }
            plant->kind = way.kind;
            plants.push_back(*std::move(plant));
            ++count;
            return true;
        });
    }
    std::ranges::sort(plants, {}, [](const SsdaPlant& plant) {
        return std::tuple(plant.year, plant.kind, plant.child);
    });
    return plants;
}

// What two successive returns say otherwise without being wrong: an open episode that has ended,
// and one whose placement has another code from that year on.
void count_changes(
    const SsdaChildRows& before,
    const SsdaChildRows& after,
    std::map<std::string, std::uint32_t>& counts
) {
    const auto earlier = before.find("episodes");
    const auto later = after.find("episodes");
    if (earlier == before.end() || later == after.end()) {
        return;
    }
    for (const SsdaRow& was : earlier->second) {
        const auto now = std::ranges::find(later->second, was[kBegan], [](const SsdaRow& row) {
            return row[kBegan];
        });
        if (now == later->second.end()) {
            continue;
        }
        counts["closed"] += was[kEnded].empty() && !(*now)[kEnded].empty() ? 1U : 0U;
        counts["recoded"] += was[kPlace] != (*now)[kPlace] ? 1U : 0U;
    }
}

Result<SsdaSeriesYear> write_year(
    const std::filesystem::path& directory,
    const std::vector<SsdaSeriesChild>& children,
    std::uint32_t year
) {
    SsdaReturn made = empty_ssda903(year);
    SsdaSeriesYear written;
    written.year = year;
    written.counts = {{"closed", 0}, {"recoded", 0}};
    for (const SsdaSeriesChild& child : children) {
        const std::size_t at = year - child.first_year;
        for (const auto& [table, rows] : child.years[at]) {
            auto& target = made.table(table).rows;
            target.insert(target.end(), rows.begin(), rows.end());
        }
        written.children += child.years[at].empty() ? 0U : 1U;
        if (at > 0) {
            count_changes(child.years[at - 1], child.years[at], written.counts);
        }
    }
    TYST_ASSIGN(written.rows, write_ssda903_tables(directory / std::to_string(year), made));
    return written;
}

}  // namespace
}  // namespace sample

Result<SsdaSeriesWritten> write_ssda903_series(
    const std::filesystem::path& directory, const SsdaSeriesOptions& options
) {
    TYST_TRY(sample::check_ssda903_children(options.children));
    TYST_ASSIGN(const sample::SsdaYears years, sample::years_of(options));
    std::vector<sample::SsdaSeriesChild> children = sample::live(options, years);
    SsdaSeriesWritten written;
    written.plants = sample::disagree(children, options.seed);
    for (std::uint32_t year = years.first; year <= years.last; ++year) {
        TYST_ASSIGN(SsdaSeriesYear one, sample::write_year(directory, children, year));
        for (const SsdaPlant& plant : written.plants) {
            one.counts[plant.kind] += plant.year == year ? 1U : 0U;
        }
        written.years.push_back(std::move(one));
    }
    return written;
}

}  // namespace tyst
