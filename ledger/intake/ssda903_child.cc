#include "ledger/intake/ssda903_child.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "ledger/intake/ssda903_adoption.h"
#include "ledger/intake/ssda903_collector.h"
#include "ledger/intake/ssda903_episodes.h"
#include "ledger/intake/ssda903_outcomes.h"
#include "ledger/intake/ssda903_periods.h"
#include "ledger/intake/ssda903_said_before.h"

namespace tyst {
namespace {

using Fate = Ssda903RowFate::Fate;
using Kind = ImportFindingKind;

// Key of the rows of tables that have one row for each child.
constexpr std::string_view kOneRow = "child";

// Maps the tables of the current return other than the episodes.
class CurrentRows {
  public:
    // `statements` are those up to the current one, which comes last.
    CurrentRows(std::span<const Ssda903Statement> statements, Ssda903Collector& collector)
        : rows_(&statements.back().rows),
          collector_(&collector),
          outcomes_(collector),
          adoption_(statements, collector),
          periods_(collector) {
        for (const auto& row : *rows_) {
            if (row.table == Ssda903Table::header && header_ == nullptr) header_ = &row;
        }
    }

    void run() {
        find_disagreements();
        const Date identity_from = register_child();
        for (const auto& row : *rows_) {
            if (row.table == Ssda903Table::episodes) continue;  // settled where the chain is read
            collector_->settle(
                row.table, map(row, identity_from) ? Fate::understood : Fate::refused
            );
        }
    }

  private:
    // False where the row is refused.
    bool map(const Ssda903Row& row, Date identity_from) {
        switch (row.table) {
            case Ssda903Table::header:
                return map_header(row, identity_from);
            case Ssda903Table::episodes:
                break;
            case Ssda903Table::reviews:
                return map_review(row);
            case Ssda903Table::unaccompanied_asylum_seeking:
                return map_asylum(row, identity_from);
            case Ssda903Table::yearly_outcomes:
                return outcomes_.map_yearly_outcomes(row);
            case Ssda903Table::care_leavers:
                return outcomes_.map_care_leaver(row, header_birth());
            case Ssda903Table::adoption:
                return adoption_.map_adopted(row);
            case Ssda903Table::placed_for_adoption:
                return adoption_.map_decision(row);
            case Ssda903Table::previous_permanence:
                return adoption_.map_previous_permanence(row);
            case Ssda903Table::missing:
                return periods_.map_missing(row);
            case Ssda903Table::social_worker:
                return periods_.map_social_worker(row);
            case Ssda903Table::deprivation_of_liberty:
                return periods_.map_liberty(row);
        }
        return true;
    }

    void find(Kind kind, const Ssda903Row& row) { collector_->find(kind, row.table, row.line); }

    // The date of birth and the sex are repeated in most tables and may disagree.
    void find_disagreements() {
        for (const auto& row : *rows_) {
            if (header_ == nullptr) {
                find(Kind::child_not_in_header, row);
                continue;
            }
            const auto birth = shape_of(row.table).birth;
            if (birth && row.values[*birth] != header_->values[header_column::kBirth]) {
                find(Kind::birth_date_disagrees, row);
            }
            if (row.table == Ssda903Table::unaccompanied_asylum_seeking &&
                row.values[asylum_column::kSex] != header_->values[header_column::kSex]) {
                find(Kind::sex_disagrees, row);
            }
        }
    }

    std::optional<Date> header_birth() const {
        if (header_ == nullptr) return std::nullopt;
        const auto birth = parse_slashed_date(header_->values[header_column::kBirth]);
        return birth ? std::optional(*birth) : std::nullopt;
    }

    // The day from which identity holds: the birth where the header has it, else the first day of
    // the collection.
    Date register_child() {
        const Date from = header_birth().value_or(collection_begins(collector_->context().year));
        const Ssda903Row& row = header_ == nullptr ? rows_->front() : *header_;
        collector_
            ->add(
                Ssda903Table::header,
                row.line,
                kOneRow,
                "child_registered",
                on_day(from),
                ChildRegistered{"ssda903", std::string(collector_->child())}
            )
            .source.table = shape_of(row.table).name;
        return from;
    }

