#include "projections/panel/panel_tables.h"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace tyst::panel {

using evidence::Cell;
using evidence::Table;

namespace {

constexpr int kQuartersBack = 4;

bool needs_fact(std::string_view fact) {
    for (std::size_t family = 0; family < kPanelFamilyCount; ++family) {
        if (std::ranges::count(facts_needed(static_cast<PanelFamily>(family)), fact) > 0)
            return true;
    }
    return fact == "looked-after" || fact == "legal-status" || fact == "placement";
}

std::string mark_of(const ShownCount& count, const PanelQuarter& quarter) {
    std::string mark;
    const auto add = [&](bool holds, std::string_view word) {
        if (holds) mark += (mark.empty() ? "" : " ") + std::string(word);
    };
    add(count.how == ShownCount::How::kept_back, "kept-back");
    add(count.how == ShownCount::How::not_held, "not-held-here");
    add(count.is_shown() && count.partly, "partly-held");
    add(!quarter.whole(), "so-far");
    return mark;
}

}  // namespace

Table PanelTables::table(const std::string& id, const std::vector<std::string>& columns) const {
    Table made;
    made.id = "table-" + id;  // the section has the plain one
    made.caption = text("caption." + id);
    made.if_empty = text("nothing");
    for (const std::string& key : columns)
        made.columns.push_back(column(key));
    return made;
}

std::string PanelTables::count_text(const ShownCount& count) const {
    switch (count.how) {
        case ShownCount::How::kept_back:
            return text("kept_back");
        case ShownCount::How::not_held:
            return text("not_held");
        case ShownCount::How::value:
            break;
    }
    const std::string value = std::to_string(count.value);
    return count.partly ? words_.say("panel.partly", {{"value", value}}) : value;
}

Cell PanelTables::count_cell(const ShownCount& count) const {
    if (count.is_shown() && !count.partly) return Cell::of_number(count.value);
    return {count_text(count)};
}

std::string PanelTables::date_text(const std::optional<Date>& date) const {
    return date ? words_.date(*date) : "";
}

std::vector<std::pair<std::string, std::string>> PanelTables::question() const {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto add = [&](const std::string& key, std::string value) {
        rows.emplace_back(text("question." + key), std::move(value));
    };
    const Question& asked = facts_.asked.question;
    const DisclosurePolicy& policy = facts_.asked.policy;
    add("authority", words_.code("authority", facts_.authority_code, asked.as_at));
    add("audience", text("audience." + policy.audience));
    add("as_at", words_.date(asked.as_at));
    add("quarters",
        words_.say(
            "panel.question.quarters_are",
            {{"from", words_.date(facts_.quarters.front().days.from)},
             {"to", words_.date(facts_.quarters.back().days.to)}}
        ));
    add("known_at", words_.time(asked.known_at));
    std::string counted = text(asked.witnessed ? "question.witnessed" : "question.claimed");
    if (facts_.rests_on_claimed_time) counted += ". " + text("question.rests_on_claims");
    add("time_counted", std::move(counted));
    add("rounding",
        policy.round_to > 1
            ? words_.say("panel.question.rounded", {{"step", std::to_string(policy.round_to)}})
            : text("question.exact"));
    add("threshold",
        policy.threshold > 1
            ? words_.say(
                  "panel.question.threshold_is", {{"most", std::to_string(policy.threshold - 1)}}
              )
            : text("question.threshold_none"));
    add("origin", facts_.origin);
    add("size", std::to_string(facts_.head.size));
    add("root", to_hex(facts_.head.root.view()));
    add("reference",
        words_.say(
            "panel.question.reference_is", {{"digest", to_hex(facts_.reference->digest().view())}}
        ));
    return rows;
}

std::vector<Cell> PanelTables::share_row(const ShownFigure& shown) const {
    std::vector<Cell> row;
    row.emplace_back(words_.say(
        "panel.share_of",
        {{"figure", title_of(shown.figure->id, words_)},
         {"whole", title_of(shown.figure->part_of, words_)}}
    ));
    for (std::size_t quarter = 0; quarter < shown.quarters.size(); ++quarter) {
        const auto& tenths = shown.per_mille[quarter];
        const bool shown_at_all = shown.quarters[quarter].is_shown();
        Cell cell(
            tenths         ? per_cent_text(*tenths)
            : shown_at_all ? ""
                           : count_text(shown.quarters[quarter])
        );
        cell.number = tenths.has_value();
        row.push_back(std::move(cell));
    }
    return row;
}

Table PanelTables::family(PanelFamily family) const {
    Table made = table(std::string(name(family)), {"figure"});
    for (const PanelQuarter& quarter : facts_.quarters)
        made.columns.push_back({to_text(quarter.quarter), short_name(quarter, words_)});
    for (const ShownFigure& shown : shown_.figures()) {
        if (shown.figure->family != family) continue;
        std::vector<Cell> row = {Cell(title_of(shown.figure->id, words_))};
        for (const ShownCount& count : shown.quarters)
            row.push_back(count_cell(count));
        made.rows.push_back(std::move(row));
        if (shown.figure->share) made.rows.push_back(share_row(shown));
    }
    return made;
}

