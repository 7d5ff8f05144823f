#include "projections/statements/statement_figures.h"

#include <algorithm>
#include <utility>

#include "projections/query.h"

namespace tyst {
namespace {

// The settings that read rows by the same codes.
struct RuleGroup {
    Ssda903Codes codes;
    CodeFacts facts;
    std::vector<std::size_t> settings;
};

std::vector<RuleGroup> group_by_rules(std::span<const FigureSetting> settings) {
    std::vector<RuleGroup> groups;
    std::vector<const ReferenceSet*> known;
    for (std::size_t at = 0; at < settings.size(); ++at) {
        const auto found = std::ranges::find(known, settings[at].rules);
        const auto place = static_cast<std::size_t>(found - known.begin());
        if (found == known.end()) {
            known.push_back(settings[at].rules);
            const CodeBook& book = settings[at].rules->codes();
            groups.push_back({Ssda903Codes(book), CodeFacts::from(book), {}});
        }
        groups[place].settings.push_back(at);
    }
    return groups;
}

std::string reference_in(const History& history) {
    return history.references.empty() ? std::string()
                                      : std::string(history.references.front().reference);
}

// What one thread counts.
struct FigureShare {
    std::vector<FigureCounter> counters;
    std::unordered_map<StreamId, std::string, StrongBytesHash> references;
    std::uint64_t children = 0;
    bool rests_on_claimed_time = false;
    std::map<std::string, std::uint64_t, std::less<>> rows;

    void add(const History& history, std::size_t setting) {
        counters[setting].add(history);
        rests_on_claimed_time |= history.rests_on_claimed_time;
        references.try_emplace(history.person, reference_in(history));
    }

    void merge(const FigureShare& other) {
        for (std::size_t at = 0; at < counters.size(); ++at)
            counters[at].merge(other.counters[at]);
        references.insert(other.references.begin(), other.references.end());
        children += other.children;
        rests_on_claimed_time |= other.rests_on_claimed_time;
        for (const auto& [table, count] : other.rows)
            rows[table] += count;
    }
};

class FigurePass {
  public:
    FigurePass(
        Ledger& ledger,
        const StatementBook& book,
        const Knowledge& knowledge,
        std::span<const FigureSetting> settings,
        unsigned threads
    )
        : ledger_(&ledger),
          book_(&book),
          knowledge_(&knowledge),
          settings_(settings),
          groups_(group_by_rules(settings)) {
        FigureShare share;
        for (const FigureSetting& setting : settings)
            share.counters.emplace_back(setting.as_at, setting.period);
        shares_.assign(std::max(1U, threads), share);
    }

    Result<PersonsSummary> run() {
        Question joining = knowledge_->question(settings_.front().as_at);
        // A statement knows of no records that were joined.
        if (knowledge_->statement) joining.known_at = {std::numeric_limits<std::int64_t>::min()};
        return for_each_person(
            *ledger_,
            joining,
            static_cast<unsigned>(shares_.size()),
            [this](unsigned thread, std::vector<StoredEvent>&& events) {
                return count_person(shares_[thread], std::move(events));
            }
        );
    }

    [[nodiscard]] FigureShare together() {
        FigureShare all = std::move(shares_.front());
        for (std::size_t at = 1; at < shares_.size(); ++at)
            all.merge(shares_[at]);
        return all;
    }

  private:
    Result<void> count_person(FigureShare& share, std::vector<StoredEvent>&& events) {
        count_rows(share, events);
        bool met = false;
        for (std::size_t at = 0; at < groups_.size(); ++at) {
            const RuleGroup& group = groups_[at];
            const bool last = at + 1 == groups_.size();
            TYST_ASSIGN(
                const PersonEvents person,
                events_under(
                    *ledger_,
                    *book_,
                    *knowledge_,
                    group.codes,
                    last ? std::move(events) : std::vector<StoredEvent>(events)
                )
            );
            for (const std::size_t setting : group.settings) {
                const Date as_at = settings_[setting].as_at;
                const History history =
                    fold(person.events, knowledge_->question(as_at), group.facts);
                if (history.events_known == 0) continue;
                met = true;
                share.add(history, setting);
            }
        }
        share.children += met ? 1U : 0U;
        return {};
    }

    // Of the statement asked about, those too that cannot be read.
    void count_rows(FigureShare& share, std::span<const StoredEvent> events) const {
        if (!knowledge_->statement) return;
        const StreamId asked = book_->all()[*knowledge_->statement].id;
        for (const StoredEvent& event : events) {
            const auto rows = rows_of_return(event.event);
            if (!rows || rows->statement != asked) continue;
            for (const ReceivedRow& row : rows->rows)
                ++share.rows[row.table];
        }
    }

    Ledger* ledger_;
    const StatementBook* book_;
    const Knowledge* knowledge_;
    std::span<const FigureSetting> settings_;
    std::vector<RuleGroup> groups_;
    std::vector<FigureShare> shares_;
};

CountedFigures counted_from(FigureShare&& all, const PersonsSummary& persons) {
    CountedFigures counted;
    for (const FigureCounter& counter : all.counters)
        counted.figures.push_back(counter.figures());
    counted.references = std::move(all.references);
    counted.children = all.children;
    counted.erased = persons.erased;
    counted.rests_on_claimed_time = all.rests_on_claimed_time;
    return counted;
}

}  // namespace

FigureSetting setting_of_year(const ReferenceSet& rules, int year) {
    const Date ends = collection_ends(year);
    return {&rules, ends, {collection_begins(year), ends}};
}

Result<CountedFigures> count_figures(
    Ledger& ledger,
    const StatementBook& book,
    const Knowledge& knowledge,
    std::span<const FigureSetting> settings,
    unsigned threads
) {
    FigurePass pass(ledger, book, knowledge, settings, threads);
    TYST_ASSIGN(const PersonsSummary persons, pass.run());
    return counted_from(pass.together(), persons);
}

Result<StatementFigures> figures_of_statement(
    Ledger& ledger,
    const StatementBook& book,
    std::size_t statement,
    const ReferenceSet& rules,
    unsigned threads
) {
    const ReturnStatement& asked = book.all()[statement];
    Knowledge knowledge;
    knowledge.statement = statement;
    knowledge.policy = StatementPolicy::alone;
    const std::vector<FigureSetting> settings{
        setting_of_year(rules, static_cast<int>(asked.received.year))
    };
    FigurePass pass(ledger, book, knowledge, settings, threads);
    TYST_ASSIGN(const PersonsSummary persons, pass.run());
    FigureShare all = pass.together();
    StatementFigures figures;
    figures.rows_held = std::move(all.rows);
    for (const auto& [table, rows] : asked.rows)
        figures.rows_held[table] += rows.size();
    figures.counted = counted_from(std::move(all), persons);
    return figures;
}

}  // namespace tyst