    bool map_header(const Ssda903Row& row, Date from) {
        const auto key = header_keys_.take(std::string(kOneRow), row, collector_);
        if (!key) return true;
        Ssda903RowReader reader(row, collector_);
        IdentityRecorded identity;
        identity.birth_date = reader.date_part(header_column::kBirth);
        if (reader.text(header_column::kBirth).empty()) reader.find(Kind::missing_value);
        reader.find_if_ahead(identity.birth_date);
        if (identity.birth_date) {
            const bool unborn = *identity.birth_date > collector_->context().received;
            identity.birth_date_certainty = unborn ? "unborn" : "known";
        }
        const Ssda903Codes& codes = collector_->codes();
        identity.sex =
            reader.code_part(header_column::kSex, codes.sex(reader.text(header_column::kSex)));
        identity.ethnicity = reader.code_part(
            header_column::kEthnic, codes.ethnicity(reader.text(header_column::kEthnic))
        );
        identity.unique_pupil_number = reader.text(header_column::kPupilNumber);
        const auto own_child = reader.date_part(header_column::kOwnChildBirth);
        const auto mother = reader.flag_part(header_column::kMother);
        if (!(own_child && mother == true)) identity.mother = mother;
        if (identity != IdentityRecorded{}) {
            collector_->add(
                row.table, row.line, *key, "identity_recorded", on_day(from), std::move(identity)
            );
        }
        if (own_child) map_own_child(row, *key, *own_child, mother);
        return true;
    }

    void map_own_child(
        const Ssda903Row& row, std::string_view key, Date born, std::optional<bool> mother
    ) {
        IdentityRecorded identity;
        identity.own_child_born = born;
        if (mother == true) identity.mother = true;
        collector_->add(
            row.table, row.line, key, "own_child_born", on_day(born), std::move(identity)
        );
    }

    bool map_asylum(const Ssda903Row& row, Date from) {
        const auto key = asylum_keys_.take(std::string(kOneRow), row, collector_);
        if (!key) return true;
        IdentityRecorded identity;
        identity.unaccompanied_asylum_seeking = true;
        identity.asylum_status_ceased =
            Ssda903RowReader(row, collector_).date_part(asylum_column::kCeased);
        collector_->add(
            row.table, row.line, *key, "identity_recorded", on_day(from), std::move(identity)
        );
        return true;
    }

    bool map_review(const Ssda903Row& row) {
        Ssda903RowReader reader(row, collector_);
        const auto held = reader.required_date(reviews_column::kReview);
        const auto code = row.values[reviews_column::kCode];
        ReviewHeld review;
        review.participation =
            reader.code(reviews_column::kCode, collector_->codes().participation(code));
        if (reader.refused()) return false;
        reader.find_if_ahead(held);
        if (code.empty()) {
            reader.find(Kind::missing_value);
            review.participation = "not-recorded";
        }
        const auto key = review_keys_.take(to_text(*held), row, collector_);
        if (!key) return true;
        collector_->add(row.table, row.line, *key, "review_held", on_day(*held), std::move(review));
        return true;
    }

