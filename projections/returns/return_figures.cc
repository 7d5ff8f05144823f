#include "projections/returns/return_figures.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "projections/returns/return_case.h"

namespace tyst {
namespace {

bool of_short_breaks(const EpisodeRow& episode) {
    return is_any(episode.status, {"V3", "V4"});
}

bool holds_on(const EpisodeRow& episode, Date day) {
    return episode.began && *episode.began <= day && (!episode.ended || *episode.ended > day);
}

void count_stock(
    const ChildStatement& child, const EpisodeRow& held, Date day, ReturnFigures& figures
) {
    ++figures.looked_after;
    ++figures.by_status[std::string(held.status)];
    ++figures.by_place[std::string(held.place)];
    ++figures.by_need[std::string(held.need)];
    const auto birth = child.birth();
    ++figures.by_age[birth ? std::to_string(years_lived(*birth, day)) : ""];
}

void count_child(const ChildStatement& child, Date begins, Date ends, ReturnFigures& figures) {
    const EpisodeRow* held = nullptr;
    bool any = false;
    bool started = false;
    bool ceased = false;
    bool adopted = false;
    for (const EpisodeRow& episode : child.episodes()) {
        if (of_short_breaks(episode)) continue;
        any = true;
        if (holds_on(episode, ends)) held = &episode;
        started |= episode.reason_new == "S" && episode.began && *episode.began >= begins &&
                   *episode.began <= ends;
        const bool leaves = episode.ended && *episode.ended >= begins && *episode.ended <= ends &&
                            !episode.reason_ceased.empty() && episode.reason_ceased != "X1";
        ceased |= leaves;
        adopted |= leaves && is_any(episode.reason_ceased, {"E11", "E12"});
    }
    figures.children += any ? 1U : 0U;
    figures.started += started ? 1U : 0U;
    figures.ceased += ceased ? 1U : 0U;
    figures.adopted += adopted ? 1U : 0U;
    if (held != nullptr) count_stock(child, *held, ends, figures);
}

void add_to(
    std::map<std::string, std::uint64_t>& sum, const std::map<std::string, std::uint64_t>& part
) {
    for (const auto& [code, count] : part)
        sum[code] += count;
}

void add_to(ReturnFigures& sum, const ReturnFigures& part) {
    sum.children += part.children;
    sum.looked_after += part.looked_after;
    sum.started += part.started;
    sum.ceased += part.ceased;
    sum.adopted += part.adopted;
    add_to(sum.by_status, part.by_status);
    add_to(sum.by_place, part.by_place);
    add_to(sum.by_need, part.by_need);
    add_to(sum.by_age, part.by_age);
}

}  // namespace

ReturnFigures figures_of_return(const ReturnSnapshot& snapshot, unsigned threads) {
    const Ssda903Shape shape(snapshot.layout());
    const Date begins = Date::of(snapshot.year() - 1, 4, 1);
    const Date ends = Date::of(snapshot.year(), 3, 31);
    const std::size_t children = snapshot.children().size();
    std::vector<ReturnFigures> parts(std::max(1U, threads));
    {
        std::vector<std::jthread> workers;
        for (std::size_t share = 0; share < parts.size(); ++share) {
            workers.emplace_back([&, share] {
                for (std::size_t child = children * share / parts.size();
                     child < children * (share + 1) / parts.size();
                     ++child) {
                    count_child(ChildStatement(snapshot, shape, child), begins, ends, parts[share]);
                }
            });
        }
    }
    ReturnFigures figures;
    for (const ReturnFigures& part : parts)
        add_to(figures, part);
    return figures;
}

}  // namespace tyst
