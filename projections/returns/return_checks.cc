#include "projections/returns/return_checks.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

namespace tyst {
namespace {

// The earlier years' shapes, each beside its snapshot.
struct ShapedReturn {
    const ReturnSnapshot* snapshot = nullptr;
    Ssda903Shape shape;
};

// What all children of one run share.
struct CheckRun {
    const ReturnCheckInput* input = nullptr;
    Ssda903Shape shape;
    std::vector<ShapedReturn> earlier;
    Date held_since;
    std::vector<std::size_t> rules;  // those that can run, in the order in which to run them
};

std::optional<NotRun> why_not(
    const ReturnRule& rule, const ReturnCheckInput& input, const Ssda903Shape& shape
) {
    const int year = input.current->year();
    if (year < rule.first_year || year > rule.last_year) {
        return NotRun::other_year;
    }
    if (rule.reads == RuleReads::postcodes) {
        return NotRun::no_postcodes;
    }
    if (rule.reads == RuleReads::provider_list) {
        return NotRun::no_provider_list;
    }
    if (!std::ranges::all_of(rule.fields, [&](Ssda903Field field) { return shape.has(field); })) {
        return NotRun::no_such_columns;
    }
    const bool needs_year_before =
        rule.reads == RuleReads::year_before || rule.reads == RuleReads::years_before;
    if (needs_year_before && input.previous() == nullptr) {
        return NotRun::no_year_before;
    }
    return std::nullopt;
}

// From when on no year is missing before the one that is checked.
Date held_since(const ReturnCheckInput& input) {
    int year = input.current->year();
    for (auto at = input.earlier.rbegin(); at != input.earlier.rend(); ++at) {
        if ((*at)->year() != year - 1) break;
        --year;
    }
    return Date::of(year - 1, 4, 1);
}

// The child's statements of earlier years, oldest first.
std::vector<ChildStatement> earlier_statements(const CheckRun& run, TextId reference) {
    std::vector<ChildStatement> statements;
    for (const ShapedReturn& year : run.earlier) {
        if (const auto place = year.snapshot->place_of(reference)) {
            statements.emplace_back(*year.snapshot, year.shape, *place);
        }
    }
    return statements;
}

void check_child(const CheckRun& run, std::size_t child, std::vector<ReturnFinding>& findings) {
    const ReturnSnapshot& snapshot = *run.input->current;
    const ChildStatement now(snapshot, run.shape, child);
    const auto earlier = earlier_statements(run, snapshot.children()[child]);
    ReturnCase one;
    one.year_begins = Date::of(snapshot.year() - 1, 4, 1);
    one.year_ends = Date::of(snapshot.year(), 3, 31);
    one.held_since = run.held_since;
    one.now = &now;
    one.earlier = earlier;
    one.previous_is_held = run.input->previous() != nullptr;
    if (one.previous_is_held && !earlier.empty() &&
        &earlier.back().snapshot() == run.input->previous()) {
        one.before = &earlier.back();
    }
    FindingSink found(run.shape, findings);
    for (const std::size_t rule : run.rules) {
        found.begin(static_cast<std::uint16_t>(rule), static_cast<std::uint32_t>(child));
        return_rules()[rule].check(one, found);
    }
}

std::vector<ReturnRule> all_rules() {
    std::vector<ReturnRule> rules;
    for (const auto part :
         {episode_rules(),
          year_join_rules(),
          duration_rules(),
          status_rules(),
          age_rules(),
          adoption_rules(),
          other_table_rules(),
          care_leaver_rules()}) {
        rules.insert(rules.end(), part.begin(), part.end());
    }
    std::ranges::sort(rules, {}, &ReturnRule::code);
    return rules;
}

auto place_of_finding(const ReturnFinding& finding) {
    return std::tuple(finding.child, finding.table, finding.row, finding.rule, finding.fields);
}

}  // namespace

const std::vector<ReturnRule>& return_rules() {
    static const std::vector<ReturnRule> rules = all_rules();
    return rules;
}

std::string_view name(NotRun reason) {
    switch (reason) {
        case NotRun::other_year:
            return "other-year";
        case NotRun::no_year_before:
            return "no-year-before";
        case NotRun::no_postcodes:
            return "no-postcodes";
        case NotRun::no_provider_list:
            return "no-provider-list";
        case NotRun::no_such_columns:
            return "no-such-columns";
    }
    return "";
}

ReturnChecks check_return(
    const ReturnCheckInput& input, unsigned threads, std::span<const std::size_t> order
) {
    ReturnChecks checks;
    CheckRun run{&input, Ssda903Shape(input.current->layout()), {}, held_since(input), {}};
    for (const ReturnSnapshot* snapshot : input.earlier) {
        run.earlier.push_back({snapshot, Ssda903Shape(snapshot->layout())});
    }
    std::vector<std::size_t> places(order.begin(), order.end());
    if (places.empty()) {
        places.resize(return_rules().size());
        std::iota(places.begin(), places.end(), std::size_t{0});
    }
    for (const std::size_t rule : places) {
        if (const auto reason = why_not(return_rules()[rule], input, run.shape)) {
            checks.not_run.push_back({static_cast<std::uint16_t>(rule), *reason});
        } else {
            run.rules.push_back(rule);
        }
    }
    std::ranges::sort(checks.not_run, {}, &RuleNotRun::rule);
    const std::size_t children = input.current->children().size();
    const std::size_t shares = std::max(1U, threads);
    std::vector<std::vector<ReturnFinding>> found(shares);
    {
        std::vector<std::jthread> workers;
        for (std::size_t share = 0; share < shares; ++share) {
            workers.emplace_back([&, share] {
                for (std::size_t child = children * share / shares;
                     child < children * (share + 1) / shares;
                     ++child) {
                    check_child(run, child, found[share]);
                }
            });
        }
    }
    for (const auto& part : found) {
        checks.findings.insert(checks.findings.end(), part.begin(), part.end());
    }
    std::ranges::sort(checks.findings, {}, place_of_finding);
    return checks;
}

}  // namespace tyst
