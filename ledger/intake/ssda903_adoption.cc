#include "ledger/intake/ssda903_adoption.h"

#include <algorithm>
#include <string>
#include <utility>

#include "schema/returns/value_fault.h"

namespace tyst {
namespace {

constexpr std::string_view kDecisionMade = "adoption_decision_made";
constexpr std::string_view kDecisionReversed = "adoption_decision_reversed";
constexpr std::string_view kUnknownCare = "unknown";
constexpr std::string_view kBeginsCare = "S";

bool is_masked_date(std::string_view text) {
    ReturnColumn column;
    column.kind = ReturnValueKind::masked_date;
    return !fault_of(ReturnLayout{}, column, text);
}

// One that the table of decisions gives without fault.
std::optional<Date> decision_of(const Ssda903Row& row) {
    Ssda903RowReader reader(row, nullptr);
    const auto decided = reader.required_date(placed_column::kDecided);
    const bool reversal_read =
        reader.text(placed_column::kReversed).empty() || reader.date(placed_column::kReversed);
    return reversal_read ? decided : std::nullopt;
}

}  // namespace

Ssda903Adoption::Ssda903Adoption(
    std::span<const Ssda903Statement> statements, Ssda903Collector& collector
)
    : statements_(statements), collector_(&collector) {}

bool Ssda903Adoption::map_adopted(const Ssda903Row& row) {
    namespace field = adoption_column;
    Ssda903RowReader reader(row, collector_);
    const auto key = adopted_.take(std::to_string(collector_->context().year), row, collector_);
    if (!key) return true;
    const auto decided = reader.date_part(field::kDecided);
    const auto matched = reader.date_part(field::kMatched);
    reader.find_if_ahead(decided);
    reader.find_if_ahead(matched);
    if (decided && !decisions().contains(*decided)) {
        AdoptionDecisionMade decision;
        decision.decision = "should-be-placed";
        collector_->add(
            row.table, row.line, *key, kDecisionMade, starts_on(*decided), std::move(decision)
        );
    }
    if (matched) {
        collector_->add(
            row.table, row.line, *key, "adoption_matched", on_day(*matched), AdoptionMatched{}
        );
    }
    AdoptersRecorded adopters;
    adopters.foster_carer = reader.flag_part(field::kFosterCarer);
    adopters.number = reader.number_part(field::kAdopters, 1, 2).value_or(0);
    adopters.sexes = reader.code_part(
        field::kSexes, collector_->codes().code_of("adopters-sexes", reader.text(field::kSexes))
    );
    adopters.relationship = reader.code_part(
        field::kRelationship,
        collector_->codes().code_of("adopters-relationship", reader.text(field::kRelationship))
    );
    collector_->add(
        row.table, row.line, *key, "adopters_recorded", adopted_on(), std::move(adopters)
    );
    return true;
}

bool Ssda903Adoption::map_decision(const Ssda903Row& row) {
    namespace field = placed_column;
    Ssda903RowReader reader(row, collector_);
    const auto decided = reader.required_date(field::kDecided);
    const auto reversed = reader.date(field::kReversed);
    if (reader.refused()) return false;
    reader.find_in_span(*decided, reversed);
    const auto key = placed_.take(to_text(*decided), row, collector_);
    if (!key) return true;
    AdoptionDecisionMade made;
    made.decision = "should-be-placed";
    collector_->add(row.table, row.line, *key, kDecisionMade, starts_on(*decided), std::move(made));
    const Code reason = reader.code_part(
        field::kReason,
        collector_->codes().code_of("adoption-reversal-reason", reader.text(field::kReason))
    );
    if (!reversed) {
        if (!reader.text(field::kReason).empty()) {
            reader.find(ImportFindingKind::end_reason_without_date);
        }
        collector_->leave_open(row, *key, kDecisionReversed);
        return true;
    }
    if (reader.text(field::kReason).empty()) {
        reader.find(ImportFindingKind::end_date_without_reason);
    }
    AdoptionDecisionMade undone;
    undone.decision = "reversed";
    undone.reason = reason;
    collector_->add(
        row.table,
        row.line,
        *key,
        kDecisionReversed,
        ends_on(*decided, *reversed),
        std::move(undone)
    );
    return true;
}

bool Ssda903Adoption::map_previous_permanence(const Ssda903Row& row) {
    namespace field = permanence_column;
    Ssda903RowReader reader(row, collector_);
    PreviousPermanenceRecorded before;
    before.order = reader.required_code(
        field::kOrder,
        collector_->codes().code_of("previous-permanence", reader.text(field::kOrder))
    );
    if (reader.refused()) return false;
    const auto began = care_began();
    const auto key =
        permanence_.take(began ? to_text(*began) : std::string(kUnknownCare), row, collector_);
    if (!key) return true;
    before.authority = reader.text(field::kAuthority);
    const std::string_view ordered = reader.text(field::kOrdered);
    if (ordered.empty() || is_masked_date(ordered)) {
        before.ordered = ordered;
    } else {
        reader.refuse_part(
            field::kOrdered, "not a date of the form DD/MM/YYYY, in which any part may be ZZ"
        );
    }
    const Date stands_on = began.value_or(collection_begins(collector_->context().year));
    collector_->add(
        row.table,
        row.line,
        *key,
        "previous_permanence_recorded",
        on_day(stands_on),
        std::move(before)
    );
    return true;
}

const std::set<Date>& Ssda903Adoption::decisions() {
    if (decisions_) return *decisions_;
    decisions_.emplace();
    for (const auto& statement : statements_) {
        for (const auto& row : statement.rows) {
            if (row.table != Ssda903Table::placed_for_adoption) continue;
            if (const auto day = decision_of(row)) decisions_->insert(*day);
        }
    }
    return *decisions_;
}

// The day on which an episode of the return ends with adoption, else some day of the year in which
// the collection ends.
Occurrence Ssda903Adoption::adopted_on() const {
    namespace field = episodes_column;
    const int year = collector_->context().year;
    for (const auto& row : statements_.back().rows) {
        if (row.table != Ssda903Table::episodes) continue;
        const auto reason = collector_->codes().reason_ceased(row.values[field::kReasonCeased]);
        const auto ended = parse_slashed_date(row.values[field::kEnded]);
        if (reason && reason->starts_with("adopted-") && ended &&
            collection_begins(year) <= *ended && *ended <= collection_ends(year)) {
            return on_day(*ended);
        }
    }
    return some_day_of(year);
}

// The last start of care, or the first episode held where no row is a start.
std::optional<Date> Ssda903Adoption::care_began() const {
    namespace field = episodes_column;
    std::optional<Date> last_start;
    std::optional<Date> first_row;
    for (const auto& statement : statements_) {
        for (const auto& row : statement.rows) {
            if (row.table != Ssda903Table::episodes) continue;
            const auto began = parse_slashed_date(row.values[field::kBegan]);
            if (!began) continue;
            if (upper_cased(row.values[field::kReasonNew]) == kBeginsCare) {
                last_start = std::max(last_start.value_or(*began), *began);
            }
            first_row = std::min(first_row.value_or(*began), *began);
        }
    }
    return last_start ? last_start : first_row;
}

}  // namespace tyst
