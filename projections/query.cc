#include "projections/query.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <thread>
#include <utility>

#include "projections/relations.h"

namespace tyst {

namespace {

bool speaks_of_joining(const std::vector<StoredEvent>& events) {
    return std::ranges::any_of(events, [](const StoredEvent& stored) {
        return std::holds_alternative<RecordsJoined>(stored.event.body);
    });
}

// What one thread gathers; the threads share nothing while they work.
struct ShardWork {
    std::uint64_t children = 0;
    std::uint64_t erased = 0;
    std::uint64_t events = 0;
    bool rests_on_claimed_time = false;
    std::vector<Ledger::StreamContent> joined;  // streams that say they are not the whole person
    Result<void> outcome;

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

    struct Person {
        std::vector<StoredEvent> events;
        bool one_sided = false;
    };

    [[nodiscard]] std::vector<Person> persons() && {
        std::map<std::size_t, Person> persons;
        for (std::size_t place = 0; place < streams_.size(); ++place) {
            Person& person = persons[root(place)];
            person.one_sided |= one_sided_[place];
            std::ranges::move(streams_[place].events, std::back_inserter(person.events));
        }
        std::vector<Person> result;
        for (auto& [place, person] : persons) {
            std::ranges::sort(person.events, {}, &StoredEvent::index);
            result.push_back(std::move(person));
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
        } else {
            one_sided_[place] = true;
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
    std::vector<bool> one_sided_ = std::vector<bool>(streams_.size(), false);
};

void find_one_sided(History& history, std::span<const StoredEvent> events) {
    for (const StoredEvent& stored : events) {
        if (std::holds_alternative<RecordsJoined>(stored.event.body)) {
            history.findings.push_back(
                {FindingKind::records_joined_one_sided, &stored, nullptr, stored.event.occurred.date
                }
            );
            return;
        }
    }
}

Result<void> visit_joined(
    std::vector<Ledger::StreamContent> streams,
    const Question& question,
    const CodeFacts& codes,
    ShardWork& work,
    const HistoryVisitor& visit
) {
    for (const Joining::Person& person : Joining(std::move(streams), question).persons()) {
        History history = fold(person.events, question, codes);
        if (history.events_known == 0) continue;
        if (person.one_sided) find_one_sided(history, person.events);
        work.met(history);
        TYST_TRY(visit(0, history));
    }
    return {};
}

}  // namespace

std::vector<StreamId> joined_to(
    std::span<const StoredEvent> stream_events, const Question& question
) {
    History relations;
    relations.question = question;
    std::set<StreamId> others;
    for (const FoldStep& step : resolve_relations(stream_events, relations)) {
        if (step.reversed != nullptr) continue;
        const Body& body = step.event->event.body;
        if (const auto* joined = std::get_if<RecordsJoined>(&body)) {
            others.insert(joined->other.stream);
        } else if (const auto* parted = std::get_if<RecordsParted>(&body)) {
            others.erase(parted->other.stream);
        }
    }
    return {others.begin(), others.end()};
}

Result<PopulationSummary> for_each_child(
    Ledger& ledger,
    const Question& question,
    const CodeFacts& codes,
    unsigned threads,
    const HistoryVisitor& visit
) {
    const std::uint64_t size = ledger.size();
    const unsigned shards = std::max(1U, threads);
    std::vector<ShardWork> works(shards);
    const auto scan = [&](unsigned shard) {
        ShardWork& work = works[shard];
        work.outcome = ledger.scan_streams(
            size,
            shard,
            shards,
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
                const History history = fold(content.events, question, codes);
                if (history.events_known == 0) return {};
                work.met(history);
                return visit(shard, history);
            }
        );
    };
    {
        std::vector<std::jthread> others;
        for (unsigned shard = 1; shard < shards; ++shard)
            others.emplace_back(scan, shard);
        scan(0);
    }
    std::vector<Ledger::StreamContent> joined;
    for (ShardWork& work : works) {
        TYST_TRY(std::move(work.outcome));
        std::ranges::move(work.joined, std::back_inserter(joined));
    }
    TYST_TRY(visit_joined(std::move(joined), question, codes, works.front(), visit));
    PopulationSummary summary;
    summary.log_size = size;
    for (const ShardWork& work : works) {
        summary.children += work.children;
        summary.erased += work.erased;
        summary.events += work.events;
        summary.rests_on_claimed_time |= work.rests_on_claimed_time;
    }
    return summary;
}

Result<std::vector<StreamId>> streams_of_person(
    Ledger& ledger, StreamId stream, const Question& question
) {
    std::map<StreamId, std::vector<StreamId>> said;
    std::vector<StreamId> waiting = {stream};
    while (!waiting.empty()) {
        const StreamId next = waiting.back();
        waiting.pop_back();
        if (said.contains(next)) continue;
        auto events = ledger.read_stream(next, ReadDepth::event_only);
        if (!events) {
            // A stream that somebody names may be erased: it joins nothing then.
            if (next == stream) return std::unexpected(std::move(events).error());
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
    ReadDepth depth
) {
    TYST_ASSIGN(const auto streams, streams_of_person(ledger, stream, question));
    std::vector<StoredEvent> all;
    for (const StreamId& part : streams) {
        TYST_ASSIGN(auto events, ledger.read_stream(part, depth));
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
                auto row = caseload_row(history, engine.apply(history, answer.authority.coverage));
                if (row) own.rows.push_back(*std::move(row));
                return {};
            }
        )
    );
    FigureCounter figures = std::move(gathered.front().figures);
    for (std::size_t thread = 0; thread < gathered.size(); ++thread) {
        std::ranges::move(gathered[thread].rows, std::back_inserter(answer.rows));
        if (thread > 0) figures.merge(std::move(gathered[thread].figures));
    }
    answer.figures = figures.figures();
    sort_rows(answer.rows);
    return answer;
}

}  // namespace tyst
