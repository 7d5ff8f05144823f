#include "ledger/intake/ssda903_child.h"

#include <functional>
#include <optional>
#include <utility>

#include "ledger/intake/ssda903_collector.h"
#include "ledger/intake/ssda903_episodes.h"
#include "ledger/intake/ssda903_said_before.h"

namespace tyst {
namespace {

using Fate = Ssda903RowFate::Fate;
using Kind = ImportFindingKind;

// Key of the rows of tables that have one row for each child.
constexpr std::string_view kOneRow = "child";

Occurrence on(Date date) {
    Occurrence occurred;
    occurred.date = date;
    return occurred;
}

// Maps the tables of the current return other than the episodes.
class CurrentRows {
  public:
    CurrentRows(const Ssda903ChildRows& rows, Ssda903Collector& collector)
        : rows_(&rows), collector_(&collector) {
        for (const auto& row : rows) {
            if (row.table == Ssda903Table::header && header_ == nullptr) header_ = &row;
        }
    }

    void run() {
        find_disagreements();
        const Date identity_from = register_child();
        for (const auto& row : *rows_) {
            switch (row.table) {
                case Ssda903Table::header:
                    settle(row, map_header(row, identity_from));
                    break;
                case Ssda903Table::episodes:
                    break;  // settled where the chain is read
                case Ssda903Table::reviews:
                    settle(row, map_review(row));
                    break;
                case Ssda903Table::unaccompanied_asylum_seeking:
                    settle(row, map_asylum(row, identity_from));
                    break;
                case Ssda903Table::social_worker:
                    settle(row, map_social_worker(row));
                    break;
                case Ssda903Table::deprivation_of_liberty:
                    settle(row, map_liberty(row));
                    break;
                case Ssda903Table::yearly_outcomes:
                case Ssda903Table::care_leavers:
                case Ssda903Table::adoption:
                case Ssda903Table::placed_for_adoption:
                case Ssda903Table::previous_permanence:
                case Ssda903Table::missing:
                    collector_->settle(row.table, Fate::kept);
                    break;
            }
        }
    }

  private:
    void settle(const Ssda903Row& row, bool understood) {
        collector_->settle(row.table, understood ? Fate::understood : Fate::refused);
    }

    void find(Kind kind, const Ssda903Row& row) { collector_->find(kind, row.table, row.line); }

    void find_if_ahead(std::optional<Date> date, const Ssda903Row& row) {
        if (date && *date > collector_->context().received) find(Kind::dated_after_received, row);
    }

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

    // The day from which identity holds: the birth where the header has it, else the first day of
    // the collection.
    Date register_child() {
        const auto birth = header_ == nullptr
                               ? Result<Date>(fail(ErrorCode::not_found, ""))
                               : parse_slashed_date(header_->values[header_column::kBirth]);
        const Date from = birth ? *birth : collection_begins(collector_->context().year);
        const Ssda903Row& row = header_ == nullptr ? rows_->front() : *header_;
        collector_
            ->add(
                Ssda903Table::header,
                row.line,
                kOneRow,
                "child_registered",
                on(from),
                ChildRegistered{"ssda903", std::string(collector_->child())}
            )
            .source.table = shape_of(row.table).name;
        return from;
    }

    // A value of a fact that stands without it.
    template <class Value>
    std::optional<Value> part(
        const Ssda903Row& row, std::size_t column, std::optional<Value> value, const char* reason
    ) {
        if (!value && !row.values[column].empty()) {
            collector_->refuse(row, column, reason, true, false);
        }
        return value;
    }

    std::optional<Date> date_part(const Ssda903Row& row, std::size_t column) {
        const auto date = parse_slashed_date(row.values[column]);
        return part(
            row,
            column,
            date ? std::optional(*date) : std::nullopt,
            "not a date of the form DD/MM/YYYY from 1900 to 2100"
        );
    }

    // Empty where there is none.
    template <class Find>
    Code code_part(const Ssda903Row& row, std::size_t column, Find find_code) {
        const auto code = std::invoke(find_code, collector_->codes(), row.values[column]);
        return part(row, column, code, "unknown code").value_or("");
    }

    std::optional<bool> flag_part(const Ssda903Row& row, std::size_t column) {
        const auto text = row.values[column];
        if (text == "1") return true;
        if (text == "0") return false;
        if (!text.empty()) collector_->refuse(row, column, "neither 0 nor 1", true, false);
        return std::nullopt;
    }

