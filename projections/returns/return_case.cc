#include "projections/returns/return_case.h"

#include <algorithm>
#include <map>
#include <utility>

namespace tyst {
namespace {

using enum Ssda903Field;

EpisodeRow episode_of(const FieldRow& row) {
    return {
        row,
        row.day(episode_began),
        row.day(episode_ended),
        row.code(episode_reason_new),
        row.code(episode_status),
        row.code(episode_need),
        row.code(episode_place),
        row.code(episode_provider),
        row.code(episode_reason_ceased),
    };
}

}  // namespace

const ReturnSnapshot* ReturnCheckInput::previous() const {
    if (earlier.empty() || earlier.back()->year() + 1 != current->year()) {
        return nullptr;
    }
    return earlier.back();
}

ChildStatement::ChildStatement(
    const ReturnSnapshot& snapshot, const Ssda903Shape& shape, std::size_t child
)
    : snapshot_(&snapshot), shape_(&shape), child_(child) {
    for (const FieldRow& row : rows_with(episode_began)) {
        episodes_.push_back(episode_of(row));
    }
    std::ranges::stable_sort(episodes_, [](const EpisodeRow& left, const EpisodeRow& right) {
        return left.began && (!right.began || *left.began < *right.began);
    });
    if (const auto found = header()) {
        birth_ = found->day(header_birth);
    }
}

std::vector<FieldRow> ChildStatement::rows_with(Ssda903Field field) const {
    std::vector<FieldRow> rows;
    const std::size_t table = shape_->of(field).table;
    if (table == Ssda903Shape::kAbsent) {
        return rows;
    }
    const auto range = snapshot_->rows_of(table, child_);
    for (std::size_t row = range.first; row < range.last; ++row) {
        rows.emplace_back(*snapshot_, *shape_, table, row);
    }
    return rows;
}

std::optional<FieldRow> ChildStatement::header() const {
    const std::vector<FieldRow> rows = rows_with(header_birth);
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

std::vector<const EpisodeRow*> episodes_ever(const ReturnCase& child) {
    std::map<Date, const EpisodeRow*> newest;
    const auto take = [&](const ChildStatement& statement) {
        for (const EpisodeRow& episode : statement.episodes()) {
            if (episode.began) newest[*episode.began] = &episode;
        }
    };
    std::ranges::for_each(child.earlier, take);
    take(*child.now);
    std::vector<const EpisodeRow*> episodes;
    episodes.reserve(newest.size());
    for (const auto& [began, episode] : newest) {
        episodes.push_back(episode);
    }
    return episodes;
}

bool is_any(std::string_view code, std::initializer_list<std::string_view> of) {
    return std::ranges::find(of, code) != of.end();
}

int years_lived(Date birth, Date day) {
    const int years = day.year() - birth.year();
    const bool birthday_to_come =
        std::pair(day.month(), day.day()) < std::pair(birth.month(), birth.day());
    return years - (birthday_to_come ? 1 : 0);
}

Date day_of_age(Date birth, int age) {
    const Date day = plus_months(birth, 12 * age);
    return day.day() == birth.day() ? day : day.plus_days(1);
}

void FindingSink::add(const FieldRow& row, std::initializer_list<Ssda903Field> fields) {
    ReturnFinding finding;
    finding.rule = rule_;
    finding.child = child_;
    finding.table = static_cast<std::uint16_t>(shape_->of(*fields.begin()).table);
    finding.row = static_cast<std::uint32_t>(row.number());
    for (const Ssda903Field field : fields) {
        finding.fields |= std::uint64_t{1} << static_cast<unsigned>(field);
    }
    findings_->push_back(finding);
}

}  // namespace tyst
