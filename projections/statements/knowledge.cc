#include "projections/statements/knowledge.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "projections/statements/joined_rows.h"

namespace tyst {
namespace {

constexpr std::string_view kSystem = "ssda903";

// Where a row that was joined stands.
struct RowOrigin {
    std::size_t statement = 0;
    LogIndex entry;
    Timestamp recorded;
};

bool has_episodes(const ReturnStatement& statement) {
    return statement.file_of(shape_of(Ssda903Table::episodes).name) != nullptr;
}

// The statements that one stream's rows take part in, in the order in which they were taken. Rows
// are numbered: their lines are places in `origins`.
class StatementsOfChild {
  public:
    StatementsOfChild(const StatementBook& book, const Knowledge& knowledge)
        : book_(&book), knowledge_(&knowledge) {
        if (joins()) add_silent_statements();
    }

    void add(const StoredEvent& stored) {
        const auto rows = rows_of_return(stored.event);
        const auto place = rows ? book_->place_of(rows->statement) : std::nullopt;
        if (!place || !counts(*place)) return;
        const auto found = std::ranges::find(places_, *place);
        const auto at = static_cast<std::size_t>(found - places_.begin());
        if (found == places_.end()) add_statement(*place);
        auto& said = statements_[at].rows;
        const std::size_t before = said.size();
        book_->order_of(*place).add(rows->rows, said);
        for (std::size_t row = before; row < said.size(); ++row) {
            said[row].line = static_cast<std::uint32_t>(origins_.size());
            origins_.push_back({*place, stored.index, stored.recorded});
        }
    }

    [[nodiscard]] bool empty() const { return origins_.empty(); }
    [[nodiscard]] const RowOrigin& origin(std::uint32_t line) const { return origins_.at(line); }

    // In the order of the log.
    [[nodiscard]] std::vector<Ssda903Statement> in_order() const {
        std::vector<std::size_t> order(places_.size());
        for (std::size_t at = 0; at < order.size(); ++at)
            order[at] = at;
        std::ranges::sort(order, {}, [this](std::size_t at) {
            return book_->all()[places_[at]].index.value;
        });
        std::vector<Ssda903Statement> sorted;
        sorted.reserve(order.size());
        for (const std::size_t at : order)
            sorted.push_back(statements_[at]);
        return sorted;
    }

  private:
    [[nodiscard]] bool joins() const { return knowledge_->policy == StatementPolicy::latest; }

    [[nodiscard]] bool counts(std::size_t place) const {
        const ReturnStatement& statement = book_->all()[place];
        if (knowledge_->statement) {
            const ReturnStatement& asked = book_->all()[*knowledge_->statement];
            if (asked.sent || knowledge_->policy == StatementPolicy::alone) {
                return place == *knowledge_->statement;
            }
            return !statement.sent && statement.index.value <= asked.index.value;
        }
        const Timestamp known = knowledge_->witnessed
                                    ? statement.recorded
                                    : start_of_london_day(statement.received.received);
        return !statement.sent && known <= knowledge_->known_at;
    }

    // A return that says nothing of a child says something by that, where the latest one counts.
    void add_silent_statements() {
        for (std::size_t place = 0; place < book_->all().size(); ++place) {
            if (counts(place) && has_episodes(book_->all()[place])) add_statement(place);
        }
    }

    void add_statement(std::size_t place) {
        const ReturnReceived& received = book_->all()[place].received;
        places_.push_back(place);
        statements_.push_back({{}, false, {static_cast<int>(received.year), received.received}});
    }

    const StatementBook* book_;
    const Knowledge* knowledge_;
    std::vector<std::size_t> places_;
    std::vector<Ssda903Statement> statements_;
    std::vector<RowOrigin> origins_;
};

// What one stream's rows say, as events of that stream.
class RowReading {
  public:
    RowReading(Ledger& ledger, const StatementBook& book, const Ssda903Codes& codes)
        : ledger_(&ledger), book_(&book), codes_(&codes) {}

