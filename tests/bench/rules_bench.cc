#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/sample/sample.h"
#include "projections/code_facts.h"
#include "projections/rule_engine.h"
#include "tests/bench/bench.h"

// What the rules of the law cost beside the fold that they rest on, in memory: no disk, no keys.
namespace tyst::bench {
namespace {

constexpr std::uint32_t kYears = 10;
constexpr std::uint64_t kEventsOfAChild = 70;  // about, in so many years

// Every source supplies every kind of fact, so that every rule is worked out to its end.
Coverage full_coverage(const ReferenceSet& reference, const Question& question) {
    StoredEvent declared;
    CoverageDeclared body;
    body.source = "sample";
    for (const CodeEntry& fact : reference.codes().codes("fact-kind"))
        body.facts.push_back(fact.id);
    body.from = Date::of(1990, 1, 1);
    declared.event.body = std::move(body);
    return Coverage::fold(std::vector<StoredEvent>{declared}, question);
}

// Takes the sample a child at a time, so that memory does not grow with their number.
class RuleCost {
  public:
    RuleCost()
        : reference_(reference_set()),
          codes_(CodeFacts::from(reference_.codes())),
          engine_(RuleEngine::from(reference_)) {
        question_.as_at = Date::of(2024, 3, 31);
        question_.known_at = end_of_london_day(Date::of(2100, 1, 1));
        coverage_ = full_coverage(reference_, question_);
    }

    void take(const Submission& submission) {
        if (submission.subject.kind != SubjectKind::child) return;
        if (submission.subject.reference != child_) finish();
        child_ = submission.subject.reference;
        StoredEvent stored;
        stored.index = {events_.size()};
        stored.revision = {events_.size()};
        stored.recorded = submission.event.learned.value_or(Timestamp{});
        stored.event = submission.event;
        stored.event.id.bytes[15] = static_cast<std::uint8_t>(events_.size());
        events_.push_back(std::move(stored));
    }

    void finish() {
        if (events_.empty()) return;
        History history;
        fold_seconds_ += seconds_of([&] { history = fold(events_, question_, codes_); });
        rule_seconds_ += seconds_of([&] {
            const Obligations obligations = engine_.apply(history, coverage_);
            obligations_ += obligations.all.size();
            alerts_ += obligations.alerts.size();
        });
        ++children_;
        folded_ += events_.size();
        events_.clear();
    }

    [[nodiscard]] Figures figures() const {
        Figures figures("rules");
        figures.add("children", static_cast<double>(children_));
        figures.add("events", static_cast<double>(folded_));
        figures.add("obligations", static_cast<double>(obligations_));
        figures.add("alerts", static_cast<double>(alerts_));
        figures.add("fold_seconds", fold_seconds_);
        figures.add("rule_seconds", rule_seconds_);
        figures.add("ratio_of_rules_to_fold", rule_seconds_ / fold_seconds_);
        return figures;
    }

  private:
    ReferenceSet reference_;
    CodeFacts codes_;
    RuleEngine engine_;
    Question question_;
    Coverage coverage_;
    std::string child_;
    std::vector<StoredEvent> events_;
    std::size_t children_ = 0;
    std::size_t folded_ = 0;
    std::size_t obligations_ = 0;
    std::size_t alerts_ = 0;
    double fold_seconds_ = 0;
    double rule_seconds_ = 0;
};

}  // namespace

Figures rules(const Scale& scale) {
    RuleCost cost;
    const auto children = static_cast<std::uint32_t>(scale.events / kEventsOfAChild + 1);
    need(
        write_random(
            {children, kYears, 1},
            [&](const Submission& submission) -> Result<void> {
                cost.take(submission);
                return {};
            }
        ),
        "sample"
    );
    cost.finish();
    return cost.figures();
}

}  // namespace tyst::bench
