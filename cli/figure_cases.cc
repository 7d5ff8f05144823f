#include "cli/figure_cases.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "cli/child_text.h"
#include "cli/reference_adoption.h"

namespace tyst::cli {
namespace {

// What one thread counts.
struct CaseShare {
    CaseCounter cases;
    ChildReferences references;
};

}  // namespace

Result<LedgerCases> count_cases(Reading& reading, Date as_at, const Period& period) {
    Question question = reading.question;
    question.as_at = as_at;
    const unsigned threads = thread_count();
    std::vector<CaseShare> shares(threads, {CaseCounter(as_at, period), {}});
    TYST_ASSIGN(
        PopulationSummary summary,
        for_each_child(
            *reading.ledger,
            question,
            reading.codes,
            threads,
            [&shares](unsigned thread, const History& history) -> Result<void> {
                shares[thread].cases.add(history);
                shares[thread].references.emplace(history.person, reference_of(history));
                return {};
            }
        )
    );
    CaseShare all = std::move(shares.front());
    for (std::size_t at = 1; at < shares.size(); ++at) {
        all.cases.merge(shares[at].cases);
        all.references.merge(shares[at].references);
    }
    return LedgerCases{std::move(all.cases), std::move(all.references), summary};
}

Result<ReferenceSet> figures_reference(const Reading& reading, std::ostream& err) {
    if (!reading.reference.figures().counts().empty()) return reading.reference;
    err << "the adopted reference set has no figures: those of this program are used\n";
    return embedded_reference_set();
}

bool held_here(const FigureCount& count, const Reading& reading, Date day) {
    if (count.needs.empty()) return true;
    return std::ranges::any_of(
        reading.authority.coverage.all(),
        [&](const Coverage::Declared& declared) {
            return declared.fact == count.needs && declared.from <= day &&
                   (!declared.to || day <= *declared.to);
        }
    );
}

}  // namespace tyst::cli
