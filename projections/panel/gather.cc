#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "projections/panel/panel_facts.h"
#include "projections/query.h"

namespace tyst::panel {
namespace {

struct Counted {
    PanelCounts panel;
    std::map<std::string, std::uint64_t, std::less<>> figures;  // of `tyst figures` as well
    std::uint64_t erased = 0;
    bool rests_on_claimed_time = false;
};

// What one thread counts.
struct Share {
    PanelCounter panel;
    FigureCounter figures;
};

// Asks all children on a day: the panel's figures over `days`, the others over the year before.
class Counting {
  public:
    Counting(Ledger& ledger, const ReferenceSet& reference, const PanelQuestion& asked)
        : ledger_(ledger),
          asked_(asked),
          codes_(CodeFacts::from(reference.codes())),
          engine_(RuleEngine::from(reference)) {}

    [[nodiscard]] Result<Counted> over(Period days) const {
        Question question = asked_.question;
        question.as_at = days.to;
        TYST_ASSIGN(const AuthorityFacts authority, read_authority(ledger_, question));
        const unsigned threads = std::max(1U, asked_.threads);
        std::vector<Share> shares(
            threads,
            Share{
                PanelCounter(days, engine_, authority.coverage),
                FigureCounter(days.to, year_to(days.to))
            }
        );
        TYST_ASSIGN(
            const PopulationSummary summary,
            for_each_child(
                ledger_,
                question,
                codes_,
                threads,
                [&shares](unsigned thread, const History& history) -> Result<void> {
                    shares[thread].panel.add(history);
                    shares[thread].figures.add(history);
                    return {};
                }
            )
        );
        for (std::size_t thread = 1; thread < shares.size(); ++thread) {
            shares.front().panel.merge(shares[thread].panel);
            shares.front().figures.merge(shares[thread].figures);
        }
        Counted counted{
            shares.front().panel.counts(),
            {},
            authority.erased.size(),
            summary.rests_on_claimed_time
        };
        for (const Figure& figure : shares.front().figures.figures())
            counted.figures[figure.id] = figure.value;
        return counted;
    }

  private:
    Ledger& ledger_;
    const PanelQuestion& asked_;
    CodeFacts codes_;
    RuleEngine engine_;
};

// A figure of `tyst figures` where there is one; a panel figure else.
std::uint64_t value_of(const Counted& counted, const std::string& figure) {
    const auto found = counted.figures.find(figure);
    return found != counted.figures.end() ? found->second : counted.panel.value(figure);
}

std::vector<std::optional<Date>> days_of(const TargetSet& set, Date as_at) {
    return {set.baseline_day, set.target_day, set.due, as_at};
}

class Gathering {
  public:
    Gathering(Ledger& ledger, const ReferenceSet& reference, const PanelQuestion& asked)
        : ledger_(ledger), asked_(asked), counting_(ledger, reference, asked) {}

    Result<void> count_quarter(Quarter quarter, PanelFacts& facts) {
        const Period days{quarter.first(), std::min(quarter.last(), asked_.question.as_at)};
        TYST_ASSIGN(const Counted* counted, count(days));
        facts.quarters.push_back({quarter, days, counted->panel, counted->erased});
        facts.rests_on_claimed_time |= counted->rests_on_claimed_time;
        return {};
    }

    Result<std::vector<PanelTarget>> targets() {
        TYST_ASSIGN(auto set, read_targets(ledger_, asked_.question));
        std::vector<PanelTarget> targets;
        for (Target& target : set) {
            PanelTarget one;
            if (!target.set.figure.empty()) {
                TYST_TRY(add_values(target.set, one));
                const Date as_at = asked_.question.as_at;
                one.judgement =
                    judge(target, as_at, {one.values.at(as_at), one.value_on(target.judged_on())});
            }
            one.target = std::move(target);
            targets.push_back(std::move(one));
        }
        return targets;
    }

    // Of the quarter that ends with `day`, as far as it has gone.
    Result<std::uint64_t> value(const std::string& figure, Date day) {
        TYST_ASSIGN(const Counted* counted, count({quarter_of(day).first(), day}));
        return value_of(*counted, figure);
    }

  private:
    Result<void> add_values(const TargetSet& set, PanelTarget& target) {
        for (const auto& day : days_of(set, asked_.question.as_at)) {
            if (!day || *day > asked_.question.as_at) continue;
            TYST_ASSIGN(target.values[*day], value(set.figure, *day));
        }
        return {};
    }

    // Each day once: a quarter's end is often a target's day.
    Result<const Counted*> count(Period days) {
        const auto known = counted_.find(days.to);
        if (known != counted_.end()) return &known->second;
        TYST_ASSIGN(Counted counted, counting_.over(days));
        return &counted_.emplace(days.to, std::move(counted)).first->second;
    }

    Ledger& ledger_;
    const PanelQuestion& asked_;
    Counting counting_;
    std::map<Date, Counted> counted_;  // each over its quarter, up to the day
};

}  // namespace

std::optional<std::uint64_t> PanelTarget::value_on(const std::optional<Date>& day) const {
    const auto found = day ? values.find(*day) : values.end();
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

Result<PanelFacts> gather_panel(
    Ledger& ledger, const ReferenceSet& reference, const PanelQuestion& asked
) {
    PanelFacts facts;
    facts.asked = asked;
    facts.origin = ledger.origin();
    facts.authority_code = ledger.authority();
    facts.head = ledger.head();
    facts.reference = &reference;
    TYST_ASSIGN(facts.authority, read_authority(ledger, asked.question));
    // That the people are invented does not depend on the question.
    const Question everything{Date::of(kYearMax, 12, 31), ledger.last_recorded(), false};
    TYST_ASSIGN(const AuthorityFacts always, read_authority(ledger, everything));
    if (!always.samples.empty()) facts.sample = always.samples.back();
    Gathering gathering(ledger, reference, asked);
    const Quarter last = quarter_of(asked.question.as_at);
    for (int before = kPanelQuarters - 1; before >= 0; --before)
        TYST_TRY(gathering.count_quarter(quarters_before(last, before), facts));
    TYST_ASSIGN(facts.targets, gathering.targets());
    return facts;
}

Result<std::vector<PanelTarget>> gather_targets(
    Ledger& ledger, const ReferenceSet& reference, const PanelQuestion& asked
) {
    return Gathering(ledger, reference, asked).targets();
}

Result<std::uint64_t> figure_on(
    Ledger& ledger,
    const ReferenceSet& reference,
    const PanelQuestion& asked,
    const std::string& figure,
    Date day
) {
    if (!is_target_figure(figure)) {
        return fail(
            ErrorCode::unknown_code,
            fmt::format(
                "figure: '{}' is no figure; `tyst figures` and docs/panel.md list them", figure
            )
        );
    }
    return Gathering(ledger, reference, asked).value(figure, day);
}

bool is_target_figure(const std::string& figure) {
    if (find_panel_figure(figure) != nullptr) return true;
    const Date any = Date::of(2000, 1, 1);
    const auto figures = FigureCounter(any, {any, any}).figures();
    return std::ranges::find(figures, figure, &Figure::id) != figures.end();
}

}  // namespace tyst::panel
