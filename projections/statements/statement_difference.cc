#include "projections/statements/statement_difference.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "projections/query.h"

namespace tyst {
namespace {

// The figures after each input was replaced: none, the law, knowledge too, the day too.
using Steps = std::array<std::vector<Figure>, kMoveCauseCount + 1>;

// Of the year's flows what had come by the day asked about.
Period period_until(int year, Date as_at) {
    return {collection_begins(year), std::min(as_at, collection_ends(year))};
}

MovedChildren moved_between(
    const std::vector<StreamId>& before, const std::vector<StreamId>& after
) {
    MovedChildren moved;
    std::ranges::set_difference(after, before, std::back_inserter(moved.added));
    std::ranges::set_difference(before, after, std::back_inserter(moved.gone));
    return moved;
}

const Figure* figure_in(const std::vector<Figure>& figures, const std::string& id) {
    const auto found = std::ranges::find(figures, id, &Figure::id);
    return found == figures.end() ? nullptr : &*found;
}

// Every figure of any step, in the order in which the steps first have them.
std::vector<const Figure*> cells_of(const Steps& steps) {
    std::vector<const Figure*> cells;
    std::set<std::string_view> seen;
    for (const auto& figures : steps) {
        for (const Figure& figure : figures) {
            if (seen.insert(figure.id).second) cells.push_back(&figure);
        }
    }
    return cells;
}

MovedCell cell_of(const Figure& figure, const Steps& steps) {
    static const std::vector<StreamId> nobody;
    MovedCell cell;
    cell.id = figure.id;
    cell.flow = figure.flow;
    std::array<const Figure*, kMoveCauseCount + 1> values{};
    for (std::size_t step = 0; step < steps.size(); ++step)
        values[step] = figure_in(steps[step], figure.id);
    const auto children = [&](std::size_t step) -> const std::vector<StreamId>& {
        return values[step] == nullptr ? nobody : values[step]->children;
    };
    cell.from = values.front() == nullptr ? 0 : values.front()->value;
    cell.to = values.back() == nullptr ? 0 : values.back()->value;
    for (std::size_t cause = 0; cause < kMoveCauseCount; ++cause)
        cell.moves[cause] = moved_between(children(cause), children(cause + 1));
    return cell;
}

// What one side knows of one person, counted alone.
class PersonReader {
  public:
    PersonReader(Ledger& ledger, const StatementBook& book) : ledger_(&ledger), book_(&book) {}

    Result<PersonEvents> read(const StreamId& person, const DifferenceSide& side) {
        std::vector<StreamId> streams{person};
        if (!side.knowledge.statement) {
            TYST_ASSIGN(
                streams, streams_of_person(*ledger_, person, side.knowledge.question(side.as_at))
            );
        }
        std::vector<StoredEvent> stored;
        for (const StreamId& stream : streams) {
            TYST_ASSIGN(auto events, ledger_->read_stream(stream, ReadDepth::event_only));
            std::ranges::move(events, std::back_inserter(stored));
        }
        std::ranges::sort(stored, {}, &StoredEvent::index);
        TYST_ASSIGN(
            PersonEvents known,
            events_under(
                *ledger_,
                *book_,
                side.knowledge,
                Ssda903Codes(side.rules->codes()),
                std::move(stored)
            )
        );
        return known;
    }

