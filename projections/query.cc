#include "projections/query.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>
#include <set>
#include <thread>
#include <utility>

#include "projections/joins.h"
#include "projections/relations.h"
#include "projections/rule_engine.h"

namespace tyst {

namespace {

bool speaks_of_joining(const std::vector<StoredEvent>& events) {
    return std::ranges::any_of(events, [](const StoredEvent& stored) {
        return std::holds_alternative<RecordsJoined>(stored.event.body);
    });
}

// Whoever is done first takes the next, so that no thread waits long for another.
constexpr unsigned kShards = 64;

// What one thread gathers; the threads share nothing while they work.
struct ThreadWork {
    std::uint64_t erased = 0;
    std::vector<Ledger::StreamContent> joined;  // streams that say they are not the whole person
    Result<void> outcome;
};

// What one thread met of histories.
struct ThreadHistories {
    std::uint64_t children = 0;
    std::uint64_t events = 0;
    bool rests_on_claimed_time = false;

    void met(const History& history) {
        ++children;
        events += history.events_known;
        rests_on_claimed_time |= history.rests_on_claimed_time;
    }
};

// Streams that are one person only where both say so; the others stand alone.
class Joining {
  public:
    Joining(std::vector<Ledger::StreamContent> streams, const Question& question)
        : streams_(std::move(streams)), group_(streams_.size()) {
        std::ranges::sort(streams_, {}, &Ledger::StreamContent::stream);
        std::iota(group_.begin(), group_.end(), std::size_t{0});
        for (const Ledger::StreamContent& content : streams_) {
            others_.push_back(joined_to(content.events, question));
        }
        for (std::size_t place = 0; place < streams_.size(); ++place) {
            for (const StreamId& other : others_[place])
                join(place, other);
        }
    }

    // The events of each person, in order of index.
    [[nodiscard]] std::vector<std::vector<StoredEvent>> persons() && {
        std::map<std::size_t, std::vector<StoredEvent>> persons;
        for (std::size_t place = 0; place < streams_.size(); ++place) {
            std::ranges::move(streams_[place].events, std::back_inserter(persons[root(place)]));
        }
        std::vector<std::vector<StoredEvent>> result;
        for (auto& [place, events] : persons) {
            std::ranges::sort(events, {}, &StoredEvent::index);
            result.push_back(std::move(events));
        }
        return result;
    }

  private:
    void join(std::size_t place, const StreamId& other) {
        const auto found =
            std::ranges::lower_bound(streams_, other, {}, &Ledger::StreamContent::stream);
        const auto partner = static_cast<std::size_t>(found - streams_.begin());
        const bool mutual = found != streams_.end() && found->stream == other &&
                            std::ranges::binary_search(others_[partner], streams_[place].stream);
        if (mutual) {
            group_[root(partner)] = root(place);
        }
    }

    [[nodiscard]] std::size_t root(std::size_t place) const {
        while (group_[place] != place)
            place = group_[place];
        return place;
    }