    const Ssda903ChildRows* rows_;
    Ssda903Collector* collector_;
    const Ssda903Row* header_ = nullptr;
    Ssda903RowKeys header_keys_;
    Ssda903RowKeys asylum_keys_;
    Ssda903RowKeys review_keys_;
    Ssda903Outcomes outcomes_;
    Ssda903Adoption adoption_;
    Ssda903Periods periods_;
};

bool is_asylum_seeking(std::span<const Ssda903Statement> statements) {
    for (const auto& statement : statements) {
        for (const auto& row : statement.rows) {
            if (row.table == Ssda903Table::unaccompanied_asylum_seeking) return true;
        }
    }
    return false;
}

// Rows that say of something that it goes on: where care goes on into the next year, that year's
// return has them too.
constexpr std::array kGoingOn{
    Ssda903Table::missing, Ssda903Table::social_worker, Ssda903Table::deprivation_of_liberty
};

bool in_care_before(const Ssda903ChildRows& rows, Date day) {
    return std::ranges::any_of(rows, [day](const Ssda903Row& row) {
        if (row.table != Ssda903Table::episodes) return false;
        const auto began = parse_slashed_date(row.values[episodes_column::kBegan]);
        return began && *began < day;
    });
}

// Rows of earlier returns that the current one should have: every row of another return of its own
// collection, and of the collections before it what was left going on.
class ExpectedRows {
  public:
    // In the order in which the returns were taken.
    void take(const Ssda903ChildFacts& facts, int year, int present_year) {
        forget(facts);
        for (const Ssda903OpenEnd& open : facts.left_open) {
            if (is_one_of(kGoingOn, open.table)) expected_[open.id] = {open.table, open.line, year};
        }
        if (year != present_year) return;
        for (const Event& event : facts.events) {
            const auto table = ssda903_table(event.source.table);
            if (table && *table != Ssda903Table::header) {
                expected_[event.id] = {*table, event.source.row, year};
            }
        }
    }

    // Those that the current return leaves out, although it has their table.
    void find_left_out(const Ssda903ChildRows& rows, Ssda903Collector& collector) {
        forget(collector.facts());
        for (const Ssda903OpenEnd& open : collector.facts().left_open)
            expected_.erase(open.id);
        const int present_year = collector.context().year;
        const bool care_goes_on = in_care_before(rows, collection_begins(present_year));
        for (const auto& [id, row] : expected_) {
            if (row.year != present_year && !care_goes_on) continue;
            if (is_one_of(collector.context().tables, row.table)) {
                collector.find_earlier(Kind::no_longer_stated, row.table, row.year, row.line);
            }
        }
    }

  private:
    struct Row {
        Ssda903Table table = Ssda903Table::header;
        std::uint32_t line = 0;
        int year = 0;
    };

    static bool is_one_of(std::span<const Ssda903Table> tables, Ssda903Table table) {
        return std::ranges::find(tables, table) != tables.end();
    }

    void forget(const Ssda903ChildFacts& said) {
        for (const Event& event : said.events)
            expected_.erase(event.id);
    }

    std::map<EventId, Row> expected_;
};

}  // namespace

std::string place_in_earlier_return(Ssda903Table table, int year) {
    return std::string(shape_of(table).name) + ", return of " + std::to_string(year);
}

Ssda903ChildFacts map_ssda903_child(
    std::string_view child,
    std::span<const Ssda903Statement> statements,
    const Ssda903Context& context
) {
    Ssda903Collector collector(child, context);
    Ssda903SaidBefore before;
    ExpectedRows expected;
    const Ssda903StatementTime present{context.year, context.received};
    for (std::size_t at = 0; at < statements.size(); ++at) {
        const Ssda903Statement& statement = statements[at];
        if (statement.rows.empty()) continue;
        if (statement.current) {
            CurrentRows(statements.first(at + 1), collector).run();
            expected.find_left_out(statement.rows, collector);
            continue;
        }
        Ssda903Context own = context;
        own.year = statement.time.year;
        own.received = statement.time.received;
        Ssda903Collector unheard(child, own);
        CurrentRows(statements.first(at + 1), unheard).run();
        Ssda903ChildFacts facts = unheard.finish();
        if (statement.time <= present) {
            expected.take(facts, statement.time.year, context.year);
        }
        before.add(std::move(facts.events), statement.time);
    }
    before.join(collector, present);
    map_ssda903_episodes(statements, is_asylum_seeking(statements), collector);
    return collector.finish();
}

}  // namespace tyst
