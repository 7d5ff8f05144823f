#include "tests/projections/records.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"

namespace tyst::test {

Streams sorted(Streams streams) {
    std::ranges::sort(streams);
    return streams;
}

Meeting meet(Records& records, const Question& question, unsigned threads) {
    std::vector<std::vector<Met>> met(threads);
    const auto summary = for_each_child(
        records.ledger(),
        question,
        test_codes(),
        threads,
        [&met](unsigned thread, const History& history) -> Result<void> {
            Met& one = met.at(thread).emplace_back();
            one.person = history.person;
            one.streams = history.streams;
            one.events = history.events_known;
            one.thread = thread;
            for (const HistoryFinding& finding : history.findings) {
                if (finding.kind == FindingKind::records_joined_one_sided) {
                    one.one_sided.push_back(finding.event->index);
                }
            }
            return {};
        }
    );
    INFO((summary ? "" : summary.error().context));
    REQUIRE(summary);
    Meeting meeting{*summary, {}};
    for (std::vector<Met>& share : met) {
        std::ranges::move(share, std::back_inserter(meeting.people));
    }
    return meeting;
}

Streams streams_of(Records& records, const StreamId& stream, const Question& question) {
    const auto streams = streams_of_person(records.ledger(), stream, question);
    INFO((streams ? "" : streams.error().context));
    REQUIRE(streams);
    return *streams;
}

Question now() {
    return asked("2021-12-31");
}

PopulationAnswer answer_of(
    Records& records, const Question& question, std::optional<Period> period, unsigned threads
) {
    auto answer = ask_population(records.ledger(), question, shipped_reference(), period, threads);
    INFO((answer ? "" : answer.error().context));
    REQUIRE(answer);
    return *std::move(answer);
}

std::uint64_t value(const PopulationAnswer& answer, std::string_view id) {
    const auto found = std::ranges::find(answer.figures, id, &Figure::id);
    REQUIRE(found != answer.figures.end());
    return found->value;
}

std::vector<std::string> references(const PopulationAnswer& answer) {
    std::vector<std::string> names;
    for (const CaseloadRow& row : answer.rows) {
        names.push_back(row.reference);
    }
    return names;
}

}  // namespace tyst::test