    bool map_header(const Ssda903Row& row, Date from) {
        const auto key = header_keys_.take(std::string(kOneRow), row, collector_);
        if (!key) return true;
        IdentityRecorded identity;
        identity.birth_date = date_part(row, header_column::kBirth);
        if (row.values[header_column::kBirth].empty()) find(Kind::missing_value, row);
        find_if_ahead(identity.birth_date, row);
        if (identity.birth_date) {
            const bool unborn = *identity.birth_date > collector_->context().received;
            identity.birth_date_certainty = unborn ? "unborn" : "known";
        }
        identity.sex = code_part(row, header_column::kSex, &Ssda903Codes::sex);
        identity.ethnicity = code_part(row, header_column::kEthnic, &Ssda903Codes::ethnicity);
        identity.unique_pupil_number = row.values[header_column::kPupilNumber];
        const auto own_child = date_part(row, header_column::kOwnChildBirth);
        const auto mother = flag_part(row, header_column::kMother);
        if (!(own_child && mother == true)) identity.mother = mother;
        if (identity != IdentityRecorded{}) {
            collector_->add(
                row.table, row.line, *key, "identity_recorded", on(from), std::move(identity)
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
        collector_->add(row.table, row.line, key, "own_child_born", on(born), std::move(identity));
    }

    bool map_asylum(const Ssda903Row& row, Date from) {
        const auto key = asylum_keys_.take(std::string(kOneRow), row, collector_);
        if (!key) return true;
        IdentityRecorded identity;
        identity.unaccompanied_asylum_seeking = true;
        identity.asylum_status_ceased = date_part(row, asylum_column::kCeased);
        collector_->add(
            row.table, row.line, *key, "identity_recorded", on(from), std::move(identity)
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
        find_if_ahead(held, row);
        if (code.empty()) {
            find(Kind::missing_value, row);
            review.participation = "not-recorded";
        }
        const auto key = review_keys_.take(to_text(*held), row, collector_);
        if (!key) return true;
        collector_->add(row.table, row.line, *key, "review_held", on(*held), std::move(review));
        return true;
    }

    bool map_social_worker(const Ssda903Row& row) {
        Ssda903RowReader reader(row, collector_);
        const auto began = reader.required_date(social_worker_column::kBegan);
        const auto ended = reader.date(social_worker_column::kEnded);
        if (reader.text(social_worker_column::kWorker).empty())
            reader.refuse(social_worker_column::kWorker, "empty");
        if (reader.refused()) return false;
        find_in_span(*began, ended, row);
        const auto key = worker_keys_.take(to_text(*began), row, collector_);
        if (!key) return true;
        AllocationStarted started;
        started.role = "social-worker";
        started.worker = PersonCitation{
            .person = {},
            .source = "ssda903",
            .reference = std::string(reader.text(social_worker_column::kWorker)),
            .name = "",
            .role = ""
        };
        const EventId id = collector_
                               ->add(
                                   row.table,
                                   row.line,
                                   *key,
                                   "allocation_started",
                                   start_of(*began),
                                   std::move(started)
                               )
                               .id;
        if (!ended) return true;
        collector_->add(
            row.table,
            row.line,
            *key,
            "allocation_ended",
            end_of(*began, *ended),
            AllocationEnded{id, Code(kNotStated)}
        );
        return true;
    }

    bool map_liberty(const Ssda903Row& row) {
        Ssda903RowReader reader(row, collector_);
        const auto began = reader.required_date(liberty_column::kBegan);
        const auto ended = reader.date(liberty_column::kEnded);
        if (reader.refused()) return false;
        find_in_span(*began, ended, row);
        const auto key = liberty_keys_.take(to_text(*began), row, collector_);
        if (!key) return true;
        LegalStatusStarted started;
        started.status = "deprivation-of-liberty-order";
        const EventId id = collector_
                               ->add(
                                   row.table,
                                   row.line,
                                   *key,
                                   "legal_status_started",
                                   start_of(*began),
                                   std::move(started)
                               )
                               .id;
        if (!ended) return true;
        collector_->add(
            row.table,
            row.line,
            *key,
            "legal_status_ended",
            end_of(*began, *ended),
            LegalStatusEnded{"deprivation-of-liberty-order", id, Code(kNotStated)}
        );
        return true;
    }

    void find_in_span(Date began, std::optional<Date> ended, const Ssda903Row& row) {
        find_if_ahead(began, row);
        find_if_ahead(ended, row);
        if (ended && *ended < began) find(Kind::end_before_start, row);
    }

    // What ends on a day comes before what starts on it, unless it started on that day.
    static Occurrence start_of(Date date) {
        Occurrence occurred = on(date);
        occurred.sequence = 2;
        return occurred;
    }
    static Occurrence end_of(Date began, Date ended) {
        Occurrence occurred = on(ended);
        occurred.sequence = ended == began ? 3 : 1;
        return occurred;
    }

    const Ssda903ChildRows* rows_;
    Ssda903Collector* collector_;
    const Ssda903Row* header_ = nullptr;
    Ssda903RowKeys header_keys_;
    Ssda903RowKeys asylum_keys_;
    Ssda903RowKeys review_keys_;
    Ssda903RowKeys worker_keys_;
    Ssda903RowKeys liberty_keys_;
};

bool is_asylum_seeking(std::span<const Ssda903Statement> statements) {
    for (const auto& statement : statements) {
        for (const auto& row : statement.rows) {
            if (row.table == Ssda903Table::unaccompanied_asylum_seeking) return true;
        }
    }
    return false;
}

}  // namespace

Ssda903ChildFacts map_ssda903_child(
    std::string_view child,
    std::span<const Ssda903Statement> statements,
    const Ssda903Context& context
) {
    Ssda903Collector collector(child, context);
    Ssda903SaidBefore before;
    for (const auto& statement : statements) {
        if (statement.rows.empty()) continue;
        if (statement.current) {
            CurrentRows(statement.rows, collector).run();
            continue;
        }
        Ssda903Context own = context;
        own.year = statement.time.year;
        own.received = statement.time.received;
        Ssda903Collector unheard(child, own);
        CurrentRows(statement.rows, unheard).run();
        before.add(unheard.finish().events, statement.time);
    }
    before.join(collector, {context.year, context.received});
    map_ssda903_episodes(statements, is_asylum_seeking(statements), collector);
    return collector.finish();
}

}  // namespace tyst