    Result<void> read(
        const StreamId& stream,
        const StatementsOfChild& said,
        StatementPolicy policy,
        PersonEvents& into
    ) {
        const JoinedRows joined = join_rows(said.in_order(), policy);
        std::optional<Error> failure;
        Ssda903Context context;
        context.codes = codes_;
        context.year = joined.statements.back().time.year;
        context.received = joined.statements.back().time.received;
        context.event_id = [&](auto table, auto row, auto occurrence) {
            const auto id = ledger_->derived_event_id(stream, kSystem, table, row, occurrence);
            if (!id) failure = id.error();
            return id.value_or(EventId{});
        };
        auto facts = map_ssda903_child(child_of(joined), joined.statements, context);
        if (failure) return std::unexpected(*std::move(failure));
        for (Event& event : facts.events) {
            const RowOrigin& origin = said.origin(event.source.row);
            event.learned = start_of_london_day(book_->all()[origin.statement].received.received);
            StoredEvent& stored = into.events.emplace_back();
            stored.index = origin.entry;
            stored.recorded = origin.recorded;
            stored.stream = stream;
            stored.event = std::move(event);
            into.entries.push_back(origin.entry);
        }
        return {};
    }

  private:
    // The reference under which the rows name the child; empty where no row is left.
    static std::string child_of(const JoinedRows& joined) {
        for (const Ssda903Statement& statement : joined.statements) {
            if (!statement.rows.empty()) return std::string(statement.rows.front().values.front());
        }
        return "";
    }

    Ledger* ledger_;
    const StatementBook* book_;
    const Ssda903Codes* codes_;
};

// In the order of the entries that they rest on, numbered anew: several facts rest on one entry.
void put_in_order(PersonEvents& person) {
    std::vector<std::size_t> order(person.events.size());
    for (std::size_t at = 0; at < order.size(); ++at)
        order[at] = at;
    std::ranges::stable_sort(order, {}, [&](std::size_t at) { return person.entries[at]; });
    PersonEvents sorted;
    sorted.events.reserve(order.size());
    for (const std::size_t at : order) {
        StoredEvent& event = sorted.events.emplace_back(std::move(person.events[at]));
        event.index = {sorted.events.size() - 1};
        sorted.entries.push_back(person.entries[at]);
    }
    person = std::move(sorted);
}

PersonEvents as_stored(std::vector<StoredEvent>&& stored) {
    PersonEvents person{std::move(stored), {}};
    person.entries.reserve(person.events.size());
    for (const StoredEvent& event : person.events)
        person.entries.push_back(event.index);
    return person;
}

}  // namespace

Question Knowledge::question(Date as_at) const {
    if (!statement) return {as_at, known_at, witnessed};
    return {as_at, {std::numeric_limits<std::int64_t>::max()}, false};
}

Result<PersonEvents> events_under(
    Ledger& ledger,
    const StatementBook& book,
    const Knowledge& knowledge,
    const Ssda903Codes& codes,
    std::vector<StoredEvent>&& stored
) {
    if (!knowledge.statement && knowledge.policy == StatementPolicy::first_stated) {
        return as_stored(std::move(stored));
    }
    std::map<StreamId, StatementsOfChild> streams;
    for (const StoredEvent& event : stored) {
        streams.try_emplace(event.stream, book, knowledge).first->second.add(event);
    }
    PersonEvents person;
    RowReading reading(ledger, book, codes);
    for (const auto& [stream, said] : streams) {
        if (said.empty()) continue;
        TYST_TRY(reading.read(stream, said, knowledge.policy, person));
    }
    if (!knowledge.statement) {
        for (StoredEvent& event : stored) {
            if (event.event.source.system == kSystem) continue;
            person.entries.push_back(event.index);
            person.events.push_back(std::move(event));
        }
    }
    put_in_order(person);
    return person;
}

}  // namespace tyst