Cell PanelTables::change_cell(const ShownCount& now, const ShownCount& before) const {
    if (!now.is_shown() || !before.is_shown()) return {};
    const auto change =
        static_cast<std::int64_t>(now.value) - static_cast<std::int64_t>(before.value);
    Cell cell(fmt::format("{}{}", change > 0 ? "+" : "", change));
    cell.number = true;
    return cell;
}

Table PanelTables::trends() const {
    Table made =
        table("trends", {"figure", "last", "before", "change", "year_before", "year_change"});
    const std::size_t last = facts_.quarters.size() - 1;
    for (const ShownFigure& shown : shown_.figures()) {
        const ShownCount& now = shown.quarters[last];
        const ShownCount& before = shown.quarters[last - 1];
        const ShownCount& year = shown.quarters[last - kQuartersBack];
        made.rows.push_back(
            {Cell(title_of(shown.figure->id, words_)),
             count_cell(now),
             count_cell(before),
             change_cell(now, before),
             count_cell(year),
             change_cell(now, year)}
        );
    }
    return made;
}

Table PanelTables::coverage() const {
    Table made = table("coverage", {"fact", "source", "from", "to"});
    const Date end = Date::of(kYearMax, 12, 31);
    std::vector<const Coverage::Declared*> declared;
    for (const Coverage::Declared& one : facts_.authority.coverage.all()) {
        if (needs_fact(one.fact)) declared.push_back(&one);
    }
    std::ranges::stable_sort(declared, {}, [](const Coverage::Declared* one) {
        return std::pair(std::string_view(one->fact), std::string_view(one->source));
    });
    for (const Coverage::Declared* one : declared) {
        const bool ends = one->to && *one->to < end;
        made.rows.push_back(
            {Cell(words_.code("fact-kind", one->fact, facts_.asked.question.as_at)),
             Cell(one->source),
             Cell(words_.date(one->from)),
             Cell(ends ? words_.date(*one->to) : text("missing.open_ended"))}
        );
    }
    return made;
}

Table PanelTables::missing() const {
    Table made = table("missing", {"missing", "number"});
    const auto add = [&](std::string what, std::uint64_t number) {
        made.rows.push_back({Cell(std::move(what)), Cell::of_number(number)});
    };
    add(text("missing.erased"), facts_.quarters.back().erased);
    for (std::size_t place = 0; place < kPanelFamilyCount; ++place) {
        const auto family = static_cast<PanelFamily>(place);
        if (facts_needed(family).empty()) continue;
        const std::uint64_t number = facts_.quarters.back().counts.of(family).not_covered;
        made.rows.push_back(
            {Cell(words_.say(
                 "panel.missing.not_covered",
                 {{"family", text(fmt::format("section.{}", name(family)))}}
             )),
             count_cell(shown_alone(number, facts_.asked.policy))}
        );
    }
    add(text("missing.kept_back"), shown_.kept_back());
    return made;
}

Table PanelTables::every_number() const {
    Table made;
    for (const std::string key : {"quarter", "figure", "title", "unit", "value", "mark"})
        made.columns.push_back({key, key});
    const auto add = [&](std::size_t quarter,
                         std::string id,
                         std::string title,
                         std::string unit,
                         std::string value,
                         std::string mark) {
        made.rows.push_back(
            {Cell(to_text(facts_.quarters[quarter].quarter)),
             Cell(std::move(id)),
             Cell(std::move(title)),
             Cell(std::move(unit)),
             Cell(std::move(value)),
             Cell(std::move(mark))}
        );
    };
    for (std::size_t quarter = 0; quarter < facts_.quarters.size(); ++quarter) {
        for (const ShownFigure& shown : shown_.figures()) {
            const ShownCount& count = shown.quarters[quarter];
            const std::string mark = mark_of(count, facts_.quarters[quarter]);
            const std::string title = title_of(shown.figure->id, words_);
            add(quarter,
                shown.figure->id,
                title,
                "count",
                count.is_shown() ? std::to_string(count.value) : "",
                mark);
            if (!shown.figure->share) continue;
            const auto& tenths = shown.per_mille[quarter];
            add(quarter,
                shown.figure->id + ".per-cent",
                words_.say(
                    "panel.share_of",
                    {{"figure", title}, {"whole", title_of(shown.figure->part_of, words_)}}
                ),
                "per-cent",
                tenths ? per_cent_text(*tenths) : "",
                mark);
        }
    }
    return made;
}

bool PanelTables::has_partly_held(PanelFamily family) const {
    return std::ranges::any_of(facts_.quarters, [&](const PanelQuarter& quarter) {
        return quarter.counts.of(family).partly_held();
    });
}

bool PanelTables::has_not_held(PanelFamily family) const {
    return std::ranges::any_of(facts_.quarters, [&](const PanelQuarter& quarter) {
        return quarter.counts.of(family).not_held();
    });
}

}  // namespace tyst::panel