  private:
    Ledger* ledger_;
    const StatementBook* book_;
};

bool known_to(const StoredEvent& event, const DifferenceSide& side) {
    const Question question = side.knowledge.question(side.as_at);
    return known_time(event, question.witnessed) <= question.known_at;
}

MovingEvent moving(const StoredEvent& event, LogIndex entry) {
    return {entry, type_of(event.event.body), event.event.relation.kind, event.event.occurred.date};
}

// Whether two events of one id say the same; who works with a child moves no figure, and a stored
// citation is shorter than a row's.
bool says_the_same(const Event& one, const Event& other) {
    return one.occurred == other.occurred && one.relation == other.relation &&
           (one.body == other.body || (std::holds_alternative<AllocationStarted>(one.body) &&
                                       std::holds_alternative<AllocationStarted>(other.body)));
}

std::vector<MovingEvent> only_in(
    const PersonEvents& one,
    const DifferenceSide& side_of_one,
    const PersonEvents& other,
    const DifferenceSide& side_of_other
) {
    std::map<EventId, const StoredEvent*> others;
    for (const StoredEvent& event : other.events) {
        if (known_to(event, side_of_other)) others.emplace(event.event.id, &event);
    }
    std::vector<MovingEvent> only;
    for (std::size_t at = 0; at < one.events.size(); ++at) {
        const StoredEvent& event = one.events[at];
        // The rows themselves are what the events of the other side were read from.
        if (rows_of_return(event.event) || !known_to(event, side_of_one)) continue;
        const auto found = others.find(event.event.id);
        if (found != others.end() && says_the_same(found->second->event, event.event)) continue;
        only.push_back(moving(event, one.entries[at]));
    }
    std::ranges::sort(only);
    return only;
}

std::vector<MovingEvent> between_days(
    const PersonEvents& known, const DifferenceSide& from, const DifferenceSide& to
) {
    const auto [first, last] = std::minmax(from.as_at, to.as_at);
    std::vector<MovingEvent> events;
    for (std::size_t at = 0; at < known.events.size(); ++at) {
        const StoredEvent& event = known.events[at];
        const Date day = event.event.occurred.date;
        if (rows_of_return(event.event) || !known_to(event, to)) continue;
        if (first < day && day <= last) events.push_back(moving(event, known.entries[at]));
    }
    std::ranges::sort(events);
    return events;
}

void take_references(StatementDifference& difference, const CountedFigures& counted) {
    for (auto& [person, moved] : difference.persons) {
        const auto found = counted.references.find(person);
        if (found != counted.references.end() && moved.reference.empty()) {
            moved.reference = found->second;
        }
    }
}

}  // namespace

std::string_view name(MoveCause cause) {
    switch (cause) {
        case MoveCause::rule:
            return "rule-change";
        case MoveCause::knowledge:
            return "knowledge-change";
        case MoveCause::time:
            return "passage-of-time";
    }
    return "";
}

std::int64_t MovedCell::residual() const {
    std::int64_t rest = static_cast<std::int64_t>(to) - static_cast<std::int64_t>(from);
    for (const MovedChildren& children : moves)
        rest -= children.net();
    return rest;
}

Result<StatementDifference> compare_figures(
    Ledger& ledger,
    const StatementBook& book,
    int year,
    const DifferenceSide& from,
    const DifferenceSide& to,
    unsigned threads
) {
    const auto setting = [year](const ReferenceSet* rules, Date as_at) {
        return FigureSetting{rules, as_at, period_until(year, as_at)};
    };
    const std::vector<FigureSetting> before{
        setting(from.rules, from.as_at), setting(to.rules, from.as_at)
    };
    const std::vector<FigureSetting> after{
        setting(to.rules, from.as_at), setting(to.rules, to.as_at)
    };
    TYST_ASSIGN(auto known_before, count_figures(ledger, book, from.knowledge, before, threads));
    TYST_ASSIGN(auto known_after, count_figures(ledger, book, to.knowledge, after, threads));
    const Steps steps{
        std::move(known_before.figures[0]),
        std::move(known_before.figures[1]),
        std::move(known_after.figures[0]),
        std::move(known_after.figures[1])
    };
    StatementDifference difference;
    difference.erased = known_after.erased;
    for (const Figure* const figure : cells_of(steps)) {
        ++difference.cells;
        MovedCell cell = cell_of(*figure, steps);
        const bool still = std::ranges::all_of(cell.moves, &MovedChildren::empty);
        if (still && cell.residual() == 0) continue;
        for (const MovedChildren& children : cell.moves) {
            for (const auto* list : {&children.added, &children.gone}) {
                for (const StreamId& person : *list)
                    difference.persons.try_emplace(person);
            }
        }
        difference.moved.push_back(std::move(cell));
    }
    take_references(difference, known_before);
    take_references(difference, known_after);
    PersonReader reader(ledger, book);
    for (auto& [person, moved] : difference.persons) {
        TYST_ASSIGN(const PersonEvents one, reader.read(person, from));
        TYST_ASSIGN(const PersonEvents other, reader.read(person, to));
        moved.only_before = only_in(one, from, other, to);
        moved.only_after = only_in(other, to, one, from);
        moved.meanwhile = between_days(other, from, to);
    }
    return difference;
}

}  // namespace tyst