    std::vector<Ledger::StreamContent> streams_;
    std::vector<std::vector<StreamId>> others_;
    std::vector<std::size_t> group_;
};

}  // namespace

std::vector<StreamId> joined_to(
    std::span<const StoredEvent> stream_events, const Question& question
) {
    History relations;
    relations.question = question;
    std::vector<StreamId> others;
    for (const Join& join : joins_in_force(resolve_relations(stream_events, relations))) {
        others.push_back(join.other);
    }
    return others;
}

Result<PersonsSummary> for_each_person(
    Ledger& ledger,
    const Question& question,
    unsigned threads,
    const PersonVisitor& visit,
    std::uint64_t size_asked
) {
    const std::uint64_t size = std::min(size_asked, ledger.size());
    std::vector<ThreadWork> works(std::max(1U, threads));
    std::atomic<unsigned> next_shard = 0;
    const auto scan_shard = [&](unsigned shard, unsigned thread) {
        ThreadWork& work = works[thread];
        return ledger.scan_streams(
            size,
            shard,
            kShards,
            [&](Ledger::StreamContent&& content) -> Result<void> {
                if (content.kind != SubjectKind::child) return {};
                if (content.erased) {
                    ++work.erased;
                    return {};
                }
                if (speaks_of_joining(content.events)) {
                    work.joined.push_back(std::move(content));
                    return {};
                }
                return visit(thread, std::move(content.events));
            }
        );
    };
    const auto scan = [&](unsigned thread) {
        for (unsigned shard = next_shard++; shard < kShards; shard = next_shard++) {
            works[thread].outcome = scan_shard(shard, thread);
            if (!works[thread].outcome) {
                next_shard = kShards;  // the others need not go on
            }
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned thread = 1; thread < works.size(); ++thread)
            others.emplace_back(scan, thread);
        scan(0);
    }
    std::vector<Ledger::StreamContent> joined;
    PersonsSummary summary;
    summary.log_size = size;
    for (ThreadWork& work : works) {
        TYST_TRY(std::move(work.outcome));
        std::ranges::move(work.joined, std::back_inserter(joined));
        summary.erased += work.erased;
    }
    for (auto& events : Joining(std::move(joined), question).persons()) {
        TYST_TRY(visit(0, std::move(events)));
    }
    return summary;
}

Result<PopulationSummary> for_each_child(
    Ledger& ledger,
    const Question& question,
    const CodeFacts& codes,
    unsigned threads,
    const HistoryVisitor& visit,
    std::uint64_t size
) {
    std::vector<ThreadHistories> works(std::max(1U, threads));
    TYST_ASSIGN(
        const PersonsSummary persons,
        for_each_person(
            ledger,
            question,
            threads,
            [&](unsigned thread, std::vector<StoredEvent>&& events) -> Result<void> {
                const History history = fold(events, question, codes);
                if (history.events_known == 0) return {};
                works[thread].met(history);
                return visit(thread, history);
            },
            size
        )
    );
    PopulationSummary summary;
    summary.log_size = persons.log_size;
    summary.erased = persons.erased;
    for (const ThreadHistories& work : works) {
        summary.children += work.children;
        summary.events += work.events;
        summary.rests_on_claimed_time |= work.rests_on_claimed_time;
    }
    return summary;
}

Result<std::vector<StreamId>> streams_of_person(
    Ledger& ledger, StreamId stream, const Question& question, std::uint64_t size
) {
    std::map<StreamId, std::vector<StreamId>> said;
    std::vector<StreamId> waiting = {stream};
    while (!waiting.empty()) {
        const StreamId next = waiting.back();
        waiting.pop_back();
        if (said.contains(next)) continue;
        auto events = read_stream_below(ledger, next, ReadDepth::event_only, size);
        if (!events) {
            // A stream that somebody names may be erased, or never have been made: it joins
            // nothing.
            const bool nothing_there = events.error().code == ErrorCode::part_erased ||
                                       events.error().code == ErrorCode::key_not_found;
            if (next == stream || !nothing_there) {
                return std::unexpected(std::move(events).error());
            }
            said.emplace(next, std::vector<StreamId>());
            continue;
        }
        std::vector<StreamId> others = joined_to(*events, question);
        waiting.insert(waiting.end(), others.begin(), others.end());
        said.emplace(next, std::move(others));
    }
    // Reached over links that both sides say.
    std::set<StreamId> person;
    waiting = {stream};
    while (!waiting.empty()) {
        const StreamId next = waiting.back();
        waiting.pop_back();
        if (!person.insert(next).second) continue;
        for (const StreamId& other : said[next]) {
            if (std::ranges::binary_search(said[other], next)) waiting.push_back(other);
        }
    }
    return std::vector<StreamId>(person.begin(), person.end());
}

Result<PersonHistory> read_person(
    Ledger& ledger,
    StreamId stream,
    const Question& question,
    const CodeFacts& codes,
    ReadDepth depth,
    std::uint64_t size
) {
    TYST_ASSIGN(const auto streams, streams_of_person(ledger, stream, question, size));
    std::vector<StoredEvent> all;
    for (const StreamId& part : streams) {
        TYST_ASSIGN(auto events, read_stream_below(ledger, part, depth, size));
        std::ranges::move(events, std::back_inserter(all));
    }
    std::ranges::sort(all, {}, &StoredEvent::index);
    return fold_and_keep(std::move(all), question, codes);
}

Result<PopulationAnswer> ask_population(
    Ledger& ledger,
    const Question& question,
    const ReferenceSet& reference,
    std::optional<Period> period,
    unsigned threads
) {
    PopulationAnswer answer;
    TYST_ASSIGN(answer.authority, read_authority(ledger, question));
    const CodeFacts codes = CodeFacts::from(reference.codes());
    const RuleEngine engine = RuleEngine::from(reference);
    struct Gathered {
        std::vector<CaseloadRow> rows;
        FigureCounter figures;
    };
    const Period counted = period.value_or(year_to(question.as_at));
    std::vector<Gathered> gathered(
        std::max(1U, threads), Gathered{{}, FigureCounter(question.as_at, counted)}
    );
    TYST_ASSIGN(
        answer.summary,
        for_each_child(
            ledger,
            question,
            codes,
            threads,
            [&](unsigned thread, const History& history) -> Result<void> {
                Gathered& own = gathered[thread];
                own.figures.add(history);
                if (!history.looked_after()) return {};
                auto row = caseload_row(
                    history, engine.apply(history, answer.authority.coverage, CareAsked::current)
                );
                if (row) own.rows.push_back(*std::move(row));
                return {};
            }
        )
    );
    FigureCounter figures = std::move(gathered.front().figures);
    for (std::size_t thread = 0; thread < gathered.size(); ++thread) {
        std::ranges::move(gathered[thread].rows, std::back_inserter(answer.rows));
        if (thread > 0) figures.merge(gathered[thread].figures);
    }
    answer.figures = figures.figures();
    sort_rows(answer.rows);
    return answer;
}

}  // namespace tyst
